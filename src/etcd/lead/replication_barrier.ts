/**
 * The replication barrier: an effect waits here until etcd holds everything up to its revision, so that another instance that takes
 * over knows of it.
 *
 * I1: at most MAX_WAITERS wait; a further one gets false at once, as when the leader term ends.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";

/** Far above the number of concurrent reconciles: the rest are changes of clients, whose rate is not limited while etcd is slow. */
export const MAX_WAITERS = 4_096;

interface Waiter {
  readonly revision: bigint;
  readonly end: (isReplicated: boolean) => void;
}

export class ReplicationBarrier implements Buffered {
  readonly #onWait: () => void;
  readonly #waiters = new Set<Waiter>();
  #refused = 0;

  /** `onWait` is called with each new waiter. */
  constructor(onWait: () => void) {
    this.#onWait = onWait;
  }

  get hasWaiters(): boolean {
    return this.#waiters.size > 0;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "replication_barrier",
      unit: "entries",
      capacity: MAX_WAITERS,
      overflow: "refuse",
      used: this.#waiters.size,
      overflows: this.#refused,
    }];
  }

  /** True once the cursor has reached the revision; false when the signal aborts or `rejectAll` is called first, or at once (I1). */
  wait(
    revision: bigint,
    options: { readonly cursor: bigint; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const { cursor, signal } = options;
    if (cursor >= revision) return Promise.resolve(true);
    if (signal.aborted) return Promise.resolve(false);
    if (this.#waiters.size >= MAX_WAITERS) {
      this.#refused += 1;
      return Promise.resolve(false);
    }
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
