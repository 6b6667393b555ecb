/**
 * Why a service is as it is: the events of its history as a story, cause before effect.
 *
 * Owns how events are grouped into episodes and what an episode came to; the sentence of each event is `explain_text.ts`.
 *
 * I1: every event becomes exactly one step, in order of revision: nothing is left out or reported twice.
 * I2: an episode begins with a change of the desired state, or with the first change of a service at rest; it is over when the service
 *     runs, is stopped or is gone. What is noted afterwards belongs to it, until the next one begins.
 */
import type { StateEvent } from "../../state/event_model.ts";
import type { Episode, ExplainedStep } from "./explain_model.ts";
import { explainEvent, phasesOf, reasonOf, sentence, timeSpan } from "./explain_text.ts";

/** The story of one service; `events` are all of it, in order of revision. */
export function explain(events: readonly StateEvent[]): readonly Episode[] {
  const groups: StateEvent[][] = [];
  let isAtRest = true;
  for (const event of events) {
    const group = groups.at(-1);
    if (group === undefined || begins(event) || (isAtRest && isChange(event))) groups.push([event]);
    else group.push(event);
    if (begins(event) || isChange(event)) isAtRest = false;
    if (isRest(event)) isAtRest = true;
  }
  return groups.map(episodeOf);
}

/** The desired state changes, or an operator asks for an action, an isolation or its release (I2). */
function begins({ eventType, metadata, source }: StateEvent): boolean {
  if (eventType === "SpecChanged") return true;
  if (eventType === "ConditionChanged" && metadata["condition"] === "Isolated") return true;
  return eventType === "RecoveryAttempted" && metadata["result"] === "started" &&
    (source === "Operator" || metadata["cause"] === "operator");
}

/** Something that a service at rest does not do. */
function isChange({ eventType, changes }: StateEvent): boolean {
  if (eventType === "PlanCreated" || eventType === "RecoveryAttempted" || eventType === "Terminated") {
    return true;
  }
  return changes.some((change) => change.field === "status.state");
}

function isRest(event: StateEvent): boolean {
  const to = phasesOf(event)?.to;
  return event.eventType === "Terminated" || to === "Running" || to === "Pending";
}

function episodeOf(events: readonly StateEvent[]): Episode {
  const end = events.findLast((event) => isRest(event) || isChange(event) || begins(event));
  const isOver = end === undefined || isRest(end);
  return {
    title: titleOf(events),
    outcome: outcomeOf(events, isOver),
    isOver,
    steps: events.map((event): ExplainedStep => explainEvent(event)),
  };
}

/** What triggered the episode: the change asked for, or the issues in the order in which they came. */
function titleOf(events: readonly StateEvent[]): string {
  const [first] = events;
  if (first === undefined) return "";
  if (begins(first)) return triggerOf(first);
  const issues = [...new Set(events.flatMap(({ metadata }) => metadata["issue"] ?? []))];
  const change = events.find((event) => phasesOf(event) !== undefined) ?? first;
  const reason = reasonOf(change);
  return sentence(issues.length === 0 ? reason : `${issues.join(", then ")}: ${reason}`);
}

/** The change asked for, in short: the first step has all of it. */
function triggerOf({ eventType, metadata }: StateEvent): string {
  if (eventType === "SpecChanged") {
    return sentence(`new desired state: generation ${metadata["generation"] ?? "?"}`);
  }
  if (eventType === "RecoveryAttempted") return sentence(`an operator requested ${metadata["action"]}`);
  return sentence((metadata["reason"] ?? "").split(": ")[0] ?? "");
}

function outcomeOf(events: readonly StateEvent[], isOver: boolean): string {
  const took = timeSpan(events);
  const last = events.findLast((event) => isRest(event) || phasesOf(event) !== undefined);
  const damped = events.findLast((event) =>
    event.metadata["condition"] === "Stable" && event.source === "Recovery"
  );
  const attempt = lastAttempt(events);
  if (isOver) {
    if (last?.eventType === "Terminated") return "The service was stopped and its record deleted.";
    if (last === undefined) return "Nothing changed.";
    if (phasesOf(last)?.to === "Pending") return "The service is stopped (Pending).";
    const means = attemptThatHelped(events);
    const by = means === undefined ? "" : `, by ${meansOf(means)}${attemptText(means)}`;
    const began = events[0]?.eventType === "SpecChanged" ? "The service runs" : "The service runs again";
    return `${began} after ${took}${by}.`;
  }
  if (attempt?.metadata["result"] === "exhausted") {
    return "Recovery is exhausted: an alert was sent, and the service is kept as it is.";
  }
  if (isIsolatedAfter(events)) {
    return "The service is stopped and isolated until it is released, its spec changes, or the isolation expires.";
  }
  if (damped !== undefined) return "The service flaps and is suppressed until it was quiet for long enough.";
  const waits = events.at(-1);
  if (waits !== undefined && explainEvent(waits).kind === "Waits") {
    return `The service waits: ${reasonOf(waits)}.`;
  }
  const phase = last === undefined ? undefined : phasesOf(last)?.to;
  return phase === undefined
    ? "The episode is not over."
    : `The episode is not over: the service is ${phase}.`;
}

function lastAttempt(events: readonly StateEvent[]): StateEvent | undefined {
  return events.findLast(({ eventType, metadata }) =>
    eventType === "RecoveryAttempted" &&
    (metadata["result"] === "started" || metadata["result"] === "exhausted")
  );
}

/** The attempt after which the service ran: not one that is known not to have helped, and no alert. Undefined = it ran by itself. */
function attemptThatHelped(events: readonly StateEvent[]): StateEvent | undefined {
  const attempt = lastAttempt(events);
  if (attempt?.metadata["result"] !== "started") return undefined;
  const since = events.slice(events.indexOf(attempt) + 1);
  const isOver = since.some(({ eventType, metadata }) =>
    metadata["result"] === (eventType === "RecoveryAttempted" ? "failed" : "dropped")
  );
  return isOver ? undefined : attempt;
}

function meansOf({ metadata }: StateEvent): string {
  const { action, to } = metadata;
  return to === undefined ? `${action}` : `${action} to ${to}`;
}

function attemptText({ metadata }: StateEvent): string {
  const failures = metadata["failures"];
  return failures === undefined || failures === "1" ? "" : ` at attempt ${failures}`;
}

function isIsolatedAfter(events: readonly StateEvent[]): boolean {
  const held = events.findLast(({ metadata }) =>
    metadata["condition"] === "Isolated" || metadata["action"] === "Isolate"
  );
  return held !== undefined && !reasonOf(held).startsWith("Released");
}
