/** What a plan is made of (seed `reconciliation/planner.rs`). */
import type { RecoveryAction, ServiceIssue } from "./issue.ts";
import type { Criticality } from "./model.ts";
import type { ResourceId } from "./resource_id.ts";

/** What the service looks like after an action. */
export interface DesiredWorkload {
  readonly replicas: number;
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

/** What is done, by kind. `toReplicas` and the like say what holds afterwards, so that doing it twice does no harm. */
export type ActionStep =
  | { readonly kind: "Start" }
  | { readonly kind: "Stop" }
  | { readonly kind: "Restart" }
  | { readonly kind: "Recreate" }
  | { readonly kind: "Scale"; readonly fromReplicas: number; readonly toReplicas: number }
  | { readonly kind: "UpdateVersion"; readonly fromVersion: string; readonly toVersion: string }
  | { readonly kind: "ApplyConfig"; readonly changedKeys: readonly string[] }
  | { readonly kind: "Relocate"; readonly fromNode: string; readonly toNode: string }
  | { readonly kind: "RollbackVersion"; readonly fromVersion: string; readonly toVersion: string }
  | { readonly kind: "ResetConfig"; readonly changedKeys: readonly string[] }
  | { readonly kind: "Isolate" };
export type ActionKind = ActionStep["kind"];

export const ACTION_KINDS = [
  "Start",
  "Stop",
  "Restart",
  "Recreate",
  "Scale",
  "UpdateVersion",
  "ApplyConfig",
  "Relocate",
  "RollbackVersion",
  "ResetConfig",
  "Isolate",
] as const satisfies readonly ActionKind[];

/** What an action is expected to cost. */
export interface ActionEstimate {
  readonly durationMs: number;
  /** Whether the duration was measured on this service; else it is a documented default. */
  readonly isMeasured: boolean;
  /** Replicas that answer now and stop answering for a while. */
  readonly affectedReplicas: number;
  /** Time in which the service as a whole may not answer; an upper bound. */
  readonly unavailableMs: number;
}

/** One action of a plan. */
export interface PlannedAction {
  /** Idempotency key: `<planId>/<number>`. */
  readonly id: string;
  readonly resourceId: ResourceId;
  readonly step: ActionStep;
  /** Node to act on. */
  readonly node: string;
  readonly desired: DesiredWorkload;
  /** Generation of the spec it was computed from. */
  readonly generation: bigint;
  /** Time it may take, milliseconds from when it is sent. */
  readonly deadlineMs: number;
  /** Whether replicas that answer now stop answering for a while. */
  readonly isDisruptive: boolean;
  readonly estimate: ActionEstimate;
  /** Set when it is part of a recovery. */
  readonly recovery?: RecoveryAction;
  /** Ids of what caused it, oldest first. At most 16. */
  readonly causation: readonly string[];
}

/** What the plan does to others while it runs. */
export interface ImpactAssessment {
  /** Replicas that stop answering for a while. */
  readonly affectedReplicas: number;
  /** Services that depend on this one, directly or not, in order of name. */
  readonly dependents: readonly ResourceId[];
  readonly expectedUnavailabilityMs: number;
  readonly isDisruptive: boolean;
  /** How sure the figures are: measured on this service, or a documented default. */
  readonly confidence: "measured" | "default";
}

/** Order of plans: first a critical diff, then criticality, then the kind of diff. Smaller is sooner. */
export interface ActionPriority {
  readonly isCritical: boolean;
  readonly criticality: Criticality;
  /** Position in DIFF_PRIORITIES, 0 is the most urgent. */
  readonly diffRank: number;
}

/** Action plan structure (seed `reconciliation/planner.rs`). */
export interface ActionPlan {
  readonly id: string;
  readonly resourceId: ResourceId;
  readonly actions: readonly PlannedAction[];
  readonly priority: ActionPriority;
  readonly estimatedDurationMs: number;
  readonly impactAssessment: ImpactAssessment;
  readonly generation: bigint;
}

/** A plan on its way: stored before its first action leaves, so that a crash neither loses nor repeats an action. */
export interface PlanRecord {
  readonly plan: ActionPlan;
  /** Number of the action that is next; equal to the number of actions = all acknowledged, to be verified. */
  readonly nextAction: number;
  /** Set when the plan is one attempt of a recovery. */
  readonly recovery?: { readonly issue: ServiceIssue; readonly action: RecoveryAction };
  /** Wall time at which it was made, for people. */
  readonly createdAtMs: number;
}

/** How a plan ends: it was seen to work, it was not, or it is not desired any more. */
export const PLAN_ENDS = ["verified", "failed", "dropped"] as const;
export type PlanEnd = typeof PLAN_ENDS[number];
