// After every gap of its own an instance has the whole history, or says up to where it has nothing.
import assert from "node:assert/strict";
import type { Instance } from "../../../support/engine/shared_rig.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";
import { Subscriber } from "../../../support/engine/told.ts";

const THREE = ["one", "two", "three"];

async function started(): Promise<{ rig: SharedRig; leader: Instance; others: readonly Instance[] }> {
  const rig = new SharedRig({ instances: THREE });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  return { rig, leader, others: rig.instances.filter(({ name }) => name !== leader.name) };
}

/** Every revision that the instance tells of after this one, and up to where it tells nothing. */
function toldAfter(instance: Instance, afterRevision: bigint) {
  const { events, evictedRevision } = instance.manager.readHistory({
    ...{ afterRevision, limit: 10_000, which: "oldest" },
  });
  return { revisions: events.map(({ revision }) => revision), evictedRevision };
}

/** It tells the same, or marks what is missing. */
function assertWhole(instance: Instance, leader: Instance, after: bigint): void {
  const there = toldAfter(leader, after);
  const here = toldAfter(instance, after);
  const from = here.evictedRevision > after ? here.evictedRevision : after;
  assert.deepEqual(
    here.revisions.filter((revision) => revision > from),
    there.revisions.filter((revision) => revision > from),
    `${instance.name} after ${from}`,
  );
}

Deno.test("a standby that was away tells every change that it missed", async () => {
  const { rig, leader, others: [standby] } = await started();
  await using _rig = rig;
  assert.ok(standby);
  await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  const before = standby.manager.revision();
  assert.ok(before > 0n);
  await standby.kill();
  for (const name of ["vehicle/radar", "vehicle/camera", "vehicle/gps"]) await leader.apply(name);
  await rig.clock.advance(5_000);
  await standby.start();
  await rig.clock.advance(5_000);
  assert.equal(standby.leadership.isStale, false);
  assert.ok(toldAfter(leader, before).revisions.length >= 3);
  assertWhole(standby, leader, before);
  assert.equal(standby.manager.revision(), leader.manager.revision());

  const subscriber = new Subscriber(rig);
  subscriber.cursor = { revision: before, term: 0n };
  await subscriber.follow(standby);
  const isMarked = subscriber.kinds().includes("gap");
  if (!isMarked) assert.deepEqual(subscriber.revisions(), toldAfter(leader, before).revisions);
  subscriber.stop();
});

Deno.test("a standby that was away tells the changes of a service whose status was taken away and written again meanwhile", async () => {
  const { rig, leader, others: [standby] } = await started();
  await using _rig = rig;
  assert.ok(standby);
  const id = await leader.apply("vehicle/lidar");
  await leader.untilState(id, "Running");
  await rig.clock.advance(2_000);
  const before = standby.manager.revision();
  await standby.kill();
  await leader.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.advance(3_000);
  const changes = toldAfter(leader, before).revisions.length;
  assert.ok(changes > 0);
  rig.etcd.delete(rig.keys.status(id));
  await rig.clock.advance(5_000);
  await standby.start();
  await rig.clock.advance(5_000);
  assertWhole(standby, leader, before);
});

Deno.test("a service that came and ended while a standby was away is in its history", async () => {
  const { rig, leader, others: [standby] } = await started();
  await using _rig = rig;
  assert.ok(standby);
  await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  const before = standby.manager.revision();
  await standby.kill();
  const id = await leader.apply("vehicle/radar");
  await leader.untilState(id, "Running");
  void leader.manager.updateState({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "test" });
  await rig.clock.until(() => leader.find(id) === undefined, 20_000, "the service to end");
  await rig.clock.advance(2_000);
  await standby.start();
  await rig.clock.advance(5_000);
  assertWhole(standby, leader, before);
  const history = { resourceId: id, afterRevision: before, limit: 100, which: "newest" } as const;
  assert.equal(standby.manager.readHistory(history).events.at(-1)?.eventType, "Terminated");
});

Deno.test("what the rings have overwritten meanwhile is marked, for the service and for all", async () => {
  const { rig, leader, others: [standby] } = await started();
  await using _rig = rig;
  assert.ok(standby);
  const id = await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  const before = standby.manager.revision();
  await standby.kill();
  for (let version = 2; version < 12; version++) {
    await leader.apply("vehicle/lidar", { version: `v${version}` });
  }
  await rig.clock.advance(5_000);
  await standby.start();
  await rig.clock.advance(5_000);
  const all = toldAfter(standby, before);
  assert.ok(all.evictedRevision > before, "events that nobody has any more are said to be missing");
  const ofOne = standby.manager.readHistory({
    ...{ resourceId: id, afterRevision: before, limit: 100, which: "oldest" },
  });
  assert.ok(ofOne.evictedRevision > before);
  assertWhole(standby, leader, before);
  const subscriber = new Subscriber(rig);
  subscriber.cursor = { revision: before, term: 0n };
  await subscriber.follow(standby);
  assert.deepEqual(subscriber.kinds().slice(0, 3), ["gap", "snapshot", "snapshot-complete"]);
  subscriber.stop();
});

Deno.test("after a compaction a live subscriber of a standby misses nothing, and is told a gap where it does", async () => {
  const { rig, leader, others: [standby] } = await started();
  await using _rig = rig;
  assert.ok(standby);
  await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  const subscriber = new Subscriber(rig);
  await subscriber.follow(standby);
  const before = standby.manager.revision();
  rig.etcd.partition(standby.client);
  for (const name of ["vehicle/radar", "vehicle/camera"]) await leader.apply(name);
  await rig.clock.advance(5_000);
  rig.etcd.compact();
  rig.etcd.heal(standby.client);
  rig.etcd.breakWatches();
  await rig.clock.advance(10_000);
  assert.ok(standby.log.lines.some(({ message }) => message.startsWith("Missed changes in etcd")));
  const marked = subscriber.messages.find(({ kind }) => kind === "gap");
  if (marked === undefined) assert.deepEqual(subscriber.revisions(), toldAfter(leader, before).revisions);
  assert.deepEqual([...subscriber.services.keys()].sort(), [
    "vehicle/camera",
    "vehicle/lidar",
    "vehicle/radar",
  ]);
  assertWhole(standby, leader, before);
  subscriber.stop();
});

Deno.test("an instance that leads after it was away tells the changes of the lead before", async () => {
  const { rig, leader, others: [standby, third] } = await started();
  await using _rig = rig;
  assert.ok(standby && third);
  await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  const before = standby.manager.revision();
  await standby.kill();
  await leader.apply("vehicle/radar");
  await rig.clock.advance(3_000);
  const there = toldAfter(leader, before);
  await third.kill();
  await leader.kill();
  await standby.start();
  await rig.clock.until(() => standby.isLeading, 20_000, "the standby to lead");
  await rig.clock.advance(3_000);
  const here = toldAfter(standby, before);
  const from = here.evictedRevision > before ? here.evictedRevision : before;
  for (const revision of there.revisions) {
    assert.ok(revision <= from || here.revisions.includes(revision), `revision ${revision}`);
  }
});

for (const role of ["follows", "leads"] as const) {
  Deno.test(`an instance whose journal forgot its own lead, and what came before it, ${role} without a hole`, async () => {
    const { rig, leader, others: [one, third] } = await started();
    await using _rig = rig;
    assert.ok(one && third);
    await leader.apply("vehicle/lidar");
    await rig.clock.advance(2_000);
    one.store.sync();
    one.store.broken += 1;
    const before = one.manager.revision();
    await leader.apply("vehicle/radar");
    await rig.clock.advance(3_000);
    const there = toldAfter(leader, before);
    await third.kill();
    await leader.kill();
    await rig.clock.until(() => one.isLeading, 20_000, "the lead that is forgotten");
    await rig.clock.advance(1_000);

    await one.cutPower();
    one.store.broken -= 1;
    if (role === "follows") {
      await third.start();
      await rig.clock.until(() => third.isLeading, 20_000, "another one to lead");
    }
    await one.start();
    assert.equal(one.manager.revision(), before);
    if (role === "leads") await rig.clock.until(() => one.isLeading, 20_000, "it to lead again");
    await rig.clock.advance(3_000);
    const here = toldAfter(one, before);
    const from = here.evictedRevision > before ? here.evictedRevision : before;
    const missing = there.revisions.filter((revision) =>
      revision > from && !here.revisions.includes(revision)
    );
    assert.deepEqual(missing, []);
  });
}
