import assert from "node:assert/strict";
import fc from "fast-check";
import { optimizePlan } from "../../src/reconciliation/plan/optimizer.ts";
import { applyPlanToWorkload, type Workload } from "../support/workload.ts";
import { planArbitrary } from "./workload_arbitraries.ts";

const RUNS = { numRuns: 5_000 };

function plain(workload: Workload) {
  return Object.fromEntries(workload);
}

Deno.test("optimizePlan() never changes the state that the plan ends in", () => {
  fc.assert(
    fc.property(planArbitrary, ({ workload, plan }) => {
      const optimized = optimizePlan(plan).plan;
      assert.deepEqual(
        plain(applyPlanToWorkload(workload, optimized)),
        plain(applyPlanToWorkload(workload, plan)),
      );
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("optimizePlan() is idempotent, and says whether it changed anything", () => {
  fc.assert(
    fc.property(planArbitrary, ({ plan }) => {
      const once = optimizePlan(plan);
      const twice = optimizePlan(once.plan);
      assert.equal(twice.isOptimized, false);
      assert.equal(twice.plan, once.plan);
      assert.equal(once.isOptimized, once.plan !== plan);
    }),
    RUNS,
  );
});

Deno.test("optimizePlan() makes up no action, gives none twice, and makes the plan no longer", () => {
  fc.assert(
    fc.property(planArbitrary, ({ plan }) => {
      const { plan: optimized } = optimizePlan(plan);
      const known = new Set(plan.actions.map(({ id }) => id));
      const ids = optimized.actions.map(({ id }) => id);
      assert.ok(ids.every((id) => known.has(id)));
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(optimized.estimatedDurationMs <= plan.estimatedDurationMs);
      assert.equal(
        optimized.estimatedDurationMs,
        optimized.actions.reduce((sum, action) => sum + action.estimate.durationMs, 0),
      );
    }),
    RUNS,
  );
});
