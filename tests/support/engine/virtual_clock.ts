/** A clock that stands still until it is told to go on. Timers fire in order of time, then of setting. */
import type { Clock, Timer } from "../../../src/ports.ts";

interface Pending {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** Longest chain of promises between two timers that is followed. */
const MICROTASK_TURNS = 100;

export class VirtualClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  #timers: Pending[] = [];
  isSynchronised = true;

  constructor(wallStartMs = 1_700_000_000_000) {
    this.#wallOffsetMs = wallStartMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  isWallSynchronised(): boolean {
    return this.isSynchronised;
  }

  /** Moves the wall clock alone, as a bad real-time clock or a time server does. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const timer = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      order: this.#order++,
      callback,
      isCancelled: false,
    };
    this.#timers.push(timer);
    return { cancel: () => void (timer.isCancelled = true) };
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < MICROTASK_TURNS; turn++) await Promise.resolve();
  }

  /** Goes on by that much, firing what falls due on the way. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await this.settle();
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.isCancelled = true;
      next.callback();
      await this.settle();
    }
    this.#nowMs = endMs;
  }

  /** Goes on in small steps until the condition holds; throws when it does not within `limitMs`. */
  async until(condition: () => boolean, limitMs: number, what = "the condition"): Promise<void> {
    const endMs = this.#nowMs + limitMs;
    await this.settle();
    while (!condition()) {
      if (this.#nowMs >= endMs) throw new Error(`${what} does not hold after ${limitMs} ms of virtual time`);
      await this.advance(10);
    }
  }

  #next(endMs: number): Pending | undefined {
    this.#timers = this.#timers.filter((timer) => !timer.isCancelled);
    let first: Pending | undefined;
    for (const timer of this.#timers) {
      if (timer.atMs > endMs) continue;
      const isSooner = first === undefined || timer.atMs < first.atMs ||
        (timer.atMs === first.atMs && timer.order < first.order);
      if (isSooner) first = timer;
    }
    return first;
  }
}
