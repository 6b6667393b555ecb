/** The demo's stage on the systemd of this machine: units of its own, and a way to the bus that can be cut. */
import type { Instance } from "../../../tests/support/instances/instance.ts";
import { Ecu } from "../../../tests/support/node/ecu.ts";
import type { Settings } from "../../../tests/support/program.ts";
import { isThere } from "../../../tests/support/packaging/root_image.ts";
import { TempDir } from "../../../tests/support/temp_dir.ts";
import { BusRelay } from "./bus_relay.ts";
import { DemoUnits } from "./demo_units.ts";
import { BUS } from "./own_units.ts";
import { runningInstances } from "./running.ts";
import type { Stage } from "./stage.ts";
import { CAMERA, MEMORY_BYTES, type RunningInstance, VERSIONS, type Wanted } from "./wanted.ts";

export class SystemdStage implements Stage {
  readonly runtime = "systemd";
  readonly #dir = new TempDir("statemanager-units-");
  readonly #relay = new BusRelay({ path: this.#dir.file("bus"), target: BUS });
  readonly #ecu: Ecu;
  readonly #units: DemoUnits;

  private constructor(settings: Settings) {
    this.#ecu = new Ecu(settings, { driver: { drivers: ["unit"], unit_bus: this.#relay.path } });
    const mark = `${this.manager.stateDir}/node`;
    this.#units = new DemoUnits({ dir: this.#dir.file("units"), mark });
  }

  static async start(wanted: Wanted, settings: Settings): Promise<SystemdStage> {
    const stage = new SystemdStage(settings);
    try {
      await stage.#start(wanted);
      return stage;
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  }

  get manager(): Instance {
    return this.#ecu.manager;
  }

  get impossible(): Readonly<Record<string, string>> {
    const [camera] = this.instances(CAMERA);
    const limit = camera && memoryLimitOf(camera.pid);
    return limit === Number(MEMORY_BYTES)
      ? {}
      : { oom: "no control group holds a unit to its MemoryMax= here" };
  }

  get unexplained(): Readonly<Record<string, string>> {
    return isThere("/sys/fs/cgroup/cgroup.controllers") ? {} : {
      oom: "with control groups of version 1 systemd does not know why the kernel ended it",
    };
  }

  instances(resource: string): readonly RunningInstance[] {
    return runningInstances(this.#ecu, { resource, mode: "mode" });
  }

  async loseRuntime(): Promise<void> {
    await this.#relay.cut();
  }

  regainRuntime(): void {
    this.#relay.open();
  }

  async reboot(): Promise<void> {
    await Promise.all([this.manager.end("SIGKILL"), this.#units.units.cutPower()]);
    await this.manager.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.manager.isRunning) await this.manager.end("SIGKILL");
    await this.#units[Symbol.asyncDispose]();
    await this.#relay[Symbol.asyncDispose]();
    await this.#ecu[Symbol.asyncDispose]();
    this.#dir[Symbol.dispose]();
  }

  async #start(wanted: Wanted): Promise<void> {
    for (const resource of wanted.resources) {
      this.#ecu.define(resource, this.#units.definition(resource));
      const { resources: { memoryBytes } } = wanted.spec(resource);
      const isWatched = resource === CAMERA;
      for (const version of VERSIONS) this.#units.write({ resource, version, memoryBytes, isWatched });
    }
    await this.#units.units.reload();
    this.#relay.open();
    await this.manager.start();
  }
}

/** Bytes that the control group of a process may have; undefined = it cannot be read. */
function memoryLimitOf(pid: number): number | undefined {
  const groups = Deno.readTextFileSync(`/proc/${pid}/cgroup`).split("\n").map((line) => line.split(":"));
  for (const [, controllers, group] of groups) {
    const path = controllers === "memory"
      ? `/sys/fs/cgroup/memory${group}/memory.limit_in_bytes`
      : `/sys/fs/cgroup${group}/memory.max`;
    try {
      return Number(Deno.readTextFileSync(path));
    } catch {
      // The other version of control groups.
    }
  }
  return undefined;
}
