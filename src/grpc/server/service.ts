/**
 * StateManager gRPC service implementation (seed `grpc/server/service.rs`): maps wire requests to the manager and its results to wire
 * responses, without the transport.
 *
 * I1: a request is validated completely before it has any effect; a refused request changes nothing.
 * I2: while the manager is not ready, only the status is answered.
 * I3: an answer fits a message: a page that would be too large is cut short, and the next page begins where it ends.
 * I4: a change that several subscribers are sent is the same message for all of them, so that it is encoded once.
 */
import { StateManagerError } from "../../kit/errors.ts";
import { ALL_SERVICES, type ManagerApi } from "../../manager/serve/api.ts";
import type { SubscriptionMessage } from "../../manager/serve/subscription_messages.ts";
import type { SubscriptionMessages, SubscriptionSource } from "../../manager/serve/subscriptions.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import type { AdoptTermRequest__Output } from "../gen/piccolo/statemanager/v1/AdoptTermRequest.ts";
import type { AdoptTermResponse } from "../gen/piccolo/statemanager/v1/AdoptTermResponse.ts";
import type { ApplyRequest__Output } from "../gen/piccolo/statemanager/v1/ApplyRequest.ts";
import type { ApplyResponse } from "../gen/piccolo/statemanager/v1/ApplyResponse.ts";
import type { ExplainRequest__Output } from "../gen/piccolo/statemanager/v1/ExplainRequest.ts";
import type { ExplainResponse } from "../gen/piccolo/statemanager/v1/ExplainResponse.ts";
import type { GetHistoryRequest__Output } from "../gen/piccolo/statemanager/v1/GetHistoryRequest.ts";
import type { GetHistoryResponse } from "../gen/piccolo/statemanager/v1/GetHistoryResponse.ts";
import type { GetStatusResponse } from "../gen/piccolo/statemanager/v1/GetStatusResponse.ts";
import type { GetLogsRequest__Output } from "../gen/piccolo/statemanager/v1/GetLogsRequest.ts";
import type { GetLogsResponse } from "../gen/piccolo/statemanager/v1/GetLogsResponse.ts";
import type { ListAlertsResponse } from "../gen/piccolo/statemanager/v1/ListAlertsResponse.ts";
import type { ListInstancesResponse } from "../gen/piccolo/statemanager/v1/ListInstancesResponse.ts";
import type { PlanReconciliationRequest__Output } from "../gen/piccolo/statemanager/v1/PlanReconciliationRequest.ts";
import type { PlanReconciliationResponse } from "../gen/piccolo/statemanager/v1/PlanReconciliationResponse.ts";
import type { StateChangeEvent } from "../gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import type { StateQueryRequest__Output } from "../gen/piccolo/statemanager/v1/StateQueryRequest.ts";
import type { StateQueryResponse } from "../gen/piccolo/statemanager/v1/StateQueryResponse.ts";
import type { StateSubscriptionRequest__Output } from "../gen/piccolo/statemanager/v1/StateSubscriptionRequest.ts";
import type { StateUpdateRequest__Output } from "../gen/piccolo/statemanager/v1/StateUpdateRequest.ts";
import type { StateUpdateResponse } from "../gen/piccolo/statemanager/v1/StateUpdateResponse.ts";
import type { TriggerRecoveryRequest__Output } from "../gen/piccolo/statemanager/v1/TriggerRecoveryRequest.ts";
import type { TriggerRecoveryResponse } from "../gen/piccolo/statemanager/v1/TriggerRecoveryResponse.ts";
import { alertsToWire } from "../wire/alert.ts";
import { explainSubjectFromWire, explanationToWire } from "../wire/explain.ts";
import { logLineToWire, nodeLogQueryFromWire } from "../wire/logs.ts";
import { adoptedToWire, adoptionFromWire, instancesToWire } from "../wire/instances.ts";
import { previewSubjectFromWire, previewToWire } from "../wire/preview.ts";
import {
  appliedToWire,
  applyFromWire,
  eventPageToWire,
  historyQueryFromWire,
  managerStatusToWire,
  outcomeToWire,
  pageToWire,
  queryFromWire,
  specChangeFromWire,
} from "../wire/query.ts";
import { messageToWire, subscriptionFromWire } from "../wire/subscription.ts";
import { triggeredToWire, triggerFromWire } from "../wire/trigger.ts";
import type { Caller, Role } from "../../ports/caller.ts";
import type { InstancesPort, TermPort } from "../../ports/instances.ts";
import type { WorkloadLogs } from "../../ports/workload_logs.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { inBytes } from "./door/message.ts";
import { callerText } from "./door/audit_log.ts";
import type { CallContext } from "./handlers.ts";
import { ChangeBatches } from "./change_batches.ts";
import { LogReaders } from "./log_readers.ts";
import { fitEvents, fitExplanation, fitServices } from "./fitting.ts";

export interface StateManagerServiceOptions {
  readonly api: ManagerApi;
  readonly subscriptions: SubscriptionSource;
  /** Not set = nobody gives logs. */
  readonly logs?: WorkloadLogs;
  readonly instances: InstancesPort;
  readonly terms: TermPort;
  /** Version of the program. */
  readonly version: string;
  /** Largest message that is sent, bytes. */
  readonly maxMessageBytes: number;
}

/** Readers of logs at once; more are refused. */
export const CAPACITY_LOG_READERS = 16;

interface SentChange {
  readonly service: ServiceState | undefined;
  readonly wire: StateChangeEvent;
}

export class StateManagerService {
  readonly #api: ManagerApi;
  readonly #options: StateManagerServiceOptions;
  /** A text of n UTF-16 units takes up to 3n bytes: with a quarter of the message for text, any text fits. */
  readonly #budget: number;
  /** I4: for as long as somebody holds the event. */
  readonly #changes = new WeakMap<StateEvent, SentChange>();
  readonly #logReaders = new LogReaders(CAPACITY_LOG_READERS);
  /** I4, of several changes in one message. */
  readonly #batches = new ChangeBatches();
  #isClosing = false;

  constructor(options: StateManagerServiceOptions) {
    this.#api = options.api;
    this.#options = options;
    this.#budget = options.maxMessageBytes / 4;
  }

  /** Whether requests are served: the manager is ready and the server is not shutting down. */
  isServing(): boolean {
    return !this.#isClosing && this.#api.isReady();
  }

  /** From now on every request is refused. */
  beginClosing(): void {
    this.#isClosing = true;
  }

  /** Handle state update request. Resolves when the change survives a power cut. */
  async updateState(
    request: StateUpdateRequest__Output,
    { signal, caller }: CallContext,
  ): Promise<StateUpdateResponse> {
    this.#checkServing();
    return outcomeToWire(await this.#api.updateState(by(specChangeFromWire(request), caller), signal));
  }

  /** Several changes as a whole, or only the check of them. Resolves as `updateState` does. */
  async apply(request: ApplyRequest__Output, { signal, caller }: CallContext): Promise<ApplyResponse> {
    this.#checkServing();
    const { changes, isDryRun } = applyFromWire(request);
    return appliedToWire(
      isDryRun
        ? this.#api.checkChanges(changes)
        : await this.#api.applyChanges(changes.map((change) => by(change, caller)), signal),
    );
  }

  /** Handle state query request. */
  queryState(request: StateQueryRequest__Output): StateQueryResponse {
    this.#checkServing();
    const { filter, page } = queryFromWire(request);
    return pageToWire(fitServices(this.#api.queryServices(filter, page), this.#budget));
  }

  /** Handle subscription to state changes: the messages, until the signal aborts. */
  subscribeToStateChanges(
    request: StateSubscriptionRequest__Output,
    signal: AbortSignal,
    role?: Role,
  ): AsyncGenerator<StateChangeEvent, void, undefined> {
    this.#checkServing();
    const { maxChangesPerMessage = 1, ...asked } = subscriptionFromWire(request);
    return this.#encoded(this.#options.subscriptions.subscribe(asked, signal, role), maxChangesPerMessage);
  }

  /** Reads the events of a service, newest last. */
  getHistory(request: GetHistoryRequest__Output): GetHistoryResponse {
    this.#checkServing();
    const query = historyQueryFromWire(request);
    return eventPageToWire(fitEvents(this.#api.readHistory(query), query.which, this.#budget));
  }

  /** Dry run: the plan for an observation, and the reasons; changes nothing. */
  planReconciliation(request: PlanReconciliationRequest__Output): PlanReconciliationResponse {
    this.#checkServing();
    return previewToWire(this.#api.planReconciliation(previewSubjectFromWire(request)));
  }

  /** Explains the state of a service from its history; the oldest part of an answer that would be too large is left out. */
  explain(request: ExplainRequest__Output): ExplainResponse {
    this.#checkServing();
    return explanationToWire(
      fitExplanation(this.#api.explain(explainSubjectFromWire(request)), this.#budget),
    );
  }

  /** Recovers, isolates or releases a service now. Resolves when that survives a power cut. */
  async triggerRecovery(
    request: TriggerRecoveryRequest__Output,
    { signal, caller }: CallContext,
  ): Promise<TriggerRecoveryResponse> {
    this.#checkServing();
    const { resourceId, request: asked } = triggerFromWire(request);
    return triggeredToWire(await this.#api.triggerRecovery(resourceId, by(asked, caller), signal));
  }

  /** Health and load of the manager itself; answered even while it is not ready. */
  getStatus(): GetStatusResponse {
    const status = this.#api.status();
    const isReady = status.isReady && !this.#isClosing;
    return managerStatusToWire({ ...status, isReady, version: this.#options.version });
  }

  /** The newest alerts, and what became of them. */
  listAlerts(): ListAlertsResponse {
    this.#checkServing();
    return alertsToWire(this.#api.alerts());
  }

  /** What a service writes, relayed from its node: at the pace of the caller, and kept nowhere. */
  async *getLogs(
    request: GetLogsRequest__Output,
    signal: AbortSignal,
  ): AsyncGenerator<GetLogsResponse, void, undefined> {
    this.#checkServing();
    const { node: asked, ...query } = nodeLogQueryFromWire(request);
    const node = asked === "" ? this.#nodeOf(query.resourceId) : asked;
    if (this.#options.logs === undefined) throw noLogs(query.resourceId, "no node gives any");
    const batches = this.#logReaders.admit(this.#options.logs.read(node, query, signal));
    for await (const lines of batches) yield { node, lines: lines.map(logLineToWire) };
  }

  #nodeOf(id: ResourceId): string {
    const filter = { ...ALL_SERVICES, resourceIds: [id] };
    const [service] = this.#api.queryServices(filter, { limit: 1 }).services;
    if (service === undefined) throw new StateManagerError({ kind: "not-found", what: `service ${id}` });
    if (service.status.node !== "") return service.status.node;
    throw noLogs(id, "it is assigned to no node; name the one where it was");
  }

  /** The instances, as this one knows them; answered even while it is not ready. */
  listInstances(): ListInstancesResponse {
    return instancesToWire(this.#options.instances.list());
  }

  /** Resolves to the term in force, once it is kept. */
  async adoptTerm(
    request: AdoptTermRequest__Output,
    { signal, caller }: CallContext,
  ): Promise<AdoptTermResponse> {
    this.#checkServing();
    return adoptedToWire(await this.#options.terms.adopt(by(adoptionFromWire(request), caller), signal));
  }

  #checkServing(): void {
    if (this.isServing()) return;
    const why = this.#isClosing ? "shutting down" : "starting";
    throw new StateManagerError({ kind: "not-ready", why });
  }

  async *#encoded(
    messages: SubscriptionMessages,
    most: number,
  ): AsyncGenerator<StateChangeEvent, void, undefined> {
    for await (const message of messages) {
      const batch = message.kind === "change" && most > 1
        ? this.#batches.take({ first: message, term: message.term ?? 0n, most }, messages)
        : undefined;
      yield batch === undefined ? this.#toWire(message) : inBytes(batch);
    }
  }

  /** I4. */
  #toWire(message: SubscriptionMessage): StateChangeEvent {
    if (message.kind !== "change") return messageToWire(message);
    const { event, service } = message;
    const sent = this.#changes.get(event);
    if (sent !== undefined && sent.service === service) return sent.wire;
    const wire = messageToWire(message);
    this.#changes.set(event, { service, wire });
    return wire;
  }
}

function noLogs(id: ResourceId, reason: string): StateManagerError {
  return new StateManagerError({ kind: "not-possible", what: id, reason });
}

/** What was asked for, with who asks for it, for the history. */
function by<Asked extends object>(
  asked: Asked,
  caller: Caller | undefined,
): Asked & { readonly by?: string } {
  return caller === undefined ? asked : { ...asked, by: callerText(caller) };
}
