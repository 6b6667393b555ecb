import { deepEqual, equal, ok } from "node:assert/strict";
import { ControllerBreaker } from "../../../src/recovery/breaker.ts";

const SETTINGS = { failures: 2, basePauseMs: 100, maxPauseMs: 400 };
const newBreaker = () => new ControllerBreaker(() => 1, SETTINGS);

Deno.test("the breaker opens after so many failures in a row, and an answer closes it", () => {
  const breaker = newBreaker();
  breaker.fail("a", 0);
  equal(breaker.isClosed, true);
  equal(breaker.succeed(), true);
  breaker.fail("a", 0);
  breaker.fail("a", 0);
  equal(breaker.isClosed, false);
  equal(breaker.admit("a", 50).kind, "refused");
  breaker.succeed();
  equal(breaker.isClosed, true);
  equal(breaker.succeed(), false);
});

Deno.test("while it is open one at a time finds out, after pauses that grow up to a limit", () => {
  const breaker = newBreaker();
  breaker.fail("a", 0);
  const pauses: number[] = [];
  let nowMs = 0;
  for (let probe = 0; probe < 5; probe++) {
    const untilMs = breaker.fail("a", nowMs);
    pauses.push(untilMs - nowMs);
    equal(breaker.admit("a", untilMs - 1).kind, "refused");
    deepEqual(breaker.admit("a", untilMs), { kind: "admitted", isProbe: true });
    equal(breaker.admit("a", untilMs).kind, "refused");
    nowMs = untilMs;
  }
  deepEqual(pauses, [100, 200, 400, 400, 400]);
});

Deno.test("a probe that asked nothing leaves the way free, and the absence is counted from the first failure", () => {
  const breaker = newBreaker();
  breaker.fail("a", 10);
  const untilMs = breaker.fail("a", 20);
  ok(breaker.admit("a", untilMs).kind === "admitted");
  breaker.cancel("a");
  ok(breaker.admit("a", untilMs).kind === "admitted");
  equal(breaker.awayForMs(110), 100);
  breaker.succeed();
  equal(breaker.awayForMs(200), 0);
});

Deno.test("a plan that was admitted before the breaker opened does not end the turn of the probe", () => {
  const breaker = newBreaker();
  deepEqual(breaker.admit("early", 0), { kind: "admitted", isProbe: false });
  breaker.fail("a", 0);
  const untilMs = breaker.fail("b", 0);
  deepEqual(breaker.admit("probe", untilMs), { kind: "admitted", isProbe: true });
  breaker.cancel("early");
  equal(breaker.admit("c", untilMs + 1).kind, "refused", "one that ended without having asked");
  const laterMs = breaker.fail("early", untilMs + 1);
  equal(breaker.admit("c", laterMs).kind, "refused", "one that failed later");
  breaker.cancel("probe");
  deepEqual(breaker.admit("c", laterMs), { kind: "admitted", isProbe: true });
});

Deno.test("a probe that was not answered gives way once to a plan that was refused meanwhile", () => {
  const breaker = newBreaker();
  breaker.fail("hangs", 0);
  let untilMs = breaker.fail("hangs", 0);
  equal(breaker.admit("hangs", untilMs).kind, "admitted");
  equal(breaker.admit("other", untilMs).kind, "refused");
  untilMs = breaker.fail("hangs", untilMs);
  deepEqual(breaker.admit("hangs", untilMs), { kind: "refused", untilMs: untilMs + SETTINGS.maxPauseMs });
  equal(breaker.admit("other", untilMs).kind, "admitted");
  untilMs = breaker.fail("other", untilMs);
  equal(breaker.admit("hangs", untilMs).kind, "admitted", "then it is its turn again");
});

Deno.test("a probe gives way once only: the other plan may be gone", () => {
  const breaker = newBreaker();
  breaker.fail("hangs", 0);
  let untilMs = breaker.fail("hangs", 0);
  equal(breaker.admit("hangs", untilMs).kind, "admitted");
  equal(breaker.admit("gone", untilMs).kind, "refused");
  untilMs = breaker.fail("hangs", untilMs);
  equal(breaker.admit("hangs", untilMs).kind, "refused");
  equal(breaker.admit("hangs", untilMs + SETTINGS.maxPauseMs).kind, "admitted");
});
