/**
 * Replicates committed changes to etcd: batched, in order, guarded, and without delaying decisions.
 *
 * I1: one transaction at a time. What etcd has not confirmed does not count as written: a transaction with an unknown outcome is sent
 *     again; if it was applied, its guards fail the second time, and the current values are read.
 * I2: on the path of a decision, commits are only queued; everything else happens later, in the background.
 * I3: it writes only during a leader term, and stops when the guard of that term fails.
 * I4: it writes only on top of its own last write. A restored backup contains the leader key as well, but an older `meta/schema`, which
 *     nearly every transaction writes; the schema guard then fails, and everything is compared again before anything is written.
 * I5: what throws while it writes (a history that cannot be read) is logged and tried again after the backoff, like a failure of etcd.
 */
import type { EtcdAccess } from "./etcd_access.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import type { Timer } from "../../ports/clock.ts";
import type { EventQuery } from "../../ports/store.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { Backlog } from "./backlog.ts";
import { type Batch, planBatch, type Unit } from "./batch.ts";
import { ReplicationBarrier } from "../lead/replication_barrier.ts";
import { KnownReplicas } from "./known_replicas.ts";
import {
  type EtcdFailure,
  foundEntries,
  MAX_TXN_OPERATIONS,
  readKey,
  type TxnRequest,
  unchanged,
} from "../client/kv.ts";
import type { LeaderTerm } from "../lead/leader_election.ts";
import { lingerMs, type LingerSettings } from "./linger.ts";
import type { SharedService } from "./listing.ts";
import { isThere, NO_REPLICA, type Replica } from "./replica.ts";
import { readRingPosition } from "./rings.ts";

export interface ReplicatorSettings {
  readonly linger: LingerSettings;
  /** Events of a service that etcd keeps. */
  readonly ringSize: number;
  /** Events queued in memory; beyond that they are read from the journal again. */
  readonly capacityEvents: number;
  /** Services known at once. */
  readonly maxServices: number;
}

export interface ReplicatorOptions {
  readonly etcd: EtcdAccess;
  readonly settings: ReplicatorSettings;
  readonly source: {
    readonly revision: () => bigint;
    readonly record: (id: ResourceId) => ServiceRecord | undefined;
    readonly events: (query: EventQuery) => readonly StateEvent[];
  };
  readonly listener: {
    /** The guard failed: another instance is the leader, or none. */
    readonly onDeposed: (reason: string) => void;
    /** Etcd holds other values of this service than expected. */
    readonly onConflict: (shared: SharedService) => void;
    readonly onFailure: (failure: EtcdFailure) => void;
    readonly onSuccess: () => void;
    /** The replication cursor in etcd was advanced to this revision. */
    readonly onReplicated?: (revision: bigint) => void;
    /** Etcd has everything up to this revision: what waits at the barrier for it passes next. */
    readonly onConfirmed?: (revision: bigint) => void;
    /** Etcd refuses the record of this service as too large or invalid. */
    readonly onUnshareable: (id: ResourceId, failure: EtcdFailure) => void;
  };
}

export interface ReplicatorStats {
  readonly backlog: number;
  readonly overflows: number;
  readonly transactions: number;
  readonly services: number;
  /** Services of which it is known what etcd holds. */
  readonly knownServices: number;
  /** Services whose newest record etcd refused as too large or invalid. */
  readonly unshareable: number;
  readonly failures: number;
  readonly conflicts: number;
}

/** Units considered for one transaction: more never fit. */
const UNITS = 2 * MAX_TXN_OPERATIONS;
/** etcd takes requests up to 1.5 MiB by default. */
const MAX_SIZE = 700_000;
/** Services whose three keys are read in one transaction. */
const SERVICES_PER_READ = Math.floor(MAX_TXN_OPERATIONS / 3);
const RETRY = { baseMs: 50, capMs: 2_000, first: "delayed", jitter: "equal" } as const;

/** One transaction, and the units it was made from. */
interface Attempt {
  readonly batch: Batch;
  readonly units: readonly Unit[];
}

export class Replicator implements Buffered {
  readonly #options: ReplicatorOptions;
  #backlog: Backlog;
  /** Overflows of the backlogs before this one. */
  #earlierOverflows = 0;
  readonly #replicas: KnownReplicas;
  readonly #barrier: ReplicationBarrier;
  /** Services that were missing or outdated in etcd at the start of the leader term: the barrier holds until they are written. */
  readonly #unreplicated = new Set<ResourceId>();
  /** Events up to here are left out, because a ring has no room for them; and up to where etcd says so. */
  #skippedUpTo = 0n;
  #saidSkipped = 0n;
  /** Services whose newest record etcd refused. */
  readonly #unshareable = new Set<ResourceId>();
  #leaderTerm: LeaderTerm | undefined;
  /** Revision at which `meta/schema` was written last (I4). */
  #schemaMod = 0n;
  #abort = new AbortController();
  #dueMs = Infinity;
  #timer: Timer | undefined;
  /** The transaction under way and everything that follows from it. */
  #inFlight: Promise<void> | undefined;
  #failures = 0;
  /** Since the last transaction that succeeded (I5). */
  #hasThrown = false;
  #maxSize = MAX_SIZE;
  #counts = { transactions: 0, services: 0, failures: 0, conflicts: 0 };

  constructor(options: ReplicatorOptions) {
    this.#options = options;
    this.#replicas = new KnownReplicas((id) => options.source.record(id) === undefined);
    this.#backlog = this.#newBacklog();
    this.#barrier = new ReplicationBarrier(() => this.#scheduleWrite(0));
  }

  get stats(): ReplicatorStats {
    const { size, overflows } = this.#backlog;
    const unshareable = this.#unshareable.size;
    return { ...this.#counts, backlog: size, overflows, knownServices: this.#replicas.size, unshareable };
  }

  buffers(): readonly BufferLevel[] {
    const backlog = this.#backlog.level("etcd_backlog");
    const overflows = this.#earlierOverflows + backlog.overflows;
    return [{ ...backlog, overflows }, ...this.#replicas.buffers(), ...this.#barrier.buffers()];
  }

  /** I2. */
  note(
    step: {
      readonly events: readonly StateEvent[];
      readonly services: ReadonlyMap<ResourceId, ServiceState>;
    },
  ): void {
    this.#backlog.add(step.events);
    this.#scheduleWrite(this.#barrier.hasWaiters ? 0 : lingerMs(step, this.#options.settings.linger));
  }

  /** Begins a leader term, with the content of etcd that the initial sync found. */
  begin(leaderTerm: LeaderTerm, found: {
    readonly cursor: bigint;
    readonly replicas: ReadonlyMap<ResourceId, Replica>;
    readonly toWrite: Iterable<ResourceId>;
  }): void {
    this.#replicas.reset(found.replicas);
    // It reads the history, which may throw: the term begins when that has succeeded.
    this.#backlog.moveTo(found.cursor, (cursor) => this.#changedAfter(cursor));
    this.#leaderTerm = leaderTerm;
    // The transaction that took the leader key wrote it.
    this.#schemaMod = leaderTerm.revision;
    this.#abort = new AbortController();
    this.#failures = 0;
    this.#unreplicated.clear();
    for (const id of found.toWrite) {
      this.#backlog.addState(id);
      this.#unreplicated.add(id);
    }
    this.#scheduleWrite(0);
    this.#advance();
  }

  /** Stops writing until `begin`. */
  pause(): void {
    this.#leaderTerm = undefined;
    this.#abort.abort();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#barrier.rejectAll();
  }

  /** Drops the backlog: another instance is the leader, and what it wrote is authoritative. */
  forget(): void {
    this.#earlierOverflows += this.#backlog.overflows;
    this.#backlog = this.#newBacklog();
    this.#replicas.reset();
    this.#unshareable.clear();
  }

  replica(id: ResourceId): Replica | undefined {
    return this.#replicas.get(id);
  }

  /** What is known to be in etcd. */
  knownReplicas(): Iterable<readonly [ResourceId, Replica]> {
    return this.#replicas.entries();
  }

  /** Etcd holds other values of this service than expected; its state is written again. */
  correct(id: ResourceId, replica: Replica): void {
    const known = this.#replicas.get(id) ?? NO_REPLICA;
    // A changed or missing status may come from an own transaction with an unknown outcome: the ring has advanced, and is located again.
    const isSameStatus = known.statusMod === replica.statusMod && known.statusMod !== 0n;
    this.#replicas.set(id, { ...replica, ring: known.ring });
    if (!isSameStatus) this.#replicas.loseRing(id);
    this.#backlog.addState(id);
    this.#scheduleWrite(0);
  }

  /** True once everything up to this revision is in etcd; false when the leader term ends first. */
  replicated(revision: bigint, signal: AbortSignal): Promise<boolean> {
    if (this.#leaderTerm === undefined) return Promise.resolve(false);
    this.#advance();
    return this.#barrier.wait(revision, { cursor: this.#replicatedUpTo(), signal });
  }

  /** Resolves when no transaction is under way. */
  async settled(): Promise<void> {
    while (this.#inFlight !== undefined) await this.#inFlight;
  }

  #newBacklog(): Backlog {
    const { settings: { capacityEvents, maxServices }, source } = this.#options;
    return new Backlog({
      capacityEvents,
      revision: source.revision(),
      capacityServices: 2 * maxServices,
      isGone: (id) => source.record(id) === undefined && !isThere(this.#replicas.get(id) ?? NO_REPLICA),
    });
  }

  /** Etcd holds everything up to this revision; a new term begins with a gap of revisions in which there is nothing to write. */
  #replicatedUpTo(): bigint {
    if (this.#unreplicated.size > 0) return 0n;
    return this.#backlog.size === 0 ? this.#options.source.revision() : this.#backlog.cursor;
  }

  #advance(): void {
    const upTo = this.#replicatedUpTo();
    this.#options.listener.onConfirmed?.(upTo);
    this.#barrier.advanceTo(upTo);
  }

  #scheduleWrite(inMs: number): void {
    const dueMs = this.#options.etcd.clock.monotonicMs() + inMs;
    if (dueMs < this.#dueMs) this.#dueMs = dueMs;
    else if (this.#timer !== undefined) return;
    if (this.#leaderTerm === undefined || this.#inFlight !== undefined) return;
    this.#timer?.cancel();
    this.#timer = this.#options.etcd.clock.schedule(inMs, () => this.#startWrite());
  }

  #startWrite(): void {
    this.#timer = undefined;
    const leaderTerm = this.#leaderTerm;
    if (leaderTerm === undefined || this.#inFlight !== undefined) return;
    this.#dueMs = Infinity;
    this.#inFlight = this.#writeSafely(leaderTerm).then((waitMs) => {
      this.#inFlight = undefined;
      if (this.#leaderTerm === undefined) return;
      // Changes that were noted meanwhile are written when they are due; after a failure the backoff applies.
      const dueInMs = Math.max(0, this.#dueMs - this.#options.etcd.clock.monotonicMs());
      this.#dueMs = Infinity;
      const inMs = this.#failures > 0 ? waitMs ?? dueInMs : Math.min(waitMs ?? Infinity, dueInMs);
      // Awaiting etcd's answer let other work run; a timer here would take as long as the transaction itself.
      if (inMs === 0 && this.#timer === undefined) this.#startWrite();
      else if (Number.isFinite(inMs)) this.#scheduleWrite(inMs);
      else if (this.#backlog.size > 0) this.#scheduleWrite(this.#options.settings.linger.lingerMs);
    });
  }

  /** I5. Never rejects. */
  async #writeSafely(leaderTerm: LeaderTerm): Promise<number | undefined> {
    try {
      return await this.#write(leaderTerm);
    } catch (error) {
      this.#counts.failures += 1;
      // One line for a series of them.
      if (!this.#hasThrown) {
        this.#options.etcd.log.error("Cannot replicate to etcd; it is tried again", {
          error: messageOf(error),
        });
      }
      this.#hasThrown = true;
      return this.#backoffMs();
    }
  }

  /** Sends one transaction. Resolves to the delay until the next one; undefined = when there is something to write. */
  async #write(leaderTerm: LeaderTerm): Promise<number | undefined> {
    const units = this.#backlog.next(UNITS, (id) => this.#eventsOf(id));
    const unlocated = this.#withUnlocatedRing(units);
    if (unlocated.length > 0) return await this.#locateRings(unlocated, leaderTerm);
    const batch = this.#plan(leaderTerm, units);
    if (batch === undefined) return undefined;
    const attempt = { batch, units };
    if (batch.request.then.length === 0) return this.#settle(attempt, leaderTerm.revision);
    const outcome = await this.#options.etcd.kv.txn(this.#guardedBySchema(batch.request), {
      signal: this.#abort.signal,
    });
    if (this.#leaderTerm !== leaderTerm) return undefined;
    this.#counts.transactions += 1;
    if (outcome.kind === "failed") return this.#failed(outcome.failure, attempt);
    if (outcome.value.hasSucceeded) return this.#settle(attempt, outcome.revision);
    this.#counts.conflicts += 1;
    const [leader, schema] = foundEntries(outcome.value);
    if (leader?.modRevision !== leaderTerm.guard.value) {
      this.#options.listener.onDeposed("the leader key was deleted or overwritten");
      return undefined;
    }
    const schemaMod = schema?.modRevision ?? 0n;
    if (schemaMod !== 0n && schemaMod < this.#schemaMod) {
      this.#options.listener.onDeposed("etcd lost a write: it was restored to an older state");
      return undefined;
    }
    if (schemaMod !== this.#schemaMod) {
      this.#schemaMod = schemaMod;
      // It may have been written by an own transaction with an unknown outcome, whose events are in etcd then.
      for (const id of batch.ids) this.#replicas.loseRing(id);
      return 0;
    }
    return await this.#readConflicting(batch.ids, leaderTerm);
  }

  /** Services with events to write, but without a ring position in their status. */
  #withUnlocatedRing(units: readonly Unit[]): ResourceId[] {
    const unlocated = new Set<ResourceId>();
    for (const { id, event } of units) {
      if (event !== undefined && this.#replicas.isUnlocated(id)) unlocated.add(id);
    }
    return [...unlocated];
  }

  async #locateRings(ids: readonly ResourceId[], leaderTerm: LeaderTerm): Promise<number | undefined> {
    const { kv, keys } = this.#options.etcd;
    const { listener } = this.#options;
    const call = { signal: this.#abort.signal };
    const read = async (id: ResourceId) => [id, await readRingPosition({ kv, keys, call }, id)] as const;
    for (const [id, ring] of await Promise.all(ids.map(read))) {
      if (this.#leaderTerm !== leaderTerm) return undefined;
      if ("kind" in ring) {
        listener.onFailure(ring);
        return this.#backoffMs();
      }
      this.#replicas.locate(id, ring);
    }
    return 0;
  }

  /** I4. */
  #guardedBySchema(request: TxnRequest): TxnRequest {
    const { schema } = this.#options.etcd.keys;
    return {
      compare: [...request.compare, unchanged(schema, this.#schemaMod)],
      then: request.then,
      otherwise: [...request.otherwise, readKey(schema)],
    };
  }

  #plan(leaderTerm: LeaderTerm, units: readonly Unit[]): Batch | undefined {
    const { keys } = this.#options.etcd;
    const { settings: { ringSize }, source } = this.#options;
    return planBatch(units, {
      keys,
      guard: leaderTerm.guard,
      term: leaderTerm.term,
      ringSize,
      skippedUpTo: this.#skippedUpTo > this.#saidSkipped ? this.#skippedUpTo : 0n,
      maxSize: this.#maxSize,
      maxOperations: MAX_TXN_OPERATIONS,
      cursorAfter: (taken) => this.#backlog.cursorAfter(units, taken),
      record: source.record,
      replica: (id) => this.#replicas.get(id),
    });
  }

  #settle({ batch, units }: Attempt, revision: bigint): number | undefined {
    if (batch.skipped > this.#saidSkipped) this.#saidSkipped = batch.skipped;
    for (const [id, replica] of batch.replicas(revision)) this.#replicas.written(id, replica);
    if (batch.cursor !== undefined) {
      this.#schemaMod = revision;
      this.#options.listener.onReplicated?.(batch.cursor);
    }
    this.#backlog.settle(units, batch.taken);
    for (const id of batch.ids) {
      this.#unreplicated.delete(id);
      this.#unshareable.delete(id);
    }
    this.#counts.services += batch.ids.length;
    this.#failures = 0;
    this.#hasThrown = false;
    this.#maxSize = Math.min(MAX_SIZE, this.#maxSize * 2);
    this.#advance();
    this.#options.listener.onSuccess();
    const isUrgent = this.#backlog.size >= MAX_TXN_OPERATIONS || this.#backlog.isBehind ||
      this.#barrier.hasWaiters;
    return isUrgent ? 0 : undefined;
  }

  #failed(failure: EtcdFailure, attempt: Attempt): number {
    const { log } = this.#options.etcd;
    const { listener } = this.#options;
    this.#counts.failures += 1;
    if (failure.kind === "too-large" || failure.kind === "invalid") {
      const { ids } = attempt.batch;
      const [id] = ids;
      if (ids.length > 1 || id === undefined) {
        this.#maxSize = Math.max(1, Math.floor(this.#maxSize / 4));
        return 0;
      }
      log.error("A service cannot be replicated to etcd", { resourceId: id, error: failure.message });
      this.#backlog.giveUp(id);
      this.#unshareable.add(id);
      this.#unreplicated.delete(id);
      this.#advance();
      listener.onUnshareable(id, failure);
      return 0;
    }
    listener.onFailure(failure);
    return this.#backoffMs();
  }

  #backoffMs(): number {
    return backoffDelayMs(this.#failures++, { ...RETRY, random01: this.#options.etcd.random01() });
  }

  /** A guard of these services failed: another component wrote a key, or the answer to an own write was lost. Reads the current values. */
  async #readConflicting(ids: readonly ResourceId[], leaderTerm: LeaderTerm): Promise<number | undefined> {
    const { kv, keys } = this.#options.etcd;
    const { listener } = this.#options;
    for (let from = 0; from < ids.length; from += SERVICES_PER_READ) {
      const some = ids.slice(from, from + SERVICES_PER_READ);
      const outcome = await kv.txn({
        compare: [],
        then: some.flatMap((id) => [keys.spec(id), keys.status(id), keys.recovery(id)].map(readKey)),
        otherwise: [],
      }, { signal: this.#abort.signal });
      if (this.#leaderTerm !== leaderTerm) return undefined;
      if (outcome.kind === "failed") {
        listener.onFailure(outcome.failure);
        return this.#backoffMs();
      }
      const found = foundEntries(outcome.value);
      some.forEach((id, index) => {
        const [spec, status, recovery] = found.slice(3 * index, 3 * index + 3);
        listener.onConflict({
          id,
          ...(spec === undefined ? {} : { spec }),
          ...(status === undefined ? {} : { status }),
          ...(recovery === undefined ? {} : { recovery }),
        });
      });
    }
    return 0;
  }

  /** The newest events of a service that etcd does not hold, at most one ring of them, from the journal. */
  #eventsOf(id: ResourceId): readonly StateEvent[] {
    const written = this.#replicas.get(id)?.ring.revision ?? 0n;
    const { cursor, heldAfter } = this.#backlog;
    const { ringSize } = this.#options.settings;
    const events = this.#options.source.events({
      resourceId: id,
      afterRevision: written > cursor ? written : cursor,
      // Queued events are written in their order, so that the cursor stays exact.
      upToRevision: heldAfter,
      limit: ringSize + 1,
      which: "newest",
    });
    const skipped = events.length > ringSize ? events[0]?.revision ?? 0n : 0n;
    if (skipped > this.#skippedUpTo) this.#skippedUpTo = skipped;
    return events.slice(-ringSize);
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
