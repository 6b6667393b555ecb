import assert from "node:assert/strict";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

Deno.test("a standby whose network drops all packets is stale within the time of a few calls, and no longer once the network works", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"] });
  for (const instance of rig.instances) await instance.start();
  const leader = await rig.untilLed();
  const standby = rig.instances.find((instance) => instance !== leader);
  assert.ok(standby !== undefined);
  await rig.clock.until(() => standby.leadership?.isStale === false, 10_000);
  rig.etcd.partition(standby.client);
  await rig.clock.advance(7_000);
  assert.equal(standby.leadership?.isStale, true);
  assert.equal(standby.leadership?.role, "standby");
  rig.etcd.heal(standby.client);
  await rig.clock.advance(3_000);
  assert.equal(standby.leadership?.isStale, false);
});

Deno.test("a standby that receives all changes is not stale while no leader can be elected in an etcd without space", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"] });
  for (const instance of rig.instances) await instance.start();
  const leader = await rig.untilLed();
  const standby = rig.instances.find((instance) => instance !== leader);
  assert.ok(standby !== undefined);
  await rig.clock.until(() => standby.leadership?.isStale === false, 10_000);
  rig.etcd.noSpace(true);
  await leader.kill();
  await rig.clock.advance(10_000);
  assert.equal(standby.leadership?.role, "standby");
  assert.equal(standby.leadership?.isStale, false);
});
