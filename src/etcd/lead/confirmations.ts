/** Those who wait until etcd has everything up to a revision. */

interface Waiter {
  readonly revision: bigint;
  readonly end: (isConfirmed: boolean) => void;
}

export class Confirmations {
  readonly #onWait: () => void;
  readonly #waiters = new Set<Waiter>();

  /** `onWait` is called when somebody begins to wait. */
  constructor(onWait: () => void) {
    this.#onWait = onWait;
  }

  get isAwaited(): boolean {
    return this.#waiters.size > 0;
  }

  /** True once the cursor has reached the revision; false when that is refused, or the signal aborts, before. */
  wait(
    revision: bigint,
    options: { readonly cursor: bigint; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const { cursor, signal } = options;
    if (cursor >= revision) return Promise.resolve(true);
    if (signal.aborted) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter: Waiter = {
      revision,
      end: (isConfirmed) => {
        this.#waiters.delete(waiter);
        signal.removeEventListener("abort", onAbort);
        resolve(isConfirmed);
      },
    };
    const onAbort = () => waiter.end(false);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#waiters.add(waiter);
    this.#onWait();
    return promise;
  }

  reach(cursor: bigint): void {
    for (const waiter of [...this.#waiters]) if (waiter.revision <= cursor) waiter.end(true);
  }

  refuse(): void {
    for (const waiter of [...this.#waiters]) waiter.end(false);
  }
}
