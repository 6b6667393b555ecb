/**
 * A pause until a time or a signal. All pauses of the program use it.
 *
 * I1: whatever ends the wait, neither a timer nor a listener is left behind.
 */

/** A timer that was set; cancelling it twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Something that can schedule a callback. */
export interface Scheduler {
  /** Calls back once, after at least `delayMs`. */
  schedule(delayMs: number, callback: () => void): Timer;
}

/** A scheduler that knows how much time has passed: milliseconds since some fixed point, which never go back. */
export interface MonotonicClock extends Scheduler {
  monotonicMs(): number;
}

/**
 * Resolves after `delayMs` (with 0, in a later turn), or as soon as the signal aborts (I1). Never rejects: the caller checks the
 * signal.
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

/**
 * Calls back again and again, `everyMs` after each call has returned, until it is cancelled. A call that throws, or whose promise rejects,
 * ends nothing: `onError` gets the error, and must not throw.
 */
export function every(
  timers: Scheduler,
  everyMs: number,
  { call, onError }: {
    readonly call: () => void | Promise<void>;
    readonly onError: (error: unknown) => void;
  },
): Timer {
  let isOver = false;
  const fire = () => {
    try {
      call()?.catch(onError);
    } catch (error) {
      onError(error);
    }
    // The call may have cancelled the timer.
    if (!isOver) timer = timers.schedule(everyMs, fire);
  };
  let timer = timers.schedule(everyMs, fire);
  return {
    cancel: () => {
      isOver = true;
      timer.cancel();
    },
  };
}

/** Resolves when the signal aborts; at once when it has. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
