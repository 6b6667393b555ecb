/**
 * The store port in memory: what a journal would hold. It outlives the manager that wrote it, and loses what was not synced when
 * the power goes.
 */
import { selectEvents } from "../../../src/manager/serve/event_query.ts";
import type { CommitBatch, EventPage, EventQuery, StoredState, StorePort } from "../../../src/ports/store.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { StateEvent } from "../../../src/state/events.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

/** All of it at one moment; of the events, how many there were. */
export interface StoreContent extends Omit<StoredState, "records"> {
  readonly records: ReadonlyMap<ResourceId, ServiceRecord>;
  readonly events: number;
}

const EMPTY: StoreContent = { records: new Map(), events: 0, revision: 0n, term: 1n, reserved: 0n };

export class MemoryStore implements StorePort {
  readonly records = new Map<ResourceId, ServiceRecord>();
  readonly events: StateEvent[] = [];
  revision = 0n;
  term = 1n;
  reserved = 0n;
  commits = 0;
  /** Pretended. */
  bytes = 0;
  flushes = 0;
  /** Set = every commit throws it. */
  failure: Error | undefined;
  /** Set = the history cannot be read. */
  readFailure: Error | undefined;
  #synced = EMPTY;

  /** The same in another store: what is still written to this one is not in it. */
  copy(): MemoryStore {
    const copy = new MemoryStore();
    copy.events.push(...this.events);
    copy.#restore(this.content());
    copy.#synced = this.#synced;
    return copy;
  }

  content(): StoreContent {
    const { revision, term, reserved } = this;
    return { records: new Map(this.records), events: this.events.length, revision, term, reserved };
  }

  /** What would be left now if the power went. */
  get synced(): StoreContent {
    return this.#synced;
  }

  /** This survives a power cut from now on. */
  sync(content: StoreContent = this.content()): void {
    this.#synced = content;
  }

  cutPower(): void {
    this.#restore(this.#synced);
  }

  /** Its file is gone, and with it all of it. */
  lose(): void {
    this.#restore(EMPTY);
    this.#synced = EMPTY;
  }

  writtenBytes(): number {
    return this.bytes;
  }

  load(): StoredState {
    const { revision, term, reserved } = this;
    return { revision, term, reserved, records: [...this.records.values()] };
  }

  commit(batch: CommitBatch): void {
    if (this.failure !== undefined) throw this.failure;
    this.commits += 1;
    this.revision = batch.revision;
    this.term = batch.term;
    this.reserved = batch.reserved ?? this.reserved;
    for (const record of batch.records) this.records.set(record.service.metadata.id, record);
    for (const id of batch.removed) this.records.delete(id);
    this.events.push(...batch.events);
  }

  flush(): Promise<void> {
    this.flushes += 1;
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.sync();
    return Promise.resolve();
  }

  /** As a journal reads it that has lost nothing. */
  readEvents(query: EventQuery): EventPage {
    if (this.readFailure !== undefined) throw this.readFailure;
    return { events: selectEvents(this.events, query), evictedRevision: 0n };
  }

  #restore({ records, events, revision, term, reserved }: StoreContent): void {
    this.records.clear();
    for (const [id, record] of records) this.records.set(id, record);
    this.events.length = events;
    this.revision = revision;
    this.term = term;
    this.reserved = reserved;
  }
}
