/**
 * A budget of bytes over what others can make this process hold, as a tree: a part is contained in the whole, and has a share of its own.
 *
 * I1  What is taken is counted in the part and in all that contain it, or nowhere.
 * I2  A large take leaves an eighth of every account free: large messages of some keep nobody from small ones.
 * I3  A part that is closed has given back everything, and takes nothing more.
 */
import type { Buffered, BufferLevel } from "./buffer_level.ts";

/** What is taken at once from this size on is large (I2). */
export const LARGE_BYTES = 65_536;

export interface ByteBudgetOptions {
  /** The name of its level; parts have the one of the whole. */
  readonly name: string;
  readonly capacityBytes: number;
}

export class ByteBudget implements Buffered {
  readonly capacityBytes: number;
  readonly #name: string;
  /** This one, and what contains it. */
  readonly #chain: readonly ByteBudget[];
  #usedBytes = 0;
  #refused = 0;
  #isClosed = false;

  constructor({ name, capacityBytes }: ByteBudgetOptions, whole?: ByteBudget) {
    this.#name = name;
    this.capacityBytes = capacityBytes;
    this.#chain = whole === undefined ? [this] : [this, ...whole.#chain];
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** A part that may have so much of it. */
  part(capacityBytes: number): ByteBudget {
    return new ByteBudget({ name: this.#name, capacityBytes }, this);
  }

  /** Takes the bytes, which have to be given back; false when they do not fit here or in what contains it. */
  take(bytes: number): boolean {
    if (this.#isClosed) return false;
    if (!this.#fits(bytes)) {
      for (const whole of this.#chain) {
        whole.#refused++;
      }
      return false;
    }
    for (const whole of this.#chain) {
      whole.#usedBytes += bytes;
    }
    return true;
  }

  give(bytes: number): void {
    if (this.#isClosed) return;
    for (const whole of this.#chain) {
      whole.#usedBytes -= bytes;
    }
  }

  /** Gives back everything that the part holds (I3). */
  close(): void {
    this.give(this.#usedBytes);
    this.#isClosed = true;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: this.#name,
      unit: "bytes",
      capacity: this.capacityBytes,
      overflow: "refuse",
      used: this.#usedBytes,
      overflows: this.#refused,
    }];
  }

  #fits(bytes: number): boolean {
    for (const whole of this.#chain) {
      const isLarge = bytes >= LARGE_BYTES;
      const usable = isLarge ? whole.capacityBytes - whole.capacityBytes / 8 : whole.capacityBytes;
      if (whole.#usedBytes + bytes > usable) return false;
    }
    return true;
  }
}
