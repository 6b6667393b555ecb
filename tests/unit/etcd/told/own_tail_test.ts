// What an instance recorded in a lead that it lost, and never told, is not passed over when it follows again.
import assert from "node:assert/strict";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { type Instance, SharedRig } from "../../../support/engine/shared_rig.ts";
import { Subscriber } from "../../../support/engine/told.ts";

function change(instance: Instance, id: ResourceId, version: string): void {
  void instance.manager.updateState({
    ...{ resourceId: id, spec: { ...DEFAULT_SPEC, version }, labels: {}, expectedGeneration: 0n },
    reason: "test",
  }).catch(() => {});
}

async function started() {
  const rig = new SharedRig({ instances: ["one", "two"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const standby = rig.instance(leader.name === "one" ? "two" : "one");
  const id = await leader.apply("vehicle/lidar", { version: "v1" });
  await leader.untilState(id, "Running");
  await rig.clock.advance(2_000);
  return { rig, leader, standby, id };
}

Deno.test("a change that etcd did, and somebody took the status away from, is told or said to be missing", async () => {
  const { rig, leader, standby, id } = await started();
  await using _rig = rig;
  const subscriber = new Subscriber(rig);
  await subscriber.follow(leader);
  // Etcd does the change and refuses it all the same; nobody can lead until it has room again.
  rig.etcd.noSpace(true, { lateWrites: 1 });
  change(leader, id, "done");
  await rig.clock.advance(500);
  const done = standby.manager.revision();
  assert.equal(standby.manager.told(id)?.spec.version, "done");
  assert.ok(leader.manager.revision() < done, "the leader does not know that it was done");
  change(leader, id, "lost");
  rig.etcd.partition(leader.client);
  await rig.clock.advance(5_000);
  rig.etcd.delete(rig.keys.status(id));
  rig.etcd.heal(leader.client);
  await rig.clock.advance(3_000);
  assert.ok(!rig.instances.some(({ isLeading }) => isLeading));
  rig.etcd.noSpace(false);
  const next = await rig.untilLed();
  await rig.clock.advance(5_000);

  const isTold = subscriber.revisions().includes(done) || subscriber.kinds().includes("gap");
  assert.ok(isTold, "whoever follows the former leader is told the change, or that something is missing");
  const now = next.find(id);
  for (const instance of rig.instances) {
    assert.equal(instance.leadership.isStale, false, instance.name);
    assert.deepEqual(instance.manager.told(id)?.spec, now?.spec, instance.name);
    assert.equal(instance.manager.recordedRevision(), next.manager.recordedRevision());
  }
  assert.equal(subscriber.services.get(id)?.metadata.generation, now?.metadata.generation);
  subscriber.stop();
});
