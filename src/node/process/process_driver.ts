/**
 * The driver for plain processes.
 *
 *     ROOT/instances/<instance>/          its directory, for the workload
 *     ROOT/instances/<instance>.json      the record by which its process is found again (`record.ts`)
 *     ROOT/log/<namespace>/<name>.<replica>.log  what the processes of a replica wrote, one after the other
 *
 * I1  The end of the node ends no process: each has a session of its own and nothing in common with the node.
 * I2  A process that was started is found again after a restart of the node, and after a reboot all of them are gone.
 * I3  The end of a child is reported by the kernel; one that was adopted is looked for every 40 ms, which costs 2 us each.
 * I4  A signal is sent only to the process that was started: (pid, start time).
 * I5  When the main process has ended, what is left of its session is ended before its replica can be started again.
 */
import { basename, join } from "node:path";
import { delay, every, type Timer, untilAborted } from "../../kit/delay.ts";
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
import { rotateLog } from "./log_file.ts";
import { hasLog, readLogFile } from "./log_reader.ts";
import { findProcess, isThere, type ProcessSight, readProcess, scanEnvironment, sendSignal } from "./proc.ts";
import { type ProcessRecord, readRecord, recordedDirectories, removeRecord, writeRecord } from "./record.ts";
import { programProblem } from "./program.ts";
import { mayRunPrograms, type ProcessExit, spawnProcess } from "./spawn.ts";
import { Tracked } from "./tracked.ts";

export interface ProcessDriverOptions {
  /** Directory of the node's state. */
  readonly root: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The name by which a process of ours is known in its own environment. */
export const INSTANCE_VARIABLE = "PICCOLO_INSTANCE";
const ADOPTED_LOOK_MS = 40;
/** How long a change that nobody reports may go unseen. */
const LOOK_MS = 1_000;
const LOG_LOOK_MS = 10_000;
/** After SIGKILL nothing can keep a process, except a kernel that is stuck in a device. */
const KILL_LIMIT_MS = 5_000;
const NOT_KNOWN: InstanceEnd = { isResourceExhausted: false, message: "it ended while no node watched it" };

export class ProcessDriver implements Driver {
  readonly kind = "process";
  readonly #options: ProcessDriverOptions;
  readonly #bootId: string;
  readonly #tracked = new Map<string, Tracked>();
  readonly #starting = new Map<string, Promise<DriverResult<Instance>>>();
  readonly #rotation: Timer;
  #listener: DriverListener | undefined;
  #lookTimer: Timer | undefined;
  #lookDueAtMs = Infinity;
  #adoptedTimer: Timer | undefined;
  #isDisposed = false;

  private constructor(options: ProcessDriverOptions) {
    this.#options = options;
    this.#bootId = readBootId();
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
      const ended = await this.#end(tracked, mode);
      if (!ended.ok) return ended;
    }
    this.#endRest(tracked);
    this.#tracked.delete(instanceId);
    tracked.release();
    removeRecord(tracked.directory);
    this.#listener?.onRemoved(instanceId);
    return succeeded(tracked.record.end);
  }

  signal(instanceId: string, signalName: string): Promise<DriverResult<undefined>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined || !this.#send(tracked, signalName)) {
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
    const refused = path === ""
      ? "its definition keeps no file (`log: none`), or sends it where the node's own log goes (`log: inherit`)"
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
  [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#rotation.cancel();
    this.#lookTimer?.cancel();
    this.#adoptedTimer?.cancel();
    for (const tracked of this.#tracked.values()) tracked.release();
    return Promise.resolve();
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
    const early: ProcessExit[] = [];
    let onExit = (exit: ProcessExit): void => void early.push(exit);
    const spawned = await spawnProcess({
      runtime,
      resources,
      environment: record.environment,
      workingDirectory: record.workingDirectory,
      logPath: record.logPath,
      onExit: (exit) => onExit(exit),
    });
    if (!spawned.ok) {
      removeRecord(directory);
      return spawned;
    }
    const pid = spawned.value;
    // The runtime collects an ended child only after this turn, so this is its own entry even if it has ended.
    const startTicks = readProcess(pid)?.startTicks ?? "";
    const started = { ...record, pid, startTicks };
    try {
      writeRecord(directory, started);
    } catch (error) {
      // Nobody would find it again: it does not stay.
      sendSignal(-pid, "SIGKILL");
      removeRecord(directory);
      return failed("limit", `Cannot keep the record of process ${pid}: ${messageOf(error)}`);
    }
    const tracked = this.#track(started, { directory, isChild: true });
    onExit = (exit) => this.#noteEnd(tracked, { ...exit, isResourceExhausted: false, message: "" });
    early.forEach((exit) => onExit(exit));
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
    };
  }

  #logPath({ resourceId, replica }: Pick<InstanceLabels, "resourceId" | "replica">): string {
    const { namespace, name } = splitResourceId(resourceId);
    return join(this.#options.root, "log", namespace, `${name}.${replica}.log`);
  }

  /** I2. */
  #adoptAll(): void {
    for (const directory of recordedDirectories(join(this.#options.root, "instances"))) {
      const record = readRecord(directory);
      if (record !== undefined) this.#adopt(record, directory);
    }
  }

  #adopt(record: ProcessRecord, directory: string): void {
    const { instanceId } = record.labels;
    if (instanceId !== basename(directory)) return;
    if (record.bootId !== this.#bootId) return removeRecord(directory);
    if (record.end !== undefined) return void this.#track(record, { directory, isChild: false });
    const found = record.pid === 0
      ? scanEnvironment(INSTANCE_VARIABLE, instanceId).find(({ pid, sessionId }) => pid === sessionId)
      : findProcess(record);
    if (record.pid === 0 && found === undefined) return removeRecord(directory);
    const { pid, startTicks } = found ?? record;
    const adopted = { ...record, pid, startTicks };
    const tracked = this.#track(adopted, { directory, isChild: false });
    if (found?.isAlive !== true) this.#noteEnd(tracked, endOf(found));
    else if (record.pid === 0) writeRecord(directory, adopted);
    this.#watchAdopted();
  }

  #track(record: ProcessRecord, options: { readonly directory: string; readonly isChild: boolean }): Tracked {
    const tracked = new Tracked(record, {
      ...options,
      clock: this.#options.clock,
      onChange: (changed) => this.#report(changed),
    });
    this.#tracked.set(tracked.id, tracked);
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

  /** I3. */
  #watchAdopted(): void {
    if (this.#adoptedTimer !== undefined) return;
    const look = (): void => {
      let isAny = false;
      for (const tracked of this.#tracked.values()) {
        if (tracked.isChild || !tracked.isAlive) continue;
        isAny = true;
        if (!isThere(tracked.process.pid)) this.#noteEnd(tracked, endOf(undefined));
      }
      this.#adoptedTimer = isAny && !this.#isDisposed
        ? this.#options.clock.schedule(ADOPTED_LOOK_MS, look)
        : undefined;
    };
    this.#adoptedTimer = this.#options.clock.schedule(ADOPTED_LOOK_MS, look);
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
      // The end of a child is reported with its exit code a moment later.
      if (!tracked.isChild && process?.isAlive !== true) {
        return this.#noteEnd(tracked, endOf(process));
      }
    }
    this.#report(tracked);
  }

  /** I4: whether it was sent. */
  #send(tracked: Tracked, signal: string): boolean {
    const process = findProcess(tracked.process);
    return process?.isAlive === true && sendSignal(process.pid, signal);
  }

  async #end(tracked: Tracked, mode: StopMode): Promise<DriverResult<undefined>> {
    const { stop, pid } = tracked.record;
    try {
      // A held process cannot obey: waiting for it would only lengthen the outage.
      const isHeld = findProcess(tracked.process)?.isHeld === true;
      if (mode === "orderly" && !isHeld && stop.timeoutMs > 0 && this.#send(tracked, stop.signal)) {
        if (await this.#endsWithin(tracked, stop.timeoutMs)) return succeeded(undefined);
      }
      if (findProcess(tracked.process)?.isAlive === true) sendSignal(-pid, "SIGKILL");
    } catch (error) {
      return failed("refused", `Cannot end process ${pid}: ${messageOf(error)}`);
    }
    if (await this.#endsWithin(tracked, KILL_LIMIT_MS)) return succeeded(undefined);
    return failed(
      "timed-out",
      `Process ${pid} survives SIGKILL for ${KILL_LIMIT_MS} ms: it hangs in the kernel`,
    );
  }

  async #endsWithin(tracked: Tracked, limitMs: number): Promise<boolean> {
    const over = new AbortController();
    await Promise.race([tracked.ended, delay(this.#options.clock, limitMs, over.signal)]);
    over.abort();
    return !tracked.isAlive;
  }

  /** I5: what the main process left behind in its session. */
  #endRest(tracked: Tracked): void {
    const { pid } = tracked.process;
    if (pid === 0 || !isThere(-pid)) return;
    // The group of a number that was given anew is somebody else's.
    const rest = scanEnvironment(INSTANCE_VARIABLE, tracked.id).filter(({ sessionId }) => sessionId === pid);
    for (const process of rest) sendSignal(process.pid, "SIGKILL");
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
    PICCOLO_DIRECTORY: directory,
  };
}

/** How an adopted process ended: while it is a zombie that can still be read. */
function endOf(sight: ProcessSight | undefined): InstanceEnd {
  return sight?.exit === undefined ? NOT_KNOWN : { ...sight.exit, isResourceExhausted: false, message: "" };
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
