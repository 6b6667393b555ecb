/** Waiting on a condition with a deadline: the only kind of waiting that a test may do. */

/** How long and how often to look. */
export interface EventuallyOptions {
  /** Time until it counts as failed, milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** Time between two looks, milliseconds. Default 5. */
  readonly intervalMs?: number;
}

/**
 * Resolves to the first value of `probe` that is neither undefined nor false. Rejects with an error that names `what` and the
 * last thing that `probe` threw, once the deadline has passed.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: EventuallyOptions = {},
): Promise<T> {
  const { timeoutMs = 5_000, intervalMs = 5 } = options;
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Not within ${timeoutMs} ms: ${what}`, cause === undefined ? {} : { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

/** Rejects when `promise` does not settle in time; leaves no timer behind. */
export async function within<T>(what: string, promise: Promise<T>, timeoutMs = 5_000): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${timeoutMs} ms: ${what}`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
