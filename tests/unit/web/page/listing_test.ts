import { deepEqual, equal } from "node:assert/strict";
import { countStates, EVERYTHING, isUnwell, listed } from "../../../../src/web/page/listing.ts";
import { rowOf } from "../../../support/web/rows.ts";

const ROWS = [
  rowOf("vehicle/a"),
  rowOf("vehicle/b", { state: "Failed", criticality: "QM", node: "rear", reason: "Exit code 1" }),
  rowOf("vehicle/c", { state: "Failed", criticality: "D" }),
  rowOf("vehicle/d", { state: "Degraded", criticality: "D" }),
  rowOf("vehicle/e", { state: "Pending", desired: "Pending", sinceMs: 9 }),
  rowOf("vehicle/f", { isUnknown: true }),
];

const namesOf = (change: Partial<typeof EVERYTHING>) =>
  listed(ROWS, { ...EVERYTHING, ...change }).map(({ id }) => id.slice("vehicle/".length)).join("");

Deno.test("the worst comes first: what failed by criticality, then degraded, then what nobody knows", () => {
  equal(namesOf({}), "cbdfae");
  equal(namesOf({ order: "name" }), "abcdef");
  equal(namesOf({ order: "changed" })[0], "e");
});

Deno.test("search and filters are joined by and", () => {
  equal(namesOf({ state: "Failed" }), "cb");
  equal(namesOf({ state: "Failed", node: "rear" }), "b");
  equal(namesOf({ criticality: "D", order: "name" }), "cd");
  equal(namesOf({ search: "  EXIT vehicle " }), "b");
  equal(namesOf({ search: "exit nothing" }), "");
});

Deno.test("a service on hold is well, one that is isolated or not confirmed is not", () => {
  equal(isUnwell(rowOf("vehicle/a", { state: "Pending", desired: "Pending" })), false);
  equal(isUnwell(rowOf("vehicle/a", { isIsolated: true, desired: "Pending", state: "Pending" })), true);
  equal(isUnwell(rowOf("vehicle/a", { isUnknown: true })), true);
});

Deno.test("every state is counted, also where there is none", () => {
  deepEqual(countStates(ROWS), {
    Pending: 1,
    Initializing: 0,
    Running: 2,
    Degraded: 1,
    Terminating: 0,
    Failed: 2,
  });
});

Deno.test("ten thousand services are searched and sorted within a fraction of a second", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => rowOf(`vehicle/s${index}`));
  equal(listed(many, { ...EVERYTHING, search: "s99" }).length, 111);
});
