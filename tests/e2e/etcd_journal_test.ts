/** The journal and etcd hold the same state: either can replace the other, and a killed daemon loses nothing that it accepted. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { JOURNAL_FILE } from "../../src/journal/journal.ts";
import { idOf } from "../support/domain.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { testIf } from "../support/require.ts";
import { missingTmpfs, Tmpfs } from "../support/tmpfs.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { type Instance, PATIENCE } from "../support/instances/instance.ts";
import { crash, KEYS, newInstance, processes, untilShared } from "./etcd_support.ts";

/** Damage to the files of a journal while no process has them open. */
const DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  "deleted": (path) => {
    for (const part of ["", "-wal", "-shm"]) Deno.removeSync(path + part);
  },
  "cut in half": (path) => {
    removeLog(path);
    Deno.truncateSync(path, Math.floor(Deno.statSync(path).size / 2 / 4_096) * 4_096 + 100);
  },
  "overwritten": (path) => {
    removeLog(path);
    Deno.writeFileSync(path, new Uint8Array(Deno.statSync(path).size).fill(0xa5));
  },
  "of a newer program": (path) => {
    using db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 9999");
  },
};

function removeLog(path: string): void {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

testIf(
  "a lost or damaged journal is rebuilt from etcd, and no service is restarted",
  missingEtcd(),
  async (t) => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
    await using manager = newInstance({ vehicle, endpoints: etcd.endpoints });
    await manager.start();
    const resources = ["cabin/hmi", "vehicle/lidar", "vehicle/radar"];
    for (const resource of resources) await manager.apply(resource);
    await manager.untilRunning(...resources);
    for (const version of ["2", "3"]) await manager.apply("vehicle/lidar", { version });
    await crash(vehicle, "vehicle/radar");
    await manager.untilRunning(...resources);
    for (const [what, damage] of Object.entries(DAMAGES)) {
      await t.step(what, async () => {
        await untilShared(etcd, manager);
        const before = await lives(manager);
        const running = processes(vehicle);
        const executed = vehicle.executions().length;
        await manager.end("SIGKILL");
        damage(`${manager.stateDir}/${JOURNAL_FILE}`);
        await manager.start();
        await manager.untilRunning(...resources);
        const after = await lives(manager);
        for (const [index, { generation, history }] of before.entries()) {
          assert.equal(after[index]?.generation, generation);
          assert.deepEqual(after[index]?.history.slice(0, history.length), history);
        }
        await untilShared(etcd, manager);
        await crash(vehicle, "cabin/hmi");
        await manager.untilRunning(...resources);
        assert.equal(
          vehicle.executions().length,
          executed + 1,
          "more was done than to bring back what crashed",
        );
        const kept = running.filter((process) => !process.startsWith("cabin/hmi"));
        assert.deepEqual(processes(vehicle).filter((process) => !process.startsWith("cabin/hmi")), kept);
      });
    }
    await untilShared(etcd, manager);
  },
);

async function lives(manager: Instance) {
  const services = await manager.services();
  return await Promise.all(services.map(async ({ metadata: { id, generation } }) => {
    return { generation, history: await manager.history(id) };
  }));
}

testIf(
  "with a full journal disk the daemon continues, and etcd gets everything",
  missingEtcd() ?? missingTmpfs(),
  async () => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front"] });
    await using stack = new AsyncDisposableStack();
    const manager = newInstance({ vehicle, endpoints: etcd.endpoints });
    // Unmounted once the daemon has ended, before its directory is removed.
    const disk = new Tmpfs(manager.stateDir, "1m");
    stack.defer(async () => {
      await manager.end("SIGKILL").catch(() => {});
      disk[Symbol.dispose]();
      await manager[Symbol.asyncDispose]();
    });
    await manager.start();
    const resources = ["cabin/hmi", "vehicle/lidar"];
    for (const resource of resources) await manager.apply(resource);
    await manager.untilRunning(...resources);
    fill(`${manager.stateDir}/filler`);
    await crash(vehicle, "vehicle/lidar");
    // Who asks here is promised that it survives a power cut; etcd's own writes made that promise themselves.
    await assert.rejects(manager.apply("cabin/hmi", { version: "2" }), /the journal cannot be written/);
    await etcd.ctl("put", KEYS.spec(idOf("cabin/hmi")), JSON.stringify({ v: 1, spec: { version: "3" } }));
    await eventually("version 3", () => vehicle.workloads().some(({ version }) => version === "3"), PATIENCE);
    await manager.untilRunning(...resources);
    await untilShared(etcd, manager, "more in etcd");
    Deno.removeSync(`${manager.stateDir}/filler`);
    await crash(vehicle, "vehicle/lidar");
    await manager.untilRunning(...resources);
    await untilShared(etcd, manager, "more in etcd");
  },
);

/** Writes until the disk is full. */
function fill(path: string): void {
  using file = Deno.openSync(path, { create: true, write: true });
  const block = new Uint8Array(512);
  try {
    for (;;) file.writeSync(block);
  } catch (error) {
    if (!(error instanceof Error && /No space|os error 28/.test(error.message))) throw error;
  }
}

testIf(
  "kill -9 of the daemon in the middle of changes, ten times: nothing acknowledged is lost",
  missingEtcd(),
  async () => {
    await using etcd = await RealEtcd.start();
    await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
    await using manager = newInstance({ vehicle, endpoints: etcd.endpoints });
    await manager.start();
    const resources = ["cabin/hmi", "vehicle/lidar", "vehicle/radar"];
    /** Newest version that was acknowledged, and the one that may have been accepted as well. */
    const wanted = new Map(
      resources.map((resource) => [resource, { acknowledged: "", asked: "", generation: 0n }]),
    );
    let count = 0;
    for (let round = 0; round < 10; round++) {
      const killAfter = count + 3 + round;
      const isKilled = new AbortController();
      const writers = resources.map(async (resource) => {
        while (!isKilled.signal.aborted) {
          const version = `${++count}`;
          const before = wanted.get(resource) ?? { acknowledged: "", generation: 0n };
          wanted.set(resource, { ...before, asked: version });
          try {
            const { metadata } = await manager.apply(resource, { version });
            wanted.set(resource, { acknowledged: version, asked: version, generation: metadata.generation });
          } catch (error) {
            // Only the kill may be in the way.
            if (!isKilled.signal.aborted) throw error;
          }
        }
      });
      await eventually("some changes", () => count >= killAfter, PATIENCE);
      isKilled.abort();
      await manager.end("SIGKILL", writers);
      await manager.start();
      for (const [resource, { acknowledged, asked, generation }] of wanted) {
        const service = await manager.find(resource);
        if (acknowledged === "" && service === undefined) continue;
        assert.ok(
          [acknowledged, asked].includes(service?.spec.version ?? ""),
          `${resource}: ${service?.spec.version}`,
        );
        assert.ok((service?.metadata.generation ?? 0n) >= generation, resource);
      }
    }
    for (const resource of resources) await manager.apply(resource, { version: "last" });
    await manager.untilRunning(...resources);
    await untilShared(etcd, manager, "more in etcd");
    assert.deepEqual(vehicle.workloads().map(({ version }) => version), ["last", "last", "last"]);
    const ids = vehicle.executions().map(({ actionId }) => actionId);
    assert.equal(new Set(ids).size, ids.length, "an action was executed twice");
  },
);
