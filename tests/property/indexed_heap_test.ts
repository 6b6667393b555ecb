import assert from "node:assert/strict";
import fc from "fast-check";
import { IndexedHeap } from "../../src/kit/indexed_heap.ts";

interface Item {
  heapIndex: number;
  readonly id: number;
  rank: number;
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("push" as const), rank: fc.nat({ max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), rank: fc.nat({ max: 1_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("update" as const), rank: fc.nat({ max: 1_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("find" as const), rank: fc.nat({ max: 60 }) }) },
);

const isBefore = (a: Item, b: Item) => a.rank < b.rank || (a.rank === b.rank && a.id < b.id);

Deno.test("IndexedHeap always knows its first item, and finds the first one that passes a test", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
      const heap = new IndexedHeap<Item>(isBefore);
      let items: Item[] = [];
      for (const [id, { kind, rank }] of steps.entries()) {
        const chosen = items[rank % Math.max(1, items.length)];
        if (kind === "push") {
          const item = { heapIndex: -1, id, rank };
          items.push(item);
          heap.push(item);
        } else if (kind === "remove" && chosen !== undefined) {
          assert.equal(heap.remove(chosen), true);
          assert.equal(heap.remove(chosen), false);
          assert.equal(chosen.heapIndex, -1);
          items = items.filter((item) => item !== chosen);
        } else if (kind === "update" && chosen !== undefined) {
          chosen.rank = rank % 50;
          heap.update(chosen);
        } else if (kind === "find") {
          const passing = items.filter((item) => item.rank >= rank).sort((a, b) => isBefore(a, b) ? -1 : 1);
          assert.equal(heap.findFirst((item) => item.rank >= rank), passing[0]);
        }
        items.sort((a, b) => isBefore(a, b) ? -1 : 1);
        assert.equal(heap.peek(), items[0]);
        assert.equal(heap.size, items.length);
        assert.ok(items.every((item) => heap.has(item)));
      }
    }),
    { numRuns: 300 },
  );
});
