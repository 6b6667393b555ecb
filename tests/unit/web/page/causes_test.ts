import { deepEqual, equal } from "node:assert/strict";
import type { ServiceRow } from "../../../../src/web/live/page_model.ts";
import {
  causesOf,
  graphAround,
  graphOfProblems,
  isCause,
  type Rows,
} from "../../../../src/web/page/causes.ts";
import { rowOf } from "../../../support/web/rows.ts";

function rowsOf(...rows: readonly ServiceRow[]): Rows {
  return new Map(rows.map((row) => [row.id, row]));
}

const needs = (id: string, dependencies: readonly string[], parts: Partial<ServiceRow> = {}) =>
  rowOf(id, { dependencies, ...parts });
const WAITS = { state: "Pending" } as const;
const CAR = rowsOf(
  needs("bus", [], { state: "Failed" }),
  needs("gateway", ["bus"], WAITS),
  needs("lidar", ["gateway"], WAITS),
  needs("hmi", ["gateway", "logger"], WAITS),
  needs("logger", []),
);

Deno.test("the cause is what is unwell and needs nothing that is", () => {
  deepEqual(causesOf("lidar", CAR), ["bus"]);
  deepEqual(causesOf("bus", CAR), ["bus"]);
  deepEqual(causesOf("logger", CAR), []);
  equal(isCause("gateway", CAR), false);
});

Deno.test("a dependency that does not exist is a cause", () => {
  deepEqual(causesOf("a", rowsOf(needs("a", ["gone"], WAITS))), ["gone"]);
});

Deno.test("a cycle ends the search and has no cause", () => {
  deepEqual(causesOf("a", rowsOf(needs("a", ["b"], WAITS), needs("b", ["a"], WAITS))), []);
});

Deno.test("the graph around a service has what it needs and who needs it, and no others", () => {
  const { ids, edges, isCut } = graphAround("gateway", CAR, 10);
  deepEqual(ids.toSorted(), ["bus", "gateway", "hmi", "lidar"]);
  deepEqual(edges, [["gateway", "bus"], ["lidar", "gateway"], ["hmi", "gateway"]]);
  equal(isCut, false);
  equal(graphAround("gateway", CAR, 2).isCut, true);
  equal(graphAround("gateway", CAR, 2).ids.length, 2);
});

Deno.test("the graph of problems begins with the causes and leaves out what is well", () => {
  const { ids } = graphOfProblems(CAR, 10);
  equal(ids[0], "bus");
  deepEqual(ids.toSorted(), ["bus", "gateway", "hmi", "lidar"]);
  deepEqual(graphOfProblems(CAR, 2).isCut, true);
});
