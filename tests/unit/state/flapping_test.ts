import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  dampedForMs,
  decayedPenalty,
  DEFAULT_FLAP_SETTINGS,
  isFlapping,
  penaltyAfterFlap,
} from "../../../src/state/flapping.ts";

const S = { suppressFrom: 5, reuseBelow: 2, halfLifeMs: 1_000, maxDampedMs: 10_000 };

Deno.test("a penalty halves in its half-life, and a clock that goes back makes it no larger", () => {
  equal(decayedPenalty(8, 1_000, S), 4);
  equal(decayedPenalty(8, 3_000, S), 1);
  equal(decayedPenalty(8, -5, S), 8);
});

Deno.test("quick flaps add up to flapping, slow ones never do", () => {
  let quick = 0;
  for (let flap = 0; flap < 5; flap++) quick = penaltyAfterFlap(quick, 0, S);
  ok(isFlapping(quick, S));
  let slow = 0;
  for (let flap = 0; flap < 1_000; flap++) slow = penaltyAfterFlap(slow, 2_000, S);
  ok(!isFlapping(slow, S));
});

Deno.test("between the thresholds it stays as it is: left alone until it is below the lower one", () => {
  equal(dampedForMs(8, S), 2_000);
  equal(decayedPenalty(8, dampedForMs(8, S), S), S.reuseBelow);
  equal(dampedForMs(2, S), 0);
});

Deno.test("however much it flaps, it is left alone for at most the longest time after its newest flap", () => {
  fc.assert(fc.property(
    fc.array(fc.nat({ max: 100 }), { maxLength: 300 }),
    fc.constantFrom(S, DEFAULT_FLAP_SETTINGS),
    (gaps, settings) => {
      let penalty = 0;
      for (const gap of gaps) penalty = penaltyAfterFlap(penalty, gap, settings);
      return dampedForMs(penalty, settings) <= settings.maxDampedMs;
    },
  ));
});
