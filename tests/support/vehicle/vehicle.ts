/**
 * A vehicle to test against: NodeAgents, an ActionController and a MonitoringServer as programs of their own, workloads as
 * processes, and the means to break all of them. The State Manager reaches it by gRPC alone.
 *
 *     await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
 *
 * I1: what it started ends with it: programs and workloads are ended by (pid, start time), a folder that it made is removed.
 * I2: addresses stay: a program that is started again listens where it did before.
 */
import type { StatusName } from "../habits/controller.ts";
import { setHabits } from "../habits/file.ts";
import type { ControllerHabit, NodeHabit } from "../habits/habits.ts";
import { Process } from "../process.ts";
import type { Settings } from "../program.ts";
import { type Execution, executions, readAudit } from "./audit.ts";
import {
  isAlive,
  scanByArgument,
  scanWorkloads,
  signalProcess,
  type WorkloadProcess,
} from "./process_table.ts";
import { findProgram, type RunningProgram } from "./program.ts";
import { NodeStore, removeIfThere } from "./store.ts";
import { until } from "./waiting.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const HERE = new URL("./", import.meta.url).pathname;

export interface VehicleOptions {
  readonly nodes: readonly string[];
  /** An empty folder of the caller's, who removes it; default: a temporary one that goes with the vehicle. */
  readonly dir?: string;
  /** Of the NodeAgents; default 20. */
  readonly pollMs?: number;
  /** A live process without heartbeat for this long is unresponsive; default 1,000. */
  readonly unresponsiveAfterMs?: number;
  /** From SIGTERM to SIGKILL; default 500. */
  readonly graceMs?: number;
}

/** Which process to break: a replica of a service, wherever it runs unless a node is named. */
export interface ReplicaTarget {
  /** `namespace/name` */
  readonly resource: string;
  /** Default 0. */
  readonly replica?: number;
  readonly node?: string;
}

/** `power`: its processes are gone and its records with them. `network`: nobody reaches it, its processes live on. */
export type Outage = "power" | "network";

export class Vehicle implements AsyncDisposable {
  readonly dir: string;
  readonly nodes: readonly string[];
  readonly #options: VehicleOptions;
  readonly #programs = new Map<string, Process>();
  readonly #addresses = new Map<string, string>();
  #isDisposed = false;

  private constructor(options: VehicleOptions) {
    this.dir = options.dir ?? Deno.makeTempDirSync({ prefix: "statemanager-vehicle-" });
    this.nodes = options.nodes;
    this.#options = options;
  }

  static async start(options: VehicleOptions): Promise<Vehicle> {
    const vehicle = new Vehicle(options);
    try {
      Deno.mkdirSync(`${vehicle.dir}/log`, { recursive: true });
      for (const node of options.nodes) vehicle.store(node).create();
      await Promise.all([
        vehicle.startController(),
        vehicle.startMonitoring(),
        ...options.nodes.map((node) => vehicle.startNodeAgent(node)),
      ]);
      return vehicle;
    } catch (error) {
      await vehicle[Symbol.asyncDispose]();
      throw error;
    }
  }

  get controllerAddress(): string {
    return this.#address("action-controller");
  }

  get monitoringAddress(): string {
    return this.#address("monitoring-server");
  }

  nodeAddress(node: string): string {
    return this.#address(`node-${node}`);
  }

  /** The sections of a State Manager's configuration that name the peers, with these nodes; default: all. */
  settings(nodes: readonly string[] = this.nodes): Settings {
    return {
      action_controller: { address: this.controllerAddress },
      monitoring_server: { address: this.monitoringAddress },
      nodes: nodes.map((name) => ({ name, address: this.nodeAddress(name) })),
    };
  }

  store(node: string): NodeStore {
    return new NodeStore(this.dir, node);
  }

  async startController(): Promise<void> {
    const args = { "grace-ms": this.#options.graceMs ?? 500, "silent-after-ms": this.#unresponsiveAfterMs };
    await this.startProgram("action-controller", {
      script: `${HERE}action_controller.ts`,
      args: this.#args(args),
    });
  }

  async startMonitoring(): Promise<void> {
    await this.startProgram("monitoring-server", {
      script: `${HERE}monitoring_server.ts`,
      args: this.#args({}),
    });
  }

  async startNodeAgent(node: string): Promise<void> {
    const args = {
      node,
      "poll-ms": this.#options.pollMs ?? 20,
      "unresponsive-after-ms": this.#unresponsiveAfterMs,
    };
    await this.startProgram(`node-${node}`, { script: `${HERE}node_agent.ts`, args: this.#args(args) });
  }

  killController(): Promise<void> {
    return this.endProgram("action-controller");
  }

  killNodeAgent(node: string): Promise<void> {
    return this.endProgram(`node-${node}`);
  }

  /** Starts a program of the vehicle and resolves when it has said where it listens: where it did before, if it ever did. */
  async startProgram(
    name: string,
    { script, args }: { script: string; args: readonly string[] },
  ): Promise<RunningProgram> {
    const port = this.#addresses.get(name)?.split(":")[1] ?? "0";
    const words = [
      Deno.execPath(),
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-all",
      script,
      ...args,
      "--port",
      port,
    ];
    const process = new Process(words, { cwd: ROOT, logPath: this.logPath(name) });
    this.#programs.set(name, process);
    const program = await process.until(`${name} to be ready`, () => {
      const found = findProgram(this.dir, name);
      return found?.pid === process.pid && found;
    });
    this.#addresses.set(name, program.address);
    return program;
  }

  /** Ends a program and resolves when it is gone; nothing happens when it does not run. */
  async endProgram(name: string): Promise<void> {
    const process = this.#programs.get(name);
    this.#programs.delete(name);
    await process?.end();
  }

  /** From now on the NodeAgent has these bad habits and no others. */
  setNodeHabits(node: string, habits: readonly NodeHabit[]): void {
    setHabits(this.dir, `node-${node}`, { habits });
  }

  /** The same for the ActionController; `status` = what "answer-status" answers. */
  setControllerHabits(habits: readonly ControllerHabit[], status?: StatusName): void {
    setHabits(this.dir, "action-controller", { habits, ...(status === undefined ? {} : { status }) });
  }

  logPath(program: string): string {
    return `${this.dir}/log/${program}.log`;
  }

  /** Copies the logs, the audit and the alerts to a folder; not set = nothing happens. */
  keepLogs(to: string | undefined): void {
    if (to === undefined) return;
    Deno.mkdirSync(to, { recursive: true });
    for (const dir of [this.dir, `${this.dir}/log`]) {
      for (const { name } of Deno.readDirSync(dir)) {
        if (/\.(jsonl|log)$/.test(name)) Deno.copyFileSync(`${dir}/${name}`, `${to}/${name}`);
      }
    }
  }

  /** Every workload process that lives now, from /proc alone. */
  workloads(): WorkloadProcess[] {
    return scanWorkloads(this.dir);
  }

  executions(): Execution[] {
    return executions(readAudit(this.dir));
  }

  /** The process behind a replica; throws when there is none. */
  find({ resource, replica = 0, node }: ReplicaTarget): WorkloadProcess {
    const found = this.workloads().find((process) =>
      process.resource === resource && process.replica === replica &&
      (node === undefined || process.node === node)
    );
    if (found === undefined) throw new Error(`no process of ${resource} replica ${replica} lives`);
    return found;
  }

  /** Sends a signal to the process of a replica: SIGKILL crashes it, SIGSTOP freezes it, SIGCONT thaws it. */
  signal(target: ReplicaTarget, signal: Deno.Signal): WorkloadProcess {
    const process = this.find(target);
    if (!signalProcess(process, signal)) throw new Error(`${target.resource} ended before ${signal} came`);
    return process;
  }

  async takeNodeAway(node: string, outage: Outage = "power"): Promise<void> {
    this.store(node).setDown(true);
    await this.killNodeAgent(node);
    if (outage === "network") return;
    await this.#killAll(() => this.workloads().filter((process) => process.node === node));
  }

  /** After a loss of power it comes back empty, as a machine does. */
  async giveNodeBack(node: string, outage: Outage = "power"): Promise<void> {
    const store = this.store(node);
    if (outage === "power") store.forgetAll();
    store.setDown(false);
    await this.startNodeAgent(node);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    // The controller first, so that nothing new is started while the rest is ended.
    await this.killController();
    await Promise.all([...this.#programs.keys()].map((name) => this.endProgram(name)));
    // Everything that carries this vehicle's folder in its arguments is its own: the name is unique.
    await this.#killAll(() => scanByArgument(this.dir));
    if (this.#options.dir === undefined) removeIfThere(this.dir);
  }

  get #unresponsiveAfterMs(): number {
    return this.#options.unresponsiveAfterMs ?? 1_000;
  }

  #address(name: string): string {
    const address = this.#addresses.get(name);
    if (address === undefined) throw new Error(`${name} was never started`);
    return address;
  }

  #args(options: Readonly<Record<string, string | number>>): string[] {
    const all = { dir: this.dir, owner: Deno.pid, ...options };
    return Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  }

  async #killAll(
    find: () => readonly { readonly pid: number; readonly startTicks: string }[],
  ): Promise<void> {
    await until(() => {
      const alive = find().filter(isAlive);
      for (const process of alive) signalProcess(process, "SIGKILL");
      return alive.length === 0;
    }, { what: `every process of ${this.dir} has ended` });
  }
}
