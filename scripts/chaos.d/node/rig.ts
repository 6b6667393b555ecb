/**
 * Containers, the runtime, the node and the State Manager, each of which can be killed: once with the node embedded in the State
 * Manager, once with a node of its own beside it. Both share one podman, and each has services of its own in every run.
 */
import { containerDefinition, ContainerEcu } from "../../../tests/support/node/container_ecu.ts";
import { ServedNode } from "../../../tests/support/node/served_node.ts";
import { IMPATIENT, Instance } from "../../../tests/support/instances/instance.ts";
import { TempDir } from "../../../tests/support/temp_dir.ts";
import { ownPids } from "../../../tests/support/node/own_processes.ts";
import { readIfThere } from "../../../tests/support/vehicle/store.ts";

/** Damping would only make the runs longer: how often is too often is another question. */
const SETTINGS = {
  flapping: { suppress_from: 1_000 },
  recovery: { backoff_base: "20ms", known_good_after: "1s" },
};

export interface Killable {
  readonly name: string;
  end(signal: "SIGKILL" | "SIGTERM"): Promise<unknown>;
  start(): Promise<unknown>;
}

/** One State Manager with one node. */
export interface Side {
  readonly name: "embedded" | "served";
  readonly manager: Instance;
  /** The programs of it. */
  readonly programs: readonly Killable[];
  define(resource: string): void;
  pids(resource: string): readonly number[];
  /** Ids of the actions that its node says to have carried out, over all its runs. */
  carriedOut(): readonly string[];
}

export class Rig implements AsyncDisposable {
  readonly ecu: ContainerEcu;
  readonly sides: readonly Side[];
  readonly #disposables: readonly (AsyncDisposable | Disposable)[];

  private constructor(
    ecu: ContainerEcu,
    sides: readonly Side[],
    disposables: readonly (AsyncDisposable | Disposable)[],
  ) {
    this.ecu = ecu;
    this.sides = sides;
    this.#disposables = disposables;
  }

  static async start({ lifetimeS }: { readonly lifetimeS: number }): Promise<Rig> {
    const ecu = await ContainerEcu.start({ settings: SETTINGS, lifetimeS });
    const dir = new TempDir("statemanager-served-");
    const address = `unix:${dir.file("node.sock")}`;
    const served = new ServedNode("rear", {
      listen: [address],
      node: {
        ...{ name: "rear", drivers: ["container"], container_socket: ecu.podman.socket },
        workloads: dir.file("workloads"),
      },
    });
    const manager = new Instance({ ...IMPATIENT, ...SETTINGS, nodes: [{ name: "rear", address }] }, {
      logPath: dir.file("manager.log"),
    });
    const embedded: Side = {
      name: "embedded",
      manager: ecu.ecu.manager,
      programs: [named("State Manager with its node", ecu.ecu.manager)],
      define: (resource) => ecu.define(resource),
      pids: (resource) => ecu.ecu.pids(resource),
      carriedOut: () => carriedOut(ecu.ecu.dir.file("manager.log")),
    };
    const apart: Side = {
      name: "served",
      manager,
      programs: [named("State Manager", manager), named("node", served.program)],
      define: (resource) => void dir.write(`workloads/${resource}.yaml`, containerDefinition(resource)),
      pids: (resource) => ownPids(served.program.stateDir, resource),
      carriedOut: () => carriedOut(served.dir.file("node.log")),
    };
    await Promise.all([ecu.ecu.manager.start(), served.start().then(() => manager.start())]);
    return new Rig(ecu, [embedded, apart], [ecu, manager, served, dir]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const [ecu, ...others] = this.#disposables;
    for (const one of [...others.slice(0, 2), ecu, ...others.slice(2)]) {
      if (one === undefined) continue;
      if (Symbol.asyncDispose in one) await one[Symbol.asyncDispose]();
      else one[Symbol.dispose]();
    }
  }
}

function named(name: string, program: Instance | ServedNode["program"]): Killable {
  return { name, end: (signal) => program.end(signal), start: () => program.start() };
}

function carriedOut(log: string): readonly string[] {
  return (readIfThere(log) ?? "").split("\n").flatMap((line) =>
    // One that the runtime was away for was not, and is asked for again.
    line.includes('"Action carried out"') && line.includes('"outcome":"done"')
      ? [/"actionId":"([^"]+)"/.exec(line)?.[1] ?? ""]
      : []
  );
}
