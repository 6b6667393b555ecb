/** Whether what was planned is still to be done, after any wait between two actions. Pure. */
import type { ServiceRecord } from "../ports.ts";
import { isIsolated } from "../state/model.ts";

/** `begun` = as it was when its plan was begun. */
export function isStillWanted(
  begun: Pick<ServiceRecord, "service" | "plan">,
  now: ServiceRecord | undefined,
): boolean {
  return now !== undefined && now.plan?.plan.id === begun.plan?.plan.id &&
    isIsolated(now.service) === isIsolated(begun.service) &&
    now.service.metadata.generation === (begun.plan?.plan.generation ?? begun.service.metadata.generation);
}
