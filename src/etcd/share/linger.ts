/** How long a change lingers so that others can be written to etcd in the same transaction. Pure. */
import type { EventType, StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

export interface LingerSettings {
  readonly lingerMs: number;
  /** For changes of times and figures only, which no other component waits for. */
  readonly quietMs: number;
}

/** Events that change only times and figures. */
const QUIET: ReadonlySet<EventType> = new Set([
  "StatusObserved",
  "ConditionChanged",
  "PlanCreated",
  "ActionExecuted",
]);

/** The shortest linger time of the events; a change of a service above QM does not linger. */
export function lingerMs(
  step: { readonly events: readonly StateEvent[]; readonly services: ReadonlyMap<ResourceId, ServiceState> },
  settings: LingerSettings,
): number {
  let waitMs = settings.quietMs;
  for (const { eventType, resourceId } of step.events) {
    const service = step.services.get(resourceId);
    if (service !== undefined && service.spec.criticality !== "QM") return 0;
    if (!QUIET.has(eventType)) waitMs = Math.min(waitMs, settings.lingerMs);
  }
  return waitMs;
}
