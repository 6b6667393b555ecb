/** The units of the demo's services: a template for each version of a service, whose instances are its replicas. */
import { join } from "node:path";
import { shellWorkload } from "../../../tests/support/node/shell_workload.ts";
import { OwnUnits } from "./own_units.ts";

/** Of one that says that it is well: much more often than its watchdog asks for it. */
const BEAT = { command: "systemd-notify --ready WATCHDOG=1", intervalS: 1 };
const WATCHDOG_S = 3;

export interface UnitShape {
  readonly resource: string;
  readonly version: string;
  /** MemoryMax=; 0 = none. */
  readonly memoryBytes: bigint;
  /** It says when it is ready and that it is well, and systemd ends it when it does not. */
  readonly isWatched: boolean;
}

export class DemoUnits implements AsyncDisposable {
  readonly units: OwnUnits;
  readonly #dir: string;
  readonly #mark: string;

  /** `dir`: for what the units need; `mark`: PICCOLO_DIRECTORY of their processes. */
  constructor({ dir, mark }: { readonly dir: string; readonly mark: string }) {
    this.units = new OwnUnits(dir);
    this.#dir = dir;
    this.#mark = mark;
    Deno.mkdirSync(dir, { recursive: true });
    for (const isWatched of [false, true]) {
      const script = shellWorkload(isWatched ? BEAT : undefined);
      // The node writes the keys of a configuration as they are.
      Deno.writeTextFileSync(this.#script(isWatched), `MODE=$mode\n${script}\n`);
    }
  }

  /** The workload definition of a service. */
  definition(resource: string): string {
    return JSON.stringify({
      runtime: {
        unit: { name: `${this.units.prefix}${nameOf(resource, "${version}")}@\${replica}.service` },
      },
      config_file: { path: this.#config(resource, "${replica}"), format: "env" },
    });
  }

  write({ resource, version, memoryBytes, isWatched }: UnitShape): void {
    const lines = [
      "[Unit]",
      `Description=Demo of the State Manager: ${resource} ${version}, replica %i`,
      "[Service]",
      `Environment=PICCOLO_SERVICE=${resource} PICCOLO_VERSION=${version} PICCOLO_REPLICA=%i mode=plain`,
      `Environment=PICCOLO_DIRECTORY=${this.#mark}`,
      `EnvironmentFile=-${this.#config(resource, "%i")}`,
      `ExecStart=/bin/sh ${this.#script(isWatched)}`,
      "TimeoutStopSec=2",
      ...(memoryBytes === 0n ? [] : [`MemoryMax=${memoryBytes}`, "MemorySwapMax=0"]),
      ...(isWatched ? ["Type=notify", "NotifyAccess=all", `WatchdogSec=${WATCHDOG_S}`] : []),
    ];
    this.units.write(`${nameOf(resource, version)}@.service`, `${lines.join("\n")}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.units[Symbol.asyncDispose]();
  }

  #script(isWatched: boolean): string {
    return join(this.#dir, isWatched ? "watched.sh" : "workload.sh");
  }

  #config(resource: string, replica: string): string {
    return join(this.#dir, "config", `${nameOf(resource, replica)}.env`);
  }
}

function nameOf(resource: string, more: string): string {
  return `${resource.replace("/", "-")}-${more}`;
}
