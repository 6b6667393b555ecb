/** The client interface of the commands: in types of the domain, without gRPC. */
import type { RecoveryRequest } from "../state/issue.ts";
import type { AppliedChange, ServiceFilter, SpecChange, SpecChangeOutcome } from "../manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../manager/serve/subscription.ts";
import type { InstanceList, TermAdoption } from "../ports/instances.ts";
import type { EventPage, EventQuery } from "../ports/store.ts";
import type { ExplainSubject, Explanation } from "../reconciliation/explain/explain_model.ts";
import type { PlanPreview, PreviewSubject } from "../reconciliation/explain/preview_model.ts";
import type { KeptAlert } from "../state/alert.ts";
import type { ServiceState } from "../state/model.ts";
import type { NodeLogLines, NodeLogQuery, VersionedStatus } from "./state_manager.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** Services at one revision, in order of name. */
export interface ServiceList {
  readonly services: readonly ServiceState[];
  readonly revision: bigint;
}

/** Calls reject with a ClientError. */
export interface CliClient extends AsyncDisposable {
  listServices(filter: ServiceFilter, signal: AbortSignal): Promise<ServiceList>;
  /** Undefined = there is no such service. */
  findService(id: ResourceId, signal: AbortSignal): Promise<ServiceState | undefined>;
  updateState(change: SpecChange, signal: AbortSignal): Promise<SpecChangeOutcome>;
  /** All of them or none; with `isDryRun` they are only checked. */
  apply(
    changes: readonly SpecChange[],
    options: { readonly isDryRun: boolean; readonly signal: AbortSignal },
  ): Promise<readonly AppliedChange[]>;
  /** Health and load of the manager, and its nodes; answered even while it is not ready. */
  status(signal: AbortSignal): Promise<VersionedStatus>;
  /** The newest alerts, oldest first, with what became of them. */
  alerts(signal: AbortSignal): Promise<readonly KeptAlert[]>;
  /** The instances, as the one that answers knows them; answered even while it is not ready. */
  instances(signal: AbortSignal): Promise<InstanceList>;
  /** Resolves to the term in force. */
  adoptTerm(adoption: Omit<TermAdoption, "by">, signal: AbortSignal): Promise<bigint>;
  readHistory(query: EventQuery, signal: AbortSignal): Promise<EventPage>;
  planReconciliation(subject: PreviewSubject, signal: AbortSignal): Promise<PlanPreview>;
  explain(subject: ExplainSubject, signal: AbortSignal): Promise<Explanation>;
  triggerRecovery(id: ResourceId, request: RecoveryRequest, signal: AbortSignal): Promise<ServiceState>;
  /** What a service writes, until all is told or `signal` aborts. */
  logs(query: NodeLogQuery, signal: AbortSignal): AsyncIterable<NodeLogLines>;
  /** Ends without an error only when `signal` aborts or the manager ends the stream. */
  follow(
    request: { readonly filter: ServiceFilter; readonly start: SubscriptionStart },
    signal: AbortSignal,
  ): AsyncIterable<SubscriptionMessage>;
}
