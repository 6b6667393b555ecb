/**
 * Which commits have to be in the journal before anything else happens, and which may wait a moment for others. Pure.
 *
 * I1: what a caller is answered, what leaves the process, and what is counted is never put off: only what was observed is, and it is
 *     observed again after a crash.
 */
import type { ServiceRecord } from "../../state/record.ts";
import type { EventType } from "../../state/events.ts";

/** What an observation of a node or the end of a plan says. */
const OBSERVED: ReadonlySet<EventType> = new Set([
  "StatusObserved",
  "ConditionChanged",
  "ActionExecuted",
  "Ready",
  "Degrade",
  "Fail",
  // How an attempt ended; that there is one is counted, and does not wait.
  "RecoveryAttempted",
]);

/** Whether the change may be stored together with what comes within the next moment. */
export function mayWait(
  before: ServiceRecord | undefined,
  after: ServiceRecord | undefined,
  eventTypes: readonly EventType[],
): boolean {
  if (before === undefined || after === undefined) return false;
  if (!eventTypes.every((type) => OBSERVED.has(type))) return false;
  const { plan } = after;
  const isSamePlan = plan === undefined || plan.plan.id === before.plan?.plan.id;
  // The next action leaves right after this.
  const hasMoreActions = plan !== undefined && plan.nextAction < plan.plan.actions.length;
  const isCounted = after.recovery !== undefined &&
    after.recovery.failureCount !== (before.recovery?.failureCount ?? 0);
  return isSamePlan && !hasMoreActions && !isCounted &&
    after.service.status.node === before.service.status.node &&
    after.service.status.override === before.service.status.override &&
    after.service.status.isolation === before.service.status.isolation &&
    after.service.metadata.generation === before.service.metadata.generation;
}
