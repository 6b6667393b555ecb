/**
 * The tables of the journal, their schema version, and the change of the ring size.
 *
 * - `services`: one row per service that exists or whose history is still kept: its record (JSON, NULL once it ended) and
 *   the position of its event ring.
 * - `events`: the rings. The row id is `service id * SLOTS_PER_SERVICE + slot`, so a ring is contiguous in the table and an
 *   overwritten event costs no more than a new one.
 * - `meta`: schema version, ring size, term, reserved revision, the revision up to which forgotten services may have had events, and
 *   the newest revision where no service row holds it.
 */
import type { DatabaseSync } from "node:sqlite";

/** Grows when an old program must not open what a new one wrote. */
export const SCHEMA_VERSION = 1;
/** Page size of a new journal: a commit touches few bytes of each page, and flash is written by the page. Older ones keep theirs. */
export const PAGE_BYTES = 512;
/** Row ids set aside per service; the upper bound of the ring size. */
export const SLOTS_PER_SERVICE = 65_536;

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE services (
  id INTEGER PRIMARY KEY,
  resource TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL, -- of the newest commit that touched it
  sequence INTEGER NOT NULL, -- events written to its ring since it was last laid out
  evicted INTEGER NOT NULL,  -- newest revision that was overwritten; 0 = none
  removed INTEGER NOT NULL,  -- revision at which it ended; 0 = it exists
  record TEXT                -- JSON; NULL once it ended
) STRICT;
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_revision ON events (revision, type);
`;

/** What was found in a file that SQLite can open. */
export type FoundSchema =
  | { readonly kind: "empty" }
  | { readonly kind: "current" }
  | { readonly kind: "newer"; readonly version: number }
  /** A database of another program. */
  | { readonly kind: "foreign" };

export function findSchema(db: DatabaseSync): FoundSchema {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map((row) =>
    row["name"]
  );
  if (tables.length === 0) return { kind: "empty" };
  if (!tables.includes("meta")) return { kind: "foreign" };
  const version = Number(readMeta(db, "schema"));
  if (!Number.isInteger(version) || version < 1) return { kind: "foreign" };
  return version > SCHEMA_VERSION ? { kind: "newer", version } : { kind: "current" };
}

/** Creates the tables; all of them or none. */
export function createSchema(db: DatabaseSync, ringSize: number): void {
  inTransaction(db, () => {
    db.exec(TABLES);
    writeMeta(db, "schema", String(SCHEMA_VERSION));
    writeMeta(db, "ring", String(ringSize));
    writeMeta(db, "forgotten", "0");
  });
}

export function pageBytesOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
}

export function readMeta(db: DatabaseSync, key: string): string | undefined {
  const value = db.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.["value"];
  return typeof value === "string" ? value : undefined;
}

export function writeMeta(db: DatabaseSync, key: string, value: string): void {
  db.prepare(
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  )
    .run(key, value);
}

/**
 * Rewrites all rings for another size: the newest events stay, in order, from slot 0 on. Returns whether anything had to be done.
 * One transaction; takes about 10 us per event.
 */
export function resizeRings(db: DatabaseSync, ringSize: number): boolean {
  if (readMeta(db, "ring") === String(ringSize)) return false;
  inTransaction(db, () => {
    db.exec(
      "CREATE TEMP TABLE ranked (service INTEGER, newest INTEGER, revision INTEGER, type TEXT, event TEXT)",
    );
    db.exec(`
      INSERT INTO ranked
      SELECT id / ${SLOTS_PER_SERVICE},
        row_number() OVER (PARTITION BY id / ${SLOTS_PER_SERVICE} ORDER BY revision DESC), revision, type, event
      FROM events`);
    db.prepare(`
      UPDATE services SET
        evicted = max(evicted, coalesce((SELECT max(revision) FROM ranked WHERE service = id AND newest > ?1), 0)),
        sequence = (SELECT count(*) FROM ranked WHERE service = id AND newest <= ?1)`).run(ringSize);
    db.exec("DELETE FROM events");
    db.prepare(`
      INSERT INTO events
      SELECT service * ${SLOTS_PER_SERVICE}
        + row_number() OVER (PARTITION BY service ORDER BY revision) - 1, revision, type, event
      FROM ranked WHERE newest <= ? ORDER BY 1`).run(ringSize);
    db.exec("DROP TABLE ranked");
    writeMeta(db, "ring", String(ringSize));
  });
  return true;
}

/** Runs `work` in a transaction that is rolled back when it throws. */
export function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    work();
    db.exec("COMMIT");
  } catch (error) {
    rollback(db);
    throw error;
  }
}

/** SQLite may have rolled back by itself already (disk full, I/O error). */
function rollback(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // There was no transaction left to roll back.
  }
}
