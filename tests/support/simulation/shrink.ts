/**
 * Makes a failing schedule short: leaves out what does not matter, then takes time away, as long as the same invariant fails.
 *
 * Delta debugging (Zeller): halves, quarters and so on are left out, down to single entries. Deterministic, and bounded by `maxRuns`;
 * how far it comes within `maxMs` depends on the computer.
 */
import type { Schedule, SimEvent, SimulationResult } from "./model.ts";

export interface ShrinkOptions {
  readonly run: (schedule: Schedule) => Promise<SimulationResult>;
  /** Default 400. */
  readonly maxRuns?: number;
  /** The last run begins before that much time has passed. Default: no limit. */
  readonly maxMs?: number;
  /** Monotonic. Default: that of the computer. */
  readonly nowMs?: () => number;
}

export interface Shrunk {
  readonly schedule: Schedule;
  /** A limit was reached: a shorter one may fail as well. */
  readonly isCutShort: boolean;
}

export async function shrink(
  schedule: Schedule,
  invariant: string,
  { run, maxRuns = 400, maxMs = Infinity, nowMs = () => performance.now() }: ShrinkOptions,
): Promise<Shrunk> {
  const endMs = nowMs() + maxMs;
  let [runs, isCutShort] = [0, false];
  const fails = async (events: readonly SimEvent[]): Promise<boolean> => {
    isCutShort ||= runs >= maxRuns || nowMs() >= endMs;
    if (isCutShort) return false;
    runs += 1;
    const { violations } = await run({ ...schedule, events });
    return violations.some((violation) => violation.invariant === invariant);
  };
  const few = await leaveOut(schedule.events, fails);
  const soon = await hasten(few, fails);
  const events = await leaveOut(await shorten(soon, fails), fails);
  return { schedule: { ...schedule, events }, isCutShort };
}

type Fails = (events: readonly SimEvent[]) => Promise<boolean>;

async function leaveOut(all: readonly SimEvent[], fails: Fails): Promise<readonly SimEvent[]> {
  let events = all;
  for (let size = Math.ceil(events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < events.length;) {
      const without = [...events.slice(0, from), ...events.slice(from + size)];
      if (await fails(without)) events = without;
      else from += size;
    }
  }
  return events;
}

/** Gaps between entries become shorter. */
async function hasten(all: readonly SimEvent[], fails: Fails): Promise<readonly SimEvent[]> {
  let events = all;
  for (let index = 1; index < events.length; index++) {
    const gapMs = (events[index]?.atMs ?? 0) - (events[index - 1]?.atMs ?? 0);
    for (const keptMs of [0, 100, Math.floor(gapMs / 2)]) {
      if (keptMs >= gapMs) continue;
      const sooner = events.map((event, at) =>
        at < index ? event : { ...event, atMs: event.atMs - gapMs + keptMs }
      );
      if (!await fails(sooner)) continue;
      events = sooner;
      break;
    }
  }
  return events;
}

/** What lasts, lasts shorter. */
async function shorten(all: readonly SimEvent[], fails: Fails): Promise<readonly SimEvent[]> {
  let events = all;
  for (let index = 0; index < events.length; index++) {
    for (const forMs of [0, 500, 2_000]) {
      if (forMs >= (events[index]?.forMs ?? 0)) continue;
      const shorter = events.map((event, at) => at === index ? { ...event, forMs } : event);
      if (!await fails(shorter)) continue;
      events = shorter;
      break;
    }
  }
  return events;
}
