/**
 * Imports an exported journal.
 *
 * I1  Every line of the file is checked before anything is written.
 * I2  The new journal is written beside the old one and replaces it once it is complete and durable; until then the old one is unchanged.
 * I3  A replaced journal is moved aside, never removed.
 *
 * The caller holds the instance lock.
 */
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { ImportOptions, ImportOutcome } from "../ports/journal_tools.ts";
import { AuditWriter } from "./audit_chain.ts";
import { openDatabase } from "./database.ts";
import { markPath } from "./mark.ts";
import { moveAside, removeIfThere, sizeOf, syncDirectory } from "./quarantine.ts";
import { readJournal } from "./reading.ts";
import { createSchema, inTransaction, PAGE_BYTES, SLOTS_PER_SERVICE, writeMeta } from "./schema.ts";
import type { TransferHeader, TransferLine } from "./transfer_format.ts";
import { readLines, TransferError } from "./transfer_reader.ts";

const PARTS = ["", "-wal", "-shm", "-journal"] as const;

/** Imports `file` as the journal at `path`. Throws what SQLite and the file system throw; the old journal is then unchanged. */
export function importJournal(path: string, options: ImportOptions): ImportOutcome {
  const found = contentOf(path);
  if (found !== undefined && !options.isReplacing) return { kind: "occupied", message: found };
  const fresh = `${path}.importing`;
  try {
    // I1.
    for (const _line of readLines(linesOf(options.file)));
    for (const part of PARTS) removeIfThere(fresh + part);
    const imported = write(fresh, readLines(linesOf(options.file)));
    const isThere = sizeOf(path) !== undefined || sizeOf(`${path}-wal`) !== undefined;
    const movedTo = isThere ? moveAside(path, "replaced") : undefined;
    removeIfThere(`${path}.suspect`);
    // It is not the journal that the mark speaks of.
    removeIfThere(markPath(path));
    Deno.renameSync(fresh, path);
    syncDirectory(dirname(path));
    return { kind: "imported", ...imported, ...(movedTo === undefined ? {} : { movedTo }) };
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    return { kind: "invalid", problems: error.problems };
  } finally {
    for (const part of PARTS) removeIfThere(fresh + part);
  }
}

/** What would be lost; undefined = nothing. */
function contentOf(path: string): string | undefined {
  const outcome = readJournal(path, (db) => ({
    kind: "read" as const,
    services: Number(db.prepare("SELECT count(*) AS n FROM services").get()?.["n"]),
  }));
  switch (outcome.kind) {
    case "absent":
      return undefined;
    case "read":
      return outcome.services === 0 ? undefined : `it has ${outcome.services} services`;
    default:
      return outcome.message;
  }
}

interface Written {
  readonly services: number;
  readonly removedServices: number;
  readonly events: number;
  readonly revision: bigint;
}

/** Writes the database; it is durable afterwards, and has no log. */
function write(path: string, lines: Generator<TransferLine>): Written {
  const db = openDatabase(path);
  try {
    Deno.chmodSync(path, 0o600);
    // The page size must be set before the first table exists.
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    db.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192");
    const first = lines.next();
    if (first.done === true || first.value.kind !== "header") {
      throw new TransferError(["the header is missing"]);
    }
    const { header } = first.value;
    createSchema(db, header.ringSize);
    let written: Written | undefined;
    inTransaction(db, () => {
      written = writeRows(db, header, lines);
    });
    if (written === undefined) throw new Error("The transaction ended without its work");
    return written;
  } finally {
    // Closes the file when the generator was not read to its end.
    lines.return(undefined);
    db.close();
  }
}

function writeRows(db: DatabaseSync, header: TransferHeader, lines: Iterable<TransferLine>): Written {
  writeMeta(db, "forgotten", `${header.forgotten}`);
  writeMeta(db, "term", `${header.term}`);
  writeMeta(db, "head", `${header.revision}`);
  if (header.reserved !== undefined) writeMeta(db, "reserved", `${header.reserved}`);
  const putService = db.prepare(
    "INSERT INTO services (id, resource, revision, sequence, evicted, removed, record) VALUES (?, ?, ?, 0, ?, ?, ?)",
  );
  const putEvent = db.prepare("INSERT INTO events (id, revision, type, event) VALUES (?, ?, ?, ?)");
  const putSequence = db.prepare("UPDATE services SET sequence = ? WHERE id = ?");
  const rings = new Map<string, { readonly id: number; sequence: number }>();
  const audit = new AuditWriter(db);
  let removedServices = 0;
  let events = 0;
  for (const line of lines) {
    if (line.kind === "service") {
      const { resource, revision: own, evicted, removed, record } = line.service;
      const id = rings.size + 1;
      rings.set(resource, { id, sequence: 0 });
      putService.run(id, resource, own, evicted, removed, record ?? null);
      if (removed > 0n) removedServices += 1;
    } else if (line.kind === "event") {
      const { resource, revision: own, type, json } = line.event;
      const ring = rings.get(resource);
      if (ring === undefined) continue;
      putEvent.run(ring.id * SLOTS_PER_SERVICE + ring.sequence, own, type, json);
      ring.sequence += 1;
      events += 1;
    } else if (line.kind === "audit-anchor") audit.anchor(line.hash);
    else if (line.kind === "audit") audit.put(line.row);
  }
  for (const { id, sequence } of rings.values()) putSequence.run(sequence, id);
  return { services: rings.size - removedServices, removedServices, events, revision: header.revision };
}

/** Longest line, characters: far above any record; the limit keeps a wrong file from filling the memory. */
const MAX_LINE = 33_554_432;

function* linesOf(file: string): Generator<string> {
  using input = Deno.openSync(file, { read: true });
  const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });
  const buffer = new Uint8Array(65_536);
  let rest = "";
  for (;;) {
    const count = input.readSync(buffer);
    rest += count === null ? decoder.decode() : decoder.decode(buffer.subarray(0, count), { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    if (rest.length > MAX_LINE) throw new TransferError(["a line is too long: this is no exported journal"]);
    if (count === null) break;
  }
  if (rest !== "") yield rest;
}
