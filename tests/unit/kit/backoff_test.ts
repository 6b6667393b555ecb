import assert from "node:assert/strict";
import { Backoff, backoffDelayMs, backoffUpperBoundMs, DEFAULT_BACKOFF } from "../../../src/kit/backoff.ts";

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

Deno.test("backoffUpperBoundMs() is base for a first attempt that is delayed", () => {
  const bounds = [0, 1, 2, 5].map((attempt) =>
    backoffUpperBoundMs(attempt, { baseMs: 100, capMs: 1_500, first: "delayed" })
  );
  assert.deepEqual(bounds, [100, 200, 400, 1_500]);
});

Deno.test("backoffDelayMs() with equal jitter is never below a half of the longest wait", () => {
  const at = (random01: number) => backoffDelayMs(3, { baseMs: 100, jitter: "equal", random01 });
  assert.deepEqual([0, 0.5].map(at), [400, 600]);
  assert.ok(at(1 - Number.EPSILON) < 800);
});

Deno.test("Backoff: the first retry is immediate, then full jitter up to the cap, and reset begins again", () => {
  const backoff = new Backoff(() => 0.5, { baseMs: 100, capMs: 1_000 });
  assert.deepEqual(Array.from({ length: 6 }, () => backoff.next()), [0, 100, 200, 400, 500, 500]);
  backoff.reset();
  assert.equal(backoff.next(), 0);
});
