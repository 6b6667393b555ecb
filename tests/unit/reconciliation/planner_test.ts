import assert from "node:assert/strict";
import { createActionPlan, optimizePlan, sortPlansByPriority } from "../../../src/reconciliation/planner.ts";
import type { ActionPlan, ActionPriority, ActionStep } from "../../../src/state/plan.ts";
import type { PlanContext } from "../../../src/reconciliation/plan/draft.ts";
import type { StateDiff, StatusDiff, StatusReason } from "../../../src/state/diff.ts";
import { SERVICE_STATES, type ServiceStateType } from "../../../src/state/model.ts";
import { contextOf, diffOf, idOf, serviceOf } from "../../support/domain.ts";

function stepsOf(diff: Partial<StateDiff>, context: Partial<PlanContext> = {}): readonly ActionStep[] {
  return createActionPlan(diffOf(diff), contextOf(context)).actions.map(({ step }) => step);
}

function kindsOf(diff: Partial<StateDiff>, context: Partial<PlanContext> = {}): string {
  return stepsOf(diff, context).map(({ kind }) => kind).join(" ");
}

function status(
  reason: StatusReason,
  actualState: ServiceStateType = "Degraded",
): { readonly statusDiff: StatusDiff } {
  return { statusDiff: { desiredState: "Running", actualState, reason, message: "" } };
}

const there = (replicas: number) => ({ actual: { replicas, availableReplicas: replicas, version: "1.0" } });
const THREE = { service: serviceOf({ spec: { replicas: 3 } }) };
const GONE = { existenceDiff: { desiredExists: true, actualExists: false }, ...there(0) };
const scale = (actualReplicas: number, desiredReplicas = 3) => ({
  scaleDiff: { desiredReplicas, actualReplicas },
  ...there(actualReplicas),
});
const VERSION = { versionDiff: { desiredVersion: "1.0", actualVersion: "0.9" } };
const CONFIG = { configDiff: { desired: { rate: "10" }, actual: { rate: "5", old: "1" } } };

Deno.test("nothing differs: nothing is done", () => {
  assert.equal(kindsOf({}), "");
});

Deno.test("existence: what is missing is started, what should not be there is stopped", () => {
  assert.equal(kindsOf(GONE), "Start");
  for (const state of ["Pending", "Terminating"] as const) {
    const service = serviceOf({ spec: { state }, status: { state: "Terminating" } });
    assert.equal(
      kindsOf({ existenceDiff: { desiredExists: false, actualExists: true } }, { service }),
      "Stop",
    );
    assert.equal(kindsOf({}, { service }), "Stop", "also where the node has not heard of it yet");
    assert.equal(kindsOf({ ...GONE, ...there(0) }, { service }), "");
  }
});

Deno.test("existence: nothing there is started as soon as anything differs, and remains of dead replicas are stopped", () => {
  assert.equal(kindsOf({ ...VERSION, ...there(0) }), "Start");
  assert.equal(kindsOf(there(0)), "", "the node says that all is as wanted");
  const service = serviceOf({ spec: { state: "Terminating" } });
  assert.equal(kindsOf({ ...scale(2, 0), ...there(0) }, { service }), "Stop");
});

Deno.test("existence: no replicas wanted means none there", () => {
  const service = serviceOf({ spec: { replicas: 0 } });
  assert.equal(kindsOf(scale(2, 0), { service }), "Stop");
  assert.equal(kindsOf(there(0), { service }), "");
});

Deno.test("scale: up and down go to the wanted number, and from none it is a start", () => {
  assert.deepEqual(stepsOf(scale(1), THREE), [{ kind: "Scale", fromReplicas: 1, toReplicas: 3 }]);
  assert.deepEqual(stepsOf(scale(5), THREE), [{ kind: "Scale", fromReplicas: 5, toReplicas: 3 }]);
  assert.equal(kindsOf(scale(0), THREE), "Start");
});

Deno.test("version and config are brought to what is wanted", () => {
  assert.deepEqual(stepsOf(VERSION), [{ kind: "UpdateVersion", fromVersion: "0.9", toVersion: "1.0" }]);
  assert.deepEqual(stepsOf(CONFIG), [{ kind: "ApplyConfig", changedKeys: ["old", "rate"] }]);
});

Deno.test("a node that compared with an older spec is not followed", () => {
  const service = serviceOf({ spec: { version: "2.0", config: { rate: "5", old: "1" }, replicas: 2 } });
  assert.equal(kindsOf({ versionDiff: { desiredVersion: "1.0", actualVersion: "2.0" } }, { service }), "");
  assert.equal(kindsOf(CONFIG, { service }), "");
  assert.equal(kindsOf(scale(2, 1), { service }), "");
});

Deno.test("what recovery holds back is what is wanted", () => {
  const override = { generation: 1n, version: "0.9", reason: "1.0 does not start" };
  assert.equal(kindsOf(VERSION, { service: serviceOf({ status: { override } }) }), "");
  const old = { ...override, generation: 0n };
  assert.equal(kindsOf(VERSION, { service: serviceOf({ status: { override: old } }) }), "UpdateVersion");
});

Deno.test("status: a replica that lives and does not work is restarted, one that died is made again", () => {
  assert.equal(kindsOf(status("Unresponsive")), "Restart");
  for (const reason of ["Crashed", "StartFailed", "ConfigRejected", "ResourceExhausted"] as const) {
    assert.equal(kindsOf({ ...status(reason), ...there(0) }), "Start");
    assert.equal(kindsOf({ ...status(reason), ...there(2) }, THREE), "Scale");
    assert.equal(kindsOf({ ...status(reason), ...scale(3), ...there(2) }, THREE), "Scale");
    assert.equal(kindsOf(status(reason)), "Restart", "though all are there again");
  }
  assert.equal(kindsOf({ ...status("Unresponsive"), ...scale(2) }, THREE), "Scale Restart");
});

Deno.test("status: what is only on its way is left alone", () => {
  for (const reason of ["Starting", "Stopping", "Unspecified"] as const) {
    assert.equal(kindsOf(status(reason)), "");
  }
  assert.equal(kindsOf(status("Unspecified", "Failed")), "Restart");
});

Deno.test("all five at once: one start where nothing is there, else one step for each", () => {
  assert.equal(
    kindsOf({ ...GONE, ...VERSION, ...CONFIG, ...status("Crashed"), scaleDiff: scale(0).scaleDiff }),
    "Start",
  );
  const all = { ...VERSION, ...CONFIG, ...status("Unresponsive"), ...scale(2) };
  assert.equal(kindsOf(all, THREE), "Scale UpdateVersion ApplyConfig Restart");
  const { plan } = optimizePlan(createActionPlan(diffOf(all), contextOf(THREE)));
  assert.deepEqual(plan.actions.map(({ step }) => step.kind), ["Scale", "UpdateVersion"]);
});

Deno.test("a stray copy is stopped on the node that reports it, and costs nobody anything", () => {
  const plan = createActionPlan(diffOf({ node: "node-b" }), contextOf());
  assert.deepEqual(plan.actions.map(({ step, node }) => [step.kind, node]), [["Stop", "node-b"]]);
  assert.equal(plan.actions[0]?.desired.replicas, 0);
  assert.equal(plan.impactAssessment.isDisruptive, false);
  assert.equal(plan.impactAssessment.expectedUnavailabilityMs, 0);
  assert.equal(kindsOf({ node: "node-b", ...GONE }), "");
});

Deno.test("the node it is to run on comes from the context, else from the service, else from the diff", () => {
  const nodeOf = (context: Partial<PlanContext>) =>
    createActionPlan(diffOf(GONE), contextOf(context)).actions.map(({ node }) => node);
  assert.deepEqual(nodeOf({}), ["node-a"]);
  assert.deepEqual(nodeOf({ service: serviceOf({ status: { node: "" } }) }), ["node-a"]);
  assert.deepEqual(nodeOf({ node: "node-b" }), []);
});

Deno.test("without a spec nothing is done, except what the node was told to remove", () => {
  const service = serviceOf({ generation: 0n });
  assert.equal(kindsOf(GONE, { service }), "");
  assert.equal(kindsOf(VERSION, { service }), "");
  const plan = createActionPlan(
    diffOf({ existenceDiff: { desiredExists: false, actualExists: true } }),
    contextOf({ service }),
  );
  assert.deepEqual(plan.actions.map(({ step, desired }) => [step.kind, desired.replicas]), [["Stop", 0]]);
});

Deno.test("what the phase does not allow becomes what it does", () => {
  const inPhase = (state: ServiceStateType) => ({
    service: serviceOf({ spec: { replicas: 3 }, status: { state } }),
  });
  const by = (diff: Partial<StateDiff>) =>
    SERVICE_STATES.map((state) => kindsOf(diff, inPhase(state)) || "-");
  assert.deepEqual(by({ ...VERSION, ...scale(2) }), [
    "Start",
    "Scale UpdateVersion",
    "Scale UpdateVersion",
    "Scale UpdateVersion",
    "-",
    "Recreate",
  ]);
  assert.deepEqual(by(GONE), ["Start", "Start", "Start", "Start", "-", "Start"]);
  assert.deepEqual(by(status("Unresponsive")), ["Start", "Restart", "Restart", "Restart", "-", "Restart"]);
});

Deno.test("an action carries all that the controller needs", () => {
  const causation = Array.from({ length: 20 }, (_, index) => `cause-${index}`);
  const service = serviceOf({ spec: { replicas: 3 }, generation: 4n });
  const { actions, generation, id, resourceId } = createActionPlan(
    diffOf({ ...VERSION, ...scale(2) }),
    contextOf({ service, causation, actionDeadlineMs: 777 }),
  );
  assert.deepEqual([id, resourceId, generation], ["plan-1", "vehicle/lidar", 4n]);
  assert.deepEqual(actions.map((action) => action.id), ["plan-1/1", "plan-1/2"]);
  for (const action of actions) {
    assert.deepEqual(action.desired, { replicas: 3, version: "1.0", config: { rate: "10" } });
    assert.deepEqual([action.generation, action.deadlineMs, action.node], [4n, 777, "node-a"]);
    assert.deepEqual(action.causation, causation.slice(4));
    assert.equal(action.recovery, undefined);
  }
});

Deno.test("the figures of a plan: duration, unavailability, dependents, confidence", () => {
  const dependents = [idOf("vehicle/planner"), idOf("vehicle/brakes")];
  const estimateMs = (kind: string) => ({ ms: kind === "Scale" ? 100 : 1_000, isMeasured: kind !== "Scale" });
  const naive = createActionPlan(
    diffOf({ ...VERSION, ...scale(2), ...status("Unresponsive") }),
    contextOf({ ...THREE, dependents, estimateMs }),
  );
  assert.equal(naive.estimatedDurationMs, 2_100);
  assert.deepEqual(naive.impactAssessment, {
    affectedReplicas: 2,
    dependents: ["vehicle/brakes", "vehicle/planner"],
    expectedUnavailabilityMs: 2_000,
    isDisruptive: true,
    confidence: "default",
  });
  const { plan } = optimizePlan(naive);
  assert.equal(plan.estimatedDurationMs, 1_100);
  assert.equal(plan.impactAssessment.expectedUnavailabilityMs, 1_000);
  const measured = createActionPlan(diffOf(VERSION), contextOf({ estimateMs }));
  assert.equal(measured.impactAssessment.confidence, "measured");
});

Deno.test("bringing up what is down disrupts nobody, and lasts until it is done", () => {
  const { impactAssessment } = createActionPlan(diffOf(GONE), contextOf());
  assert.deepEqual(impactAssessment, {
    affectedReplicas: 0,
    dependents: [],
    expectedUnavailabilityMs: 2_000,
    isDisruptive: false,
    confidence: "default",
  });
});

Deno.test("scaling down affects only what goes", () => {
  const { impactAssessment } = createActionPlan(diffOf(scale(5)), contextOf(THREE));
  assert.equal(impactAssessment.affectedReplicas, 2);
  assert.equal(impactAssessment.isDisruptive, true);
  assert.equal(impactAssessment.expectedUnavailabilityMs, 0);
});

Deno.test("the priority of a plan is that of its diff and of its service", () => {
  const service = serviceOf({ spec: { criticality: "C" } });
  const { priority } = createActionPlan(diffOf(VERSION), contextOf({ service }));
  assert.deepEqual(priority, { isCritical: false, criticality: "C", diffRank: 2 });
  const gone = createActionPlan(diffOf(GONE), contextOf({ service }));
  assert.deepEqual(gone.priority, { isCritical: true, criticality: "C", diffRank: 0 });
});

function planWith(id: string, priority: ActionPriority): ActionPlan {
  return { ...createActionPlan(diffOf(), contextOf({ planId: id })), priority };
}

Deno.test("sortPlansByPriority() sorts in place: critical, criticality, kind of diff, id", () => {
  const plans = [
    planWith("a", { isCritical: false, criticality: "QM", diffRank: 0 }),
    planWith("b", { isCritical: false, criticality: "D", diffRank: 3 }),
    planWith("d", { isCritical: true, criticality: "QM", diffRank: 0 }),
    planWith("c", { isCritical: true, criticality: "QM", diffRank: 0 }),
    planWith("e", { isCritical: false, criticality: "D", diffRank: 1 }),
    planWith("f", { isCritical: true, criticality: "A", diffRank: 0 }),
  ];
  sortPlansByPriority(plans);
  assert.deepEqual(plans.map(({ id }) => id), ["f", "c", "d", "e", "b", "a"]);
});
