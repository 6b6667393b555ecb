/**
 * A rate limit: passes at most one occurrence per interval, and counts the suppressed ones, so that frequent events cannot flood a log
 * or a peer. Time is passed in, from the monotonic clock.
 */

/** How far a limit is, as plain data. */
export interface RateLimitState {
  /** When the last one passed; not set = none did. */
  readonly passedAtMs?: number;
  /** How many were left out since. */
  readonly leftOut: number;
}

export class RateLimit {
  readonly #everyMs: number;
  #passedAtMs = -Infinity;
  #leftOut = 0;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** How many were suppressed since the last one that passed; undefined = this one is suppressed as well. */
  pass(nowMs: number): number | undefined {
    if (nowMs - this.#passedAtMs < this.#everyMs) {
      this.#leftOut += 1;
      return undefined;
    }
    const leftOut = this.#leftOut;
    this.#passedAtMs = nowMs;
    this.#leftOut = 0;
    return leftOut;
  }

  get state(): RateLimitState {
    const leftOut = this.#leftOut;
    return Number.isFinite(this.#passedAtMs) ? { passedAtMs: this.#passedAtMs, leftOut } : { leftOut };
  }

  /** Goes on from there. */
  restore({ passedAtMs = -Infinity, leftOut }: RateLimitState): void {
    this.#passedAtMs = passedAtMs;
    this.#leftOut = leftOut;
  }

  /** The next one passes, as the first did. */
  reset(): void {
    this.#passedAtMs = -Infinity;
    this.#leftOut = 0;
  }
}
