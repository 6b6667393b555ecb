/**
 * How steady a service has been over a window of time.
 *
 * Available = in phase Running. An outage begins when it enters Degraded or Failed and ends when it is Running again
 * (repaired) or is stopped (Pending, Terminating: given up); Degraded that becomes Failed is one outage. Planned work
 * (Running -> Initializing, Running -> Terminating) is time that is not available, but no failure.
 */
import { decayedPenalty, type FlapSettings, penaltyAfterFlap } from "./flapping.ts";
import type { HistoryRing } from "./history_ring.ts";
import type { ServiceStateType } from "./model.ts";

export interface StabilityMetrics {
  /** The window that was asked for: it ends at `toMs`. */
  readonly windowMs: number;
  readonly toMs: number;
  /** Part of the window that something is known of: its end, from the oldest kept change on. */
  readonly coveredMs: number;
  /** Whether the whole window is covered. If not, all figures are of the covered part alone. */
  readonly isComplete: boolean;
  /** Share of the covered time in phase Running, 0 to 1; undefined where nothing is covered. */
  readonly availability: number | undefined;
  /** Time in Running for each outage that began in the window; undefined without one. */
  readonly mtbfMs: number | undefined;
  /** Mean length of the outages that were repaired in the window, from their true beginning; undefined without one. */
  readonly mttrMs: number | undefined;
  /** Outages that began in the window. */
  readonly failures: number;
  /** Changes of phase in the window. A change at its very beginning is outside, one at its end inside. */
  readonly transitions: number;
  /** Milliseconds of the covered time; the sum is `coveredMs`. */
  readonly timeInStateMs: Readonly<Record<ServiceStateType, number>>;
  /** See `flapScore`. */
  readonly flapScore: number;
}

/** Penalties from before the kept changes, or from before a time up to which they are counted already. */
export interface CarriedFlaps {
  readonly penalty: number;
  readonly atMs: number;
}

/** What flaps are judged by. */
export interface FlapOptions {
  readonly settings: FlapSettings;
  readonly carried?: CarriedFlaps | undefined;
}

/**
 * The penalty for flapping at `nowMs`: each change from Running to Degraded or Failed adds one, and all of it decays
 * (`flapping.ts`). Changes up to the carried time are in the carried penalty.
 */
export function flapScore(ring: HistoryRing, nowMs: number, { settings, carried }: FlapOptions): number {
  let { penalty, atMs } = carried ?? { penalty: 0, atMs: -Infinity };
  let previous: ServiceStateType | undefined;
  for (const change of ring.changes()) {
    if (previous === "Running" && isDown(change.state) && change.atMs > atMs) {
      penalty = penaltyAfterFlap(penalty, change.atMs - atMs, settings);
      atMs = change.atMs;
    }
    previous = change.state;
  }
  return decayedPenalty(penalty, nowMs - atMs, settings);
}

/**
 * The share of the time from the `falls`-th last fall (Running to Degraded or Failed) to `nowMs` in which it was Running, 0 to 1; where
 * fewer are remembered, of all that is. Each fall before the last one costs `fallMs` besides the time that it was down. 0 = nothing is
 * remembered.
 */
export function shareUp(
  ring: HistoryRing,
  options: { readonly falls: number; readonly fallMs: number; readonly nowMs: number },
): number {
  const stays = [...ring.stays(options.nowMs)];
  const isFall = (index: number) => {
    const stay = stays[index];
    return stay !== undefined && isDown(stay.state) && stays[index - 1]?.state === "Running";
  };
  let falls = 0;
  let [upMs, allMs] = [0, 0];
  for (let index = stays.length - 1; index >= 0 && falls < options.falls; index--) {
    const { state = "Pending", fromMs = 0, toMs = 0 } = stays[index] ?? {};
    allMs += toMs - fromMs;
    if (state === "Running") upMs += toMs - fromMs;
    if (isFall(index)) falls += 1;
  }
  const costMs = allMs + Math.max(0, falls - 1) * options.fallMs;
  return costMs === 0 ? 0 : upMs / costMs;
}

/** The metrics over the `windowMs` before `nowMs` (monotonic; not before the newest change). */
export function stabilityOf(
  ring: HistoryRing,
  options: { readonly windowMs: number; readonly nowMs: number; readonly flaps: FlapOptions },
): StabilityMetrics {
  const { windowMs, flaps } = options;
  const toMs = Math.max(options.nowMs, ring.newest?.atMs ?? -Infinity);
  const fromMs = toMs - windowMs;
  const oldestMs = ring.at(0)?.atMs ?? toMs;
  const coveredMs = Math.max(0, toMs - Math.max(fromMs, oldestMs));
  const timeInStateMs = timeInStates(ring, { fromMs, toMs });
  const outages = outagesOf(ring, { fromMs, toMs });
  const transitions = countTransitions(ring, fromMs);
  return {
    windowMs,
    toMs,
    coveredMs,
    isComplete: ring.size > 0 && oldestMs <= fromMs,
    availability: coveredMs > 0 ? timeInStateMs.Running / coveredMs : undefined,
    mtbfMs: outages.began > 0 ? timeInStateMs.Running / outages.began : undefined,
    mttrMs: outages.repaired > 0 ? outages.repairMs / outages.repaired : undefined,
    failures: outages.began,
    transitions,
    timeInStateMs,
    flapScore: flapScore(ring, toMs, flaps),
  };
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

function timeInStates(ring: HistoryRing, { fromMs, toMs }: Window): Record<ServiceStateType, number> {
  const times: Record<ServiceStateType, number> = {
    Pending: 0,
    Initializing: 0,
    Running: 0,
    Degraded: 0,
    Terminating: 0,
    Failed: 0,
  };
  for (const stay of ring.stays(toMs)) {
    times[stay.state] += Math.max(0, stay.toMs - Math.max(stay.fromMs, fromMs));
  }
  return times;
}

/** Changes in the window. While nothing was dropped, the oldest entry is where the record begins: not a change. */
function countTransitions(ring: HistoryRing, fromMs: number): number {
  let count = 0;
  for (const { atMs } of ring.changes()) {
    if (atMs > fromMs) count++;
  }
  const isFirstEntry = ring.dropped === 0 && (ring.at(0)?.atMs ?? -Infinity) > fromMs;
  return isFirstEntry ? count - 1 : count;
}

function outagesOf(ring: HistoryRing, { fromMs, toMs }: Window) {
  let beganAtMs: number | undefined;
  let began = 0;
  let repaired = 0;
  let repairMs = 0;
  for (const { state, fromMs: atMs } of ring.stays(toMs)) {
    if (isDown(state)) {
      if (beganAtMs !== undefined) continue;
      beganAtMs = atMs;
      if (atMs > fromMs) began++;
    } else if (state !== "Initializing") {
      if (beganAtMs !== undefined && state === "Running" && atMs > fromMs) {
        repaired++;
        repairMs += atMs - beganAtMs;
      }
      beganAtMs = undefined;
    }
  }
  return { began, repaired, repairMs };
}

function isDown(state: ServiceStateType): boolean {
  return state === "Degraded" || state === "Failed";
}
