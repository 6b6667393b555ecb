/**
 * A budget of bytes over what others can make this process hold, as a tree: a part is contained in the whole, and has a share of its own.
 *
 * I1  What is taken is counted in the part and in all that contain it, or nowhere.
 * I2  A large take leaves an eighth of every account free: large messages of some keep nobody from small ones.
 * I3  What is guaranteed to a part is there for it, however much the others take: only what a part holds beyond that comes out of what all
 *     share, which is the capacity without the guarantees.
 * I4  A part that is closed has given back everything, and takes nothing more.
 */
import type { Buffered, BufferLevel } from "./buffer_level.ts";

/** What is taken at once from this size on is large (I2). */
export const LARGE_BYTES = 65_536;

export interface ByteBudgetOptions {
  /** The name of its level; parts have the one of the whole. */
  readonly name: string;
  readonly capacityBytes: number;
  /** Of the capacity, what is guaranteed to its parts together (I3). Default 0. */
  readonly promisedBytes?: number;
}

export interface PartOptions {
  readonly capacityBytes: number;
  /** What the part can always have (I3). Default 0. */
  readonly guaranteedBytes?: number;
  /** See ByteBudgetOptions. */
  readonly promisedBytes?: number;
}

export class ByteBudget implements Buffered {
  readonly capacityBytes: number;
  readonly #name: string;
  readonly #sharedCapacityBytes: number;
  readonly #guaranteedBytes: number;
  /** What contains it. */
  readonly #around: readonly ByteBudget[];
  #usedBytes = 0;
  /** Of what is used, what parts hold beyond their guarantees. */
  #sharedBytes = 0;
  #refused = 0;
  #isClosed = false;

  constructor(
    { name, capacityBytes, promisedBytes = 0 }: ByteBudgetOptions,
    part: { readonly around: readonly ByteBudget[]; readonly guaranteedBytes: number } = {
      around: [],
      guaranteedBytes: 0,
    },
  ) {
    this.#name = name;
    this.capacityBytes = capacityBytes;
    this.#sharedCapacityBytes = capacityBytes - promisedBytes;
    this.#guaranteedBytes = part.guaranteedBytes;
    this.#around = part.around;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  part({ capacityBytes, guaranteedBytes = 0, promisedBytes = 0 }: PartOptions): ByteBudget {
    return new ByteBudget(
      { name: this.#name, capacityBytes, promisedBytes },
      { around: [this, ...this.#around], guaranteedBytes },
    );
  }

  /** Whether the bytes fit, here and in what contains it. */
  hasRoom(bytes: number): boolean {
    const sharedBytes = this.#beyond(this.#usedBytes + bytes) - this.#beyond(this.#usedBytes);
    return !this.#isClosed && this.#hasOwnRoom(bytes) &&
      this.#around.every((whole) =>
        whole.#hasOwnRoom(bytes) && whole.#sharedBytes + sharedBytes <= whole.#sharedCapacityBytes
      );
  }

  /** Takes the bytes, which have to be given back; false when they do not fit. */
  take(bytes: number): boolean {
    if (!this.hasRoom(bytes)) {
      if (!this.#isClosed) { for (const account of [this, ...this.#around]) account.#refused++; }
      return false;
    }
    this.#change(bytes);
    return true;
  }

  give(bytes: number): void {
    if (!this.#isClosed) this.#change(-bytes);
  }

  /** Gives back everything that the part holds (I4). */
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

  #change(bytes: number): void {
    const sharedBytes = this.#beyond(this.#usedBytes + bytes) - this.#beyond(this.#usedBytes);
    this.#usedBytes += bytes;
    for (const whole of this.#around) {
      whole.#usedBytes += bytes;
      whole.#sharedBytes += sharedBytes;
    }
  }

  #beyond(bytes: number): number {
    return Math.max(0, bytes - this.#guaranteedBytes);
  }

  /** I2. */
  #hasOwnRoom(bytes: number): boolean {
    const { capacityBytes } = this;
    return this.#usedBytes + bytes <=
      (bytes >= LARGE_BYTES ? capacityBytes - capacityBytes / 8 : capacityBytes);
  }
}
