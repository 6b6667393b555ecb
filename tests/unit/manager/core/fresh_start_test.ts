/** A new generation starts over at once: it inherits no time limit, and waits for nothing that was begun for the one before. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Rig, type RigOptions } from "../../../support/engine/rig.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

const PATIENT = { backoff: { baseMs: 60_000, capMs: 120_000 }, actionDeadlineMs: 60_000 } as const;

async function running(rig: Rig, spec: Parameters<Rig["apply"]>[1] = {}): Promise<ResourceId> {
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"], ...spec });
  await rig.untilState(id, "Running");
  return id;
}

/** Applies a mended spec, and answers how long it took until the service runs by it. */
async function mend(rig: Rig, id: ResourceId): Promise<number> {
  const atMs = rig.clock.monotonicMs();
  await rig.apply("vehicle/lidar", { nodes: ["front"], version: "v2" });
  await rig.clock.until(
    () => rig.state(id) === "Running" && rig.node("front").versionOf(id) === "v2",
    120_000,
    "the mended spec",
  );
  return rig.clock.monotonicMs() - atMs;
}

Deno.test("a mended spec has its own recovery deadline, whole", async () => {
  await using rig = new Rig();
  const recoveryDeadline = { afterMs: 10_000, fallback: "Isolate" } as const;
  const id = await running(rig, { recoveryDeadline });
  await rig.apply("vehicle/lidar", { nodes: ["front"], recoveryDeadline, version: "crash" });
  await rig.clock.until(() => rig.state(id) === "Failed", 10_000);
  const brokenAtMs = rig.clock.monotonicMs();
  await rig.clock.advance(9_500);
  rig.node("front").startMs = 2_000;
  await rig.apply("vehicle/lidar", { nodes: ["front"], recoveryDeadline, version: "v3" });
  await rig.untilState(id, "Running", 10_000);
  ok(rig.clock.monotonicMs() - brokenAtMs > 10_000);
  equal(rig.alerts.some(({ reason }) => reason === "ServiceIsolated"), false);
});

Deno.test("a mended spec does not wait for the backoff of what was begun before", async () => {
  await using rig = new Rig({ settings: PATIENT });
  const id = await running(rig);
  rig.controller.refusal = () => ({ kind: "failed", message: "the image is gone" });
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(1_000);
  rig.controller.refusal = undefined;
  const tookMs = await mend(rig, id);
  ok(tookMs < 1_000, `${tookMs} ms`);
});

Deno.test("a mended spec does not wait for a call that hangs", async () => {
  await using rig = new Rig({ settings: PATIENT } satisfies RigOptions);
  const id = await running(rig);
  rig.controller.faults.hang = 1;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(1_000);
  rig.controller.faults.hang = 0;
  const tookMs = await mend(rig, id);
  ok(tookMs < 1_000, `${tookMs} ms`);
});

Deno.test("an operator's isolation does not wait for a call that hangs", async () => {
  await using rig = new Rig({ settings: PATIENT });
  const id = await running(rig, { replicas: 2 });
  rig.controller.faults.hang = 1;
  rig.node("front").hurt(id, "frozen");
  await rig.clock.advance(1_000);
  rig.controller.faults.hang = 0;
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test" });
  await rig.clock.until(() => rig.node("front").count(id) === 0, 1_000, "the isolated service is stopped");
});

Deno.test("a fault of the spec before is not one of the mended spec, also where a copy elsewhere is stopped first", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  await rig.apply("vehicle/lidar", { nodes: ["front"], config: { mode: "invalid" } });
  await rig.untilState(id, "Failed");
  await rig.apply("vehicle/lidar", { nodes: ["front"], config: { mode: "invalid" }, state: "Pending" });
  await rig.untilState(id, "Pending");
  rig.controller.refusal = ({ step }) =>
    step.kind === "Stop" ? { kind: "rejected", message: "not now" } : undefined;
  rig.node("rear").fill(id, { replicas: 1, version: "v0", config: {} });
  rig.node("rear").report(id);
  await rig.clock.advance(1_000);
  rig.controller.refusal = undefined;
  await mend(rig, id);
  equal(rig.node("rear").count(id), 0);
});

Deno.test("a service that gets one spec after the other is worked on all the time, and that is no bug", async () => {
  await using rig = new Rig();
  const id = await running(rig);
  rig.controller.latencyMs = 60;
  for (let version = 2; version < 60; version++) {
    await rig.apply("vehicle/lidar", { nodes: ["front"], version: `v${version}` });
    await rig.clock.advance(30);
  }
  await rig.untilState(id, "Running");
  equal(rig.node("front").versionOf(id), "v59");
  deepEqual(rig.log.lines.filter(({ message }) => message.includes("because of a bug")), []);
});
