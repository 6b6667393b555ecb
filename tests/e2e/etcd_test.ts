import assert from "node:assert/strict";
import { readRecovery } from "../../src/etcd/share/documents.ts";
import { JOURNAL_FILE, openJournal } from "../../src/journal/journal.ts";
import { idOf } from "../support/domain.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { testIf } from "../support/require.ts";
import { readAlerts } from "../support/vehicle/monitoring_server.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { crash, KEYS, newInstance, stored, untilShared } from "./etcd_support.ts";

testIf("state, spec, recovery and events in etcd equal those of the API", missingEtcd(), async () => {
  await using etcd = await RealEtcd.start();
  await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
  await using manager = newInstance({ vehicle, endpoints: etcd.endpoints });
  await manager.start();
  await manager.apply("vehicle/gateway", { criticality: "D" });
  await manager.apply("vehicle/lidar", {
    config: { rate: "10" },
    dependencies: [{ resourceId: idOf("vehicle/gateway"), condition: "Running" }],
  });
  await manager.apply("cabin/hmi", { nodes: ["rear"], replicas: 2 });
  await manager.untilRunning("vehicle/gateway", "vehicle/lidar", "cabin/hmi");
  await manager.apply("vehicle/lidar", { version: "2", config: { rate: "20" } });
  await crash(vehicle, "vehicle/gateway");
  await manager.untilRunning("vehicle/gateway", "vehicle/lidar", "cabin/hmi");
  await untilShared(etcd, manager);
  assert.equal((await manager.end("SIGTERM")).code, 0);

  const keys = await stored(etcd);
  assert.equal(keys.has(KEYS.leader), false, "the lease was not given back");
  await using journal = openJournal(`${manager.stateDir}/${JOURNAL_FILE}`).journal;
  const { records } = journal.load();
  assert.equal(records.length, 3);
  for (const { service, recovery, plan } of records) {
    const entry = keys.get(KEYS.recovery(service.metadata.id));
    const document = entry === undefined ? {} : readRecovery(entry.value);
    assert.deepEqual(document.recovery, recovery);
    assert.deepEqual(document.plan, plan);
  }
  assert.ok(records.some(({ recovery }) => recovery !== undefined), "a crash was forgotten");
});

testIf(
  "a spec that is put into etcd takes effect on the vehicle; an invalid one is refused with an alert",
  missingEtcd(),
  async () => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front"] });
    await using manager = newInstance({ vehicle, endpoints: etcd.endpoints });
    await manager.start();
    const lidar = idOf("vehicle/lidar");
    const versions = () =>
      vehicle.workloads().map(({ resource, version }) => `${resource}@${version}`).sort();
    await etcd.ctl("put", KEYS.spec(lidar), JSON.stringify({ v: 1, spec: { version: "1" } }));
    await manager.apply("vehicle/camera");
    await eventually("both to be started", () => versions().length === 2, PATIENCE);
    await manager.untilRunning(lidar, "vehicle/camera");

    await etcd.ctl("put", KEYS.spec(lidar), JSON.stringify({ v: 1, spec: { version: "2" } }));
    await eventually("version 2", () => versions().includes("vehicle/lidar@2"), PATIENCE);
    await manager.untilRunning(lidar);

    await etcd.ctl("put", KEYS.spec(lidar), JSON.stringify({ v: 1, spec: { version: "3", replicas: -1 } }));
    await eventually("the refusal", async () => {
      const condition = (await manager.find(lidar))?.status.conditions.find(({ type }) =>
        type === "Accepted"
      );
      assert.equal(condition?.status, "False");
      assert.match(condition?.message ?? "", /spec\.replicas/);
      return true;
    }, PATIENCE);
    const refusals = (await manager.history(lidar)).filter(({ metadata }) =>
      metadata["reason"]?.startsWith("The spec in etcd is refused")
    );
    assert.deepEqual(refusals.map(({ source }) => source), ["Etcd"]);
    const alert = await eventually("the alert", () => {
      return readAlerts(vehicle.dir).find(({ reason }) => reason === "DesiredStateRefused");
    }, PATIENCE);
    assert.match(alert.message, /spec\.replicas/);
    assert.deepEqual(versions(), ["vehicle/camera@1", "vehicle/lidar@2"]);
    await untilShared(etcd, manager);
    assert.match((await stored(etcd)).get(KEYS.spec(lidar))?.value ?? "", /"replicas":-1/);

    await etcd.ctl("del", KEYS.spec(lidar));
    await eventually("its end", async () => await manager.find(lidar) === undefined, PATIENCE);
    await eventually("its process to end", () => versions().length === 1, PATIENCE);
    await untilShared(etcd, manager);
    assert.deepEqual(versions(), ["vehicle/camera@1"]);
  },
);

testIf(
  "a node that registers itself in etcd is connected, remembered and disconnected",
  missingEtcd(),
  async () => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
    await using manager = newInstance({
      vehicle,
      endpoints: etcd.endpoints,
      nodes: ["front"],
      etcd: { start_wait: "100ms" },
    });
    await manager.start();
    const rear = { node: "rear", address: vehicle.nodeAddress("rear") };
    await etcd.ctl("put", KEYS.node("rear"), JSON.stringify({ v: 1, address: rear.address }));
    const connected = async () =>
      (await manager.client.status()).nodes.filter(({ isConnected }) => isConnected).map(({ node }) => node)
        .sort();
    const untilConnected = (...nodes: readonly string[]) =>
      eventually(`${nodes.join(" and ")} to be connected`, async () => {
        assert.deepEqual(await connected(), nodes);
        return true;
      }, PATIENCE);
    await untilConnected("front", "rear");
    await manager.apply("cabin/hmi", { nodes: ["rear"] });
    await manager.untilRunning("cabin/hmi");
    assert.equal(vehicle.find({ resource: "cabin/hmi" }).node, "rear");

    await etcd.kill();
    // In good order: what was observed in the last second is in the journal as well.
    await manager.end("SIGTERM");
    await manager.start();
    await untilConnected("front", "rear");
    await crash(vehicle, "cabin/hmi");
    await manager.untilRunning("cabin/hmi");

    await etcd.restart();
    await untilShared(etcd, manager);
    await untilConnected("front", "rear");
    await etcd.ctl("del", KEYS.node("rear"));
    await eventually("rear to be given up", async () => {
      const { nodes } = await manager.client.status();
      return nodes.every(({ node }) => node !== "rear");
    }, PATIENCE);
    await untilConnected("front");
    await manager.end("SIGKILL");
    await manager.start();
    await untilConnected("front");
  },
);
