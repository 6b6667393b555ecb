/**
 * The memory of one service's phases: the newest changes, and how long the newest stays before each kind of change lasted.
 *
 * I1  All memory is allocated once; `historyBytes` says how much. The oldest entries make room for new ones.
 * I2  Times never go back: an earlier one counts as the newest one known.
 * I3  Two neighbours in the ring are never the same phase.
 */
import { SERVICE_STATES, type ServiceStateType } from "./model.ts";

/** Kept durations for each pair of phases. */
export const DURATIONS_PER_PAIR = 8;
const PAIRS = SERVICE_STATES.length * SERVICE_STATES.length;

/** Entry into a phase. */
export interface StateChange {
  readonly state: ServiceStateType;
  /** Monotonic time, milliseconds. */
  readonly atMs: number;
}

/** A stretch of time in one phase. */
export interface Stay {
  readonly state: ServiceStateType;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Bytes that one history of that many changes takes. */
export function historyBytes(capacityChanges: number): number {
  const perChange = Uint8Array.BYTES_PER_ELEMENT + Float64Array.BYTES_PER_ELEMENT;
  const perPair = DURATIONS_PER_PAIR * Float32Array.BYTES_PER_ELEMENT + Uint32Array.BYTES_PER_ELEMENT;
  return capacityChanges * perChange + PAIRS * perPair;
}

export class HistoryRing {
  readonly #states: Uint8Array;
  readonly #times: Float64Array;
  /** Durations of pair p, a ring of its own, at p * DURATIONS_PER_PAIR. Single precision: exact to a millisecond for hours. */
  readonly #durations = new Float32Array(PAIRS * DURATIONS_PER_PAIR);
  /** Durations ever recorded, by pair. */
  readonly #counts = new Uint32Array(PAIRS);
  #recorded = 0;

  /** `capacityChanges` is at least 2. */
  constructor(capacityChanges: number) {
    this.#states = new Uint8Array(capacityChanges);
    this.#times = new Float64Array(capacityChanges);
  }

  /** One of its own with the same memory. */
  copy(): HistoryRing {
    const copy = new HistoryRing(this.capacity);
    copy.#states.set(this.#states);
    copy.#times.set(this.#times);
    copy.#durations.set(this.#durations);
    copy.#counts.set(this.#counts);
    copy.#recorded = this.#recorded;
    return copy;
  }

  get capacity(): number {
    return this.#states.length;
  }

  /** Changes that are kept. */
  get size(): number {
    return Math.min(this.#recorded, this.capacity);
  }

  /** Changes that made room for newer ones. */
  get dropped(): number {
    return this.#recorded - this.size;
  }

  /** Adds a change; false when it is in that phase already. O(1). */
  push(state: ServiceStateType, atMs: number): boolean {
    const last = this.at(this.size - 1);
    if (last?.state === state) return false;
    const time = last === undefined ? atMs : Math.max(last.atMs, atMs);
    if (last !== undefined) this.#recordDuration(pairOf(last.state, state), time - last.atMs);
    const slot = this.#recorded % this.capacity;
    this.#states[slot] = SERVICE_STATES.indexOf(state);
    this.#times[slot] = time;
    this.#recorded++;
    return true;
  }

  /** Change number `index`, 0 = the oldest that is kept; undefined outside. */
  at(index: number): StateChange | undefined {
    if (index < 0 || index >= this.size) return undefined;
    const slot = (this.dropped + index) % this.capacity;
    const state = SERVICE_STATES[this.#states[slot] ?? -1];
    const atMs = this.#times[slot];
    return state === undefined || atMs === undefined ? undefined : { state, atMs };
  }

  /** The newest change. */
  get newest(): StateChange | undefined {
    return this.at(this.size - 1);
  }

  /** All kept changes, oldest first. */
  *changes(): Generator<StateChange> {
    for (let index = 0; index < this.size; index++) {
      const change = this.at(index);
      if (change !== undefined) yield change;
    }
  }

  /** All kept stays up to `nowMs`, oldest first; the last one is the present one. */
  *stays(nowMs: number): Generator<Stay> {
    let previous: StateChange | undefined;
    for (const change of this.changes()) {
      if (previous !== undefined) yield { state: previous.state, fromMs: previous.atMs, toMs: change.atMs };
      previous = change;
    }
    if (previous !== undefined) {
      yield { state: previous.state, fromMs: previous.atMs, toMs: Math.max(previous.atMs, nowMs) };
    }
  }

  /** How long it stayed in `from` before it went to `to`: the newest durations in milliseconds, oldest first. */
  durations(from: ServiceStateType, to: ServiceStateType): readonly number[] {
    const pair = pairOf(from, to);
    const count = this.#counts[pair] ?? 0;
    const kept = Math.min(count, DURATIONS_PER_PAIR);
    const start = pair * DURATIONS_PER_PAIR;
    return Array.from({ length: kept }, (_, index) => {
      return this.#durations[start + (count - kept + index) % DURATIONS_PER_PAIR] ?? 0;
    });
  }

  #recordDuration(pair: number, durationMs: number): void {
    const count = this.#counts[pair] ?? 0;
    this.#durations[pair * DURATIONS_PER_PAIR + count % DURATIONS_PER_PAIR] = durationMs;
    this.#counts[pair] = count + 1;
  }
}

function pairOf(from: ServiceStateType, to: ServiceStateType): number {
  return SERVICE_STATES.indexOf(from) * SERVICE_STATES.length + SERVICE_STATES.indexOf(to);
}
