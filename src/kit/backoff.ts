/**
 * Exponential backoff with jitter (design section 5).
 *
 * The longest wait before attempt n is min(base * 2^n, cap); attempt 0 follows at once, unless `first` is "delayed". Full jitter is
 * uniform in [0, longest], so that callers that fail together spread over the whole interval; equal jitter is uniform in the upper
 * half of it, for a caller that must give its peer a minimum pause. Expected sum of the first n waits with full jitter: below
 * base * 2^n; never more than cap per attempt.
 */

export interface BackoffOptions {
  /** Milliseconds, more than 0; default 500. */
  readonly baseMs?: number;
  /** Longest wait in milliseconds; default 300,000. */
  readonly capMs?: number;
  /** Whether attempt 0 waits as well: for up to `baseMs`. Default "at-once". */
  readonly first?: "at-once" | "delayed";
  /** Default "full". */
  readonly jitter?: "full" | "equal";
}

export const DEFAULT_BACKOFF = { baseMs: 500, capMs: 300_000 } as const satisfies BackoffOptions;

/** The longest wait that can come before attempt `attempt` (0 = the first), milliseconds. */
export function backoffUpperBoundMs(attempt: number, options: BackoffOptions = {}): number {
  const { baseMs = DEFAULT_BACKOFF.baseMs, capMs = DEFAULT_BACKOFF.capMs, first = "at-once" } = options;
  if (attempt <= 0 && first === "at-once") return 0;
  return Math.min(baseMs * 2 ** Math.max(0, attempt), capMs);
}

/** The wait before attempt `attempt` (0 = the first), milliseconds; not rounded. `random01` is uniform in [0, 1). */
export function backoffDelayMs(
  attempt: number,
  options: BackoffOptions & { readonly random01: number },
): number {
  const { jitter = "full", random01 } = options;
  return backoffUpperBoundMs(attempt, options) * (jitter === "full" ? random01 : 0.5 + random01 / 2);
}

/** The waits of one series of attempts. */
export class Backoff {
  readonly #random01: () => number;
  readonly #options: BackoffOptions;
  #attempt = 0;

  constructor(random01: () => number, options: BackoffOptions) {
    this.#random01 = random01;
    this.#options = options;
  }

  /** The wait before the next attempt, milliseconds. */
  next(): number {
    return backoffDelayMs(this.#attempt++, { ...this.#options, random01: this.#random01() });
  }

  /** The attempt succeeded: the series starts over. */
  reset(): void {
    this.#attempt = 0;
  }
}
