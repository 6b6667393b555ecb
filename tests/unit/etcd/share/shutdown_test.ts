/** The end of a run, whatever state etcd and the backlog are in: the rest is replicated, the lease is given back, nothing is left. */
import assert from "node:assert/strict";
import type { StateManager } from "../../../../src/manager.ts";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

Deno.test("a shutdown while the backlog is behind replicates the rest and gives the leader key back", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.down();
  // More events than the backlog takes: from then on the journal has the rest.
  for (let version = 2; version < 80; version++) {
    await rig.one.apply("vehicle/lidar", { version: `v${version}` });
  }
  const { manager, shared } = rig.one;
  rig.etcd.up();
  const stopped = { isDone: false };
  void manager.stopReconciliation(1_000).then(() => shared.stop(5_000)).then(() => {
    stopped.isDone = true;
  });
  await rig.clock.until(() => stopped.isDone, 10_000, "the end of the shutdown");
  assert.deepEqual(rig.etcd.entries(rig.keys.leader), [], "the leader key is given back");
  const status = rig.etcd.entries(rig.keys.status(lidar))[0]?.value ?? "";
  assert.match(status, new RegExp(`"revision":"${manager.revision()}"`), "the newest state is in etcd");
});

Deno.test("a spec that another component writes during the shutdown is left for the next run", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  const { manager, shared } = rig.one;
  const key = rig.keys.spec(lidar);
  shared.stopIntake();
  rig.etcd.put(key, JSON.stringify({ spec: { version: "v2" } }));
  await rig.clock.advance(1_000);
  const stopped = { isDone: false };
  void manager.stopReconciliation(1_000).then(() => shared.stop(5_000)).then(() => {
    stopped.isDone = true;
  });
  await rig.clock.until(() => stopped.isDone, 10_000, "the end of the shutdown");
  assert.equal(rig.one.find(lidar)?.spec.version, "v1", "nothing is accepted any more");
  assert.match(rig.etcd.entries(key)[0]?.value ?? "", /"version":"v2"/, "and nothing overwrites it");
  await rig.one.kill();
  await rig.one.start();
  await rig.clock.advance(2_000);
  assert.equal(rig.one.find(lidar)?.spec.version, "v2");
});

Deno.test("a leader term that cannot read the history is begun again", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  await rig.clock.advance(1_000);
  rig.etcd.down();
  await rig.one.apply("vehicle/lidar", { version: "v2" });
  await rig.one.kill();
  rig.etcd.up();
  rig.one.store.readFailure = new Error("disk I/O error");
  await rig.one.start();
  await rig.clock.advance(20_000);
  const begun = rig.one.log.lines.filter(({ message }) => message.startsWith("A leader term cannot begin"));
  assert.ok(begun.length >= 2 && begun.length <= 10, `begun ${begun.length} times`);
  rig.one.store.readFailure = undefined;
  await rig.clock.advance(40_000);
  const status = rig.etcd.entries(rig.keys.status(lidar))[0]?.value ?? "";
  assert.match(status, new RegExp(`"revision":"${rig.one.find(lidar)?.metadata.revision}"`));
});

Deno.test("a change in etcd that cannot be handled ends neither the standby's following nor the leader's", async () => {
  await using rig = new SharedRig({ instances: ["one", "two"] });
  for (const instance of rig.instances) await instance.start();
  const leader = await rig.untilLed();
  const standby = rig.instances.find(({ name }) => name !== leader.name) ?? leader;
  const lidar = await leader.apply("vehicle/lidar");
  await rig.clock.until(() => standby.find(lidar) !== undefined, 5_000, "the standby to know it");
  breakOnce(standby.manager, "adopt");
  await leader.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.until(
    () => standby.find(lidar)?.spec.version === "v2",
    20_000,
    "the standby to follow again",
  );
  breakOnce(leader.manager, "refuseDesired");
  rig.etcd.put(rig.keys.spec(lidar), "no document");
  const accepted = () =>
    rig.leader?.find(lidar)?.status.conditions.find(({ type }) => type === "Accepted")?.status;
  await rig.clock.until(() => accepted() === "False", 40_000, "the refusal to be told");
});

/** The next call throws, as by a bug. */
function breakOnce<Name extends "adopt" | "refuseDesired">(manager: StateManager, name: Name): void {
  Object.defineProperty(manager, name, {
    configurable: true,
    value: () => {
      Reflect.deleteProperty(manager, name);
      throw new Error("a bug");
    },
  });
}
