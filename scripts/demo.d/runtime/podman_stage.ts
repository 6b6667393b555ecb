/** The demo's stage on podman: one of its own, and an image that is made on the spot. */
import { readProcess } from "../../../src/node/process/proc.ts";
import type { Instance } from "../../../tests/support/instances/instance.ts";
import { ContainerEcu } from "../../../tests/support/node/container_ecu.ts";
import type { Ecu } from "../../../tests/support/node/ecu.ts";
import type { Settings } from "../../../tests/support/program.ts";
import type { Stage } from "./stage.ts";
import type { RunningInstance } from "./wanted.ts";
import { VERSIONS, type Wanted } from "./wanted.ts";

/** Longer than anybody looks at it. */
const LIFETIME_S = 86_400;

export class PodmanStage implements Stage {
  readonly runtime = "podman";
  readonly impossible: Readonly<Record<string, string>>;
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

  get ecu(): Ecu {
    return this.#rig.ecu;
  }

  instances(resource: string): readonly RunningInstance[] {
    return this.#rig.ecu.pids(resource).flatMap((pid) => {
      const sight = readProcess(pid);
      const environment = environmentOf(pid);
      if (sight?.isAlive !== true || environment.size === 0) return [];
      const text = (name: string) => environment.get(name) ?? "";
      const [replica, version, mode] = ["PICCOLO_REPLICA", "PICCOLO_VERSION", "MODE"].map(text);
      return [{
        ...{ pid, isHeld: sight.isHeld },
        ...{ replica: replica ?? "", version: version ?? "", mode: mode ?? "" },
      }];
    });
  }

  exhaust({ pid }: RunningInstance): void {
    Deno.kill(pid, "SIGUSR1");
  }

  async killRuntime(): Promise<void> {
    await this.#rig.podman.killService();
  }

  async startRuntime(): Promise<void> {
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

/** Empty = it has ended. */
export function environmentOf(pid: number): ReadonlyMap<string, string> {
  try {
    const words = Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
    return new Map(
      words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
    );
  } catch {
    return new Map();
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
