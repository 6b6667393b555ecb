/**
 * The boundary between deciding and doing: what the manager needs from the world, in the words of the domain.
 *
 * Adapters implement these interfaces; tests and the simulation implement them again. Nothing above this file knows gRPC,
 * SQLite, etcd or the operating system.
 */
import type { PlannedAction, PlanRecord } from "./reconciliation/plan.ts";
import type { IssueType, RecoveryAction, RecoveryRecord } from "./recovery/model.ts";
import type { StateDiff } from "./state/diff.ts";
import type { EventType, StateEvent } from "./state/events.ts";
import type { ServiceSpec, ServiceState, ServiceStatus } from "./state/model.ts";
import type { ResourceId } from "./state/resource_id.ts";

export type { PlanRecord };

/** A timer that was set; cancelling it twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time. Durations and order use the monotonic clock only; wall time is for people. */
export interface Clock {
  /** Milliseconds since some fixed point; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since 1970; may jump. */
  wallMs(): number;
  /** Whether wall time is known to be right. */
  isWallSynchronised(): boolean;
  /** Calls back once, after at least `delayMs`. */
  schedule(delayMs: number, callback: () => void): Timer;
}

/** Randomness, for jitter only: uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** Identifiers that are never given twice, not even by another run of the program. */
export interface IdSource {
  next(): string;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** Log with constant messages and fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** What is kept of one service. */
export interface ServiceRecord {
  readonly service: ServiceState;
  /** Term of its last change; with the revision it says which of two records is the newer one. */
  readonly term: bigint;
  readonly recovery?: RecoveryRecord;
  readonly plan?: PlanRecord;
}

/** One step of history: what changed, and the events that explain it. Written together or not at all. */
export interface CommitBatch {
  /** Revision after this commit: that of its last event. */
  readonly revision: bigint;
  /** Term that it was made in; never goes back. */
  readonly term: bigint;
  /** Whole new records. */
  readonly records: readonly ServiceRecord[];
  /** A start after a crash goes on behind this revision: up to here some may have been told to others and not stored. */
  readonly reserved?: bigint;
  /** Services that ended; their events are kept until the ring overwrites them. */
  readonly removed: readonly ResourceId[];
  /** In order of revision. */
  readonly events: readonly StateEvent[];
}

export interface StoredState {
  readonly revision: bigint;
  /** Of the newest commit; 1 before the first. */
  readonly term: bigint;
  /** Of the newest commit that had one; 0 = none. */
  readonly reserved: bigint;
  readonly records: readonly ServiceRecord[];
}

export interface EventQuery {
  /** Not set = all services. */
  readonly resourceId?: ResourceId;
  readonly afterRevision: bigint;
  /** Upper bound, inclusive; not set = the newest. */
  readonly upToRevision?: bigint;
  readonly eventTypes?: readonly EventType[];
  readonly limit: number;
  /** Which ones where there are more than `limit`; the answer is in order of revision either way. */
  readonly which: "oldest" | "newest";
}

export interface EventPage {
  readonly events: readonly StateEvent[];
  /** Events of the asked services up to this revision may have been overwritten; 0 = none was. */
  readonly evictedRevision: bigint;
}

/** The local journal. One owner, one order; calls do not overlap. */
export interface StorePort {
  /** Everything that is kept; once, at start. */
  load(): StoredState;
  /** Appends; survives a crash of this process at once and a power cut after the next `flush`. Throws when it cannot. */
  commit(batch: CommitBatch): void;
  /** Resolves when all that was committed before the call survives a power cut. */
  flush(): Promise<void>;
  readEvents(query: EventQuery): EventPage;
  /** Bytes written to the disk since the start, as far as is known. */
  writtenBytes(): number;
}

/**
 * Where several instances share one etcd: whether this one may let something leave. Never rejects.
 *
 * Resolves to true once everything up to `revision` is known to the other instances and this one still leads; to false when it
 * must not act.
 */
export interface ActionGate {
  mayAct(revision: bigint, signal: AbortSignal): Promise<boolean>;
  /** Whether this instance leads at this very moment. */
  isLeading(): boolean;
}

/** What a node is told to have of a service (seed 4.3 `ResourceState`). */
export interface ResourceState {
  /** The spec in force, with what recovery holds back already applied. */
  readonly spec: ServiceSpec;
  readonly status: ServiceStatus;
  readonly generation: bigint;
  /** Grows with each change of what is wanted; a lower one is stale. */
  readonly revision: bigint;
  readonly isRemoved: boolean;
}

/** What a node tells, in order. Called from the adapter; must not throw. */
export interface NodeListener {
  /** A new stream is open; a snapshot follows. */
  onConnected(node: string): void;
  onDiff(node: string, diff: StateDiff): void;
  onSnapshotEnd(node: string): void;
  /** Anything was heard of the node. */
  onHeard(node: string): void;
  onDisconnected(node: string, reason: string): void;
}

/** One NodeAgent. */
export interface NodeAgentPort {
  readonly node: string;
  readonly address: string;
  /** One look, now. Rejects when the node does not answer. */
  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff>;
  /** Follows the node until `signal` aborts, reconnecting by itself. Resolves then. */
  follow(listener: NodeListener, signal: AbortSignal): Promise<void>;
  /** Resolves to false when the node had a newer revision; rejects when it does not answer. */
  updateResourceState(resourceId: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean>;
}

/** How an action ended, as far as the controller knows. Done is not yet seen to work. */
export type ActionResult =
  | { readonly kind: "done"; readonly wasRepeated: boolean; readonly message: string }
  /** Tried and failed. */
  | { readonly kind: "failed"; readonly message: string }
  /** Refused; trying again will not help. */
  | { readonly kind: "rejected"; readonly message: string }
  /** The controller is away: not the service's fault. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** No answer within the deadline. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "timed-out"; readonly message: string };

export type LifecycleAction = "Start" | "Stop" | "Restart";

/** The ActionController. Never rejects: every failure is a result. */
export interface ActionControllerPort {
  /** One step of a plan: scale, version, configuration, placement. */
  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult>;
  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult>;
  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult>;
  /** Whether the last call was answered. */
  isReachable(): boolean;
}

export type AlertSeverity = "Info" | "Warning" | "Critical";

/** Something a person should know. */
export interface StateAlert {
  readonly id: string;
  /** Not set = the manager itself. */
  readonly resourceId?: ResourceId;
  readonly severity: AlertSeverity;
  /** One word for programs. */
  readonly reason: string;
  readonly message: string;
  readonly timestampMs: number;
  readonly issueType?: IssueType;
  readonly revision: bigint;
}

export interface Metric {
  /** Prometheus name with unit. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface StateMetrics {
  readonly timestampMs: number;
  readonly metrics: readonly Metric[];
}

/** The MonitoringServer. Neither call waits: both queue, within a bound, and the oldest is dropped and counted when full. */
export interface MonitoringPort {
  queueAlert(alert: StateAlert): void;
  queueMetrics(metrics: StateMetrics): void;
}
