import { deepEqual, equal } from "node:assert/strict";
import { RateLimit } from "../../../src/kit/rate_limit.ts";

Deno.test("RateLimit lets one in so long pass, and says with it how many were left out", () => {
  const limit = new RateLimit(1_000);
  deepEqual([0, 1, 2, 999].map((nowMs) => limit.pass(nowMs)), [0, undefined, undefined, undefined]);
  equal(limit.pass(1_000), 3);
  equal(limit.pass(2_000), 0);
  equal(limit.pass(2_999), undefined);
  limit.reset();
  equal(limit.pass(2_999), 0);
});
