/** Faults of etcd while services crash: the services are recovered meanwhile, and afterwards etcd holds the complete state. */
import assert from "node:assert/strict";
import { missingEtcd } from "../support/etcd/available.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { missingProgram, testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";
import { readAlerts } from "../support/vehicle/monitoring_server.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { type Instance, PATIENCE } from "../support/instances/instance.ts";
import { crash, KEYS, newInstance, untilShared } from "./etcd_support.ts";

const SERVICES = ["vehicle/camera", "vehicle/gateway", "vehicle/lidar", "vehicle/radar"] as const;

const FAILURES = "statemanager_etcd_failures_total";
const LEADING = "statemanager_etcd_leading";

async function counted(manager: Instance, counter: string): Promise<number> {
  return (await manager.client.status()).counters[counter] ?? NaN;
}

function untilCounted(
  manager: Instance,
  counter: string,
  isEnough: (count: number) => boolean,
): Promise<boolean> {
  return eventually(counter, async () => isEnough(await counted(manager, counter)), PATIENCE);
}

async function started(vehicle: Vehicle, manager: Instance): Promise<void> {
  await manager.start();
  for (const resource of SERVICES) await manager.apply(resource);
  await manager.untilRunning(...SERVICES);
  assert.equal(vehicle.workloads().length, SERVICES.length);
}

/** A service crashes and the spec of another one changes; both are handled, whatever etcd does. */
async function live(vehicle: Vehicle, manager: Instance, version: string): Promise<void> {
  for (const resource of ["vehicle/lidar", "vehicle/gateway"]) await crash(vehicle, resource);
  const { metadata } = await manager.apply("vehicle/camera", { version });
  await manager.untilRunning(...SERVICES);
  assert.equal((await manager.find("vehicle/camera"))?.metadata.generation, metadata.generation);
  assert.equal(vehicle.find({ resource: "vehicle/camera" }).version, version);
}

testIf(
  "etcd killed, suspended, compacted and full: services are recovered all the same",
  missingEtcd(),
  async (t) => {
    await using etcd = await RealEtcd.start({ quotaBytes: 4 * 1024 * 1024 });
    await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
    await using manager = newInstance({
      vehicle,
      endpoints: etcd.endpoints,
      more: { ha: { lease_ttl: "4s" } },
    });
    await started(vehicle, manager);
    await untilShared(etcd, manager);

    await t.step("kill -9", async () => {
      const before = await counted(manager, FAILURES);
      await etcd.kill();
      await live(vehicle, manager, "killed");
      await untilCounted(manager, FAILURES, (failures) => failures > before);
      await live(vehicle, manager, "killed for long");
      await etcd.restart();
      await untilShared(etcd, manager);
    });
    await t.step("SIGSTOP", async () => {
      etcd.pause();
      await live(vehicle, manager, "stopped");
      await untilCounted(manager, LEADING, (leading) => leading === 0);
      await live(vehicle, manager, "stopped for long");
      etcd.resume();
      await untilShared(etcd, manager);
    });
    await t.step("restarts, one after the other", async () => {
      for (const version of ["once", "twice"]) {
        const restarted = etcd.restart();
        await live(vehicle, manager, version);
        await restarted;
      }
      await untilShared(etcd, manager);
    });
    await t.step("compaction and defragmentation, with a crash of etcd between", async () => {
      await etcd.kill();
      await live(vehicle, manager, "before compaction");
      await etcd.restart();
      await etcd.compact();
      await etcd.defrag();
      await live(vehicle, manager, "after compaction");
      await untilShared(etcd, manager);
    });
    await t.step("no space left", async () => {
      await etcd.fillToNoSpace();
      await live(vehicle, manager, "full");
      await eventually(
        "the alert",
        () => readAlerts(vehicle.dir).some(({ reason }) => reason === "EtcdNoSpace"),
        PATIENCE,
      );
      await etcd.clearNoSpace();
      await untilShared(etcd, manager);
    });
    assert.equal((await manager.end("SIGTERM")).code, 0);
  },
);

testIf(
  "an etcd that lost its data, or was restored from a backup, is filled again",
  missingEtcd(),
  async (t) => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
    await using manager = newInstance({ vehicle, endpoints: etcd.endpoints });
    await started(vehicle, manager);
    await untilShared(etcd, manager);
    const spared = vehicle.find({ resource: "vehicle/radar" });
    const backup = await etcd.snapshotSave();
    await live(vehicle, manager, "after the backup");
    await untilShared(etcd, manager);

    await t.step("restored from a backup", async () => {
      await etcd.snapshotRestore(backup);
      await live(vehicle, manager, "restored");
      await untilShared(etcd, manager);
    });
    await t.step("wiped", async () => {
      await etcd.wipe();
      await live(vehicle, manager, "wiped");
      await untilShared(etcd, manager, "less in etcd");
    });
    await t.step("every key deleted", async () => {
      await etcd.ctl("del", "--prefix", KEYS.prefix);
      await live(vehicle, manager, "deleted");
      await untilShared(etcd, manager, "less in etcd");
    });
    await t.step("wiped while the daemon was down", async () => {
      await manager.end("SIGKILL");
      await etcd.wipe();
      await manager.start();
      await live(vehicle, manager, "wiped meanwhile");
      await untilShared(etcd, manager, "less in etcd");
    });
    assert.deepEqual(vehicle.find({ resource: "vehicle/radar" }), spared);
  },
);

testIf(
  "TLS with client certificates, user and password: the same",
  missingEtcd() ?? missingProgram("openssl"),
  async () => {
    const user = { username: "statemanager", password: "right", prefix: "/piccolo/statemanager/" };
    await using etcd = await RealEtcd.start({ tls: true, auth: user });
    await using vehicle = await Vehicle.start({ nodes: ["front"] });
    using dir = new TempDir();
    const { tls } = etcd;
    if (tls === undefined) throw new Error("etcd was started without TLS");
    await using manager = newInstance({
      vehicle,
      endpoints: etcd.endpoints,
      etcd: {
        ca_file: tls.authority.caPath,
        cert_file: tls.client.certPath,
        key_file: tls.client.keyPath,
        username: user.username,
        password_file: dir.write("password", `${user.password}\n`),
      },
    });
    await started(vehicle, manager);
    await untilShared(etcd, manager);
    await etcd.kill();
    await live(vehicle, manager, "killed");
    await etcd.restart();
    await untilShared(etcd, manager);
  },
);
