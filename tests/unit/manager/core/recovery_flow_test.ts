/** Recovery as a whole, on the engine: what is done, what is left alone, and what a person is told. */
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { Rig } from "../../../support/engine/rig.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

function condition(rig: Rig, id: ResourceId, type: string) {
  return rig.service(id).status.conditions.find((one) => one.type === type);
}

/** Up and down until the service is left alone. */
async function flap(rig: Rig, id: ResourceId): Promise<void> {
  for (let index = 0; index < 12 && condition(rig, id, "Stable")?.status !== "False"; index++) {
    await rig.untilState(id, "Running");
    rig.node(rig.service(id).status.node).hurt(id, "crashed");
    await rig.clock.advance(400);
  }
}

const GENTLE = {
  maxRetryCount: 100,
  backoffDelayMs: 1,
  escalationThreshold: 100,
  actions: ["Restart", "Notify"],
} as const;
const NO_ESCALATION = { recovery: { Crash: GENTLE, CrashLoop: GENTLE } };

Deno.test("a service that flaps is left alone, told once, and comes back by itself", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", NO_ESCALATION);
  await flap(rig, id);
  equal(condition(rig, id, "Stable")?.reason, "Flapping");
  equal(rig.alerts.filter(({ reason }) => reason === "ServiceDamped").length, 1);
  const actions = rig.actions(id).length;
  await rig.clock.advance(20_000);
  equal(rig.actions(id).length, actions);
  await rig.untilState(id, "Running", 120_000);
  equal(condition(rig, id, "Stable")?.status, "True");
  equal(rig.service(id).status.faults?.some(({ issueType }) => issueType === "Flapping"), true);
});

Deno.test("a reboot forgets no flaps, and a new spec ends the damping", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", NO_ESCALATION);
  await flap(rig, id);
  await rig.crashAndRestart();
  await rig.clock.advance(5_000);
  equal(condition(rig, id, "Stable")?.status, "False");
  await rig.apply("vehicle/lidar", { ...NO_ESCALATION, version: "v2" });
  await rig.untilState(id, "Running");
  equal(condition(rig, id, "Stable"), undefined);
});

Deno.test("a service that flaps again although it was left alone is isolated, for a time", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", NO_ESCALATION);
  await flap(rig, id);
  await rig.untilState(id, "Running", 120_000);
  await flap(rig, id);
  await rig.clock.advance(2_000);
  equal(condition(rig, id, "Isolated")?.status, "True");
  equal(rig.service(id).status.isolation?.ttlMs, 240_000);
  match(rig.service(id).status.lastReason, /^Isolated after repeated failures: /);
  await rig.untilState(id, "Running", 300_000);
  equal(rig.service(id).status.isolation, undefined);
});

Deno.test("an operator isolates a service for a while, and releases another one", async () => {
  await using rig = new Rig();
  rig.start();
  const lidar = await rig.apply("vehicle/lidar");
  const radar = await rig.apply("vehicle/radar");
  await rig.untilState(lidar, "Running");
  await rig.untilState(radar, "Running");
  await rig.manager.triggerRecovery(lidar, { kind: "isolate", reason: "bench test", ttlMs: 10_000 });
  await rig.manager.triggerRecovery(radar, { kind: "isolate", reason: "smells" });
  await rig.clock.advance(3_000);
  for (const id of [lidar, radar]) {
    equal(rig.node("front").count(id) + rig.node("rear").count(id), 0);
    match(condition(rig, id, "Isolated")?.message ?? "", /operator/);
    match(rig.service(id).status.lastReason, /^Isolated by an operator: /);
  }
  await rejects(rig.manager.triggerRecovery(radar, { kind: "isolate", reason: "" }), /isolated already/);
  await rejects(
    rig.manager.triggerRecovery(radar, { kind: "recover", action: "Restart", reason: "" }),
    /release it first/,
  );
  await rig.untilState(lidar, "Running", 20_000);
  await rig.clock.advance(60_000);
  equal(rig.node("front").count(radar) + rig.node("rear").count(radar), 0);
  await rig.manager.triggerRecovery(radar, { kind: "release", reason: "mended" });
  await rig.untilState(radar, "Running");
  equal(rig.store.records.get(radar)?.recovery, undefined);
  equal(rig.service(radar).status.faults, undefined);
  deepEqual(rig.actions(radar), ["Start", "Stop", "Start"]);
});

Deno.test("an isolation with a time goes on after a restart for what is left of it", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test", ttlMs: 30_000 });
  await rig.clock.advance(20_000);
  await rig.crashAndRestart();
  rig.clock.jumpWall(-1e9);
  await rig.clock.advance(5_000);
  equal(condition(rig, id, "Isolated")?.status, "True");
  await rig.untilState(id, "Running", 30_000);
});

Deno.test("recovery that an operator asks for is carried out, counted and explained like any other", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.manager.triggerRecovery(id, { kind: "recover", action: "Recreate", reason: "it looks odd" });
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Recreate"]);
  equal(rig.service(id).status.restarts, 1);
  ok(rig.store.events.some(({ metadata }) => metadata["reason"]?.includes("it looks odd")));
  await rejects(
    rig.manager.triggerRecovery(id, { kind: "recover", action: "RollbackVersion", reason: "" }),
    /No version is known|good/,
  );
});

Deno.test("when recovery has not helped in time, the service's own safe state is taken", async () => {
  for (const fallback of ["Isolate", "KeepDegraded"] as const) {
    await using rig = new Rig();
    rig.start();
    const id = await rig.apply("vehicle/lidar", {
      version: "v1-crash",
      recoveryDeadline: { afterMs: 4_000, fallback },
    });
    await rig.clock.advance(30_000);
    equal(rig.alerts.filter(({ reason }) => reason === "RecoveryDeadlinePassed").length, 1, fallback);
    equal(condition(rig, id, "Isolated")?.status === "True", fallback === "Isolate");
    const actions = rig.actions(id).length;
    await rig.clock.advance(60_000);
    equal(rig.actions(id).length, actions, fallback);
  }
});

Deno.test("dependents of a service that is down are left alone, and only the cause is told", async () => {
  await using rig = new Rig();
  rig.start();
  const can = await rig.apply("vehicle/can");
  await rig.untilState(can, "Running");
  const dependencies = [{ resourceId: can, condition: "Running" as const }];
  const dependents = await Promise.all(
    ["a", "b", "c"].map((name) => rig.apply(`vehicle/${name}`, { dependencies })),
  );
  for (const id of dependents) await rig.untilState(id, "Running");
  rig.controller.refusal = (action) =>
    action.resourceId === can ? { kind: "failed", message: "no" } : undefined;
  rig.node(rig.service(can).status.node).hurt(can, "crashed");
  await rig.clock.until(() => rig.state(can) === "Failed", 5_000);
  const before = dependents.map((id) => rig.actions(id).length);
  for (const id of dependents) rig.node(rig.service(id).status.node).hurt(id, "crashed");
  await rig.clock.advance(20_000);
  deepEqual(dependents.map((id) => rig.actions(id).length), before);
  for (const id of dependents) {
    match(condition(rig, id, "Progressing")?.message ?? "", /Its dependency vehicle\/can is down/);
  }
  deepEqual(
    [...new Set(rig.alerts.map(({ resourceId }) => resourceId).filter((id) => id !== undefined))],
    [can],
  );
  rig.controller.refusal = undefined;
  await rig.apply("vehicle/can", { version: "v2" });
  for (const id of [can, ...dependents]) await rig.untilState(id, "Running", 60_000);
});

Deno.test("a new version that does not stay well is rolled back at its second crash", async () => {
  await using rig = new Rig({ settings: { knownGoodAfterMs: 5_000 } });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.clock.advance(6_000);
  await rig.apply("vehicle/lidar", { version: "v2" });
  for (let crash = 0; crash < 2; crash++) {
    await rig.clock.until(() => rig.node(rig.service(id).status.node).versionOf(id) === "v2", 5_000);
    await rig.untilState(id, "Running");
    rig.node(rig.service(id).status.node).hurt(id, "crashed");
    await rig.clock.advance(1_000);
  }
  await rig.untilState(id, "Running");
  equal(rig.node(rig.service(id).status.node).versionOf(id), "v1");
  match(rig.service(id).status.override?.reason ?? "", /Version v2 is quarantined/);
});

Deno.test("while the controller is away one plan asks, and a plan that waited too long is dropped for a new decision", async () => {
  await using rig = new Rig({ settings: { safeStateAfterMs: 10_000 } });
  rig.start();
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) => rig.apply(`vehicle/s${index}`, { criticality: "D" })),
  );
  for (const id of ids) await rig.untilState(id, "Running");
  rig.controller.isAway = true;
  for (const id of ids) rig.node(rig.service(id).status.node).hurt(id, "crashed");
  await rig.clock.advance(30_000);
  equal(rig.alerts.filter(({ reason }) => reason === "ControllerUnreachable").length, 1);
  rig.controller.isAway = false;
  for (const id of ids) await rig.untilState(id, "Running", 60_000);
  ok(
    rig.store.events.some(({ metadata }) =>
      metadata["reason"]?.includes("waited too long for the controller")
    ),
  );
  deepEqual(rig.alerts.filter(({ reason }) => reason === "ReactionBudgetExceeded"), []);
  for (const id of ids) equal(rig.store.records.get(id)?.recovery?.failureCount, 1);
});

Deno.test("a fault is remembered until the service has been well often enough", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.node(rig.service(id).status.node).hurt(id, "crashed");
  await rig.clock.advance(1_000);
  await rig.untilState(id, "Running");
  deepEqual(rig.service(id).status.faults?.map(({ issueType, isConfirmed }) => [issueType, isConfirmed]), [
    ["Crash", false],
  ]);
  await rig.clock.advance(70_000);
  equal(rig.service(id).status.faults?.[0]?.healthyCycles, 2);
  await rig.clock.advance(40_000);
  equal(rig.service(id).status.faults, undefined);
});

Deno.test("executeReconciliation waits for its turn, and answers where the service was left", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  const observation = rig.node(rig.service(id).status.node).observe(id);
  let kind = "";
  void rig.manager.executeReconciliation(observation).then((result) => kind = result.kind);
  await rig.clock.until(() => kind !== "", 1_000);
  ok(kind === "settled" || kind === "waiting");
});

Deno.test("a service bound to a lost node does not back off any longer when the node is back", async () => {
  await using rig = new Rig({ settings: { backoff: { baseMs: 1_000, capMs: 300_000 } } });
  rig.start();
  const backoffDelayMs = 1;
  const id = await rig.apply("vehicle/lidar", {
    nodes: ["rear"],
    recovery: { Crash: { ...GENTLE, backoffDelayMs }, CrashLoop: { ...GENTLE, backoffDelayMs } },
  });
  for (let crash = 0; crash < 6; crash++) {
    await rig.untilState(id, "Running");
    rig.node("rear").hurt(id, "crashed");
    await rig.clock.advance(400);
  }
  await rig.untilState(id, "Running");
  rig.node("rear").setUp(false);
  await rig.clock.until(
    () => rig.alerts.some(({ resourceId, reason }) => resourceId === id && reason === "NodeLost"),
    10_000,
  );
  rig.node("rear").setUp(true);
  await rig.untilState(id, "Running", 2_000);
});

Deno.test("services that went with the power are started like new ones: paced, and no failure is counted", async () => {
  await using rig = new Rig({ settings: { startBurst: 2, startsPerSecond: 2 } });
  rig.start();
  const ids = await Promise.all(Array.from({ length: 9 }, (_, index) => rig.apply(`vehicle/s${index}`)));
  for (const id of ids) await rig.untilState(id, "Running", 60_000);
  for (let cycle = 0; cycle < 10; cycle++) {
    await rig.clock.advance(1_000);
    for (const node of rig.nodes.values()) node.setUp(false);
    await rig.crashAndRestart();
    for (const node of rig.nodes.values()) node.setUp(true);
    const before = rig.controller.executed.length;
    await rig.clock.advance(500);
    ok(rig.controller.executed.length - before <= 4, "starts are paced");
    for (const id of ids) await rig.untilState(id, "Running", 60_000);
  }
  for (const id of ids) {
    equal(rig.service(id).status.restarts, 0);
    equal(rig.service(id).status.faults, undefined);
    equal(rig.service(id).status.flapScore, undefined);
    deepEqual([...new Set(rig.actions(id))], ["Start"]);
  }
});

Deno.test("a service that dies after it was seen up is a crash, also right after a start", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.crashAndRestart();
  await rig.clock.advance(100);
  rig.node(rig.service(id).status.node).stop(id);
  rig.node(rig.service(id).status.node).report(id);
  await rig.clock.advance(1_000);
  equal(rig.service(id).status.restarts, 1);
});

Deno.test("what an operator asks for and leads nowhere is refused with the reason, and changes nothing", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  // One version ever, and it is known to be good.
  await rig.clock.until(() => rig.service(id).status.lastKnownGood !== undefined, 5_000);
  const before = rig.manager.record(id);
  const refused = [
    ["RollbackVersion", /no other version is known to be good/],
    ["ResetConfig", /no other configuration is known to be good/],
    ["Relocate", /no other node can run the service/],
    ["Notify", /nothing is wrong with it/],
  ] as const;
  for (const [action, reason] of refused) {
    await rejects(rig.manager.triggerRecovery(id, { kind: "recover", action, reason: "test" }), (error) => {
      ok(error instanceof StateManagerError);
      equal(error.failure.kind, "illegal-transition");
      match(error.message, reason);
      return true;
    });
  }
  await rig.clock.advance(1_000);
  equal(rig.manager.record(id), before);
  deepEqual(rig.alerts, []);
  deepEqual(rig.actions(id), ["Start"]);
});

Deno.test("an operator's rollback to another version that is known to be good is carried out", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.clock.until(() => rig.service(id).status.lastKnownGood !== undefined, 5_000);
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.until(() => rig.node("front").versionOf(id) === "v2" && rig.state(id) === "Running", 5_000);
  await rig.manager.triggerRecovery(id, { kind: "recover", action: "RollbackVersion", reason: "test" });
  await rig.clock.until(() => rig.node("front").versionOf(id) === "v1" && rig.state(id) === "Running", 5_000);
  await rejects(
    rig.manager.triggerRecovery(id, { kind: "recover", action: "RollbackVersion", reason: "again" }),
    /no other version is known to be good/,
  );
});

/** So many crashes, so long after one another. */
async function crashes(
  rig: Rig,
  id: ResourceId,
  { count, everyMs }: { count: number; everyMs: number },
): Promise<void> {
  for (let crash = 0; crash < count; crash++) {
    await rig.clock.advance(everyMs);
    const node = rig.node(rig.service(id).status.node);
    if (node.count(id) === 0) return;
    node.hurt(id, "crashed");
    await rig.clock.advance(5_000);
  }
}

const HEALTHY_MS = 600_000;

for (const everyMinutes of [2, 5, 9, 9.9, 10.1, 11, 15]) {
  Deno.test(`a crash every ${everyMinutes} minutes: the service is kept up, and a person is told, not each time`, async () => {
    await using rig = new Rig({ nodes: ["front"], settings: { healthyAfterMs: HEALTHY_MS } });
    rig.start();
    const id = await rig.apply("vehicle/lidar");
    await rig.untilState(id, "Running");
    await crashes(rig, id, { count: 20, everyMs: everyMinutes * 60_000 });
    equal(rig.state(id), "Running");
    equal(rig.node("front").count(id), 1);
    const told = rig.alerts.filter(({ reason }) => reason === "ServiceUnstable");
    ok(told.length >= 2 && told.length <= 8, `${told.length} alerts`);
    match(told[0]?.message ?? "", /kept up, because it was up 9[5-9]\.\d %/);
    equal(
      rig.alerts.some(({ reason }) => reason === "ServiceIsolated" || reason === "RecoveryExhausted"),
      false,
    );
  });
}

Deno.test("a service that is down for much of the time is isolated, the sooner the more it is down", async () => {
  const crashesUntilIsolated = async (everyMs: number): Promise<number> => {
    await using rig = new Rig({
      nodes: ["front"],
      settings: { healthyAfterMs: HEALTHY_MS, backoff: { baseMs: 1, capMs: 2 } },
    });
    rig.start();
    const id = await rig.apply("vehicle/lidar");
    rig.node("front").startMs = 2_000;
    let count = 0;
    for (; count < 60; count++) {
      await rig.clock.until(() => rig.state(id) === "Running" || isolated(rig, id), 60_000);
      if (isolated(rig, id)) break;
      await rig.clock.advance(everyMs);
      rig.node("front").hurt(id, "crashed");
      await rig.clock.advance(100);
    }
    return count;
  };
  const isolated = (rig: Rig, id: ResourceId) => condition(rig, id, "Isolated")?.status === "True";
  const [often, rarely] = [await crashesUntilIsolated(1_000), await crashesUntilIsolated(180_000)];
  ok(often < 10, `isolated after ${often} crashes`);
  equal(rarely, 60);
});
