/**
 * How long to wait before the next attempt: exponential backoff with full jitter (design section 5).
 *
 * The wait before attempt n is uniform in [0, min(base * 2^n, cap)]; attempt 0 follows at once. Many services that fail
 * together therefore spread over the whole interval. Expected sum of the first n waits: below base * 2^n; never more than
 * cap per attempt.
 */

export interface BackoffOptions {
  /** Milliseconds, more than 0; default 500. */
  readonly baseMs?: number;
  /** Longest wait in milliseconds; default 300,000. */
  readonly capMs?: number;
}

export const DEFAULT_BACKOFF = { baseMs: 500, capMs: 300_000 } as const satisfies Required<BackoffOptions>;

/** The longest wait that can come before attempt `attempt` (0 = the first), milliseconds. */
export function backoffUpperBoundMs(attempt: number, options: BackoffOptions = {}): number {
  if (attempt <= 0) return 0;
  const { baseMs = DEFAULT_BACKOFF.baseMs, capMs = DEFAULT_BACKOFF.capMs } = options;
  return Math.min(baseMs * 2 ** attempt, capMs);
}

/**
 * The wait before attempt `attempt` (0 = the first, which follows at once), milliseconds; not rounded.
 * `random01` is uniform in [0, 1).
 */
export function backoffDelayMs(
  attempt: number,
  options: BackoffOptions & { readonly random01: number },
): number {
  return backoffUpperBoundMs(attempt, options) * options.random01;
}
