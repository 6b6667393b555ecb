/** Where a service is placed is asked again whenever a node or a spec changes, and in the end there is one copy, where it may be. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import { findCondition } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

const THREE = ["front", "rear", "roof"] as const;

/** Copies by node. */
function copies(rig: Rig, id: ResourceId): Record<string, number> {
  return Object.fromEntries(
    [...rig.nodes.values()].map((node) => [node.node, node.count(id)] as const).filter(([, count]) =>
      count > 0
    ),
  );
}

Deno.test("both nodes lost, and one comes back: the service runs there", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["rear", "front"] });
  await rig.untilState(id, "Running");
  for (const name of ["rear", "front"]) rig.node(name).setUp(false);
  await rig.clock.advance(30_000);
  equal(rig.state(id), "Failed");
  rig.node("front").setUp(true);
  await rig.untilState(id, "Running");
  deepEqual(copies(rig, id), { front: 1 });
  // And so again, however often.
  for (
    const [from, to] of [["front", "rear"], ["rear", "front"], ["front", "rear"], ["rear", "front"]] as const
  ) {
    rig.node(from).setUp(false);
    await rig.clock.advance(30_000);
    rig.node(to).setUp(true);
    await rig.untilState(id, "Running", 60_000);
    deepEqual(copies(rig, id), { [to]: 1 });
  }
});

Deno.test("a service whose strategy does not move it is reported once, and waits for its node", async () => {
  await using rig = new Rig();
  rig.start();
  const NodeLost = {
    maxRetryCount: 1,
    backoffDelayMs: 100,
    escalationThreshold: 1,
    actions: ["Notify"],
  } as const;
  const id = await rig.apply("vehicle/lidar", { nodes: ["rear", "front"], recovery: { NodeLost } });
  await rig.untilState(id, "Running");
  rig.node("rear").setUp(false);
  await rig.clock.advance(60_000);
  equal(rig.state(id), "Failed");
  equal(rig.alerts.filter(({ resourceId }) => resourceId === id).length, 1);
  rig.node("rear").setUp(true);
  await rig.untilState(id, "Running");
});

Deno.test("a node that registers later takes the services that wait for it", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front", "late"] });
  await rig.untilState(id, "Running");
  rig.node("front").setUp(false);
  await rig.clock.advance(30_000);
  equal(rig.state(id), "Failed");
  rig.registerNode("late");
  await rig.untilState(id, "Running");
  deepEqual(copies(rig, id), { late: 1 });
});

Deno.test("a spec that forbids the node moves the running service, and nothing is counted", async () => {
  await using rig = new Rig({ nodes: THREE });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.apply("vehicle/lidar", { nodes: ["roof", "rear"] });
  await rig.clock.until(() => rig.service(id).status.node === "roof" && rig.state(id) === "Running", 10_000);
  await rig.clock.advance(5_000);
  deepEqual(copies(rig, id), { roof: 1 });
  equal(rig.service(id).status.restarts, 0);
  equal(rig.manager.record(id)?.recovery, undefined);
  deepEqual(rig.alerts, []);
});

Deno.test("a spec that allows no node that answers leaves the service where it is, and says so, until one does", async () => {
  await using rig = new Rig({ nodes: THREE });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.node("roof").setUp(false);
  await rig.clock.advance(5_000);
  await rig.apply("vehicle/lidar", { nodes: ["roof"] });
  await rig.clock.advance(5_000);
  deepEqual(copies(rig, id), { front: 1 });
  const { status } = rig.service(id);
  equal(findCondition(status, "Progressing")?.reason, "WaitingForNode");
  match(status.lastReason, /roof/);
  rig.node("front").hurt(id, "crashed");
  await rig.clock.until(() => rig.node("front").count(id) === 1, 10_000, "recovery where it is");
  rig.node("roof").setUp(true);
  await rig.clock.until(() => rig.service(id).status.node === "roof" && rig.state(id) === "Running", 10_000);
  await rig.clock.advance(5_000);
  deepEqual(copies(rig, id), { roof: 1 });
});

Deno.test("a copy elsewhere that cannot be stopped does not keep the service at home from being recovered", async () => {
  await using rig = new Rig({ nodes: THREE });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.refusal = ({ node }) =>
    node === "rear" ? { kind: "failed", message: "it does not stop" } : undefined;
  rig.node("rear").fill(id, { replicas: 1, version: "v1", config: {} });
  rig.node("rear").report(id);
  rig.node("roof").fill(id, { replicas: 1, version: "v1", config: {} });
  rig.node("roof").report(id);
  await rig.clock.until(() => rig.node("roof").count(id) === 0, 30_000, "the other copy is stopped");
  for (let crash = 0; crash < 3; crash++) {
    rig.node("front").hurt(id, "crashed");
    const atMs = rig.clock.monotonicMs();
    await rig.clock.until(() => rig.node("front").count(id) === 1, 10_000);
    ok(rig.clock.monotonicMs() - atMs < 5_000);
    await rig.untilState(id, "Running", 10_000);
    await rig.clock.advance(35_000);
  }
  rig.controller.refusal = undefined;
  await rig.clock.until(() => rig.node("rear").count(id) === 0, 30_000, "its backoff ends");
  deepEqual(copies(rig, id), { front: 1 });
});

Deno.test("a node that returns with its copy: one is left, at home", async () => {
  for (const isAgentNew of [true, false]) {
    await using rig = new Rig();
    rig.start();
    const id = await rig.apply("vehicle/lidar", { nodes: ["front", "rear"] });
    await rig.untilState(id, "Running");
    rig.node("front").setReachable(false);
    await rig.clock.until(
      () => rig.service(id).status.node === "rear" && rig.state(id) === "Running",
      30_000,
    );
    // It takes no updates at first, and goes on to believe that the service belongs to it.
    rig.node("front").deafFor = 3;
    if (isAgentNew) rig.node("front").restartAgent();
    rig.node("front").fill(id, { replicas: 1, version: "v1", config: {} });
    rig.node("front").setReachable(true);
    await rig.clock.until(() => rig.node("front").count(id) === 0, 30_000);
    await rig.clock.advance(5_000);
    deepEqual(copies(rig, id), { rear: 1 });
    equal(rig.state(id), "Running");
  }
});

Deno.test("a spec that changes while its node is lost still makes a move: the start says which node was left", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["rear", "front"], version: "v1" });
  await rig.untilState(id, "Running");
  // The move is decided, and does not leave before the spec changes.
  rig.controller.withholds = true;
  rig.node("rear").setUp(false);
  await rig.clock.until(() => rig.service(id).status.node === "front", 60_000, "the move to be decided");
  await rig.apply("vehicle/lidar", { nodes: ["rear", "front"], version: "v2" });
  const steps: unknown[] = [];
  rig.controller.onExecuted = ({ step }) => void steps.push(step);
  await rig.clock.advance(5_000);
  rig.controller.withholds = false;
  await rig.clock.until(() => steps.length > 0, 60_000, "an action");
  deepEqual(steps[0], { kind: "Relocate", fromNode: "rear", toNode: "front" });
  await rig.untilState(id, "Running", 60_000);
  equal(rig.service(id).status.leftNode, undefined, "the move was seen to work");
  deepEqual(copies(rig, id).front, 1);
});
