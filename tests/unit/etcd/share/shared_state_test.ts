import assert from "node:assert/strict";
import { readEvent, readStatus } from "../../../../src/etcd/share/documents.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../../src/state/resource_id.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

function statusIn(rig: SharedRig, id: ResourceId) {
  const entry = rig.etcd.entries(rig.keys.status(id))[0];
  return entry === undefined ? undefined : readStatus(entry.value);
}

function eventsIn(rig: SharedRig, id: ResourceId) {
  return rig.etcd.entries(rig.keys.events(id)).map(({ value }) => readEvent(value))
    .sort((a, b) => Number(a.revision - b.revision));
}

/** Etcd holds the records in memory, and nothing else. */
function assertShared(rig: SharedRig, instance = rig.one): void {
  const inEtcd = rig.etcd.entries(rig.keys.services).filter(({ key }) => key.endsWith("/status"));
  const records = [...instance.manager.records()];
  assert.equal(inEtcd.length, records.length);
  for (const { service, term } of records) {
    const status = statusIn(rig, service.metadata.id);
    assert.equal(status?.metadata.revision, service.metadata.revision, service.metadata.id);
    assert.equal(status?.term, term);
    assert.deepEqual(status?.status, service.status);
  }
}

Deno.test("a decision is in etcd a moment later, with the events that explain it", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  assertShared(rig);
  const events = eventsIn(rig, lidar);
  assert.deepEqual(
    events.map(({ revision }) => revision),
    rig.one.store.events.slice(-events.length).map(({ revision }) => revision),
  );
  assert.deepEqual(rig.etcd.entries(rig.keys.leader).map(({ value }) => JSON.parse(value).instance), ["one"]);
});

Deno.test("without etcd the manager continues, and etcd is brought up to date when it is available again", async () => {
  await using rig = new SharedRig();
  rig.etcd.down();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  const radar = await rig.one.apply("vehicle/radar");
  await rig.one.untilState(lidar, "Running");
  rig.etcd.up();
  await rig.clock.advance(5_000);
  assertShared(rig);
  rig.etcd.down();
  for (let version = 2; version < 60; version++) {
    await rig.one.apply("vehicle/lidar", { version: `v${version}` });
  }
  rig.nodes.get(rig.one.find(radar)?.status.node ?? "")?.hurt(radar, "crashed");
  await rig.clock.advance(30 * 60_000);
  assert.equal(rig.one.state(lidar), "Running");
  assert.ok(
    (rig.one.shared.counters()['statemanager_buffer_entries{buffer="etcd_backlog"}'] ?? Infinity) <= 64 + 2,
  );
  rig.etcd.up();
  await rig.clock.advance(5_000);
  assertShared(rig);
  const events = eventsIn(rig, lidar);
  const all = rig.one.store.events.filter(({ resourceId }) => resourceId === lidar);
  assert.deepEqual(events, all.slice(-8));
});

Deno.test("a spec that another component writes takes effect; an invalid one is refused and the last valid one stays", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.put(rig.keys.spec(lidar), JSON.stringify({ spec: { version: "v2" } }));
  await rig.clock.advance(1_000);
  assert.equal(rig.one.find(lidar)?.spec.version, "v2");
  assert.equal(rig.one.find(lidar)?.metadata.generation, 2n);
  await rig.one.untilState(lidar, "Running");

  rig.etcd.put(rig.keys.spec(lidar), JSON.stringify({ spec: { version: "v3", replicas: -1 } }));
  await rig.clock.advance(1_000);
  assert.equal(rig.one.find(lidar)?.spec.version, "v2");
  const condition = rig.one.find(lidar)?.status.conditions.find(({ type }) => type === "Accepted");
  assert.equal(condition?.reason, "SpecRefused");
  assert.match(condition?.message ?? "", /spec\.replicas/);
  assert.equal(rig.alerts.filter(({ reason }) => reason === "DesiredStateRefused").length, 1);
  assert.equal(statusIn(rig, lidar)?.spec?.version, "v2");
  // The refused document stays visible to its author.
  assert.match(rig.etcd.entries(rig.keys.spec(lidar))[0]?.value ?? "", /"replicas":-1/);

  await rig.one.kill();
  await rig.one.start();
  assert.equal(rig.one.find(lidar)?.spec.version, "v2");
  rig.etcd.put(rig.keys.spec(lidar), JSON.stringify({ spec: { version: "v4" } }));
  await rig.clock.advance(1_000);
  assert.equal(rig.one.find(lidar)?.spec.version, "v4");
  assert.notEqual(
    rig.one.find(lidar)?.status.conditions.find(({ type }) => type === "Accepted")?.reason,
    "SpecRefused",
  );
  await rig.clock.advance(5_000);
  assertShared(rig);
});

Deno.test("a new spec in etcd creates a service; a deleted one ends it", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const key = `${rig.keys.services}vehicle/camera/spec`;
  rig.etcd.put(key, JSON.stringify({ spec: { version: "1" } }));
  await rig.clock.advance(2_000);
  const [record] = [...rig.one.manager.records()];
  assert.ok(record !== undefined);
  const { id } = record.service.metadata;
  assert.equal(rig.one.state(id), "Running");
  rig.etcd.delete(key);
  await rig.clock.advance(5_000);
  assert.equal(rig.one.state(id), "removed");
  assert.deepEqual(rig.etcd.entries(rig.keys.services), []);
});

Deno.test("a loss of all data in etcd ends no service: everything is written again", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.reset();
  await rig.clock.advance(20_000);
  assert.equal(rig.one.state(lidar), "Running");
  assertShared(rig);
  rig.etcd.write({ kind: "delete", key: rig.keys.prefix, isPrefix: true });
  await rig.clock.advance(20_000);
  assert.equal(rig.one.state(lidar), "Running");
  assertShared(rig);
});

Deno.test("a journal that was lost is rebuilt from etcd, history included", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  const before = rig.one.find(lidar);
  const events = [...rig.one.store.events];
  await rig.one.kill();
  rig.one.store.lose();
  await rig.one.start();
  assert.deepEqual(rig.one.find(lidar)?.spec, before?.spec);
  assert.equal(rig.one.find(lidar)?.metadata.generation, 1n);
  assert.deepEqual(rig.one.store.events.slice(0, 8), events.slice(-8));
  assert.ok(rig.one.manager.revision() > (events.at(-1)?.revision ?? 0n));
  await rig.clock.advance(5_000);
  assert.equal(rig.one.state(lidar), "Running");
  assertShared(rig);
});

Deno.test("a spec that was accepted with a lost journal while etcd was unavailable is the newer desired change", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  const radar = await rig.one.apply("vehicle/radar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  await rig.one.kill();
  rig.one.store.lose();
  rig.etcd.down();
  await rig.one.start();
  await rig.one.apply("vehicle/lidar", { version: "v9" });
  rig.etcd.up();
  await rig.clock.advance(20_000);
  assert.equal(rig.one.find(lidar)?.spec.version, "v9");
  assert.equal(rig.one.state(radar), "Running");
  assert.equal(rig.one.state(lidar), "Running");
  assertShared(rig);
});

Deno.test("a service that ended while etcd was unavailable does not come back", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.down();
  void rig.one.manager.updateState({ resourceId: lidar, labels: {}, expectedGeneration: 0n, reason: "test" });
  await rig.one.untilState(lidar, "removed");
  await rig.one.kill();
  rig.etcd.up();
  await rig.one.start();
  await rig.clock.advance(5_000);
  assert.equal(rig.one.state(lidar), "removed");
  assert.deepEqual(rig.etcd.entries(rig.keys.services), []);
});

Deno.test("several instances: one is the leader, the others follow, and the next one takes over within the lease and a second", async () => {
  await using rig = new SharedRig({ instances: ["a", "b", "c"] });
  for (const instance of rig.instances) await instance.start();
  const first = await rig.untilLed();
  const lidar = await first.apply("vehicle/lidar");
  await first.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  for (const instance of rig.instances) {
    assert.deepEqual(instance.find(lidar), first.find(lidar), instance.name);
    assert.equal(instance.leadership?.leader, first.name);
    assert.equal(instance.leadership?.isStale, false);
  }
  const standby = rig.instances.find((instance) => instance !== first);
  await assert.rejects(standby?.apply("vehicle/radar") ?? Promise.resolve(), /standby/);
  const killedAtMs = rig.clock.monotonicMs();
  await first.kill();
  const second = await rig.untilLed();
  assert.ok(rig.clock.monotonicMs() - killedAtMs <= 4_000, `${rig.clock.monotonicMs() - killedAtMs} ms`);
  assert.notEqual(second, first);
  rig.nodes.get(second.find(lidar)?.status.node ?? "")?.hurt(lidar, "crashed");
  await rig.clock.advance(5_000);
  assert.equal(second.state(lidar), "Running");
  assertShared(rig, second);
  await first.start();
  await rig.clock.advance(2_000);
  assert.equal(first.leadership?.role, "standby");
  assert.deepEqual(first.find(lidar), second.find(lidar));
  const ids = rig.controller.executed.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("a leader that cannot reach etcd stops acting before the next one begins", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"] });
  for (const instance of rig.instances) await instance.start();
  const first = await rig.untilLed();
  const lidar = await first.apply("vehicle/lidar");
  await first.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.partition(first.client);
  await rig.clock.until(() => rig.leader !== undefined && rig.leader !== first, 20_000);
  const second = await rig.untilLed();
  const takenMs = rig.clock.monotonicMs();
  rig.nodes.get(second.find(lidar)?.status.node ?? "")?.hurt(lidar, "crashed");
  await rig.clock.advance(10_000);
  assert.equal(second.state(lidar), "Running");
  assert.equal(first.leadership?.role, "standby");
  assert.equal(first.leadership?.isStale, true);
  assert.deepEqual(rig.sent.filter(({ instance, atMs }) => instance === first.name && atMs >= takenMs), []);
  rig.etcd.heal(first.client);
  await rig.clock.advance(5_000);
  assert.equal(first.leadership?.isStale, false);
  assert.deepEqual(first.find(lidar), second.find(lidar));
});

Deno.test("a group that starts on an etcd from an older backup keeps its records, whichever instance is elected first", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"] });
  for (const instance of rig.instances) await instance.start();
  const first = await rig.untilLed();
  const lidar = await first.apply("vehicle/lidar");
  await first.untilState(lidar, "Running");
  await rig.clock.advance(2_000);
  const backup = rig.etcd.snapshot();
  // Another election, and with it another term.
  await first.kill();
  const second = await rig.untilLed();
  const radar = await second.apply("vehicle/radar");
  await second.apply("vehicle/lidar", { version: "v2" });
  await second.untilState(radar, "Running");
  await first.start();
  await rig.clock.advance(3_000);
  for (const instance of rig.instances) await instance.kill();
  rig.etcd.restore(backup);
  for (const instance of rig.instances) await instance.start();
  const third = await rig.untilLed();
  await rig.clock.advance(10_000);
  assert.equal(third.find(lidar)?.spec.version, "v2");
  assert.equal(third.state(radar), "Running");
  assertShared(rig, third);
});

Deno.test("the number of rings of ended services is bounded, including those of an earlier run", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const end = async (name: string) => {
    const id = await rig.one.apply(name);
    await rig.one.untilState(id, "Running");
    void rig.one.manager.updateState({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "test" });
    await rig.one.untilState(id, "removed");
    await rig.clock.advance(1_000);
    return id;
  };
  const ids = [];
  for (let index = 0; index < 4; index++) ids.push(await end(`vehicle/s${index}`));
  await rig.one.kill();
  await rig.one.start();
  for (let index = 4; index < 7; index++) ids.push(await end(`vehicle/s${index}`));
  const kept = ids.filter((id) => eventsIn(rig, id).length > 0);
  assert.deepEqual(kept.length, 4);
  assert.deepEqual(kept.slice(1), ids.slice(4));
});

Deno.test("services that are applied together are one transaction in etcd", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  await rig.clock.advance(1_000);
  const changes = ["a", "b", "c"].map((name) => ({
    resourceId: parseResourceId(`vehicle/${name}`),
    spec: { ...DEFAULT_SPEC, version: "1", nodes: ["nowhere"] },
    ...{ labels: {}, expectedGeneration: 0n, reason: "test" },
  }));
  void rig.one.manager.applyChanges(changes);
  await rig.clock.advance(10_000);
  assertShared(rig);
  const created = changes.map(({ resourceId }) =>
    rig.etcd.entries(rig.keys.spec(resourceId))[0]?.createRevision
  );
  assert.equal(created.length, 3);
  assert.equal(new Set(created).size, 1, `${created}`);
});
