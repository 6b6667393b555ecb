/** Waiting for something real: look until it is so, or until the deadline, and then say what was seen last. */

export interface WaitOptions {
  /** What is waited for, for the message. */
  readonly what: string;
  /** Milliseconds; default 60,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks; default 10. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** What to say of the last look when the time is over. */
  readonly describe?: () => string;
}

/** Resolves with the first answer that is neither undefined nor false; rejects after the deadline. */
export async function until<Value>(
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  { what, timeoutMs = 60_000, pollMs = 10, signal, describe }: WaitOptions,
): Promise<Value> {
  const deadlineMs = performance.now() + timeoutMs;
  while (true) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    signal?.throwIfAborted();
    if (performance.now() > deadlineMs) {
      const seen = describe === undefined ? "" : `; last seen: ${describe()}`;
      throw new Error(`${what}: not within ${timeoutMs} ms${seen}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
