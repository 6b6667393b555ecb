/**
 * A token bucket: a burst, and a rate per second after that. Time is passed in, from the monotonic clock; a time that goes backwards
 * counts as no time passed.
 *
 * I1  The tokens are between 0 and `capacity`.
 */

export interface TokenBucketOptions {
  /** Most tokens it holds; it begins full. */
  readonly capacity: number;
  /** Tokens that come back each second. */
  readonly refillPerSecond: number;
  readonly nowMs: number;
}

export interface TakeOptions {
  readonly nowMs: number;
  /** Tokens that must be left afterwards; default 0. */
  readonly leave?: number;
}

export class TokenBucket {
  readonly #capacity: number;
  readonly #refillPerMs: number;
  #tokens: number;
  #nowMs: number;

  constructor(options: TokenBucketOptions) {
    this.#capacity = options.capacity;
    this.#refillPerMs = options.refillPerSecond / 1_000;
    this.#tokens = options.capacity;
    this.#nowMs = options.nowMs;
  }

  /** Tokens there are. Changes nothing. */
  tokens(nowMs: number): number {
    const passedMs = Math.max(0, nowMs - this.#nowMs);
    return Math.min(this.#capacity, this.#tokens + passedMs * this.#refillPerMs);
  }

  /**
   * Takes one token and returns 0; or takes none and returns the milliseconds until there are enough (Infinity if there never will
   * be).
   */
  take({ nowMs, leave = 0 }: TakeOptions): number {
    this.#tokens = this.tokens(nowMs);
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    const missing = 1 + leave - this.#tokens;
    // A shorter wait is a rounding error: the next call would return it again.
    if (missing <= 1e-9) {
      this.#tokens = Math.max(0, this.#tokens - 1);
      return 0;
    }
    return 1 + leave > this.#capacity ? Infinity : missing / this.#refillPerMs;
  }
}
