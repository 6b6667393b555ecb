/** What a query of the history asks for, among events that are in memory. Pure. */
import type { EventQuery } from "../../ports/store.ts";
import { filterEvents, type StateEvent } from "../../state/events.ts";

/** Those that are asked for, of events in order. */
export function selectEvents(events: readonly StateEvent[], query: EventQuery): readonly StateEvent[] {
  const { resourceId, ...criteria } = query;
  const resourceIds = resourceId === undefined ? {} : { resourceIds: [resourceId] };
  return filterEvents(events, { ...criteria, ...resourceIds });
}
