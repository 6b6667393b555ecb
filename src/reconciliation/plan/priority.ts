/** The order of plans and of queued work: a critical diff first, then criticality, then the kind of diff (design section 4). */
import { DIFF_PRIORITIES, getDiffPriority, isCriticalDiff, type StateDiff } from "../../state/diff.ts";
import { CRITICALITIES, type Criticality, criticalityRank } from "../../state/model.ts";
import type { ActionPriority } from "../../state/plan.ts";

/** Number of levels that `priorityLevel` can give. */
export const PRIORITY_LEVELS = 2 * CRITICALITIES.length * DIFF_PRIORITIES.length;

/** Priority of the work that a diff asks for. */
export function priorityOf(diff: StateDiff, criticality: Criticality): ActionPriority {
  return {
    isCritical: isCriticalDiff(diff),
    criticality,
    diffRank: DIFF_PRIORITIES.indexOf(getDiffPriority(diff)),
  };
}

/** The priority as one number, 0 (most urgent) to PRIORITY_LEVELS - 1; the same order as `comparePriority`. */
export function priorityLevel(priority: ActionPriority): number {
  const { isCritical, criticality, diffRank } = priority;
  const harm = CRITICALITIES.length - 1 - criticalityRank(criticality);
  const kind = Math.min(Math.max(diffRank, 0), DIFF_PRIORITIES.length - 1);
  return ((isCritical ? 0 : 1) * CRITICALITIES.length + harm) * DIFF_PRIORITIES.length + kind;
}

/** Negative when `a` comes first, positive when `b` does, 0 when neither. */
export function comparePriority(a: ActionPriority, b: ActionPriority): number {
  return priorityLevel(a) - priorityLevel(b);
}
