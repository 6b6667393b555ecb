/**
 * One ECU: a State Manager with a node in the same program, over real processes. Whatever it started ends with it.
 *
 *     await using ecu = new Ecu();
 *     ecu.define("vehicle/lidar", "runtime: { process: { command: [/bin/sleep, '1000'] } }");
 */
import { join } from "node:path";
import { Instance } from "../instances/instance.ts";
import { DAEMON_V8_FLAGS, type ProgramWords, type Settings } from "../program.ts";
import { scanEnvironment } from "../../../src/node/process/proc.ts";
import { TempDir } from "../temp_dir.ts";
import { ownPids } from "./own_processes.ts";
import { eventually } from "../eventually.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** The program with every permission, as one that runs processes has to have. */
export const NODE_WORDS: ProgramWords = [
  ...[Deno.execPath(), "run", "--quiet", "--allow-all", "--unstable-net"],
  ...(DAEMON_V8_FLAGS === "" ? [] : [DAEMON_V8_FLAGS]),
  join(ROOT, "main.ts"),
];

export class Ecu implements AsyncDisposable {
  readonly dir = new TempDir("statemanager-ecu-");
  readonly manager: Instance;
  readonly node: string;

  /** `driver`: settings of the section `node` beside those of every ECU. */
  constructor(
    settings: Settings = {},
    { node = "front", driver = {} }: { readonly node?: string; readonly driver?: Settings } = {},
  ) {
    this.node = node;
    this.manager = new Instance({
      // Of several at once on a machine with systemd each would have the same units.
      node: {
        ...{ name: node, process_units: "never", heartbeat: "200ms" },
        workloads: this.dir.file("workloads"),
        ...driver,
      },
      recovery: { backoff_base: "50ms", known_good_after: "1s" },
      log: { format: "json" },
      ...settings,
    }, { words: NODE_WORDS, dir: this.dir.file("manager"), logPath: this.dir.file("manager.log") });
  }

  /** Writes the workload definition of a service. */
  define(resource: string, text: string): string {
    return this.dir.write(`workloads/${resource}.yaml`, text);
  }

  undefine(resource: string): void {
    Deno.removeSync(this.dir.file("workloads", `${resource}.yaml`));
  }

  /** Pids of the processes of a service, by what they were started with. */
  pids(resource: string): readonly number[] {
    return ownPids(this.manager.stateDir, resource);
  }

  /** Resolves once exactly so many processes of the service run, none of them in `old`. */
  untilProcesses(
    resource: string,
    count: number,
    old: readonly number[] = [],
  ): Promise<readonly number[]> {
    return eventually(`${count} processes of ${resource}`, () => {
      const pids = this.pids(resource);
      return pids.length === count && !pids.some((pid) => old.includes(pid)) && pids;
    }, { intervalMs: 20 });
  }

  /** Resolves once what runs is what a rollback or a reset returns to. */
  async untilKnownGood(resource: string): Promise<void> {
    await eventually(`${resource} is known to be good`, async () => {
      const events = await this.manager.history(resource);
      return events.some(({ metadata }) => /known good/.test(metadata["reason"] ?? ""));
    }, { intervalMs: 50 });
  }

  /** Resolves once recovery holds a part of its spec back. */
  async untilOverridden(resource: string): Promise<void> {
    await eventually(`a part of the spec of ${resource} is held back`, async () => {
      return (await this.manager.find(resource))?.status.override !== undefined;
    }, { intervalMs: 50 });
  }

  async untilReason(resource: string, pattern: RegExp): Promise<void> {
    let seen = "";
    await eventually(`${resource} says ${pattern}`, async () => {
      const service = await this.manager.find(resource);
      seen = service === undefined
        ? "no such service"
        : [service.status.lastReason, ...service.status.conditions.map(({ message }) => message)].join("\n");
      return pattern.test(seen);
    }, { intervalMs: 30, timeoutMs: 30_000 }).catch((cause) => {
      throw new Error(`${resource} says: ${seen}`, { cause });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.manager.isRunning) await this.manager.end("SIGKILL");
    const root = join(this.manager.stateDir, "node", "instances");
    for (const name of namesIn(root)) {
      for (const { pid } of scanEnvironment("PICCOLO_INSTANCE", name)) Deno.kill(pid, "SIGKILL");
    }
    await this.manager[Symbol.asyncDispose]();
    this.dir[Symbol.dispose]();
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
