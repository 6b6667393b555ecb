/** The store port in memory: what a journal would hold, and can be handed to the next manager. */
import { selectEvents } from "../../../src/manager/serve/event_query.ts";
import type { CommitBatch, EventPage, EventQuery, StoredState, StorePort } from "../../../src/ports/store.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { StateEvent } from "../../../src/state/events.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

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
  #synced: MemoryStore | undefined;

  /** As it is on the disk now. */
  copy(): MemoryStore {
    const copy = new MemoryStore();
    for (const [id, record] of this.records) copy.records.set(id, record);
    copy.events.push(...this.events);
    copy.revision = this.revision;
    copy.term = this.term;
    copy.reserved = this.reserved;
    copy.#synced = this.#synced;
    return copy;
  }

  /** As a power cut leaves it: what was not synced is gone. */
  afterPowerCut(): MemoryStore {
    const left = this.#synced?.copy() ?? new MemoryStore();
    left.sync();
    return left;
  }

  /** What is committed survives a power cut from now on. */
  sync(): void {
    this.#synced = this.copy();
  }

  writtenBytes(): number {
    return this.bytes;
  }

  load(): StoredState {
    return {
      revision: this.revision,
      term: this.term,
      reserved: this.reserved,
      records: [...this.records.values()],
    };
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

  readEvents(query: EventQuery): EventPage {
    return pageOf(this.events, query);
  }
}

/** As a journal reads it that has lost nothing. */
export function pageOf(all: readonly StateEvent[], query: EventQuery): EventPage {
  return { events: selectEvents(all, query), evictedRevision: 0n };
}
