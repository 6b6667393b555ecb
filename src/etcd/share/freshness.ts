/**
 * How old what this instance tells may be, at most: bounded staleness. Pure.
 *
 * A linearizable read of etcd says at which revision etcd is now; once the watch has delivered everything up to there, this instance knew
 * at the time of the read all that etcd had. A watch alone proves nothing: its stream may be silent, or come from a member that is cut off.
 *
 * I1: the bound holds whatever the watch does: it counts from the moment before the read was sent, by the monotonic clock.
 */
interface Reading {
  readonly atMs: number;
  readonly revision: bigint;
}

/** Reads that wait for the watch; of more, the oldest and the newest count. */
const MAX_WAITING = 8;

export class Freshness {
  #waiting: Reading[] = [];
  #asOfMs = -Infinity;
  #delivered = 0n;

  /** Whether a read waits for the watch. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Etcd was at this revision at a time after `atMs`. */
  read(reading: Reading): void {
    if (reading.revision <= this.#delivered) return this.#confirm(reading.atMs);
    if (this.#waiting.length >= MAX_WAITING) this.#waiting.splice(-1, 1);
    this.#waiting.push(reading);
  }

  /** Everything up to this revision of etcd is known here. */
  delivered(revision: bigint): void {
    this.#delivered = revision;
    this.#waiting = this.#waiting.filter((reading) => {
      if (reading.revision > revision) return true;
      this.#confirm(reading.atMs);
      return false;
    });
  }

  /** Etcd has another history, or is followed anew: what was read of it says nothing. */
  begin(): void {
    this.#waiting = [];
    this.#delivered = 0n;
  }

  /** Upper bound of the staleness, milliseconds; Infinity = etcd was never heard. */
  stalenessMs(nowMs: number): number {
    return Math.max(0, nowMs - this.#asOfMs);
  }

  #confirm(atMs: number): void {
    this.#asOfMs = Math.max(this.#asOfMs, atMs);
  }
}
