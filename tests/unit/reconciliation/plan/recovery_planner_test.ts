import assert from "node:assert/strict";
import { createRecoveryPlan } from "../../../../src/reconciliation/planner.ts";
import type { RecoveryPlanContext } from "../../../../src/reconciliation/plan/recovery_planner.ts";
import { RECOVERY_ACTIONS, type RecoveryAction } from "../../../../src/state/issue.ts";
import { SERVICE_STATES, type ServiceState, type ServiceStatus } from "../../../../src/state/model.ts";
import { contextOf, serviceOf } from "../../../support/domain.ts";

const GOOD = { version: "0.9", config: { rate: "5" }, generation: 1n };

function failed(status: Partial<ServiceStatus> = {}): ServiceState {
  return serviceOf({
    spec: { replicas: 2, criticality: "B" },
    status: { state: "Failed", lastKnownGood: GOOD, ...status },
  });
}

function planFor(service: ServiceState, action: RecoveryAction, context: Partial<RecoveryPlanContext> = {}) {
  return createRecoveryPlan(service, action, { ...contextOf(), toNode: "node-b", ...context });
}

function only(service: ServiceState, action: RecoveryAction, context: Partial<RecoveryPlanContext> = {}) {
  const { actions } = planFor(service, action, context);
  assert.ok(actions.length <= 1);
  return actions[0];
}

Deno.test("each recovery action becomes the step of its name, with the whole of what is wanted", () => {
  const rows = RECOVERY_ACTIONS.map((action) => {
    const planned = only(failed(), action);
    assert.equal(planned?.recovery, planned === undefined ? undefined : action);
    return planned === undefined ? [action] : [planned.step, planned.node, planned.desired.replicas];
  });
  assert.deepEqual(rows, [
    [{ kind: "Restart" }, "node-a", 2],
    [{ kind: "Recreate" }, "node-a", 2],
    [{ kind: "Relocate", fromNode: "node-a", toNode: "node-b" }, "node-b", 2],
    [{ kind: "RollbackVersion", fromVersion: "1.0", toVersion: "0.9" }, "node-a", 2],
    [{ kind: "ResetConfig", changedKeys: ["rate"] }, "node-a", 2],
    ["Notify"],
    [{ kind: "Isolate" }, "node-a", 0],
  ]);
});

Deno.test("a rollback wants the good version with the config in force, a reset the good config with the version in force", () => {
  assert.deepEqual(only(failed(), "RollbackVersion")?.desired, {
    replicas: 2,
    version: "0.9",
    config: { rate: "10" },
  });
  assert.deepEqual(only(failed(), "ResetConfig")?.desired, {
    replicas: 2,
    version: "1.0",
    config: { rate: "5" },
  });
  const reset = { generation: 1n, config: GOOD.config, reason: "" };
  assert.deepEqual(only(failed({ override: reset }), "RollbackVersion")?.desired, {
    replicas: 2,
    version: "0.9",
    config: { rate: "5" },
  });
});

Deno.test("it makes no difference whether the override is in force already", () => {
  const version = { generation: 1n, version: "0.9", reason: "" };
  const config = { generation: 1n, config: GOOD.config, reason: "" };
  assert.deepEqual(
    planFor(failed({ override: version }), "RollbackVersion"),
    planFor(failed(), "RollbackVersion"),
  );
  assert.deepEqual(planFor(failed({ override: config }), "ResetConfig"), planFor(failed(), "ResetConfig"));
});

Deno.test("it makes no difference whether the new node is in the status already", () => {
  const moved = planFor(failed({ node: "node-b" }), "Relocate", { fromNode: "node-a" });
  assert.deepEqual(moved, planFor(failed(), "Relocate"));
});

Deno.test("what makes no sense is an empty plan", () => {
  const none: (readonly [string, ServiceState, RecoveryAction, Partial<RecoveryPlanContext>])[] = [
    ["no other node", failed(), "Relocate", { toNode: "node-a" }],
    ["no node at all", failed({ node: "" }), "Relocate", {}],
    ["no node to act on", failed({ node: "" }), "Restart", {}],
    [
      "the version is the good one",
      failed({ lastKnownGood: { ...GOOD, version: "1.0" } }),
      "RollbackVersion",
      {},
    ],
    [
      "the config is the good one",
      failed({ lastKnownGood: { ...GOOD, config: { rate: "10" } } }),
      "ResetConfig",
      {},
    ],
    ["not wanted to run", { ...failed(), spec: { ...failed().spec, state: "Pending" } }, "Restart", {}],
  ];
  for (const [why, service, action, context] of none) {
    assert.equal(only(service, action, context), undefined, why);
  }
  const neverGood = serviceOf({ status: { state: "Failed" } });
  assert.equal(only(neverGood, "RollbackVersion"), undefined);
  assert.equal(only(neverGood, "ResetConfig"), undefined);
});

Deno.test("in Pending it is a start, in Terminating a stop, else the step itself", () => {
  const kinds = (action: RecoveryAction) =>
    SERVICE_STATES.map((state) => only(failed({ state }), action)?.step.kind ?? "-").join(" ");
  for (const action of ["Restart", "Recreate", "RollbackVersion", "ResetConfig"] as const) {
    assert.equal(kinds(action), `Start ${action} ${action} ${action} Stop ${action}`);
  }
  assert.equal(kinds("Relocate"), "Relocate Relocate Relocate Relocate Stop Relocate");
  assert.equal(kinds("Isolate"), "Isolate Isolate Isolate Isolate Stop Isolate");
  assert.equal(kinds("Notify"), "- - - - - -");
});

Deno.test("a stuck end is asked for again, also of a service that is not wanted", () => {
  const service = serviceOf({ spec: { state: "Terminating" }, status: { state: "Terminating" } });
  const action = only(service, "Restart");
  assert.deepEqual([action?.step.kind, action?.desired.replicas, action?.recovery], ["Stop", 0, "Restart"]);
});

Deno.test("a recovery is as urgent as its service is critical", () => {
  assert.deepEqual(planFor(failed(), "Restart").priority, {
    isCritical: true,
    criticality: "B",
    diffRank: 0,
  });
});
