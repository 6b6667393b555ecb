/**
 * Carries what is committed here to etcd: grouped, in order, guarded, and without holding anybody up.
 *
 * I1: one transaction at a time. What is not confirmed is not counted as written: a transaction whose fate is unknown is made again,
 *     and if it did happen, its guards do not hold the second time, and what is there is read.
 * I2: commits are only noted on the path of a decision; everything else happens later, in the background.
 * I3: it writes only under a mandate, and stops when its guard does not hold.
 * I4: it writes only on top of what it wrote last. The key of the leader is in a backup as well; `meta/schema`, which nearly every
 *     transaction writes, is older there, and then everything is compared anew before anything is written.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { EventQuery } from "../../ports/store.ts";
import type { Log } from "../../ports/log.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { Backlog } from "./backlog.ts";
import { type Batch, planBatch, type Unit } from "./batch.ts";
import { Confirmations } from "../lead/confirmations.ts";
import type { Keys } from "./keys.ts";
import {
  type EtcdFailure,
  type EtcdKv,
  foundEntries,
  MAX_TXN_OPERATIONS,
  readKey,
  type TxnRequest,
  unchanged,
} from "../client/kv.ts";
import type { Mandate } from "../lead/leadership.ts";
import { lingerMs, type LingerSettings } from "./linger.ts";
import type { SharedService } from "./listing.ts";
import { NO_REPLICA, type Replica } from "./replica.ts";
import { readRingPosition } from "./rings.ts";

export interface ReplicatorOptions {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly random01: () => number;
  readonly linger: LingerSettings;
  readonly ringSize: number;
  /** Events that wait in memory; beyond that they are read from the journal again. */
  readonly capacityEvents: number;
  readonly source: {
    readonly revision: () => bigint;
    readonly record: (id: ResourceId) => ServiceRecord | undefined;
    readonly events: (query: EventQuery) => readonly StateEvent[];
  };
  readonly listener: {
    /** Another instance leads, or nobody: the guard did not hold. */
    readonly onDeposed: (reason: string) => void;
    /** A service is not in etcd what it was thought to be. */
    readonly onOther: (shared: SharedService) => void;
    readonly onFailure: (failure: EtcdFailure) => void;
    readonly onSuccess: () => void;
    /** Etcd says of itself that everything up to here is there. */
    readonly onReached?: (revision: bigint) => void;
    /** What is in force cannot be shared as it is. */
    readonly onUnshareable: (id: ResourceId, failure: EtcdFailure) => void;
  };
}

export interface ReplicatorStats {
  readonly backlog: number;
  readonly overflows: number;
  readonly transactions: number;
  readonly services: number;
  readonly failures: number;
  readonly conflicts: number;
}

/** Units looked at for one transaction: more never fit. */
const UNITS = 2 * MAX_TXN_OPERATIONS;
/** etcd takes requests up to 1.5 MiB by default. */
const MAX_SIZE = 700_000;
/** Keys of a service that are looked up at once. */
const LOOKED_UP = Math.floor(MAX_TXN_OPERATIONS / 3);
const RETRY = { baseMs: 50, capMs: 2_000 };

/** One transaction, and what it was made from. */
interface Attempt {
  readonly batch: Batch;
  readonly units: readonly Unit[];
}

export class Replicator {
  readonly #options: ReplicatorOptions;
  #backlog: Backlog;
  readonly #replicas = new Map<ResourceId, Replica>();
  readonly #confirmations: Confirmations;
  /** Services that etcd lacked when the lead began, or held older ones of: until it has them nobody knows what is known here. */
  readonly #owed = new Set<ResourceId>();
  /** Services whose ring has been looked for. */
  readonly #placed = new Set<ResourceId>();
  #mandate: Mandate | undefined;
  /** Revision at which `meta/schema` was written last (I4). */
  #schemaMod = 0n;
  #abort = new AbortController();
  #dueMs = Infinity;
  #timer: Timer | undefined;
  /** The transaction under way and everything that follows from it. */
  #flight: Promise<void> | undefined;
  #failures = 0;
  #maxSize = MAX_SIZE;
  #counts = { transactions: 0, services: 0, failures: 0, conflicts: 0 };

  constructor(options: ReplicatorOptions) {
    this.#options = options;
    this.#backlog = this.#newBacklog();
    this.#confirmations = new Confirmations(() => this.#hurry(0));
  }

  get stats(): ReplicatorStats {
    return { ...this.#counts, backlog: this.#backlog.size, overflows: this.#backlog.overflows };
  }

  /** I2. */
  note(
    step: {
      readonly events: readonly StateEvent[];
      readonly services: ReadonlyMap<ResourceId, ServiceState>;
    },
  ): void {
    this.#backlog.add(step.events);
    this.#hurry(this.#confirmations.isAwaited ? 0 : lingerMs(step, this.#options.linger));
  }

  /** Under this mandate, with what etcd was found to hold. */
  begin(mandate: Mandate, found: {
    readonly cursor: bigint;
    readonly replicas: ReadonlyMap<ResourceId, Replica>;
    readonly toWrite: Iterable<ResourceId>;
  }): void {
    this.#mandate = mandate;
    // Written by the transaction that took the key.
    this.#schemaMod = mandate.revision;
    this.#abort = new AbortController();
    this.#failures = 0;
    this.#placed.clear();
    this.#replicas.clear();
    for (const [id, replica] of found.replicas) this.#replicas.set(id, replica);
    this.#backlog.moveTo(found.cursor, (cursor) => this.#changedAfter(cursor));
    this.#owed.clear();
    for (const id of found.toWrite) {
      this.#backlog.addState(id);
      this.#owed.add(id);
    }
    this.#hurry(0);
  }

  /** Writes nothing more until it begins again. */
  pause(): void {
    this.#mandate = undefined;
    this.#abort.abort();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#confirmations.refuse();
  }

  /** Nothing that was noted so far concerns etcd: another instance leads, and what it wrote is what counts. */
  forget(): void {
    this.#backlog = this.#newBacklog();
    this.#replicas.clear();
  }

  replica(id: ResourceId): Replica | undefined {
    return this.#replicas.get(id);
  }

  /** Etcd holds something else of this service than was known; its state is written again. */
  correct(id: ResourceId, replica: Replica): void {
    const known = this.#replicas.get(id) ?? NO_REPLICA;
    // Another status, or none, may be of a transaction of ours whose fate was unknown: then the ring has moved, and is looked for.
    const isSameStatus = known.statusMod === replica.statusMod && known.statusMod !== 0n;
    this.#replicas.set(id, { ...replica, ring: known.ring });
    if (!isSameStatus) this.#loseRing(id);
    this.#backlog.addState(id);
    this.#hurry(0);
  }

  /** Where its ring is must be looked for before it is written. */
  #loseRing(id: ResourceId): void {
    this.#placed.delete(id);
    this.#replicas.set(id, { ...(this.#replicas.get(id) ?? NO_REPLICA), ring: NO_REPLICA.ring });
  }

  /** True once everything up to this revision is in etcd; false when this instance stops to lead first. */
  confirmed(revision: bigint, signal: AbortSignal): Promise<boolean> {
    if (this.#mandate === undefined) return Promise.resolve(false);
    return this.#confirmations.wait(revision, { cursor: this.#reached(), signal });
  }

  /** Resolves when no transaction is under way. */
  async settled(): Promise<void> {
    while (this.#flight !== undefined) await this.#flight;
  }

  #newBacklog(): Backlog {
    const { capacityEvents, source } = this.#options;
    return new Backlog({ capacityEvents, revision: source.revision() });
  }

  /** Up to where etcd has everything; a new term begins with a gap in which there is nothing to write. */
  #reached(): bigint {
    if (this.#owed.size > 0) return 0n;
    return this.#backlog.size === 0 ? this.#options.source.revision() : this.#backlog.cursor;
  }

  #hurry(inMs: number): void {
    const dueMs = this.#options.clock.monotonicMs() + inMs;
    if (dueMs < this.#dueMs) this.#dueMs = dueMs;
    else if (this.#timer !== undefined) return;
    if (this.#mandate === undefined || this.#flight !== undefined) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(inMs, () => this.#takeOff());
  }

  #takeOff(): void {
    this.#timer = undefined;
    const mandate = this.#mandate;
    if (mandate === undefined || this.#flight !== undefined) return;
    this.#dueMs = Infinity;
    this.#flight = this.#write(mandate).then((waitMs) => {
      this.#flight = undefined;
      if (this.#mandate === undefined) return;
      // What came in the meantime wants to be written by then; a failure wants to be waited for.
      const dueInMs = Math.max(0, this.#dueMs - this.#options.clock.monotonicMs());
      this.#dueMs = Infinity;
      const inMs = this.#failures > 0 ? waitMs ?? dueInMs : Math.min(waitMs ?? Infinity, dueInMs);
      // The answer of etcd was waited for: nobody is kept from his turn, and a timer would take as long as the transaction.
      if (inMs === 0 && this.#timer === undefined) this.#takeOff();
      else if (Number.isFinite(inMs)) this.#hurry(inMs);
      else if (this.#backlog.size > 0) this.#hurry(this.#options.linger.lingerMs);
    });
  }

  /** One transaction. Answers in what time the next one is due; undefined = whenever there is something to write. */
  async #write(mandate: Mandate): Promise<number | undefined> {
    const units = this.#backlog.next(UNITS, (id) => this.#eventsOf(id));
    const unplaced = this.#unplaced(units);
    if (unplaced.length > 0) return await this.#placeRings(unplaced, mandate);
    const batch = this.#plan(mandate, units);
    if (batch === undefined) return undefined;
    const attempt = { batch, units };
    if (batch.request.then.length === 0) return this.#settle(attempt, mandate.revision);
    const outcome = await this.#options.kv.txn(this.#onTop(batch.request), { signal: this.#abort.signal });
    if (this.#mandate !== mandate) return undefined;
    this.#counts.transactions += 1;
    if (outcome.kind === "failed") return this.#failed(outcome.failure, attempt);
    if (outcome.value.hasSucceeded) return this.#settle(attempt, outcome.revision);
    this.#counts.conflicts += 1;
    const [leader, schema] = foundEntries(outcome.value);
    if (leader?.modRevision !== mandate.guard.value) {
      this.#options.listener.onDeposed("the key of the leader is not ours any more");
      return undefined;
    }
    const schemaMod = schema?.modRevision ?? 0n;
    if (schemaMod !== 0n && schemaMod < this.#schemaMod) {
      this.#options.listener.onDeposed("etcd does not hold what was written to it");
      return undefined;
    }
    if (schemaMod !== this.#schemaMod) {
      this.#schemaMod = schemaMod;
      // Perhaps by a transaction of ours whose fate was unknown: its events are there.
      for (const id of batch.ids) this.#loseRing(id);
      return 0;
    }
    return await this.#lookUp(batch.ids, mandate);
  }

  /** Services with events to write, and a ring of which no status told where it is. */
  #unplaced(units: readonly Unit[]): ResourceId[] {
    const unplaced = new Set<ResourceId>();
    for (const { id, event } of units) {
      if (event === undefined || this.#placed.has(id)) continue;
      if ((this.#replicas.get(id)?.ring.sequence ?? 0) === 0) unplaced.add(id);
    }
    return [...unplaced];
  }

  async #placeRings(ids: readonly ResourceId[], mandate: Mandate): Promise<number | undefined> {
    const { kv, keys, listener } = this.#options;
    const call = { signal: this.#abort.signal };
    const read = async (id: ResourceId) => [id, await readRingPosition({ kv, keys, call }, id)] as const;
    for (const [id, ring] of await Promise.all(ids.map(read))) {
      if (this.#mandate !== mandate) return undefined;
      if ("kind" in ring) {
        listener.onFailure(ring);
        return this.#backoffMs();
      }
      this.#placed.add(id);
      this.#replicas.set(id, { ...(this.#replicas.get(id) ?? NO_REPLICA), ring });
    }
    return 0;
  }

  /** I4. */
  #onTop(request: TxnRequest): TxnRequest {
    const { schema } = this.#options.keys;
    return {
      compare: [...request.compare, unchanged(schema, this.#schemaMod)],
      then: request.then,
      otherwise: [...request.otherwise, readKey(schema)],
    };
  }

  #plan(mandate: Mandate, units: readonly Unit[]): Batch | undefined {
    const { keys, ringSize, source } = this.#options;
    return planBatch(units, {
      keys,
      guard: mandate.guard,
      term: mandate.term,
      ringSize,
      maxSize: this.#maxSize,
      maxOperations: MAX_TXN_OPERATIONS,
      cursorAfter: (taken) => this.#backlog.cursorAfter(units, taken),
      record: source.record,
      replica: (id) => this.#replicas.get(id),
    });
  }

  #settle({ batch, units }: Attempt, revision: bigint): number | undefined {
    for (const [id, replica] of batch.replicas(revision)) this.#replicas.set(id, replica);
    if (batch.cursor !== undefined) {
      this.#schemaMod = revision;
      this.#options.listener.onReached?.(batch.cursor);
    }
    this.#backlog.settle(units, batch.taken);
    for (const id of batch.ids) this.#owed.delete(id);
    this.#counts.services += batch.ids.length;
    this.#failures = 0;
    this.#maxSize = Math.min(MAX_SIZE, this.#maxSize * 2);
    this.#confirmations.reach(this.#reached());
    this.#options.listener.onSuccess();
    const isUrgent = this.#backlog.size >= MAX_TXN_OPERATIONS || this.#backlog.isBehind ||
      this.#confirmations.isAwaited;
    return isUrgent ? 0 : undefined;
  }

  #failed(failure: EtcdFailure, attempt: Attempt): number {
    const { listener, log } = this.#options;
    this.#counts.failures += 1;
    if (failure.kind === "too-large" || failure.kind === "invalid") {
      const { ids } = attempt.batch;
      const [id] = ids;
      if (ids.length > 1 || id === undefined) {
        this.#maxSize = Math.max(1, Math.floor(this.#maxSize / 4));
        return 0;
      }
      log.error("A service cannot be shared", { resourceId: id, error: failure.message });
      this.#backlog.giveUp(id);
      this.#owed.delete(id);
      this.#confirmations.reach(this.#reached());
      listener.onUnshareable(id, failure);
      return 0;
    }
    listener.onFailure(failure);
    return this.#backoffMs();
  }

  #backoffMs(): number {
    const limitMs = Math.min(RETRY.baseMs * 2 ** this.#failures, RETRY.capMs);
    this.#failures += 1;
    return limitMs * (0.5 + this.#options.random01() / 2);
  }

  /** Somebody else wrote one of these, or we did and were not told: reads what is there now. */
  async #lookUp(ids: readonly ResourceId[], mandate: Mandate): Promise<number | undefined> {
    const { kv, keys, listener } = this.#options;
    for (let from = 0; from < ids.length; from += LOOKED_UP) {
      const some = ids.slice(from, from + LOOKED_UP);
      const outcome = await kv.txn({
        compare: [],
        then: some.flatMap((id) => [keys.spec(id), keys.status(id), keys.recovery(id)].map(readKey)),
        otherwise: [],
      }, { signal: this.#abort.signal });
      if (this.#mandate !== mandate) return undefined;
      if (outcome.kind === "failed") {
        listener.onFailure(outcome.failure);
        return this.#backoffMs();
      }
      const found = foundEntries(outcome.value);
      some.forEach((id, index) => {
        const [spec, status, recovery] = found.slice(3 * index, 3 * index + 3);
        listener.onOther({
          id,
          ...(spec === undefined ? {} : { spec }),
          ...(status === undefined ? {} : { status }),
          ...(recovery === undefined ? {} : { recovery }),
        });
      });
    }
    return 0;
  }

  /** The newest ring of what etcd does not have of a service, from the journal. */
  #eventsOf(id: ResourceId): readonly StateEvent[] {
    const written = this.#replicas.get(id)?.ring.revision ?? 0n;
    const { cursor, heldAfter } = this.#backlog;
    return this.#options.source.events({
      resourceId: id,
      afterRevision: written > cursor ? written : cursor,
      // What the queue holds goes in its turn: only so does the cursor tell what is there.
      upToRevision: heldAfter,
      limit: this.#options.ringSize,
      which: "newest",
    });
  }

  /** Services with events after the cursor, from the journal. */
  #changedAfter(cursor: bigint): ReadonlySet<ResourceId> {
    const changed = new Set<ResourceId>();
    let after = cursor;
    for (;;) {
      const page = this.#options.source.events({ afterRevision: after, limit: 1_000, which: "oldest" });
      for (const { resourceId } of page) changed.add(resourceId);
      const last = page.at(-1);
      if (last === undefined || page.length < 1_000) return changed;
      after = last.revision;
    }
  }
}
