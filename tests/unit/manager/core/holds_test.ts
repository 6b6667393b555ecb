/** Isolation and damping end after their time, also where no run of the program lasts as long and the wall clock is of no help. */
import { equal, ok } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import { findCondition, isIsolated } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

/** The vehicle is used for so long each time. */
const DRIVE_MS = 20_000;
/** A clock without a battery: each start begins in the past. */
const BACK_MS = -1e10;

/** So many short drives until the condition holds. */
async function drivesUntil(rig: Rig, isOver: () => boolean, most: number): Promise<number> {
  for (let drives = 1; drives <= most; drives++) {
    await rig.clock.advance(DRIVE_MS);
    if (isOver()) return drives;
    rig.clock.jumpWall(BACK_MS);
    await rig.crashAndRestart();
  }
  return Infinity;
}

const GENTLE = {
  maxRetryCount: 100,
  backoffDelayMs: 1,
  escalationThreshold: 100,
  actions: ["Restart", "Notify"],
} as const;

async function runningService(rig: Rig): Promise<ResourceId> {
  rig.start();
  const recovery = { Crash: GENTLE, CrashLoop: GENTLE };
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"], recovery });
  await rig.untilState(id, "Running");
  return id;
}

Deno.test("an isolation ends after the program ran for long enough in sum, though the wall clock is wrong at each start", async () => {
  await using rig = new Rig();
  const id = await runningService(rig);
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test", ttlMs: 90_000 });
  const drives = await drivesUntil(rig, () => !isIsolated(rig.service(id)), 10);
  ok(drives * DRIVE_MS > 90_000, `it ended in drive ${drives}`);
  ok(drives * DRIVE_MS <= 2 * 90_000 + DRIVE_MS, `it ended in drive ${drives}`);
});

Deno.test("a right wall clock still counts the time in which the program did not run", async () => {
  await using rig = new Rig();
  const id = await runningService(rig);
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test", ttlMs: 90_000 });
  await rig.clock.advance(DRIVE_MS);
  rig.clock.jumpWall(60_000);
  await rig.crashAndRestart();
  await rig.clock.advance(5_000);
  equal(isIsolated(rig.service(id)), true);
  await rig.clock.advance(6_000);
  equal(isIsolated(rig.service(id)), false);
});

Deno.test("a suppression of flapping ends after the program ran for long enough in sum", async () => {
  await using rig = new Rig();
  const id = await runningService(rig);
  const isSuppressed = () => findCondition(rig.service(id).status, "Stable")?.status === "False";
  for (let flap = 0; flap < 12 && !isSuppressed(); flap++) {
    await rig.untilState(id, "Running");
    rig.node("front").hurt(id, "crashed");
    await rig.clock.advance(400);
  }
  equal(isSuppressed(), true);
  const drives = await drivesUntil(rig, () => !isSuppressed(), 30);
  ok(drives < 30, "it never ends");
});

Deno.test("an isolation ends in time though the stop of what still runs does not work and is tried again later", async () => {
  await using rig = new Rig({ settings: { backoff: { baseMs: 60_000, capMs: 300_000 } } });
  const id = await runningService(rig);
  rig.controller.refusal = ({ step }) =>
    step.kind === "Stop" ? { kind: "rejected", message: "no" } : undefined;
  await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "test", ttlMs: 30_000 });
  await rig.clock.advance(29_000);
  equal(isIsolated(rig.service(id)), true);
  await rig.clock.advance(2_000);
  equal(isIsolated(rig.service(id)), false);
});
