/** How long a change waits for others to be written to etcd with it. Pure. */
import type { EventType, StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

export interface LingerSettings {
  readonly lingerMs: number;
  /** Of changes that nobody waits for. */
  readonly quietMs: number;
}

/** What moves nothing but times and figures. */
const QUIET: ReadonlySet<EventType> = new Set([
  "StatusObserved",
  "ConditionChanged",
  "PlanCreated",
  "ActionExecuted",
]);

/** The shortest wait that one of the events asks for; a service above QM does not wait at all. */
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
