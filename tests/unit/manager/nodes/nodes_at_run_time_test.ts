import { deepEqual, equal, ok } from "node:assert/strict";
import type { NodeListener } from "../../../../src/ports/node_agent.ts";
import type { StateDiff } from "../../../../src/state/diff.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { FakeNode } from "../../../support/engine/fake_node.ts";
import { HandAgent } from "../../../support/engine/hand_agent.ts";
import { Rig } from "../../../support/engine/rig.ts";

/** A node that counts the observations it is asked for, and answers those that it may, when it is let. */
class CountingNode extends FakeNode {
  readonly observed: ResourceId[] = [];
  /** Observations of these services are refused. */
  readonly refused = new Set<ResourceId>();
  /** Set = no observation is answered until it resolves. */
  held: Promise<void> | undefined;

  override async getStateDiff(id: ResourceId): Promise<StateDiff> {
    this.observed.push(id);
    await this.held;
    if (this.refused.has(id)) throw new Error(`${id} cannot be observed`);
    return super.getStateDiff(id);
  }
}

/** A node whose stream breaks by a bug of whoever follows it, so many times. */
class BrokenNode extends FakeNode {
  breaks = 0;

  override follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    if (this.breaks === 0) return super.follow(listener, signal);
    this.breaks -= 1;
    return Promise.reject(new Error("the stream broke"));
  }
}

function node(rig: Rig, name: string) {
  return rig.manager.status().nodes.find((entry) => entry.node === name);
}

Deno.test("a node that comes while the manager works is followed, and a service that waited for it starts there", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  const roof = new FakeNode("roof", rig.clock);
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["roof"] });
  await rig.clock.advance(2_000);
  equal(rig.state(id), "Pending");
  rig.manager.registerNode(roof);
  await rig.clock.advance(500);
  equal(node(rig, "roof")?.isConnected, true);
  equal(rig.service(id).status.node, "roof");
});

Deno.test("a node that comes before the manager works is followed once it does", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.manager.initialize();
  rig.manager.registerNode(new FakeNode("roof", rig.clock));
  rig.manager.registerNode(new FakeNode("side", rig.clock));
  rig.manager.unregisterNode("side");
  rig.manager.startReconciliation();
  await rig.clock.advance(500);
  deepEqual(rig.manager.status().nodes.map(({ node, isConnected }) => [node, isConnected]), [
    ["front", true],
    ["roof", true],
  ]);
});

Deno.test("a node that is gone for good is not followed, and its services run elsewhere", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front", "rear"] });
  await rig.untilState(id, "Running");
  const { node: name } = rig.service(id).status;
  const other = name === "front" ? "rear" : "front";
  rig.manager.unregisterNode(name);
  equal(node(rig, name), undefined);
  await rig.clock.until(() => rig.find(id)?.status.node === other && rig.state(id) === "Running", 60_000);
  rig.manager.unregisterNode(name);
  rig.manager.unregisterNode("nobody");
  // What it still says is heard no more.
  const { revision } = rig.service(id).metadata;
  rig.node(name).report(id);
  await rig.clock.advance(100);
  equal(rig.service(id).metadata.revision, revision);
});

Deno.test("a node that listens elsewhere now is not lost: no alert, its services stay, and only the new one is heard", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.clock.advance(2_000);
  const moved = new FakeNode("front", rig.clock);
  for (const [service, replicas] of rig.node("front").workloads) moved.workloads.set(service, replicas);
  for (const [service, state] of rig.node("front").desired) moved.desired.set(service, state);
  rig.manager.registerNode(moved);
  await rig.clock.advance(5_000);
  deepEqual(rig.alerts.map(({ reason }) => reason), []);
  equal(rig.state(id), "Running");
  deepEqual(rig.actions(id), ["Start"]);
  equal(node(rig, "front")?.isConnected, true);
  ok(!rig.events(id).includes("Degrade") && !rig.events(id).includes("Fail"));
  moved.hurt(id, "crashed");
  await rig.clock.advance(100);
  ok(rig.events(id).length > 0 && rig.state(id) !== "Running");
});

Deno.test("a node that was silent and registers anew is reachable again", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.node("front").setUp(false);
  await rig.clock.advance(10_000);
  const back = new FakeNode("front", rig.clock);
  rig.manager.registerNode(back);
  await rig.clock.advance(200);
  equal(node(rig, "front")?.isConnected, true);
  // Its actions are done by the controller on the node as it was; what matters here is that it is spoken to again.
  ok(back.desired.has(id));
});

Deno.test("a node that registers anew in the middle of a resync is resynced no more often than before", async () => {
  await using rig = new Rig({ nodes: [], settings: { resyncMs: 1_000 } });
  rig.start();
  const roof = new CountingNode("roof", rig.clock);
  rig.manager.registerNode(roof);
  const id = await rig.apply("vehicle/lidar", { nodes: ["roof"] });
  await rig.clock.advance(100);
  equal(rig.service(id).status.node, "roof");
  for (let time = 0; time < 4; time++) {
    const held = Promise.withResolvers<void>();
    roof.held = held.promise;
    const before = roof.observed.length;
    await rig.clock.until(() => roof.observed.length > before, 5_000, "a resync");
    rig.manager.registerNode(roof);
    held.resolve();
    await rig.clock.settle();
  }
  roof.held = undefined;
  // It ends in Failed, and nothing but the resync observes it.
  await rig.clock.advance(600_000);
  const before = roof.observed.length;
  await rig.clock.advance(60_000);
  // A round comes after half the interval at the earliest.
  const rounds = roof.observed.length - before;
  ok(rounds > 30 && rounds <= 120, `${rounds} rounds in a minute`);
});

Deno.test("a service whose observation fails does not keep the resync from those after it", async () => {
  await using rig = new Rig({ nodes: [], settings: { resyncMs: 2_000 } });
  const roof = new CountingNode("roof", rig.clock);
  rig.start();
  rig.manager.registerNode(roof);
  const bad = await rig.apply("vehicle/bad", { nodes: ["roof"], replicas: 0 });
  const good = await rig.apply("vehicle/good", { nodes: ["roof"], replicas: 0 });
  await rig.clock.advance(1_000);
  deepEqual([bad, good].map((id) => rig.service(id).status.node), ["roof", "roof"]);
  roof.refused.add(bad);
  roof.observed.length = 0;
  await rig.clock.advance(20_000);
  // Every round asks for both of them: at least 20 s / 3 s, at most 20 s / 1 s.
  const rounds = roof.observed.filter((id) => id === bad).length;
  ok(rounds >= 6 && rounds <= 20, `${rounds} rounds`);
  equal(roof.observed.filter((id) => id === good).length, rounds);
});

Deno.test("a node whose stream breaks for a reason that nobody foresaw is followed again, and that is logged once", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  const roof = new BrokenNode("roof", rig.clock);
  roof.breaks = 4;
  rig.start();
  rig.manager.registerNode(roof);
  await rig.clock.advance(30_000);
  equal(roof.breaks, 0);
  equal(node(rig, "roof")?.isConnected, true);
  const lines = rig.log.lines.filter(({ fields }) => JSON.stringify(fields).includes("the stream broke"));
  equal(lines.length, 1);
  deepEqual(lines.map(({ level, fields }) => [level, fields["node"]]), [["warn", "roof"]]);
});

Deno.test("what a node answers after it was removed or replaced is not taken in", async () => {
  for (const isReplaced of [false, true]) {
    await using rig = new Rig({ nodes: [], settings: { resyncMs: 1_000 } });
    rig.start();
    const roof = new CountingNode("roof", rig.clock);
    rig.manager.registerNode(roof);
    const id = await rig.apply("vehicle/lidar", { nodes: ["roof"] });
    await rig.clock.advance(100);
    equal(rig.service(id).status.node, "roof");
    const held = Promise.withResolvers<void>();
    roof.held = held.promise;
    const asked = roof.observed.length;
    await rig.clock.until(() => roof.observed.length > asked, 5_000, "a resync");
    if (isReplaced) rig.manager.registerNode(new HandAgent("roof"));
    else rig.manager.unregisterNode("roof");
    await rig.clock.settle();
    const { statemanager_diffs_total: before } = rig.manager.status().counters;
    held.resolve();
    await rig.clock.settle();
    equal(rig.manager.status().counters["statemanager_diffs_total"], before);
  }
});

Deno.test("what a node answers to a plan after it was replaced does not hide what the new one reports", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  const old = new CountingNode("front", rig.clock);
  rig.manager.registerNode(old);
  const held = Promise.withResolvers<void>();
  old.held = held.promise;
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.clock.until(() => old.observed.length > 0, 5_000, "the observation after the plan");
  // The controller acted on the node of this name; the one that is registered now runs what came of it, and counts anew.
  const { workloads, desired } = rig.node("front");
  const moved = new FakeNode("front", rig.clock);
  for (const [service, replicas] of workloads) moved.workloads.set(service, replicas);
  for (const [service, state] of desired) moved.desired.set(service, state);
  rig.manager.registerNode(moved);
  await rig.clock.settle();
  while (old.sequence < 1_000n) old.observe(id);
  held.resolve();
  await rig.untilState(id, "Running", 5_000);
  moved.hurt(id, "crashed");
  await rig.clock.advance(100);
  ok(rig.state(id) !== "Running", "the crash is seen");
});

Deno.test("the manager stops when everything that it sends has ended", async () => {
  await using rig = new Rig({ nodes: [] });
  rig.start();
  const roof = new HandAgent("roof");
  roof.heedsAborts = false;
  rig.manager.registerNode(roof);
  roof.stream.onConnected("roof");
  const id = await rig.apply("vehicle/lidar", { nodes: ["roof"] });
  await rig.clock.until(() => roof.updates.length > 0, 5_000, "desired state on its way");
  equal(roof.updates[0]?.id, id);
  let isStopped = false;
  const stopped = rig.manager.stopReconciliation(0).then(() => isStopped = true);
  await rig.clock.advance(10_000);
  equal(isStopped, false);
  equal(roof.updates[0]?.signal.aborted, true);
  for (const update of roof.updates) update.answer(true);
  for (const observation of roof.observations) observation.fail("aborted");
  await rig.clock.settle();
  equal(isStopped, true);
  await stopped;
});

Deno.test("a node that is removed is not said to be silent, and nothing is said where it had no service", async () => {
  await using rig = new Rig({ nodes: ["front", "rear", "roof"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front", "rear"] });
  await rig.clock.advance(2_000);
  const { node: home } = rig.service(id).status;
  const lost = () => rig.alerts.filter(({ reason }) => reason === "NodeLost").map(({ message }) => message);
  rig.manager.unregisterNode("roof");
  deepEqual(lost(), []);
  rig.manager.unregisterNode(home);
  deepEqual(lost().slice(0, 1), [`Node ${home} was removed; it had 1 service`]);
});
