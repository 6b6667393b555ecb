import { deepEqual, equal, ok } from "node:assert/strict";
import { ControllerBreaker } from "../../../src/recovery/breaker.ts";

const SETTINGS = { failures: 2, basePauseMs: 100, maxPauseMs: 400 };
const newBreaker = () => new ControllerBreaker(() => 1, SETTINGS);

Deno.test("the breaker opens after so many failures in a row, and an answer closes it", () => {
  const breaker = newBreaker();
  breaker.fail(0);
  equal(breaker.isClosed, true);
  equal(breaker.succeed(), true);
  breaker.fail(0);
  breaker.fail(0);
  equal(breaker.isClosed, false);
  equal(breaker.admit(50).kind, "refused");
  breaker.succeed();
  equal(breaker.isClosed, true);
  equal(breaker.succeed(), false);
});

Deno.test("while it is open one at a time finds out, after pauses that grow up to a limit", () => {
  const breaker = newBreaker();
  breaker.fail(0);
  const pauses: number[] = [];
  let nowMs = 0;
  for (let probe = 0; probe < 5; probe++) {
    const untilMs = breaker.fail(nowMs);
    pauses.push(untilMs - nowMs);
    equal(breaker.admit(untilMs - 1).kind, "refused");
    deepEqual(breaker.admit(untilMs), { kind: "admitted", isProbe: true });
    equal(breaker.admit(untilMs).kind, "refused");
    nowMs = untilMs;
  }
  deepEqual(pauses, [100, 200, 400, 400, 400]);
});

Deno.test("a probe that asked nothing leaves the way free, and the absence is counted from the first failure", () => {
  const breaker = newBreaker();
  breaker.fail(10);
  const untilMs = breaker.fail(20);
  ok(breaker.admit(untilMs).kind === "admitted");
  breaker.cancelProbe();
  ok(breaker.admit(untilMs).kind === "admitted");
  equal(breaker.awayForMs(110), 100);
  breaker.succeed();
  equal(breaker.awayForMs(200), 0);
});
