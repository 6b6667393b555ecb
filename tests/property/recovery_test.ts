import assert from "node:assert/strict";
import fc from "fast-check";
import { backoffDelayMs, backoffUpperBoundMs } from "../../src/kit/backoff.ts";
import { RECOVERY_ACTIONS, type RecoveryStrategy } from "../../src/state/issue.ts";
import { attemptsPerStage, determineNextAction } from "../../src/recovery/strategy.ts";

const strategies: fc.Arbitrary<RecoveryStrategy> = fc.record({
  maxRetryCount: fc.integer({ min: 1, max: 5 }),
  backoffDelayMs: fc.constant(500),
  escalationThreshold: fc.integer({ min: 1, max: 5 }),
  actions: fc.shuffledSubarray([...RECOVERY_ACTIONS], { minLength: 1 }),
});
const possibilities = fc.record({
  canRelocate: fc.boolean(),
  canRollbackVersion: fc.boolean(),
  canResetConfig: fc.boolean(),
});

Deno.test("escalation: every possible stage gets its attempts in order, none that is impossible, the last one stays", () => {
  fc.assert(fc.property(strategies, possibilities, (strategy, possible) => {
    const stages = strategy.actions.filter((action) =>
      (action !== "Relocate" || possible.canRelocate) &&
      (action !== "RollbackVersion" || possible.canRollbackVersion) &&
      (action !== "ResetConfig" || possible.canResetConfig)
    );
    const expected = stages.flatMap((action) =>
      Array.from({ length: attemptsPerStage(strategy) }, () => action)
    );
    for (let failureCount = 0; failureCount < expected.length + 3; failureCount++) {
      const action = determineNextAction(strategy, { failureCount, possible });
      assert.equal(action, expected[failureCount] ?? expected.at(-1) ?? "Notify");
    }
  }));
});

Deno.test("escalation never goes back to an earlier action, whatever becomes possible or impossible on the way", () => {
  fc.assert(
    fc.property(strategies, fc.array(possibilities, { minLength: 1, maxLength: 30 }), (strategy, days) => {
      let lastAction: RecoveryStrategy["actions"][number] | undefined;
      for (const [failureCount, possible] of days.entries()) {
        const action = determineNextAction(strategy, { failureCount, possible, lastAction });
        // Telling a person is what is left when nothing else is, wherever it stands in the strategy.
        if (action === "Notify") continue;
        const order = strategy.actions.indexOf(action);
        assert.ok(lastAction === undefined || order >= strategy.actions.indexOf(lastAction));
        lastAction = action;
      }
    }),
  );
});

Deno.test("backoff: within its bound, and the bound never shrinks and never exceeds the cap", () => {
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const options = fc.record({
    baseMs: fc.integer({ min: 1, max: 300_000 }),
    capMs: fc.integer({ min: 1, max: 300_000 }),
  });
  fc.assert(fc.property(fc.nat({ max: 2_000 }), options, unit, (attempt, limits, random01) => {
    const bound = backoffUpperBoundMs(attempt, limits);
    const delayMs = backoffDelayMs(attempt, { ...limits, random01 });
    assert.ok(delayMs >= 0 && delayMs <= bound && bound <= limits.capMs);
    assert.ok(backoffUpperBoundMs(attempt + 1, limits) >= bound);
    assert.equal(backoffDelayMs(0, { ...limits, random01 }), 0);
  }));
});
