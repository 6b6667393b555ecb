/**
 * The circuit breaker of the ActionController: while it does not answer, one plan at a time finds out whether it does again, and all
 * others wait without asking. Pure; times are monotonic. Who asks is named by the id of its plan.
 *
 * I1: closed: every call passes. Open: none. Half-open: the probe, until it is answered, has failed or ended without having asked.
 * I2: the pause between two probes grows up to `maxPauseMs` and begins anew with the next failure after an answer.
 * I3: only the probe itself ends its turn before an answer: a plan that was admitted earlier and comes back later is none.
 * I4: a plan that was the probe and was not answered gives way once to one that was refused meanwhile: an action that alone hangs holds
 *     up no other service.
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
  /** The plan that finds out (I3). */
  #probe: string | undefined;
  /** The plan that was the probe before (I4). */
  #before: string | undefined;
  #hasOthers = false;
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
  admit(plan: string, nowMs: number): BreakerAdmission {
    if (this.isClosed) return { kind: "admitted", isProbe: false };
    const { basePauseMs, maxPauseMs } = this.#settings;
    if (this.#probe !== undefined || nowMs < this.#retryAtMs) {
      this.#hasOthers ||= plan !== this.#probe && plan !== this.#before;
      return { kind: "refused", untilMs: Math.max(this.#retryAtMs, nowMs + basePauseMs) };
    }
    if (plan === this.#before && this.#hasOthers) {
      this.#hasOthers = false;
      return { kind: "refused", untilMs: nowMs + maxPauseMs };
    }
    this.#probe = plan;
    this.#before = plan;
    this.#hasOthers = false;
    return { kind: "admitted", isProbe: true };
  }

  /** The peer answered. True when it had been unreachable. */
  succeed(): boolean {
    const wasAway = this.#awaySinceMs !== undefined;
    this.#failures = 0;
    this.#probes = 0;
    this.#probe = undefined;
    this.#awaySinceMs = undefined;
    return wasAway;
  }

  /** It did not answer. Answers when it may be asked again (I2). */
  fail(plan: string, nowMs: number): number {
    this.#awaySinceMs ??= nowMs;
    this.#failures += 1;
    this.cancel(plan);
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

  /** The plan ended without having asked (I3). */
  cancel(plan: string): void {
    if (this.#probe === plan) this.#probe = undefined;
  }
}
