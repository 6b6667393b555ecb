/**
 * The audit trail in the journal: a chain of entries, each with the hash of itself and of the one before it.
 *
 * I1  hash(n) = SHA-256(hash(n-1), line feed, entry n): who changes, inserts or takes out an entry changes every hash after it.
 * I2  The newest `AUDIT_CAPACITY` entries are kept; the hash before the oldest of them is the anchor, from which the chain is proved.
 * I3  An entry is stored as `jsonText` writes it, so that an export and an import give the same bytes, and the same hashes.
 */
import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { jsonText } from "../kit/visible_text.ts";
import type { AuditEntry } from "../ports/audit.ts";
import { inPages, toBigInt } from "./pages.ts";
import { inTransaction, readMeta, writeMeta } from "./schema.ts";

/** Entries that are kept (I2). */
export const AUDIT_CAPACITY = 10_000;
/** Entries above it that are taken out together. */
const SLACK = 64;
/** The hash before the first entry of all. */
const GENESIS = "0".repeat(64);
const TABLE =
  "CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL) STRICT";

/** One link. */
export interface AuditRow {
  readonly sequence: bigint;
  readonly entry: string;
  readonly hash: string;
}

function linkHash(before: string, entry: string): string {
  return createHash("sha256").update(`${before}\n${entry}`).digest("hex");
}

/** The end of the chain that an open journal has; the first entry makes the table. */
export class AuditChain {
  readonly #db: DatabaseSync;
  #sequence = 0n;
  #oldest = 1n;
  #hash: string;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#hash = GENESIS;
    if (!hasTrail(db)) return;
    const newest = db.prepare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1").get();
    const oldest = db.prepare("SELECT min(sequence) AS oldest FROM audit").get();
    this.#sequence = toBigInt(newest?.["sequence"] ?? 0);
    this.#oldest = toBigInt(oldest?.["oldest"] ?? 1);
    this.#hash = String(newest?.["hash"] ?? anchorOf(db));
  }

  /** Throws what SQLite throws, and then nothing was changed. */
  append(entry: AuditEntry): void {
    const text = jsonText(entry);
    const hash = linkHash(this.#hash, text);
    const sequence = this.#sequence + 1n;
    let oldest = this.#oldest;
    inTransaction(this.#db, () => {
      if (this.#sequence === 0n) this.#db.exec(TABLE);
      putRow(this.#db, { sequence, entry: text, hash });
      if (sequence - oldest >= BigInt(AUDIT_CAPACITY + SLACK)) {
        oldest = sequence - BigInt(AUDIT_CAPACITY) + 1n;
        const last = this.#db.prepare("SELECT hash FROM audit WHERE sequence = ?").get(oldest - 1n);
        this.#db.prepare("DELETE FROM audit WHERE sequence < ?").run(oldest);
        writeMeta(this.#db, "audit_anchor", String(last?.["hash"] ?? GENESIS));
      }
    });
    [this.#sequence, this.#oldest, this.#hash] = [sequence, oldest, hash];
  }
}

function putRow(db: DatabaseSync, { sequence, entry, hash }: AuditRow): void {
  db.prepare("INSERT INTO audit (sequence, entry, hash) VALUES (?, ?, ?)").run(sequence, entry, hash);
}

/** The hash before the oldest entry that is kept. */
export function anchorOf(db: DatabaseSync): string {
  return readMeta(db, "audit_anchor") ?? GENESIS;
}

function hasTrail(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit'").get() !==
    undefined;
}

/** The links, oldest first; none where the journal has no trail yet. */
export function* auditRows(db: DatabaseSync): Generator<AuditRow> {
  if (!hasTrail(db)) return;
  const sql = "SELECT sequence, entry, hash FROM audit WHERE (sequence) > (?) ORDER BY sequence LIMIT ?";
  for (const row of inPages(db, sql, { start: [-1n], placeOf: (row) => [toBigInt(row["sequence"])] })) {
    yield { sequence: toBigInt(row["sequence"]), entry: String(row["entry"]), hash: String(row["hash"]) };
  }
}

/** The first place at which the chain is broken, in a sentence; undefined = it is whole. And its length. */
export function verifyChain(
  rows: Iterable<AuditRow>,
  anchor: string,
): { readonly entries: number; readonly problem?: string } {
  let before = anchor;
  let last: bigint | undefined;
  let entries = 0;
  let problem: string | undefined;
  for (const { sequence, entry, hash } of rows) {
    entries += 1;
    if (problem !== undefined) continue;
    const where = `audit entry ${sequence}`;
    if (last !== undefined && sequence !== last + 1n) {
      problem = `${where}: entry ${last + 1n} is missing before it`;
    } else if (hash !== linkHash(before, entry)) {
      problem = `${where}: it or the one before it was changed or taken out`;
    }
    last = sequence;
    before = hash;
  }
  return { entries, ...(problem === undefined ? {} : { problem }) };
}

/** Writes a trail that was exported into a new journal. */
export class AuditWriter {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(TABLE);
  }

  anchor(hash: string): void {
    writeMeta(this.#db, "audit_anchor", hash);
  }

  put(row: AuditRow): void {
    putRow(this.#db, row);
  }
}
