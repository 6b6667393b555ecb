/**
 * One ECU with containers: a podman of its own, and the real program whose node runs containers with it.
 *
 * In every container is the program of `shell_workload.ts`.
 *
 * I1  Its processes carry PICCOLO_SERVICE and PICCOLO_DIRECTORY, as plain processes of a node do: `Ecu.pids` counts what really runs,
 *     without asking podman.
 */
import { Podman, type PodmanOptions } from "../podman/podman.ts";
import type { Settings } from "../program.ts";
import { Ecu } from "./ecu.ts";
import { shellWorkload } from "./shell_workload.ts";

/** In front of the version. */
const IMAGE_NAME = "localhost/piccolo";

const SCRIPT = shellWorkload();

const ENVIRONMENT = {
  PICCOLO_SERVICE: "",
  PICCOLO_DIRECTORY: "${directory}",
  PICCOLO_REPLICA: "${replica}",
  PICCOLO_VERSION: "${version}",
  MODE: "${config.mode:-plain}",
} as const;

export interface ContainerEcuOptions extends PodmanOptions {
  readonly settings?: Settings;
  /** Settings of the section `node` beside those of the driver. */
  readonly node?: Settings;
  /** Versions of which there is an image. */
  readonly versions?: readonly string[];
}

export class ContainerEcu implements AsyncDisposable {
  readonly podman: Podman;
  readonly ecu: Ecu;

  private constructor(podman: Podman, ecu: Ecu) {
    this.podman = podman;
    this.ecu = ecu;
  }

  static async start(options: ContainerEcuOptions = {}): Promise<ContainerEcu> {
    const podman = await Podman.start(options);
    for (const version of options.versions ?? ["1"]) await podman.tag(`${IMAGE_NAME}:${version}`);
    const driver = { drivers: ["container"], container_socket: podman.socket, ...options.node };
    return new ContainerEcu(podman, new Ecu(options.settings, { driver }));
  }

  /** Writes the workload definition of a service; `more` = further keys of `runtime.container`. */
  define(resource: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.ecu.define(resource, containerDefinition(resource, more));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.ecu.manager.isRunning) await this.ecu.manager.end("SIGKILL");
    await this.podman[Symbol.asyncDispose]();
    await this.ecu[Symbol.asyncDispose]();
  }
}

/** A definition that runs such a shell; `more` = further keys of `runtime.container`. */
export function containerDefinition(
  resource: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const container = {
    image: `${IMAGE_NAME}:\${version}`,
    pull: "never",
    entrypoint: ["/bin/sh", "-c"],
    // What a definition has of dollar signs is for the shell inside, except before a brace.
    command: [SCRIPT],
    environment: { ...ENVIRONMENT, PICCOLO_SERVICE: resource },
    network: "none",
    stop: { timeout: "2s" },
    ...more,
  };
  // JSON is YAML.
  return JSON.stringify({ runtime: { container } });
}
