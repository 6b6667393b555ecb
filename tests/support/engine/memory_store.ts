/**
 * The store port in memory: what a journal would hold. It outlives the manager that wrote it, and loses what was not synced when
 * the power goes.
 */
import { selectEvents } from "../../../src/manager/serve/event_query.ts";
import type {
  Amendment,
  CommitBatch,
  EventPage,
  EventQuery,
  StoredState,
  StorePort,
} from "../../../src/ports/store.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { StateEvent } from "../../../src/state/events.ts";
import type { Lineage } from "../../../src/state/lineage.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

/** All of it at one moment; of the events, how many there were. */
export interface StoreContent extends Omit<StoredState, "records"> {
  readonly records: ReadonlyMap<ResourceId, ServiceRecord>;
  readonly events: number;
  readonly amended: Amended;
}

/** What was amended: the events that were removed, and up to where others are missing. */
interface Amended {
  readonly removed: ReadonlySet<StateEvent>;
  /** By service; "" = of any. */
  readonly lost: ReadonlyMap<ResourceId | "", bigint>;
}

const NOTHING_AMENDED: Amended = { removed: new Set(), lost: new Map() };
const EMPTY: StoreContent = {
  ...{ records: new Map(), events: 0, revision: 0n, term: 1n, reserved: 0n, lineage: [] },
  amended: NOTHING_AMENDED,
};

export class MemoryStore implements StorePort {
  readonly records = new Map<ResourceId, ServiceRecord>();
  readonly events: StateEvent[] = [];
  revision = 0n;
  term = 1n;
  reserved = 0n;
  lineage: Lineage = [];
  confirmed: bigint | undefined;
  commits = 0;
  /** Pretended. */
  bytes = 0;
  flushes = 0;
  /** Set = every commit throws it. */
  failure: Error | undefined;
  /** Set = the history cannot be read. */
  readFailure: Error | undefined;
  #synced = EMPTY;
  #amended = NOTHING_AMENDED;

  /** The same in another store: what is still written to this one is not in it. */
  copy(): MemoryStore {
    const copy = new MemoryStore();
    copy.events.push(...this.events);
    copy.#restore(this.content());
    copy.#synced = this.#synced;
    return copy;
  }

  content(): StoreContent {
    const { revision, term, reserved, lineage, confirmed } = this;
    return {
      ...(confirmed === undefined ? {} : { confirmed }),
      ...{ records: new Map(this.records), events: this.events.length, revision, term, reserved, lineage },
      amended: this.#amended,
    };
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
    const { revision, term, reserved, lineage, confirmed } = this;
    const stored = { revision, term, reserved, lineage, records: [...this.records.values()] };
    return confirmed === undefined ? stored : { ...stored, confirmed };
  }

  commit(batch: CommitBatch): void {
    if (this.failure !== undefined) throw this.failure;
    this.commits += 1;
    if (batch.amendment !== undefined) this.#amend(batch.amendment);
    this.revision = batch.revision;
    this.term = batch.term;
    this.reserved = batch.reserved ?? this.reserved;
    this.confirmed = batch.confirmed ?? this.confirmed;
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

  /** As a journal reads it that has overwritten nothing. */
  readEvents(query: EventQuery): EventPage {
    if (this.readFailure !== undefined) throw this.readFailure;
    const { removed, lost } = this.#amended;
    const events = removed.size === 0 ? this.events : this.events.filter((event) => !removed.has(event));
    const { resourceId } = query;
    const marks = resourceId === undefined ? [...lost.values()] : [lost.get(resourceId), lost.get("")];
    return {
      events: selectEvents(events, query),
      evictedRevision: marks.reduce<bigint>((most, one = 0n) => one > most ? one : most, 0n),
    };
  }

  #amend({ cutTo, lost = [], lineage }: Amendment): void {
    this.lineage = lineage ?? this.lineage;
    const removed = new Set(this.#amended.removed);
    if (cutTo !== undefined) {
      for (const event of this.events) if (event.revision > cutTo) removed.add(event);
    }
    const marks = new Map(this.#amended.lost);
    for (const { resourceId = "", upTo } of lost) {
      if (upTo > (marks.get(resourceId) ?? 0n)) marks.set(resourceId, upTo);
    }
    this.#amended = { removed, lost: marks };
  }

  #restore({ records, events, revision, term, reserved, lineage, amended, confirmed }: StoreContent): void {
    this.lineage = lineage ?? [];
    this.confirmed = confirmed;
    this.#amended = amended;
    this.records.clear();
    for (const [id, record] of records) this.records.set(id, record);
    this.events.length = events;
    this.revision = revision;
    this.term = term;
    this.reserved = reserved;
  }
}
