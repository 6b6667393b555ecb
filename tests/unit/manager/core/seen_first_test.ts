/** What runs is compared with what is wanted in every phase, and what nobody can confirm does not count. */
import { deepEqual, equal } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import { findCondition } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

function available(rig: Rig, id: ResourceId): readonly [number, string | undefined] {
  const { status } = rig.service(id);
  return [status.availableReplicas, findCondition(status, "Available")?.status];
}

/** A process that nobody asked for. */
function startByHand(rig: Rig, node: string, id: ResourceId): void {
  rig.node(node).fill(id, { replicas: 1, version: "v1", config: {} });
  rig.node(node).report(id);
}

Deno.test("of a service on a lost node nothing counts as ready, until its node reports it again", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  deepEqual(available(rig, id), [1, "True"]);
  rig.node("front").setReachable(false);
  await rig.untilState(id, "Failed");
  deepEqual(available(rig, id), [0, "Unknown"]);
  equal(findCondition(rig.service(id).status, "Reachable")?.reason, "NodeLost");
  await rig.clock.advance(10_000);
  deepEqual(available(rig, id), [0, "Unknown"]);
  rig.node("front").setReachable(true);
  await rig.untilState(id, "Running");
  deepEqual(available(rig, id), [1, "True"]);
});

Deno.test("a phase that does not serve is never called available", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.manager.onCommitted(({ services }) => {
    const service = services.get(id);
    if (service?.status.state !== "Failed" && service?.status.state !== "Terminating") return;
    equal(findCondition(service.status, "Available")?.status, "False");
  });
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test" });
  equal(rig.state(id), "Failed");
  equal(available(rig, id)[1], "False");
});

Deno.test("a service on hold that somebody starts is stopped", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.apply("vehicle/lidar", { nodes: ["front"], state: "Pending" });
  await rig.untilState(id, "Pending");
  await rig.clock.advance(1_000);
  startByHand(rig, "front", id);
  await rig.clock.until(() => rig.node("front").count(id) === 0, 10_000);
  await rig.clock.advance(1_000);
  equal(rig.state(id), "Pending");
  equal(rig.service(id).status.replicas, 0);
});

Deno.test("an isolated service that somebody starts is stopped, whatever its node believes is desired", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test" });
  await rig.clock.until(() => rig.node("front").count(id) === 0, 10_000);
  startByHand(rig, "front", id);
  await rig.clock.until(() => rig.node("front").count(id) === 0, 10_000);
});

Deno.test("what a service that waits for another one has running is in its status", async () => {
  await using rig = new Rig();
  rig.start();
  const needs = [{
    resourceId: await rig.apply("vehicle/base", { state: "Pending" }),
    condition: "Running",
  }] as const;
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"], dependencies: needs });
  await rig.clock.advance(1_000);
  equal(rig.state(id), "Pending");
  startByHand(rig, "front", id);
  await rig.clock.advance(1_000);
  equal(rig.service(id).status.replicas, 1);
});

Deno.test("a node that has not heard yet that a service is released is not believed that nothing has to run", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test" });
  await rig.clock.advance(3_000);
  equal(rig.node("front").count(id), 0);
  const before = rig.store.events.length;
  rig.node("front").deafFor = 2;
  await rig.manager.triggerRecovery(id, { kind: "release", reason: "test" });
  await rig.clock.until(() => rig.node("front").count(id) === 1, 10_000);
  await rig.untilState(id, "Running");
  const phases = rig.store.events.slice(before).map(({ eventType }) => eventType)
    .filter((type) => type === "Start" || type === "Ready" || type === "Fail");
  deepEqual(phases, ["Start", "Ready"]);
  equal(rig.store.records.get(id)?.recovery, undefined);
});
