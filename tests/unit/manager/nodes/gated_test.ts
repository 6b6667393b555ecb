import { deepEqual, equal, rejects } from "node:assert/strict";
import { GatedAgent, GatedController } from "../../../../src/manager/nodes/gated.ts";
import { ALL_SERVICES } from "../../../../src/manager/serve/api.ts";
import { StateManager } from "../../../../src/manager.ts";
import type { ActionControllerPort } from "../../../../src/ports/action_controller.ts";
import type { ActionGate } from "../../../../src/ports/gate.ts";
import type { StateAlert } from "../../../../src/state/alert.ts";
import type { PlannedAction } from "../../../../src/state/plan.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import { contextOf, diffOf, idOf, serviceOf } from "../../../support/domain.ts";
import { FakeController } from "../../../support/engine/fake_controller.ts";
import { FakeNode } from "../../../support/engine/fake_node.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { seededRandom, SETTINGS } from "../../../support/engine/rig.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const ID = idOf("vehicle/lidar");

/** A gate that is opened and closed by hand. */
class Gate implements ActionGate {
  isLeader = true;
  isConfirmed = true;
  readonly asked: bigint[] = [];

  isLeading(): boolean {
    return this.isLeader;
  }

  mayAct(revision: bigint): Promise<boolean> {
    this.asked.push(revision);
    return Promise.resolve(this.isLeader && this.isConfirmed);
  }
}

function actionOf(): PlannedAction {
  const missing = diffOf({
    existenceDiff: { desiredExists: true, actualExists: false },
    actual: { replicas: 0, availableReplicas: 0, version: "" },
  });
  const action = createActionPlan(missing, contextOf())?.actions[0];
  if (action === undefined) throw new Error("there is an action");
  return action;
}

function calls(controller: ActionControllerPort) {
  const { signal } = new AbortController();
  const action = actionOf();
  return [
    controller.executeAction(action, signal),
    controller.requestRecovery(ID, "Restart", { action, signal }),
    controller.requestLifecycleAction(ID, "Start", { action, signal }),
  ];
}

Deno.test("every call to the controller waits for the gate, with what was decided so far; held back it did not leave", async () => {
  const clock = new VirtualClock();
  const inner = new FakeController(new Map([["node-a", new FakeNode("node-a", clock)]]), clock);
  const gate = new Gate();
  let revision = 7n;
  let isWanted = true;
  const controller = new GatedController(inner, gate, {
    revision: () => revision,
    watch: () => () => isWanted,
  });
  gate.isConfirmed = false;
  for (const call of calls(controller)) equal((await call).kind, "withheld");
  deepEqual(inner.executed, []);
  deepEqual(gate.asked, [7n, 7n, 7n]);
  gate.isConfirmed = true;
  revision = 8n;
  const results = Promise.all(calls(controller));
  await clock.advance(10);
  deepEqual((await results).map(({ kind }) => kind), ["done", "done", "done"]);
  deepEqual(gate.asked.slice(3), [8n, 8n, 8n]);
  isWanted = false;
  const left = inner.executed.length;
  for (const call of calls(controller)) equal((await call).kind, "withheld");
  equal(inner.executed.length, left, "what was dropped at the gate does not leave");
  equal(controller.isReachable(), true);
  inner.isAway = true;
  equal(controller.isReachable(), false);
});

Deno.test("a node is looked at and followed by everybody, and told something by the one that leads", async () => {
  const clock = new VirtualClock();
  const node = new FakeNode("front", clock);
  const gate = new Gate();
  const agent = new GatedAgent(node, gate);
  const { signal } = new AbortController();
  const state = {
    spec: DEFAULT_SPEC,
    status: serviceOf().status,
    generation: 1n,
    revision: 1n,
    isRemoved: false,
  };
  deepEqual([agent.node, agent.address], ["front", "memory"]);
  gate.isLeader = false;
  equal((await agent.getStateDiff(ID, signal)).node, "front");
  await rejects(agent.updateResourceState(ID, state, signal), /is not the leader/);
  equal(node.desired.size, 0);
  gate.isLeader = true;
  equal(await agent.updateResourceState(ID, state, signal), true);
  equal(node.desired.size, 1);
  gate.isConfirmed = false;
  await rejects(agent.updateResourceState(ID, { ...state, revision: 5n }, signal), /replication barrier/);
  deepEqual(gate.asked, [1n, 1n, 5n], "with the revision of what is sent");
});

Deno.test("held back for a long time: the service waits, burns no recovery, and starts once when the gate opens", async () => {
  const clock = new VirtualClock();
  const nodes = new Map([["front", new FakeNode("front", clock)]]);
  const controller = new FakeController(nodes, clock);
  const alerts: StateAlert[] = [];
  const store = new MemoryStore();
  const gate = new Gate();
  let next = 0;
  const manager = new StateManager({
    store,
    agents: [...nodes.values()],
    controller,
    monitoring: { queueAlert: (alert) => void alerts.push(alert), queueMetrics: () => {} },
    clock,
    random: seededRandom(1),
    ids: { next: () => `id-${++next}` },
    log: new MemoryLog(),
    settings: SETTINGS,
    gate,
  });
  manager.initialize();
  manager.setLeadership({ role: "leader", isStale: false, leader: "one" });
  manager.startReconciliation();
  const spec = { ...DEFAULT_SPEC, version: "v1" };
  gate.isConfirmed = false;
  const change = { resourceId: ID, spec, labels: {}, expectedGeneration: 0n, reason: "test" };
  await rejects(manager.updateState(change), /not passed the replication barrier/);
  await clock.advance(10 * 60_000);
  deepEqual(controller.executed, []);
  equal(manager.record(ID)?.recovery, undefined);
  equal(manager.record(ID)?.service.status.restarts, 0);
  const types = store.events.map(({ eventType }) => eventType);
  equal(types.some((type) => type === "RecoveryAttempted" || type === "Fail"), false, types.join());
  gate.isConfirmed = true;
  await clock.until(() => manager.record(ID)?.service.status.state === "Running", 60_000);
  deepEqual(controller.executed.map(({ kind }) => kind), ["Start"]);
  equal(manager.record(ID)?.recovery, undefined);
  await manager.stopReconciliation(0);
});

Deno.test("a change that the others may not know of is not promised; it is in force here all the same", async () => {
  const clock = new VirtualClock();
  const gate = new Gate();
  const store = new MemoryStore();
  const manager = new StateManager({
    store,
    agents: [],
    controller: new FakeController(new Map(), clock),
    monitoring: { queueAlert: () => {}, queueMetrics: () => {} },
    clock,
    random: seededRandom(1),
    ids: { next: () => "id" },
    log: new MemoryLog(),
    settings: SETTINGS,
    gate,
  });
  manager.initialize();
  const change = { resourceId: ID, spec: DEFAULT_SPEC, labels: {}, expectedGeneration: 0n, reason: "test" };
  gate.isConfirmed = false;
  await rejects(manager.updateState(change), /standby; no instance leads/);
  equal(manager.record(ID), undefined, "before it is known who leads nothing is recorded");
  equal(manager.queryServices(ALL_SERVICES, { limit: 1 }).isStale, true);
  manager.setLeadership({ role: "leader", isStale: false, leader: "one" });
  await rejects(manager.updateState(change), /not passed the replication barrier.*read it again/);
  equal(manager.record(ID)?.service.metadata.generation, 1n);
  equal(store.flushes, 1);
  manager.setLeadership({ role: "standby", isStale: false, leader: "two" });
  await rejects(manager.updateState({ ...change, labels: { a: "b" } }), /standby; instance two leads/);
  equal(manager.record(ID)?.service.metadata.generation, 1n);
  manager.setLeadership({ role: "standby", isStale: true, leader: "" });
  await rejects(manager.updateState(change), /no instance leads/);
});
