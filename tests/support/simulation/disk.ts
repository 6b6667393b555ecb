/**
 * The journal's disk: outlives every run, loses what was not synced when the power goes, and can be full or broken.
 *
 * I1: a commit is there at once for the next run; it survives a power cut after the next sync.
 * I2: a sync takes time; what was committed meanwhile is not part of it.
 */
import type { Clock } from "../../../src/ports/clock.ts";
import type { CommitBatch, StoredState, StorePort } from "../../../src/ports/store.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { StateEvent } from "../../../src/state/events.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { pageOf } from "../engine/memory_store.ts";
import type { Life } from "./life.ts";

export const SYNC_MS = 3;
/** The background never leaves more than this unsynced. */
const GROUP_MS = 2_000;

interface Content {
  readonly records: ReadonlyMap<ResourceId, ServiceRecord>;
  readonly events: number;
  readonly revision: bigint;
  readonly term: bigint;
  readonly reserved: bigint;
}

const EMPTY: Content = { records: new Map(), events: 0, revision: 0n, term: 1n, reserved: 0n };

/** Called around a commit; what it does to the run takes effect at once. */
export interface CommitHooks {
  readonly before: () => void;
  readonly after: () => void;
}

export class SimDisk {
  readonly records = new Map<ResourceId, ServiceRecord>();
  readonly events: StateEvent[] = [];
  revision = 0n;
  term = 1n;
  reserved = 0n;
  /** Above 0 = commits fail. */
  full = 0;
  /** What a sync takes that begins now. */
  syncMs = SYNC_MS;
  /** Above 0 = syncs fail. */
  broken = 0;
  /** Commits were refused since the newest one that was not: memory knows more. */
  isBehind = false;
  /** Commits and syncs that failed, ever. */
  failures = 0;
  readonly #clock: Clock;
  #synced: Content = EMPTY;
  #syncedAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What would be left now if the power went. */
  get synced(): Content {
    return this.#synced;
  }

  sync(content: Content = this.#content()): void {
    this.#synced = content;
    this.#syncedAtMs = this.#clock.monotonicMs();
  }

  cutPower(): void {
    const { records, events, revision, term, reserved } = this.#synced;
    this.records.clear();
    for (const [id, record] of records) this.records.set(id, record);
    this.events.length = events;
    this.revision = revision;
    this.term = term;
    this.reserved = reserved;
    this.isBehind = false;
  }

  /** The port of one run. */
  port(life: Life, hooks: CommitHooks): StorePort {
    return {
      load: () => this.#load(),
      commit: (batch) => {
        if (!life.isDead) hooks.before();
        if (life.isDead) return;
        this.#commit(batch);
        hooks.after();
      },
      flush: () => this.flush(life),
      readEvents: (query) => pageOf(this.events, query),
      // What is written to the flash is another test's matter.
      writtenBytes: () => 0,
    };
  }

  /** As the daemon waits for it when it starts, and a run for what it promises. */
  flush(life: Life): Promise<void> {
    return life.pass(this.#flush(life));
  }

  #load(): StoredState {
    const { revision, term, reserved } = this;
    return { revision, term, reserved, records: [...this.records.values()] };
  }

  #commit(batch: CommitBatch): void {
    if (this.full > 0) {
      this.isBehind = true;
      this.failures += 1;
      throw new Error("database or disk is full");
    }
    const isDue = this.#clock.monotonicMs() - this.#syncedAtMs >= GROUP_MS;
    if (isDue && this.broken === 0) this.sync();
    this.isBehind = false;
    this.revision = batch.revision;
    this.term = batch.term;
    this.reserved = batch.reserved ?? this.reserved;
    for (const record of batch.records) this.records.set(record.service.metadata.id, record);
    for (const id of batch.removed) this.records.delete(id);
    this.events.push(...batch.events);
  }

  /** I2. */
  async #flush(life: Life): Promise<void> {
    if (life.isDead) return;
    const content = this.#content();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.schedule(this.syncMs, resolve);
    await promise;
    if (life.isDead) return;
    if (this.broken > 0) {
      this.failures += 1;
      throw new Error("input/output error");
    }
    if (content.revision >= this.#synced.revision) this.sync(content);
  }

  #content(): Content {
    const { revision, term, reserved } = this;
    return { records: new Map(this.records), events: this.events.length, revision, term, reserved };
  }
}
