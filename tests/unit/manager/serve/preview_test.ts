/** The dry run: it says what would be done, and the real thing does just that; nothing is touched. */
import assert from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import type { StateDiff } from "../../../../src/state/diff.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { NO_ESCALATION } from "../../../support/explain/scenarios.ts";
import { Rig } from "../../../support/engine/rig.ts";

async function running(rig: Rig, ...spec: Parameters<Rig["apply"]> extends [string, ...infer R] ? R : never) {
  rig.start();
  const id = await rig.apply("vehicle/lidar", ...spec);
  await rig.untilState(id, "Running");
  return id;
}

/** A look that the node of the service could report next. */
function lookOf(rig: Rig, id: ResourceId, parts: Partial<StateDiff> = {}): StateDiff {
  const { status, metadata } = rig.service(id);
  return diffOf({
    resourceId: id,
    node: status.node,
    sequence: 1_000n,
    observedGeneration: metadata.generation,
    actual: { replicas: 1, availableReplicas: 1, version: "v1" },
    ...parts,
  });
}

const CRASHED = {
  actual: { replicas: 0, availableReplicas: 0, version: "" },
  scaleDiff: { desiredReplicas: 1, actualReplicas: 0 },
  existenceDiff: { desiredExists: true, actualExists: false },
  statusDiff: {
    desiredState: "Running",
    actualState: "Failed",
    reason: "Crashed",
    message: "replica is crashed",
  },
  isCritical: true,
} as const satisfies Partial<StateDiff>;

/** Everything that a dry run must leave as it is. */
function everything(rig: Rig): unknown {
  const { manager, store, controller, alerts } = rig;
  const { uptimeMs: _time, ...status } = manager.status();
  return structuredClone({
    records: [...manager.records()],
    revision: manager.revision(),
    status,
    events: store.events.length,
    executed: controller.executed,
    alerts: alerts.length,
  });
}

Deno.test("a dry run of a crash names the stages of recovery and its plan", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  const preview = rig.manager.planReconciliation({ kind: "diff", diff: lookOf(rig, id, CRASHED) });
  assert.deepEqual(preview.decisions.map(({ kind, why }) => `${kind}: ${why}`), [
    "transition: Fail: replica is crashed",
    "recover: Crash: replica is crashed",
    "recover: Restart is the next stage",
  ]);
  assert.match(preview.seen, /replica is crashed; the service is not there/);
  assert.deepEqual(preview.plan?.actions.map(({ kind, node }) => [kind, node]), [["Restart", "front"]]);
  assert.deepEqual(preview.alternatives.map(({ name }) => name), [
    "Recreate",
    "Relocate",
    "Isolate",
    "Notify",
  ]);
  assert.deepEqual(preview.warnings, []);
  assert.equal(preview.revision, rig.manager.revision());
});

Deno.test("a dry run touches nothing: ledger, queue, runtime, nodes and controller are as before", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  const looks = [
    lookOf(rig, id, CRASHED),
    lookOf(rig, id),
    lookOf(rig, id, { versionDiff: { desiredVersion: "v1", actualVersion: "v0" } }),
    lookOf(rig, id, { node: "rear", existenceDiff: { desiredExists: false, actualExists: true } }),
    lookOf(rig, id, { resourceId: idOf("vehicle/none") }),
  ];
  const before = everything(rig);
  for (const diff of looks) rig.manager.planReconciliation({ kind: "diff", diff });
  rig.manager.planReconciliation({ kind: "service", resourceId: id });
  assert.deepEqual(everything(rig), before);
  await rig.clock.advance(10_000);
  const { revision } = rig.service(id).metadata;
  assert.equal(rig.state(id), "Running");
  assert.deepEqual(rig.actions(id), ["Start"]);
  // The look of the dry run, which has the highest number, was not remembered: the node is still heard.
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(10);
  await rig.untilState(id, "Running");
  assert.deepEqual(rig.actions(id), ["Start", "Restart"]);
  assert.ok(rig.service(id).metadata.revision > revision);
  assert.ok(rig.store.events.every(({ metadata }) => !Object.values(metadata).includes("preview")));
});

Deno.test("what the dry run says is what is done then", async () => {
  for (
    const change of [{ version: "v2" }, { replicas: 3 }, { config: { rate: "20" } }, {
      version: "v2",
      replicas: 2,
    }]
  ) {
    await using rig = new Rig();
    const id = await running(rig);
    const node = rig.node("front");
    // The node hears of it and the controller is slow: what it sees next is what the dry run is about.
    rig.controller.latencyMs = 500;
    await rig.apply("vehicle/lidar", change);
    await rig.clock.advance(1);
    const actual = { replicas: 1, availableReplicas: 1, version: "v1" };
    const diff = { ...node.observe(id), actual };
    const preview = rig.manager.planReconciliation({ kind: "diff", diff });
    const before = rig.actions(id).length;
    await rig.clock.advance(600);
    await rig.untilState(id, "Running");
    assert.deepEqual(
      preview.plan?.actions.map(({ kind }) => kind),
      rig.actions(id).slice(before),
      JSON.stringify(change),
    );
  }
});

Deno.test("the plan says what it costs, and whom", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  const dependent = await rig.apply("vehicle/planner", {
    dependencies: [{ resourceId: id, condition: "Running" }],
  });
  await rig.untilState(dependent, "Running");
  const diff = lookOf(rig, id, { versionDiff: { desiredVersion: "v1", actualVersion: "v0" } });
  const { plan, decisions, alternatives } = rig.manager.planReconciliation({ kind: "diff", diff });
  assert.deepEqual(decisions.map(({ kind }) => kind), ["transition", "make-plan"]);
  const [action] = plan?.actions ?? [];
  assert.deepEqual([action?.kind, action?.what, action?.isDisruptive], [
    "UpdateVersion",
    "version v0 to v1",
    true,
  ]);
  assert.equal(action?.estimate.isMeasured, true);
  assert.deepEqual(plan?.impact.dependents, [dependent]);
  assert.equal(plan?.impact.affectedReplicas, 1);
  assert.equal(plan?.impact.confidence, "measured");
  assert.deepEqual(alternatives, [
    { name: "Recreate", whyNot: "UpdateVersion is enough" },
    { name: "Relocate", whyNot: "node front answers" },
  ]);
});

Deno.test("a dry run warns of what its answer depends on", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  const codes = (diff: StateDiff) =>
    rig.manager.planReconciliation({ kind: "diff", diff }).warnings.map(({ code }) => code);
  assert.deepEqual(codes(lookOf(rig, id, { resourceId: idOf("vehicle/none") })), ["ServiceUnknown"]);
  assert.deepEqual(codes(lookOf(rig, id, { observedGeneration: 0n })), ["OldLook"]);
  assert.deepEqual(codes(lookOf(rig, id, { node: "rear" })), ["OtherNode"]);
  rig.controller.isAway = true;
  assert.deepEqual(codes(lookOf(rig, id)), ["ControllerAway"]);
  rig.controller.isAway = false;
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "bench" });
  await rig.clock.advance(3_000);
  assert.deepEqual(codes(lookOf(rig, id)), ["Isolated"]);
  const waiting = await rig.apply("vehicle/planner", {
    dependencies: [{ resourceId: idOf("vehicle/none"), condition: "Running" }],
  });
  await rig.clock.advance(100);
  assert.ok(codes(lookOf(rig, waiting)).includes("WaitingForDependency"));
  rig.node("front").setUp(false);
  await rig.clock.advance(1_500);
  assert.ok(codes(lookOf(rig, id)).includes("NodeSilent"));
  await rig.clock.advance(3_000);
  assert.ok(codes(lookOf(rig, id)).includes("NodeLost"));
});

Deno.test("a plan that is at work is told, and a service that flaps is left alone", async () => {
  await using rig = new Rig();
  const id = await running(rig, NO_ESCALATION);
  rig.controller.latencyMs = 1_000;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(100);
  const atWork = rig.manager.planReconciliation({ kind: "service", resourceId: id });
  assert.deepEqual(atWork.warnings.map(({ code }) => code), ["PlanAtWork"]);
  assert.deepEqual(atWork.decisions.map(({ kind }) => kind), ["run-plan"]);
  assert.deepEqual(atWork.plan?.actions.map(({ kind }) => kind), ["Restart"]);
  rig.controller.latencyMs = 1;
  const isDamped = () =>
    rig.service(id).status.conditions.some(({ type, status }) => type === "Stable" && status === "False");
  for (let count = 0; count < 20 && !isDamped(); count++) {
    await rig.untilState(id, "Running", 60_000);
    rig.node(rig.service(id).status.node).hurt(id, "crashed");
    await rig.clock.advance(200);
  }
  const damped = rig.manager.planReconciliation({ kind: "service", resourceId: id });
  assert.deepEqual(damped.warnings.map(({ code }) => code), ["Damped"]);
  assert.equal(damped.decisions.at(-1)?.why.startsWith("The service flaps and is suppressed, for "), true);
});

Deno.test("a service that does not exist is not found, and a standby makes no plans", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  assert.throws(
    () => rig.manager.planReconciliation({ kind: "service", resourceId: idOf("vehicle/none") }),
    (error) => error instanceof StateManagerError && error.failure.kind === "not-found",
  );
  await rig.manager.standBy();
  assert.throws(
    () => rig.manager.planReconciliation({ kind: "service", resourceId: id }),
    (error) => error instanceof StateManagerError && error.failure.kind === "not-ready",
  );
  assert.equal(rig.manager.explain({ kind: "service", resourceId: id, last: 1 }).episodes.length, 1);
});
