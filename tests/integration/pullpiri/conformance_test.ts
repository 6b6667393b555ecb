import { deepEqual, ok } from "node:assert/strict";
import { runPullpiri, SAMPLES } from "../../conformance/pullpiri/suite.ts";

Deno.test("the peers of Pullpiri are answered as they expect: cases, recorded calls, recorded connections whole and in single bytes", async () => {
  // How fast the answers are is for scripts/conformance to say, on a machine that does nothing else.
  const result = await runPullpiri(SAMPLES, Infinity);
  deepEqual(result.problems, []);
  ok(result.ok && result.total > 150);
});
