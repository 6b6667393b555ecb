/**
 * The circuit breaker of the ActionController: while it does not answer, one plan at a time finds out whether it does again, and all
 * others wait without asking. Pure; times are monotonic.
 *
 * I1: closed: every call passes. Open: none. Half-open: one, until it is answered or has failed.
 * I2: the pause between two probes grows up to `maxPauseMs` and begins anew with the next failure after an answer.
 */
import { backoffDelayMs } from "../kit/backoff.ts";

export interface BreakerSettings {
  /** Failures in a row that open it, at least 1. */
  readonly failures: number;
  readonly basePauseMs: number;
  readonly maxPauseMs: number;
}

export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = { failures: 3, basePauseMs: 100, maxPauseMs: 2_000 };

export type BreakerAdmission =
  | { readonly kind: "admitted"; readonly isProbe: boolean }
  | { readonly kind: "refused"; readonly untilMs: number };

export class ControllerBreaker {
  readonly #settings: BreakerSettings;
  readonly #random01: () => number;
  #failures = 0;
  #probes = 0;
  #retryAtMs = 0;
  #isProbing = false;
  /** Since when it has not answered; not set = it does. */
  #awaySinceMs: number | undefined;

  constructor(random01: () => number, settings: BreakerSettings = DEFAULT_BREAKER_SETTINGS) {
    this.#random01 = random01;
    this.#settings = settings;
  }

  get isClosed(): boolean {
    return this.#failures < this.#settings.failures;
  }

  /** How long it has not answered; 0 = it does. */
  awayForMs(nowMs: number): number {
    return this.#awaySinceMs === undefined ? 0 : nowMs - this.#awaySinceMs;
  }

  /** I1. */
  admit(nowMs: number): BreakerAdmission {
    if (this.isClosed) return { kind: "admitted", isProbe: false };
    if (this.#isProbing || nowMs < this.#retryAtMs) {
      return { kind: "refused", untilMs: Math.max(this.#retryAtMs, nowMs + this.#settings.basePauseMs) };
    }
    this.#isProbing = true;
    return { kind: "admitted", isProbe: true };
  }

  /** The peer answered. True when it had been unreachable. */
  succeed(): boolean {
    const wasAway = this.#awaySinceMs !== undefined;
    this.#failures = 0;
    this.#probes = 0;
    this.#isProbing = false;
    this.#awaySinceMs = undefined;
    return wasAway;
  }

  /** It did not answer. Answers when it may be asked again (I2). */
  fail(nowMs: number): number {
    this.#awaySinceMs ??= nowMs;
    this.#failures += 1;
    this.#isProbing = false;
    const { basePauseMs, maxPauseMs } = this.#settings;
    const pauseMs = backoffDelayMs(this.#probes, {
      baseMs: basePauseMs,
      capMs: maxPauseMs,
      first: "delayed",
      jitter: "equal",
      random01: this.#random01(),
    });
    if (!this.isClosed) this.#probes += 1;
    this.#retryAtMs = nowMs + pauseMs;
    return this.#retryAtMs;
  }

  /** The probe ended without having asked. */
  cancelProbe(): void {
    this.#isProbing = false;
  }
}
