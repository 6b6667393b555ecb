/**
 * Limits the duration of work.
 *
 * I1: whatever ends first, neither a timer nor a listener is left behind: by a `Deadline` once it is disposed, by `within` at its end.
 */
import type { Scheduler } from "./delay.ts";

/** A signal that aborts after a time, or with another signal; dispose it when the work has ended. */
export class Deadline implements Disposable {
  readonly #over = new AbortController();
  readonly #leave: () => void;
  #hasPassed = false;

  /** `limitMs` from now; with `outer` also when that aborts. */
  constructor(timers: Scheduler, limitMs: number, outer?: AbortSignal) {
    const timer = timers.schedule(limitMs, () => {
      this.#hasPassed = true;
      this.#end();
    });
    const end = () => this.#end();
    outer?.addEventListener("abort", end, { once: true });
    this.#leave = () => {
      timer.cancel();
      outer?.removeEventListener("abort", end);
    };
    if (outer?.aborted === true) this.#end();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether the time ran out. */
  get hasPassed(): boolean {
    return this.#hasPassed;
  }

  /** The result of the work; undefined when the signal aborts first. The work itself continues. */
  async race<T>(work: Promise<T>): Promise<T | undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const end = () => resolve(undefined);
    this.signal.addEventListener("abort", end, { once: true });
    if (this.signal.aborted) end();
    try {
      return await Promise.race([work, promise]);
    } finally {
      this.signal.removeEventListener("abort", end);
    }
  }

  [Symbol.dispose](): void {
    this.#leave();
  }

  #end(): void {
    this.#leave();
    this.#over.abort();
  }
}

/** True once the work is done; false after `limitMs`; the work then continues. Rejects when the work rejects. */
export function within(timers: Scheduler, limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const timer = timers.schedule(limitMs, () => resolve(false));
  work.then(() => resolve(true), reject).finally(() => timer.cancel());
  return promise;
}
