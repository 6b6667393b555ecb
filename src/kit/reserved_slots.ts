/**
 * So many at once, of which each kind of taker has some of its own: those of one kind cannot take everything.
 *
 * I1  `used` is at most `capacity`.
 * I2  A kind that has fewer than its reserve finds one more: whoever takes beyond its own leaves the rest of the others' reserves free.
 */
import type { Buffered, BufferLevel } from "./buffer_level.ts";

/** Of all slots, the reserve of one kind. */
const RESERVE_SHARE = 1 / 16;

/** The reserve of one kind: none where there are fewer than 16 slots. */
export function reserveOf(capacity: number): number {
  return Math.floor(capacity * RESERVE_SHARE);
}

export class ReservedSlots implements Buffered {
  readonly capacity: number;
  readonly #name: string;
  /** How many each kind has that has a reserve. */
  readonly #used: Map<string, number>;
  /** What takers without a reserve have. */
  #others = 0;
  #refused = 0;

  constructor(
    options: { readonly name: string; readonly capacity: number; readonly kinds: readonly string[] },
  ) {
    this.#name = options.name;
    this.capacity = options.capacity;
    this.#used = new Map(options.kinds.map((kind) => [kind, 0]));
  }

  get used(): number {
    let used = this.#others;
    for (const count of this.#used.values()) used += count;
    return used;
  }

  /** Takes a slot, which has to be released; false when there is none for this kind, and then that is counted. */
  take(kind = ""): boolean {
    const own = this.#used.get(kind);
    const reserve = reserveOf(this.capacity);
    const keptFor = own !== undefined && own < reserve ? 0 : this.#keptForOthers(kind);
    if (this.used + keptFor >= this.capacity) {
      this.#refused++;
      return false;
    }
    this.#change(kind, 1);
    return true;
  }

  release(kind = ""): void {
    this.#change(kind, -1);
  }

  buffers(): readonly BufferLevel[] {
    const { capacity, used } = this;
    return [{
      name: this.#name,
      unit: "entries",
      capacity,
      overflow: "refuse",
      used,
      overflows: this.#refused,
    }];
  }

  /** I2. */
  #keptForOthers(kind: string): number {
    const reserve = reserveOf(this.capacity);
    let kept = 0;
    for (const [other, count] of this.#used) if (other !== kind) kept += Math.max(0, reserve - count);
    return kept;
  }

  #change(kind: string, by: number): void {
    const own = this.#used.get(kind);
    if (own === undefined) this.#others += by;
    else this.#used.set(kind, own + by);
  }
}
