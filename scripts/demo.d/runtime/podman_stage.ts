/** The demo's stage on podman: one of its own, and an image that is made on the spot. */
import type { Instance } from "../../../tests/support/instances/instance.ts";
import { ContainerEcu } from "../../../tests/support/node/container_ecu.ts";
import type { Settings } from "../../../tests/support/program.ts";
import { runningInstances } from "./running.ts";
import type { Stage } from "./stage.ts";
import { type RunningInstance, VERSIONS, type Wanted } from "./wanted.ts";

/** Longer than anybody looks at it. */
const LIFETIME_S = 86_400;

export class PodmanStage implements Stage {
  readonly runtime = "podman";
  readonly impossible: Readonly<Record<string, string>>;
  readonly unexplained = {};
  readonly #rig: ContainerEcu;

  private constructor(rig: ContainerEcu) {
    this.#rig = rig;
    const problem = memoryProblem();
    this.impossible = problem === undefined ? {} : { oom: problem };
  }

  static async start(wanted: Wanted, settings: Settings): Promise<PodmanStage> {
    const rig = await ContainerEcu.start({ settings, versions: VERSIONS, lifetimeS: LIFETIME_S });
    const stage = new PodmanStage(rig);
    for (const resource of wanted.resources) rig.define(resource);
    await rig.ecu.manager.start();
    return stage;
  }

  get manager(): Instance {
    return this.#rig.ecu.manager;
  }

  instances(resource: string): readonly RunningInstance[] {
    return runningInstances(this.#rig.ecu, { resource, mode: "MODE" });
  }

  async loseRuntime(): Promise<void> {
    await this.#rig.podman.killService();
  }

  async regainRuntime(): Promise<void> {
    await this.#rig.podman.startService();
  }

  async reboot(): Promise<void> {
    const { manager } = this.#rig.ecu;
    await Promise.all([manager.end("SIGKILL"), this.#rig.podman.cutPower()]);
    await this.#rig.podman.startService();
    await manager.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rig[Symbol.asyncDispose]();
  }
}

/** Why no container can be held to a memory limit here. */
function memoryProblem(): string | undefined {
  for (const path of ["/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/cgroup.controllers"]) {
    try {
      const text = Deno.readTextFileSync(path);
      if (!path.endsWith(".controllers") || text.split(/\s+/).includes("memory")) return undefined;
    } catch {
      // The other version of control groups, perhaps.
    }
  }
  return "this machine has no control group for memory, so no container has a limit";
}
