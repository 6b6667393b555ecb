/**
 * How far etcd is known to have been, in revisions of ours: `meta/schema` never goes back but with the whole of etcd, which is how a
 * group of instances tells an etcd that was restored from a backup from one in which their leader wrote something else.
 */
export class Reached {
  #revision = 0n;

  /** Everything up to there was seen in etcd, or written to it. */
  note(revision: bigint): void {
    if (revision > this.#revision) this.#revision = revision;
  }

  /** An etcd that says this of itself has gone back in time. */
  isBehind(revision: bigint): boolean {
    return revision < this.#revision;
  }
}
