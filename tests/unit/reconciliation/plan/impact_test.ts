import assert from "node:assert/strict";
import {
  assessImpact,
  DEFAULT_DURATIONS_MS,
  defaultEstimate,
  estimateAction,
} from "../../../../src/reconciliation/plan/impact.ts";
import { ACTION_KINDS, type ActionKind, type ActionStep } from "../../../../src/state/plan.ts";
import { isNoOp } from "../../../../src/reconciliation/plan/optimizer.ts";

const STEPS: Readonly<Record<ActionKind, ActionStep>> = {
  Start: { kind: "Start" },
  Stop: { kind: "Stop" },
  Restart: { kind: "Restart" },
  Recreate: { kind: "Recreate" },
  Scale: { kind: "Scale", fromReplicas: 3, toReplicas: 2 },
  UpdateVersion: { kind: "UpdateVersion", fromVersion: "1", toVersion: "2" },
  ApplyConfig: { kind: "ApplyConfig", changedKeys: ["a"] },
  Relocate: { kind: "Relocate", fromNode: "node-a", toNode: "node-b" },
  RollbackVersion: { kind: "RollbackVersion", fromVersion: "2", toVersion: "1" },
  ResetConfig: { kind: "ResetConfig", changedKeys: ["a"] },
  Isolate: { kind: "Isolate" },
};

function estimate(step: ActionStep, availableReplicas: number, isStray = false) {
  return estimateAction(step, { availableReplicas, duration: { ms: 100, isMeasured: true }, isStray });
}

Deno.test("each kind of action affects the replicas that it takes down, and the service is away while all are", () => {
  const rows = ACTION_KINDS.map((kind) => {
    const { affectedReplicas, unavailableMs } = estimate(STEPS[kind], 3);
    return `${kind} ${affectedReplicas} ${unavailableMs}`;
  });
  assert.deepEqual(rows, [
    "Start 0 0",
    "Stop 3 100",
    "Restart 3 100",
    "Recreate 3 100",
    "Scale 1 0",
    "UpdateVersion 3 100",
    "ApplyConfig 3 100",
    "Relocate 0 0",
    "RollbackVersion 3 100",
    "ResetConfig 3 100",
    "Isolate 3 100",
  ]);
});

Deno.test("what is down already is affected by nothing, and away until the action is done", () => {
  for (const kind of ACTION_KINDS) {
    const { affectedReplicas, unavailableMs } = estimate(STEPS[kind], 0);
    assert.deepEqual([affectedReplicas, unavailableMs], [0, 100], kind);
  }
});

Deno.test("a stray copy is no loss", () => {
  assert.deepEqual(estimate(STEPS.Stop, 2, true), {
    durationMs: 100,
    isMeasured: true,
    affectedReplicas: 0,
    unavailableMs: 0,
  });
});

Deno.test("every kind has a default duration, which counts as not measured", () => {
  for (const kind of ACTION_KINDS) {
    assert.deepEqual(defaultEstimate(kind), { ms: DEFAULT_DURATIONS_MS[kind], isMeasured: false });
  }
});

Deno.test("nothing to do is harmless, and sure", () => {
  assert.deepEqual(assessImpact([], []), {
    affectedReplicas: 0,
    dependents: [],
    expectedUnavailabilityMs: 0,
    isDisruptive: false,
    confidence: "measured",
  });
});

Deno.test("isNoOp() is true of a step that says itself that it changes nothing", () => {
  for (const kind of ACTION_KINDS) assert.equal(isNoOp(STEPS[kind]), false);
  const idle: readonly ActionStep[] = [
    { kind: "Scale", fromReplicas: 2, toReplicas: 2 },
    { kind: "UpdateVersion", fromVersion: "1", toVersion: "1" },
    { kind: "RollbackVersion", fromVersion: "1", toVersion: "1" },
    { kind: "ApplyConfig", changedKeys: [] },
    { kind: "ResetConfig", changedKeys: [] },
    { kind: "Relocate", fromNode: "node-a", toNode: "node-a" },
  ];
  for (const step of idle) assert.equal(isNoOp(step), true);
});
