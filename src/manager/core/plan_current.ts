/** Whether a plan that was begun may go on. Asked wherever it waited: another commit may have come in the meantime. Pure. */
import type { ServiceRecord } from "../../state/record.ts";
import { isIsolated } from "../../state/model.ts";

/** `begun` = the service as it was when its plan was begun, or its action asked for permission. */
export function isPlanCurrent(
  begun: Pick<ServiceRecord, "service" | "plan">,
  now: ServiceRecord | undefined,
): boolean {
  return now?.plan !== undefined && begun.plan !== undefined &&
    now.plan.plan.id === begun.plan.plan.id &&
    isIsolated(now.service) === isIsolated(begun.service) &&
    now.service.metadata.generation === begun.plan.plan.generation;
}
