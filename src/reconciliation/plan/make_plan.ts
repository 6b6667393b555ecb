/** Makes plans with what is known of the service besides its diff: ids, dependents, measured durations. */
import type { StateDiff } from "../../state/diff.ts";
import { diffId } from "../../state/diff_text.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import { type StateTracker, usualTransitionMs } from "../../state/tracker.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ActionKind, ActionPlan } from "../../state/plan.ts";
import { createActionPlan, createRecoveryPlan, optimizePlan, type PlanContext } from "../planner.ts";
import type { ApplyContext } from "../apply/step.ts";
import { type Alternative, planAlternatives } from "./alternatives.ts";
import { defaultEstimate, type DurationEstimate } from "./impact.ts";

/** The optimised plan that takes away what the diff says, and what else could be done. */
export function planForDiff(
  service: ServiceState,
  diff: StateDiff,
  context: ApplyContext,
): { readonly plan: ActionPlan; readonly alternatives: readonly Alternative[] } {
  const draft = createActionPlan(diff, planContext(service, [diffId(diff)], context));
  const { plan } = optimizePlan(draft);
  const proposed = draft.actions.map(({ step }) => step.kind);
  return { plan, alternatives: planAlternatives(plan, { proposed, service }) };
}

/**
 * The plan for one recovery action; the service has the override or node in force already. Where some replicas still answer and
 * others are gone, a restart only makes the missing ones: healthy replicas are not touched.
 */
export function planForRecovery(
  service: ServiceState,
  action: RecoveryAction,
  options: {
    readonly diff: StateDiff | undefined;
    readonly fromNode: string;
    readonly causation: readonly string[];
    readonly context: ApplyContext;
  },
): ActionPlan {
  const { diff, fromNode } = options;
  const context = planContext(service, options.causation, options.context);
  if (action === "Restart" && diff !== undefined && diff.actual.availableReplicas > 0) {
    const gentle = optimizePlan(createActionPlan(diff, context)).plan;
    const isEnough = gentle.actions.length > 0 && gentle.actions.every(({ step }) => step.kind === "Scale");
    if (isEnough) return gentle;
  }
  return createRecoveryPlan(service, action, { ...context, fromNode, toNode: service.status.node });
}

function planContext(
  service: ServiceState,
  causation: readonly string[],
  { nextPlanId, dependents, tracker, settings }: ApplyContext,
): PlanContext {
  return {
    planId: nextPlanId(),
    service,
    dependents: dependents(),
    estimateMs: (kind) => estimate(kind, tracker),
    actionDeadlineMs: settings.actionDeadlineMs,
    causation,
  };
}

/** Coming up takes what it took before; for the rest there is a documented default. */
function estimate(kind: ActionKind, tracker: () => StateTracker): DurationEstimate {
  if (kind === "Stop" || kind === "Isolate") return defaultEstimate(kind);
  const ms = usualTransitionMs(tracker(), "Initializing", "Running");
  return ms === undefined ? defaultEstimate(kind) : { ms, isMeasured: true };
}
