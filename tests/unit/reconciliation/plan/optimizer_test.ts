import assert from "node:assert/strict";
import { optimizePlan } from "../../../../src/reconciliation/plan/optimizer.ts";
import type { ActionStep, DesiredWorkload } from "../../../../src/state/plan.ts";
import { actionOf, planOf } from "../../../property/workload_arbitraries.ts";

const DESIRED: DesiredWorkload = { replicas: 3, version: "1.0", config: { rate: "1" } };
const UPDATE: ActionStep = { kind: "UpdateVersion", fromVersion: "0.9", toVersion: "1.0" };
const CONFIGURE: ActionStep = { kind: "ApplyConfig", changedKeys: ["rate"] };
const RESTART: ActionStep = { kind: "Restart" };
const scale = (fromReplicas: number, toReplicas: number): ActionStep => ({
  kind: "Scale",
  fromReplicas,
  toReplicas,
});

function optimized(...steps: readonly ActionStep[]) {
  const actions = steps.map((step, index) =>
    actionOf(step, { node: "node-a", desired: DESIRED, recovery: undefined }, index + 1)
  );
  return optimizePlan(planOf(actions));
}

function kinds(...steps: readonly ActionStep[]): string {
  return optimized(...steps).plan.actions.map(({ step }) => step.kind).join(" ");
}

Deno.test("optimizePlan() leaves a plan alone that cannot be better", () => {
  const result = optimized(scale(1, 3), UPDATE);
  assert.equal(result.isOptimized, false);
  assert.deepEqual(result.plan.actions.map(({ step }) => step.kind), ["Scale", "UpdateVersion"]);
});

Deno.test("Recreate swallows Restart, ApplyConfig and UpdateVersion on either side of it", () => {
  assert.equal(kinds(RESTART, CONFIGURE, UPDATE, { kind: "Recreate" }), "Recreate");
  assert.equal(kinds({ kind: "Recreate" }, UPDATE, CONFIGURE, RESTART), "Recreate");
  assert.equal(kinds({ kind: "Recreate" }, scale(2, 3)), "Recreate");
});

Deno.test("Start of everything swallows what would be done to it", () => {
  assert.equal(kinds({ kind: "Start" }, scale(0, 3), UPDATE, CONFIGURE, RESTART), "Start");
});

Deno.test("Stop swallows all before it", () => {
  assert.equal(kinds(scale(1, 3), UPDATE, CONFIGURE, RESTART, { kind: "Stop" }), "Stop");
  assert.equal(kinds({ kind: "Stop" }, { kind: "Stop" }), "Stop");
});

Deno.test("UpdateVersion swallows ApplyConfig and Restart on either side of it", () => {
  assert.equal(kinds(CONFIGURE, RESTART, UPDATE), "UpdateVersion");
  assert.equal(kinds(UPDATE, CONFIGURE, RESTART), "UpdateVersion");
});

Deno.test("what changes nothing is dropped", () => {
  assert.equal(
    kinds(
      scale(3, 3),
      { kind: "UpdateVersion", fromVersion: "1.0", toVersion: "1.0" },
      { kind: "ApplyConfig", changedKeys: [] },
      { kind: "Relocate", fromNode: "node-a", toNode: "node-a" },
    ),
    "",
  );
});

Deno.test("scale steps that follow each other become one, except down and up again", () => {
  const merged = optimized(scale(1, 2), scale(2, 5)).plan.actions;
  assert.deepEqual(merged.map(({ id, step }) => [id, step]), [["plan-1/1", scale(1, 5)]]);
  assert.equal(merged[0]?.isDisruptive, false);
  assert.deepEqual(optimized(scale(5, 4), scale(4, 2)).plan.actions[0]?.step, scale(5, 2));
  assert.deepEqual(optimized(scale(2, 5), scale(5, 1)).plan.actions[0]?.step, scale(2, 1));
  assert.equal(optimized(scale(2, 5), scale(5, 2)).plan.actions.length, 0);
  assert.equal(optimized(scale(3, 1), scale(1, 3)).isOptimized, false);
});

Deno.test("scaling up comes before what disrupts, scaling down after it", () => {
  assert.equal(kinds(UPDATE, scale(1, 3)), "Scale UpdateVersion");
  assert.equal(kinds(RESTART, CONFIGURE, scale(1, 3)), "Scale Restart ApplyConfig");
  assert.equal(kinds(scale(5, 3), UPDATE), "UpdateVersion Scale");
  assert.equal(kinds(scale(5, 3), RESTART, CONFIGURE), "Restart ApplyConfig Scale");
});

Deno.test("what happens on another node, or wants something else, is kept", () => {
  const restart = actionOf(RESTART, { node: "node-b", desired: DESIRED, recovery: undefined }, 1);
  const update = actionOf(UPDATE, { node: "node-a", desired: DESIRED, recovery: undefined }, 2);
  assert.equal(optimizePlan(planOf([restart, update])).isOptimized, false);
  const other = { ...DESIRED, config: {} };
  const configure = actionOf(CONFIGURE, { node: "node-a", desired: other, recovery: undefined }, 3);
  assert.equal(optimizePlan(planOf([update, configure])).isOptimized, false);
});

Deno.test("the figures follow the actions", () => {
  const { plan } = optimized(UPDATE, CONFIGURE, RESTART);
  assert.equal(plan.estimatedDurationMs, 10);
  assert.equal(plan.impactAssessment.expectedUnavailabilityMs, 10);
  const none = optimized(scale(3, 3)).plan;
  assert.deepEqual([none.estimatedDurationMs, none.impactAssessment.isDisruptive], [0, false]);
});
