/**
 * The highest replication cursor (`meta/schema`, in the manager's revisions) that was ever seen in etcd. The cursor only decreases when
 * all of etcd was restored to an older state, so an instance can distinguish a restored backup from what another leader wrote.
 */
export class HighWaterMark {
  #revision = 0n;

  /** The cursor was seen in etcd, or written to it. */
  advanceTo(revision: bigint): void {
    if (revision > this.#revision) this.#revision = revision;
  }

  /** Whether an etcd with this cursor was restored to an older state. */
  isAbove(revision: bigint): boolean {
    return revision < this.#revision;
  }
}
