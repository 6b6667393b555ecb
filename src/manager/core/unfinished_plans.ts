/** The plans that were under way when the last run ended: in which order they go on. */
import { sortPlansByPriority } from "../../reconciliation/planner.ts";
import type { ActionPlan } from "../../state/plan.ts";
import type { ServiceRecord } from "../../state/record.ts";

/** Most urgent first: what was a recovery before the end is a recovery after it. */
export function unfinishedPlans(records: Iterable<ServiceRecord>): readonly ActionPlan[] {
  const plans = [...records].flatMap(({ plan }) => plan === undefined ? [] : [plan.plan]);
  sortPlansByPriority(plans);
  return plans;
}
