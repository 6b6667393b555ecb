// A standby says how old what it tells may be; within the bound it is fresh, beyond it is not.
import assert from "node:assert/strict";
import { ALL_SERVICES } from "../../../../src/manager/serve/api.ts";
import { Freshness } from "../../../../src/etcd/share/freshness.ts";
import { type Instance, SharedRig } from "../../../support/engine/shared_rig.ts";

/** `ha.lease_ttl` of the rig. */
const BOUND_MS = 3_000;

async function started() {
  const rig = new SharedRig({ instances: ["one", "two", "three"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const id = await leader.apply("vehicle/lidar");
  await leader.untilState(id, "Running");
  await rig.clock.advance(5_000);
  const standbys = rig.instances.filter(({ name }) => name !== leader.name);
  return { rig, leader, standbys };
}

function read(instance: Instance) {
  return instance.manager.queryServices(ALL_SERVICES, { limit: 100 });
}

Deno.test("a standby of a healthy etcd is fresh all the time, however quiet it is, and the leader tells what is", async () => {
  const { rig, leader, standbys } = await started();
  await using _rig = rig;
  for (let step = 0; step < 200; step++) {
    await rig.clock.advance(100);
    for (const standby of standbys) {
      const { isStale, stalenessMs } = read(standby);
      assert.equal(isStale, false);
      assert.ok(stalenessMs !== undefined && stalenessMs <= BOUND_MS, `${stalenessMs} ms`);
    }
    assert.deepEqual([read(leader).isStale, read(leader).stalenessMs], [false, 0]);
  }
});

for (
  const [what, begin] of [
    ["its watch is silent", (rig: SharedRig, _one: Instance) => rig.etcd.silenceWatches()],
    ["its link drops all packets", (rig: SharedRig, one: Instance) => rig.etcd.partition(one.client)],
  ] as const
) {
  Deno.test(`a fresh answer knows all that was acknowledged longer ago than the bound, also when ${what}`, async () => {
    const { rig, leader, standbys: [standby] } = await started();
    await using _rig = rig;
    assert.ok(standby);
    begin(rig, standby);
    const acknowledged: { readonly atMs: number; readonly generation: bigint }[] = [];
    for (let version = 2; version < 12; version++) {
      const id = await leader.apply("vehicle/lidar", { version: `v${version}` });
      const generation = leader.find(id)?.metadata.generation ?? 0n;
      acknowledged.push({ atMs: rig.clock.monotonicMs(), generation });
      for (let step = 0; step < 10; step++) {
        await rig.clock.advance(100);
        const { isStale, stalenessMs, services } = read(standby);
        if (isStale) continue;
        assert.ok(stalenessMs !== undefined && stalenessMs <= BOUND_MS);
        const asOfMs = rig.clock.monotonicMs() - stalenessMs;
        const owed = acknowledged.findLast(({ atMs }) => atMs <= asOfMs)?.generation ?? 0n;
        const told = services[0]?.metadata.generation ?? 0n;
        assert.ok(told >= owed, `generation ${told} is told, ${owed} was acknowledged ${stalenessMs} ms ago`);
      }
    }
    assert.equal(read(standby).isStale, true, "it knows that it is not up to date");
  });
}

Deno.test("a leader that was stopped for longer than its lease says how old its answer may be", async () => {
  const { rig, leader } = await started();
  await using _rig = rig;
  rig.etcd.partition(leader.client);
  let isStale = false;
  let oldestMs = 0;
  for (let step = 0; step < 120; step++) {
    await rig.clock.advance(100);
    const page = read(leader);
    if (!page.isStale) oldestMs = Math.max(oldestMs, page.stalenessMs ?? Infinity);
    isStale ||= page.isStale;
  }
  assert.ok(oldestMs <= BOUND_MS, `${oldestMs} ms`);
  assert.equal(isStale, true);
});

Deno.test("Freshness: a read counts once the watch has delivered its revision, from the moment it was sent", () => {
  const freshness = new Freshness();
  assert.equal(freshness.stalenessMs(0), Infinity);
  freshness.read({ atMs: 100, revision: 7n });
  assert.equal(freshness.isWaiting, true);
  freshness.delivered(6n);
  assert.equal(freshness.stalenessMs(150), Infinity);
  freshness.delivered(7n);
  assert.equal(freshness.stalenessMs(150), 50);
  freshness.read({ atMs: 200, revision: 7n });
  assert.equal(freshness.stalenessMs(250), 50);
  freshness.begin();
  freshness.read({ atMs: 300, revision: 7n });
  assert.equal(freshness.stalenessMs(400), 200, "another history proves nothing until it was followed");
  for (let atMs = 0; atMs < 100; atMs++) freshness.read({ atMs: 400 + atMs, revision: 50n });
  freshness.delivered(50n);
  assert.equal(freshness.stalenessMs(500), 1, "of many the newest counts");
});

Deno.test("a new leader whose writes do not come through yet tells how old its answer is", async () => {
  const { rig, leader, standbys } = await started();
  await using _rig = rig;
  rig.etcd.silenceWatches();
  const id = await leader.apply("vehicle/lidar", { version: "v2" });
  const generation = leader.find(id)?.metadata.generation ?? 0n;
  const acknowledgedAtMs = rig.clock.monotonicMs();
  await leader.kill();
  // There is something to write before what was taken over may be told.
  rig.etcd.delete(rig.keys.status(id));
  // Whoever leads next can write nothing but that its term began.
  rig.etcd.onRevision(({ events }) => {
    const hasBegun = events.some((event) => event.kind === "put" && event.entry.key === rig.keys.terms);
    if (hasBegun) rig.etcd.noSpace(true);
  });
  let hasLed = false;
  for (let step = 0; step < 100; step++) {
    await rig.clock.advance(100);
    for (const standby of standbys) {
      hasLed ||= standby.isLeading;
      const { isStale, stalenessMs = Infinity, services } = read(standby);
      if (isStale || rig.clock.monotonicMs() - stalenessMs < acknowledgedAtMs) continue;
      const told = services[0]?.metadata.generation ?? 0n;
      assert.ok(told >= generation, `generation ${told} of ${generation} is told, ${stalenessMs} ms old`);
    }
  }
  assert.ok(hasLed);
  rig.etcd.noSpace(false);
  await rig.clock.advance(5_000);
  const led = rig.leader;
  assert.ok(led);
  assert.deepEqual([read(led).isStale, read(led).stalenessMs], [false, 0]);
});
