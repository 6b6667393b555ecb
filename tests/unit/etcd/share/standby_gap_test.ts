// An instance that missed changes, because they were compacted during its absence, has caught up afterwards all the same.
import assert from "node:assert/strict";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

Deno.test("after a gap a standby has caught up and can take over", async () => {
  await using rig = new SharedRig({ instances: ["one", "two"] });
  for (const { name } of rig.instances) await rig.instance(name).start();
  const leader = await rig.untilLed();
  const standby = rig.instance(leader.name === "one" ? "two" : "one");
  const lidar = await leader.apply("vehicle/lidar");
  const radar = await leader.apply("vehicle/radar");
  for (const id of [lidar, radar]) await leader.untilState(id, "Running");
  await rig.clock.advance(2_000);

  rig.etcd.partition(standby.client);
  await rig.clock.advance(1_000);
  const before = leader.find(radar)?.metadata.revision ?? 0n;
  rig.nodes.get(leader.find(radar)?.status.node ?? "")?.hurt(radar, "crashed");
  await rig.clock.advance(20_000);
  await leader.untilState(radar, "Running");
  assert.ok((leader.find(radar)?.metadata.revision ?? 0n) > before);
  rig.etcd.compact();
  rig.etcd.heal(standby.client);
  rig.etcd.breakWatches();
  await rig.clock.advance(5_000);
  assert.ok(standby.log.lines.some(({ message }) => message.startsWith("Missed changes in etcd")));
  for (const id of [lidar, radar]) {
    assert.deepEqual(standby.manager.record(id), leader.manager.record(id), id);
  }

  await leader.kill();
  await rig.clock.until(() => standby.isLeading, 20_000);
  await rig.clock.advance(20_000);
  assert.deepEqual([lidar, radar].map((id) => standby.state(id)), ["Running", "Running"]);
});

Deno.test("after a gap a leader still knows the nodes that did not register again", async () => {
  await using rig = new SharedRig();
  const register = (node: string) => rig.etcd.put(rig.keys.node(node), '{"v":1,"address":"127.0.0.1:1"}');
  register("roof");
  await rig.one.start();
  await rig.clock.advance(1_000);
  assert.deepEqual([...rig.one.registered.keys()], ["roof"]);
  rig.etcd.partition(rig.one.client);
  await rig.clock.advance(500);
  register("trunk");
  rig.etcd.compact();
  rig.etcd.heal(rig.one.client);
  rig.etcd.breakWatches();
  await rig.clock.advance(5_000);
  assert.ok(rig.one.log.lines.some(({ message }) => message.startsWith("Missed changes in etcd")));
  assert.deepEqual([...rig.one.registered.keys()].sort(), ["roof", "trunk"]);
});
