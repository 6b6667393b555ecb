/**
 * A first-in first-out queue that never holds more than its capacity.
 *
 * I1  `size` is at most `capacity`.
 * I2  Every item pushed is shifted once, in order, or counted in `dropped`.
 */
import type { BufferLevel, OverflowRule } from "./buffer_level.ts";

/** What happens to a push when the queue is full: the oldest item is dropped, or the new one is refused. */
export type QueueRule = Extract<OverflowRule, "drop-oldest" | "refuse">;

/** The result of a push; both losses are counted in `dropped`. */
export type PushResult = "queued" | "dropped-oldest" | "refused";

/** A ring with a capacity, a rule for overflow and a count of lost items. */
export class BoundedQueue<T extends NonNullable<unknown>> {
  readonly capacity: number;
  readonly #onFull: QueueRule;
  /** A ring; grows to `capacity` with use and not beyond. */
  readonly #slots: (T | undefined)[] = [];
  #head = 0;
  #size = 0;
  #dropped = 0;

  /** `capacity` is at least 1. */
  constructor(options: { readonly capacity: number; readonly onFull: QueueRule }) {
    this.capacity = options.capacity;
    this.#onFull = options.onFull;
  }

  get size(): number {
    return this.#size;
  }

  /** Items lost since the queue was made. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): PushResult {
    const isFull = this.#size === this.capacity;
    if (isFull) {
      this.#dropped++;
      if (this.#onFull === "refuse") return "refused";
      this.#advance();
    }
    this.#slots[(this.#head + this.#size) % this.capacity] = item;
    this.#size++;
    return isFull ? "dropped-oldest" : "queued";
  }

  /** The oldest item, which stays; undefined when there is none. */
  peek(): T | undefined {
    return this.#size === 0 ? undefined : this.#slots[this.#head];
  }

  /** Takes the oldest item; undefined when there is none. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#slots[this.#head];
    this.#advance();
    return item;
  }

  /** Takes up to `count` items, oldest first. */
  take(count: number): T[] {
    const items: T[] = [];
    while (items.length < count) {
      const item = this.shift();
      if (item === undefined) break;
      items.push(item);
    }
    return items;
  }

  level(name: string): BufferLevel {
    const { capacity, size: used, dropped: overflows } = this;
    return { name, unit: "entries", capacity, overflow: this.#onFull, used, overflows };
  }

  /** Removes all items; they do not count as dropped. */
  clear(): void {
    this.#slots.length = 0;
    this.#head = 0;
    this.#size = 0;
  }

  #advance(): void {
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.capacity;
    this.#size--;
  }
}
