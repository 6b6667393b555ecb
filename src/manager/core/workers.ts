/**
 * Runs reconciles: takes services from the queue in order of urgency, so many at once, and puts them back when they have to wait.
 *
 * I1: one reconcile per service at a time (the queue's promise), `maxActive` overall and per node.
 * I2: a reconcile never begins inside the call that asks for it: whoever asks may be in the middle of a commit.
 * I3: a reconcile that throws is a bug: the service is reconciled again after a pause that grows.
 * I4: where the queue is full, the services that can wait longest wait outside, each once, and come in when there is room; what is
 *     due never waits for what is not.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { within } from "../../kit/deadline.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { ActionPriority } from "../../state/plan.ts";
import { Deferred } from "./deferred.ts";
import { priorityLevel } from "../../reconciliation/plan/priority.ts";
import type { AddOptions, Deferrable, QueueGauges, WorkQueue } from "./queue.ts";
import { DIFF_PRIORITIES } from "../../state/diff.ts";
import type { Criticality } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ReconciliationResult } from "../../state/observation.ts";
import type { WorkProgress } from "./progress.ts";
import type { ReconcileFaults } from "./reconcile_faults.ts";

type WorkOptions = Partial<Pick<AddOptions, "priority" | "delayMs" | "keepsPlace">>;

const LEAST_URGENT_DIFF = DIFF_PRIORITIES.length - 1;

export class Workers implements Buffered {
  readonly #queue: WorkQueue<ResourceId>;
  readonly #clock: Clock;
  readonly #faults: ReconcileFaults;
  readonly #reconcile: (id: ResourceId, signal: AbortSignal) => Promise<ReconciliationResult>;
  readonly #laneOf: (id: ResourceId) => string;
  readonly #criticalityOf: (id: ResourceId) => Criticality;
  readonly #onShed: (id: ResourceId) => void;
  readonly #maxServices: number;
  readonly #beforeWork: () => void;
  /** I4. */
  readonly #later = new Deferred<ResourceId>();
  readonly #abort = new AbortController();
  /** By number, the oldest first. */
  readonly #active = new Map<number, { readonly id: ResourceId; readonly work: Promise<void> }>();
  #begun = 0;
  /** Callers that wait for the next reconcile of a service. */
  readonly #waiters = new Map<ResourceId, PromiseWithResolvers<ReconciliationResult>>();
  #isStarted = false;
  #timer: Timer | undefined;
  #timerAtMs = Infinity;
  #isPumpDue = false;

  constructor(options: {
    readonly queue: WorkQueue<ResourceId>;
    readonly clock: Clock;
    readonly faults: ReconcileFaults;
    readonly reconcile: (id: ResourceId, signal: AbortSignal) => Promise<ReconciliationResult>;
    /** The node whose limit the service counts against. */
    readonly laneOf: (id: ResourceId) => string;
    readonly criticalityOf: (id: ResourceId) => Criticality;
    /** The queue was full, and the work on this service was put off. */
    readonly onShed: (id: ResourceId) => void;
    readonly maxServices: number;
    /** Called before services are taken from the queue. */
    readonly beforeWork: () => void;
  }) {
    this.#queue = options.queue;
    this.#clock = options.clock;
    this.#faults = options.faults;
    this.#reconcile = options.reconcile;
    this.#laneOf = options.laneOf;
    this.#criticalityOf = options.criticalityOf;
    this.#onShed = options.onShed;
    this.#maxServices = options.maxServices;
    this.#beforeWork = options.beforeWork;
  }

  gauges(): QueueGauges {
    return this.#queue.gauges();
  }

  counters(): Record<string, number> {
    const { delayed, mergedTotal } = this.#queue.gauges();
    return {
      statemanager_queue_delayed: delayed,
      statemanager_queue_merged_total: mergedTotal,
      ...this.#faults.counters(),
    };
  }

  buffers(): readonly BufferLevel[] {
    return [...this.#queue.buffers(), {
      name: "deferred_work",
      unit: "entries",
      capacity: this.#maxServices,
      overflow: "newest-wins",
      used: this.#later.size,
      overflows: 0,
    }];
  }

  /** No reconcile is under way or about to begin, and nobody waits for one. */
  get isAtRest(): boolean {
    return this.#active.size === 0 && this.#waiters.size === 0 && !this.#isPumpDue;
  }

  /** Changes nothing: whoever watches over the work must not do any. */
  progress(): WorkProgress {
    const [oldest] = this.#active;
    return {
      // Each reconcile counts when it begins and when it ends.
      steps: 2 * this.#begun - this.#active.size,
      isBusy: this.#active.size > 0 || this.#queue.isDue(this.#clock.monotonicMs()),
      ...(oldest === undefined ? {} : { oldest: { serial: oldest[0], resourceId: oldest[1].id } }),
    };
  }

  start(): void {
    this.#isStarted = true;
    this.#pump();
  }

  /** Takes no new work, waits for what is in progress up to `graceMs`, then aborts it and waits for that. Idempotent. */
  async stop(graceMs: number): Promise<void> {
    this.#isStarted = false;
    this.#timer?.cancel();
    if (graceMs > 0) await within(this.#clock, graceMs, this.#settled());
    this.#abort.abort();
    await this.#settled();
    for (const { reject } of this.#waiters.values()) reject(new Error("the work is stopped"));
    this.#waiters.clear();
  }

  async #settled(): Promise<void> {
    await Promise.allSettled([...this.#active.values()].map(({ work }) => work));
  }

  /** The service needs a reconcile. Without a delay it is due now, whatever it waited for. */
  add(
    id: ResourceId,
    options: WorkOptions = {},
  ): void {
    const { priority = this.#usualPriority(id), delayMs = 0, keepsPlace = false } = options;
    const nowMs = this.#clock.monotonicMs();
    const request = { priority, nowMs, lane: this.#laneOf(id), delayMs, keepsPlace };
    const level = typeof priority === "number" ? priority : priorityLevel(priority);
    if (this.#queue.add(id, request) === "full") {
      this.#putOff({ key: id, level, dueMs: nowMs + delayMs }, request);
    } else this.#later.delete(id);
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    void this.#pumpSoon();
  }

  /**
   * Has the service reconciled, and answers where that left it. However many ask before it is its turn, they share one answer.
   * Rejects when the work is stopped before.
   */
  next(id: ResourceId, priority: ActionPriority): Promise<ReconciliationResult> {
    if (this.#abort.signal.aborted) return Promise.reject(new Error("the work is stopped"));
    const waiter = this.#waiters.get(id) ?? Promise.withResolvers<ReconciliationResult>();
    this.#waiters.set(id, waiter);
    this.add(id, { priority });
    return waiter.promise;
  }

  /** The process did not run for that long, until now. */
  paused(pausedMs: number): void {
    this.#queue.paused(pausedMs, this.#clock.monotonicMs());
  }

  forget(id: ResourceId): void {
    this.#queue.forget(id);
    this.#later.delete(id);
  }

  /** I4. Work that was due and waits outside is told to whoever watches over the load. */
  #putOff(offered: Deferrable<ResourceId>, request: Parameters<WorkQueue<ResourceId>["add"]>[1]): void {
    const shed = this.#queue.shed(offered, request.nowMs);
    const outside = shed ?? offered;
    this.#later.add(outside);
    if (shed !== undefined) {
      this.#queue.add(offered.key, request);
      this.#later.delete(offered.key);
    }
    if (outside.dueMs <= request.nowMs) this.#onShed(outside.key);
  }

  /** I4: the next one of those outside. */
  #comeIn(): void {
    const next = this.#later.take();
    if (next === undefined) return;
    this.add(next.key, {
      priority: next.level,
      delayMs: Math.max(0, next.dueMs - this.#clock.monotonicMs()),
    });
  }

  #usualPriority(id: ResourceId): ActionPriority {
    return { isCritical: false, criticality: this.#criticalityOf(id), diffRank: LEAST_URGENT_DIFF };
  }

  /** In a turn of its own (I2). */
  async #pumpSoon(): Promise<void> {
    await null;
    this.#isPumpDue = false;
    this.#pump();
  }

  #pump(): void {
    if (!this.#isStarted) return;
    this.#beforeWork();
    const nowMs = this.#clock.monotonicMs();
    for (let id = this.#queue.take(nowMs); id !== undefined; id = this.#queue.take(nowMs)) {
      const serial = this.#begun++;
      const work = this.#work(id);
      this.#active.set(serial, { id, work });
      void work.finally(() => this.#active.delete(serial));
    }
    this.#setTimer(this.#queue.nextDueMs(nowMs), nowMs);
  }

  #setTimer(dueMs: number | undefined, nowMs: number): void {
    if (dueMs === undefined || (this.#timer !== undefined && dueMs >= this.#timerAtMs)) return;
    this.#timer?.cancel();
    this.#timerAtMs = dueMs;
    this.#timer = this.#clock.schedule(Math.max(0, dueMs - nowMs), () => {
      this.#timer = undefined;
      this.#timerAtMs = Infinity;
      this.#pump();
    });
  }

  async #work(id: ResourceId): Promise<void> {
    let again: WorkOptions | undefined;
    const waiter = this.#waiters.get(id);
    this.#waiters.delete(id);
    try {
      const result = await this.#reconcile(id, this.#abort.signal);
      waiter?.resolve(result);
      this.#faults.end(id);
      if (result.kind === "waiting") {
        const delayMs = Math.max(1, result.untilMs - this.#clock.monotonicMs());
        again = { delayMs, keepsPlace: result.isPaced ?? false };
      }
    } catch (error) {
      waiter?.reject(new Error("the reconcile failed", { cause: error }));
      again = { delayMs: this.#faults.note(id, error) };
    }
    // Only what is active has a place to keep.
    if (again?.keepsPlace) this.add(id, again);
    this.#queue.done(id, this.#clock.monotonicMs());
    this.#comeIn();
    if (again === undefined || again.keepsPlace) this.#pump();
    else this.add(id, again);
  }
}
