/**
 * One step of one service as data: what it may be asked for, and what comes of it.
 *
 * `decide` says what is to be done, `apply` what that changes. Neither touches anything: whoever asks commits the step, keeps its
 * runtime facts, raises its alerts and carries out its effects, in that order.
 */
import type { FaultSettings } from "../../recovery/faults.ts";
import type { FlapSettings } from "../../state/flapping.ts";
import type { ActionResult, UndecidedResult } from "../../state/action.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { EventDraft } from "../../state/event_model.ts";
import type { IssueType, RecoveryRequest, RecoveryStrategy } from "../../state/issue.ts";
import type { ConditionUpdate, Criticality, ServiceState } from "../../state/model.ts";
import type { PlannedAction, PlanRecord } from "../../state/plan.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { StateTracker } from "../../state/tracker.ts";
import type { ServiceRuntime } from "../../state/runtime.ts";
import type { Decision } from "../decide/decision_model.ts";
import type { ExecutionResult } from "../executor.ts";

/** What a step can be about: a decision, what came of an effect, or what somebody outside asks for. */
export type StepInput =
  | Decision
  /** The start is admitted later. */
  | { readonly kind: "pace-start"; readonly untilMs: number }
  /** Nothing of the plan leaves for now: it waits. */
  /** `isFenced`: the controller refuses the term, and the service says so. */
  | {
    readonly kind: "park-plan";
    readonly untilMs: number;
    readonly why: string;
    readonly isFenced?: boolean;
  }
  /** It is not known how the action ended: the plan waits, and goes on under the same ids. */
  | {
    readonly kind: "postpone-plan";
    readonly action: PlannedAction;
    readonly result: UndecidedResult;
    /** Not set = after a backoff of its own. */
    readonly untilMs?: number;
    /** When the controller last answered, whoever asked. */
    readonly controllerAnsweredAtMs: number | undefined;
  }
  /** The plan waited for the controller for so long that the world has gone on. */
  | { readonly kind: "expire-plan" }
  /** An action leaves. */
  | { readonly kind: "action-sent"; readonly action: PlannedAction }
  | { readonly kind: "action-acknowledged"; readonly action: PlannedAction; readonly result: ActionResult }
  /** The plan's actions are done or have failed. */
  | {
    readonly kind: "plan-executed";
    readonly result: Extract<ExecutionResult, { kind: "acknowledged" | "failed" }>;
  }
  /** The observation that was asked for after the plan's actions; not set = the node did not answer. */
  | {
    readonly kind: "plan-observed";
    readonly observation: StateDiff | undefined;
    readonly fromSequence: bigint;
  }
  /** The node of the service answers, or does not. */
  | { readonly kind: "node-judged"; readonly condition: ConditionUpdate }
  /** An operator asks for it. */
  | { readonly kind: "operator"; readonly request: RecoveryRequest };

/** What is done to the world once the step is committed. */
export type Effect =
  /** Send the actions that are left of the plan. */
  | { readonly kind: "execute"; readonly plan: PlanRecord }
  /** Ask the node for an observation that is younger than the plan's actions. */
  | { readonly kind: "observe"; readonly node: string; readonly fromSequence: bigint };

/** A time that has a budget. */
export type Measurement =
  /** From a diff until this action left. */
  | {
    readonly kind: "reaction";
    readonly criticality: Criticality;
    readonly tookMs: number;
    readonly action: PlannedAction;
  }
  /** From the first failure until the service was healthy again. */
  | { readonly kind: "recovery"; readonly criticality: Criticality; readonly tookMs: number };

/** Where a step leaves the service. */
export type Next =
  /** There may be more to do now. */
  | { readonly kind: "again" }
  /** Nothing until something changes. */
  | { readonly kind: "settled"; readonly why: string }
  /** Nothing until then (monotonic), unless something changes. */
  | {
    readonly kind: "waiting";
    readonly why: string;
    readonly untilMs: number;
    /** What is to be done could begin and may not yet: it goes on waiting since it first could. */
    readonly isPaced?: boolean;
  }
  /** The service does not exist any more. */
  | { readonly kind: "gone" };

export interface Step {
  /** The record after the step; not set = the service ends. */
  readonly record: ServiceRecord | undefined;
  readonly runtime: ServiceRuntime;
  /** What explains the change of the record; empty = the record is as it was, and nothing is committed. */
  readonly events: readonly EventDraft[];
  readonly alerts: readonly AlertDraft[];
  readonly measurements: readonly Measurement[];
  readonly effects: readonly Effect[];
  readonly next: Next;
}

/** The settings that a step depends on; units in the names, defaults in the configuration. */
export interface ApplySettings {
  readonly verifyTimeoutMs: number;
  readonly lostAfterMs: number;
  readonly pendingMs: number;
  readonly initializingMs: number;
  readonly terminatingMs: number;
  readonly actionDeadlineMs: number;
  /** How long a service must be healthy before its failures are reset. */
  readonly healthyAfterMs: number;
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  readonly strategies: Readonly<Partial<Record<IssueType, RecoveryStrategy>>>;
  readonly flap: FlapSettings;
  readonly faults: FaultSettings;
}

/** What a step depends on besides the service: time, jitter, ids, and what other services and nodes are like. */
export interface ApplyContext {
  /** Monotonic. */
  readonly nowMs: number;
  /** For people. */
  readonly wallMs: number;
  readonly settings: ApplySettings;
  /** Jitter in [0, 1), another one each time. */
  readonly random01: () => number;
  /** An id that no other plan has. */
  readonly nextPlanId: () => string;
  /** Services that depend on this one, directly or not. */
  readonly dependents: () => readonly ResourceId[];
  /** Another node that answers now and may take the service. */
  readonly otherNode: (service: ServiceState) => string | undefined;
  /** How the phases of this service changed so far; not to be changed. */
  readonly tracker: () => StateTracker;
}
