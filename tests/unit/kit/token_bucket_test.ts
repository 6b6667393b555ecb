import assert from "node:assert/strict";
import fc from "fast-check";
import { TokenBucket } from "../../../src/kit/token_bucket.ts";

Deno.test("TokenBucket begins full, refills with time, and holds no more than its capacity", () => {
  const bucket = new TokenBucket({ capacity: 2, refillPerSecond: 4, nowMs: 100 });
  assert.deepEqual([0, 0, 0].map(() => bucket.take({ nowMs: 100 })), [0, 0, 250]);
  assert.equal(bucket.take({ nowMs: 200 }), 150);
  assert.equal(bucket.take({ nowMs: 350 }), 0);
  assert.equal(bucket.tokens(1_000_000), 2);
});

Deno.test("TokenBucket leaves what it is asked to leave", () => {
  const bucket = new TokenBucket({ capacity: 3, refillPerSecond: 1, nowMs: 0 });
  assert.equal(bucket.take({ nowMs: 0, leave: 2 }), 0);
  assert.equal(bucket.take({ nowMs: 0, leave: 2 }), 1_000);
  assert.equal(bucket.take({ nowMs: 0 }), 0);
  assert.equal(bucket.take({ nowMs: 0, leave: 3 }), Infinity);
});

Deno.test("TokenBucket counts a clock that goes back as no time passed", () => {
  const bucket = new TokenBucket({ capacity: 1, refillPerSecond: 1, nowMs: 1_000 });
  bucket.take({ nowMs: 1_000 });
  assert.equal(bucket.tokens(0), 0);
  assert.equal(bucket.tokens(1_500), 0.5);
  assert.equal(bucket.take({ nowMs: 0 }), 1_000);
  assert.equal(bucket.tokens(1_500), 0.5);
});

Deno.test("TokenBucket answers the same whether somebody looks at its tokens or not", () => {
  const [watched, other] = [0, 0].map(() => new TokenBucket({ capacity: 3, refillPerSecond: 0.7, nowMs: 0 }));
  for (let nowMs = 0; nowMs < 20_000; nowMs += 333) {
    for (const lookedMs of [nowMs + 0.1, nowMs + 100.3]) watched?.tokens(lookedMs);
    assert.equal(watched?.take({ nowMs }), other?.take({ nowMs }));
  }
});

Deno.test("TokenBucket admits at most its capacity and what came back, and waiting as told is enough", () => {
  const gaps = fc.array(fc.nat({ max: 2_000 }), { maxLength: 60, size: "max" });
  const rates = fc.integer({ min: 1, max: 50 });
  fc.assert(fc.property(gaps, fc.integer({ min: 1, max: 5 }), rates, (drawn, capacity, refillPerSecond) => {
    const bucket = new TokenBucket({ capacity, refillPerSecond, nowMs: 0 });
    let nowMs = 0;
    let admitted = 0;
    for (const gapMs of drawn) {
      nowMs += gapMs;
      const waitMs = bucket.take({ nowMs });
      if (waitMs > 0) {
        nowMs += waitMs;
        assert.equal(bucket.take({ nowMs }), 0);
      }
      admitted++;
      assert.ok(admitted <= capacity + nowMs * refillPerSecond / 1_000 + 1e-6);
    }
  }));
});
