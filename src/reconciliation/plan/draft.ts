/** From steps to a plan: ids, deadlines, causes, figures. Shared by the planners; decides nothing. */
import { actionIdOf } from "../../state/action_id.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type DurationEstimate, estimateAction, withActions } from "./impact.ts";
import type {
  ActionKind,
  ActionPlan,
  ActionPriority,
  ActionStep,
  DesiredWorkload,
  PlannedAction,
} from "../../state/plan.ts";

/** What a plan needs besides the diff. */
export interface PlanContext {
  readonly planId: string;
  readonly service: ServiceState;
  /** Services that depend on this one, directly or not. */
  readonly dependents: readonly ResourceId[];
  /** How long an action of that kind takes on this service. */
  readonly estimateMs: (kind: ActionKind) => DurationEstimate;
  /** Time that each action may take, milliseconds from when it is sent. */
  readonly actionDeadlineMs: number;
  /** Ids of what caused the plan, oldest first; the newest 16 are kept. */
  readonly causation: readonly string[];
  /** Node it is to run on; default: the one it is assigned to, else (for a diff) the one that reports. */
  readonly node?: string;
}

const MAX_CAUSES = 16;

/** The steps' surroundings. */
export interface Draft {
  readonly context: PlanContext;
  readonly node: string;
  readonly desired: DesiredWorkload;
  readonly priority: ActionPriority;
  readonly availableReplicas: number;
  readonly isStray?: boolean;
  readonly recovery?: RecoveryAction;
}

/** The plan of these steps, in this order. */
export function draftPlan(steps: readonly ActionStep[], draft: Draft): ActionPlan {
  const { context, priority } = draft;
  const { id, generation } = context.service.metadata;
  const actions = steps.map((step, index): PlannedAction => {
    const estimate = estimateAction(step, {
      availableReplicas: draft.availableReplicas,
      duration: context.estimateMs(step.kind),
      isStray: draft.isStray ?? false,
    });
    return {
      id: actionIdOf(context.planId, index + 1),
      resourceId: id,
      step,
      node: draft.node,
      desired: draft.desired,
      generation,
      deadlineMs: context.actionDeadlineMs,
      isDisruptive: estimate.affectedReplicas > 0,
      estimate,
      ...(draft.recovery === undefined ? {} : { recovery: draft.recovery }),
      causation: context.causation.slice(-MAX_CAUSES),
    };
  });
  const empty: ActionPlan = {
    id: context.planId,
    resourceId: id,
    actions: [],
    priority,
    estimatedDurationMs: 0,
    impactAssessment: {
      affectedReplicas: 0,
      dependents: context.dependents,
      expectedUnavailabilityMs: 0,
      isDisruptive: false,
      confidence: "measured",
    },
    generation,
  };
  return withActions(empty, actions);
}
