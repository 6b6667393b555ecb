/** One event of the history as a sentence, with what it rests on and what else could have been done. */
import { assertNever } from "../../kit/errors.ts";
import type { StateEvent } from "../../state/event_model.ts";
import { BLOCK_REASONS } from "../decide/decision_model.ts";
import { parseAlternatives } from "../plan/alternatives.ts";
import type { ExplainedStep, StepKind } from "./explain_model.ts";

/** Ids of causes that are listed; of an action the wire carries no more. */
const MAX_CAUSES = 16;

/** The step that an event is. */
export function explainEvent(event: StateEvent): ExplainedStep {
  const { metadata } = event;
  const [kind, text] = describeEvent(event);
  return {
    revision: event.revision,
    timestampMs: event.timestampMs,
    clockSynchronised: event.clockSynchronised,
    kind,
    text,
    planId: metadata["planId"] ?? "",
    actionId: metadata["actionId"] ?? "",
    causes: (metadata["cause"] ?? "").split(" ").filter((id) => id !== "").slice(-MAX_CAUSES),
    alternatives: parseAlternatives(metadata["stages"] ?? metadata["alternatives"] ?? ""),
  };
}

/** From which phase to which, where the event changes it. */
export function phasesOf(
  { changes }: StateEvent,
): { readonly from: string; readonly to: string } | undefined {
  const change = changes.find(({ field }) => field === "status.state");
  return change === undefined
    ? undefined
    : { from: String(change.oldValue ?? "nothing"), to: String(change.newValue) };
}

/** What the event gives as its reason. */
export function reasonOf({ metadata, eventType }: StateEvent): string {
  return metadata["reason"] ?? metadata["message"] ?? eventType;
}

/** With a capital and a full stop. A name such as `vehicle/lidar` stays as it is. */
export function sentence(text: string): string {
  const ended = withStop(text);
  return /^[a-z]+[ .,:;]/.test(ended) ? ended.charAt(0).toUpperCase() + ended.slice(1) : ended;
}

function withStop(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The time from the first event to the last change of phase: `0.4 s`, `3 min 20 s`. By the wall clock, so for people only. */
export function timeSpan(events: readonly StateEvent[]): string {
  const last = events.findLast((event) => phasesOf(event) !== undefined) ?? events.at(-1);
  const ms = Math.max(0, (last?.timestampMs ?? 0) - (events[0]?.timestampMs ?? 0));
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return minutes < 120
    ? `${minutes} min ${Math.floor(ms / 1_000) % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function describeEvent(event: StateEvent): readonly [StepKind, string] {
  const { metadata, eventType, source } = event;
  const reason = reasonOf(event);
  switch (eventType) {
    case "SpecChanged": {
      const by = metadata["by"];
      const known = by === undefined ? "An operator" : `The ${by}`;
      const who = source === "Etcd" ? "Another component" : known;
      const generation = metadata["generation"];
      const what = generation === undefined ? "another spec" : `generation ${generation}`;
      return ["Wanted", `${who} set ${what}: ${withStop(reason)}`];
    }
    case "Terminated":
      return ["Phase", `${sentence(reason)} The record is deleted.`];
    case "Start":
    case "Ready":
    case "Degrade":
    case "Fail":
    case "Update":
    case "Recover":
    case "Terminate":
    case "Reschedule":
      return transition(event);
    case "PlanCreated":
      return ["Decided", planText(metadata["actions"], reason)];
    case "RecoveryAttempted":
      return recovery(event);
    case "ActionExecuted": {
      const repeated = metadata["repeated"] === "true"
        ? " The action had been executed before; it was not repeated."
        : "";
      return ["Acted", `Executed by the controller: ${withStop(reason)}${repeated}`];
    }
    case "StatusObserved":
      return observation(event);
    case "ConditionChanged":
      return [conditionKind(event), sentence(reason)];
    case "AlertRaised":
      return ["Told", `Alert sent: ${withStop(reason)}`];
    default:
      return assertNever(eventType);
  }
}

function transition(event: StateEvent): readonly [StepKind, string] {
  const { metadata, source } = event;
  const phases = phasesOf(event);
  const move = phases === undefined ? "" : `${phases.from} -> ${phases.to}.`;
  // Recovery says in the event before it what it does and why.
  if (source === "Recovery") return ["Phase", move];
  const reason = reasonOf(event);
  const observed = observationOf(metadata["cause"]);
  // What brought the service in sync stands in the steps before; and a node does not report itself silent.
  const why = event.eventType === "Ready"
    ? reason.replace(/^The service is in sync with its spec after: .*/s, "in sync with its spec")
    : reason;
  if (observed === undefined || why.startsWith("Node ")) {
    return ["Phase", `${why === "Start" ? "The service may start." : sentence(why)} ${move}`.trim()];
  }
  const seen = why === "Start" ? "the service is not there and is started" : why;
  return ["Seen", `Node ${observed.node} (observation ${observed.number}): ${withStop(seen)} ${move}`.trim()];
}

/** `diff:front/12` */
function observationOf(cause = ""): { readonly node: string; readonly number: string } | undefined {
  const found = /^diff:([^/ ]+)\/(\d+)$/.exec(cause);
  return found === null ? undefined : { node: found[1] ?? "", number: found[2] ?? "" };
}

function planText(actions: string | undefined, reason: string): string {
  if (actions === undefined) return sentence(reason);
  const prefix = `${actions}: `;
  const why = reason.startsWith(prefix) ? reason.slice(prefix.length) : reason;
  return `Decided on ${actions}, because: ${withStop(why)}`;
}

function observation({ metadata, source, eventType }: StateEvent): readonly [StepKind, string] {
  const reason = metadata["reason"] ?? eventType;
  const { node, planId } = metadata;
  if (node !== undefined && source === "StateManager") {
    return ["Decided", `The service is placed on ${node}: ${withStop(reason)}`];
  }
  if (planId !== undefined) return ["Result", sentence(reason)];
  return [source === "NodeAgent" ? "Seen" : "Noted", sentence(reason)];
}

/** How recovery marks a request of an operator; the operator's reason follows. */
const ASKED = "Requested by an operator: ";

function recovery(event: StateEvent): readonly [StepKind, string] {
  const { metadata } = event;
  const reason = reasonOf(event);
  switch (metadata["result"]) {
    case "started": {
      const to = metadata["to"] === undefined ? "" : ` to ${metadata["to"]}`;
      const action = metadata["action"] ?? "";
      if (metadata["cause"] === "operator") {
        const why = reason.slice(reason.indexOf(ASKED) + ASKED.length);
        return ["Wanted", `An operator requested ${action}${to}: ${withStop(why)}`];
      }
      const attempt = metadata["failures"] === undefined ? "" : `, attempt ${metadata["failures"]}`;
      const why = reason.startsWith(`${action} `) ? reason.slice(action.length + 1) : reason;
      return ["Decided", `Recovery${attempt}: ${action}${to}, ${withStop(why)}`];
    }
    case "exhausted":
      return ["Decided", `No further recovery: ${withStop(reason)}`];
    default:
      return ["Result", sentence(reason)];
  }
}

/** They stand in `condition` where a service waits. */
const WAITS: ReadonlySet<string> = new Set(BLOCK_REASONS);

function conditionKind({ metadata, source }: StateEvent): StepKind {
  if (source === "Operator") return "Wanted";
  return WAITS.has(metadata["condition"] ?? "") ? "Waits" : "Noted";
}
