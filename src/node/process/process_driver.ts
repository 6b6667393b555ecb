/**
 * The driver for plain processes.
 *
 *     ROOT/instances/<instance>/          its directory, for the workload
 *     ROOT/instances/<instance>.json      the record by which its process is found again (`record.ts`)
 *     ROOT/log/<namespace>/<name>.<replica>.log  what the processes of a replica wrote, one after the other
 *
 * Whether a process is a child of this program or a unit of systemd is for its host (`host.ts`).
 *
 * I1  The end of the node ends no process: each has a session of its own and nothing in common with the node.
 * I2  A process that was started is found again after a restart of the node, and after a reboot all of them are gone.
 */
import { join } from "node:path";
import { every, type Timer, untilAborted } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { splitResourceId } from "../../state/resource_id.ts";
import type { ProcessRuntime, Workload } from "../definition/workload.ts";
import {
  type Driver,
  type DriverFailure,
  type DriverListener,
  type DriverResult,
  failed,
  type Instance,
  type InstanceEnd,
  type InstanceLabels,
  type StartRequest,
  type StopMode,
  succeeded,
} from "../driver.ts";
import { readBootId } from "../../platform/process/boot_id.ts";
import type { LogReading, LogSource, LogSubject } from "../logs/source.ts";
import { type Adopted, adoptUnit, findRecorded } from "./adoption.ts";
import { ChildHost } from "./child_host.ts";
import { sendTo } from "./end_by_signals.ts";
import { DIRECTORY_VARIABLE, INSTANCE_VARIABLE, type ProcessHost, type ProcessOrder } from "./host.ts";
import { rotateLog } from "./log_file.ts";
import { hasLog, readLogFile } from "./log_reader.ts";
import { findProcess } from "./proc.ts";
import { type ProcessRecord, removeRecord, writeRecord } from "./record.ts";
import { programProblem } from "./program.ts";
import { mayRunPrograms } from "./spawn.ts";
import { Tracked } from "./tracked.ts";
import type { FoundUnit } from "./transient/reading.ts";
import type { ProcessUnits } from "./transient/units.ts";

export interface ProcessDriverOptions {
  /** Directory of the node's state. */
  readonly root: string;
  /** Processes become units there; not set = they are children of this program. The driver disposes of it. */
  readonly units?: ProcessUnits;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a change that nobody reports may go unseen. */
const LOOK_MS = 1_000;
const LOG_LOOK_MS = 10_000;

export class ProcessDriver implements Driver {
  readonly kind = "process";
  readonly #options: ProcessDriverOptions;
  readonly #bootId: string;
  readonly #tracked = new Map<string, Tracked>();
  readonly #starting = new Map<string, Promise<DriverResult<Instance>>>();
  readonly #children: ChildHost;
  readonly #rotation: Timer;
  #listener: DriverListener | undefined;
  #lookTimer: Timer | undefined;
  #lookDueAtMs = Infinity;
  #isDisposed = false;

  private constructor(options: ProcessDriverOptions) {
    this.#options = options;
    this.#bootId = readBootId();
    this.#children = new ChildHost(options.clock);
    this.#rotation = every(options.clock, LOG_LOOK_MS, {
      call: () => this.#rotateLogs(),
      onError: (error) => options.log.warn("Cannot rotate the log of a process", { error: messageOf(error) }),
    });
  }

  /** Finds again what runs. Fails where this program may not start others. */
  static open(options: ProcessDriverOptions): DriverResult<ProcessDriver> {
    if (!mayRunPrograms()) {
      return failed(
        "refused",
        "The process driver needs the permission to run programs and to read /proc: start with deno run --allow-all, or with " +
          "STATEMANAGER_ALLOW=programs in the environment of the packaged program",
      );
    }
    const driver = new ProcessDriver(options);
    driver.#adoptAll();
    return succeeded(driver);
  }

  async watch(listener: DriverListener, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#listener = listener;
    listener.onPresent([...this.#tracked.values()].map((tracked) => tracked.changed() ?? tracked.sight()));
    this.#lookSoon();
    await untilAborted(signal);
    this.#listener = undefined;
  }

  list(): Promise<DriverResult<readonly Instance[]>> {
    this.#look();
    return Promise.resolve(succeeded([...this.#tracked.values()].map((tracked) => tracked.sight())));
  }

  inspect(instanceId: string): Promise<DriverResult<Instance>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined) return Promise.resolve(notThere(instanceId));
    this.#lookAt(tracked);
    return Promise.resolve(succeeded(tracked.sight()));
  }

  async start(request: StartRequest): Promise<DriverResult<Instance>> {
    const { instanceId } = request.labels;
    const known = this.#tracked.get(instanceId);
    if (known !== undefined) return succeeded(known.sight());
    const running = this.#starting.get(instanceId);
    if (running !== undefined) return await running;
    const start = this.#start(request).finally(() => this.#starting.delete(instanceId));
    this.#starting.set(instanceId, start);
    return await start;
  }

  async stop(instanceId: string, mode: StopMode): Promise<DriverResult<InstanceEnd | undefined>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined) return succeeded(undefined);
    if (tracked.isAlive) {
      tracked.markStopping();
      this.#report(tracked);
      const ended = await this.#hostOf(tracked.record).end(tracked, mode);
      if (!ended.ok) return ended;
    }
    await this.#hostOf(tracked.record).clear(tracked);
    this.#tracked.delete(instanceId);
    tracked.release();
    removeRecord(tracked.directory);
    this.#listener?.onRemoved(instanceId);
    return succeeded(tracked.record.end);
  }

  signal(instanceId: string, signalName: string): Promise<DriverResult<undefined>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined || !sendTo(tracked, signalName)) {
      return Promise.resolve(notThere(instanceId));
    }
    this.#lookAt(tracked);
    return Promise.resolve(succeeded(undefined));
  }

  check({ runtime }: Workload): Promise<DriverFailure | undefined> {
    if (runtime.kind !== "process") return Promise.resolve(undefined);
    const problem = programProblem(runtime.command[0] ?? "");
    return Promise.resolve(problem === undefined || problem.ok ? undefined : problem.failure);
  }

  /** The file outlives the instances, so that what one wrote before it ended can be read. */
  logs(subject: LogSubject, reading: LogReading, signal: AbortSignal): Promise<DriverResult<LogSource>> {
    const record = this.#tracked.get(subject.instanceId ?? "")?.record;
    const path = record?.logPath ?? this.#logPath(subject);
    const { unit } = record ?? {};
    const journal = unit === undefined ? "" : `: journalctl --unit='${unit}' on its computer has that`;
    const refused = path === ""
      ? `its definition keeps no file (\`log: none\`), or sends it where the node's own log goes (\`log: inherit\`)${journal}`
      : reading.maxAgeMs > 0
      ? "the file has no times of its own, so that how old a line is cannot be told: ask for the newest lines"
      : undefined;
    if (refused !== undefined) return Promise.resolve(failed("refused", refused));
    if (!reading.isFollowed && !hasLog(path)) {
      return Promise.resolve(failed("not-found", "it has written nothing that is kept"));
    }
    return Promise.resolve(succeeded(readLogFile(path, reading, { timers: this.#options.clock, signal })));
  }

  /** Lets go of everything; the processes live on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#rotation.cancel();
    this.#lookTimer?.cancel();
    for (const tracked of this.#tracked.values()) tracked.release();
    await this.#children[Symbol.asyncDispose]();
    await this.#options.units?.host[Symbol.asyncDispose]();
  }

  async #start(request: StartRequest): Promise<DriverResult<Instance>> {
    const { workload: { runtime }, directory, resources } = request;
    if (runtime.kind !== "process") {
      return failed("refused", `The process driver cannot run a ${runtime.kind}`);
    }
    const record = this.#recordOf(request, runtime);
    writeRecord(directory, record);
    const refused = giveDirectory(directory, runtime);
    if (refused !== undefined) {
      removeRecord(directory);
      return refused;
    }
    const begun = await this.#begin({ record, directory, runtime, resources });
    if (!begun.ok) {
      // One that may yet begin is found again by its record.
      if (begun.failure.kind !== "timed-out") removeRecord(directory);
      return begun;
    }
    return await this.#keep(begun.value, directory);
  }

  /** With the record as it has become. */
  async #begin(order: ProcessOrder): Promise<DriverResult<ProcessRecord>> {
    const { units, log } = this.#options;
    const { unit, ...plain } = order.record;
    const begun = await this.#hostOf(order.record).begin(order);
    if (begun.ok) return succeeded({ ...order.record, ...begun.value });
    if (unit === undefined || units?.isRequired === true || begun.failure.kind !== "runtime-away") {
      return begun;
    }
    log.warn("A process is started without systemd", { unit, error: begun.failure.message });
    writeRecord(order.directory, plain);
    const child = await this.#children.begin({ ...order, record: plain });
    return child.ok ? succeeded({ ...plain, ...child.value }) : child;
  }

  async #keep(record: ProcessRecord, directory: string): Promise<DriverResult<Instance>> {
    const tracked = this.#track(record, directory);
    try {
      writeRecord(directory, record);
    } catch (error) {
      // Nobody would find it again: it does not stay.
      await this.stop(tracked.id, "at-once");
      return failed("limit", `Cannot keep the record of process ${record.pid}: ${messageOf(error)}`);
    }
    this.#report(tracked);
    this.#lookSoon();
    return succeeded(tracked.sight());
  }

  #recordOf({ labels, directory }: StartRequest, runtime: ProcessRuntime): ProcessRecord {
    return {
      v: 1,
      labels,
      pid: 0,
      startTicks: "",
      bootId: this.#bootId,
      startedAtMs: this.#options.clock.wallMs(),
      wasHealthy: false,
      health: runtime.health,
      stop: runtime.stop,
      environment: { ...environmentOf(labels, directory), ...runtime.environment },
      workingDirectory: runtime.workingDirectory === "" ? directory : runtime.workingDirectory,
      logPath: runtime.log === "file" ? this.#logPath(labels) : "",
      logSizeBytes: runtime.logSizeBytes,
      ...(this.#options.units && { unit: this.#options.units.nameOf(labels) }),
    };
  }

  #hostOf({ unit }: ProcessRecord): ProcessHost {
    return unit === undefined ? this.#children : this.#options.units?.host ?? this.#children;
  }

  #logPath({ resourceId, replica }: Pick<InstanceLabels, "resourceId" | "replica">): string {
    const { namespace, name } = splitResourceId(resourceId);
    return join(this.#options.root, "log", namespace, `${name}.${replica}.log`);
  }

  /** I2. */
  #adoptAll(): void {
    const { root, units } = this.#options;
    const found = units?.host.found ?? [];
    for (const adopted of findRecorded(root, { bootId: this.#bootId, found })) this.#adopt(adopted);
    found.forEach((unit) => this.#adoptFound(unit));
    units?.host.onFound((unit) => this.#adoptFound(unit));
  }

  #adopt({ record, directory, sight }: Adopted): void {
    const tracked = this.#track(record, directory);
    if (tracked.isAlive && sight?.isAlive !== true) this.#hostOf(record).noteGone(tracked, sight);
  }

  /** A unit of which there is no record, or none that knows its process. */
  #adoptFound(found: FoundUnit): void {
    const { instanceId } = found.labels;
    if (this.#tracked.has(instanceId) || this.#starting.has(instanceId)) return;
    const logPath = this.#logPath(found.labels);
    const adopted = adoptUnit(found, { bootId: this.#bootId, logPath, log: this.#options.log });
    if (adopted === undefined) return;
    this.#adopt(adopted);
    const tracked = this.#tracked.get(instanceId);
    if (tracked !== undefined) this.#report(tracked);
  }

  #track(record: ProcessRecord, directory: string): Tracked {
    const tracked = new Tracked(record, {
      directory,
      clock: this.#options.clock,
      onChange: (changed) => this.#report(changed),
    });
    this.#tracked.set(tracked.id, tracked);
    if (tracked.isAlive) this.#hostOf(record).follow(tracked, (end) => this.#noteEnd(tracked, end));
    return tracked;
  }

  #noteEnd(tracked: Tracked, end: InstanceEnd): void {
    if (this.#isDisposed) return;
    tracked.markEnded(end);
    this.#report(tracked);
  }

  #report(tracked: Tracked): void {
    if (this.#listener === undefined || !this.#tracked.has(tracked.id)) return;
    const changed = tracked.changed();
    if (changed !== undefined) this.#listener.onInstance(changed);
  }

  /** Sets the timer for the next look: as soon as something may change that nobody reports. */
  #lookSoon(): void {
    if (this.#isDisposed) return;
    let delayMs = LOOK_MS;
    for (const tracked of this.#tracked.values()) delayMs = Math.min(delayMs, tracked.nextLookMs());
    const dueAtMs = this.#options.clock.monotonicMs() + delayMs;
    if (this.#lookTimer !== undefined && this.#lookDueAtMs <= dueAtMs) return;
    this.#lookTimer?.cancel();
    this.#lookDueAtMs = dueAtMs;
    this.#lookTimer = this.#options.clock.schedule(delayMs, () => {
      this.#lookTimer = undefined;
      try {
        this.#look();
      } catch (error) {
        this.#options.log.error("Cannot look at the processes", { error: messageOf(error) });
      }
      this.#lookSoon();
    });
  }

  #look(): void {
    for (const tracked of [...this.#tracked.values()]) this.#lookAt(tracked);
  }

  #lookAt(tracked: Tracked): void {
    if (tracked.isAlive) {
      const process = findProcess(tracked.process);
      tracked.markHeld(process?.isHeld ?? false);
      if (process?.isAlive !== true) this.#hostOf(tracked.record).noteGone(tracked, process);
    }
    this.#report(tracked);
  }

  #rotateLogs(): void {
    for (const tracked of this.#tracked.values()) {
      const { logPath, logSizeBytes } = tracked.record;
      if (logPath !== "" && tracked.isAlive) rotateLog(logPath, logSizeBytes);
    }
  }
}

/** What every process is told of itself. */
function environmentOf(labels: InstanceLabels, directory: string): Readonly<Record<string, string>> {
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    [INSTANCE_VARIABLE]: labels.instanceId,
    PICCOLO_SERVICE: labels.resourceId,
    PICCOLO_REPLICA: String(labels.replica),
    PICCOLO_NODE: labels.node,
    PICCOLO_VERSION: labels.version,
    [DIRECTORY_VARIABLE]: directory,
  };
}

/** A process of another user must be able to write in its directory. */
function giveDirectory(directory: string, { uid, gid }: ProcessRuntime): DriverResult<never> | undefined {
  if (uid === undefined && gid === undefined) return undefined;
  try {
    Deno.chownSync(directory, uid ?? null, gid ?? null);
    return undefined;
  } catch (error) {
    return failed(
      "refused",
      `Cannot run as uid ${uid ?? "of the node"}: ${messageOf(error)}; the node must be root for that`,
    );
  }
}

function notThere(instanceId: string): DriverResult<never> {
  return failed("not-found", `There is no process of instance ${instanceId}`);
}
