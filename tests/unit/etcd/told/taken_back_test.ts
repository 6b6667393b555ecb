// A revision that was discarded is known as such, at every instance and for ever.
import assert from "node:assert/strict";
import { writeSchema } from "../../../../src/etcd/share/documents.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";
import { Subscriber } from "../../../support/engine/told.ts";

Deno.test("a subscriber whose revision was discarded is told a gap and everything anew, wherever it resumes", async () => {
  await using rig = new SharedRig({ instances: ["one", "two", "three"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const id = await leader.apply("vehicle/lidar");
  await leader.untilState(id, "Running");
  await rig.clock.advance(2_000);
  const { revision } = leader.manager.cursorAt(leader.manager.revision());
  const { term } = leader.manager.cursorAt(revision);
  // A change that only the leader had, told by a program that does not wait for etcd.
  const lost = { revision: revision + 1n, term };
  await leader.kill();
  await rig.clock.until(() => rig.leader !== undefined, 20_000, "another leader");
  await rig.clock.advance(2_000);
  for (const instance of rig.instances.filter(({ name }) => name !== leader.name)) {
    const subscriber = new Subscriber(rig);
    subscriber.cursor = lost;
    await subscriber.follow(instance);
    assert.deepEqual(
      subscriber.kinds().slice(0, 3),
      ["gap", "snapshot", "snapshot-complete"],
      `resumed at ${instance.name}`,
    );
    const gap = subscriber.messages[0];
    assert.ok(gap?.kind === "gap");
    assert.equal(gap.fromRevision, revision + 1n);
    assert.ok(gap.toRevision >= gap.fromRevision);
    subscriber.stop();
    const whole = new Subscriber(rig);
    whole.cursor = { revision, term };
    await whole.follow(instance);
    assert.ok(!whole.kinds().includes("gap"), "the revision before it is part of the history");
    whole.stop();
  }
});

Deno.test("an idle standby is as far as the leader: who moves from one to the other is told no gap", async () => {
  await using rig = new SharedRig({ instances: ["one", "two"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const first = await rig.untilLed();
  const second = rig.instance(first.name === "one" ? "two" : "one");
  const id = await first.apply("vehicle/lidar");
  await first.untilState(id, "Running");
  await rig.clock.advance(2_000);
  await first.kill();
  await rig.clock.until(() => second.isLeading, 20_000, "the other one to lead");
  await first.start();
  await rig.clock.advance(5_000);
  assert.equal(first.manager.revision(), second.manager.revision());
  const subscriber = new Subscriber(rig);
  await subscriber.follow(second);
  await rig.clock.advance(1_500);
  await subscriber.follow(first);
  await rig.clock.advance(1_500);
  await subscriber.follow(second);
  assert.ok(!subscriber.kinds().includes("gap"), subscriber.kinds().join(" "));
  subscriber.stop();
});

Deno.test("an empty list of a healthy etcd is an answer: the last service that was deleted does not stay", async () => {
  await using rig = new SharedRig({ instances: ["one", "two", "three"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const id = await leader.apply("vehicle/lidar");
  await leader.untilState(id, "Running");
  await rig.clock.advance(1_000);
  const others = rig.instances.filter(({ name }) => name !== leader.name);
  for (const standby of others) await standby.kill();
  void leader.manager.updateState({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "test" });
  await rig.clock.until(() => leader.find(id) === undefined, 20_000, "the service to end");
  await rig.clock.advance(1_000);
  await leader.kill();
  for (const standby of others) await standby.start();
  await rig.clock.advance(1_000);
  for (const standby of others) {
    assert.equal(standby.leadership.isStale, false);
    assert.equal(standby.find(id), undefined, standby.name);
  }
});

Deno.test("an empty list of an etcd that lost its data ends no service", async () => {
  await using rig = new SharedRig({ instances: ["one", "two"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const standby = rig.instance(leader.name === "one" ? "two" : "one");
  const id = await leader.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  await leader.kill();
  await standby.kill();
  rig.etcd.reset();
  rig.etcd.put(rig.keys.schema, writeSchema({ term: 0n, revision: 0n }));
  await standby.start();
  await rig.clock.advance(1_000);
  assert.ok(standby.find(id) !== undefined);
});
