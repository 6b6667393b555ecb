/**
 * The one write path: what is true of every service, kept in memory, in the journal, and passed on to the listeners.
 *
 * I1: a change of a record comes with at least one event that explains it, and both are stored in one transaction.
 * I2: revisions grow by one with each event and are never given twice.
 * I3: listeners get every commit, in order, when it is in memory. A listener does not commit: what it got would then be older
 *     than what the next listener gets first.
 * I4: order is (term, revision). A new term leaves a gap in the revisions, so that what another instance, or this one before a
 *     power cut, may have recorded and is unknown here never shares a revision with what comes.
 * I5: a journal that cannot write does not stop the engine: memory goes on, what is not stored stays marked and is written with
 *     the next attempt that works, which is the next commit or comes after a backoff (of the events the newest, within a bound), and
 *     whoever asks for durability gets the answer that there is none. `journal_health.ts` reports it.
 * I6: what was only observed may wait for a moment and is then stored with what came meanwhile, in the order in which it came; what
 *     must not wait takes it along (`commit_urgency.ts`).
 * I7: a revision that was published and lost, in a crash or with the power, is never given again: revisions are reserved in the journal
 *     ahead of time, and the next run gives none of those.
 * I8: what another instance discarded, and what this one could not share, leaves memory and journal with the lead that it belonged to
 *     (`adopt` with `cutTo`); its revisions are never given again. Where events are missing, the history says up to where.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Amendment, EventPage, EventQuery, LostEvents, StorePort } from "../../ports/store.ts";
import type { Log } from "../../ports/log.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { EventDraft } from "../../state/event_model.ts";
import { isDiscarded, type Lineage, withTerm } from "../../state/lineage.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { AdoptedStep, Committed } from "../serve/api.ts";
import { mayWait } from "./commit_urgency.ts";
import { JournalHealth } from "./journal_health.ts";
import { selectEvents } from "../serve/event_query.ts";
import { WritePace, type WritePaceSettings, type WritePaceState } from "./write_pace.ts";

/** Revisions from which a term begins are multiples of this: more than a term can leave unknown to others (I4). */
export const TERM_STRIDE = 100_000n;

/** Events kept for a journal that cannot write; each commit tries to write all of them again. */
export const MAX_UNSAVED_EVENTS = 256;
/** Revisions that are reserved at once (I7): half of them last longer than the disk takes to store the next reserve. */
const RESERVED = 50_000n;

/** What a ledger goes on from, as plain data. */
export interface LedgerCheckpoint {
  readonly revision: bigint;
  readonly term: bigint;
  /** Reserved in the journal by this run. */
  readonly reserved: bigint;
  /** An earlier run may have given revisions up to here. */
  readonly givenBefore: bigint;
  readonly pace: WritePaceState;
  /** In their order. */
  readonly records: readonly ServiceRecord[];
}

/** The new record of one service; not set = it ended. */
export interface Change {
  readonly id: ResourceId;
  readonly record: ServiceRecord | undefined;
  readonly events: readonly [EventDraft, ...EventDraft[]];
}

export class Ledger implements Buffered {
  readonly #store: StorePort;
  readonly #clock: Clock;
  readonly #records = new Map<ResourceId, ServiceRecord>();
  readonly #listeners = new Set<(step: Committed) => void>();
  /** Services whose newest record is not in the journal, after a write that failed. */
  readonly #unsaved = new Set<ResourceId>();
  /** Newest events that are not in the journal, in order. */
  #unsavedEvents: StateEvent[] = [];
  #droppedEvents = 0;
  #revision = 0n;
  #term = 1n;
  readonly #health: JournalHealth;
  #isClosed = false;
  #isNotifying = false;
  #timer: Timer | undefined;
  #reserved = 0n;
  /** An earlier run, or a lost lead, may have given revisions up to here, which are not in the journal (I7, I8). */
  #givenBefore = 0n;
  #lineage: Lineage = [];
  /** With several instances: all of them have everything up to here. */
  #confirmed: bigint | undefined;
  #storedConfirmed: bigint | undefined;
  /** Waits for the journal, with the next write. */
  #amendment: Amendment | undefined;
  readonly #pace: WritePace;
  readonly #hasWindow: boolean;

  constructor(options: {
    readonly store: StorePort;
    readonly clock: Clock;
    readonly log: Log;
    /** Default: nobody is alerted. */
    readonly alert?: (draft: AlertDraft) => void;
    /** Not set = everything is stored at once. */
    readonly writes?: WritePaceSettings;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#health = new JournalHealth({ ...options, alert: options.alert ?? (() => {}) });
    const atOnce = { budgetBytesPerDay: 0, baseMs: 0, maxMs: 0 };
    this.#hasWindow = options.writes !== undefined && options.writes.baseMs > 0;
    this.#pace = new WritePace(options.writes ?? atOnce, this.#clock.monotonicMs());
  }

  /** Takes over what the journal holds, and reserves what this run may give (I7). Once, before anything else. */
  load(): void {
    const stored = this.#store.load();
    this.#givenBefore = stored.reserved;
    this.#revision = stored.revision;
    this.#term = stored.term;
    this.#lineage = stored.lineage ?? [];
    this.#storedConfirmed = stored.confirmed;
    for (const record of stored.records) this.#records.set(record.service.metadata.id, record);
    this.#write([]);
  }

  /** What another ledger could go on from; undefined = not everything is in the journal. */
  checkpoint(): LedgerCheckpoint | undefined {
    if (this.#unsaved.size > 0 || this.#unsavedEvents.length > 0 || this.#health.isFailing) return undefined;
    return {
      revision: this.#revision,
      term: this.#term,
      reserved: this.#reserved,
      givenBefore: this.#givenBefore,
      pace: this.#pace.state,
      records: [...this.#records.values()],
    };
  }

  /** Goes on from there, in place of `load`. */
  restore({ revision, term, reserved, givenBefore, pace, records }: LedgerCheckpoint): void {
    this.#revision = revision;
    this.#term = term;
    this.#reserved = reserved;
    this.#givenBefore = givenBefore;
    this.#pace.restore(pace);
    for (const record of records) this.#records.set(record.service.metadata.id, record);
  }

  get(id: ResourceId): ServiceRecord | undefined {
    return this.#records.get(id);
  }

  service(id: ResourceId): ServiceState | undefined {
    return this.#records.get(id)?.service;
  }

  records(): IterableIterator<ServiceRecord> {
    return this.#records.values();
  }

  ids(): IterableIterator<ResourceId> {
    return this.#records.keys();
  }

  get size(): number {
    return this.#records.size;
  }

  get revision(): bigint {
    return this.#revision;
  }

  get term(): bigint {
    return this.#term;
  }

  get lineage(): Lineage {
    return this.#lineage;
  }

  /** Whether the newest that the journal held at the start is known to all instances: the history, and what the services are. */
  get isStartConfirmed(): boolean {
    const confirmed = this.#storedConfirmed ?? 0n;
    // What nothing in etcd could replace stays recorded, although its history was cut.
    const isAhead = ({ service }: ServiceRecord) => service.metadata.revision > confirmed;
    return this.#revision === 0n ||
      (this.#revision <= confirmed && ![...this.#records.values()].some(isAhead));
  }

  /** All instances have everything up to here; it is stored with the next write. */
  confirm(revision: bigint): void {
    this.#confirmed = revision;
  }

  /**
   * Everything from now on belongs to this term, and comes after `revision` (I4). A term that is not newer changes nothing, unless a lead
   * in the same term was lost with what it recorded (I8).
   */
  beginTerm(term: bigint, revision?: bigint): void {
    const isAgain = term === this.#term && revision !== undefined && this.#givenBefore > this.#revision;
    if (term > this.#term || isAgain) this.#beginTerm(term, revision ?? 0n);
  }

  #beginTerm(term: bigint, revision: bigint): void {
    const after = maxOf(revision, this.#revision);
    const isFirst = maxOf(revision, this.#given) === 0n;
    // A power cut may have taken back the terms since the one that is known here: each of them began a stride after the one before.
    const passed = maxOf(term - this.#term, 1n);
    const next = maxOf(this.#given / TERM_STRIDE + passed, revision / TERM_STRIDE + 1n);
    this.#term = term;
    if (!isFirst) this.#revision = maxOf(next, term - 1n) * TERM_STRIDE;
    this.#amend({ lineage: withTerm(this.#lineage, { term, after, from: this.#revision }) });
    const lost = this.#unexplained();
    if (lost.length > 0) this.#amend({ lost });
    this.#write([]);
  }

  /** States that were known before their events, which were lost with the lead that they belong to (I8). */
  #unexplained(): readonly LostEvents[] {
    return [...this.#records.values()].map(({ service: { metadata } }) => metadata)
      .filter(({ id, revision }) =>
        isDiscarded(this.#lineage, revision) && this.#storedAt(id, revision).evictedRevision < revision
      )
      .map(({ id, revision }) => ({ resourceId: id, upTo: revision }));
  }

  /** Takes over what another instance recorded, as it recorded it. */
  adopt(step: AdoptedStep): Committed {
    this.#refuseNested();
    if (step.lineage !== undefined) this.#amend({ lineage: step.lineage });
    if (step.cutTo !== undefined && step.cutTo < this.#revision) this.#cut(step.cutTo);
    const events = step.events.filter(({ revision }) => revision > this.#revision);
    const late = this.#late(step);
    const services = new Map<ResourceId, ServiceState>();
    for (const record of step.records) {
      const { id } = record.service.metadata;
      this.#records.set(id, record);
      this.#unsaved.add(id);
      services.set(id, record.service);
    }
    for (const id of step.removed) {
      this.#records.delete(id);
      this.#unsaved.add(id);
    }
    const lost = [...step.lost ?? [], ...late, ...step.lineage === undefined ? [] : this.#unexplained()];
    if (lost.length > 0) this.#amend({ lost });
    // Listeners take a service that is not named for one that ended.
    for (const { resourceId } of events) {
      const service = this.#records.get(resourceId)?.service;
      if (service !== undefined) services.set(resourceId, service);
    }
    if (step.term > this.#term) this.#term = step.term;
    const newest = maxOf(events.at(-1)?.revision ?? 0n, step.revision);
    if (newest > this.#revision) this.#revision = newest;
    // What this instance alone knows may stay beside what it adopted: the next start compares itself with etcd first.
    this.#confirmed = step.isUntold === true ? 0n : this.#revision;
    this.#write(events);
    const { removed, isComparison = false, isUntold = false } = step;
    const how = { removed, isComparison, isUntold, hasLost: lost.length > 0 };
    const committed: Committed = { revision: this.#revision, events, services, adopted: how };
    this.#notify(committed);
    return committed;
  }

  /** Events of the step that come after newer ones, and are not known: they are not stored any more. */
  #late({ events }: AdoptedStep): readonly LostEvents[] {
    return events.filter(({ revision, resourceId }) => {
      if (revision > this.#revision || this.#unsavedEvents.some((event) => event.revision === revision)) {
        return false;
      }
      const { events: known, evictedRevision } = this.#storedAt(resourceId, revision);
      return known.length === 0 && evictedRevision < revision;
    }).map(({ resourceId, revision }) => ({ resourceId, upTo: revision }));
  }

  /** What the journal has of the service at this revision. */
  #storedAt(resourceId: ResourceId, revision: bigint): EventPage {
    const query = { resourceId, afterRevision: revision - 1n, upToRevision: revision } as const;
    return this.#store.readEvents({ ...query, limit: 1, which: "oldest" });
  }

  /** I8. */
  #cut(revision: bigint): void {
    this.#givenBefore = this.#given;
    this.#revision = revision;
    this.#unsavedEvents = this.#unsavedEvents.filter((event) => event.revision <= revision);
    this.#amend({ cutTo: revision });
  }

  #amend(more: Amendment): void {
    if (more.lineage !== undefined) this.#lineage = more.lineage;
    const known = this.#amendment;
    const cuts = [known?.cutTo, more.cutTo].flatMap((cut) => cut ?? []);
    this.#amendment = {
      ...known,
      ...more,
      ...(cuts.length === 0 ? {} : { cutTo: cuts.reduce((a, b) => a < b ? a : b) }),
      ...(known?.lost === undefined ? {} : { lost: mergedLost([...known.lost, ...more.lost ?? []]) }),
    };
  }

  /** Writes that the journal refused since the start. */
  get failedCommits(): number {
    return this.#health.failedWrites;
  }

  /** Whether the journal refused the last write. */
  get isFailing(): boolean {
    return this.#health.isFailing;
  }

  get unsavedCount(): number {
    return this.#unsaved.size;
  }

  /** Services that ended, which the journal has not recorded yet. */
  get unsavedEnds(): number {
    let ends = 0;
    for (const id of this.#unsaved) if (!this.#records.has(id)) ends += 1;
    return ends;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "unsaved_events",
      unit: "entries",
      capacity: MAX_UNSAVED_EVENTS,
      overflow: "drop-oldest",
      used: this.#unsavedEvents.length,
      overflows: this.#droppedEvents,
    }];
  }

  /** Writes one step of history. */
  commit(change: Change): Committed {
    return this.commitAll([change]);
  }

  /** Writes changes of several services, each of another one, as one step of history: all of them or none survive. */
  commitAll(changes: readonly Change[]): Committed {
    this.#refuseNested();
    const events: StateEvent[] = [];
    const services = new Map<ResourceId, ServiceState>();
    let isToWait = this.#hasWindow;
    for (const { id, record, events: drafts } of changes) {
      const placed = drafts.map((draft) => this.#place(id, draft));
      const stamped = record === undefined ? undefined : this.#stamp(record);
      isToWait &&= mayWait(this.#records.get(id), stamped, placed.map(({ eventType }) => eventType));
      events.push(...placed);
      this.#unsaved.add(id);
      if (stamped === undefined) this.#records.delete(id);
      else {
        this.#records.set(id, stamped);
        services.set(id, stamped.service);
      }
    }
    const hasRoom = this.#unsavedEvents.length + events.length <= MAX_UNSAVED_EVENTS;
    if (isToWait && hasRoom) this.#wait(events);
    else this.#write(events);
    const step: Committed = { revision: this.#revision, events, services };
    this.#notify(step);
    return step;
  }

  #refuseNested(): void {
    if (this.#isNotifying) throw new Error("A listener of the ledger commits");
  }

  #notify(step: Committed): void {
    this.#isNotifying = true;
    try {
      for (const listener of [...this.#listeners]) listener(step);
    } finally {
      this.#isNotifying = false;
    }
  }

  /**
   * Resolves when everything committed so far survives a power cut.
   * Throws a StateManagerError (not-ready) when the journal cannot promise it.
   */
  async flush(): Promise<void> {
    this.settle();
    if (this.#health.isFailing) {
      throw new StateManagerError({
        kind: "not-ready",
        why: "the journal cannot be written; see the log, free the disk",
      });
    }
    try {
      await this.#store.flush();
    } catch (cause) {
      throw new StateManagerError({
        kind: "not-ready",
        why: `the journal cannot be synced: ${messageOf(cause)}`,
      }, {
        cause,
      });
    }
  }

  /** What waits is stored now. */
  settle(): void {
    const isDue = this.#unsaved.size > 0 || this.#amendment !== undefined || this.#health.isFailing;
    if (isDue) this.#write([]);
  }

  /** The end: nothing waits, and the next start goes on where this one stopped. */
  close(): void {
    this.#isClosed = true;
    this.#write([], this.#given);
  }

  /** What a day at the present rate would write to the disk, in bytes, and how long what was observed may wait. */
  get writing(): { readonly bytesPerDay: number; readonly windowMs: number } {
    return { bytesPerDay: this.#pace.bytesPerDay, windowMs: this.#pace.windowMs };
  }

  /** What the journal holds, and what it could not take. */
  readEvents(query: EventQuery): EventPage {
    this.settle();
    const stored = this.#store.readEvents(query);
    if (this.#unsavedEvents.length === 0 && this.#amendment === undefined) return stored;
    // A journal that cannot write does not know yet what it has to remove and to mark.
    const { cutTo, lost = [] } = this.#amendment ?? {};
    const kept = cutTo === undefined
      ? stored.events
      : stored.events.filter(({ revision }) => revision <= cutTo);
    const marks = lost.filter(({ resourceId }) =>
      query.resourceId === undefined || resourceId === undefined || resourceId === query.resourceId
    );
    return {
      events: selectEvents([...kept, ...this.#unsavedEvents], query),
      evictedRevision: marks.reduce((most, { upTo }) => maxOf(most, upTo), stored.evictedRevision),
    };
  }

  /** Calls back after each commit; the answer ends it. */
  onCommitted(listener: (step: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The newest revision that may have been given, by this run or an earlier one. */
  get #given(): bigint {
    return maxOf(this.#revision, this.#givenBefore);
  }

  /** I7: well before the reserve is used up; undefined = there is enough. */
  #reserve(): bigint | undefined {
    return this.#given + RESERVED / 2n < this.#reserved ? undefined : this.#given + RESERVED;
  }

  #place(resourceId: ResourceId, draft: EventDraft): StateEvent {
    if (this.#givenBefore > this.#revision) {
      const start = { term: this.#term, after: this.#revision, from: this.#givenBefore + 1n };
      this.#amend({ lineage: withTerm(this.#lineage, start) });
    }
    this.#revision = this.#given + 1n;
    return {
      ...draft,
      resourceId,
      revision: this.#revision,
      timestampMs: this.#clock.wallMs(),
      clockSynchronised: this.#clock.isWallSynchronised(),
    };
  }

  #stamp(record: ServiceRecord): ServiceRecord {
    const metadata = {
      ...record.service.metadata,
      revision: this.#revision,
      updatedAtMs: this.#clock.wallMs(),
    };
    return { ...record, term: this.#term, service: { ...record.service, metadata } };
  }

  #wait(events: readonly StateEvent[]): void {
    this.#unsavedEvents.push(...events);
    this.#timer ??= this.#clock.schedule(this.#pace.windowMs, () => this.settle());
  }

  #write(newEvents: readonly StateEvent[], reserved = this.#reserve()): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const events = this.#unsavedEvents.length === 0 ? newEvents : [...this.#unsavedEvents, ...newEvents];
    const ids = [...this.#unsaved];
    const records = ids.flatMap((id) => this.#records.get(id) ?? []);
    const removed = ids.filter((id) => !this.#records.has(id));
    try {
      this.#store.commit({
        revision: this.#revision,
        term: this.#term,
        ...(reserved === undefined ? {} : { reserved }),
        ...(this.#amendment === undefined ? {} : { amendment: this.#amendment }),
        ...(this.#confirmed === this.#storedConfirmed || this.#confirmed === undefined
          ? {}
          : { confirmed: this.#confirmed }),
        ...{ records, removed, events },
      });
      this.#amendment = undefined;
      this.#storedConfirmed = this.#confirmed ?? this.#storedConfirmed;
      if (reserved !== undefined) this.#reserved = reserved;
      this.#unsaved.clear();
      this.#unsavedEvents = [];
      this.#health.written();
      this.#pace.note(this.#store.writtenBytes(), this.#clock.monotonicMs());
    } catch (error) {
      this.#unsavedEvents = events.slice(-MAX_UNSAVED_EVENTS);
      const dropped = events.slice(0, events.length - this.#unsavedEvents.length);
      this.#droppedEvents += dropped.length;
      if (dropped.length > 0) {
        this.#amend({ lost: dropped.map(({ resourceId, revision }) => ({ resourceId, upTo: revision })) });
      }
      const retryMs = this.#health.failed(error, this.#unsaved.size);
      if (!this.#isClosed) this.#timer = this.#clock.schedule(retryMs, () => this.settle());
    }
  }
}

/** The newest of each. */
function mergedLost(lost: readonly LostEvents[]): readonly LostEvents[] {
  const newest = new Map<ResourceId | undefined, LostEvents>();
  for (const one of lost) {
    if (one.upTo > (newest.get(one.resourceId)?.upTo ?? -1n)) newest.set(one.resourceId, one);
  }
  return [...newest.values()];
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
