/**
 * Who leads, as far as this instance knows: the election reads it now and then, and the watch tells each change.
 *
 * I1: an answer that is older than what is known already changes nothing. It comes late where the computer is busy, and the next one only
 *     after a third of the lease.
 * I2: a list begins anew: of an etcd that was restored all revisions are lower.
 */
export class LeaderSight {
  #holder = "";
  #revision = 0n;

  get holder(): string {
    return this.#holder;
  }

  /** What the election read, as of this revision of etcd. */
  read(holder: string, revision: bigint): void {
    this.#take(holder, revision);
  }

  /** What the watch told: the key changed at this revision. */
  told(holder: string, revision: bigint, isListed: boolean): void {
    if (isListed) this.#revision = 0n;
    this.#take(holder, revision);
  }

  /** Known without etcd, until etcd says something. */
  begin(holder: string): void {
    this.#holder = holder;
    this.#revision = 0n;
  }

  #take(holder: string, revision: bigint): void {
    if (revision < this.#revision) return;
    this.#holder = holder;
    this.#revision = revision;
  }
}
