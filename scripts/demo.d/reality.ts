/**
 * What really runs, read from the processes alone, and what must never be seen: two processes for one replica.
 */
import type { WorkloadProcess } from "../../tests/support/vehicle/process_table.ts";
import { decodeConfig, readIfThere, statOf } from "../../tests/support/vehicle/store.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import type { ExpectedService } from "./fleet.ts";

const WITNESS_INTERVAL_MS = 100;
/** Workloads beat five times a second. */
const HEARTBEAT_LIMIT_MS = 1_500;

/** What is wrong with the processes of a service; empty = they are what is expected, on this node. */
export function faultsOf(
  resource: string,
  { expected, processes, node }: {
    readonly expected: ExpectedService;
    readonly processes: readonly WorkloadProcess[];
    readonly node: string;
  },
): string[] {
  const own = processes.filter((process) => process.resource === resource);
  if (expected.isOut) {
    return own.map(({ pid, node }) => `${resource}: process ${pid} runs on ${node}, which is away`);
  }
  const faults: string[] = [];
  if (own.length !== expected.replicas) {
    faults.push(`${resource}: ${own.length} processes live, ${expected.replicas} are wanted`);
  }
  if (!expected.nodes.includes(node)) {
    faults.push(`${resource}: is on ${node || "no node"}, which is not allowed`);
  }
  for (const process of own) {
    for (const fault of faultsOfProcess(expected, { process, node })) {
      faults.push(`${resource}: process ${process.pid} ${fault}`);
    }
  }
  return faults;
}

function faultsOfProcess(
  expected: ExpectedService,
  { process, node }: { process: WorkloadProcess; node: string },
): string[] {
  // Its working directory as the kernel knows it: what it wrote there itself is what is in force.
  const dir = `/proc/${process.pid}/cwd`;
  const faults: string[] = [];
  if (process.node !== node) faults.push(`runs on ${process.node}, not on ${node}`);
  if (process.isStopped) faults.push("is stopped");
  const version = readIfThere(`${dir}/version`)?.trimEnd();
  if (version !== expected.version) faults.push(`has version ${version}, not ${expected.version}`);
  const config = decodeConfig(readIfThere(`${dir}/config`) ?? "");
  if (!isSame(config, expected.config)) {
    faults.push(`has config ${JSON.stringify(config)}, not ${JSON.stringify(expected.config)}`);
  }
  const beatMs = statOf(`${dir}/heartbeat`)?.mtime?.getTime();
  if (beatMs === undefined || Date.now() - beatMs > HEARTBEAT_LIMIT_MS) faults.push("has no fresh heartbeat");
  return faults;
}

function isSame(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => left[key] === right[key]);
}

/** Looks at /proc all the time and remembers what must never be. */
export class Witness implements Disposable {
  readonly violations: string[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(vehicle: Vehicle) {
    this.#timer = setInterval(() => this.#look(vehicle.workloads()), WITNESS_INTERVAL_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(processes: readonly WorkloadProcess[]): void {
    const seen = new Map<string, number>();
    for (const { node, resource, replica, pid } of processes) {
      const key = `${resource} replica ${replica} on ${node}`;
      const other = seen.get(key);
      if (other !== undefined) this.violations.push(`${key} lives twice, as ${other} and ${pid}`);
      seen.set(key, pid);
    }
  }
}
