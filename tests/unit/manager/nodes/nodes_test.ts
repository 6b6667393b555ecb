import { deepEqual, equal, match } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";

function node(rig: Rig, name: string) {
  return rig.manager.status().nodes.find((entry) => entry.node === name);
}

Deno.test("a node is silent, then lost, then there again, and each is told once", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.clock.advance(200);
  equal(node(rig, "rear")?.isConnected, true);
  rig.node("rear").setUp(false);
  await rig.clock.advance(10_000);
  equal(node(rig, "rear")?.isConnected, false);
  equal(rig.alerts.filter((alert) => alert.reason === "NodeLost").length, 1);
  rig.node("rear").setUp(true);
  await rig.clock.advance(1_000);
  equal(node(rig, "rear")?.isConnected, true);
  const judged = rig.log.lines.filter((line) =>
    line.message === "Node judged" && line.fields["node"] === "rear"
  );
  deepEqual(judged.map((line) => line.fields["liveness"]), ["reachable", "silent", "lost", "reachable"]);
});

Deno.test("a node that never answered counts from the start, and its services say what they wait for", async () => {
  await using rig = new Rig();
  rig.node("rear").setUp(false);
  rig.start();
  const id = await rig.apply("vehicle/rear-light", { nodes: ["rear"] });
  await rig.clock.advance(500);
  match(rig.service(id).status.lastReason, /waits for node rear/);
  await rig.clock.advance(5_000);
  match(rig.service(id).status.lastReason, /No node of its spec answers: rear/);
  await rig.clock.advance(10_000);
  equal(rig.alerts.filter((alert) => alert.reason === "StuckTransition").length, 1);
  rig.node("rear").setUp(true);
  await rig.untilState(id, "Running");
});

Deno.test("a node that forgot everything is told again what is wanted", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  const front = rig.node("front");
  front.desired.clear();
  front.reconnect();
  await rig.clock.advance(1_000);
  equal(front.desired.get(id)?.generation, 1n);
  equal(rig.state(id), "Running");
  deepEqual(rig.actions(id), ["Start"]);
});

Deno.test("a service that ended while its node was away is told again when the node reports it", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  const wanted = rig.node("front").desired.get(id);
  if (wanted === undefined) throw new Error("the node was told");
  await rig.delete(id);
  await rig.untilState(id, "removed");
  rig.node("front").desired.set(id, { ...wanted, revision: 0n });
  rig.node("front").report(id);
  await rig.clock.advance(1_000);
  equal(rig.node("front").desired.get(id)?.isRemoved, true);
});

Deno.test("a look without a cause finds out what a lost diff did not say", async () => {
  await using rig = new Rig({ settings: { resyncMs: 2_000 } });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  // It ends and nobody says so.
  rig.node("front").stop(id);
  await rig.clock.advance(10_000);
  equal(rig.state(id), "Running");
  equal(rig.node("front").count(id), 1);
  deepEqual(rig.actions(id), ["Start", "Restart"]);
});

Deno.test("a held service is stopped and kept, and starts when it is wanted again", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.apply("vehicle/lidar", { nodes: ["front"], state: "Pending" });
  await rig.clock.advance(2_000);
  equal(rig.state(id), "Pending");
  equal(rig.node("front").count(id), 0);
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
});

Deno.test("a stop that does not work is tried again and told, and never taken for a failure of the service", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.refusal = (action) =>
    action.step.kind === "Stop" ? { kind: "rejected", message: "not now" } : undefined;
  await rig.delete(id);
  await rig.clock.advance(1_000);
  equal(rig.state(id), "Terminating");
  rig.controller.refusal = undefined;
  await rig.untilState(id, "removed", 60_000);
  equal(rig.alerts.some((alert) => alert.reason === "StopFailed"), true);
});

Deno.test("a controller that refuses a start leads to the next stage, and in the end to a person", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.controller.refusal = () => ({ kind: "failed", message: "no memory" });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.clock.advance(120_000);
  equal(rig.state(id), "Failed");
  equal(rig.alerts.filter((alert) => alert.reason === "RecoveryExhausted").length, 1);
});

Deno.test("starts after power-on are paced, the critical ones first", async () => {
  await using rig = new Rig({ settings: { startBurst: 4, startsPerSecond: 2 } });
  const ids = [];
  rig.start();
  for (let index = 0; index < 8; index++) {
    ids.push(await rig.apply(`vehicle/s${index}`, { criticality: index < 6 ? "QM" : "D" }));
  }
  await rig.clock.advance(100);
  const started = rig.controller.executed.map((entry) => entry.resourceId);
  equal(started.length < 6, true, `${started.length} started at once`);
  equal(started.includes("vehicle/s6") && started.includes("vehicle/s7"), true);
  await rig.clock.advance(20_000);
  for (const id of ids) equal(rig.state(id), "Running");
});

Deno.test("an isolation that the controller refuses is tried again until nothing of the service runs", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.controller.refusal = (action) =>
    action.step.kind === "Isolate" || action.step.kind === "Stop"
      ? { kind: "failed", message: "it does not let go" }
      : undefined;
  const isHeldBack = () =>
    rig.service(id).status.conditions.some(({ type, status }) => type === "Isolated" && status === "True");
  for (let crash = 0; crash < 30 && !isHeldBack(); crash++) {
    rig.node("front").hurt(id, "crashed");
    await rig.clock.advance(6_000);
  }
  equal(isHeldBack(), true);
  // It comes back by itself, although it is to be held back.
  rig.node("front").fill(id, { replicas: 1, version: "v1", config: {} });
  await rig.clock.advance(20_000);
  equal(rig.node("front").count(id), 1);
  equal(rig.state(id), "Failed");
  equal(rig.alerts.some((alert) => alert.reason === "StopFailed"), true);
  rig.controller.refusal = undefined;
  await rig.clock.advance(60_000);
  equal(rig.node("front").count(id), 0);
  equal(rig.state(id), "Failed");
  equal(rig.log.lines.filter((line) => line.message === "A reconcile failed because of a bug").length, 0);
});

Deno.test("a node that did not answer is told again", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.clock.advance(200);
  rig.node("front").deafFor = 2;
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.clock.advance(100);
  equal(rig.node("front").desired.get(id), undefined);
  await rig.untilState(id, "Running");
  equal(rig.node("front").deafFor, 0);
});
