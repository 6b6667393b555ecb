/**
 * Notices that the process itself did not run for a while: it was stopped (SIGSTOP), the machine slept, or its event loop was blocked.
 * What it did not hear meanwhile is nobody else's silence.
 *
 * Whoever has a regular timer says when it is due (`expect`), and whoever is about to judge anything by time asks first (`check`).
 *
 * I1: a pause is reported once, before anything is judged by the time that it took.
 * I2: a machine that sleeps stops the monotonic clock and not the wall clock, so a wall clock that went ahead by itself counts as a
 *     pause as well. One that was only set does no harm: time limits begin anew, and none is shortened.
 */
import type { MonotonicClock } from "./delay.ts";

export interface PauseClock extends MonotonicClock {
  wallMs(): number;
}

export class OwnPause {
  readonly #clock: PauseClock;
  readonly #fromMs: number;
  readonly #onPause: (pausedMs: number) => void;
  #dueMs: number;
  /** Wall time minus monotonic time; grows while the machine sleeps. */
  #offsetMs: number;

  /** `fromMs`: what is shorter is no pause. `onPause` is called by `check`. */
  constructor(clock: PauseClock, fromMs: number, onPause: (pausedMs: number) => void) {
    this.#clock = clock;
    this.#fromMs = fromMs;
    this.#onPause = onPause;
    this.#dueMs = Infinity;
    this.#offsetMs = clock.wallMs() - clock.monotonicMs();
  }

  /** A timer was set that is due after that time, and calls `check`. */
  expect(delayMs: number): void {
    this.#dueMs = this.#clock.monotonicMs() + delayMs;
  }

  check(): void {
    const nowMs = this.#clock.monotonicMs();
    const offsetMs = this.#clock.wallMs() - nowMs;
    const lateMs = Math.max(0, nowMs - this.#dueMs);
    const sleptMs = Math.max(0, offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs;
    if (Math.max(lateMs, sleptMs) < this.#fromMs) return;
    // I1: the timer that is late comes yet.
    this.#dueMs = Infinity;
    this.#onPause(Math.max(lateMs, sleptMs));
  }
}
