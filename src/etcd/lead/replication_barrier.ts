/**
 * The replication barrier: an effect waits here until etcd holds everything up to its revision, so that another instance that takes
 * over knows of it.
 */

interface Waiter {
  readonly revision: bigint;
  readonly end: (isReplicated: boolean) => void;
}

export class ReplicationBarrier {
  readonly #onWait: () => void;
  readonly #waiters = new Set<Waiter>();

  /** `onWait` is called with each new waiter. */
  constructor(onWait: () => void) {
    this.#onWait = onWait;
  }

  get hasWaiters(): boolean {
    return this.#waiters.size > 0;
  }

  /** True once the cursor has reached the revision; false when the signal aborts or `rejectAll` is called first. */
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
      end: (isReplicated) => {
        this.#waiters.delete(waiter);
        signal.removeEventListener("abort", onAbort);
        resolve(isReplicated);
      },
    };
    const onAbort = () => waiter.end(false);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#waiters.add(waiter);
    this.#onWait();
    return promise;
  }

  /** Everything up to the cursor is in etcd. */
  advanceTo(cursor: bigint): void {
    for (const waiter of [...this.#waiters]) if (waiter.revision <= cursor) waiter.end(true);
  }

  /** This instance stopped replicating. */
  rejectAll(): void {
    for (const waiter of [...this.#waiters]) waiter.end(false);
  }
}
