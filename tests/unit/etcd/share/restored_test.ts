import { deepEqual, equal } from "node:assert/strict";
import { readStatus } from "../../../../src/etcd/share/documents.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

Deno.test("etcd is restored from a backup in which this very instance is the leader: everything is compared and written again", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  const radar = await rig.one.apply("vehicle/radar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  const backup = rig.etcd.snapshot();
  await rig.one.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.advance(3_000);
  equal(rig.one.state(lidar), "Running");
  rig.etcd.restore(backup);
  await rig.clock.advance(10_000);
  for (const id of [lidar, radar]) {
    const [entry] = rig.etcd.entries(rig.keys.status(id));
    const status = entry === undefined ? undefined : readStatus(entry.value);
    deepEqual(status?.metadata, rig.one.find(id)?.metadata);
  }
  equal(rig.one.find(lidar)?.spec.version, "v2");
  equal(rig.one.shared.counters()['statemanager_buffer_entries{buffer="etcd_backlog"}'], 0);
});
