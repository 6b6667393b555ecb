/**
 * The write-ahead log: makes it durable, and copies it into the database file, without blocking the event loop on the disk.
 * docs/adr/0003 has the reasoning and the measurements.
 *
 * SQLite runs with synchronous=OFF here, so it never calls fsync itself; the calls it would make are made by this file, in
 * the same order, on file descriptors of its own, in the background:
 *
 * I1  A frame is copied into the database only after it is durable in the log.
 * I2  The log is emptied only after everything in it is durable in the database.
 * I3  The log is never restarted in place, only truncated: while it holds frames, a reader is pinned in it, which keeps
 *     SQLite from overwriting it. (Overwriting needs its header on the disk first, which only an fsync in the middle of a
 *     commit can promise.)
 * I4  After a failed fsync nothing counts as durable any more: the kernel reports such a failure once and then forgets it.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { JournalError } from "./journal_error.ts";
import { pageBytesOf } from "./schema.ts";

export interface WalOptions {
  /** The connection that writes; its log is empty, durably. */
  readonly db: DatabaseSync;
  /** A connection that only reads. */
  readonly reader: DatabaseSync;
  /** Database file; the log is `<path>-wal`. */
  readonly path: string;
  /** Size of the log at which a checkpoint blocks commits until it is finished. */
  readonly limitBytes: number;
}

/** The result of a checkpoint. */
export interface CheckpointResult {
  /** Whether the log is empty now; otherwise commits arrived faster than the disk confirmed them. */
  readonly isEmptied: boolean;
  /** Rounds of syncing and copying. */
  readonly rounds: number;
  /** Whether the checkpoint blocked the event loop because the log had reached its limit. */
  readonly wasForced: boolean;
}

/** Rounds of one checkpoint: each is shorter than the one before, unless the disk is slower than the commits. */
const MAX_ROUNDS = 4;
const FRAME_HEADER_BYTES = 24;

export class Wal {
  readonly #db: DatabaseSync;
  readonly #reader: DatabaseSync;
  readonly #pinning: StatementSync;
  readonly #databaseFile: Deno.FsFile;
  readonly #logFile: Deno.FsFile;
  readonly limitBytes: number;
  readonly #frameBytes: number;
  #isPinned = false;
  #failure: JournalError | undefined;
  /** Commits made, and how many of them are known to survive a power cut. */
  #committed = 0;
  #durable = 0;
  #writtenBefore = 0;
  #checkpoints = 0;
  #forcedCheckpoints = 0;
  #syncing: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;
  #checkpointing: Promise<CheckpointResult> | undefined;
  #isClosed = false;

  /** Takes ownership of both connections. Throws what SQLite or the file system throws; the caller then keeps the connections. */
  constructor({ db, reader, path, limitBytes }: WalOptions) {
    this.#db = db;
    this.#reader = reader;
    this.limitBytes = limitBytes;
    this.#pinning = reader.prepare("SELECT 1 FROM meta LIMIT 1");
    db.exec("PRAGMA synchronous = OFF");
    this.#frameBytes = pageBytesOf(db) + FRAME_HEADER_BYTES;
    // Closing any descriptor of the database would release SQLite's locks on it: this one is closed after SQLite's own.
    this.#databaseFile = Deno.openSync(path, { read: true, write: true });
    this.#logFile = Deno.openSync(`${path}-wal`, { read: true, write: true });
  }

  /** Why nothing counts as durable any more; see I4. */
  get failure(): JournalError | undefined {
    return this.#failure;
  }

  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** Checkpoints that blocked the event loop. */
  get forcedCheckpoints(): number {
    return this.#forcedCheckpoints;
  }

  /** Commits that a power cut would lose now. */
  get unflushedCommits(): number {
    return this.#committed - this.#durable;
  }

  /** Bytes of valid frames in the log. */
  get sizeBytes(): number {
    return this.#frames("NOOP").log * this.#frameBytes;
  }

  /** Bytes written since the start: those appended to the log, plus an upper bound of those copied into the database. */
  get writtenBytes(): number {
    return this.#writtenBefore + this.#logFile.statSync().size;
  }

  /** To be called right after each commit. */
  noteCommit(): void {
    this.#committed += 1;
    if (!this.#isPinned) this.#pinHere();
  }

  /** Resolves when every commit made so far survives a power cut. One sync serves all waiting callers. */
  flush(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#durable >= this.#committed) return Promise.resolve();
    this.#nextSync ??= this.#syncAfter(this.#syncing);
    return this.#nextSync;
  }

  /** Copies the log into the database and empties it. Concurrent calls share one checkpoint. */
  checkpoint(): Promise<CheckpointResult> {
    this.#checkpointing ??= this.#runCheckpoint().finally(() => {
      this.#checkpointing = undefined;
    });
    return this.#checkpointing;
  }

  /** Waits for running operations, then closes everything, `db` included, with a last checkpoint by SQLite itself. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.allSettled([this.#checkpointing, this.#syncing, this.#nextSync]);
    this.#unpin();
    if (this.#failure === undefined) {
      this.#db.exec("PRAGMA synchronous = FULL");
      this.#reader.close();
      this.#db.close();
    } else {
      // The files stay unchanged: a connection that is not the last one does not checkpoint, and a read-only one cannot.
      this.#db.close();
      this.#reader.close();
    }
    this.#databaseFile.close();
    this.#logFile.close();
  }

  /** Waits for the running sync first: this one then covers what is committed meanwhile. */
  async #syncAfter(running: Promise<void> | undefined): Promise<void> {
    await running?.catch(() => undefined);
    this.#nextSync = undefined;
    const sync = this.#syncLog();
    this.#syncing = sync;
    try {
      await sync;
    } finally {
      if (this.#syncing === sync) this.#syncing = undefined;
    }
  }

  async #syncLog(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const covered = this.#committed;
    await this.#orFail("flush the journal", () => this.#logFile.syncData());
    this.#durable = Math.max(this.#durable, covered);
  }

  async #runCheckpoint(): Promise<CheckpointResult> {
    for (let rounds = 1;; rounds += 1) {
      if (this.#isClosed || this.#failure !== undefined) {
        return { isEmptied: false, rounds, wasForced: false };
      }
      const covered = this.#committed;
      // From here on the pin limits how far the copy may go.
      this.#unpin();
      if (this.#frames("NOOP").log === 0) return { isEmptied: true, rounds, wasForced: false };
      this.#pinHere();
      await this.flush();
      this.#frames("PASSIVE"); // I1: stops at the pin, and all up to it is durable.
      await this.#orFail("write the journal", () => this.#databaseFile.syncData());
      if (covered === this.#committed && this.#truncate()) {
        return { isEmptied: true, rounds, wasForced: false };
      }
      if (this.sizeBytes > this.limitBytes) return { isEmptied: this.#force(), rounds, wasForced: true };
      if (rounds >= MAX_ROUNDS) return { isEmptied: false, rounds, wasForced: false };
    }
  }

  /** A checkpoint in one synchronous step, which blocks the event loop: the last resort against an unbounded log. */
  #force(): boolean {
    this.#forcedCheckpoints += 1;
    try {
      this.#unpin();
      this.#pinHere();
      this.#logFile.syncDataSync();
      this.#durable = this.#committed;
      this.#frames("PASSIVE");
      this.#databaseFile.syncDataSync();
    } catch (error) {
      this.#failure = JournalError.from(error, "write the journal");
      throw this.#failure;
    }
    return this.#truncate();
  }

  /** I2: only when the copy is complete; nothing can be committed between the check and the end. */
  #truncate(): boolean {
    const { log, copied } = this.#frames("NOOP");
    if (log !== copied) return false;
    const logBytes = this.#logFile.statSync().size;
    this.#unpin();
    const isEmptied = !this.#frames("TRUNCATE").isBusy;
    if (isEmptied) {
      this.#durable = this.#committed;
      this.#checkpoints += 1;
      // A page is copied once, however often it is in the log.
      this.#writtenBefore += logBytes + Math.min(logBytes, this.#databaseFile.statSync().size);
    }
    // Another process reads the log, so it could not be truncated, and it cannot be pinned either once it is copied: until the
    // next truncation SQLite has to call fsync itself when it restarts the log (I3).
    this.#db.exec(`PRAGMA synchronous = ${isEmptied ? "OFF" : "NORMAL"}`);
    return isEmptied;
  }

  #pinHere(): void {
    this.#reader.exec("BEGIN");
    this.#pinning.get();
    this.#isPinned = true;
  }

  #unpin(): void {
    if (!this.#isPinned) return;
    this.#reader.exec("COMMIT");
    this.#isPinned = false;
  }

  #frames(mode: "NOOP" | "PASSIVE" | "TRUNCATE"): { isBusy: boolean; log: number; copied: number } {
    const row = this.#db.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
    return {
      isBusy: row?.["busy"] !== 0,
      log: Number(row?.["log"] ?? 0),
      copied: Number(row?.["checkpointed"] ?? 0),
    };
  }

  async #orFail(what: string, call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.#failure = JournalError.from(error, what);
      throw this.#failure;
    }
  }
}
