/**
 * A client of the State Manager, for the command line and other components.
 *
 * I1: every method rejects with a CallError whose message can be shown to the user: the attempted call, the manager's message, and
 *     the path of a refused field.
 * I2: the manager's answers are validated like any other message from the wire.
 */
import type { RecoveryRequest } from "../state/issue.ts";
import type {
  AppliedChange,
  ServiceFilter,
  ServicePage,
  SpecChange,
  SpecChangeOutcome,
} from "../manager/serve/api.ts";
import { ALL_SERVICES } from "../manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../manager/serve/subscription.ts";
import type { InstanceList, TermAdoption } from "../ports/instances.ts";
import type { EventPage, EventQuery } from "../ports/store.ts";
import type { ExplainSubject, Explanation } from "../reconciliation/explain/explain_model.ts";
import type { PlanPreview, PreviewSubject } from "../reconciliation/explain/preview_model.ts";
import type { KeptAlert } from "../state/alert.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { callErrorOf } from "../grpc/status.ts";
import { alertsFromWire } from "../grpc/wire/alert.ts";
import { explainSubjectToWire, explanationFromWire } from "../grpc/wire/explain.ts";
import { adoptedFromWire, adoptionToWire, instancesFromWire } from "../grpc/wire/instances.ts";
import { type Method, STATE_MANAGER } from "../grpc/wire/methods.ts";
import { logLinesFromWire, type NodeLogQuery, nodeLogQueryToWire } from "../grpc/wire/logs.ts";
import { nodeFromWire } from "../grpc/wire/names.ts";
import type { LogLine } from "../ports/workload_logs.ts";
import { previewFromWire, previewSubjectToWire } from "../grpc/wire/preview.ts";
import {
  appliedFromWire,
  applyToWire,
  eventPageFromWire,
  historyQueryToWire,
  managerStatusFromWire,
  outcomeFromWire,
  pageFromWire,
  queryToWire,
  specChangeToWire,
  type VersionedStatus,
} from "../grpc/wire/query.ts";
import { messagesFromWire, subscriptionToWire } from "../grpc/wire/subscription.ts";
import { triggeredFromWire, triggerToWire } from "../grpc/wire/trigger.ts";
import { readTls, type TlsFiles, tlsTarget } from "../grpc/tls.ts";
import { type ChannelOptions, PeerChannel } from "../grpc/client/channel.ts";

export { CallError, type CallFailureKind, type FieldViolation } from "../grpc/status.ts";
export type { AppliedChange, SubscriptionMessage, SubscriptionStart, VersionedStatus };

export interface StateManagerClientOptions extends ChannelOptions {
  /** Deadline of a unary call, milliseconds. Default 10,000. */
  readonly deadlineMs?: number;
}

export type { LogLine, NodeLogQuery };

/** Lines that one node gave. */
export interface NodeLogLines {
  readonly node: string;
  readonly lines: readonly LogLine[];
}

/** Asked for; an older State Manager sends one in each all the same. */
const CHANGES_PER_MESSAGE = 256;

export interface SubscribeOptions {
  /** Default: all services. */
  readonly filter?: ServiceFilter;
  /** Default: a snapshot first. */
  readonly start?: SubscriptionStart;
  /** Milliseconds, 100 to 60,000; 0 = the manager's default, which is the default. */
  readonly heartbeatIntervalMs?: number;
  readonly signal?: AbortSignal;
}

/** The certificates for an address with TLS, from their files; nothing for another address. Throws an Error that names the file. */
export function tlsOptions(address: string, files: TlsFiles): Pick<ChannelOptions, "tls"> {
  return tlsTarget(address) === undefined || files.certFile === "" ? {} : { tls: readTls(files) };
}

/** Connect to a State Manager: `host:port`, `tls:host:port` or `unix:/path`. Returns at once; the connection is made with the first call. */
export function connect(address: string, options: StateManagerClientOptions = {}): StateManagerClient {
  return new StateManagerClient(address, options);
}

/** The client of one State Manager. */
export class StateManagerClient implements AsyncDisposable {
  readonly address: string;
  readonly #channel: PeerChannel;
  readonly #deadlineMs: number;

  constructor(address: string, options: StateManagerClientOptions) {
    this.address = address;
    this.#channel = new PeerChannel(address, options);
    this.#deadlineMs = options.deadlineMs ?? 10_000;
  }

  /** Creates or changes the spec of a service, or (without a spec) ends the service. */
  updateState(change: SpecChange, signal?: AbortSignal): Promise<SpecChangeOutcome> {
    const verb = change.spec === undefined ? "delete" : "update";
    return this.#call(STATE_MANAGER.UpdateState, specChangeToWire(change), {
      what: `Cannot ${verb} ${change.resourceId}`,
      read: outcomeFromWire,
      signal,
    });
  }

  /** Several changes: all of them or none. With `isDryRun` they are only checked, and nothing is stored. */
  apply(
    changes: readonly SpecChange[],
    options: { readonly isDryRun?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<readonly AppliedChange[]> {
    const { isDryRun = false, signal } = options;
    return this.#call(STATE_MANAGER.Apply, applyToWire({ changes, isDryRun }), {
      what: isDryRun ? "Cannot check the changes" : "Cannot apply",
      read: appliedFromWire,
      signal,
    });
  }

  /** One page of the services that match, in order of name. */
  queryServices(
    filter: ServiceFilter,
    page: { readonly limit: number; readonly after?: ResourceId },
    signal?: AbortSignal,
  ): Promise<ServicePage> {
    return this.#call(STATE_MANAGER.QueryState, queryToWire({ filter, page }), {
      what: "Cannot query services",
      read: pageFromWire,
      signal,
    });
  }

  /** Events; `upToRevision` and `which` of the query are not sent: the newest when `afterRevision` is 0, otherwise the oldest. */
  readHistory(query: EventQuery, signal?: AbortSignal): Promise<EventPage> {
    return this.#call(STATE_MANAGER.GetHistory, historyQueryToWire(query), {
      what: "Cannot read the history",
      read: eventPageFromWire,
      signal,
    });
  }

  /** Dry run: the plan for an observation, and the reasons; changes nothing. */
  planReconciliation(subject: PreviewSubject, signal?: AbortSignal): Promise<PlanPreview> {
    return this.#call(STATE_MANAGER.PlanReconciliation, previewSubjectToWire(subject), {
      what: "Cannot do the dry run",
      read: previewFromWire,
      signal,
    });
  }

  /** Explains the state of a service from its history. */
  explain(subject: ExplainSubject, signal?: AbortSignal): Promise<Explanation> {
    return this.#call(STATE_MANAGER.Explain, explainSubjectToWire(subject), {
      what: "Cannot explain the state",
      read: explanationFromWire,
      signal,
    });
  }

  /** Recovers, isolates or releases a service now; resolves to the service when that is stored. */
  triggerRecovery(
    resourceId: ResourceId,
    request: RecoveryRequest,
    signal?: AbortSignal,
  ): Promise<ServiceState> {
    return this.#call(STATE_MANAGER.TriggerRecovery, triggerToWire({ resourceId, request }), {
      what: `Cannot ${request.kind} ${resourceId}`,
      read: triggeredFromWire,
      signal,
    });
  }

  /** The newest alerts, oldest first, with what became of them. */
  alerts(signal?: AbortSignal): Promise<readonly KeptAlert[]> {
    return this.#call(STATE_MANAGER.ListAlerts, {}, {
      what: "Cannot list the alerts",
      read: alertsFromWire,
      signal,
    });
  }

  /** Health and load of the manager. Answered even while it is not ready. */
  status(signal?: AbortSignal): Promise<VersionedStatus> {
    return this.#call(STATE_MANAGER.GetStatus, {}, {
      what: "Cannot read the status",
      read: managerStatusFromWire,
      signal,
    });
  }

  /** The instances, as the one that answers knows them. Answered even while it is not ready. */
  instances(signal?: AbortSignal): Promise<InstanceList> {
    return this.#call(STATE_MANAGER.ListInstances, {}, {
      what: "Cannot list the instances",
      read: instancesFromWire,
      signal,
    });
  }

  /** Resolves to the term in force. */
  adoptTerm(adoption: Omit<TermAdoption, "by">, signal?: AbortSignal): Promise<bigint> {
    return this.#call(STATE_MANAGER.AdoptTerm, adoptionToWire(adoption), {
      what: `Cannot adopt term ${adoption.term}`,
      read: adoptedFromWire,
      signal,
    });
  }

  /** Follows services. Ends when the signal aborts; throws a CallError when the stream fails. A slow reader slows the sender. */
  async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<SubscriptionMessage, void, undefined> {
    const { filter = ALL_SERVICES, start = { kind: "snapshot" }, heartbeatIntervalMs = 0, signal } = options;
    const what = "Cannot follow services";
    const request = subscriptionToWire({
      ...{ filter, start, heartbeatIntervalMs },
      maxChangesPerMessage: CHANGES_PER_MESSAGE,
    });
    const stream = this.#channel.stream(STATE_MANAGER.SubscribeToStateChanges, request, {
      what,
      ...(signal !== undefined && { signal }),
    });
    try {
      for await (const wire of stream) yield* messagesFromWire(wire);
    } catch (error) {
      if (signal?.aborted === true) return;
      throw callErrorOf(error, what);
    }
  }

  /** What a service writes. Ends when all is told, or the signal aborts; throws a CallError. A slow reader slows the node. */
  async *logs(
    query: NodeLogQuery,
    signal?: AbortSignal,
  ): AsyncGenerator<NodeLogLines, void, undefined> {
    const what = "Cannot read the log";
    const stream = this.#channel.stream(STATE_MANAGER.GetLogs, nodeLogQueryToWire(query), {
      what,
      ...(signal !== undefined && { signal }),
    });
    try {
      for await (const { node, lines } of stream) {
        yield { node: nodeFromWire(node, "node"), lines: logLinesFromWire(lines) };
      }
    } catch (error) {
      if (signal?.aborted === true) return;
      throw callErrorOf(error, what);
    }
  }

  /** Ends every call. A second close does nothing. */
  close(): void {
    this.#channel.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #call<Request, Response, T>(
    method: Method<Request, Response>,
    request: Request,
    options: {
      readonly what: string;
      readonly read: (response: Response) => T;
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<T> {
    const { what, read, signal } = options;
    const outcome = await this.#channel.unary(method, request, {
      what,
      deadlineMs: this.#deadlineMs,
      ...(signal !== undefined && { signal }),
    });
    if (outcome.kind === "failed") throw outcome.error;
    try {
      return read(outcome.value);
    } catch (error) {
      throw callErrorOf(error, what);
    }
  }
}
