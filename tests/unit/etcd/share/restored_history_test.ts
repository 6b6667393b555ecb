import assert from "node:assert/strict";
import { readEvent, readStatus } from "../../../../src/etcd/share/documents.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

for (const instances of [["one"], ["a", "b"]]) {
  for (const isWrittenAtOnce of [true, false]) {
    const when = isWrittenAtOnce ? "though it is written to at once" : "";
    Deno.test(`an etcd restored from a backup gets the history since then, ${instances.length} instances ${when}`, async () => {
      await using rig = new SharedRig({ instances, settings: { ringSize: 256 } });
      for (const instance of rig.instances) await instance.start();
      const leader = await rig.untilLed();
      const lidar = await leader.apply("vehicle/lidar");
      await leader.untilState(lidar, "Running");
      await rig.clock.advance(1_000);
      const backup = rig.etcd.snapshot();
      for (const version of ["2", "3"]) {
        await leader.apply("vehicle/lidar", { version });
        await leader.untilState(lidar, "Running");
      }
      await rig.clock.advance(1_000);
      rig.etcd.restore(backup);
      if (isWrittenAtOnce) rig.nodes.get(leader.find(lidar)?.status.node ?? "")?.hurt(lidar, "crashed");
      await rig.clock.advance(30_000);
      const next = await rig.untilLed();
      await next.untilState(lidar, "Running");
      await rig.clock.advance(1_000);

      for (const instance of rig.instances) {
        assert.equal(instance.find(lidar)?.spec.version, "3", instance.name);
        assert.equal(instance.find(lidar)?.metadata.generation, 3n);
      }
      const entries = rig.etcd.entries(rig.keys.events(lidar));
      const ring = entries.map(({ key, value }) => ({
        slot: Number(key.split("/").at(-1)),
        event: readEvent(value),
      }))
        .sort((left, right) => left.slot - right.slot);
      assert.deepEqual(ring.map(({ slot }) => slot), ring.map((_, index) => index));
      const status = readStatus(rig.etcd.entries(rig.keys.status(lidar))[0]?.value ?? "");
      assert.equal(status.ring.sequence, ring.length);
      assert.equal(status.metadata.revision, next.find(lidar)?.metadata.revision);
      const revisions = ring.map(({ event }) => event.revision);
      assert.deepEqual(
        revisions,
        next.store.events.filter(({ resourceId }) => resourceId === lidar).map(({ revision }) => revision),
      );
    });
  }
}

Deno.test("an etcd restored from a backup gets the history since then from the next leader", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"], settings: { ringSize: 256 } });
  for (const instance of rig.instances) await instance.start();
  const first = await rig.untilLed();
  const lidar = await first.apply("vehicle/lidar");
  await first.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  const backup = rig.etcd.snapshot();
  await first.apply("vehicle/lidar", { version: "2" });
  await first.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  const before = first.store.events.map(({ revision }) => revision);
  rig.etcd.restore(backup);
  await first.kill();
  const second = await rig.untilLed();
  assert.notEqual(second, first);
  await second.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  assert.equal(second.find(lidar)?.spec.version, "2");
  const ring = rig.etcd.entries(rig.keys.events(lidar)).map(({ value }) => readEvent(value).revision);
  assert.deepEqual(before.filter((revision) => !ring.includes(revision)), []);
});
