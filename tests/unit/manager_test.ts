import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { Rig } from "../support/engine/rig.ts";

Deno.test("a new service is placed, started, verified and Running", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start"]);
  equal(rig.service(id).status.observedGeneration, 1n);
  equal(rig.service(id).status.availableReplicas, 1);
});

Deno.test("a crashed service is restarted at once, under one action", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  const before = rig.clock.monotonicMs();
  rig.node("front").hurt(id, "crashed");
  await rig.clock.settle();
  equal(rig.state(id), "Initializing");
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Restart"]);
  ok((rig.controller.executed.at(-1)?.atMs ?? Infinity) - before <= 1);
  equal(rig.service(id).status.restarts, 1);
});

Deno.test("a frozen service is degraded, then restarted", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.node("front").hurt(id, "frozen");
  await rig.clock.settle();
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Restart"]);
  ok(rig.events(id).includes("Degrade"));
});

Deno.test("a version that crashes on start is rolled back to the known good one", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v2-crash" });
  await rig.clock.advance(10_000);
  equal(rig.state(id), "Running");
  equal(rig.node("front").versionOf(id), "v1");
  match(rig.service(id).status.override?.reason ?? "", /v2-crash is quarantined/);
  deepEqual(rig.actions(id), ["Start", "UpdateVersion", "RollbackVersion"]);
  ok(rig.alerts.some((alert) => alert.reason === "SpecHeldBack"));
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v3" });
  await rig.clock.advance(10_000);
  equal(rig.node("front").versionOf(id), "v3");
  equal(rig.service(id).status.override, undefined);
});

Deno.test("a configuration that is refused is reset to the known good one", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { config: { mode: "fast" } });
  await rig.untilState(id, "Running");
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar", { config: { mode: "invalid" } });
  await rig.clock.advance(10_000);
  equal(rig.state(id), "Running");
  deepEqual(rig.service(id).status.override?.config, { mode: "fast" });
  deepEqual(rig.actions(id), ["Start", "ApplyConfig", "ResetConfig"]);
});

Deno.test("scaling up and down needs one action each", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/radar", { nodes: ["rear"], replicas: 1 });
  await rig.untilState(id, "Running");
  await rig.apply("vehicle/radar", { nodes: ["rear"], replicas: 3 });
  await rig.clock.advance(1_000);
  equal(rig.node("rear").count(id), 3);
  await rig.apply("vehicle/radar", { nodes: ["rear"], replicas: 2 });
  await rig.clock.advance(1_000);
  equal(rig.node("rear").count(id), 2);
  equal(rig.state(id), "Running");
  deepEqual(rig.actions(id), ["Start", "Scale", "Scale"]);
});

Deno.test("one dead replica of three is replaced, the others are left alone", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/radar", { nodes: ["rear"], replicas: 3 });
  await rig.untilState(id, "Running");
  rig.node("rear").hurt(id, "crashed");
  await rig.clock.advance(1_000);
  equal(rig.state(id), "Running");
  deepEqual(rig.actions(id), ["Start", "Scale"]);
});

Deno.test("a dependent starts after what it needs, and is blocked, not failed, while that is down", async () => {
  await using rig = new Rig();
  rig.start();
  const fusion = await rig.apply("vehicle/fusion", {
    dependencies: [{
      resourceId: await rig.apply("vehicle/lidar", { version: "v1-crash" }),
      condition: "Running",
    }],
  });
  await rig.clock.advance(2_000);
  equal(rig.state(fusion), "Pending");
  const condition = rig.service(fusion).status.conditions.find(({ type }) => type === "Progressing");
  equal(condition?.reason, "WaitingForDependency");
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.untilState(fusion, "Running", 60_000);
});

Deno.test("services of a lost node move to another one, and the copies that come back are stopped", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/hmi", { nodes: ["rear", "front"] });
  const pinned = await rig.apply("vehicle/rear-light", { nodes: ["rear"] });
  await rig.untilState(id, "Running");
  await rig.untilState(pinned, "Running");
  rig.node("rear").setUp(false);
  await rig.clock.advance(6_000);
  equal(rig.state(id), "Running");
  equal(rig.service(id).status.node, "front");
  equal(rig.state(pinned), "Failed");
  rig.node("rear").fill(id, { replicas: 1, version: "v1", config: {} });
  rig.node("rear").setUp(true);
  await rig.clock.advance(5_000);
  equal(rig.node("rear").count(id), 0);
  equal(rig.node("front").count(id), 1);
  equal(rig.state(pinned), "Running");
});

Deno.test("a deleted service is stopped, dependents first, and forgotten", async () => {
  await using rig = new Rig();
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  const fusion = await rig.apply("vehicle/fusion", {
    nodes: ["front"],
    dependencies: [{ resourceId: lidar, condition: "Running" }],
  });
  await rig.untilState(fusion, "Running");
  await rig.delete(fusion);
  await rig.delete(lidar);
  await rig.clock.advance(3_000);
  equal(rig.state(lidar), "removed");
  equal(rig.state(fusion), "removed");
  deepEqual(rig.controller.executed.slice(-2).map((entry) => [entry.kind, entry.resourceId]), [
    ["Stop", fusion],
    ["Stop", lidar],
  ]);
  equal(rig.node("front").workloads.size, 0);
});

Deno.test("a crash of the manager in the middle of an action repeats it under the same id, so it happens once", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.faults.loseAnswers = 1;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(5);
  rig.controller.faults.loseAnswers = 0;
  await rig.crashAndRestart();
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Restart"]);
  const ids = rig.controller.executed.map((entry) => entry.id);
  equal(new Set(ids).size, ids.length);
});

Deno.test("after a restart the unfinished plans go on in order of their priority", async () => {
  await using rig = new Rig({ settings: { parallel: 1 } });
  rig.start();
  const grown = await rig.apply("vehicle/camera", { nodes: ["front"] });
  const broken = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(grown, "Running");
  await rig.untilState(broken, "Running");
  rig.controller.isAway = true;
  await rig.apply("vehicle/camera", { nodes: ["front"], replicas: 2 });
  await rig.clock.advance(50);
  rig.node("front").hurt(broken, "crashed");
  await rig.clock.advance(500);
  const asked: (readonly [string, string])[] = [];
  rig.controller.refusal = ({ resourceId, step }) => {
    asked.push([resourceId, step.kind]);
    return { kind: "done", wasRepeated: false, message: "" };
  };
  // The NodeAgents come up after the State Manager: nothing but the journal says what is urgent.
  rig.node("front").setUp(false);
  await rig.crashAndRestart();
  rig.controller.isAway = false;
  await rig.clock.advance(50);
  deepEqual(asked, [[broken, "Restart"], [grown, "Scale"]]);
});

Deno.test("a controller that is away costs the service no recovery; the plan goes on when it is back", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.isAway = true;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(30_000);
  equal(rig.service(id).status.restarts, 1);
  equal(rig.alerts.filter((alert) => alert.reason === "ControllerUnreachable").length, 1);
  rig.controller.isAway = false;
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Restart"]);
});

Deno.test("a service that keeps crashing escalates, is isolated and told once", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  for (let crash = 0; crash < 30 && rig.node("front").count(id) > 0; crash++) {
    rig.node("front").hurt(id, "crashed");
    await rig.clock.advance(6_000);
  }
  equal(rig.service(id).status.conditions.find(({ type }) => type === "Isolated")?.status, "True");
  equal(rig.state(id), "Failed");
  equal(rig.actions(id).at(-1), "Isolate");
  equal(rig.alerts.filter((alert) => alert.reason === "ServiceIsolated").length, 1);
  await rig.clock.advance(60_000);
  equal(rig.actions(id).at(-1), "Isolate");
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.untilState(id, "Running");
});

Deno.test("a newer generation cancels the running plan at the next safe point", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.latencyMs = 200;
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v2" });
  await rig.clock.advance(100);
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v3" });
  await rig.clock.advance(3_000);
  equal(rig.node("front").versionOf(id), "v3");
  equal(rig.state(id), "Running");
});

Deno.test("a silent node makes its services Reachable=Unknown and nothing is done to them", async () => {
  await using rig = new Rig({ settings: { lostAfterMs: 60_000 } });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.node("front").setUp(false);
  await rig.clock.advance(5_000);
  equal(rig.service(id).status.conditions.find(({ type }) => type === "Reachable")?.status, "Unknown");
  equal(rig.state(id), "Running");
});

Deno.test("a refused change changes nothing", async () => {
  await using rig = new Rig({ settings: { maxServices: 1 } });
  rig.start();
  const id = await rig.apply("vehicle/a");
  const { revision } = rig.service(id).metadata;
  await rejects(rig.apply("vehicle/b"), /limit is 1/);
  await rejects(
    rig.apply("vehicle/a", {}, { expectedGeneration: 7n }),
    /generation 7 is stale, current is 1/,
  );
  await rejects(
    rig.apply("vehicle/a", { dependencies: [{ resourceId: id, condition: "Running" }] }),
    /vehicle\/a -> vehicle\/a/,
  );
  equal(rig.service(id).metadata.generation, 1n);
  ok(rig.service(id).metadata.revision >= revision);
});

Deno.test("a journal that cannot write is told to who asks, and the engine goes on", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.store.failure = new Error("disk full");
  rig.node("front").hurt(id, "crashed");
  await rig.untilState(id, "Running");
  await rejects(rig.apply("vehicle/other"), /journal cannot be written/);
  rig.store.failure = undefined;
  await rig.apply("vehicle/third");
  equal(rig.store.records.get(id)?.service.status.state, "Running");
});

Deno.test("each acknowledged action is counted before the next one leaves, and a crash between two repeats neither", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.controller.latencyMs = 100;
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v2", replicas: 2 });
  await rig.clock.until(() => rig.actions(id).length === 2, 1_000);
  await rig.clock.settle();
  const plan = rig.store.records.get(id)?.plan;
  equal(plan?.plan.actions.length, 2);
  equal(plan?.nextAction, 1);
  await rig.crashAndRestart();
  await rig.untilState(id, "Running");
  equal(rig.actions(id).length, 3);
  equal(rig.node("front").count(id), 2);
  equal(rig.node("front").versionOf(id), "v2");
});

Deno.test("a new generation forgets the failures of the old one", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  rig.node("front").hurt(id, "crashed");
  await rig.untilState(id, "Running");
  equal(rig.store.records.get(id)?.recovery?.failureCount, 1);
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v2" });
  equal(rig.store.records.get(id)?.recovery, undefined);
});
