/** Waiting for a while, or until a signal: the one way in which the program pauses. */

/** A timer that was set; cancelling it twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Whoever can call back later. */
export interface Scheduler {
  /** Calls back once, after at least `delayMs`. */
  schedule(delayMs: number, callback: () => void): Timer;
}

/**
 * Resolves after `delayMs` (0 included: in a turn of its own), or as soon as the signal aborts. Leaves neither a timer nor a
 * listener. Never rejects: whoever waits asks the signal what it was.
 */
export function delay(timers: Scheduler, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    timer.cancel();
    signal?.removeEventListener("abort", end);
    resolve();
  };
  const timer = timers.schedule(delayMs, end);
  signal?.addEventListener("abort", end, { once: true });
  return promise;
}
