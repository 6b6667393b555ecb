/** What a query of the history asks for, among events that are in memory. Pure. */
import type { EventQuery } from "../../ports/store.ts";
import type { StateEvent } from "../../state/events.ts";

/** Those that are asked for, of events in order. */
export function selectEvents(events: readonly StateEvent[], query: EventQuery): readonly StateEvent[] {
  const found = events.filter((event) => isAskedFor(event, query));
  return query.which === "oldest" ? found.slice(0, query.limit) : found.slice(-query.limit);
}

function isAskedFor(event: StateEvent, query: EventQuery): boolean {
  const { resourceId, afterRevision, upToRevision, eventTypes } = query;
  return event.revision > afterRevision && (upToRevision === undefined || event.revision <= upToRevision) &&
    (resourceId === undefined || event.resourceId === resourceId) &&
    (eventTypes === undefined || eventTypes.includes(event.eventType));
}
