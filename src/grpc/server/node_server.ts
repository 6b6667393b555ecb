/**
 * Serves a node: its NodeAgent, its ActionController and the standard services, on the same addresses and behind the same door as every
 * server of this program. Whoever reaches an address may call everything: it is the State Manager's, or an operator's.
 */
import { Server, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { leastClientBytes } from "../../kit/client_shares.ts";
import { ROLES } from "../../ports/caller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import {
  ACTION_CONTROLLER_SERVICE,
  HEALTH_SERVICE,
  NODE_AGENT_SERVICE,
  REFLECTION_SERVICE,
} from "../definitions.ts";
import type { HealthHandlers } from "../gen/grpc/health/v1/Health.ts";
import type { GatedMethod } from "./door/call_gate.ts";
import { Door } from "./door/door.ts";
import { DoorCalls } from "./door/door_call.ts";
import { withRawMessages } from "./door/message.ts";
import { type HandlerOptions, streamHandler, unaryHandler } from "./handlers.ts";
import { HealthService } from "./health.ts";
import { drainServer, listenOnAll, removeSockets } from "./listeners.ts";
import { type NodeApi, NodeServices } from "./node_services.ts";
import { Reflection, reflectionHandler } from "./reflection.ts";

export interface NodeServerOptions {
  readonly api: NodeApi;
  /** `host:port` (port 0 = any free one) and `unix:/path`. */
  readonly listen: readonly string[];
  readonly isNetworkAllowed: boolean;
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

const AGENT = "piccolo.nodeagent.v1.NodeAgent";
const CONTROLLER = "piccolo.actioncontroller.v1.ActionController";
const SERVED = [AGENT, CONTROLLER, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"];
const CALL_TIMEOUT_MS = 10_000;
const STALL_TIMEOUT_MS = 120_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_WATCHERS = 64;
const KEEPALIVE_MS = 20_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;

/** Starts to listen. Rejects with an Error that names the address on which it cannot. */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const { api, clock, log, maxMessageBytes } = options;
  const closing = new AbortController();
  const calls = new DoorCalls();
  const clientBytes = leastClientBytes(maxMessageBytes);
  const handlers: HandlerOptions = {
    ...{ clock, log, calls, clientBytes, closing: closing.signal },
    ...{ timeoutMs: CALL_TIMEOUT_MS, stallTimeoutMs: STALL_TIMEOUT_MS },
  };
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    "grpc.max_concurrent_streams": options.maxConcurrentStreams,
    "grpc.keepalive_time_ms": KEEPALIVE_MS,
    "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
  });
  const methods = new Map<string, GatedMethod>();
  const serve = (definition: ServiceDefinition, implementation: UntypedServiceImplementation) => {
    for (const { path, requestStream } of Object.values(definition)) {
      methods.set(path, { roles: ROLES, isStream: requestStream, maxMessageBytes });
    }
    server.addService(withRawMessages(definition), implementation);
  };
  const services = new NodeServices(api, handlers);
  serve(NODE_AGENT_SERVICE, services.nodeAgent());
  serve(ACTION_CONTROLLER_SERVICE, services.actionController());
  serve(HEALTH_SERVICE, healthHandlers(handlers));
  serve(REFLECTION_SERVICE, { ServerReflectionInfo: reflectionHandler(new Reflection(SERVED), handlers) });
  const door = new Door({
    ...{ server, calls, methods, clientBytes, clock, log },
    ...{ requestMs: REQUEST_TIMEOUT_MS, readerMs: STALL_TIMEOUT_MS },
  });
  const addresses = await listenOnAll(door, server, options);
  log.info("Listening", { addresses });
  let drained: Promise<void> | undefined;
  const close = async (graceMs: number): Promise<void> => {
    closing.abort();
    door.close();
    drained ??= drainServer(server).then(() => {
      door.end();
      return removeSockets(addresses);
    });
    const cut = clock.schedule(graceMs, () => server.forceShutdown());
    await drained;
    cut.cancel();
  };
  return { addresses, close };
}

function healthHandlers(handlers: HandlerOptions): HealthHandlers {
  const health = new HealthService({
    ...{ clock: handlers.clock, services: [AGENT, CONTROLLER], maxWatchers: MAX_WATCHERS },
    isServing: () => !handlers.closing.aborted,
  });
  return {
    Check: unaryHandler("Health.Check", (request) => health.check(request), handlers),
    Watch: streamHandler("Health.Watch", (request, signal) => health.watch(request, signal), handlers),
  };
}
