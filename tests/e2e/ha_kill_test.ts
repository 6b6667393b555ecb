/** What several instances have acknowledged is kept: the leader is killed while specs change; etcd is restored from a backup. */
import assert from "node:assert/strict";
import type { ServiceState } from "../../src/state/model.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { eventually } from "../support/eventually.ts";
import { testIf } from "../support/require.ts";
import { Group } from "./etcd_group.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { processes, untilShared } from "./etcd_support.ts";

const SERVICES = ["cabin/hmi", "vehicle/gateway", "vehicle/lidar"] as const;
const ROUNDS = 4;

testIf(
  "kill -9 of the leader while specs change: no acknowledged change is lost, no action is executed twice",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const acknowledged = new Map<string, ServiceState>();
    const asked = new Map<string, string>();
    let version = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const leader = await group.untilLed();
      for (const [id, { metadata, spec }] of acknowledged) {
        const service = await leader.manager.find(id);
        assert.ok(
          [spec.version, asked.get(id)].includes(service?.spec.version ?? ""),
          `${id}: ${service?.spec.version}`,
        );
        assert.ok((service?.metadata.generation ?? 0n) >= metadata.generation, id);
      }
      const enough = version + 3 + 2 * round;
      const killing = new AbortController();
      const writers = SERVICES.map(async (resource) => {
        while (!killing.signal.aborted) {
          const next = `${++version}`;
          asked.set(resource, next);
          try {
            acknowledged.set(resource, await leader.manager.apply(resource, { version: next }));
          } catch (error) {
            if (!killing.signal.aborted) throw error;
          }
        }
      });
      await eventually("some changes", () => version >= enough, PATIENCE);
      killing.abort();
      await leader.manager.end("SIGKILL", writers);
      group.away(leader.name);
      // The journal of one is lost with it, now and then.
      if (round % 2 === 1) Deno.removeSync(leader.manager.stateDir, { recursive: true });
      await group.untilLed();
      await leader.manager.start();
      group.back(leader.name);
    }
    const leader = await group.untilLed();
    for (const resource of SERVICES) await leader.manager.apply(resource, { version: "last" });
    await leader.manager.untilRunning(...SERVICES);
    assert.deepEqual(group.vehicle.workloads().map((process) => process.version), SERVICES.map(() => "last"));
    await group.untilSame();
    group.assertFenced();
  },
);

testIf(
  "a restored etcd reverts nothing that a running instance has acknowledged",
  missingEtcd(),
  async () => {
    // The client of the group loses its etcd here.
    await using group = await Group.start();
    const leader = await group.untilLed();
    for (const resource of SERVICES) await leader.manager.apply(resource);
    await leader.manager.untilRunning(...SERVICES);
    const backup = await group.etcd.snapshotSave();
    const { metadata } = await leader.manager.apply("vehicle/lidar", { version: "2" });
    await leader.manager.untilRunning(...SERVICES);
    await group.untilSame();
    const before = processes(group.vehicle);
    await group.etcd.snapshotRestore(backup);
    const next = await group.untilLed();
    await next.manager.untilRunning(...SERVICES);
    await group.untilSame();
    for (const { manager } of group.present) {
      const service = await manager.find("vehicle/lidar");
      assert.deepEqual([service?.spec.version, service?.metadata.generation], ["2", metadata.generation]);
    }
    assert.deepEqual(processes(group.vehicle), before);
    await untilShared(group.etcd, next.manager);
  },
);
