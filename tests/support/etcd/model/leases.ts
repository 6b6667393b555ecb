/**
 * Leases of the model, on the test's clock.
 *
 * I1: a lease that ends takes all its keys with it in one revision, in order of key.
 * I2: while the server is down no lease ends, and coming back gives each its full time again, as a new leader does.
 */
import type { Clock, Timer } from "../../../../src/ports/clock.ts";

/** Shorter ones are made this long (election timeout x 1.5, in whole seconds), as etcd does with its defaults. */
const MIN_LEASE_SECONDS = 2;
/** Anything; far from the small numbers that revisions are, so that mixing them up shows. */
const FIRST_LEASE = 7_587_000_000_000_001n;

export interface LeaseSnapshot {
  readonly id: bigint;
  readonly ttlSeconds: number;
}

interface Lease extends LeaseSnapshot {
  timer: Timer;
}

export class Leases {
  readonly #clock: Clock;
  readonly #onEnd: (id: bigint) => void;
  readonly #leases = new Map<bigint, Lease>();
  /** Goes on over `restore`: an id is never given twice. */
  #next = FIRST_LEASE;

  constructor(clock: Clock, onEnd: (id: bigint) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  get ids(): readonly bigint[] {
    return [...this.#leases.keys()];
  }

  has(id: bigint): boolean {
    return this.#leases.has(id);
  }

  grant(ttlSeconds: number): LeaseSnapshot {
    const lease = { id: this.#next++, ttlSeconds: Math.max(MIN_LEASE_SECONDS, ttlSeconds) };
    this.#add(lease);
    return lease;
  }

  /** Seconds that it now has; 0 = it is gone. */
  keepAlive(id: bigint): number {
    const lease = this.#leases.get(id);
    if (lease === undefined) return 0;
    lease.timer.cancel();
    this.#add(lease);
    return lease.ttlSeconds;
  }

  /** False = there is none. */
  revoke(id: bigint): boolean {
    const lease = this.#leases.get(id);
    if (lease === undefined) return false;
    lease.timer.cancel();
    this.#leases.delete(id);
    this.#onEnd(id);
    return true;
  }

  pause(): void {
    for (const { timer } of this.#leases.values()) timer.cancel();
  }

  resume(): void {
    for (const id of this.ids) this.keepAlive(id);
  }

  snapshot(): readonly LeaseSnapshot[] {
    return [...this.#leases.values()].map(({ id, ttlSeconds }) => ({ id, ttlSeconds }));
  }

  /** Becomes that; none ends by it. */
  restore(leases: readonly LeaseSnapshot[]): void {
    this.pause();
    this.#leases.clear();
    for (const lease of leases) this.#add(lease);
  }

  #add({ id, ttlSeconds }: LeaseSnapshot): void {
    const timer = this.#clock.schedule(ttlSeconds * 1000, () => void this.revoke(id));
    this.#leases.set(id, { id, ttlSeconds, timer });
  }
}
