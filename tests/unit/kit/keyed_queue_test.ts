import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { KeyedQueue } from "../../../src/kit/keyed_queue.ts";

Deno.test("KeyedQueue keeps the newest value of a key, in the place of the first one", () => {
  const queue = new KeyedQueue<string, number>(3);
  for (const [key, value] of [["a", 1], ["b", 2], ["a", 3]] as const) queue.push(key, value);
  deepEqual([queue.size, queue.shift(), queue.shift(), queue.shift()], [2, 3, 2, undefined]);
});

Deno.test("a full KeyedQueue takes newer values of its keys, refuses another key and counts it", () => {
  const queue = new KeyedQueue<string, number>(2);
  deepEqual(["a", "b", "c", "a"].map((key, value) => queue.push(key, value)), [true, true, false, true]);
  deepEqual(queue.level("changes", "read-again"), {
    name: "changes",
    unit: "entries",
    capacity: 2,
    overflow: "read-again",
    used: 2,
    overflows: 1,
  });
  queue.clear();
  deepEqual([queue.size, queue.push("c", 1)], [0, true]);
});

Deno.test("KeyedQueue does what a list does that is searched for the key", () => {
  const steps = fc.array(fc.oneof(fc.nat({ max: 6 }), fc.constant("shift" as const)), { maxLength: 100 });
  fc.assert(fc.property(steps, fc.integer({ min: 1, max: 5 }), (drawn, capacity) => {
    const queue = new KeyedQueue<number, string>(capacity);
    const list: { readonly key: number; value: string }[] = [];
    drawn.forEach((step, index) => {
      if (step === "shift") return equal(queue.shift(), list.shift()?.value);
      const known = list.find(({ key }) => key === step);
      const value = `${step} ${index}`;
      equal(queue.push(step, value), known !== undefined || list.length < capacity);
      if (known !== undefined) known.value = value;
      else if (list.length < capacity) list.push({ key: step, value });
      equal(queue.size, list.length);
    });
  }));
});
