/**
 * A binary heap whose items know their index, so that any item can be removed or moved in O(log n).
 *
 * I1  No item comes before its parent.
 * I2  `items[item.heapIndex] === item` for every item in the heap; `heapIndex` is -1 for one that is in none.
 */

/** An item of a heap; `heapIndex` belongs to the heap. An item is in at most one heap. */
export interface HeapItem {
  heapIndex: number;
}

/** Heap in the order of `isBefore`, which must be a strict total order that changes for no item but through `update`. */
export class IndexedHeap<T extends HeapItem> {
  readonly #isBefore: (a: T, b: T) => boolean;
  readonly #items: T[] = [];

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  /** The first item; O(1). */
  peek(): T | undefined {
    return this.#items[0];
  }

  /** Adds an item that is in no heap. */
  push(item: T): void {
    this.#items.push(item);
    item.heapIndex = this.#items.length - 1;
    this.#rise(item);
  }

  /** Takes an item out; false when it is not in this heap. */
  remove(item: T): boolean {
    if (!this.has(item)) return false;
    const index = item.heapIndex;
    const last = this.#items.pop();
    item.heapIndex = -1;
    if (last !== undefined && last !== item) {
      this.#put(last, index);
      this.update(last);
    }
    return true;
  }

  /** Finds the place of an item whose order has changed. */
  update(item: T): void {
    this.#rise(item);
    this.#sink(item);
  }

  has(item: T): boolean {
    return this.#items[item.heapIndex] === item;
  }

  /**
   * The first item in order that passes the test, without removing it.
   * O(k log k) where k items are skipped: only their children are visited.
   */
  findFirst(test: (item: T) => boolean): T | undefined {
    const first = this.#items[0];
    if (first === undefined || test(first)) return first;
    const frontier = new IndexedHeap<Candidate<T>>((a, b) => this.#isBefore(a.item, b.item));
    this.#pushChildren(frontier, 0);
    for (let next = frontier.peek(); next !== undefined; next = frontier.peek()) {
      if (test(next.item)) return next.item;
      frontier.remove(next);
      this.#pushChildren(frontier, next.item.heapIndex);
    }
    return undefined;
  }

  #pushChildren(frontier: IndexedHeap<Candidate<T>>, index: number): void {
    for (const item of this.#items.slice(2 * index + 1, 2 * index + 3)) {
      frontier.push({ item, heapIndex: -1 });
    }
  }

  #put(item: T, index: number): void {
    this.#items[index] = item;
    item.heapIndex = index;
  }

  #rise(item: T): void {
    let index = item.heapIndex;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#items[parentIndex];
      if (parent === undefined || !this.#isBefore(item, parent)) break;
      this.#put(parent, index);
      index = parentIndex;
    }
    this.#put(item, index);
  }

  #sink(item: T): void {
    let index = item.heapIndex;
    for (;;) {
      const child = this.#firstChild(index);
      if (child === undefined || !this.#isBefore(child, item)) break;
      const childIndex = child.heapIndex;
      this.#put(child, index);
      index = childIndex;
    }
    this.#put(item, index);
  }

  #firstChild(index: number): T | undefined {
    const left = this.#items[2 * index + 1];
    const right = this.#items[2 * index + 2];
    if (left === undefined || right === undefined) return left;
    return this.#isBefore(right, left) ? right : left;
  }
}

interface Candidate<T> extends HeapItem {
  readonly item: T;
}
