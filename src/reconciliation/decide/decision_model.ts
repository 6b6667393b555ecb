/** What is known when the next step for a service is decided, and which steps there are. */
import type { RecoveryRecord, ServiceIssue } from "../../state/issue.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { TransitionEvent } from "../../state/events.ts";
import type { TransitionIssue } from "../../state/tracker.ts";
import type { Fallback, ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { NodeChoice } from "./placement.ts";
import type { PlanRecord } from "../../state/plan.ts";
import type { StrategyOverrides } from "../../state/issue.ts";

/** What is known of the assigned node. */
export interface NodeView {
  readonly name: string;
  /** The node reported lately. */
  readonly isReachable: boolean;
  /** The node was silent for so long that it counts as lost. */
  readonly isLost: boolean;
  /** It refuses the term of this State Manager: what it says of that. Not set = it does not. */
  readonly fence?: string | undefined;
}

export interface DecisionSettings {
  readonly pendingMs: number;
  readonly initializingMs: number;
  readonly terminatingMs: number;
  /** How long a service must be healthy before its version and config count as known good. */
  readonly knownGoodAfterMs: number;
  /** How long a service must be healthy before its failures are reset. */
  readonly healthyAfterMs: number;
  /** Strategies that replace the default ones. */
  readonly strategies?: StrategyOverrides;
}

export interface DecisionInput {
  readonly service: ServiceState;
  readonly recovery?: RecoveryRecord | undefined;
  readonly plan?: PlanRecord | undefined;
  /** Newest observation of the assigned node. */
  readonly diff?: StateDiff | undefined;
  /** Newest observation of another node that has it and should not, and answers; where a plan runs there, of that node. */
  readonly stray?: StateDiff | undefined;
  /** The assigned node; not set = none assigned. */
  readonly node?: NodeView | undefined;
  /** Why that node does not take its desired state; not set = it does, as far as is known. */
  readonly refusal?: string | undefined;
  /** Where it would go if it were placed now. */
  readonly choice: NodeChoice;
  /** Dependencies that are not fulfilled. */
  readonly waitingFor: readonly ResourceId[];
  /** A dependency that is down, or what it depends on, however far: the cause, where this service does not work either. */
  readonly failedDependency?: ResourceId | undefined;
  /** Dependents that are to be stopped as well and still exist. */
  readonly stopsFirst: readonly ResourceId[];
  readonly nowMs: number;
  readonly phaseSinceMs: number;
  /** What is wrong with the way in which its phases change; not set = nothing is known of that. */
  readonly transitionIssues?: (() => readonly TransitionIssue[]) | undefined;
  /** The running plan must be seen to have worked by then; not set before it is acknowledged. */
  readonly verifyUntilMs?: number | undefined;
  /** Only observations from this number on are evidence about the running plan. */
  readonly verifyFromSequence?: bigint | undefined;
  /** A difference that returned after it was mended is not mended before this time; not set = at once. */
  readonly driftUntilMs?: number | undefined;
  /** No recovery before this time. */
  readonly retryAtMs: number;
  /** Nothing is done about `stray` before this time; not set = at once. */
  readonly strayRetryAtMs?: number | undefined;
  /** Whether anything of it was seen on its node since this start; not set = it was. */
  readonly wasSeenUp?: boolean | undefined;
  /** When its faults aged last. */
  readonly agedAtMs?: number | undefined;
  /** The service flaps and is suppressed until then. */
  readonly dampedUntilMs?: number | undefined;
  /** How far that has come is written down then; not set = not. */
  readonly dampingNoteAtMs?: number | undefined;
  /** Its strategy against flapping was applied in this suppression; not set = it was not. */
  readonly isFlappingTreated?: boolean | undefined;
  /** It is isolated until then; not set = until it is released. */
  readonly isolatedUntilMs?: number | undefined;
  /** How far that has come is written down then; not set = not. */
  readonly isolationNoteAtMs?: number | undefined;
  /** Recovery has to have helped by then, and what is done if it has not. */
  readonly deadline?: { readonly atMs: number; readonly fallback: Fallback } | undefined;
  readonly settings: DecisionSettings;
}

export const BLOCK_REASONS = [
  "WaitingForDependency",
  "WaitingForNode",
  "DependencyFailed",
  "DesiredStateRefused",
  "NoDefinition",
  "TermRefused",
  "Held",
] as const;
export type BlockReason = typeof BLOCK_REASONS[number];

export type Decision =
  /** Nothing until something changes. */
  | { readonly kind: "idle"; readonly why: string }
  /** Nothing until `untilMs`, unless something changes. */
  | { readonly kind: "wait"; readonly why: string; readonly untilMs: number }
  /** Nothing until something changes, and the service says what it waits for. */
  | {
    readonly kind: "block";
    readonly reason: BlockReason;
    readonly message: string;
    /** A dependency that is down and alerted: the state of this service only follows from it. */
    readonly cause?: ResourceId;
    /** There is something to be done then, whatever changes. */
    readonly againAtMs?: number;
  }
  | { readonly kind: "assign"; readonly node: string; readonly why: string }
  /** It runs where its spec does not allow it any more, and another node can take it. */
  | { readonly kind: "relocate"; readonly node: string; readonly why: string }
  | {
    readonly kind: "transition";
    readonly event: TransitionEvent;
    readonly reason: string;
    /** It went with the power: no failure of the service. */
    readonly isPowerOn?: true;
  }
  | { readonly kind: "make-plan"; readonly diff: StateDiff; readonly reason: string }
  | { readonly kind: "run-plan"; readonly record: PlanRecord }
  | { readonly kind: "finish-plan"; readonly record: PlanRecord }
  | { readonly kind: "fail-plan"; readonly record: PlanRecord; readonly issue: ServiceIssue }
  | { readonly kind: "drop-plan"; readonly record: PlanRecord; readonly why: string }
  | { readonly kind: "recover"; readonly issue: ServiceIssue }
  /** Recovery has not helped in time. */
  | { readonly kind: "fallback"; readonly fallback: Fallback; readonly issue: ServiceIssue }
  /** How far its isolation or its suppression has come is written down. */
  | { readonly kind: "note-hold"; readonly hold: "isolation" | "damping" }
  /** It has been quiet for long enough: it is worked on again. */
  | { readonly kind: "undamp" }
  /** Its isolation is over. */
  | { readonly kind: "release"; readonly why: string }
  | { readonly kind: "mark-known-good" }
  | { readonly kind: "close-recovery" }
  /** All replicas are gone and the spec says terminate: the record is deleted. */
  | { readonly kind: "remove" };
