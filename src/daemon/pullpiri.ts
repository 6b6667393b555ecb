/** Opens the adapter for Eclipse Pullpiri as the configuration says; its code is loaded only then. */
import type { PeerTraffic } from "../grpc/client/traffic.ts";
import type { Config } from "../platform/config/config.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { OpenedPullpiri } from "../pullpiri/open.ts";

export interface PullpiriParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly traffic: PeerTraffic;
}

/** undefined = it is not configured. */
export async function openPullpiri(
  { config, clock, log, traffic }: PullpiriParts,
): Promise<OpenedPullpiri | undefined> {
  const { pullpiri, limits } = config;
  if (!pullpiri.enabled) return undefined;
  const { openPullpiri: open } = await import("../pullpiri/open.ts");
  return open({
    ...{ clock, log, traffic, stateDir: config.stateDir },
    given: pullpiri,
    settingsFile: pullpiri.settings,
    settings: {
      agentPort: pullpiri.agentPort,
      heartbeatMs: pullpiri.heartbeatMs,
      resyncMs: pullpiri.resyncMs,
      agentGraceMs: pullpiri.agentGraceMs,
      withdraw: pullpiri.withdraw,
      isPublishing: pullpiri.publish,
      maxNodes: limits.nodes,
      maxServices: limits.services,
    },
    isDirect: pullpiri.directWorkloads,
    isNetworkAllowed: config.insecureNetwork,
    maxMessageBytes: limits.messageSizeBytes,
    maxConcurrentStreams: limits.streamsPerConnection,
  });
}
