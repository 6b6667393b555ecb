/**
 * gRPC server management: listens, serves the State Manager, health and reflection services, and shuts down in order.
 *
 * I1: shutdown order: not serving -> streams end with UNAVAILABLE -> running calls may finish within the grace time -> abort.
 * I2: the server listens on every address, or on none and the start fails.
 */
import { Server, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Buffered } from "../../kit/buffer_level.ts";
import type { ManagerApi } from "../../manager/serve/api.ts";
import type { SubscriptionSource } from "../../manager/serve/subscriptions.ts";
import type { AuditPort } from "../../ports/audit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import {
  HEALTH_SERVICE,
  REFLECTION_ALPHA_SERVICE,
  REFLECTION_SERVICE,
  STATE_MANAGER_SERVICE,
} from "../definitions.ts";
import type { HealthHandlers } from "../gen/grpc/health/v1/Health.ts";
import type { StateManagerHandlers } from "../gen/piccolo/statemanager/v1/StateManager.ts";
import type { GatedMethod } from "./door/call_gate.ts";
import { Door } from "./door/door.ts";
import type { Access } from "./door/access.ts";
import { type AuditedCall, AuditLog } from "./door/audit_log.ts";
import { AUDITED_METHODS, rolesOf } from "./door/roles.ts";
import { DoorCalls } from "./door/door_call.ts";
import { withRawMessages } from "./door/message.ts";
import { DEFAULT_CLIENT_BYTES } from "../../kit/client_shares.ts";
import { type HandlerOptions, streamHandler, unaryHandler } from "./handlers.ts";
import { HealthService } from "./health.ts";
import { drainServer, listenOnAll, removeSockets, type ServerTls } from "./listeners.ts";
import { Reflection, reflectionHandler } from "./reflection.ts";
import { StateManagerService } from "./service.ts";

export interface GrpcServerLimits {
  /** Largest message, bytes. Default 4 MiB. */
  readonly maxMessageBytes?: number;
  /** Concurrent calls on one connection. Default 128. */
  readonly maxConcurrentStreams?: number;
  /** Concurrent health watchers. Default 64. */
  readonly maxWatchers?: number;
  /** What all clients together may make the server hold, bytes. Default 40 MiB. */
  readonly clientBytes?: number;
  /** Connections at once. Default 256. */
  readonly maxConnections?: number;
  /** How long a connection may be without a call, milliseconds. Default 5 minutes. */
  readonly idleMs?: number;
  /** Longest time for a request to arrive, milliseconds. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Longest time of a unary call, milliseconds. Default 10,000. */
  readonly handlerTimeoutMs?: number;
  /** Longest time that a stream waits for a peer that does not read, milliseconds. Default 120,000. */
  readonly stallTimeoutMs?: number;
}

export interface GrpcServerOptions {
  readonly api: ManagerApi;
  readonly subscriptions: SubscriptionSource;
  /** `host:port` (port 0 = any free one) and `unix:/path`. */
  readonly listen: readonly string[];
  /** Also listen on addresses whose traffic leaves this machine. Default false. */
  readonly isNetworkAllowed?: boolean;
  /** The certificates, for `tls:host:port` in `listen`. */
  readonly tls?: ServerTls;
  /** Which role each listener gives. Default: operator on Unix sockets, observer elsewhere. */
  readonly access?: Access;
  /** Keeps an entry of every call that changes something, granted or refused. */
  readonly audit?: AuditPort;
  /** Version of the program, for GetStatus. */
  readonly version: string;
  readonly limits?: GrpcServerLimits;
  readonly clock: Clock;
  readonly log: Log;
}

export interface GrpcServer extends Buffered, AsyncDisposable {
  /** The addresses of the listeners, with their actual ports. */
  readonly addresses: readonly string[];
  /** Drains for at most `graceMs`, then aborts. A further close can only shorten that time; each resolves at the end. */
  close(graceMs: number): Promise<void>;
}

const STATE_MANAGER_NAME = "piccolo.statemanager.v1.StateManager";
const SERVED = [
  STATE_MANAGER_NAME,
  "grpc.health.v1.Health",
  "grpc.reflection.v1.ServerReflection",
  "grpc.reflection.v1alpha.ServerReflection",
];
/** A request of reflection is a name. */
const MAX_REFLECTION_BYTES = 8_192;
/** Longest name of a service that the audit trail repeats. */
const MAX_NAME = 128;
const KEEPALIVE_MS = 20_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;
const DISPOSE_GRACE_MS = 1_000;

/** Starts to listen. Rejects with an Error that names the address on which it cannot listen (I2). */
export async function startGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  const { limits = {}, clock, log } = options;
  const maxMessageBytes = limits.maxMessageBytes ?? 4 * 1024 * 1024;
  const clientBytes = limits.clientBytes ?? DEFAULT_CLIENT_BYTES;
  const calls = new DoorCalls();
  const methods = new Map<string, GatedMethod>();
  const closing = new AbortController();
  const handlers: HandlerOptions = {
    clock,
    log,
    timeoutMs: limits.handlerTimeoutMs ?? 10_000,
    stallTimeoutMs: limits.stallTimeoutMs ?? 120_000,
    closing: closing.signal,
    calls,
    clientBytes,
  };
  const service = new StateManagerService({ ...options, maxMessageBytes });
  const health = new HealthService({
    clock,
    isServing: () => service.isServing(),
    services: [STATE_MANAGER_NAME],
    maxWatchers: limits.maxWatchers ?? 64,
  });
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    "grpc.max_concurrent_streams": limits.maxConcurrentStreams ?? 128,
    "grpc.keepalive_time_ms": KEEPALIVE_MS,
    "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
  });
  const audit = options.audit === undefined ? undefined : new AuditLog({ port: options.audit, clock, log });
  const record = (call: AuditedCall) => audit?.record(call);
  const serve = (
    definition: ServiceDefinition,
    handlers: UntypedServiceImplementation,
    maxBytes = maxMessageBytes,
  ) => {
    for (const { path, requestStream } of Object.values(definition)) {
      methods.set(path, { roles: rolesOf(path), isStream: requestStream, maxMessageBytes: maxBytes });
    }
    server.addService(withRawMessages(definition), handlers);
  };
  serve(STATE_MANAGER_SERVICE, stateManagerHandlers(service, handlers, record));
  serve(HEALTH_SERVICE, healthHandlers(health, handlers));
  const reflection = { ServerReflectionInfo: reflectionHandler(new Reflection(SERVED), handlers) };
  for (const definition of [REFLECTION_SERVICE, REFLECTION_ALPHA_SERVICE]) {
    serve(definition, reflection, MAX_REFLECTION_BYTES);
  }
  const door = new Door({
    ...{ server, calls, methods, clientBytes, clock, log },
    requestMs: limits.requestTimeoutMs ?? 30_000,
    readerMs: handlers.stallTimeoutMs,
    ...(limits.maxConnections !== undefined && { maxConnections: limits.maxConnections }),
    ...(limits.idleMs !== undefined && { idleMs: limits.idleMs }),
    onRefused: (caller, path, code) => {
      const method = path.slice(path.lastIndexOf("/") + 1);
      if (AUDITED_METHODS.has(path)) record({ caller, method, subjects: [], code });
    },
  });
  const addresses = await listenOnAll(door, server, options);
  log.info("Listening", { addresses });
  let drained: Promise<void> | undefined;
  const close = async (graceMs: number): Promise<void> => {
    service.beginClosing();
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
  const buffers = () => [...health.buffers(), ...door.buffers()];
  return { addresses, close, buffers, [Symbol.asyncDispose]: () => close(DISPOSE_GRACE_MS) };
}

function stateManagerHandlers(
  service: StateManagerService,
  options: HandlerOptions,
  record: (call: AuditedCall) => void,
): StateManagerHandlers {
  return {
    UpdateState: unaryHandler(
      "UpdateState",
      (request, context) => service.updateState(request, context),
      { ...options, audit: { subjects: ({ resourceId }) => nameOf(resourceId), record } },
    ),
    Apply: unaryHandler("Apply", (request, context) => service.apply(request, context), {
      ...options,
      audit: {
        subjects: ({ changes }) => changes.flatMap(({ resourceId }) => nameOf(resourceId)),
        record,
      },
    }),
    QueryState: unaryHandler("QueryState", (request) => service.queryState(request), options),
    SubscribeToStateChanges: streamHandler(
      "SubscribeToStateChanges",
      (request, signal) => service.subscribeToStateChanges(request, signal),
      options,
    ),
    GetHistory: unaryHandler("GetHistory", (request) => service.getHistory(request), options),
    PlanReconciliation: unaryHandler(
      "PlanReconciliation",
      (request) => service.planReconciliation(request),
      options,
    ),
    Explain: unaryHandler("Explain", (request) => service.explain(request), options),
    TriggerRecovery: unaryHandler(
      "TriggerRecovery",
      (request, context) => service.triggerRecovery(request, context),
      { ...options, audit: { subjects: ({ resourceId }) => nameOf(resourceId), record } },
    ),
    GetStatus: unaryHandler("GetStatus", () => service.getStatus(), options),
    ListAlerts: unaryHandler("ListAlerts", () => service.listAlerts(), options),
  };
}

/** The name of a service as a client gave it, which may be nonsense. */
function nameOf(id: { readonly namespace: string; readonly name: string } | null): readonly string[] {
  return id === null ? [] : [`${id.namespace}/${id.name}`.slice(0, MAX_NAME)];
}

function healthHandlers(health: HealthService, options: HandlerOptions): HealthHandlers {
  return {
    Check: unaryHandler("Health.Check", (request) => health.check(request), options),
    Watch: streamHandler("Health.Watch", (request, signal) => health.watch(request, signal), options),
  };
}
