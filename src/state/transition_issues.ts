/** What is not right about the way a service changes its phase, with the figures that show it. */
import { DURATIONS_PER_PAIR, type HistoryRing } from "./history_ring.ts";
import type { PhaseTimeouts, ServiceStateType } from "./model.ts";
import { phaseTimeoutMs } from "./machine.ts";
import { DEFAULT_FLAP_SETTINGS, isFlapping } from "./flapping.ts";
import { type FlapOptions, flapScore } from "./stability.ts";

/** From when on something is an issue. */
export interface IssueThresholds {
  /** Limits of the transient phases. */
  readonly phaseTimeouts: Required<PhaseTimeouts>;
  readonly flaps: FlapOptions;
  /** Entries into Failed within the window. */
  readonly crashLoopCount: number;
  readonly crashLoopWindowMs: number;
  /** How many times its own median a transition may take. */
  readonly slowFactor: number;
  /** Earlier transitions of the same kind that a median needs, at most 7. */
  readonly slowMinSamples: number;
  /** What is faster than this is never slow, milliseconds. */
  readonly slowMinMs: number;
  /** Entries that go back and forth between the same two phases, at least 4 (A-B-A-B). */
  readonly oscillationLength: number;
  readonly oscillationWindowMs: number;
}

export const DEFAULT_THRESHOLDS: IssueThresholds = {
  phaseTimeouts: { pendingMs: 60_000, initializingMs: 60_000, terminatingMs: 30_000 },
  flaps: { settings: DEFAULT_FLAP_SETTINGS },
  crashLoopCount: 4,
  crashLoopWindowMs: 600_000,
  slowFactor: 4,
  slowMinSamples: 3,
  slowMinMs: 1_000,
  oscillationLength: 4,
  oscillationWindowMs: 600_000,
};

/** A problematic pattern. `evidence` is a sentence for people; the rest are its figures. */
export type TransitionIssue =
  | {
    readonly kind: "stuck";
    readonly state: ServiceStateType;
    readonly forMs: number;
    readonly limitMs: number;
    readonly evidence: string;
  }
  | {
    readonly kind: "flapping";
    readonly score: number;
    readonly threshold: number;
    readonly evidence: string;
  }
  | {
    readonly kind: "crash-loop";
    readonly failures: number;
    readonly windowMs: number;
    readonly evidence: string;
  }
  | {
    readonly kind: "slow";
    readonly from: ServiceStateType;
    readonly to: ServiceStateType;
    readonly tookMs: number;
    readonly medianMs: number;
    readonly evidence: string;
  }
  | {
    readonly kind: "oscillating";
    readonly between: readonly [ServiceStateType, ServiceStateType];
    /** Entries of the pattern. */
    readonly length: number;
    readonly evidence: string;
  };

type Finder = (ring: HistoryRing, nowMs: number, thresholds: IssueThresholds) => TransitionIssue | undefined;

/** Every pattern that shows, at most one of each kind, in the order of the union. */
export function findTransitionIssues(
  ring: HistoryRing,
  options: { readonly nowMs: number; readonly thresholds: IssueThresholds },
): readonly TransitionIssue[] {
  const nowMs = Math.max(options.nowMs, ring.newest?.atMs ?? -Infinity);
  return FINDERS.map((find) => find(ring, nowMs, options.thresholds)).filter((issue) => issue !== undefined);
}

const findStuck: Finder = (ring, nowMs, { phaseTimeouts }) => {
  const present = ring.newest;
  if (present === undefined) return undefined;
  const limitMs = phaseTimeoutMs(present.state, {}, phaseTimeouts);
  const forMs = nowMs - present.atMs;
  if (limitMs === undefined || forMs < limitMs) return undefined;
  const evidence = `${present.state} for ${seconds(forMs)}; the limit is ${seconds(limitMs)}`;
  return { kind: "stuck", state: present.state, forMs, limitMs, evidence };
};

const findFlapping: Finder = (ring, nowMs, { flaps }) => {
  const threshold = flaps.settings.suppressFrom;
  const score = flapScore(ring, nowMs, flaps);
  if (!isFlapping(score, flaps.settings)) return undefined;
  const evidence = `It keeps leaving Running: flap score ${score.toFixed(1)} of ${threshold}`;
  return { kind: "flapping", score, threshold, evidence };
};

const findCrashLoop: Finder = (ring, nowMs, { crashLoopCount, crashLoopWindowMs: windowMs }) => {
  let failures = 0;
  for (const { state, atMs } of ring.changes()) {
    if (state === "Failed" && atMs > nowMs - windowMs) failures++;
  }
  if (failures < crashLoopCount) return undefined;
  return {
    kind: "crash-loop",
    failures,
    windowMs,
    evidence: `Failed ${failures} times within ${seconds(windowMs)}`,
  };
};

const findSlow: Finder = (ring, _nowMs, { slowFactor, slowMinSamples, slowMinMs, phaseTimeouts }) => {
  const left = ring.at(ring.size - 2);
  const entered = ring.newest;
  // Only a phase that is meant to pass can take too long to do so.
  if (left === undefined || entered === undefined) return undefined;
  if (phaseTimeoutMs(left.state, {}, phaseTimeouts) === undefined) return undefined;
  const earlier = ring.durations(left.state, entered.state).slice(0, -1);
  const tookMs = entered.atMs - left.atMs;
  const medianMs = medianOf(earlier);
  const isKnown = earlier.length >= Math.min(slowMinSamples, DURATIONS_PER_PAIR - 1);
  if (medianMs === undefined || !isKnown || tookMs < slowMinMs || tookMs <= slowFactor * medianMs) {
    return undefined;
  }
  const evidence = `${left.state} to ${entered.state} took ${seconds(tookMs)}; usual are ${
    seconds(medianMs)
  }`;
  return { kind: "slow", from: left.state, to: entered.state, tookMs, medianMs, evidence };
};

const findOscillating: Finder = (ring, nowMs, { oscillationLength, oscillationWindowMs }) => {
  const last = ring.newest;
  const other = ring.at(ring.size - 2);
  if (last === undefined || other === undefined) return undefined;
  let length = 0;
  for (let index = ring.size - 1; index >= 0; index--) {
    const change = ring.at(index);
    const expected = length % 2 === 0 ? last.state : other.state;
    if (change === undefined || change.state !== expected || change.atMs <= nowMs - oscillationWindowMs) {
      break;
    }
    length++;
  }
  if (length < Math.max(4, oscillationLength)) return undefined;
  const evidence = `Back and forth between ${other.state} and ${last.state}, ${length} entries in a row`;
  return { kind: "oscillating", between: [other.state, last.state], length, evidence };
};

const FINDERS: readonly Finder[] = [findStuck, findFlapping, findCrashLoop, findSlow, findOscillating];

/** The middle value, or the mean of the two in the middle; undefined of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
