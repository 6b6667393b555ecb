/**
 * A first-in first-out queue with one entry a key: a newer value takes the place of the one that waits.
 *
 * I1  `size` is at most `capacity`.
 * I2  A key keeps its place when its value is replaced: what changes all the time is not put off for ever.
 */
import type { BufferLevel, OverflowRule } from "./buffer_level.ts";

export class KeyedQueue<K, V extends NonNullable<unknown>> {
  readonly capacity: number;
  readonly #values = new Map<K, V>();
  #refused = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#values.size;
  }

  /** False when it is full and the key does not wait yet; then nothing is added, and that is counted. */
  push(key: K, value: V): boolean {
    if (this.#values.size >= this.capacity && !this.#values.has(key)) {
      this.#refused++;
      return false;
    }
    this.#values.set(key, value);
    return true;
  }

  /** Takes the oldest entry; undefined when there is none. */
  shift(): V | undefined {
    for (const [key, value] of this.#values) {
      this.#values.delete(key);
      return value;
    }
    return undefined;
  }

  clear(): void {
    this.#values.clear();
  }

  /** `overflow` is what its owner does about an entry that was not added. */
  level(name: string, overflow: OverflowRule): BufferLevel {
    const { capacity, size: used } = this;
    return { name, unit: "entries", capacity, overflow, used, overflows: this.#refused };
  }
}
