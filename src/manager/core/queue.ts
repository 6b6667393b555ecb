/**
 * The keyed work queue between hints and reconciles (design section 4).
 *
 * Owns which key is next. Time is given by the caller, from the monotonic clock; a time that goes back counts as the
 * newest one seen.
 *
 * Order: an entry of level p that has been ready since t stands at t + p * agingMs; the smallest comes first, then the one
 * that was added first. So levels come in order, FIFO within a level, and an entry that has waited k * agingMs longer
 * stands beside entries of k levels above it: nothing starves. One number fixes the order for good, so a heap holds it.
 * Work that was given and could not begin keeps its t: asking often makes nothing less urgent than what asks seldom.
 *
 * I1  A key is queued at most once, and active at most once.
 * I2  A key that is active is never given; added meanwhile, it is queued again by `done`.
 * I3  A key that was added is given until it is taken or dropped; a refused one was never added.
 * I4  Distinct keys (queued or active) are at most `capacity`.
 * I5  In a lane, at most `maxActivePerLane` keys are active; overall at most `maxActive`.
 *
 * Cost: add, done and forget O(log n); take O(lanes + log n), plus O(k log k) where `canRun` refuses k keys.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { type HeapItem, IndexedHeap } from "../../kit/indexed_heap.ts";
import type { ActionPriority } from "../../state/plan.ts";
import { priorityLevel } from "../../reconciliation/plan/priority.ts";

export interface WorkQueueOptions {
  /** Distinct keys, at least 1. */
  readonly capacity: number;
  /** Wait after which an entry counts as one level more urgent, milliseconds; default 1,000. Infinity = strict levels. */
  readonly agingMs?: number;
  /** Keys active at once; default: no limit. */
  readonly maxActive?: number;
  /** Keys active at once in one lane (a node); default: no limit. */
  readonly maxActivePerLane?: number;
}

export interface AddOptions {
  /** A number is a level: 0 is the most urgent. */
  readonly priority: ActionPriority | number;
  readonly nowMs: number;
  /** Not to be given before this has passed; default 0. */
  readonly delayMs?: number;
  /** The key is active and its work could not begin: when it is given again it has waited since it first could. Default false. */
  readonly keepsPlace?: boolean;
  /** What shares a limit of its own, usually the node; default "". */
  readonly lane?: string;
}

/**
 * - queued: it was not in the queue; now it is (for an active key: it will be given again).
 * - merged: it was; it keeps the more urgent level and the earlier due time, and takes the newer lane.
 * - full: nothing changed.
 */
export type AddResult = "queued" | "merged" | "full";

/** Figures for the metrics; they start at zero. */
export interface QueueGauges {
  /** Keys waiting, delayed ones included. */
  readonly queued: number;
  readonly delayed: number;
  readonly active: number;
  readonly capacity: number;
  readonly mergedTotal: number;
  readonly refusedTotal: number;
}

/** When it is the turn of something. */
export interface Turn {
  /** 0 is the most urgent. */
  readonly level: number;
  readonly dueMs: number;
}

/** What waits outside a full queue. */
export interface Deferrable<K> extends Turn {
  readonly key: K;
}

interface Entry<K> extends HeapItem {
  readonly key: K;
  level: number;
  dueMs: number;
  /** Since when it waits, which gives its place among what is due; not after `dueMs`. */
  sinceMs: number;
  readonly order: number;
  lane: string;
}

type Request = Pick<Entry<string>, "level" | "dueMs" | "sinceMs">;

interface Lane<K> {
  readonly ready: IndexedHeap<Entry<K>>;
  active: number;
}

interface Active<K> {
  readonly lane: string;
  sinceMs: number;
  /** Added while active: queued by `done`. */
  again?: Entry<K>;
}

/** Keyed, prioritised, delayed, bounded work queue. */
export class WorkQueue<K extends string> implements Buffered {
  readonly #capacity: number;
  readonly #agingMs: number;
  readonly #maxActive: number;
  readonly #maxActivePerLane: number;
  readonly #queued = new Map<K, Entry<K>>();
  readonly #active = new Map<K, Active<K>>();
  readonly #lanes = new Map<string, Lane<K>>();
  readonly #delayed = new IndexedHeap<Entry<K>>((a, b) =>
    a.dueMs - b.dueMs < 0 || (a.dueMs === b.dueMs && a.order < b.order)
  );
  #again = 0;
  #nowMs = -Infinity;
  #order = 0;
  #mergedTotal = 0;
  #refusedTotal = 0;

  constructor(options: WorkQueueOptions) {
    this.#capacity = options.capacity;
    this.#agingMs = options.agingMs ?? 1_000;
    this.#maxActive = options.maxActive ?? Infinity;
    this.#maxActivePerLane = options.maxActivePerLane ?? Infinity;
  }

  /** Keys waiting to be given, delayed ones and those added while active included. */
  get size(): number {
    return this.#queued.size + this.#again;
  }

  get activeCount(): number {
    return this.#active.size;
  }

  /** Whether the key waits to be given. */
  has(key: K): boolean {
    return this.#queued.has(key) || this.#active.get(key)?.again !== undefined;
  }

  isActive(key: K): boolean {
    return this.#active.has(key);
  }

  /** Whether a key that is due waits to be given. Changes nothing. */
  isDue(nowMs: number): boolean {
    if ((this.#delayed.peek()?.dueMs ?? Infinity) <= nowMs) return true;
    return [...this.#lanes.values()].some(({ ready }) => ready.peek() !== undefined);
  }

  /**
   * Asks for a key to be given. Without a delay it is due at once, even if it was waiting for a later time; with one it
   * never makes a waiting key later (so a backoff ends early only through an add that is due earlier).
   */
  add(key: K, options: AddOptions): AddResult {
    const nowMs = this.#advance(options.nowMs);
    const level = typeof options.priority === "number" ? options.priority : priorityLevel(options.priority);
    const active = this.#active.get(key);
    const dueMs = nowMs + Math.max(0, options.delayMs ?? 0);
    const sinceMs = options.keepsPlace ? Math.min(active?.sinceMs ?? dueMs, dueMs) : dueMs;
    const request = { level, dueMs, sinceMs, lane: options.lane };
    const entry = this.#queued.get(key) ?? active?.again;
    if (entry !== undefined) {
      this.#merge(entry, request);
      return "merged";
    }
    if (active !== undefined) {
      active.again = this.#newEntry(key, { ...request, lane: request.lane ?? active.lane });
      this.#again++;
      return "queued";
    }
    if (this.#queued.size + this.#active.size >= this.#capacity) {
      this.#refusedTotal++;
      return "full";
    }
    this.#enqueue(this.#newEntry(key, { ...request, lane: request.lane ?? "" }));
    return "queued";
  }

  /**
   * The next key that is due, marked active until `done`; undefined when there is none, or none that may run.
   * Keys that `canRun` refuses keep their place.
   */
  take(nowMs: number, canRun?: (key: K) => boolean): K | undefined {
    this.#promote(this.#advance(nowMs));
    if (this.#active.size >= this.#maxActive) return undefined;
    let best: Entry<K> | undefined;
    for (const lane of this.#lanes.values()) {
      if (lane.active >= this.#maxActivePerLane) continue;
      const first = canRun === undefined
        ? lane.ready.peek()
        : lane.ready.findFirst((entry) => canRun(entry.key));
      if (first !== undefined && (best === undefined || this.#isBefore(first, best))) best = first;
    }
    if (best === undefined) return undefined;
    const lane = this.#lane(best.lane);
    lane.ready.remove(best);
    lane.active++;
    this.#queued.delete(best.key);
    this.#active.set(best.key, { lane: best.lane, sinceMs: best.sinceMs });
    return best.key;
  }

  /**
   * Makes room for what is offered: takes out the key that can wait longest, if it can wait longer. What is due comes before what is
   * not, whatever their levels; of those that are due, the less urgent waits, then the newer; of the others the one that is due later.
   * Undefined = none can. O(n), for a queue that is full.
   */
  shed({ level, dueMs }: Turn, nowMs: number): Deferrable<K> | undefined {
    const now = this.#advance(nowMs);
    const canWaitLonger = (a: Turn, b: Turn) =>
      a.dueMs > now || b.dueMs > now ? a.dueMs > b.dueMs : a.level > b.level;
    let worst: Entry<K> | undefined;
    for (const entry of this.#queued.values()) {
      const isWorse = worst === undefined || canWaitLonger(entry, worst) ||
        (!canWaitLonger(worst, entry) && entry.order > worst.order);
      if (isWorse) worst = entry;
    }
    if (worst === undefined || !canWaitLonger(worst, { level, dueMs })) return undefined;
    this.forget(worst.key);
    return { key: worst.key, level: worst.level, dueMs: worst.dueMs };
  }

  /** The work on the key has ended. True when it is queued again, because it was added meanwhile. */
  done(key: K, nowMs: number): boolean {
    this.#advance(nowMs);
    const active = this.#active.get(key);
    if (active === undefined) return false;
    this.#active.delete(key);
    this.#lane(active.lane).active--;
    this.#dropLaneIfIdle(active.lane);
    if (active.again === undefined) return false;
    this.#again--;
    this.#enqueue(active.again);
    return true;
  }

  /** Takes the key out of the queue; if it is active it stays so, and is not queued again. False when it did not wait. */
  forget(key: K): boolean {
    const active = this.#active.get(key);
    if (active?.again !== undefined) {
      delete active.again;
      this.#again--;
      return true;
    }
    const entry = this.#queued.get(key);
    if (entry === undefined) return false;
    this.#queued.delete(key);
    this.#unplace(entry);
    return true;
  }

  /**
   * When `take` may give something: `nowMs` if it may now, a later time if it must wait for a delay to pass, undefined if
   * only `add` or `done` can change anything. `canRun` of `take` is not considered.
   */
  nextDueMs(nowMs: number): number | undefined {
    const now = this.#advance(nowMs);
    this.#promote(now);
    if (this.#active.size >= this.#maxActive) return undefined;
    for (const lane of this.#lanes.values()) {
      if (lane.ready.size > 0 && lane.active < this.#maxActivePerLane) return now;
    }
    return this.#delayed.peek()?.dueMs;
  }

  /**
   * The process did not run for that long, until now: nothing has waited meanwhile, so nothing is given earlier for it. What became due
   * meanwhile is due now. O(n log n).
   */
  paused(pausedMs: number, nowMs: number): void {
    const now = this.#advance(nowMs);
    const shift = (entry: Entry<K>) => {
      if (entry.dueMs < now) entry.dueMs = Math.min(now, entry.dueMs + pausedMs);
      entry.sinceMs = Math.min(entry.dueMs, entry.sinceMs + pausedMs);
    };
    for (const entry of this.#queued.values()) {
      if (entry.sinceMs >= now) continue;
      this.#unplace(entry);
      shift(entry);
      this.#place(entry);
    }
    for (const active of this.#active.values()) {
      active.sinceMs = Math.min(now, active.sinceMs + pausedMs);
      if (active.again !== undefined) shift(active.again);
    }
  }

  gauges(): QueueGauges {
    return {
      queued: this.size,
      delayed: this.#delayed.size,
      active: this.#active.size,
      capacity: this.#capacity,
      mergedTotal: this.#mergedTotal,
      refusedTotal: this.#refusedTotal,
    };
  }

  /** Whoever adds a key that is refused sheds a less urgent one, or lets this one wait. */
  buffers(): readonly BufferLevel[] {
    const active = this.#active.size;
    return [{
      name: "work_queue",
      unit: "entries",
      capacity: this.#capacity,
      overflow: "defer",
      used: this.#queued.size + active,
      overflows: this.#refusedTotal,
    }, {
      name: "reconciles",
      unit: "entries",
      capacity: Math.min(this.#capacity, this.#maxActive),
      overflow: "hold-back",
      used: active,
      overflows: 0,
    }];
  }

  #advance(nowMs: number): number {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    return this.#nowMs;
  }

  #newEntry(
    key: K,
    request: Request & { readonly lane: string },
  ): Entry<K> {
    return { key, ...request, order: this.#order++, heapIndex: -1 };
  }

  #merge(
    entry: Entry<K>,
    request: Request & { readonly lane: string | undefined },
  ) {
    this.#mergedTotal++;
    const isQueued = this.#queued.has(entry.key);
    if (isQueued) this.#unplace(entry);
    entry.level = Math.min(entry.level, request.level);
    entry.dueMs = Math.min(entry.dueMs, request.dueMs);
    entry.sinceMs = Math.min(entry.sinceMs, request.sinceMs);
    entry.lane = request.lane ?? entry.lane;
    if (isQueued) this.#place(entry);
  }

  #enqueue(entry: Entry<K>): void {
    this.#queued.set(entry.key, entry);
    this.#place(entry);
  }

  #place(entry: Entry<K>): void {
    if (entry.dueMs > this.#nowMs) this.#delayed.push(entry);
    else this.#lane(entry.lane).ready.push(entry);
  }

  #unplace(entry: Entry<K>): void {
    if (this.#delayed.remove(entry)) return;
    this.#lane(entry.lane).ready.remove(entry);
    this.#dropLaneIfIdle(entry.lane);
  }

  #promote(nowMs: number): void {
    for (
      let next = this.#delayed.peek();
      next !== undefined && next.dueMs <= nowMs;
      next = this.#delayed.peek()
    ) {
      this.#delayed.remove(next);
      this.#lane(next.lane).ready.push(next);
    }
  }

  #lane(name: string): Lane<K> {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = { ready: new IndexedHeap<Entry<K>>((a, b) => this.#isBefore(a, b)), active: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }

  #dropLaneIfIdle(name: string): void {
    const lane = this.#lanes.get(name);
    if (lane !== undefined && lane.active === 0 && lane.ready.size === 0) this.#lanes.delete(name);
  }

  #isBefore(a: Entry<K>, b: Entry<K>): boolean {
    if (this.#agingMs === Infinity) {
      if (a.level !== b.level) return a.level < b.level;
      return a.sinceMs === b.sinceMs ? a.order < b.order : a.sinceMs < b.sinceMs;
    }
    const standA = a.sinceMs + a.level * this.#agingMs;
    const standB = b.sinceMs + b.level * this.#agingMs;
    return standA === standB ? a.order < b.order : standA < standB;
  }
}
