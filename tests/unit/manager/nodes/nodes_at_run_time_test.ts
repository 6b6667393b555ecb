import { deepEqual, equal, ok } from "node:assert/strict";
import { FakeNode } from "../../../support/engine/fake_node.ts";
import { Rig } from "../../../support/engine/rig.ts";

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
