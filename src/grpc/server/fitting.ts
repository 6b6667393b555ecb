/** Fits answers into a message: an answer that would be too large is cut short, and the client requests the rest. */
import type { ServicePage } from "../../manager/serve/api.ts";
import type { EventPage, EventQuery } from "../../ports/store.ts";
import type { Episode, ExplainedStep, Explanation } from "../../reconciliation/explain/explain_model.ts";
import type { StateEvent } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";

/** Fixed part of a service or an event on the wire, bytes; an upper bound for ordinary ones. */
const BASE_BYTES = 1_024;

function textLength(texts: Readonly<Record<string, string>>): number {
  let length = 0;
  for (const [key, value] of Object.entries(texts)) length += key.length + value.length;
  return length;
}

function serviceLength({ metadata, spec, status }: ServiceState): number {
  const conditions = status.conditions.reduce((sum, { message }) => sum + message.length, 0);
  return BASE_BYTES + textLength(metadata.labels) + textLength(spec.config) + conditions +
    status.lastReason.length + 128 * (spec.dependencies.length + spec.nodes.length);
}

function eventLength(event: StateEvent): number {
  return BASE_BYTES + textLength(event.metadata) + JSON.stringify(event.changes).length;
}

/** How many of the first entries fit the budget; at least one. */
function countFitting<T>(entries: readonly T[], length: (entry: T) => number, budget: number): number {
  let used = 0;
  const index = entries.findIndex((entry) => (used += length(entry)) > budget);
  return index < 0 ? entries.length : Math.max(1, index);
}

/** The page, cut short when it would be too large. */
export function fitServices(page: ServicePage, budget: number): ServicePage {
  const count = countFitting(page.services, serviceLength, budget);
  const last = page.services[count - 1];
  if (count === page.services.length || last === undefined) return page;
  return { ...page, services: page.services.slice(0, count), nextAfter: last.metadata.id };
}

/** The page, cut short when it would be too large: of the newest events the oldest are left out. */
export function fitEvents(page: EventPage, which: EventQuery["which"], budget: number): EventPage {
  const isNewest = which === "newest";
  const events = isNewest ? page.events.toReversed() : page.events;
  const kept = events.slice(0, countFitting(events, eventLength, budget));
  return { ...page, events: isNewest ? kept.toReversed() : kept };
}

/** The explanation without its oldest steps when it would be too large. The newest step is always included. */
export function fitExplanation(explanation: Explanation, budget: number): Explanation {
  let left = budget;
  let isFirst = true;
  const episodes: Episode[] = [];
  for (const episode of explanation.episodes.toReversed()) {
    left -= BASE_BYTES + episode.title.length + episode.outcome.length;
    const newest = episode.steps.toReversed();
    const fitting = newest.findIndex((step) => (left -= stepLength(step)) < 0);
    const count = fitting < 0 ? newest.length : Math.max(isFirst ? 1 : 0, fitting);
    if (count > 0) episodes.unshift({ ...episode, steps: newest.slice(0, count).reverse() });
    if (count < newest.length) break;
    isFirst = false;
  }
  return { ...explanation, episodes };
}

function stepLength({ text, causes, alternatives }: ExplainedStep): number {
  const others = alternatives.reduce((sum, { name, whyNot }) => sum + name.length + whyNot.length, 0);
  return BASE_BYTES / 4 + text.length + others + causes.reduce((sum, id) => sum + id.length, 0);
}
