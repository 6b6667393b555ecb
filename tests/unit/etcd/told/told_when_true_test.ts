// With several instances nothing is told that etcd may not have.
import assert from "node:assert/strict";
import { ALL_SERVICES } from "../../../../src/manager/serve/api.ts";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { type Instance, SharedRig } from "../../../support/engine/shared_rig.ts";
import { Subscriber } from "../../../support/engine/told.ts";

function read(instance: Instance, id: ResourceId) {
  const { services, isStale, revision } = instance.manager.queryServices(ALL_SERVICES, { limit: 100 });
  return { service: services.find(({ metadata }) => metadata.id === id), isStale, revision };
}

function change(instance: Instance, id: ResourceId, spec: { version: string; expectedGeneration: bigint }) {
  const { version, expectedGeneration } = spec;
  return instance.manager.updateState({
    ...{ resourceId: id, spec: { ...DEFAULT_SPEC, version }, labels: {}, expectedGeneration, reason: "test" },
  }).then(() => "accepted", String);
}

async function started() {
  const rig = new SharedRig({ instances: ["one", "two", "three"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const id = await leader.apply("vehicle/lidar", { version: "v1" });
  await leader.untilState(id, "Running");
  await rig.clock.advance(2_000);
  return { rig, leader, id };
}

Deno.test("a change that etcd does not have is not told to readers, subscribers and nodes", async () => {
  const { rig, leader, id } = await started();
  await using _rig = rig;
  const subscriber = new Subscriber(rig);
  await subscriber.follow(leader);
  const before = read(leader, id);
  const history = { resourceId: id, afterRevision: before.revision, limit: 10, which: "newest" } as const;
  rig.etcd.partition(leader.client);
  const answer = change(leader, id, { version: "lost", expectedGeneration: 1n });
  await rig.clock.advance(500);
  assert.equal(leader.find(id)?.metadata.generation, 2n, "it is recorded");
  assert.equal(read(leader, id).service?.metadata.generation, 1n);
  assert.equal(read(leader, id).revision, before.revision);
  assert.equal(leader.manager.status().revision, before.revision);
  assert.deepEqual(leader.manager.readHistory(history).events, []);
  assert.equal(subscriber.services.get(id)?.metadata.generation, 1n);
  for (const node of rig.nodes.values()) assert.notEqual(node.desired.get(id)?.generation, 2n);

  const next = await nextLeader(rig, leader);
  assert.match(await answer, /the change has not passed the replication barrier/);
  assert.equal(
    await settled(rig, change(next, id, { version: "other", expectedGeneration: 1n })),
    "accepted",
  );
  assert.equal(read(next, id).service?.spec.version, "other");
  rig.etcd.heal(leader.client);
  await rig.clock.advance(10_000);
  assert.equal(read(leader, id).service?.spec.version, "other");
  assert.equal(subscriber.services.get(id)?.spec.version, "other");
  const told = subscriber.messages.filter((message) =>
    message.kind === "change" && message.service?.spec.version === "lost"
  );
  assert.deepEqual(told, []);
  subscriber.stop();
});

Deno.test("an acknowledged change is told at once where it was acknowledged", async () => {
  const { rig, leader, id } = await started();
  await using _rig = rig;
  let seen: bigint | undefined;
  const answer = change(leader, id, { version: "v2", expectedGeneration: 1n }).then((text) => {
    seen = read(leader, id).service?.metadata.generation;
    return text;
  });
  assert.equal(await settled(rig, answer), "accepted");
  assert.equal(seen, 2n);
});

Deno.test("events of a lead that was lost are in no history, and waiting ones do not keep the journal from storing", async () => {
  const { rig, leader, id } = await started();
  await using _rig = rig;
  rig.etcd.partition(leader.client);
  void change(leader, id, { version: "lost", expectedGeneration: 1n });
  await rig.clock.advance(500);
  const lost = leader.manager.recordedRevision();
  assert.ok(lost > leader.manager.revision());
  const next = await nextLeader(rig, leader);
  assert.equal(
    await settled(rig, change(next, id, { version: "other", expectedGeneration: 1n })),
    "accepted",
  );
  rig.etcd.heal(leader.client);
  await rig.clock.advance(10_000);
  const all = { afterRevision: 0n, limit: 10_000, which: "oldest" } as const;
  const revisions = (instance: Instance) =>
    instance.manager.readHistory(all).events.map(({ revision }) => revision);
  const { evictedRevision } = leader.manager.readHistory(all);
  const isTold = (revision: bigint) => revision > evictedRevision;
  assert.ok(!revisions(leader).includes(lost));
  assert.deepEqual(revisions(leader).filter(isTold), revisions(next).filter(isTold));
  assert.equal(leader.manager.revision(), next.manager.revision());
  assert.equal(leader.manager.status().counters["statemanager_journal_failing"], 0);
  await next.kill();
  await rig.clock.advance(10_000);
  for (const instance of rig.instances) {
    if (instance.name !== next.name) assert.ok(!revisions(instance).includes(lost), instance.name);
  }
});

Deno.test("what was recorded last of a service whose status somebody destroyed is not told after a restart either", async () => {
  const { rig, leader, id } = await started();
  await using _rig = rig;
  rig.etcd.put(rig.keys.status(id), "{}");
  rig.etcd.noSpace(true);
  void change(leader, id, { version: "lost", expectedGeneration: 1n });
  await rig.clock.advance(500);
  assert.equal(leader.find(id)?.spec.version, "lost");
  rig.etcd.noSpace(false);
  rig.etcd.delete(rig.keys.leader);
  rig.etcd.noSpace(true);
  await rig.clock.until(() => !leader.isLeading, 10_000, "the end of the lead");
  await rig.clock.advance(1_000);
  await leader.kill();
  await leader.start();
  const told: string[] = [];
  for (let second = 0; second < 5; second++) {
    await rig.clock.advance(1_000);
    try {
      told.push(read(leader, id).service?.spec.version ?? "none");
    } catch (error) {
      told.push(error instanceof StateManagerError ? error.failure.kind : String(error));
    }
  }
  assert.deepEqual(new Set(told), new Set(["not-ready"]));
  rig.etcd.noSpace(false);
  await rig.clock.advance(20_000);
  assert.equal(new Set(rig.instances.map((instance) => read(instance, id).service?.spec.version)).size, 1);
});

async function nextLeader(rig: SharedRig, before: Instance): Promise<Instance> {
  const others = rig.instances.filter(({ name }) => name !== before.name);
  await rig.clock.until(() => others.some((instance) => instance.isLeading), 20_000, "another leader");
  const next = others.find((instance) => instance.isLeading);
  assert.ok(next);
  return next;
}

async function settled<T>(rig: SharedRig, answer: Promise<T>): Promise<T> {
  let isDone = false;
  void answer.then(() => isDone = true);
  await rig.clock.until(() => isDone, 10_000, "an answer");
  return await answer;
}
