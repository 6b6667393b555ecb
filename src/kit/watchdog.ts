/**
 * A watchdog: calls back when `heard` was not called for too long.
 *
 * I1: one timer at a time however often `heard` is called: when it fires the time is checked, and it is set again for the remaining time.
 * I2: that time is reckoned from when it is due. From how long it was silent a remainder could be left that is too small to be added to now.
 */
import type { MonotonicClock, Timer } from "./delay.ts";

export interface WatchdogOptions {
  /** Longest silence, milliseconds. A function is called with each `heard`, and when the timer fires. */
  readonly limitMs: number | (() => number);
  /** Called after each such silence, until `stop`; the next one counts from then. */
  readonly onSilence: (silentMs: number) => void;
}

export class Watchdog {
  readonly #clock: MonotonicClock;
  readonly #limitMs: () => number;
  readonly #onSilence: (silentMs: number) => void;
  #heardAtMs: number;
  #isHeld = false;
  #isStopped = false;
  #dueMs = Infinity;
  #timer: Timer | undefined;

  /** Counts from now on. */
  constructor(clock: MonotonicClock, { limitMs, onSilence }: WatchdogOptions) {
    this.#clock = clock;
    this.#limitMs = typeof limitMs === "number" ? () => limitMs : limitMs;
    this.#onSilence = onSilence;
    this.#heardAtMs = clock.monotonicMs();
    this.#setTimer(this.#heardAtMs, this.#limitMs());
  }

  heard(): void {
    this.#isHeld = false;
    this.#heardAtMs = this.#clock.monotonicMs();
    const leftMs = this.#limitMs();
    // The limit may have become shorter than what the timer waits for.
    if (!this.#isStopped && this.#heardAtMs + leftMs < this.#dueMs) this.#setTimer(this.#heardAtMs, leftMs);
  }

  /** Suspends the watchdog until the next `heard`, while the caller does not listen: silence does not count. */
  hold(): void {
    this.#isHeld = true;
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #setTimer(nowMs: number, delayMs: number): void {
    this.#timer?.cancel();
    this.#dueMs = nowMs + delayMs;
    this.#timer = this.#clock.schedule(delayMs, this.#check);
  }

  readonly #check = (): void => {
    const nowMs = this.#clock.monotonicMs();
    const silentMs = nowMs - this.#heardAtMs;
    // I2
    const dueMs = (this.#isHeld ? nowMs : this.#heardAtMs) + this.#limitMs();
    if (dueMs > nowMs) return this.#setTimer(nowMs, dueMs - nowMs);
    this.#heardAtMs = nowMs;
    this.#onSilence(silentMs);
    if (!this.#isStopped) this.#setTimer(nowMs, this.#limitMs());
  };
}
