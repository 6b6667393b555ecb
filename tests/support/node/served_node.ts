/** A node as a program of its own: `statemanagerd node`, over real processes. Whatever it started ends with it. */
import { join } from "node:path";
import { scanEnvironment } from "../../../src/node/process/proc.ts";
import { Daemon, type Settings } from "../program.ts";
import { freeAddress } from "../free_ports.ts";
import { TempDir } from "../temp_dir.ts";
import { NODE_WORDS } from "./ecu.ts";
import { ownPids } from "./own_processes.ts";

export class ServedNode implements AsyncDisposable {
  readonly name: string;
  readonly dir = new TempDir("statemanager-node-");
  readonly program: Daemon;
  #address = "";

  constructor(name: string, settings: Settings = {}) {
    this.name = name;
    this.program = this.#newProgram(settings);
  }

  define(resource: string, text: string): void {
    this.dir.write(`workloads/${resource}.yaml`, text);
  }

  /** Where it listens: the same after each start, unless the settings name port 0. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<string> {
    this.#address = await this.program.start();
    return this.#address;
  }

  /** Pids of the processes of a service that this node runs. */
  pids(resource: string): readonly number[] {
    return ownPids(this.program.stateDir, resource);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
    const instances = join(this.program.stateDir, "node", "instances");
    try {
      for (const { name } of Deno.readDirSync(instances)) {
        for (const { pid } of scanEnvironment("PICCOLO_INSTANCE", name)) Deno.kill(pid, "SIGKILL");
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    this.dir[Symbol.dispose]();
  }

  #newProgram(settings: Settings): Daemon {
    return new Daemon({
      node: { name: this.name, process_units: "never", workloads: this.dir.file("workloads") },
      log: { format: "json" },
      listen: [freeAddress()],
      ...settings,
    }, {
      words: NODE_WORDS,
      command: "node",
      dir: this.dir.file("node"),
      logPath: this.dir.file("node.log"),
    });
  }
}
