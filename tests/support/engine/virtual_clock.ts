/** A clock that stands still until it is told to go on. Timers fire in order of time, then of setting. */
import { type HeapItem, IndexedHeap } from "../../../src/kit/indexed_heap.ts";
import type { Clock, Timer } from "../../../src/ports/clock.ts";

interface Pending extends HeapItem {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Timers that may fire at one moment; more than these set one another again and again. */
const MAX_AT_ONCE = 200_000;
/** Longest chain of promises between two timers that is followed. */
const MICROTASK_TURNS = 100;

export class VirtualClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  readonly #timers = new IndexedHeap<Pending>((a, b) =>
    a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
  );
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

  /** The process does not run for so long: what falls due meanwhile fires afterwards, late. */
  pauseProcess(forMs: number): void {
    this.#nowMs += forMs;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const timer = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      order: this.#order++,
      callback,
      heapIndex: -1,
    };
    this.#timers.push(timer);
    return { cancel: () => void this.#timers.remove(timer) };
  }

  /** Timers that are set. */
  get pendingCount(): number {
    return this.#timers.size;
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < MICROTASK_TURNS; turn++) await Promise.resolve();
  }

  /** Goes on by that much, firing what falls due on the way. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await this.settle();
    let atOnce = 0;
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      atOnce = next.atMs > this.#nowMs ? 0 : atOnce + 1;
      if (atOnce > MAX_AT_ONCE) throw new Error(`time stands still at ${this.#nowMs} ms: timers without end`);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#timers.remove(next);
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
    const first = this.#timers.peek();
    return first !== undefined && first.atMs <= endMs ? first : undefined;
  }
}
