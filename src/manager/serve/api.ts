/**
 * What the manager offers to those who ask it: the gRPC service today, other faces later. No transport types.
 *
 * Refused requests throw a StateManagerError; they change nothing.
 */
import type { EventPage, EventQuery, LostEvents } from "../../ports/store.ts";
import type { Cursor, Lineage } from "../../state/lineage.ts";
import type { Fence } from "../../state/fence.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ExplainSubject, Explanation } from "../../reconciliation/explain/explain_model.ts";
import type { PlanPreview, PreviewSubject } from "../../reconciliation/explain/preview_model.ts";
import type { EventSource, StateEvent } from "../../state/events.ts";
import type { RecoveryRequest } from "../../state/issue.ts";
import type { ServiceSpec, ServiceState, ServiceStateType } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { AlertDraft, KeptAlert } from "../../state/alert.ts";

/** Fields are joined by AND, values of one field by OR; an empty field matches everything. */
export interface ServiceFilter {
  readonly namespaces: readonly string[];
  readonly resourceIds: readonly ResourceId[];
  readonly states: readonly ServiceStateType[];
  readonly nodes: readonly string[];
}

/** Creates or changes the spec of a service, or (without a spec) ends it. */
export interface SpecChange {
  readonly resourceId: ResourceId;
  /** Not set = stop it, then forget it. */
  readonly spec?: ServiceSpec;
  readonly labels: Readonly<Record<string, string>>;
  /** Generation that the change was made from; 0 = whatever it is. */
  readonly expectedGeneration: bigint;
  readonly reason: string;
  /** What asks. Not set = an operator. */
  readonly source?: EventSource;
  /** Who asks, for the history: role and origin; not set = not known. */
  readonly by?: string;
}

export interface SpecChangeOutcome {
  readonly service: ServiceState;
  readonly isChanged: boolean;
}

/** What became of one of several changes. */
export interface AppliedChange {
  readonly resourceId: ResourceId;
  /** Of the spec that is in force now. */
  readonly generation: bigint;
  readonly isChanged: boolean;
}

/** How old what an instance tells may be: a single instance, and the leader while its lease is valid, tell what is. */
export interface Staleness {
  /** Older than the bound, or not known. */
  readonly isStale: boolean;
  /** At most; milliseconds. Not set = not known. */
  readonly stalenessMs?: number;
}

export interface ServicePage {
  /** In order of name. */
  readonly services: readonly ServiceState[];
  /** Last name of this page, when there are more. */
  readonly nextAfter?: ResourceId;
  readonly revision: bigint;
  /** It may be older than the bound (`ha.lease_ttl`): answered by a standby without contact to etcd. */
  readonly isStale: boolean;
  /** How old the answer may be, at most; milliseconds. Not set = not known. */
  readonly stalenessMs?: number;
}

export interface NodeSummary {
  readonly node: string;
  readonly address: string;
  readonly isConnected: boolean;
  readonly silentMs: number;
  readonly services: number;
}

/** `leader`: acts. `standby`: follows the one that does, and is `stale` while it cannot. */
export type ManagerRole = "leader" | "standby";

export interface ManagerStatus {
  readonly role: ManagerRole;
  /** A standby without contact to the leader: its answers may be old. */
  readonly isStale: boolean;
  /** How old its answers may be, at most; milliseconds. Not set = not known. */
  readonly stalenessMs?: number;
  /** Instance that is the leader, as far as is known; "" = not known. */
  readonly leader: string;
  readonly uptimeMs: number;
  readonly term: bigint;
  readonly revision: bigint;
  readonly isReady: boolean;
  readonly services: number;
  readonly queueLength: number;
  readonly reconcilesActive: number;
  readonly nodes: readonly NodeSummary[];
  readonly isControllerReachable: boolean;
  /** Peers that refuse the term of this instance; empty where it does not lead. */
  readonly fences: readonly Fence[];
  readonly counters: Readonly<Record<string, number>>;
}

/** One committed step: events in order of revision, with the services as they are after it. */
export interface Committed {
  readonly revision: bigint;
  readonly events: readonly StateEvent[];
  readonly services: ReadonlyMap<ResourceId, ServiceState>;
  /** Set = another instance took the step. */
  readonly adopted?: AdoptedHow;
  /** Set = changes before this step are missing, and this is why: whoever follows reads everything again. */
  readonly gap?: string;
}

export interface AdoptedHow {
  readonly removed: readonly ResourceId[];
  /** Everything was compared with etcd. */
  readonly isComparison: boolean;
  /** It is told with the comparison that comes next, or with the lead that begins next, once etcd has all of it. */
  readonly isUntold: boolean;
  /** Events before this step are missing. */
  readonly hasLost: boolean;
}

/** A step of history that another instance took. */
export interface AdoptedStep {
  readonly revision: bigint;
  readonly term: bigint;
  readonly records: readonly ServiceRecord[];
  readonly removed: readonly ResourceId[];
  /** In order of revision; those that are known already are left out. */
  readonly events: readonly StateEvent[];
  /** The history of all instances ends here: what this one recorded after it is discarded. */
  readonly cutTo?: bigint;
  readonly lineage?: Lineage;
  /** Events that are not in the step, and that nobody has any more. */
  readonly lost?: readonly LostEvents[];
  /** After the step this instance has everything that etcd holds. Default false. */
  readonly isComparison?: boolean;
  /** Some of what is here is not in etcd yet, and a lead begins with it, or another comparison follows. Default false. */
  readonly isUntold?: boolean;
}

/** Where this instance stands among several. */
export interface Leadership {
  readonly role: ManagerRole;
  readonly isStale: boolean;
  readonly leader: string;
}

/** What those need who share the state with other components and instances. Call it on an initialized manager. */
export interface SharingApi {
  term(): bigint;
  /** The newest revision that this instance recorded, whether the others have it or not. */
  recordedRevision(): bigint;
  lineage(): Lineage;
  record(id: ResourceId): ServiceRecord | undefined;
  records(): Iterable<ServiceRecord>;
  /** As it was told last, where this instance has recorded something newer since. */
  told(id: ResourceId): ServiceState | undefined;
  /** Whether what is told is as old as the end of the lead before: this one has begun, and has told nothing yet. */
  readonly isBeginUntold: boolean;
  readRecorded(query: EventQuery): EventPage;
  onRecorded(listener: (step: Committed) => void): () => void;
  /** Etcd has everything up to this revision, recorded in the present lead: from now on it is told. */
  confirm(revision: bigint): void;
  /** From now on this term counts; later revisions come after `revision`. */
  beginTerm(term: bigint, revision?: bigint): void;
  /** A standby takes over what the leader recorded, as it was recorded. */
  adopt(step: AdoptedStep): void;
  /** The leader takes over a record that turned out to be newer than its own; reported as a change of its own. */
  takeOver(record: ServiceRecord, reason: string): void;
  /** A spec from another component. Throws a StateManagerError when it is refused. */
  acceptDesired(change: SpecChange): SpecChangeOutcome;
  /** A spec that cannot be read: an event, an alert and a condition say so; the last good spec stays in force. */
  refuseDesired(id: ResourceId, problem: string): void;
  alert(draft: AlertDraft): void;
}

export interface ManagerApi {
  /** Recovers, isolates or releases a service now; resolves when that is stored, not when it has worked. */
  triggerRecovery(id: ResourceId, request: RecoveryRequest, signal?: AbortSignal): Promise<ServiceState>;
  /** What would be done about an observation, and why; touches nothing. */
  planReconciliation(subject: PreviewSubject): PlanPreview;
  /** Why a service is as it is, as far as its history is kept. */
  explain(subject: ExplainSubject): Explanation;
  /** Resolves when the change survives a power cut. When the signal aborts it is waited for no longer; the change itself stays. */
  updateState(change: SpecChange, signal?: AbortSignal): Promise<SpecChangeOutcome>;
  /** Several changes, each of another service: all of them or none, in one step. Resolves as `updateState` does. */
  applyChanges(changes: readonly SpecChange[], signal?: AbortSignal): Promise<readonly SpecChangeOutcome[]>;
  /** What `applyChanges` would answer, or throw; touches nothing. */
  checkChanges(changes: readonly SpecChange[]): readonly SpecChangeOutcome[];
  /** `after` = the last name of the previous page. */
  queryServices(
    filter: ServiceFilter,
    page: { readonly limit: number; readonly after?: ResourceId },
  ): ServicePage;
  readHistory(query: EventQuery): EventPage;
  status(): ManagerStatus;
  /** The newest alerts, oldest first, with what became of them. */
  alerts(): readonly KeptAlert[];
  /** How old what is told may be. Cheaper than the whole status. */
  staleness(): Staleness;
  /** Newest revision that is told: with several instances, what all of them have. */
  revision(): bigint;
  /** The position of this revision in the history. */
  cursorAt(revision: bigint): Cursor;
  /** Up to where the history that this position belongs to is the present one; undefined = up to the position. */
  divergence(cursor: Cursor): bigint | undefined;
  isReady(): boolean;
  /** Calls back synchronously after each commit, in order; the callback must not throw or wait. Returns the way to end it. */
  onCommitted(listener: (step: Committed) => void): () => void;
}

export const ALL_SERVICES: ServiceFilter = { namespaces: [], resourceIds: [], states: [], nodes: [] };

/** Whether the service passes the filter. */
export function matchesFilter(service: ServiceState, filter: ServiceFilter): boolean {
  const { id } = service.metadata;
  const passes = <T>(allowed: readonly T[], value: T) => allowed.length === 0 || allowed.includes(value);
  return passes(filter.namespaces, id.slice(0, id.indexOf("/"))) && passes(filter.resourceIds, id) &&
    passes(filter.states, service.status.state) && passes(filter.nodes, service.status.node);
}
