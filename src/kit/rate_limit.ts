/**
 * A rate limit: passes at most one occurrence per interval, and counts the suppressed ones, so that frequent events cannot flood a log
 * or a peer. Time is passed in, from the monotonic clock.
 */
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

  /** The next one passes, as the first did. */
  reset(): void {
    this.#passedAtMs = -Infinity;
    this.#leftOut = 0;
  }
}
