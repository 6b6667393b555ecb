/** What a plan costs while it runs: per action when it is planned, and for the whole plan (design section 4). */
import { assertNever } from "../../kit/errors.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type {
  ActionEstimate,
  ActionKind,
  ActionPlan,
  ActionStep,
  ImpactAssessment,
  PlannedAction,
} from "../../state/plan.ts";

/** How long an action takes: measured on this service, or a documented default. */
export interface DurationEstimate {
  readonly ms: number;
  readonly isMeasured: boolean;
}

/**
 * What is assumed of a service that was never measured, milliseconds from sending an action until the service is as the
 * action wants it.
 */
export const DEFAULT_DURATIONS_MS = {
  Start: 2_000,
  Stop: 2_000,
  Restart: 3_000,
  Recreate: 4_000,
  Scale: 2_000,
  UpdateVersion: 5_000,
  ApplyConfig: 3_000,
  Relocate: 5_000,
  RollbackVersion: 5_000,
  ResetConfig: 3_000,
  Isolate: 2_000,
} as const satisfies Record<ActionKind, number>;

/** The default, in the shape that the planner asks for. */
export function defaultEstimate(kind: ActionKind): DurationEstimate {
  return { ms: DEFAULT_DURATIONS_MS[kind], isMeasured: false };
}

/** Replicas that answer now and stop answering for a while, of `available` ones. */
function affectedReplicas(step: ActionStep, available: number): number {
  switch (step.kind) {
    case "Start":
    case "Relocate": // It makes the new replicas before it removes the old ones.
      return 0;
    case "Scale":
      return Math.min(available, Math.max(0, step.fromReplicas - step.toReplicas));
    case "Stop":
    case "Restart":
    case "Recreate":
    case "UpdateVersion":
    case "ApplyConfig": // The controller is free to restart for it.
    case "RollbackVersion":
    case "ResetConfig":
    case "Isolate":
      return available;
    default:
      return assertNever(step);
  }
}

/**
 * What one action costs. The service as a whole counts as away while all replicas that answer are affected, and, where
 * none answers to begin with, until the action is done: an upper bound, as a controller may go replica by replica.
 */
export function estimateAction(
  step: ActionStep,
  options: {
    readonly availableReplicas: number;
    readonly duration: DurationEstimate;
    /** It acts on replicas that serve no purpose (on a node that is not the assigned one). */
    readonly isStray?: boolean;
  },
): ActionEstimate {
  const { availableReplicas, duration, isStray = false } = options;
  const affected = isStray ? 0 : affectedReplicas(step, availableReplicas);
  const isAway = !isStray && affected === availableReplicas;
  return {
    durationMs: duration.ms,
    isMeasured: duration.isMeasured,
    affectedReplicas: affected,
    unavailableMs: isAway ? duration.ms : 0,
  };
}

/** What the actions together do to others. Nothing to do is as sure as measured. */
export function assessImpact(
  actions: readonly PlannedAction[],
  dependents: readonly ResourceId[],
): ImpactAssessment {
  let affected = 0;
  let unavailableMs = 0;
  for (const { estimate } of actions) {
    // The actions of a plan act on the same replicas: they are not added up.
    affected = Math.max(affected, estimate.affectedReplicas);
    unavailableMs += estimate.unavailableMs;
  }
  return {
    affectedReplicas: affected,
    dependents: [...dependents].sort(),
    expectedUnavailabilityMs: unavailableMs,
    isDisruptive: actions.some((action) => action.isDisruptive),
    confidence: actions.every((action) => action.estimate.isMeasured) ? "measured" : "default",
  };
}

/** The plan with other actions, and its figures worked out again. */
export function withActions(plan: ActionPlan, actions: readonly PlannedAction[]): ActionPlan {
  return {
    ...plan,
    actions,
    estimatedDurationMs: actions.reduce((sum, action) => sum + action.estimate.durationMs, 0),
    impactAssessment: assessImpact(actions, plan.impactAssessment.dependents),
  };
}
