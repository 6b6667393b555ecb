/**
 * Serves a node: its NodeAgent, its ActionController and the standard services, on the same addresses and behind the same door as every
 * server of this program. Whoever reaches a plaintext address may call everything: it is the State Manager's, or an operator's. Over TLS the
 * certificate says who it is, and only whoever decides what is to run may ask for it.
 */
import { leastClientBytes } from "../../kit/client_shares.ts";
import { type Role, ROLES } from "../../ports/caller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import {
  ACTION_CONTROLLER_SERVICE,
  HEALTH_SERVICE,
  NODE_AGENT_SERVICE,
  REFLECTION_SERVICE,
} from "../definitions.ts";
import type { Access } from "./door/access.ts";
import { GuardedServer } from "./guarded_server.ts";
import { healthHandlers, HealthService } from "./health.ts";
import type { ServerTls } from "./listeners.ts";
import { type NodeApi, NodeServices } from "./node_services.ts";
import { Reflection, reflectionHandler } from "./reflection.ts";

export interface NodeServerOptions {
  readonly api: NodeApi;
  /** `host:port` (port 0 = any free one) and `unix:/path`. */
  readonly listen: readonly string[];
  readonly isNetworkAllowed: boolean;
  /** The certificates, for `tls:host:port` in `listen`. */
  readonly tls?: ServerTls;
  readonly maxMessageBytes: number;
  readonly maxConcurrentStreams: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface NodeServer {
  /** The addresses of the listeners, with their actual ports. */
  readonly addresses: readonly string[];
  /** Streams end at once; calls may finish within the grace time. */
  close(graceMs: number): Promise<void>;
}

/** Who decides what is to run, and so may ask a node for it. */
const DECIDING: readonly Role[] = ["controller", "operator", "admin"];
/** The role at a plaintext address. */
const PLAIN: Access = { unix: "operator", loopback: "operator", network: "operator", sockets: [] };
const AGENT = "piccolo.nodeagent.v1.NodeAgent";
const CONTROLLER = "piccolo.actioncontroller.v1.ActionController";
const SERVED = [AGENT, CONTROLLER, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"];
const CALL_TIMEOUT_MS = 10_000;
const STALL_TIMEOUT_MS = 120_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_WATCHERS = 64;

/** Starts to listen. Rejects with an Error that names the address on which it cannot. */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const { api, clock, log, maxMessageBytes, maxConcurrentStreams } = options;
  const server = new GuardedServer({
    ...{ clock, log, maxMessageBytes, maxConcurrentStreams, clientBytes: leastClientBytes(maxMessageBytes) },
    ...{ callTimeoutMs: CALL_TIMEOUT_MS, stallTimeoutMs: STALL_TIMEOUT_MS },
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
  const { handlers } = server;
  const services = new NodeServices(api, handlers);
  const health = new HealthService({
    ...{ clock, services: [AGENT, CONTROLLER], maxWatchers: MAX_WATCHERS },
    isServing: () => !handlers.closing.aborted,
  });
  const reflection = { ServerReflectionInfo: reflectionHandler(new Reflection(SERVED), handlers) };
  const toAll = { rolesOf: () => ROLES };
  const toDeciding = { rolesOf: () => DECIDING };
  server.serve(NODE_AGENT_SERVICE, services.nodeAgent(), toDeciding);
  server.serve(ACTION_CONTROLLER_SERVICE, services.actionController(), toDeciding);
  server.serve(HEALTH_SERVICE, healthHandlers(health, handlers), toAll);
  server.serve(REFLECTION_SERVICE, reflection, toAll);
  const addresses = await server.listen({ ...options, access: PLAIN });
  log.info("Listening", { addresses });
  return { addresses, close: (graceMs) => server.close(graceMs) };
}
