/** Waiting by the port Clock: for a while, until a signal, for a sign of life, or at a bounded rate. */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log, LogFields } from "../../ports/log.ts";
import type { Random } from "../../ports/random.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";

/** Resolves after `delayMs` or as soon as the signal aborts, whichever is first; leaves no timer. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || delayMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      timer.cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = clock.schedule(delayMs, end);
    signal.addEventListener("abort", end, { once: true });
  });
}

/** Exponential backoff with full jitter; the first retry is immediate. */
export class Backoff {
  readonly #random: Random;
  readonly #range: { readonly baseMs: number; readonly capMs: number };
  #attempt = 0;

  constructor(random: Random, range: { readonly baseMs: number; readonly capMs: number }) {
    this.#random = random;
    this.#range = range;
  }

  /** How long to wait before the next attempt, milliseconds. */
  next(): number {
    return backoffDelayMs(this.#attempt++, { ...this.#range, random01: this.#random.next() });
  }

  /** The next retry is immediate again. */
  reset(): void {
    this.#attempt = 0;
  }
}

/**
 * Calls back once when nothing was heard for `limitMs`. One timer at a time however often it hears something: it looks at the
 * time when it fires, and is set again for what is left.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onSilence: () => void;
  #heardAtMs: number;
  #isHeld = false;
  #timer: Timer;

  constructor(clock: Clock, limitMs: number, onSilence: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onSilence = onSilence;
    this.#heardAtMs = clock.monotonicMs();
    this.#timer = clock.schedule(limitMs, () => this.#look());
  }

  heard(): void {
    this.#isHeld = false;
    this.#heardAtMs = this.#clock.monotonicMs();
  }

  /** Nothing can be heard until the next `heard`, because nobody listens: silence does not count. */
  hold(): void {
    this.#isHeld = true;
  }

  stop(): void {
    this.#timer.cancel();
  }

  #look(): void {
    const leftMs = this.#isHeld ? this.#limitMs : this.#heardAtMs + this.#limitMs - this.#clock.monotonicMs();
    if (leftMs <= 0) this.#onSilence();
    else this.#timer = this.#clock.schedule(leftMs, () => this.#look());
  }
}

/** A token bucket: how long to wait before taking one more. */
export class Pace {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number;

  constructor(clock: Clock, options: { readonly perSecond: number; readonly burst: number }) {
    this.#clock = clock;
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#tokens = options.burst;
    this.#atMs = clock.monotonicMs();
  }

  /** Takes one; milliseconds to wait before the next one, 0 = none. */
  take(): number {
    const nowMs = this.#clock.monotonicMs();
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perSecond / 1_000);
    this.#atMs = nowMs;
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : -this.#tokens * 1_000 / this.#perSecond;
  }
}

/** Warnings at most once a second, with the number that were left out: what a peer does wrong cannot fill the log. */
export class QuietLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #nextAtMs = -Infinity;
  #suppressed = 0;

  constructor(log: Log, clock: Clock, intervalMs = 1_000) {
    this.#log = log;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  warn(message: string, fields: LogFields): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#nextAtMs) {
      this.#suppressed += 1;
      return;
    }
    this.#nextAtMs = nowMs + this.#intervalMs;
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    this.#log.warn(message, suppressed === 0 ? fields : { ...fields, suppressed });
  }
}
