/** Decisions and inputs in words, side by side where a replay decided otherwise. */
import type { ReplayDifference } from "../ports/replay.ts";
import type { StateEvent } from "../state/events.ts";
import { canonical } from "./canonical.ts";
import type { Decision, Input } from "./recording.ts";

const NOTHING = ["nothing"];

/** The service that it is about; "" = none. */
export function serviceOf(decision: Decision): string {
  if (decision.kind === "call") return decision.service;
  return decision.records[0]?.id ?? decision.removed[0] ?? decision.events[0]?.resourceId ?? "";
}

/** Whether both are the same to everybody but the journal that wrote them. */
export function isSameDecision(a: Decision, b: Decision): boolean {
  return canonical(comparable(a)) === canonical(comparable(b));
}

function comparable(decision: Decision): unknown {
  return decision.kind === "commit" ? { ...decision, failure: undefined } : decision;
}

/** Both sides in words, without what is the same at the beginning. */
export function sideBySide(
  recorded: Decision | undefined,
  decided: Decision | undefined,
): Pick<ReplayDifference, "recorded" | "decided"> {
  return {
    recorded: recorded === undefined ? NOTHING : linesOf(recorded),
    decided: decided === undefined ? NOTHING : linesOf(decided),
  };
}

function linesOf(decision: Decision): readonly string[] {
  if (decision.kind === "call") {
    return [`call ${decision.call}: ${decision.what} (content ${decision.hash})`];
  }
  const { revision, term, events, records, removed } = decision;
  return [
    `commit of revision ${revision}, term ${term}`,
    ...events.map((event) => eventText(event)),
    ...records.map(({ id, hash }) => `record of ${id} (content ${hash})`),
    ...removed.map((id) => `end of ${id}`),
  ];
}

function eventText({ revision, resourceId, eventType, source, changes, metadata }: StateEvent): string {
  const parts = [
    ...changes.map(({ field, oldValue, newValue }) =>
      `${field}: ${oldValue === undefined ? "" : `${canonical(oldValue)} -> `}${canonical(newValue)}`
    ),
    ...Object.entries(metadata).map(([key, value]) => `${key}=${value}`),
  ];
  const what = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${revision} ${resourceId} ${eventType} by ${source}${what}`;
}

/** The service that an input is about, as far as it says; "" = none. */
export function inputService(input: Input): string {
  switch (input.kind) {
    case "diff":
      return input.diff.resourceId;
    case "answer":
      return input.answer.kind === "diff" ? input.answer.diff.resourceId : "";
    case "request": {
      const { details } = input.request;
      if ("change" in details) return details.change.resourceId;
      if ("diff" in details) return details.diff.resourceId;
      return "id" in details ? details.id : "";
    }
    default:
      return "";
  }
}

/** `nameOf` = what a call was about. */
export function inputText(input: Input, nameOf: (call: number) => string): string {
  switch (input.kind) {
    case "request":
      return `${input.request.kind} ${inputService(input)}`.trimEnd();
    case "timer":
      return `timer ${input.timer} of ${input.delayMs} ms`;
    case "answer":
      return `answer to "${nameOf(input.call)}": ${canonical(input.answer)}`;
    case "diff": {
      const { resourceId, node, sequence } = input.diff;
      return `diff ${sequence} of ${resourceId} from ${node}`;
    }
    case "disconnected":
      return `disconnected (${input.reason}), "${nameOf(input.call)}"`;
    case "fenced":
      return `fenced (${input.refusal.message}), "${nameOf(input.call)}"`;
    case "connected":
    case "snapshotEnd":
    case "heard":
      return `${input.kind}, "${nameOf(input.call)}"`;
  }
}
