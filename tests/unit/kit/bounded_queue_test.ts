import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedQueue } from "../../../src/kit/bounded_queue.ts";

Deno.test("BoundedQueue gives items in order, until there are none", () => {
  const queue = new BoundedQueue<number>({ capacity: 3, onFull: "refuse" });
  assert.deepEqual([1, 2, 3].map((item) => queue.push(item)), ["queued", "queued", "queued"]);
  assert.deepEqual([queue.shift(), queue.shift(), queue.shift(), queue.shift()], [1, 2, 3, undefined]);
});

Deno.test("a full BoundedQueue refuses the new item or drops the oldest, and counts it", () => {
  const refusing = new BoundedQueue<number>({ capacity: 2, onFull: "refuse" });
  const dropping = new BoundedQueue<number>({ capacity: 2, onFull: "drop-oldest" });
  assert.deepEqual([1, 2, 3].map((item) => refusing.push(item)), ["queued", "queued", "refused"]);
  assert.deepEqual([1, 2, 3].map((item) => dropping.push(item)), ["queued", "queued", "dropped-oldest"]);
  assert.deepEqual([refusing.dropped, refusing.take(9)], [1, [1, 2]]);
  assert.deepEqual([dropping.dropped, dropping.take(9)], [1, [2, 3]]);
});

Deno.test("BoundedQueue.take() takes no more than asked, and clear() counts nothing as dropped", () => {
  const queue = new BoundedQueue<number>({ capacity: 5, onFull: "refuse" });
  for (const item of [1, 2, 3]) queue.push(item);
  assert.deepEqual([queue.take(2), queue.size], [[1, 2], 1]);
  queue.clear();
  assert.deepEqual([queue.size, queue.dropped, queue.shift()], [0, 0, undefined]);
  queue.push(4);
  assert.equal(queue.shift(), 4);
});

Deno.test("BoundedQueue tells its level: what it holds, what it may hold, its rule and its losses", () => {
  const queue = new BoundedQueue<number>({ capacity: 2, onFull: "drop-oldest" });
  for (const item of [1, 2, 3]) queue.push(item);
  assert.deepEqual(queue.level("numbers"), {
    name: "numbers",
    unit: "entries",
    capacity: 2,
    overflow: "drop-oldest",
    used: 2,
    overflows: 1,
  });
});

Deno.test("BoundedQueue does what a list with a limit does", () => {
  const steps = fc.array(fc.oneof(fc.nat(), fc.constant("shift" as const)), { maxLength: 100, size: "max" });
  const rules = fc.constantFrom("drop-oldest" as const, "refuse" as const);
  fc.assert(fc.property(steps, rules, fc.integer({ min: 1, max: 5 }), (drawn, onFull, capacity) => {
    const queue = new BoundedQueue<number>({ capacity, onFull });
    const list: number[] = [];
    let dropped = 0;
    for (const step of drawn) {
      if (step === "shift") assert.equal(queue.shift(), list.shift());
      else {
        queue.push(step);
        list.push(step);
        if (list.length > capacity) {
          dropped++;
          if (onFull === "refuse") list.pop();
          else list.shift();
        }
      }
      assert.deepEqual([queue.size, queue.dropped], [list.length, dropped]);
    }
    assert.deepEqual(queue.take(capacity), list);
  }));
});

Deno.test("peek() shows the oldest item and leaves it, also after the ring has wrapped", () => {
  const queue = new BoundedQueue<number>({ capacity: 2, onFull: "drop-oldest" });
  assert.equal(queue.peek(), undefined);
  for (const item of [1, 2, 3]) queue.push(item);
  assert.equal(queue.peek(), 2);
  assert.equal(queue.size, 2);
  assert.equal(queue.shift(), 2);
  assert.equal(queue.peek(), 3);
});
