/**
 * The resource: the desired state of a service (spec), the observed one (status), and how both are changed.
 *
 * Everything here is immutable; a change makes a new value. Units stand in the names; wall times are milliseconds since
 * 1970 and for people only: nothing is decided by them.
 */
import type { IssueType, RecoveryStrategy } from "./issue.ts";
import { parseName, type ResourceId, resourceId } from "./resource_id.ts";

/** Service state enumeration: the six phases (seed `state/machine.rs`). */
export const SERVICE_STATES = [
  "Pending",
  "Initializing",
  "Running",
  "Degraded",
  "Terminating",
  "Failed",
] as const;
export type ServiceStateType = typeof SERVICE_STATES[number];

/** How much harm a failure may do, least first. */
export const CRITICALITIES = ["QM", "A", "B", "C", "D"] as const;
export type Criticality = typeof CRITICALITIES[number];

/** When a dependency counts as fulfilled. */
export const DEPENDENCY_CONDITIONS = ["Running", "Started", "Completed"] as const;
export type DependencyCondition = typeof DEPENDENCY_CONDITIONS[number];

export interface ServiceDependency {
  readonly resourceId: ResourceId;
  readonly condition: DependencyCondition;
}

/** 0 = no preference. */
export interface ResourceRequirements {
  readonly cpuMillis: number;
  readonly memoryBytes: bigint;
}

/** Limits of the transient phases in milliseconds; what is missing comes from the configuration. */
export interface PhaseTimeouts {
  readonly pendingMs?: number;
  readonly initializingMs?: number;
  readonly terminatingMs?: number;
}

/** Phases that can be desired: up, on hold, or stopped and deleted. */
export const DESIRED_STATES = [
  "Running",
  "Pending",
  "Terminating",
] as const satisfies readonly ServiceStateType[];
export type DesiredState = typeof DESIRED_STATES[number];

/** What is done when recovery has not helped in time: stopped and isolated, or kept degraded. */
export const FALLBACKS = ["Isolate", "Terminate", "KeepDegraded"] as const;
export type Fallback = typeof FALLBACKS[number];

/** How long recovery may go on, and what then; what is missing comes from the configuration. */
export interface RecoveryDeadline {
  /** Milliseconds from the first failure until the service is healthy again. */
  readonly afterMs?: number;
  readonly fallback?: Fallback;
}

/** Service specification (seed `state/model.rs`). */
export interface ServiceSpec {
  readonly replicas: number;
  readonly version: string;
  readonly resources: ResourceRequirements;
  readonly config: Readonly<Record<string, string>>;
  readonly dependencies: readonly ServiceDependency[];
  readonly state: DesiredState;
  readonly criticality: Criticality;
  /** Nodes it may run on, in order of preference; empty = any. */
  readonly nodes: readonly string[];
  readonly timeouts: PhaseTimeouts;
  /** Replaces the default strategy of an issue type. */
  readonly recovery: Readonly<Partial<Record<IssueType, RecoveryStrategy>>>;
  readonly recoveryDeadline: RecoveryDeadline;
}

export const CONDITION_TYPES = [
  "Available",
  "Progressing",
  "Reachable",
  "Stable",
  "Isolated",
  "Accepted",
] as const;
export type ConditionType = typeof CONDITION_TYPES[number];
export type ConditionStatus = "True" | "False" | "Unknown";

export interface ServiceCondition {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  /** One word for programs. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  /** Wall time of the last change of `status`. */
  readonly lastTransitionTimeMs: number;
}

/** Version and configuration that a service was last seen healthy with. */
export interface KnownGood {
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
  readonly generation: bigint;
}

/** Part of the spec that recovery holds back; ends with the next generation. */
export interface SpecOverride {
  readonly generation: bigint;
  readonly version?: string;
  readonly config?: Readonly<Record<string, string>>;
  /** A sentence for people. */
  readonly reason: string;
}

/**
 * What has gone wrong with a service before, like a diagnostic trouble code: pending at first, confirmed when it comes again, and
 * deleted after a number of healthy cycles.
 */
export interface ServiceFault {
  readonly issueType: IssueType;
  readonly occurrences: number;
  readonly isConfirmed: boolean;
  /** Healthy cycles since the fault was last seen. */
  readonly healthyCycles: number;
  /** Wall times, for people. */
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  /** A sentence for people. */
  readonly evidence: string;
}

/** Why a service is isolated, and for how long. */
export interface Isolation {
  readonly by: "Operator" | "Recovery";
  /** A sentence for people. */
  readonly reason: string;
  /** Wall time, for people. */
  readonly sinceMs: number;
  /** Ends by itself after so many milliseconds; not set = until it is released. */
  readonly ttlMs?: number;
  /** So much of `ttlMs` is over for certain, whatever the wall clock says; not set = nothing. */
  readonly servedMs?: number;
}

/** Service status (seed `state/model.rs`). */
export interface ServiceStatus {
  readonly observedGeneration: bigint;
  readonly replicas: number;
  readonly availableReplicas: number;
  readonly conditions: readonly ServiceCondition[];
  readonly state: ServiceStateType;
  /** 0 = never. */
  readonly lastReconcileTimeMs: number;
  /** Node it is assigned to; "" = none yet. */
  readonly node: string;
  /** Node that it left while copies may have run there, until the move was seen to work; not set = none. */
  readonly leftNode?: string;
  readonly lastKnownGood?: KnownGood;
  readonly override?: SpecOverride;
  /** Not set = nothing is remembered. */
  readonly faults?: readonly ServiceFault[];
  /** How much it flaps, as of its newest flap or of a later note: each counts 1 and half of that after a while; not set = 0. */
  readonly flapScore?: number;
  /** Set while the service is isolated. */
  readonly isolation?: Isolation;
  /** Recovery actions executed since the service was created. */
  readonly restarts: number;
  /** Reason of the last change, a sentence for people. */
  readonly lastReason: string;
  readonly stateSinceMs: number;
}

export interface ResourceMetadata {
  readonly id: ResourceId;
  /** Version of the spec: starts at 1 and grows by 1 with each change of it; 0 = no spec was given yet. */
  readonly generation: bigint;
  /** Revision of the last change of anything in the resource. */
  readonly revision: bigint;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Service state resource definition (seed `state/model.rs`). */
export interface ServiceState {
  readonly metadata: ResourceMetadata;
  readonly spec: ServiceSpec;
  readonly status: ServiceStatus;
}

export const DEFAULT_SPEC: ServiceSpec = {
  replicas: 1,
  version: "0",
  resources: { cpuMillis: 0, memoryBytes: 0n },
  config: {},
  dependencies: [],
  state: "Running",
  criticality: "QM",
  nodes: [],
  timeouts: {},
  recovery: {},
  recoveryDeadline: {},
};

/**
 * Creates a new service in phase Pending with the default spec and generation 0.
 * Throws a StateManagerError that names the part which is not a valid name.
 */
export function newServiceState(
  name: string,
  namespace: string,
  options: { readonly nowMs?: number } = {},
): ServiceState {
  const nowMs = options.nowMs ?? 0;
  return {
    metadata: {
      id: resourceId(parseName(namespace, "namespace"), parseName(name, "name")),
      generation: 0n,
      revision: 0n,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      labels: {},
    },
    spec: DEFAULT_SPEC,
    status: {
      observedGeneration: 0n,
      replicas: 0,
      availableReplicas: 0,
      conditions: [],
      state: "Pending",
      lastReconcileTimeMs: 0,
      node: "",
      restarts: 0,
      lastReason: "Created",
      stateSinceMs: nowMs,
    },
  };
}

/**
 * Update service status: the service with this status instead of the one it has. A status that speaks of an older generation than the
 * present one changes nothing.
 */
export function updateServiceStatus(state: ServiceState, status: ServiceStatus): ServiceState {
  if (status.observedGeneration < state.status.observedGeneration) return state;
  return { ...state, status };
}

/** Whether as many replicas answer as the spec says, at least one, and the service is in a phase that serves. */
export function isServiceAvailable(state: ServiceState): boolean {
  const { status, spec } = state;
  const serves = status.state === "Running" || status.state === "Degraded" || status.state === "Initializing";
  return serves && status.availableReplicas >= Math.max(1, spec.replicas);
}

/** What is in force: the spec, with what recovery holds back taken from the override; an isolated service is held. */
export function effectiveSpec(state: ServiceState): ServiceSpec {
  const { override } = state.status;
  const spec: ServiceSpec = isIsolated(state) ? { ...state.spec, state: "Pending" } : state.spec;
  if (override === undefined || override.generation !== state.metadata.generation) return spec;
  return {
    ...spec,
    version: override.version ?? state.spec.version,
    config: override.config ?? state.spec.config,
  };
}

/** Whether the service is isolated: no action is taken until it is released or its spec changes. */
export function isIsolated(state: ServiceState): boolean {
  return findCondition(state.status, "Isolated")?.status === "True";
}

/** Whether the service is suppressed because it flaps. */
export function isDamped(state: ServiceState): boolean {
  const stable = findCondition(state.status, "Stable");
  return stable?.status === "False" && stable.reason === "Flapping";
}

/** Whether its node should have it running. */
export function isToRun(state: ServiceState): boolean {
  return state.spec.state === "Running" && !isIsolated(state);
}

/** The condition of that type, if it was ever set. */
export function findCondition(status: ServiceStatus, type: ConditionType): ServiceCondition | undefined {
  return status.conditions.find((condition) => condition.type === type);
}

/** What a condition says, without the time. */
export type ConditionUpdate = Pick<ServiceCondition, "type" | "status" | "reason" | "message">;

/** The status with one condition set; its time moves only when its `status` does. Same object when nothing changes. */
export function withCondition(status: ServiceStatus, update: ConditionUpdate, nowMs: number): ServiceStatus {
  const old = findCondition(status, update.type);
  if (
    old !== undefined && old.status === update.status && old.reason === update.reason &&
    old.message === update.message
  ) return status;
  const lastTransitionTimeMs = old?.status === update.status ? old.lastTransitionTimeMs : nowMs;
  const others = status.conditions.filter((condition) => condition.type !== update.type);
  return { ...status, conditions: [...others, { ...update, lastTransitionTimeMs }] };
}

/** Position in the order of criticality: 0 (QM) to 4 (D). */
export function criticalityRank(criticality: Criticality): number {
  return CRITICALITIES.indexOf(criticality);
}
