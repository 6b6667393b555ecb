/**
 * Processes as transient units of systemd: whatever becomes of the node, its unit and its limits, they are no part of it.
 *
 * I1  A replica has one unit name, so systemd itself starts no second one; a unit that is not of this node is never touched.
 * I2  An end comes by a signal of the bus; while the bus is away the process is looked for, and how it ended is not known.
 * I3  How a unit ended is read before it is cleared away, and then nothing of it stays in systemd.
 */
import { closeSync } from "node:fs";
import { constants } from "node:os";
import { delay, type Timer } from "../../../kit/delay.ts";
import { messageOf } from "../../../kit/errors.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import {
  type DriverFailure,
  type DriverResult,
  failed,
  type InstanceEnd,
  type StopMode,
  succeeded,
} from "../../driver.ts";
import { failureOfAnswer } from "../../unit/failure.ts";
import { SystemdLink } from "../../unit/link.ts";
import { Session } from "../../unit/session.ts";
import { pathOfUnit, type UnitSight, updated } from "../../unit/systemd.ts";
import { endBySignals, endRest, endsWithin, KILL_LIMIT_MS, mayObey, survivor } from "../end_by_signals.ts";
import { GoneWatch } from "../gone_watch.ts";
import { type ProcessHost, type ProcessOrder, UNSEEN_END } from "../host.ts";
import { findProcess, isThere, type ProcessId, type ProcessSight } from "../proc.ts";
import { openLog, startObstacle } from "../spawn.ts";
import type { Tracked } from "../tracked.ts";
import { countFileOf, takeCopy } from "./legacy_memory.ts";
import { type Owner, SLICE } from "./properties.ts";
import { endOfUnit, exhausted, type FoundUnit, isOver, isSettled, readFound } from "./reading.ts";
import { UnitClearing } from "./unit_clearing.ts";
import { unitPrefixOf } from "./unit_name.ts";
import { UnitStarter } from "./unit_starter.ts";

export interface TransientHostOptions {
  readonly node: string;
  /** Directory of the node's state. */
  readonly root: string;
  /** Path of the Unix socket of the bus. */
  readonly socket: string;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly log: Log;
}

interface Followed {
  readonly tracked: Tracked;
  readonly onEnd: (end: InstanceEnd) => void;
  /** As systemd had it last; undefined = it was not asked. */
  seen?: UnitSight | undefined;
}

/** How long the kernel's word on memory may come after the end. */
const SETTLE_MS = 40;
/** The same where systemd has to copy it. */
const LEGACY_SETTLE_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** After the time that systemd has for a stop. */
const STOP_GRACE_MS = 2_000;

export class TransientHost implements ProcessHost {
  readonly #options: TransientHostOptions;
  readonly #link: SystemdLink;
  readonly #followed = new Map<string, Followed>();
  /** Units of which systemd is being asked; true = something has changed since. */
  readonly #asking = new Map<string, boolean>();
  readonly #clearing: UnitClearing;
  readonly #starter: UnitStarter;
  readonly #gone: GoneWatch;
  readonly #settleMs: number;
  readonly #ending = new AbortController();
  #found: readonly FoundUnit[] = [];
  #onFound: (found: FoundUnit) => void = () => {};
  #keeping: Promise<void> | undefined;
  #later: Timer | undefined;

  private constructor(options: TransientHostOptions) {
    this.#options = options;
    const { socket, clock } = options;
    this.#gone = new GoneWatch(clock);
    this.#settleMs = countFileOf("any.service", SLICE) === undefined ? SETTLE_MS : LEGACY_SETTLE_MS;
    this.#link = new SystemdLink({
      socket,
      timers: clock,
      onUnit: (unit, changes) => this.#hear(unit, changes),
    });
    this.#clearing = new UnitClearing(this.#link, options);
    this.#starter = new UnitStarter(this.#clearing, { ...options, refresh: (unit) => this.#refresh(unit) });
  }

  /** Connects and sees which units there are, or says why that cannot be. */
  static async open(options: TransientHostOptions): Promise<TransientHost | DriverFailure> {
    const host = new TransientHost(options);
    const session = await host.#link.connect();
    const problem = session instanceof Session
      ? await host.#starter.probe(session) ?? await host.#list(session)
      : session;
    if (problem === undefined) {
      host.#keeping = host.#keep();
      return host;
    }
    await host[Symbol.asyncDispose]();
    return problem;
  }

  /** The units of this node as of the last look. */
  get found(): readonly FoundUnit[] {
    return this.#found;
  }

  /** Tells of each unit of this node that nobody follows, when it is found. */
  onFound(listener: (found: FoundUnit) => void): void {
    this.#onFound = listener;
  }

  async begin(order: ProcessOrder): Promise<DriverResult<ProcessId>> {
    const { record, runtime } = order;
    const { unit = "", labels, logPath, workingDirectory } = record;
    const what = `Cannot start replica ${labels.replica} of ${labels.resourceId} as ${unit}`;
    const obstacle = startObstacle(runtime, workingDirectory);
    if (obstacle !== undefined) return obstacle;
    try {
      // systemd would make it readable for everybody.
      if (logPath !== "") closeSync(openLog(logPath));
    } catch (error) {
      return failed("refused", `${what}: its log cannot be written: ${messageOf(error)}`);
    }
    const session = await this.#link.connect();
    if (!(session instanceof Session)) return { ok: false, failure: session };
    const started = await this.#starter.start(session, order, what);
    if (!started.ok && started.failure.kind === "timed-out") this.#listLater();
    else if (!started.ok && !this.#followed.has(unit)) await session.leave(unit);
    return started;
  }

  follow(tracked: Tracked, onEnd: (end: InstanceEnd) => void): void {
    const { unit = "" } = tracked.record;
    this.#followed.set(unit, { tracked, onEnd });
    void this.#followOnBus(unit);
  }

  noteGone(tracked: Tracked, _sight: ProcessSight | undefined): void {
    const { unit = "" } = tracked.record;
    const known = this.#found.find((one) => one.unit === unit)?.sight;
    if (known !== undefined && known.execMainPid === tracked.process.pid && isOver(known)) {
      this.#note(unit, known);
    } else void this.#refresh(unit);
  }

  async end(tracked: Tracked, mode: StopMode): Promise<DriverResult<undefined>> {
    const { clock } = this.#options;
    const { unit = "", stop, pid } = tracked.record;
    const session = await this.#link.connect();
    // Its own signals reach the process as well, and systemd ends the rest when the main process is gone.
    if (!(session instanceof Session)) return await endBySignals(tracked, mode, clock);
    const isOrderly = mode === "orderly" && mayObey(tracked);
    if (!isOrderly) await session.systemd.kill(unit, "all", constants.signals.SIGKILL);
    const job = await session.systemd.stopUnit(unit);
    if (!job.ok) return await endBySignals(tracked, mode, clock);
    const limitMs = (isOrderly ? stop.timeoutMs : 0) + STOP_GRACE_MS;
    await session.untilJob(job.value, { limitMs, isEnough: () => !tracked.isAlive });
    await this.#refresh(unit);
    if (!tracked.isAlive) return succeeded(undefined);
    await session.systemd.kill(unit, "all", constants.signals.SIGKILL);
    return await endsWithin(tracked, KILL_LIMIT_MS, clock) ? succeeded(undefined) : survivor(pid);
  }

  async clear(tracked: Tracked): Promise<void> {
    const { unit = "" } = tracked.record;
    if (this.#followed.get(unit)?.tracked === tracked) this.#leave(unit, tracked);
    await this.#clearing.clear(unit, tracked.process.pid);
    takeCopy(tracked.directory);
    endRest(tracked);
  }

  /** Lets go of everything; the units live on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    this.#later?.cancel();
    this.#gone[Symbol.dispose]();
    this.#followed.clear();
    await this.#link[Symbol.asyncDispose]();
    await this.#keeping;
  }

  /** Keeps a connection for as long as the host lives (I2). */
  async #keep(): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#ending;
    let waitMs = FIRST_RETRY_MS;
    let hasBeenAway = false;
    while (!signal.aborted) {
      const session = await this.#link.connect();
      if (session instanceof Session) {
        await Promise.all([...this.#followed.keys()].map((unit) => this.#followOnBus(unit)));
        if (hasBeenAway) await this.#list(session);
        waitMs = FIRST_RETRY_MS;
        const why = await session.untilLost(signal);
        if (signal.aborted) return;
        hasBeenAway = true;
        log.warn("The bus of systemd is away: how a process ends is not known until it is back", { why });
        for (const [unit, followed] of this.#followed) {
          followed.seen = undefined;
          this.#lookFor(unit, followed.tracked);
        }
      }
      await delay(clock, waitMs, signal);
      waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS);
    }
  }

  async #followOnBus(unit: string): Promise<void> {
    const tracked = this.#followed.get(unit)?.tracked;
    if (tracked === undefined) return;
    const session = await this.#link.current();
    const followed = await session?.follow(pathOfUnit(unit), unit);
    if (this.#followed.get(unit)?.tracked !== tracked) return;
    if (followed?.ok !== true) return this.#lookFor(unit, tracked);
    this.#gone.leave(tracked.id);
    await this.#refresh(unit);
  }

  #lookFor(unit: string, tracked: Tracked): void {
    this.#gone.watch(tracked.id, tracked.process.pid, () => void this.#refresh(unit));
  }

  /** The signal itself says how it ended: a question would only take its time. */
  #hear(unit: string, changes: ReadonlyMap<string, unknown>): void {
    const followed = this.#followed.get(unit);
    if (followed?.seen === undefined) return void this.#refresh(unit);
    followed.seen = updated(followed.seen, changes);
    const { seen, tracked } = followed;
    if (seen.execMainPid !== tracked.process.pid) void this.#refresh(unit);
    else if (isOver(seen)) {
      if (isSettled(seen)) this.#note(unit, seen);
      else void this.#refresh(unit);
    }
  }

  /** Asks systemd for the unit; what changes meanwhile is asked for once more. */
  async #refresh(unit: string): Promise<void> {
    if (this.#asking.has(unit)) return void this.#asking.set(unit, true);
    do {
      this.#asking.set(unit, false);
      await this.#ask(unit);
    } while (this.#asking.get(unit) === true);
    this.#asking.delete(unit);
  }

  async #ask(unit: string): Promise<void> {
    const followed = this.#followed.get(unit);
    if (followed === undefined) return;
    const { tracked } = followed;
    const session = await this.#link.current();
    const seen = await session?.systemd.unitAt(pathOfUnit(unit));
    if (seen?.ok === true && seen.value.execMainPid === tracked.process.pid) {
      followed.seen = seen.value;
      if (!isOver(seen.value)) return;
      if (isSettled(seen.value)) return this.#note(unit, seen.value);
      // More was told while it was asked for: it is asked again.
      if (this.#asking.get(unit) === true) return;
      // The signal that says more is usually quicker.
      await delay(this.#options.clock, this.#settleMs, this.#ending.signal);
      const later = await session?.systemd.unitAt(pathOfUnit(unit));
      return this.#note(unit, later?.ok === true ? later.value : seen.value);
    }
    // I2: systemd says nothing of it.
    if (!isThere(tracked.process.pid) || findProcess(tracked.process)?.isAlive !== true) {
      this.#report(unit, UNSEEN_END);
    }
  }

  #note(unit: string, seen: UnitSight): void {
    const followed = this.#followed.get(unit);
    if (followed === undefined) return;
    const end = endOfUnit(seen) ?? UNSEEN_END;
    this.#report(unit, takeCopy(followed.tracked.directory) ? exhausted(end) : end);
    // I3
    void this.#clearing.clear(unit, seen.execMainPid);
  }

  #report(unit: string, end: InstanceEnd): void {
    const followed = this.#followed.get(unit);
    if (followed === undefined) return;
    this.#leave(unit, followed.tracked);
    followed.onEnd(end);
  }

  #leave(unit: string, tracked: Tracked): void {
    this.#followed.delete(unit);
    this.#gone.leave(tracked.id);
  }

  /** Which units of this node there are. */
  async #list(session: Session): Promise<DriverFailure | undefined> {
    const prefix = unitPrefixOf(this.#options.node);
    // A backslash is an escape in the pattern as well.
    const listed = await session.systemd.listUnits(`${prefix.replaceAll("\\", "\\\\")}*.service`);
    if (!listed.ok) return failureOfAnswer(listed.answer, "Cannot list the units", this.#options.socket);
    const found: FoundUnit[] = [];
    const asked = listed.value.map(async (unit) => {
      return { unit, seen: await session.systemd.unitAt(pathOfUnit(unit)) };
    });
    for (const { unit, seen } of await Promise.all(asked)) {
      if (!seen.ok) return failureOfAnswer(seen.answer, `Cannot ask for unit ${unit}`, this.#options.socket);
      const one = readFound(unit, seen.value, this.#options);
      if (one !== undefined) found.push(one);
    }
    this.#found = found;
    for (const one of found) if (!this.#followed.has(one.unit)) this.#onFound(one);
    return undefined;
  }

  /** systemd answers in order: once it has answered this, it has carried out what was asked for before. */
  #listLater(): void {
    this.#later?.cancel();
    this.#later = this.#options.clock.schedule(LONGEST_RETRY_MS, () => void this.#listAgain());
  }

  async #listAgain(): Promise<void> {
    const session = await this.#link.current();
    // A new connection begins with it.
    if (session !== undefined && await this.#list(session) !== undefined) this.#listLater();
  }
}
