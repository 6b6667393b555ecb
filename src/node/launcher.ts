/**
 * Starts and ends single replicas: finds the definition, fills it in, and has the driver of its runtime do it.
 *
 * I1  What can be known to fail is known before anything is ended: a replica that runs is not given up for one that cannot start.
 * I2  The id of an instance follows from the action and the replica: an action that is resumed after a restart of the node starts nothing
 *     twice.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { writeConfigFile } from "./config_file.ts";
import { fillDefinition } from "./definition/fill.ts";
import { fingerprintOf } from "./definition/fingerprint.ts";
import type { DefinitionLibrary } from "./definition/library.ts";
import type { Definition, RuntimeKind } from "./definition/workload.ts";
import type { Driver, DriverFailure, InstanceLabels, StopMode } from "./driver.ts";
import type { KnownInstance, ServiceEntry, ServiceTable } from "./service_table.ts";
import type { NodeStore } from "./state/node_store.ts";

/** What a replica is to be. */
export interface Shape {
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

export type LaunchFailure =
  /** The node has no usable definition. */
  | { readonly kind: "undefined"; readonly message: string }
  /** It cannot be filled in with this version and configuration. */
  | { readonly kind: "config"; readonly message: string }
  | { readonly kind: "driver"; readonly failure: DriverFailure };

export interface LauncherOptions {
  readonly node: string;
  /** Directory of the node's state. */
  readonly root: string;
  readonly clock: Clock;
  readonly drivers: readonly Driver[];
  readonly library: DefinitionLibrary;
  readonly store: NodeStore;
  readonly table: ServiceTable;
}

/** No effect of an action is undone by its deadline: what was begun is brought to its end. */
const NEVER = new AbortController().signal;

export class Launcher {
  readonly #options: LauncherOptions;
  readonly #drivers: ReadonlyMap<RuntimeKind, Driver>;

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#drivers = new Map(options.drivers.map((driver) => [driver.kind, driver]));
  }

  /** Why a replica of this shape could not be started now; undefined = nothing speaks against it (I1). */
  async obstacle(id: ResourceId, shape: Shape, replica: number): Promise<LaunchFailure | undefined> {
    const prepared = this.prepare(id, { shape, replica, directory: "/" });
    if (!prepared.ok) return prepared.failure;
    const { runtime, driver } = prepared;
    const failure = await driver.check({ runtime }, NEVER);
    return failure && { kind: "driver", failure };
  }

  /** Whether an instance was started with this shape, from the definition as it is now. */
  isSame(id: ResourceId, labels: InstanceLabels, { version, config }: Shape): boolean {
    const found = this.#options.library.find(id);
    return labels.version === version && labels.configFingerprint === fingerprintOf(config) &&
      found.kind === "found" && found.definition.fingerprint === labels.definitionFingerprint;
  }

  /** The definition of the service filled in for a replica, and who runs it. */
  prepare(
    id: ResourceId,
    { shape, replica, directory }: {
      readonly shape: Shape;
      readonly replica: number;
      readonly directory: string;
    },
  ): PreparedLaunch {
    const { node, library } = this.#options;
    const found = library.find(id);
    if (found.kind === "missing") {
      return refused(
        "undefined",
        `${node} has no workload definition for ${id}: ${found.path} does not exist`,
      );
    }
    if (found.kind === "wrong") {
      return refused("undefined", `${node} has no valid workload definition for ${id}: ${found.problem}`);
    }
    const { definition } = found;
    const filled = fillDefinition(definition, { ...shape, replica, node, directory });
    if (!filled.ok) {
      const why = filled.problems.join("; ");
      return refused("config", `The workload definition of ${id} on ${node} cannot be filled in: ${why}`);
    }
    const driver = this.#drivers.get(filled.runtime.kind);
    if (driver === undefined) {
      const kind = filled.runtime.kind;
      return refused(
        "undefined",
        `${node} runs no workloads of kind ${kind} for ${id}: add ${kind} to node.drivers`,
      );
    }
    return { ...filled, definition, driver };
  }

  /** Starts an instance of a replica. What ran in its place is ended before (I1). */
  async start(
    entry: ServiceEntry,
    { replica, shape, actionId }: {
      readonly replica: number;
      readonly shape: Shape;
      readonly actionId: string;
    },
  ): Promise<LaunchFailure | undefined> {
    const { node, root, store, table } = this.#options;
    const instanceId = instanceIdOf(actionId, replica);
    if (entry.instances.has(instanceId)) return undefined;
    const directory = join(root, "instances", instanceId);
    const prepared = this.prepare(entry.id, { shape, replica, directory });
    if (!prepared.ok) return prepared.failure;
    const { definition, driver, runtime, configFile } = prepared;
    const { config, version } = shape;
    store.setInstance(instanceId, { config, actionId });
    table.noteStartedWith(instanceId, { config, actionId });
    try {
      Deno.mkdirSync(directory, { recursive: true, mode: 0o700 });
      const file = configFile && writeConfigFile(configFile, { config, directory, runtime: runtime.kind });
      const started = await driver.start({
        labels: {
          instanceId,
          resourceId: entry.id,
          replica,
          node,
          version,
          configFingerprint: fingerprintOf(config),
          definitionFingerprint: definition.fingerprint,
        },
        workload: { runtime, ...(file && { configFile: file }) },
        resources: entry.desired?.spec?.resources ?? { cpuMillis: 0, memoryBytes: 0n },
        directory,
      }, NEVER);
      if (started.ok) {
        // The driver reports it as well, before or after this.
        if (!entry.instances.has(instanceId)) table.setInstance(started.value, driver.kind);
        return undefined;
      }
      if (started.failure.kind !== "timed-out") this.#forget(instanceId);
      return { kind: "driver", failure: started.failure };
    } catch (error) {
      this.#forget(instanceId);
      const message = `Cannot prepare the directory ${directory}: ${messageOf(error)}`;
      return { kind: "driver", failure: { kind: "limit", message } };
    }
  }

  /** Ends an instance and forgets it. */
  async stop(
    { instance, runtime }: KnownInstance,
    mode: StopMode,
  ): Promise<LaunchFailure | undefined> {
    const { instanceId } = instance.labels;
    const driver = this.#drivers.get(runtime);
    if (driver === undefined) return undefined;
    const stopped = await driver.stop(instanceId, mode, NEVER);
    if (!stopped.ok) return { kind: "driver", failure: stopped.failure };
    this.#options.table.removeInstance(instanceId);
    this.#forget(instanceId);
    return undefined;
  }

  #forget(instanceId: string): void {
    this.#options.store.forgetInstance(instanceId);
    this.#options.table.forgetStartedWith(instanceId);
    try {
      Deno.removeSync(join(this.#options.root, "instances", instanceId), { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

type PreparedLaunch =
  | {
    readonly ok: true;
    readonly definition: Definition;
    readonly driver: Driver;
    readonly runtime: Definition["runtime"];
    readonly configFile?: NonNullable<Definition["configFile"]>;
  }
  | { readonly ok: false; readonly failure: LaunchFailure };

function refused(kind: "undefined" | "config", message: string): PreparedLaunch {
  return { ok: false, failure: { kind, message } };
}

/** I2. */
export function instanceIdOf(actionId: string, replica: number): string {
  const digest = createHash("sha256").update(`${actionId}\n${replica}`).digest("hex").slice(0, 20);
  return `i${replica}-${digest}`;
}
