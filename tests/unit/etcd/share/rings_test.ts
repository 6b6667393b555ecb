import assert from "node:assert/strict";
import { readEvent } from "../../../../src/etcd/share/documents.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

/** More slots than one change fills, so that a part of the ring is older. */
const RING_SIZE = 24;

/** The ring holds the newest events of the service, none of them missing. */
function assertNewest(rig: SharedRig, id: ResourceId): void {
  const ring = rig.etcd.entries(rig.keys.events(id)).map(({ value }) => readEvent(value).revision)
    .sort((a, b) => Number(a - b));
  const all = rig.one.store.events.filter(({ resourceId }) => resourceId === id);
  assert.deepEqual(ring, all.slice(-RING_SIZE).map(({ revision }) => revision));
}

/** A service whose ring has wrapped around and is somewhere in its middle. */
async function turnedRound(rig: SharedRig): Promise<ResourceId> {
  await rig.one.start();
  const id = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(id, "Running");
  const count = () => rig.one.store.events.filter(({ resourceId }) => resourceId === id).length;
  for (let version = 2; count() < RING_SIZE + 8; version++) {
    await rig.one.apply("vehicle/lidar", { version: `v${version}` });
    await rig.clock.advance(2_000);
  }
  assertNewest(rig, id);
  return id;
}

Deno.test("a ring continues at its position when its status was overwritten during operation", async () => {
  await using rig = new SharedRig({ settings: { ringSize: RING_SIZE } });
  const id = await turnedRound(rig);
  rig.etcd.put(rig.keys.status(id), "{}");
  await rig.one.apply("vehicle/lidar", { version: "next" });
  await rig.clock.advance(2_000);
  assertNewest(rig, id);
});

Deno.test("a ring continues at its position when its status was overwritten while no instance ran", async () => {
  await using rig = new SharedRig({ settings: { ringSize: RING_SIZE } });
  const id = await turnedRound(rig);
  await rig.one.kill();
  rig.etcd.put(rig.keys.status(id), "{}");
  await rig.one.start();
  await rig.one.apply("vehicle/lidar", { version: "next" });
  await rig.clock.advance(2_000);
  assertNewest(rig, id);
});

Deno.test("a ring continues at its position when the service ended and was created again after a restart", async () => {
  await using rig = new SharedRig({ settings: { ringSize: RING_SIZE } });
  const id = await turnedRound(rig);
  rig.one.manager.acceptDesired({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "no longer" });
  await rig.clock.advance(20_000);
  assert.equal(rig.one.find(id), undefined);
  await rig.one.kill();
  await rig.one.start();
  await rig.one.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  assertNewest(rig, id);
});

Deno.test("a service is not written until its ring can be read", async () => {
  await using rig = new SharedRig({ settings: { ringSize: RING_SIZE } });
  const id = await turnedRound(rig);
  await rig.one.kill();
  rig.etcd.put(rig.keys.status(id), "{}");
  await rig.one.start();
  rig.etcd.down();
  await rig.one.apply("vehicle/lidar", { version: "next" });
  await rig.clock.advance(5_000);
  rig.etcd.up();
  await rig.clock.advance(5_000);
  assertNewest(rig, id);
});
