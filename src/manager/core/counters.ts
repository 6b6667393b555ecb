/** Counts the events, by Prometheus name; everything starts at zero. */
import { EVENT_TYPES, type EventType, type StateEvent } from "../../state/events.ts";

export class Counters {
  readonly #events = new Map<EventType, number>(EVENT_TYPES.map((type) => [type, 0]));

  count(events: readonly StateEvent[]): void {
    for (const { eventType } of events) this.#events.set(eventType, (this.#events.get(eventType) ?? 0) + 1);
  }

  byName(): Record<string, number> {
    const counters: Record<string, number> = {};
    for (const [type, count] of this.#events) counters[`statemanager_events_total{type="${type}"}`] = count;
    return counters;
  }
}
