// What one of several instances acknowledges is in etcd, whatever happens while it waits for its own disk.
import assert from "node:assert/strict";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

Deno.test("a change that was dropped with the leadership is not acknowledged in the next leader term", async () => {
  await using rig = new SharedRig({ settings: { isHa: true } });
  await rig.one.start();
  await rig.untilLed();
  const resourceId = await rig.one.apply("vehicle/lidar", { version: "v1" });
  rig.etcd.partition(rig.one.client);
  // The disk takes longer than all that follows.
  const disk = Promise.withResolvers<void>();
  rig.one.store.flushOf = () => disk.promise;
  const change = { resourceId, spec: { ...DEFAULT_SPEC, version: "v2" }, labels: {}, reason: "test" };
  const answer = rig.one.manager.updateState({ ...change, expectedGeneration: 0n }).then(
    () => "acknowledged",
    (error) => String(error),
  );
  assert.equal(rig.one.find(resourceId)?.spec.version, "v2");
  await rig.clock.until(() => !rig.one.isLeading, 10_000);
  rig.etcd.heal(rig.one.client);
  await rig.untilLed();
  await rig.clock.advance(1_000);
  assert.equal(rig.one.find(resourceId)?.spec.version, "v1", "etcd is right");
  disk.resolve();
  await rig.clock.advance(1_000);
  assert.match(await answer, /the change has not passed the replication barrier/);
});

Deno.test("nobody waits at the replication barrier for a caller that has gone, or for a manager that has stopped", async () => {
  await using rig = new SharedRig({ settings: { isHa: true } });
  await rig.one.start();
  await rig.untilLed();
  const resourceId = await rig.one.apply("vehicle/lidar", { version: "v1" });
  rig.etcd.partition(rig.one.client);
  const update = (version: string, signal?: AbortSignal) => {
    const change = { resourceId, spec: { ...DEFAULT_SPEC, version }, labels: {}, reason: "test" };
    return rig.one.manager.updateState({ ...change, expectedGeneration: 0n }, signal).then(
      () => "acknowledged",
      (error) => String(error),
    );
  };
  const waiting = () =>
    rig.one.shared.counters()['statemanager_buffer_entries{buffer="replication_barrier"}'];
  const caller = new AbortController();
  const first = update("v2", caller.signal);
  await rig.clock.settle();
  // The action for the new version waits as well.
  assert.equal(waiting(), 2);
  caller.abort();
  await rig.clock.advance(100);
  assert.equal(waiting(), 1);
  assert.match(await first, /the change has not passed the replication barrier/);
  const second = update("v3");
  await rig.clock.settle();
  assert.equal(waiting(), 2);
  void rig.one.manager.stopReconciliation();
  await rig.clock.advance(1_000);
  assert.equal(waiting(), 0);
  assert.match(await second, /the change has not passed the replication barrier|cannot be/);
});
