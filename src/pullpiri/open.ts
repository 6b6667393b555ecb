/**
 * Opens the adapter with its real peers: the only file of this folder that the daemon knows.
 *
 * I1: it is loaded only where Pullpiri is configured.
 */
import type { PeerTraffic } from "../grpc/client/traffic.ts";
import { isLocalAddress } from "../grpc/server/listen.ts";
import type { Buffered } from "../kit/buffer_level.ts";
import type { Manager } from "../manager.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { Pullpiri, type PullpiriSettings } from "./adapter.ts";
import { checkAddresses, type GivenAddresses, hostAddress, resolveAddresses } from "./addresses.ts";
import { AgentClient, ControllerClient, PolicyClient } from "./clients.ts";
import { DirectController } from "./direct.ts";
import { fileIn } from "./memory.ts";
import type { AgentCalls } from "./peers.ts";
import { type PeerServer, startPeerServer } from "./server.ts";
import { PullpiriStore } from "./store.ts";

export interface OpenOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly traffic: PeerTraffic;
  readonly stateDir: string;
  readonly given: GivenAddresses;
  /** Path of Pullpiri's own settings. */
  readonly settingsFile: string;
  readonly settings: PullpiriSettings;
  /** Whether agents are asked themselves, instead of the ActionController. */
  readonly isDirect: boolean;
  readonly isNetworkAllowed: boolean;
  readonly maxMessageBytes: number;
  readonly maxConcurrentStreams: number;
}

export interface OpenedPullpiri extends Buffered, AsyncDisposable {
  readonly controller: ActionControllerPort;
  /** Begins to work for the manager, and to listen. Rejects where it cannot listen. */
  serve(manager: Manager): Promise<PeerServer>;
}

const RECONNECT_MAX_MS = 500;
/** The store answers with everything under a prefix in one message. */
const STORE_MESSAGE_BYTES = 32 * 1_024 * 1_024;
/** An agent that may not be asked is one that never answers. */
const NO_AGENT: AgentCalls = {
  heartbeat: () => Promise.resolve(false),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Throws an Error when an address may not be used. */
export function openPullpiri(options: OpenOptions): OpenedPullpiri {
  const { clock, log, traffic, maxMessageBytes, settings, isNetworkAllowed, isDirect } = options;
  const addresses = resolveAddresses(options.given, hostAddress(readText(options.settingsFile)));
  checkAddresses(addresses, isNetworkAllowed);
  const channel = { traffic, maxMessageBytes, reconnectMaxMs: RECONNECT_MAX_MS };
  const parts = new AsyncDisposableStack();
  const store = parts.use(
    new PullpiriStore(addresses.store, {
      ...{ ...channel, clock, maxMessageBytes: Math.max(maxMessageBytes, STORE_MESSAGE_BYTES) },
    }),
  );
  const calls = isDirect
    ? parts.use(new DirectController(store, { ...channel, agentPort: settings.agentPort }))
    : parts.use(new ControllerClient(addresses.actionController, channel));
  const policy = parts.use(new PolicyClient(addresses.policyManager, channel));
  const pullpiri = new Pullpiri({
    ...{ clock, log, settings, store, policy, controller: calls, memory: fileIn(options.stateDir) },
    connectAgent: (raw, address) => {
      const isAllowed = isNetworkAllowed || isLocalAddress(address);
      if (isAllowed) {
        return new AgentClient({ raw, address }, { ...channel, clock, deadlineMs: settings.heartbeatMs });
      }
      log.error("An agent of Pullpiri is not asked: nothing is encrypted there", { host: raw, address });
      return NO_AGENT;
    },
  });
  return {
    controller: pullpiri.controller,
    buffers: () => pullpiri.buffers(),
    async serve(manager) {
      const server = parts.use(
        await startPeerServer({
          ...{ requests: pullpiri, clock, log, isNetworkAllowed },
          ...{ listen: addresses.listen, faultListen: addresses.faultListen },
          maxConcurrentStreams: options.maxConcurrentStreams,
        }),
      );
      pullpiri.start(manager);
      return server;
    },
    async [Symbol.asyncDispose]() {
      await pullpiri[Symbol.asyncDispose]();
      await parts.disposeAsync();
    },
  };
}

/** undefined = it cannot be read, which means that upstream's defaults count. */
function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
