import assert from "node:assert/strict";
import { backoffDelayMs, backoffUpperBoundMs, DEFAULT_BACKOFF } from "../../../src/kit/backoff.ts";

Deno.test("backoffUpperBoundMs() is 0 for the first attempt, then base * 2^n up to the cap", () => {
  const bounds = [0, 1, 2, 3, 4, 5].map((attempt) =>
    backoffUpperBoundMs(attempt, { baseMs: 100, capMs: 1_500 })
  );
  assert.deepEqual(bounds, [0, 200, 400, 800, 1_500, 1_500]);
  assert.equal(backoffUpperBoundMs(-1), 0);
});

Deno.test("the defaults are 500 ms and 300 s", () => {
  assert.deepEqual(DEFAULT_BACKOFF, { baseMs: 500, capMs: 300_000 });
  assert.equal(backoffUpperBoundMs(1), 1_000);
  assert.equal(backoffUpperBoundMs(5_000), 300_000);
});

Deno.test("backoffDelayMs() spreads evenly over the whole interval", () => {
  const at = (random01: number) => backoffDelayMs(3, { baseMs: 100, random01 });
  assert.deepEqual([0, 0.25, 0.5].map(at), [0, 200, 400]);
  assert.ok(at(1 - Number.EPSILON) < 800);
  assert.equal(backoffDelayMs(0, { random01: 0.9 }), 0);
});
