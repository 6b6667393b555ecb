import { deepEqual } from "node:assert/strict";
import { Slots } from "../../../src/kit/slots.ts";

Deno.test("Slots gives so many at once, refuses one more and counts it, and gives again what came back", () => {
  const slots = new Slots({ name: "calls", capacity: 2 });
  deepEqual([slots.take(), slots.take(), slots.take()], [true, true, false]);
  const level = { name: "calls", unit: "entries", capacity: 2, overflow: "refuse" };
  deepEqual(slots.buffers(), [{ ...level, used: 2, overflows: 1 }]);
  slots.release();
  deepEqual(slots.take(), true);
  deepEqual(slots.buffers(), [{ ...level, used: 2, overflows: 1 }]);
});
