/**
 * At most one in so long, and how many were left out: what happens a thousand times a second fills neither a log nor anybody's inbox.
 * Time is passed in, from the monotonic clock.
 */
export class RateLimit {
  readonly #everyMs: number;
  #passedAtMs = -Infinity;
  #leftOut = 0;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** How many were left out since the last one that passed; undefined = this one is left out as well. */
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
