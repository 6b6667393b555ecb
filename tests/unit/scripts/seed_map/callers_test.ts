import assert from "node:assert/strict";
import { judge } from "../../../../scripts/seed_map/callers.ts";

const row = (...calledBy: readonly string[]) => ({
  seed: "a.rs",
  name: "run",
  file: "src/a.ts",
  symbol: "run()",
  calledBy,
});

Deno.test("judge() is content with callers that are some of the real ones, and leaves them", () => {
  assert.deepEqual(judge(row("c()"), ["a()", "b()", "c()"]), { problems: [], calledBy: ["c()"] });
});

Deno.test("judge() finds what nothing calls", () => {
  for (const named of [row(), row("a()")]) {
    const { problems } = judge(named, []);
    assert.deepEqual(problems, ["nothing in the running program uses `run()` (a.rs run)"]);
  }
});

Deno.test("judge() names a caller that is none, and keeps the others", () => {
  const { problems, calledBy } = judge(row("gone()", "b()"), ["a()", "b()"]);
  assert.deepEqual(problems, ["`gone()` does not use `run()`"]);
  assert.deepEqual(calledBy, ["b()"]);
});

Deno.test("judge() has the two nearest callers written where the row names none that is right", () => {
  assert.deepEqual(judge(row(), ["a()", "b()", "c()"]), {
    problems: ["the row of `run()` names no caller"],
    calledBy: ["a()", "b()"],
  });
  assert.deepEqual(judge(row("gone()"), ["a()"]).calledBy, ["a()"]);
});
