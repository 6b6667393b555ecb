/** A schedule from its JSON text, as `scripts/simulate` prints it. */
import { KINDS, type Mode, MODES, type Schedule, type SimEvent } from "./model.ts";

/** Throws with the reason when it is none. */
export function readSchedule(text: string): Schedule {
  const value: unknown = JSON.parse(text);
  const events = field(value, "events");
  if (!Array.isArray(events)) throw new Error("a schedule has a list of events");
  return {
    seed: numberOf(value, "seed"),
    mode: modeOf(value),
    services: numberOf(value, "services"),
    events: events.map(eventOf),
  };
}

function eventOf(value: unknown): SimEvent {
  const kind = KINDS.find((known) => known === field(value, "kind"));
  if (kind === undefined) throw new Error(`no event is called ${String(field(value, "kind"))}`);
  return {
    kind,
    atMs: numberOf(value, "atMs"),
    service: numberOf(value, "service"),
    node: numberOf(value, "node"),
    instance: numberOf(value, "instance"),
    value: numberOf(value, "value"),
    forMs: numberOf(value, "forMs"),
  };
}

function modeOf(value: unknown): Mode {
  const mode = MODES.find((known) => known === field(value, "mode"));
  if (mode === undefined) throw new Error(`the mode is one of ${MODES.join(", ")}`);
  return mode;
}

function numberOf(value: unknown, name: string): number {
  const found = field(value, name);
  if (typeof found !== "number") throw new Error(`${name} is a number`);
  return found;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
