import { deepEqual, equal, match, ok } from "node:assert/strict";
import { progressBounds, ProgressJudge, type WorkProgress } from "../../../../src/manager/core/progress.ts";
import { idOf } from "../../../support/domain.ts";
import { Rig, SETTINGS } from "../../../support/engine/rig.ts";

const BOUNDS = { quietMs: 20_000, reconcileMs: 100_000 };
const EVERY_MS = 5_000;
const LIDAR = idOf("vehicle/lidar");

/** Looks every five seconds; answers the first look that found it hung, seconds after the first, and what was said. */
function looks(count: number, at: (look: number) => WorkProgress | undefined, everyMs = EVERY_MS) {
  const judge = new ProgressJudge(BOUNDS, EVERY_MS);
  for (let look = 0; look < count; look++) {
    const said = judge.judge(at(look), look * everyMs);
    if (said !== undefined) return { afterS: look * everyMs / 1_000, said };
  }
  return undefined;
}

Deno.test("work without a step is hung after longer than one call can take; without work there is nothing to judge", () => {
  deepEqual(looks(20, () => ({ steps: 7, isBusy: true })), {
    afterS: 25,
    said: "There is work, and nothing has happened for 25 s",
  });
  equal(looks(200, () => ({ steps: 7, isBusy: false })), undefined);
  equal(looks(200, () => undefined), undefined);
});

Deno.test("a busy engine is never hung, however long it is busy", () => {
  equal(looks(2_000, (look) => ({ steps: look, isBusy: true })), undefined);
  // One step in each bound is enough.
  equal(looks(2_000, (look) => ({ steps: Math.floor(look / 4), isBusy: true })), undefined);
});

Deno.test("one reconcile that never ends is found although others go on", () => {
  const oldest = { serial: 3, resourceId: LIDAR };
  const found = looks(50, (look) => ({ steps: look, isBusy: true, oldest }));
  equal(found?.afterS, 105);
  match(found?.said ?? "", /^The reconcile of vehicle\/lidar has been under way for 105 s$/);
  const each = (look: number) => ({ serial: Math.floor(look / 15), resourceId: LIDAR });
  equal(looks(500, (look) => ({ steps: look, isBusy: true, oldest: each(look) })), undefined);
});

Deno.test("what was seen once and is over does not count on", () => {
  const judge = new ProgressJudge(BOUNDS, EVERY_MS);
  for (let round = 0; round < 50; round++) {
    const atMs = round * 20_000;
    for (const lateMs of [0, 5_000, 10_000]) {
      equal(judge.judge({ steps: 1, isBusy: true }, atMs + lateMs), undefined);
    }
    equal(judge.judge({ steps: 1, isBusy: false }, atMs + 15_000), undefined);
  }
});

Deno.test("a look that comes an hour late, as after a sleep of the computer, makes nothing hung", () => {
  const judge = new ProgressJudge(BOUNDS, EVERY_MS);
  const progress = { steps: 1, isBusy: true, oldest: { serial: 1, resourceId: LIDAR } };
  equal(judge.judge(progress, 0), undefined);
  equal(judge.judge(progress, 3_600_000), undefined);
  equal(judge.judge({ ...progress, steps: 2 }, 3_605_000), undefined);
});

Deno.test("no look alone reaches a bound, whatever is configured", () => {
  for (const [actionDeadlineMs, actionAttempts] of [[100, 1], [5_000, 3], [600_000, 20]] as const) {
    const settings = { actionDeadlineMs, actionAttempts, backoff: { baseMs: 1, capMs: 10 } };
    const { quietMs, reconcileMs } = progressBounds(settings);
    ok(quietMs > 2 * EVERY_MS + actionDeadlineMs);
    ok(reconcileMs > quietMs && reconcileMs >= actionAttempts * actionDeadlineMs);
  }
});

Deno.test("the manager tells how far its work has come, and looking changes nothing", async () => {
  await using rig = new Rig();
  rig.start();
  equal(rig.manager.progress()?.isBusy, false);
  rig.controller.latencyMs = 500;
  const id = await rig.apply("vehicle/lidar");
  await rig.clock.settle();
  const during = rig.manager.progress();
  deepEqual(during, rig.manager.progress());
  equal(during?.isBusy, true);
  equal(during.oldest?.resourceId, id);
  await rig.clock.advance(600);
  const after = rig.manager.progress();
  // The call ended, and so did the reconcile, or the next look at it began.
  ok((after?.steps ?? 0) >= during.steps + 2);
});

Deno.test("a controller that does not answer long after its deadline makes the engine hung; a slow one does not", async () => {
  const bounds = progressBounds(SETTINGS);
  for (const latencyMs of [900, 70_000]) {
    await using rig = new Rig();
    rig.start();
    rig.controller.latencyMs = latencyMs;
    for (let index = 0; index < 40; index++) await rig.apply(`vehicle/s${index}`);
    const judge = new ProgressJudge(bounds, EVERY_MS);
    let said: string | undefined;
    for (let look = 0; look < 12 && said === undefined; look++) {
      said = judge.judge(rig.manager.progress(), rig.clock.monotonicMs());
      await rig.clock.advance(EVERY_MS);
    }
    equal(said !== undefined, latencyMs > 900);
  }
});
