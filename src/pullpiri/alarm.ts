/** A loop that is due now and then, and earlier when somebody asks: one alarm, which can only be moved forward. */
import { delay } from "../kit/delay.ts";
import type { Clock } from "../ports/clock.ts";

export class Alarm {
  readonly #clock: Clock;
  #dueAtMs = Infinity;
  #wake: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Due in `inMs` at the latest. */
  set(inMs: number): void {
    const atMs = this.#clock.monotonicMs() + inMs;
    if (atMs >= this.#dueAtMs) return;
    this.#dueAtMs = atMs;
    this.#wake();
  }

  /** Resolves when it is due, in `withinMs` at the latest, or when the signal aborts. */
  async wait(withinMs: number, signal: AbortSignal): Promise<void> {
    this.set(withinMs);
    while (!signal.aborted) {
      const leftMs = this.#dueAtMs - this.#clock.monotonicMs();
      if (leftMs <= 0) break;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await delay(this.#clock, leftMs, AbortSignal.any([signal, woken.signal]));
    }
    this.#dueAtMs = Infinity;
  }
}
