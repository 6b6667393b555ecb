/**
 * gRPC server management: serves the State Manager, health and reflection services behind the door.
 *
 * I1: it says that it is not serving before it ends streams and calls.
 */
import type { Buffered } from "../../kit/buffer_level.ts";
import type { ManagerApi } from "../../manager/serve/api.ts";
import type { SubscriptionSource } from "../../manager/serve/subscriptions.ts";
import type { AuditPort } from "../../ports/audit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstancesPort, TermPort } from "../../ports/instances.ts";
import type { Log } from "../../ports/log.ts";
import type { WorkloadLogs } from "../../ports/workload_logs.ts";
import {
  HEALTH_SERVICE,
  REFLECTION_ALPHA_SERVICE,
  REFLECTION_SERVICE,
  STATE_MANAGER_SERVICE,
} from "../definitions.ts";
import type { StateManagerHandlers } from "../gen/piccolo/statemanager/v1/StateManager.ts";
import type { Access } from "./door/access.ts";
import { type AuditedCall, AuditLog } from "./door/audit_log.ts";
import { AUDITED_METHODS, rolesOf } from "./door/roles.ts";
import { DEFAULT_CLIENT_BYTES } from "../../kit/client_shares.ts";
import { GuardedServer } from "./guarded_server.ts";
import { type HandlerOptions, streamHandler, unaryHandler } from "./handlers.ts";
import { healthHandlers, HealthService } from "./health.ts";
import type { ServerTls } from "./listeners.ts";
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
  readonly instances: InstancesPort;
  readonly terms: TermPort;
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
  /** What the services of the nodes write. Not set = nobody gives logs. */
  readonly logs?: WorkloadLogs;
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
const DISPOSE_GRACE_MS = 1_000;

/** Starts to listen. Rejects with an Error that names the address on which it cannot listen. */
export async function startGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  const { limits = {}, clock, log } = options;
  const maxMessageBytes = limits.maxMessageBytes ?? 4 * 1024 * 1024;
  const audit = options.audit === undefined ? undefined : new AuditLog({ port: options.audit, clock, log });
  const record = (call: AuditedCall) => audit?.record(call);
  const server = new GuardedServer({
    ...{ maxMessageBytes, clock, log },
    maxConcurrentStreams: limits.maxConcurrentStreams ?? 128,
    clientBytes: limits.clientBytes ?? DEFAULT_CLIENT_BYTES,
    callTimeoutMs: limits.handlerTimeoutMs ?? 10_000,
    stallTimeoutMs: limits.stallTimeoutMs ?? 120_000,
    requestTimeoutMs: limits.requestTimeoutMs ?? 30_000,
    ...{ maxConnections: limits.maxConnections, idleMs: limits.idleMs },
    onRefused: (caller, path, code) => {
      const method = path.slice(path.lastIndexOf("/") + 1);
      if (AUDITED_METHODS.has(path)) record({ caller, method, subjects: [], code });
    },
  });
  const { handlers } = server;
  const service = new StateManagerService({ ...options, maxMessageBytes });
  const health = new HealthService({
    clock,
    isServing: () => service.isServing(),
    services: [STATE_MANAGER_NAME],
    maxWatchers: limits.maxWatchers ?? 64,
  });
  server.serve(STATE_MANAGER_SERVICE, stateManagerHandlers(service, handlers, record), { rolesOf });
  server.serve(HEALTH_SERVICE, healthHandlers(health, handlers), { rolesOf });
  const reflection = { ServerReflectionInfo: reflectionHandler(new Reflection(SERVED), handlers) };
  for (const definition of [REFLECTION_SERVICE, REFLECTION_ALPHA_SERVICE]) {
    server.serve(definition, reflection, { rolesOf, maxMessageBytes: MAX_REFLECTION_BYTES });
  }
  const addresses = await server.listen(options);
  log.info("Listening", { addresses });
  const close = (graceMs: number): Promise<void> => {
    service.beginClosing();
    return server.close(graceMs);
  };
  const buffers = () => [...health.buffers(), ...server.buffers()];
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
      (request, signal, caller) => service.subscribeToStateChanges(request, signal, caller?.role),
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
    GetLogs: streamHandler("GetLogs", (request, signal) => service.getLogs(request, signal), options),
    ListInstances: unaryHandler("ListInstances", () => service.listInstances(), options),
    AdoptTerm: unaryHandler(
      "AdoptTerm",
      (request, context) => service.adoptTerm(request, context),
      { ...options, audit: { subjects: ({ term }) => [`term ${term}`.slice(0, MAX_NAME)], record } },
    ),
  };
}

/** The name of a service as a client gave it, which may be nonsense. */
function nameOf(id: { readonly namespace: string; readonly name: string } | null): readonly string[] {
  return id === null ? [] : [`${id.namespace}/${id.name}`.slice(0, MAX_NAME)];
}
