import { deepEqual, ok } from "node:assert/strict";
import { runPullpiri, SAMPLES } from "../../conformance/pullpiri/suite.ts";

Deno.test("the peers of Pullpiri are answered as they expect: cases, recorded calls, recorded connections whole and in single bytes", async () => {
  const result = await runPullpiri(SAMPLES);
  deepEqual(result.problems, []);
  ok(result.ok && result.total > 150);
});
