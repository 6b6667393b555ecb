/**
 * Opens a journal read-only, also while a daemon has it open.
 *
 * I1  Neither the database nor its log is changed.
 * I2  Everything read in one `readJournal` belongs to one snapshot.
 * I3  The read transaction ends with `work`: until then the daemon cannot empty its log.
 */
import { basename, dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../kit/errors.ts";
import type { AsideFile, UnusableJournal } from "../ports/journal_tools.ts";
import { openDatabase } from "./database.ts";
import { JournalError } from "./journal_error.ts";
import { sizeOf } from "./quarantine.ts";
import { findSchema, SCHEMA_VERSION } from "./schema.ts";

/** Passes the open journal at `path` to `work`, or returns why it cannot be read. Never throws because of the files. */
export function readJournal<T>(path: string, work: (db: DatabaseSync) => T): T | UnusableJournal {
  let db: DatabaseSync | undefined;
  try {
    const sizeBytes = sizeOf(path);
    if ((sizeBytes ?? 0) === 0) {
      if ((sizeOf(`${path}-wal`) ?? 0) === 0) return { kind: "absent" };
      return { kind: "corrupt", message: "the database is empty but its log is not" };
    }
    db = openReader(path);
    db.exec("BEGIN");
    const schema = findSchema(db);
    if (schema.kind === "newer") {
      const message = `schema version ${schema.version}; this program knows up to ${SCHEMA_VERSION}`;
      return { kind: "newer", message };
    }
    if (schema.kind === "foreign") return { kind: "corrupt", message: "a database of another program" };
    if (schema.kind === "empty") return { kind: "absent" };
    return work(db);
  } catch (cause) {
    const error = JournalError.from(cause, `read ${path}`);
    return { kind: error.kind === "corrupt" ? "corrupt" : "unreadable", message: messageOf(cause) };
  } finally {
    closeQuietly(db);
  }
}

/**
 * With a log SQLite uses the files of the writing process, and the connection is read-only. Without one SQLite creates two files of its
 * own, which only a writable connection removes again: the connection is then writable, and `query_only` keeps the database unchanged.
 */
function openReader(path: string): DatabaseSync {
  const hasLog = ["-wal", "-journal"].some((part) => sizeOf(path + part) !== undefined);
  const db = openDatabase(path, { readOnly: hasLog });
  db.exec("PRAGMA query_only = ON; PRAGMA cache_size = -2048; PRAGMA trusted_schema = OFF");
  return db;
}

function closeQuietly(db: DatabaseSync | undefined): void {
  try {
    db?.close();
  } catch {
    // The result of the read does not depend on the close.
  }
}

/** Files beside the journal that were moved aside, newest first. Throws when the directory cannot be read. */
export function asideFiles(path: string): readonly AsideFile[] {
  const prefix = `${basename(path)}.`;
  const found: AsideFile[] = [];
  for (const { name } of listed(dirname(path))) {
    if (!name.startsWith(prefix) || !/^[a-z]+-\d+$/.test(name.slice(prefix.length))) continue;
    const { size, mtime } = Deno.statSync(join(dirname(path), name));
    found.push({ name, sizeBytes: size, modifiedAtMs: mtime?.getTime() ?? 0 });
  }
  return found.sort((a, b) => b.modifiedAtMs - a.modifiedAtMs || (a.name < b.name ? 1 : -1));
}

function listed(directory: string): readonly Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(directory)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
