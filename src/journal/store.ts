/**
 * The local journal: the manager's records and the events that explain them, in one SQLite file (docs/adr/0003).
 *
 * Invariants:
 * I1  A commit is one transaction: records, events and positions are stored together or not at all.
 * I2  A commit never calls fsync and never copies pages: it appends to the write-ahead log (`wal.ts`).
 * I3  Revisions are stored in strictly increasing order, terms in increasing order; a batch that violates this is refused entirely.
 *     After a cut (`Amendment`) the order continues from there.
 * I4  A record or event that cannot be read is left out and reported; it never stops the boot.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CommitBatch, EventPage, EventQuery, StoredState, StorePort } from "../ports/store.ts";
import type { AuditEntry, AuditPort } from "../ports/audit.ts";
import type { Log } from "../ports/log.ts";
import type { ServiceRecord } from "../state/record.ts";
import type { StateEvent } from "../state/event_model.ts";
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import { messageOf } from "../kit/errors.ts";
import { decodeEvent, decodeRecord } from "../records/codec.ts";
import { AuditChain } from "./audit_chain.ts";
import { History, type HistoryOptions, type StoredRecord } from "./history.ts";
import { JournalError } from "./journal_error.ts";
import type { Wal } from "./wal.ts";

/** Counters of the journal, for metrics and `doctor`. */
export interface JournalStats {
  readonly commits: number;
  readonly events: number;
  readonly checkpoints: number;
  /** Checkpoints that blocked the event loop because the log had reached its limit. */
  readonly forcedCheckpoints: number;
  /** Records and events that could not be read so far. */
  readonly damaged: number;
  readonly logBytes: number;
  /** Commits that a power cut would lose now. */
  readonly unflushedCommits: number;
}

export interface JournalParts extends HistoryOptions {
  readonly db: DatabaseSync;
  /** Not set = the journal is in memory only, because the files cannot be used; `flush` then fails with the reason. */
  readonly wal?: Wal;
  readonly volatileCause?: JournalError;
  /** Log size that triggers a checkpoint. */
  readonly checkpointBytes: number;
  readonly log: Log;
  /** Called when stored data turns out to be damaged, so that the next start checks every page. */
  readonly onCorrupt: () => void;
}

/** Commits between two checks of the size of the log. */
const SIZE_CHECK_INTERVAL = 64;

/** The journal of one state directory; made by `openJournal` (`journal.ts`). */
export class Journal implements StorePort, AuditPort, Buffered, AsyncDisposable {
  readonly #parts: JournalParts;
  readonly #history: History;
  readonly #audit: AuditChain;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #commits = 0;
  #events = 0;
  #damaged = 0;
  #isClosed = false;
  /** The newest checkpoint that the size of the log triggered. */
  #background: Promise<void> | undefined;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#history = new History(parts.db, parts);
    this.#audit = new AuditChain(parts.db);
    this.#begin = parts.db.prepare("BEGIN IMMEDIATE");
    this.#commit = parts.db.prepare("COMMIT");
  }

  /** Whether what is committed survives the end of the process. */
  get isPersistent(): boolean {
    return this.#parts.wal !== undefined;
  }

  /** Revision of the newest commit; durable after a `flush` that begins later. */
  get revision(): bigint {
    return this.#history.head;
  }

  load(): StoredState {
    this.#assertOpen();
    const records: ServiceRecord[] = [];
    for (const stored of this.#history.storedRecords()) {
      const record = this.#decodeRecord(stored);
      if (record !== undefined) records.push(record);
    }
    const { head, term, reserved, lineage, confirmed } = this.#history;
    return {
      ...{ revision: head, term, reserved, records },
      ...(lineage.length === 0 ? {} : { lineage }),
      ...(confirmed === undefined ? {} : { confirmed }),
    };
  }

  /** Appends to the log; about 30 us for one record and one event. Throws a JournalError, and then nothing was changed. */
  commit(batch: CommitBatch): void {
    this.#assertOpen();
    this.#assertOrder(batch);
    if (
      isEmpty(batch) && batch.reserved === undefined && batch.amendment === undefined &&
      batch.confirmed === undefined &&
      batch.revision === this.#history.head &&
      batch.term === this.#history.term
    ) return;
    if (this.#commits % SIZE_CHECK_INTERVAL === SIZE_CHECK_INTERVAL - 1) this.#checkSize();
    const { db, wal } = this.#parts;
    this.#guard(`store revision ${batch.revision}`, () => {
      this.#begin.run();
      try {
        if (batch.amendment !== undefined) this.#history.amend(batch.amendment);
        const staged = this.#history.stage(batch);
        this.#commit.run();
        this.#history.settle(staged, batch);
      } catch (error) {
        rollback(db);
        if (batch.amendment !== undefined) this.#history.reload();
        throw error;
      }
    });
    this.#commits += 1;
    this.#events += batch.events.length;
    wal?.noteCommit();
  }

  /** Adds an entry to the audit trail (`audit_chain.ts`); what cannot be stored is logged. */
  append(entry: AuditEntry): void {
    if (this.#isClosed) return;
    try {
      this.#audit.append(entry);
      this.#parts.wal?.noteCommit();
    } catch (error) {
      this.#parts.log.error("Cannot store an entry of the audit trail", {
        error: messageOf(error),
        ...entry,
      });
    }
  }

  /** Rejects with a JournalError when durability cannot be guaranteed; committed data still survives a crash of the process. */
  flush(): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    const { wal, volatileCause } = this.#parts;
    if (wal !== undefined) return wal.flush();
    return Promise.reject(volatileCause ?? new JournalError("io", "The journal is in memory only"));
  }

  readEvents(query: EventQuery): EventPage {
    this.#assertOpen();
    const stored = this.#guard("read the history", () => this.#history.readEvents(query));
    const events: StateEvent[] = [];
    for (const json of stored) {
      const event = this.#decodeEvent(json);
      if (event !== undefined) events.push(event);
    }
    return { events, evictedRevision: this.#history.evictedFor(query) };
  }

  /**
   * Copies the log into the database, in the background; called about every 30 s. Never rejects: a failure is logged, and the next
   * `flush` rejects with it. While commits arrive faster than the disk confirms them the log stays, until it reaches its limit.
   */
  async maintain(): Promise<void> {
    const { wal, log } = this.#parts;
    if (wal === undefined || this.#isClosed) return;
    try {
      await wal.checkpoint();
    } catch (error) {
      log.error("Journal checkpoint failed", { error });
    }
  }

  writtenBytes(): number {
    return this.#isClosed ? 0 : this.#parts.wal?.writtenBytes ?? 0;
  }

  stats(): JournalStats {
    const { wal } = this.#parts;
    return {
      commits: this.#commits,
      events: this.#events,
      checkpoints: wal?.checkpoints ?? 0,
      forcedCheckpoints: wal?.forcedCheckpoints ?? 0,
      damaged: this.#damaged,
      logBytes: this.#isClosed ? 0 : wal?.sizeBytes ?? 0,
      unflushedCommits: wal?.unflushedCommits ?? this.#commits,
    };
  }

  buffers(): readonly BufferLevel[] {
    const { wal } = this.#parts;
    const { logBytes, forcedCheckpoints } = this.stats();
    return [...this.#history.buffers(), {
      name: "journal_log",
      unit: "bytes",
      capacity: wal?.limitBytes ?? 0,
      overflow: "hold-back",
      used: logBytes,
      overflows: forcedCheckpoints,
    }];
  }

  /** Everything committed is durable and in the database file afterwards. Closing twice does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#background;
    const { wal, db } = this.#parts;
    if (wal === undefined) db.close();
    else await wal.close();
  }

  #checkSize(): void {
    const { wal, checkpointBytes } = this.#parts;
    if (wal === undefined) return;
    const { sizeBytes } = wal;
    if (sizeBytes < checkpointBytes) return;
    // After a failed sync nothing empties the log any more, and it must not fill the disk.
    if (wal.failure !== undefined && sizeBytes > wal.limitBytes) throw wal.failure;
    this.#background = this.maintain();
  }

  /** I3. */
  #assertOrder({ revision, term, events, amendment }: CommitBatch): void {
    if (term < this.#history.term) {
      throw new JournalError("order", `Cannot store term ${term}: ${this.#history.term} came before it`);
    }
    const { head } = this.#history;
    const cutTo = amendment?.cutTo ?? head;
    let last = cutTo < head ? cutTo : head;
    for (const event of events) {
      if (event.revision <= last) {
        throw new JournalError("order", `Cannot store revision ${event.revision}: ${last} came before it`);
      }
      last = event.revision;
    }
    if (revision < last) {
      throw new JournalError(
        "order",
        `Cannot store revision ${revision}: ${last} came before it`,
      );
    }
  }

  /** I4. */
  #decodeRecord(stored: StoredRecord): ServiceRecord | undefined {
    const { resource } = stored;
    if ("cause" in stored) {
      this.#parts.onCorrupt();
      this.#reportDamage("Stored service left out", { resource, problem: messageOf(stored.cause) });
      return undefined;
    }
    const { json } = stored;
    try {
      const record = decodeRecord(json);
      if (record.service.metadata.id === resource) return record;
      this.#reportDamage("Stored service left out", { resource, problem: "its record has a different name" });
    } catch (error) {
      this.#reportDamage("Stored service left out", { resource, problem: messageOf(error) });
    }
    return undefined;
  }

  #decodeEvent(json: string): StateEvent | undefined {
    try {
      return decodeEvent(json);
    } catch (error) {
      this.#reportDamage("Stored event left out", { problem: messageOf(error), event: json.slice(0, 200) });
      return undefined;
    }
  }

  #reportDamage(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.#damaged += 1;
    this.#parts.log.error(message, fields);
  }

  #guard<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const error = JournalError.from(cause, what);
      if (error.kind === "corrupt") this.#parts.onCorrupt();
      throw error;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw closedError();
  }
}

function isEmpty({ records, events, removed }: CommitBatch): boolean {
  return records.length === 0 && events.length === 0 && removed.length === 0;
}

function closedError(): JournalError {
  return new JournalError("closed", "The journal is closed");
}

/** SQLite may have rolled back by itself already (disk full, I/O error). */
function rollback(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // There was no transaction left.
  }
}
