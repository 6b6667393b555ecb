/**
 * So many at once, and no more: for what is held elsewhere, such as calls under way.
 *
 * I1  `used` is at most `capacity`.
 */
import type { Buffered, BufferLevel } from "./buffer_level.ts";

export class Slots implements Buffered {
  readonly capacity: number;
  readonly #name: string;
  #used = 0;
  #refused = 0;

  constructor(options: { readonly name: string; readonly capacity: number }) {
    this.#name = options.name;
    this.capacity = options.capacity;
  }

  /** Takes a slot, which has to be released; false when all are taken, and then that is counted. */
  take(): boolean {
    if (this.#used >= this.capacity) {
      this.#refused++;
      return false;
    }
    this.#used++;
    return true;
  }

  release(): void {
    this.#used--;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: this.#name,
      unit: "entries",
      capacity: this.capacity,
      overflow: "refuse",
      used: this.#used,
      overflows: this.#refused,
    }];
  }
}
