/** A process driver over a directory of its own, what it reports, and the means to begin it anew. Whatever it started ends with it. */
import { ProcessDriver } from "../../../src/node/process/process_driver.ts";
import { readDefinition } from "../../../src/node/definition/read.ts";
import type { Workload } from "../../../src/node/definition/workload.ts";
import type { DriverFailure, Instance, InstanceLabels, StartRequest } from "../../../src/node/driver.ts";
import type { ProcessUnits } from "../../../src/node/process/transient/units.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { eventually } from "../eventually.ts";
import { SILENT } from "../silent_log.ts";
import { TempDir } from "../temp_dir.ts";

const ID = resourceId("vehicle", "lidar");

/** The workload of a definition's text, which has no placeholders. */
export function workloadOf(text: string): Workload {
  const read = readDefinition(text, ID);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { runtime: read.definition.runtime };
}

/** A shell script as a process, `more` = further keys of `runtime.process`. */
export function script(text: string, more = ""): Workload {
  return workloadOf(
    `runtime: { process: { command: [/bin/sh, "-c", ${JSON.stringify(text)}], log: none, ${more} } }`,
  );
}

export function labelsOf(instanceId: string, replica = 0): InstanceLabels {
  return {
    instanceId,
    resourceId: ID,
    replica,
    node: "front",
    version: "1",
    configFingerprint: "0".repeat(16),
    definitionFingerprint: "0".repeat(16),
  };
}

export class DriverRig implements AsyncDisposable {
  readonly dir: TempDir;
  /** What was reported of each instance, newest last. */
  readonly reports = new Map<string, Instance[]>();
  readonly removed: string[] = [];
  /** Called with each report. */
  onReport: (instance: Instance) => void = () => {};
  driver: ProcessDriver;
  #watching = new AbortController();

  /** With `units` each process becomes one; each run of the driver disposes of its own. */
  constructor(units?: ProcessUnits, dir = new TempDir()) {
    this.dir = dir;
    this.driver = this.#open(units);
  }

  /** Ends the driver as a crash of the node does, and begins another one: the processes know nothing of it. */
  async restart(units?: ProcessUnits): Promise<void> {
    await this.stop();
    this.begin(units);
  }

  /** The driver ends, and what it started knows nothing of it. */
  async stop(): Promise<void> {
    await this.#release();
    this.reports.clear();
  }

  begin(units?: ProcessUnits): void {
    this.driver = this.#open(units);
  }

  request(instanceId: string, workload: Workload, replica = 0): StartRequest {
    const directory = this.dir.file("instances", instanceId);
    Deno.mkdirSync(directory, { recursive: true });
    return {
      labels: labelsOf(instanceId, replica),
      workload,
      resources: { cpuMillis: 0, memoryBytes: 0n },
      directory,
    };
  }

  async start(instanceId: string, workload: Workload): Promise<Instance> {
    const result = await this.driver.start(this.request(instanceId, workload));
    if (!result.ok) throw new Error(result.failure.message);
    return result.value;
  }

  async refusal(instanceId: string, workload: Workload): Promise<DriverFailure> {
    const result = await this.driver.start(this.request(instanceId, workload));
    if (result.ok) throw new Error(`${instanceId} was started`);
    return result.failure;
  }

  until(instanceId: string, what: string, isSo: (instance: Instance) => boolean): Promise<Instance> {
    return eventually(`${instanceId} is ${what}`, () => {
      const newest = this.reports.get(instanceId)?.at(-1);
      return newest !== undefined && isSo(newest) && newest;
    });
  }

  pidOf(instanceId: string): number {
    const state = this.reports.get(instanceId)?.at(-1)?.state;
    if (state === undefined || !("pid" in state) || state.pid === undefined) {
      throw new Error(`${instanceId} has no process`);
    }
    return state.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const listed = await this.driver.list();
    if (listed.ok) {
      for (const { labels } of listed.value) await this.driver.stop(labels.instanceId, "at-once");
    }
    await this.#release();
    this.dir[Symbol.dispose]();
  }

  async #release(): Promise<void> {
    this.#watching.abort();
    await this.driver[Symbol.asyncDispose]();
  }

  #open(units?: ProcessUnits): ProcessDriver {
    this.#watching = new AbortController();
    const opened = ProcessDriver.open({
      ...{ root: this.dir.path, clock: new SystemClock(), log: SILENT },
      ...(units && { units }),
    });
    if (!opened.ok) throw new Error(opened.failure.message);
    const note = (instance: Instance) => {
      const { instanceId } = instance.labels;
      this.reports.set(instanceId, [...this.reports.get(instanceId) ?? [], instance]);
      this.onReport(instance);
    };
    opened.value.watch({
      onPresent: (instances) => instances.forEach(note),
      onInstance: note,
      onRemoved: (instanceId) => void this.removed.push(instanceId),
      onAway: () => {},
    }, this.#watching.signal);
    return opened.value;
  }
}
