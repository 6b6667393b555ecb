/** What a node costs that only watches: memory and processor, embedded in the State Manager and as a program of its own. */
import { cpuMicros } from "../../../tests/support/http2/tools.ts";
import { ContainerEcu } from "../../../tests/support/node/container_ecu.ts";
import { ServedNode } from "../../../tests/support/node/served_node.ts";
import { Instance } from "../../../tests/support/instances/instance.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { pause, rounded } from "./figures.ts";
import { settledMemory } from "./memory.ts";

export interface NodeCost {
  readonly rssMiB: number;
  readonly anonMiB: number;
  /** Percent of one core, while nothing happens. */
  readonly cpuPercent: number;
}

const REST_MS = 10_000;
const PERCENT_PER_MICRO = 100 / 1e6;

async function costOf(pid: number, seconds: number): Promise<NodeCost> {
  const { rss, anon } = await settledMemory(pid, REST_MS);
  const before = await cpuMicros(pid);
  await pause(seconds * 1_000);
  const spent = await cpuMicros(pid) - before;
  return { rssMiB: rss, anonMiB: anon, cpuPercent: rounded(spent * PERCENT_PER_MICRO / seconds, 2) };
}

const servicesOf = (workloads: number) =>
  Array.from({ length: workloads }, (_, index) => `idle/s${String(index).padStart(3, "0")}`);

/** With containers; the State Manager is part of the program. */
export async function costOfEmbedded(workloads: number, seconds: number): Promise<NodeCost> {
  await using rig = await ContainerEcu.start({
    lifetimeS: 3_600,
    storage: "overlay",
    node: { heartbeat: "1s" },
  });
  const { manager } = rig.ecu;
  const services = servicesOf(workloads);
  for (const service of services) rig.define(service);
  await manager.start();
  for (const service of services) await manager.apply(service);
  await untilAllRun(manager, services);
  return await costOf(manager.pid, seconds);
}

/** With processes, and a State Manager elsewhere. */
export async function costOfServed(workloads: number, seconds: number): Promise<NodeCost> {
  await using node = new ServedNode("rear");
  const services = servicesOf(workloads);
  const process = { command: ["/bin/sleep", "1000"], log: "none" };
  for (const service of services) node.define(service, JSON.stringify({ runtime: { process } }));
  const address = await node.start();
  await using manager = new Instance({ nodes: [{ name: "rear", address }] });
  await manager.start();
  for (const service of services) await manager.apply(service);
  await untilAllRun(manager, services);
  return await costOf(node.program.pid, seconds);
}

async function untilAllRun(manager: Instance, services: readonly string[]): Promise<void> {
  let running = 0;
  await until(async () => {
    running = (await manager.services()).filter(({ status }) => status.state === "Running").length;
    return running === services.length;
  }, {
    what: "all workloads run",
    timeoutMs: 600_000,
    pollMs: 500,
    describe: () => `${running} of ${services.length}`,
  });
}
