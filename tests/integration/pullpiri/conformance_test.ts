import { deepEqual, ok } from "node:assert/strict";
import { runPullpiri, SAMPLES } from "../../conformance/pullpiri/suite.ts";

Deno.test("the peers of Pullpiri are answered as they expect: cases, recorded calls, recorded connections whole and in single bytes", async () => {
  // How fast they are is for the script: other tests run beside this one.
  const result = await runPullpiri(SAMPLES, { withinMs: Infinity });
  deepEqual(result.problems, []);
  ok(result.ok && result.total > 150);
});
