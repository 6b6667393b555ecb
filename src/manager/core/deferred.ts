/**
 * What waits outside a full work queue, in the order in which it comes in again: what is due first, the more urgent first.
 *
 * I1: each key once; offered again, it keeps the more urgent level and the earlier time.
 */
import { type HeapItem, IndexedHeap } from "../../kit/indexed_heap.ts";
import type { Deferrable } from "./queue.ts";

interface Item<K> extends HeapItem, Deferrable<K> {}

export class Deferred<K extends string> {
  readonly #byKey = new Map<K, Item<K>>();
  readonly #heap = new IndexedHeap<Item<K>>((a, b) =>
    a.dueMs === b.dueMs ? a.level < b.level : a.dueMs < b.dueMs
  );

  get size(): number {
    return this.#byKey.size;
  }

  /** I1. */
  add({ key, level, dueMs }: Deferrable<K>): void {
    const known = this.#byKey.get(key);
    this.delete(key);
    const item = {
      key,
      level: Math.min(level, known?.level ?? level),
      dueMs: Math.min(dueMs, known?.dueMs ?? dueMs),
      heapIndex: -1,
    };
    this.#byKey.set(key, item);
    this.#heap.push(item);
  }

  /** The next one; it does not wait here any more. */
  take(): Deferrable<K> | undefined {
    const first = this.#heap.peek();
    if (first !== undefined) this.delete(first.key);
    return first;
  }

  delete(key: K): void {
    const known = this.#byKey.get(key);
    if (known === undefined) return;
    this.#byKey.delete(key);
    this.#heap.remove(known);
  }
}
