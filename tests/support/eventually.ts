/**
 * Waiting on a condition with a deadline: the only kind of waiting that a test may do.
 *
 * The deadline is for what never comes. It is far beyond what anything takes, so that no test depends on how busy the machine is;
 * a test that is about a time measures it (`fastest`).
 */

const PATIENCE_MS = 60_000;

/** How long and how often to look. */
export interface EventuallyOptions {
  /** Time until it counts as failed, milliseconds. Default 60,000. */
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
  const { timeoutMs = PATIENCE_MS, intervalMs = 5 } = options;
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
export async function within<T>(what: string, promise: Promise<T>, timeoutMs = PATIENCE_MS): Promise<T> {
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

/**
 * Repeats `attempt`, which resolves to the milliseconds that it took, until one takes no more than `limitMs`; at most `times`. What
 * the program can do is what it takes undisturbed: on a busy machine any single attempt may take longer.
 */
export async function fastest(
  what: string,
  attempt: () => Promise<number>,
  { limitMs, times = 5 }: { readonly limitMs: number; readonly times?: number },
): Promise<void> {
  const tookMs: number[] = [];
  while (tookMs.length < times) {
    const ms = await attempt();
    if (ms <= limitMs) return;
    tookMs.push(Math.round(ms));
  }
  throw new Error(`${what}: more than ${limitMs} ms each time: ${tookMs.join(", ")}`);
}
