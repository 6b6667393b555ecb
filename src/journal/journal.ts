/**
 * Opens the journal. The boot continues whatever state the files are in.
 *
 * I1  A file that is not a sound journal of this version or an older one is moved aside, never removed and never written.
 * I2  A sound journal is opened with its log replayed into the database and emptied, durably, before the first commit.
 * I3  When the files cannot be used at all, a journal in memory replaces them, and every `flush` fails with the reason.
 */
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../kit/errors.ts";
import type { Log } from "../ports/log.ts";
import { openDatabase, realPathOf } from "./database.ts";
import { JournalError } from "./journal_error.ts";
import { keepPrivate, moveAside, removeIfThere, sizeOf, syncDirectory } from "./quarantine.ts";
import {
  createSchema,
  findSchema,
  PAGE_BYTES,
  pageBytesOf,
  resizeRings,
  SCHEMA_VERSION,
  SLOTS_PER_SERVICE,
} from "./schema.ts";
import { Journal, type JournalParts } from "./store.ts";
import { Wal } from "./wal.ts";

export { JOURNAL_FILE } from "../ports/journal_tools.ts";
export { JournalError, type JournalErrorKind } from "./journal_error.ts";
export { Journal, type JournalStats } from "./store.ts";

/** Files up to this size are checked page by page at every start, larger ones only after damage was seen. */
const FULL_CHECK_BYTES = 67_108_864;

export interface JournalOptions {
  /** Events kept per service, 8 to 65,536. Default 256. */
  readonly ringSize?: number;
  /** Services that ended whose history is kept. Default 1,000. */
  readonly removedServices?: number;
  /** Size of the write-ahead log that triggers a checkpoint, bytes. Default 4 MiB. */
  readonly checkpointBytes?: number;
  /** Size of the write-ahead log at which a checkpoint blocks commits until it is finished, bytes. Default 64 MiB. */
  readonly logLimitBytes?: number;
  readonly log?: Log;
}

export type OpenOutcome =
  /** The existing journal, or a new one. */
  | { readonly kind: "opened"; readonly journal: Journal; readonly isNew: boolean }
  /** The existing files could not be used and were moved to `movedTo`; the journal is empty. */
  | {
    readonly kind: "quarantined";
    readonly journal: Journal;
    readonly reason: "corrupt" | "newer";
    readonly movedTo: string;
    readonly message: string;
  }
  /** The files cannot be read or written; the journal is empty and in memory. */
  | { readonly kind: "volatile"; readonly journal: Journal; readonly error: JournalError };

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Opens the journal at `path`; the caller holds the instance lock (`platform/process/lock.ts`). Never throws because of the files. */
export function openJournal(path: string, options: JournalOptions = {}): OpenOutcome {
  const settings = withDefaults(options);
  const { log } = settings;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const found = openFound(path, settings);
    if (found.kind === "opened") return found;
    const movedTo = moveAside(path, found.reason);
    removeIfThere(suspectPath(path));
    syncDirectory(dirname(path));
    log.error("Journal moved aside, starting with an empty one", { path, movedTo, reason: found.message });
    const { reason, message } = found;
    return { kind: "quarantined", reason, message, movedTo, journal: openFile(path, settings).journal };
  } catch (cause) {
    const error = JournalError.from(cause, `open the journal ${path}`);
    log.error("Journal cannot be used, nothing survives the end of this process", { path, error });
    return { kind: "volatile", error, journal: openVolatile(settings, error) };
  }
}

type Settings = Required<JournalOptions>;

function withDefaults(options: JournalOptions): Settings {
  const settings: Settings = {
    ringSize: 256,
    removedServices: 1_000,
    checkpointBytes: 4_194_304,
    logLimitBytes: 67_108_864,
    log: SILENT,
    ...options,
  };
  if (settings.ringSize < 1 || settings.ringSize > SLOTS_PER_SERVICE) {
    throw new RangeError(`ringSize ${settings.ringSize} is not within 1 to ${SLOTS_PER_SERVICE}`);
  }
  return settings;
}

type Found =
  | Extract<OpenOutcome, { readonly kind: "opened" }>
  | { readonly kind: "unusable"; readonly reason: "corrupt" | "newer"; readonly message: string };

/** Opens the existing files, or returns why they have to be moved aside. Throws when the files cannot be used at all. */
function openFound(path: string, settings: Settings): Found {
  if ((sizeOf(path) ?? 0) === 0 && (sizeOf(`${path}-wal`) ?? 0) > 0) {
    // SQLite would silently discard the log.
    return { kind: "unusable", reason: "corrupt", message: "the database is empty but its log is not" };
  }
  try {
    return { kind: "opened", ...openFile(path, settings) };
  } catch (cause) {
    if (cause instanceof NewerSchemaError) {
      return { kind: "unusable", reason: "newer", message: cause.message };
    }
    const error = JournalError.from(cause, `open the journal ${path}`);
    if (error.kind !== "corrupt") throw error;
    return { kind: "unusable", reason: "corrupt", message: messageOf(cause) };
  }
}

/** A newer program wrote the journal. */
class NewerSchemaError extends Error {
  constructor(version: number) {
    super(`the journal has schema version ${version}, this program knows up to ${SCHEMA_VERSION}`);
  }
}

function openFile(path: string, settings: Settings): { readonly journal: Journal; readonly isNew: boolean } {
  const isNew = (sizeOf(path) ?? 0) === 0;
  // Opened first and closed last: while a reader has the file open, SQLite leaves log and database as they are when a
  // connection that can write is closed (I1).
  let reader = isNew ? undefined : openReadOnly(path);
  let db: DatabaseSync | undefined;
  try {
    if (reader !== undefined) inspect(reader, path);
    keepPrivate(realPathOf(path));
    db = openDatabase(path);
    if (isNew) db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
    db.exec("PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF");
    if (findSchema(db).kind === "empty") createSchema(db, settings.ringSize);
    else if (resizeRings(db, settings.ringSize)) settings.log.info("Event rings laid out anew", { path });
    emptyLog(db);
    syncDirectory(dirname(path));
    reader ??= openReadOnly(path);
    const wal = new Wal({ db, reader, path, limitBytes: settings.logLimitBytes });
    const suspect = suspectPath(path);
    return { isNew, journal: newJournal(settings, { db, wal, onCorrupt: () => markSuspect(suspect) }) };
  } catch (error) {
    db?.close();
    reader?.close();
    throw error;
  }
}

function openReadOnly(path: string): DatabaseSync {
  const reader = openDatabase(path, { readOnly: true });
  reader.exec("PRAGMA cache_size = -64; PRAGMA trusted_schema = OFF");
  return reader;
}

/** Throws when the file is not a sound journal that this program knows. */
function inspect(reader: DatabaseSync, path: string): void {
  const schema = findSchema(reader);
  if (schema.kind === "newer") throw new NewerSchemaError(schema.version);
  if (schema.kind === "foreign") {
    throw new JournalError("corrupt", "the file is a database of another program");
  }
  // With a log beside it the file may have been truncated in the middle of a checkpoint, which is repeated from the log.
  const isTorn = (sizeOf(path) ?? 0) % pageBytesOf(reader) !== 0 && (sizeOf(`${path}-wal`) ?? 0) === 0;
  if (isTorn) throw new JournalError("corrupt", "the file ends in the middle of a page");
  checkPages(reader, path);
}

/** Reads every page, where that is quick or where damage was seen before. Throws when one is damaged. */
function checkPages(reader: DatabaseSync, path: string): void {
  const isSuspect = sizeOf(suspectPath(path)) !== undefined;
  if (!isSuspect && (sizeOf(path) ?? 0) > FULL_CHECK_BYTES) return;
  const result = reader.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (result !== "ok") throw new JournalError("corrupt", `a page is damaged: ${String(result)}`);
  removeIfThere(suspectPath(path));
}

/** I2. */
function emptyLog(db: DatabaseSync): void {
  const isBusy = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] !== 0;
  if (isBusy) throw new JournalError("locked", "Cannot open the journal: another program has it open");
}

function openVolatile(settings: Settings, cause: JournalError): Journal {
  const db = new DatabaseSync(":memory:");
  createSchema(db, settings.ringSize);
  return newJournal(settings, { db, volatileCause: cause, onCorrupt: () => {} });
}

function newJournal(
  { ringSize, removedServices, checkpointBytes, log }: Settings,
  parts: Pick<JournalParts, "db" | "wal" | "volatileCause" | "onCorrupt">,
): Journal {
  return new Journal({ ringSize, removedServices, checkpointBytes, log, ...parts });
}

function suspectPath(path: string): string {
  return `${path}.suspect`;
}

/** Best effort: the disk itself may be broken. */
function markSuspect(path: string): void {
  try {
    Deno.writeTextFileSync(path, "Stored data was found damaged; the next start checks every page.\n");
  } catch {
    // The next start then detects the damage as this one did.
  }
}
