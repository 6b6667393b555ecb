/**
 * One connection to systemd: which units are followed, and which jobs are waited for.
 *
 * I1: each unit is followed once, however often that is asked for; its changes arrive one after the other.
 * I2: a job that ends before anybody waits for it is remembered for a while: systemd answers the call and ends the job at once.
 */
import { Deadline } from "../../kit/deadline.ts";
import type { Scheduler } from "../../kit/delay.ts";
import { untilAborted } from "../../kit/delay.ts";
import type { DriverFailure } from "../driver.ts";
import { Bus, type BusSignal } from "./bus.ts";
import { failure, failureOfAnswer } from "./failure.ts";
import { changedProperties, finishedJob, isReloaded, type Outcome, Systemd } from "./systemd.ts";

export interface SessionOptions {
  readonly socket: string;
  readonly timers: Scheduler;
  /** Something of this unit has changed; `changes` is empty where systemd does not say what. */
  readonly onUnit: (unit: string, changes: ReadonlyMap<string, unknown>) => void;
}

export interface JobWait {
  readonly limitMs: number;
  /** Whether there is no need to wait for the end of the job any more; asked when the unit changes. */
  readonly isEnough: () => boolean;
}

const CAPACITY_JOBS = 256;

export class Session implements Disposable {
  readonly systemd: Systemd;
  readonly #bus: Bus;
  readonly #options: SessionOptions;
  /** Object path to name. */
  readonly #units = new Map<string, string>();
  /** Results of jobs, the newest last (I2). */
  readonly #jobs = new Map<string, string>();
  readonly #lost = new AbortController();
  /** Resolves with the next signal, and is another one then. */
  #news = Promise.withResolvers<void>();
  #whyLost = "";

  private constructor(bus: Bus, options: SessionOptions) {
    this.#bus = bus;
    this.#options = options;
    this.systemd = new Systemd(bus);
    void bus.lost.then((why) => {
      this.#whyLost = why;
      this.#lost.abort();
    });
  }

  /** Connects and subscribes, or says why not. */
  static async open(options: SessionOptions): Promise<Session | DriverFailure> {
    const { socket, timers } = options;
    const early: BusSignal[] = [];
    let onSignal = (signal: BusSignal): void => void early.push(signal);
    const bus = await Bus.connect({ socket, timers, onSignal: (signal) => onSignal(signal) });
    if (typeof bus === "string") {
      return failure("runtime-away", `There is no bus at ${socket} (${bus}); does systemd run here?`);
    }
    const session = new Session(bus, options);
    onSignal = (signal) => session.#hear(signal);
    early.forEach(onSignal);
    const subscribed = await session.systemd.subscribe();
    if (subscribed.ok) return session;
    session[Symbol.dispose]();
    return failureOfAnswer(subscribed.answer, "Cannot subscribe", socket);
  }

  get isLost(): boolean {
    return this.#lost.signal.aborted;
  }

  /** I1. A unit that this connection has made is kept loaded by that already (`isKept`). */
  async follow(
    path: string,
    unit: string,
    { isKept = false }: { readonly isKept?: boolean } = {},
  ): Promise<Outcome<undefined>> {
    if (this.#units.get(path) === unit) return { ok: true, value: undefined };
    this.#units.set(path, unit);
    const followed = await this.systemd.follow(path);
    if (!followed.ok) this.#units.delete(path);
    else if (!isKept) await this.systemd.keepLoaded(unit);
    return followed;
  }

  /** What somebody waits for may be so now. */
  wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }

  /** Nobody asks for the unit any more. */
  async leave(unit: string): Promise<void> {
    for (const [path, name] of this.#units) {
      if (name !== unit) continue;
      this.#units.delete(path);
      await Promise.all([this.systemd.unfollow(path), this.systemd.letUnload(unit)]);
    }
  }

  /** The result of the job, "enough", or undefined when it did not end in time. */
  async untilJob(path: string, { limitMs, isEnough }: JobWait): Promise<string | undefined> {
    using deadline = new Deadline(this.#options.timers, limitMs, this.#lost.signal);
    while (true) {
      const result = this.#jobs.get(path) ?? (isEnough() ? "enough" : undefined);
      if (result !== undefined || deadline.signal.aborted) return result;
      await deadline.race(this.#news.promise);
    }
  }

  /** Resolves with why, when the connection is lost; also when the signal aborts. */
  async untilLost(signal: AbortSignal): Promise<string> {
    const over = new AbortController();
    const end = () => over.abort();
    signal.addEventListener("abort", end, { once: true });
    this.#lost.signal.addEventListener("abort", end, { once: true });
    if (!signal.aborted && !this.isLost) await untilAborted(over.signal);
    signal.removeEventListener("abort", end);
    return this.#whyLost;
  }

  [Symbol.dispose](): void {
    this.#bus[Symbol.dispose]();
  }

  #hear(signal: BusSignal): void {
    const job = finishedJob(signal);
    const changes = changedProperties(signal);
    if (job !== undefined) {
      this.#jobs.set(job.path, job.result);
      const [oldest] = this.#jobs.keys();
      if (this.#jobs.size > CAPACITY_JOBS && oldest !== undefined) this.#jobs.delete(oldest);
    } else if (changes !== undefined) {
      const unit = this.#units.get(signal.path);
      if (unit !== undefined) this.#options.onUnit(unit, changes);
    } else if (isReloaded(signal)) {
      for (const unit of this.#units.values()) this.#options.onUnit(unit, new Map());
    }
    this.wake();
  }
}
