/**
 * The driver for units of systemd that exist on the machine, over D-Bus (docs/adr/0025).
 *
 *     ROOT/instances/<instance>/unit.json    the record by which an instance is found again (`record.ts`)
 *
 * I1  A unit is at most one instance: the one that was started last. What systemd restarts by itself is still that instance.
 * I2  Changes come by signals; nothing is polled, but for a look at each main process every second (held by a signal).
 * I3  While the bus is away nothing is known; that is said once, and it is asked again less and less often, up to every two seconds.
 */
import { basename, join } from "node:path";
import { constants } from "node:os";
import { delay, every, type Timer } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Workload } from "../definition/workload.ts";
import {
  type Driver,
  type DriverFailure,
  type DriverListener,
  type DriverResult,
  type Instance,
  type InstanceEnd,
  type StartRequest,
  type StopMode,
  succeeded,
} from "../driver.ts";
import { readProcess } from "../process/proc.ts";
import type { LogReading, LogSource, LogSubject } from "../logs/source.ts";
import { failure, failureOfAnswer, loadFailure } from "./failure.ts";
import { unitLogs } from "./journal.ts";
import { readRecord, removeRecord, writeRecord } from "./record.ts";
import { isExecFailure } from "./sight.ts";
import { SystemdLink } from "./link.ts";
import { Session } from "./session.ts";
import type { Outcome, UnitSight } from "./systemd.ts";
import { TrackedUnit } from "./tracked.ts";

export interface UnitDriverOptions {
  readonly node: string;
  /** Directory of the node's state. */
  readonly root: string;
  /** Path of the bus's Unix socket. */
  readonly socket: string;
  /** Path of journalctl. Default: where distributions have it. */
  readonly journalctl?: string;
  readonly clock: Clock;
  readonly log: Log;
}

const JOURNALCTL = "/usr/bin/journalctl";

const LOOK_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** systemd ends a start that takes too long by itself; this is for one that it does not. */
const START_MS = 600_000;
/** After systemd's own time for the stop. */
const STOP_GRACE_MS = 10_000;
const LONGEST_STOP_MS = 600_000;

export class UnitDriver implements Driver {
  readonly kind = "unit";
  readonly #options: UnitDriverOptions;
  readonly #tracked = new Map<string, TrackedUnit>();
  readonly #starting = new Map<string, Promise<DriverResult<Instance>>>();
  readonly #looks: Timer;
  readonly #link: SystemdLink;
  #listener: DriverListener | undefined;
  #isPresent = false;

  constructor(options: UnitDriverOptions) {
    this.#options = options;
    const { socket, clock } = options;
    this.#link = new SystemdLink({ socket, timers: clock, onUnit: (unit) => void this.#refreshUnit(unit) });
    this.#adoptAll();
    this.#looks = every(options.clock, LOOK_MS, {
      call: () => this.#look(),
      onError: (error) => options.log.warn("Cannot look at the units", { error: messageOf(error) }),
    });
  }

  async watch(listener: DriverListener, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    this.#listener = listener;
    let isToldAway = false;
    let waitMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      const fromMs = clock.monotonicMs();
      const lost = await this.#follow(listener, signal);
      const wasPresent = this.#isPresent;
      this.#isPresent = false;
      if (signal.aborted) break;
      // I3
      if (wasPresent || !isToldAway) listener.onAway(lost);
      isToldAway = true;
      if (clock.monotonicMs() - fromMs > LONGEST_RETRY_MS) waitMs = FIRST_RETRY_MS;
      await delay(clock, waitMs, signal);
      waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS);
    }
    this.#listener = undefined;
  }

  async list(): Promise<DriverResult<readonly Instance[]>> {
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return { ok: false, failure: session };
    const problem = await this.#refreshAll(session);
    if (problem !== undefined) return { ok: false, failure: problem };
    return succeeded([...this.#tracked.values()].map((tracked) => tracked.sight()));
  }

  async inspect(instanceId: string): Promise<DriverResult<Instance>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined) return notThere(instanceId);
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return { ok: false, failure: session };
    const problem = await this.#refresh(session, tracked);
    return problem === undefined ? succeeded(tracked.sight()) : { ok: false, failure: problem };
  }

  async start(request: StartRequest): Promise<DriverResult<Instance>> {
    const { instanceId } = request.labels;
    const running = this.#starting.get(instanceId);
    if (running !== undefined) return await running;
    const start = this.#start(request).finally(() => this.#starting.delete(instanceId));
    this.#starting.set(instanceId, start);
    return await start;
  }

  async stop(instanceId: string, mode: StopMode): Promise<DriverResult<InstanceEnd | undefined>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined) return succeeded(undefined);
    if (this.#ownerOf(tracked.record.unit) === tracked) {
      const session = await this.#link.connect();
      if (!(session instanceof Session)) return { ok: false, failure: session };
      const problem = await this.#stopUnit(session, tracked, mode);
      if (problem !== undefined) return { ok: false, failure: problem };
    }
    const { end } = tracked.record;
    this.#forget(tracked);
    return succeeded(end);
  }

  async signal(instanceId: string, signalName: string): Promise<DriverResult<undefined>> {
    const tracked = this.#tracked.get(instanceId);
    if (tracked === undefined || tracked.isEnded) return notThere(instanceId);
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return { ok: false, failure: session };
    const number = Object.entries(constants.signals).find(([name]) => name === signalName)?.[1];
    const what = `Cannot send ${signalName} to unit ${tracked.record.unit}`;
    if (number === undefined) {
      return { ok: false, failure: failure("refused", `${what}: there is no such signal`) };
    }
    const sent = await session.systemd.kill(tracked.record.unit, "main", number);
    this.#look();
    return sent.ok ? succeeded(undefined) : { ok: false, failure: this.#failed(sent, what) };
  }

  async check({ runtime }: Workload): Promise<DriverFailure | undefined> {
    if (runtime.kind !== "unit") return undefined;
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return session;
    const what = `The workload cannot start`;
    const unit = await session.systemd.unit(runtime.name);
    return unit.ok ? loadFailure(unit.value, runtime.name, what) : this.#failed(unit, what);
  }

  logs(
    { instanceId = "" }: LogSubject,
    reading: LogReading,
    signal: AbortSignal,
  ): Promise<DriverResult<LogSource>> {
    const unit = this.#tracked.get(instanceId)?.record.unit;
    const { clock, journalctl = JOURNALCTL } = this.#options;
    return Promise.resolve(
      unit === undefined
        ? {
          ok: false,
          failure: failure(
            "not-found",
            "there is no unit of it now; the journal of its computer has the rest",
          ),
        }
        : unitLogs(unit, reading, { program: journalctl, nowMs: clock.wallMs(), signal }),
    );
  }

  /** Lets go of everything; the units live on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#looks.cancel();
    await this.#link[Symbol.asyncDispose]();
  }

  async #start({ labels, workload, directory }: StartRequest): Promise<DriverResult<Instance>> {
    const { runtime } = workload;
    const what = `Cannot start replica ${labels.replica} of ${labels.resourceId}`;
    if (runtime.kind !== "unit") return { ok: false, failure: failure("refused", `${what}: it is no unit`) };
    const known = this.#tracked.get(labels.instanceId);
    if (known !== undefined && !known.isEnded) return succeeded(known.sight());
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return { ok: false, failure: session };
    const unit = await session.systemd.unit(runtime.name);
    if (!unit.ok) return { ok: false, failure: this.#failed(unit, what) };
    const problem = loadFailure(unit.value, runtime.name, what) ?? this.#takenBy(runtime.name, labels, what);
    if (problem !== undefined) return { ok: false, failure: problem };
    const record = {
      ...{ v: 1, labels, unit: runtime.name, invocations: [], wasHealthy: false } as const,
      // One that runs already is taken over.
      previousInvocation: isUp(unit.value) ? "" : unit.value.invocationId,
      startedAtMs: this.#options.clock.wallMs(),
    };
    writeRecord(directory, record);
    const tracked = new TrackedUnit(record, { directory, clock: this.#options.clock });
    this.#ownerOf(runtime.name)?.noteReplaced();
    this.#tracked.set(labels.instanceId, tracked);
    const refused = await this.#startUnit(session, tracked, { unit: unit.value, what });
    if (refused === undefined) {
      this.#show(tracked);
      return succeeded(tracked.sight());
    }
    // One that may yet start is found again by its record.
    if (refused.kind !== "timed-out") this.#forget(tracked);
    return { ok: false, failure: refused };
  }

  /** I1: another instance that lives runs as the unit. */
  #takenBy(unit: string, labels: Instance["labels"], what: string): DriverFailure | undefined {
    const owner = this.#ownerOf(unit);
    if (owner === undefined || owner.isEnded) return undefined;
    const { resourceId, replica } = owner.record.labels;
    if (resourceId === labels.resourceId && replica === labels.replica) return undefined;
    return failure("name-taken", `${what}: unit ${unit} runs as replica ${replica} of ${resourceId} already`);
  }

  async #startUnit(
    session: Session,
    tracked: TrackedUnit,
    { unit, what }: { readonly unit: UnitSight; readonly what: string },
  ): Promise<DriverFailure | undefined> {
    const name = tracked.record.unit;
    const { systemd } = session;
    // A unit that failed too often refuses to start: how often is too often is for the State Manager to say.
    if (unit.activeState === "failed") await systemd.resetFailed(name);
    const followed = await session.follow(unit.path, name);
    if (!followed.ok) return this.#failed(followed, what);
    const job = await systemd.startUnit(name);
    if (!job.ok) return this.#failed(job, what);
    const result = await session.untilJob(job.value, {
      limitMs: START_MS,
      isEnough: () => tracked.pid !== 0,
    });
    const problem = await this.#refresh(session, tracked);
    if (problem !== undefined) return problem;
    const seen = tracked.unit;
    if (result === undefined) {
      return failure("timed-out", `${what}: systemd has not started ${name} within ${START_MS} ms`);
    }
    if (seen !== undefined && isExecFailure(seen)) {
      return failure("program-broken", `${what}: ${tracked.record.end?.message ?? name}`);
    }
    if (result === "done" || result === "enough" || (seen?.exitKind ?? 0) !== 0) return undefined;
    return failure(
      "refused",
      `${what}: systemd's job for ${name} ended with ${result} (${seen?.result ?? "unknown"})`,
    );
  }

  async #stopUnit(
    session: Session,
    tracked: TrackedUnit,
    mode: StopMode,
  ): Promise<DriverFailure | undefined> {
    const { unit: name } = tracked.record;
    const what = `Cannot stop unit ${name}`;
    const before = await this.#refresh(session, tracked);
    if (before !== undefined) return before;
    const seen = tracked.unit;
    if (seen === undefined || seen.activeState === "inactive" || seen.activeState === "failed") {
      return undefined;
    }
    tracked.markStopping();
    this.#show(tracked);
    if (mode === "at-once" && seen.mainPid !== 0) {
      await session.systemd.kill(name, "all", constants.signals.SIGKILL);
    }
    const job = await session.systemd.stopUnit(name);
    if (!job.ok) return this.#failed(job, what);
    const limitMs = Math.min(seen.stopTimeoutMs + STOP_GRACE_MS, LONGEST_STOP_MS);
    const result = await session.untilJob(job.value, { limitMs, isEnough: () => false });
    const after = await this.#refresh(session, tracked);
    if (after !== undefined) return after;
    if (tracked.isEnded) return undefined;
    const kind = result === undefined ? "timed-out" : "refused";
    return failure(
      kind,
      `${what}: it is ${tracked.unit?.activeState ?? "unknown"} after the job ended with ${
        result ?? "nothing"
      }`,
    );
  }

  /** One connection, from a whole look until it is lost; answers with why it was. */
  async #follow(listener: DriverListener, signal: AbortSignal): Promise<DriverFailure> {
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return session;
    const problem = await this.#refreshAll(session);
    if (problem !== undefined) {
      session[Symbol.dispose]();
      return problem;
    }
    if (signal.aborted) return failure("runtime-away", "The node has ended");
    this.#isPresent = true;
    listener.onPresent([...this.#tracked.values()].map((tracked) => tracked.changed() ?? tracked.sight()));
    const why = await session.untilLost(signal);
    return failure("runtime-away", `systemd does not answer on the bus at ${this.#options.socket} (${why})`);
  }

  async #refreshUnit(unit: string): Promise<void> {
    const session = await this.#link.current();
    const tracked = this.#ownerOf(unit);
    if (session !== undefined && tracked !== undefined) await this.#refresh(session, tracked);
  }

  async #refreshAll(session: Session): Promise<DriverFailure | undefined> {
    for (const tracked of [...this.#tracked.values()]) {
      const problem = await this.#refresh(session, tracked);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  async #refresh(session: Session, tracked: TrackedUnit): Promise<DriverFailure | undefined> {
    const { unit: name } = tracked.record;
    if (this.#ownerOf(name) !== tracked) {
      tracked.noteReplaced();
      return undefined;
    }
    const unit = await session.systemd.unit(name);
    if (!unit.ok) return this.#failed(unit, `Cannot ask for unit ${name}`);
    const followed = await session.follow(unit.value.path, name);
    if (!followed.ok) return this.#failed(followed, `Cannot follow unit ${name}`);
    if (this.#tracked.get(tracked.instanceId) !== tracked) return undefined;
    tracked.note(unit.value);
    session.wake();
    this.#show(tracked);
    return undefined;
  }

  /** I1: the newest instance of the unit. */
  #ownerOf(unit: string): TrackedUnit | undefined {
    let owner: TrackedUnit | undefined;
    for (const tracked of this.#tracked.values()) if (tracked.record.unit === unit) owner = tracked;
    return owner;
  }

  #look(): void {
    for (const tracked of this.#tracked.values()) {
      if (tracked.pid === 0) continue;
      tracked.markHeld(isHeld(tracked.pid));
      this.#show(tracked);
    }
  }

  #show(tracked: TrackedUnit): void {
    const instance = tracked.changed();
    if (instance !== undefined && this.#isPresent) this.#listener?.onInstance(instance);
  }

  #forget(tracked: TrackedUnit): void {
    this.#tracked.delete(tracked.instanceId);
    removeRecord(tracked.directory);
    const { unit } = tracked.record;
    if (this.#ownerOf(unit) === undefined) void this.#leave(unit);
    if (this.#isPresent) this.#listener?.onRemoved(tracked.instanceId);
  }

  async #leave(unit: string): Promise<void> {
    await (await this.#link.current())?.leave(unit);
  }

  #failed(outcome: Extract<Outcome<unknown>, { readonly ok: false }>, what: string): DriverFailure {
    return failureOfAnswer(outcome.answer, what, this.#options.socket);
  }

  /** The oldest first, so that the newest of a unit is its owner. */
  #adoptAll(): void {
    const { root, node, clock } = this.#options;
    const directories = namesIn(join(root, "instances")).map((name) => join(root, "instances", name));
    const records = directories.flatMap((directory) => {
      const record = readRecord(directory);
      const isOurs = record?.labels.node === node && record.labels.instanceId === basename(directory);
      return record !== undefined && isOurs ? [{ record, directory }] : [];
    });
    records.sort((left, right) => left.record.startedAtMs - right.record.startedAtMs);
    for (const { record, directory } of records) {
      this.#tracked.set(record.labels.instanceId, new TrackedUnit(record, { directory, clock }));
    }
  }
}

function isUp({ activeState }: UnitSight): boolean {
  return activeState !== "inactive" && activeState !== "failed";
}

function notThere(instanceId: string): DriverResult<never> {
  return { ok: false, failure: failure("not-found", `There is no unit of instance ${instanceId}`) };
}

/** Without the permission to read /proc no process is held. */
function isHeld(pid: number): boolean {
  try {
    return readProcess(pid)?.isHeld ?? false;
  } catch {
    return false;
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return [...Deno.readDirSync(path)].filter((entry) => entry.isDirectory).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
