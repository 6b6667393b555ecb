/** The page, metrics and health checks over HTTP, when the configuration has an address for them; else none of their code is loaded. */
import {
  checkListenAddress,
  openSocketToGroup,
  removeSocket,
  removeStaleSocket,
  socketPathOf,
} from "../grpc/server/listen.ts";
import type { Manager } from "../manager.ts";
import { Subscriptions, VIEWER_NAMES } from "../manager/serve/subscriptions.ts";
import type { Config } from "../platform/config/config.ts";
import { processUsage } from "../platform/process/usage.ts";
import { COMMIT, VERSION } from "../platform/process/version.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Web } from "../web/web.ts";

/** Undefined = it is off. Rejects with an Error that names the address on which it cannot listen. */
export async function openWeb(
  { config, manager, clock, log }: {
    readonly config: Config;
    readonly manager: Manager;
    readonly clock: Clock;
    readonly log: Log;
  },
): Promise<Web | undefined> {
  const { http, insecureNetwork } = config;
  if (http.listen.length === 0) return undefined;
  const { startWeb } = await import("../web/web.ts");
  const viewers = new Subscriptions({
    ...{ api: manager, clock, maxSubscribers: http.viewers },
    names: VIEWER_NAMES,
  });
  return await startWeb({
    ...{ api: manager, clock, log, version: VERSION, commit: COMMIT, process: processUsage },
    viewers,
    listen: http.listen,
    maxConnections: http.connections,
    rules: {
      check: (address) => checkListenAddress(address, insecureNetwork),
      ...{ socketPathOf, removeStaleSocket, openSocketToGroup, removeSocket },
    },
  });
}
