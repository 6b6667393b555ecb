/**
 * The journal's disk: outlives every run, loses what was not synced when the power goes, and can be full or broken.
 *
 * I1: a commit is there at once for the next run; it survives a power cut after the next sync.
 * I2: a sync takes time; what was committed meanwhile is not part of it.
 */
import type { Clock } from "../../../src/ports/clock.ts";
import type { CommitBatch, StorePort } from "../../../src/ports/store.ts";
import { MemoryStore, type StoreContent } from "../engine/memory_store.ts";
import type { Life } from "./life.ts";

export const SYNC_MS = 3;
/** The background never leaves more than this unsynced. */
const GROUP_MS = 2_000;

/** Called around a commit; what it does to the run takes effect at once. */
export interface CommitHooks {
  readonly before: () => void;
  readonly after: () => void;
}

export class SimDisk extends MemoryStore {
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
  #syncedAtMs = 0;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override sync(content: StoreContent = this.content()): void {
    super.sync(content);
    this.#syncedAtMs = this.#clock.monotonicMs();
  }

  override cutPower(): void {
    super.cutPower();
    this.isBehind = false;
  }

  override commit(batch: CommitBatch): void {
    if (this.full > 0) {
      this.isBehind = true;
      this.failures += 1;
      throw new Error("database or disk is full");
    }
    const isDue = this.#clock.monotonicMs() - this.#syncedAtMs >= GROUP_MS;
    if (isDue && this.broken === 0) this.sync();
    this.isBehind = false;
    super.commit(batch);
  }

  /** The port of one run. */
  port(life: Life, hooks: CommitHooks): StorePort {
    return {
      load: () => this.load(),
      commit: (batch) => {
        if (!life.isDead) hooks.before();
        if (life.isDead) return;
        this.commit(batch);
        hooks.after();
      },
      flush: () => this.flushOf(life),
      readEvents: (query) => this.readEvents(query),
      // What is written to the flash is another test's matter.
      writtenBytes: () => 0,
    };
  }

  /** As the daemon waits for it when it starts, and a run for what it promises. */
  flushOf(life: Life): Promise<void> {
    return life.pass(this.#flush(life));
  }

  /** I2. */
  async #flush(life: Life): Promise<void> {
    if (life.isDead) return;
    const content = this.content();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.schedule(this.syncMs, resolve);
    await promise;
    if (life.isDead) return;
    if (this.broken > 0) {
      this.failures += 1;
      throw new Error("input/output error");
    }
    if (content.revision >= this.synced.revision) this.sync(content);
  }
}
