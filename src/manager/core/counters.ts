/** Counts the events, and how plans ended, by Prometheus name; everything starts at zero. */
import { EVENT_TYPES, type EventType, type StateEvent } from "../../state/events.ts";
import { PLAN_ENDS, type PlanEnd } from "../../state/plan.ts";

export class Counters {
  readonly #events = new Map<EventType, number>(EVENT_TYPES.map((type) => [type, 0]));
  readonly #ends = new Map<PlanEnd, number>(PLAN_ENDS.map((end) => [end, 0]));

  count(events: readonly StateEvent[]): void {
    for (const event of events) {
      this.#events.set(event.eventType, (this.#events.get(event.eventType) ?? 0) + 1);
      const end = planEndOf(event);
      if (end !== undefined) this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
    }
  }

  byName(): Record<string, number> {
    const counters: Record<string, number> = {};
    for (const [type, count] of this.#events) counters[`statemanager_events_total{type="${type}"}`] = count;
    for (const [end, count] of this.#ends) {
      counters[`statemanager_plans_ended_total{result="${end}"}`] = count;
    }
    return counters;
  }
}

function planEndOf({ eventType, metadata }: StateEvent): PlanEnd | undefined {
  const isEnd = eventType === "StatusObserved" && metadata["planId"] !== undefined;
  return isEnd ? PLAN_ENDS.find((end) => end === metadata["result"]) : undefined;
}
