import { equal } from "node:assert/strict";
import { ReservedSlots, reserveOf } from "../../../src/kit/reserved_slots.ts";

const KINDS = ["a", "b", "c"];

function taken(slots: ReservedSlots, kind: string | undefined, tries = 1_000): number {
  let count = 0;
  while (count < tries && slots.take(kind)) count++;
  return count;
}

Deno.test("one kind cannot take the slots that are kept for the others", () => {
  const slots = new ReservedSlots({ name: "x", capacity: 64, kinds: KINDS });
  equal(reserveOf(64), 4);
  equal(taken(slots, "a"), 56);
  equal(taken(slots, undefined), 0);
  equal(taken(slots, "b"), 4);
  equal(taken(slots, "c"), 4);
  equal(slots.used, 64);
  equal(slots.buffers()[0]?.overflows, 4);
});

Deno.test("whoever takes beyond its reserve leaves what the others have not taken of theirs", () => {
  const slots = new ReservedSlots({ name: "x", capacity: 64, kinds: KINDS });
  equal(taken(slots, "b", 3), 3);
  equal(taken(slots, undefined), 64 - 3 - 1 - 4 - 4);
  equal(taken(slots, "b"), 1);
  slots.release("b");
  equal(taken(slots, "a"), 4);
  equal(taken(slots, "b"), 1);
});

Deno.test("without kinds, or with few slots, whoever comes first takes them all", () => {
  equal(taken(new ReservedSlots({ name: "x", capacity: 64, kinds: [] }), "a"), 64);
  equal(taken(new ReservedSlots({ name: "x", capacity: 15, kinds: KINDS }), "a"), 15);
});
