/**
 * gRPC communication with the MonitoringServer (seed `grpc/client/monitoring_server.rs`).
 *
 * I1: alerts are sent in the order in which they were queued; while the server is unreachable, the first one waits and the rest behind it.
 * I2: both queues are bounded: on overflow the oldest entry is dropped and counted. Metrics become outdated quickly: only a few sets
 *     are kept.
 * I3: while the server is unreachable, sending is retried with exponential backoff and full jitter. An entry that the server answers with
 *     an error is retried so many times, and one that it refuses is not; then it is dropped and counted, and the next one follows.
 * I4: one loop sends, and survives whatever an entry does to it; `done` resolves when it has ended.
 */
import { Backoff } from "../../kit/backoff.ts";
import { BoundedQueue } from "../../kit/bounded_queue.ts";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import { RateLimit } from "../../kit/rate_limit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { MonitoringPort, StateMetrics } from "../../ports/monitoring.ts";
import type { Random } from "../../ports/random.ts";
import type { StateAlert } from "../../state/alert.ts";
import { CallError } from "../status.ts";
import { alertToWire, metricsToWire } from "../wire/alert.ts";
import { MONITORING_SERVER } from "../wire/methods.ts";
import { type CallOutcome, type ChannelOptions, PeerChannel } from "./channel.ts";

export interface MonitoringServerOptions extends ChannelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Capacity of the queue of alerts. Default 1,024. */
  readonly alertCapacity?: number;
  /** Capacity of the queue of sets of metrics. Default 4. */
  readonly metricsCapacity?: number;
  /** Deadline of a call, milliseconds. Default 5,000. */
  readonly deadlineMs?: number;
}

/** Totals of this client. */
export interface MonitoringCounters {
  readonly alertsSent: number;
  readonly alertsDropped: number;
  readonly metricsSent: number;
  readonly metricsDropped: number;
  readonly alertsWaiting: number;
}

const RETRY = { baseMs: 250, capMs: 30_000 };
const FAILURES_LOGGED_EVERY_MS = 60_000;

/** Connect to MonitoringServer gRPC service. Returns at once. */
export function connect(address: string, options: MonitoringServerOptions): MonitoringServerClient {
  return new MonitoringServerClient(address, options);
}

/** Times that an alert is sent which the server answers with an error (I3). A set of metrics is outdated by then. */
const ALERT_ATTEMPTS = 5;
const METRICS_ATTEMPTS = 1;

/** A bounded queue for the server, with its counters (I2). */
class Outgoing<T extends NonNullable<unknown>> {
  readonly #queue: BoundedQueue<T>;
  readonly #attempts: number;
  #sent = 0;
  /** Answers with an error that the first entry got so far. */
  #errors = 0;
  /** Refused entries, less those that were dropped while being sent and arrived all the same. */
  #lost = 0;

  constructor(capacity: number, attempts: number) {
    this.#attempts = attempts;
    this.#queue = new BoundedQueue({ capacity: Math.max(1, capacity), onFull: "drop-oldest" });
  }

  get length(): number {
    return this.#queue.size;
  }

  get sent(): number {
    return this.#sent;
  }

  get dropped(): number {
    return this.#queue.dropped + this.#lost;
  }

  level(name: string): BufferLevel {
    return this.#queue.level(name);
  }

  add(entry: T): void {
    this.#queue.push(entry);
  }

  first(): T | undefined {
    return this.#queue.peek();
  }

  /** The server answered the entry with an error. Whether it is to be sent again (I3). */
  failed(entry: T): boolean {
    this.#errors += 1;
    if (this.#errors < this.#attempts) return true;
    this.settle(entry, false);
    return false;
  }

  /** The entry was sent or refused. It is the first one, unless an overflow dropped it meanwhile. */
  settle(entry: T, wasSent: boolean): void {
    this.#errors = 0;
    if (wasSent) this.#sent += 1;
    const isStillFirst = this.#queue.peek() === entry;
    if (isStillFirst) this.#queue.shift();
    if (isStillFirst && !wasSent) this.#lost += 1;
    if (!isStillFirst && wasSent) this.#lost -= 1;
  }
}

/** The MonitoringServer. */
export class MonitoringServerClient implements MonitoringPort, Buffered, AsyncDisposable {
  readonly address: string;
  /** Resolves when the sending loop has ended, after `close`. */
  readonly done: Promise<void>;
  readonly #options: MonitoringServerOptions;
  readonly #channel: PeerChannel;
  readonly #alerts: Outgoing<StateAlert>;
  readonly #metrics: Outgoing<StateMetrics>;
  readonly #backoff: Backoff;
  readonly #failureLog = new RateLimit(FAILURES_LOGGED_EVERY_MS);
  readonly #closing = new AbortController();
  readonly #waiters = new Set<() => void>();
  #wake: () => void = () => {};

  constructor(address: string, options: MonitoringServerOptions) {
    this.address = address;
    this.#options = options;
    this.#channel = new PeerChannel(address, options);
    this.#alerts = new Outgoing(options.alertCapacity ?? 1_024, ALERT_ATTEMPTS);
    this.#metrics = new Outgoing(options.metricsCapacity ?? 4, METRICS_ATTEMPTS);
    this.#backoff = new Backoff(() => options.random.next(), RETRY);
    this.done = this.#run();
  }

  counters(): MonitoringCounters {
    return {
      alertsSent: this.#alerts.sent,
      alertsDropped: this.#alerts.dropped,
      metricsSent: this.#metrics.sent,
      metricsDropped: this.#metrics.dropped,
      alertsWaiting: this.#alerts.length,
    };
  }

  buffers(): readonly BufferLevel[] {
    return [this.#alerts.level("alerts"), this.#metrics.level("metrics")];
  }

  queueAlert(alert: StateAlert): void {
    this.#alerts.add(alert);
    this.#wake();
  }

  queueMetrics(metrics: StateMetrics): void {
    this.#metrics.add(metrics);
    this.#wake();
  }

  /** Send state change alert to MonitoringServer, once. False when the server refuses it; rejects with a CallError without an answer. */
  async sendAlert(alert: StateAlert): Promise<boolean> {
    const request = { alert: alertToWire(alert) };
    const call = this.#call("Cannot send an alert");
    return this.#isAccepted(await this.#channel.unary(MONITORING_SERVER.SendAlert, request, call));
  }

  /** Send state metrics to MonitoringServer; otherwise as `sendAlert`. */
  async sendMetrics(metrics: StateMetrics): Promise<boolean> {
    const request = { metrics: metricsToWire(metrics) };
    const call = this.#call("Cannot send metrics");
    return this.#isAccepted(await this.#channel.unary(MONITORING_SERVER.SendMetrics, request, call));
  }

  /** Resolves when both queues are empty, or the signal aborts. */
  async drained(signal: AbortSignal): Promise<void> {
    const left = () => this.#alerts.length + this.#metrics.length;
    while (left() > 0 && !signal.aborted && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = () => {
          signal.removeEventListener("abort", end);
          this.#waiters.delete(end);
          resolve();
        };
        this.#waiters.add(end);
        signal.addEventListener("abort", end, { once: true });
      });
    }
  }

  /** Ends the loop; queued entries are lost, so await `drained` first where they matter. A second close does nothing. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    this.#channel.close();
    await this.done;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const isDone = await this.#sendFirst(this.#alerts, (alert) => this.sendAlert(alert)) &&
        await this.#sendFirst(this.#metrics, (metrics) => this.sendMetrics(metrics));
      for (const waiter of [...this.#waiters]) waiter();
      if (signal.aborted) return;
      if (!isDone) await delay(this.#options.clock, this.#backoff.next(), signal);
      else if (this.#alerts.length === 0 && this.#metrics.length === 0) await this.#untilWoken();
    }
  }

  #untilWoken(): Promise<void> {
    return new Promise((resolve) => this.#wake = resolve);
  }

  /** Sends the first entry, if there is one. False = nothing is sent for now; the same entry is retried later (I1, I3). */
  async #sendFirst<T extends NonNullable<unknown>>(
    queue: Outgoing<T>,
    send: (entry: T) => Promise<boolean>,
  ): Promise<boolean> {
    const entry = queue.first();
    if (entry === undefined) return true;
    try {
      queue.settle(entry, await send(entry));
      this.#backoff.reset();
      return true;
    } catch (error) {
      return !this.#isSentAgain(queue, entry, error);
    }
  }

  /** Whether the same entry is retried (I3). */
  #isSentAgain<T extends NonNullable<unknown>>(queue: Outgoing<T>, entry: T, error: unknown): boolean {
    if (error instanceof CallError && error.kind !== "failed") {
      const isAway = error.kind !== "cancelled" && error.kind !== "not-sent";
      if (isAway) this.#warn("Cannot reach the MonitoringServer", error);
      return true;
    }
    const isSentAgain = error instanceof CallError && queue.failed(entry);
    // What cannot even be encoded will not be next time (I4).
    if (!(error instanceof CallError)) queue.settle(entry, false);
    const what = isSentAgain ? "it is sent again" : "it is dropped";
    this.#warn(`The MonitoringServer cannot take a message, ${what}`, { message: messageOf(error) });
    return isSentAgain;
  }

  #isAccepted(outcome: CallOutcome<unknown>): boolean {
    if (outcome.kind === "answered") return true;
    if (outcome.error.kind !== "rejected") throw outcome.error;
    this.#warn("The MonitoringServer refused a message", outcome.error);
    return false;
  }

  #warn(message: string, { message: reason }: { readonly message: string }): void {
    const { length: alertsWaiting, dropped: alertsDropped } = this.#alerts;
    const suppressed = this.#failureLog.pass(this.#options.clock.monotonicMs());
    if (suppressed === undefined) return;
    const fields = { address: this.address, reason, alertsWaiting, alertsDropped };
    this.#options.log.warn(message, suppressed > 0 ? { ...fields, suppressed } : fields);
  }

  #call(what: string): { readonly what: string; readonly deadlineMs: number } {
    return { what, deadlineMs: this.#options.deadlineMs ?? 5_000 };
  }
}
