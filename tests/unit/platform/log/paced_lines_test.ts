import { deepEqual, equal } from "node:assert/strict";
import { type LeftOut, PacedLines } from "../../../../src/platform/log/paced_lines.ts";

function paced() {
  const told: LeftOut[] = [];
  return { told, lines: new PacedLines((leftOut) => void told.push(leftOut)) };
}

function passed(lines: PacedLines, count: number, fields = {}, nowMs = 0): number {
  return Array.from({ length: count }, () => lines.pass("Dropped", fields, nowMs))
    .filter((leftOut) => leftOut !== undefined).length;
}

Deno.test("PacedLines lets a burst of one cause through, then a line every ten seconds, with the count of those between", () => {
  const { lines } = paced();
  equal(passed(lines, 5_001), 20);
  equal(lines.pass("Dropped", {}, 9_999), undefined);
  equal(lines.pass("Dropped", {}, 10_000), 4_982);
  equal(lines.pass("Dropped", {}, 20_000), 0);
});

Deno.test("PacedLines limits each message about each peer by itself, and services are no peers", () => {
  const { lines } = paced();
  equal(passed(lines, 30, { node: "a" }), 20);
  equal(passed(lines, 30, { node: "b" }), 20);
  equal(lines.pass("Another", { node: "a" }, 0), 0);
  deepEqual(lines.pass("Dropped", { node: "a", resourceId: "x/y" }, 0), undefined);
});

Deno.test("PacedLines tells what was left out of a cause that is quiet, once", () => {
  const { told, lines } = paced();
  passed(lines, 25);
  lines.tellAll();
  lines.tellAll();
  deepEqual(told, [{ message: "Dropped", lines: 5 }]);
});

Deno.test("PacedLines remembers a bounded number of causes, and tells of one before it is forgotten", () => {
  const { told, lines } = paced();
  passed(lines, 22, { peer: "first" });
  for (let peer = 0; peer < 1_024; peer++) lines.pass("Dropped", { peer: `p${peer}` }, 0);
  deepEqual(told, [{ message: "Dropped", lines: 2 }]);
  equal(lines.pass("Dropped", { peer: "first" }, 0), 0);
});
