/** The real program tells the level of every buffer of docs/limits.md, with the capacity that stands there. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { BUFFER_NAMES, BUFFERS } from "../../scripts/buffers.ts";
import { Instance } from "../support/instances/instance.ts";
import { TempDir } from "../support/temp_dir.ts";

/** Nobody listens there. */
const NOBODY = "127.0.0.1:1";

Deno.test("GetStatus has use, capacity and overflows of every buffer, with the capacities of docs/limits.md", async () => {
  using dir = new TempDir();
  const path = join(dir.path, "systemd");
  const systemd = Deno.listenDatagram({ transport: "unixpacket", path });
  using _closed = { [Symbol.dispose]: () => systemd.close() };
  await using instance = new Instance({
    nodes: [{ name: "front", address: NOBODY }],
    action_controller: { address: NOBODY },
    monitoring_server: { address: NOBODY },
    etcd: { endpoints: [NOBODY], start_wait: "0ms" },
    http: { listen: ["127.0.0.1:0"] },
    recorder: { enabled: true },
  });
  await instance.start({ NOTIFY_SOCKET: path, RUNTIME_DIRECTORY: dir.path });
  await instance.apply("vehicle/lidar");
  const { counters } = await instance.client.status();
  const of = (metric: string, name: string) => counters[`statemanager_buffer_${metric}{buffer="${name}"}`];
  // Pullpiri's are told where it is enabled: not together with nodes of the configuration.
  for (const name of BUFFER_NAMES.filter((one) => !one.startsWith("pullpiri_"))) {
    const { unit, default: capacity } = BUFFERS[name];
    const isBytes = unit === "bytes";
    ok((of(unit, name) ?? -1) >= 0, `${name} is used`);
    const told = of(isBytes ? "capacity_bytes" : "capacity", name);
    if (typeof capacity === "number") equal(told, capacity, `capacity of ${name}`);
    else ok((told ?? -1) >= 0, `capacity of ${name}`);
    equal(of("overflows_total", name), 0, `overflows of ${name}`);
  }
  equal(of("entries", "services"), 1);
  equal(of("entries", "nodes"), 1);
  equal(of("entries", "http2_connections"), 1);
  ok((of("entries", "journal_events") ?? 0) > 0);
  const told = Object.keys(counters).flatMap((key) =>
    /^statemanager_buffer_entries\{buffer="(.*)"\}$/.exec(key)?.[1] ?? []
  );
  deepEqual(
    told.filter((name) => !Object.hasOwn(BUFFERS, name)),
    [],
    "buffers that docs/limits.md does not know",
  );
});
