/**
 * Reads the rows of a journal one by one, each with its problem: `verify` reports these, `inspect` counts them and `export` leaves
 * such rows out.
 *
 * A row that cannot be decoded is one problem and does not end the iteration (a damaged page does: SQLite throws).
 */
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../kit/errors.ts";
import { decodeEvent, decodeRecord } from "../records/codec.ts";
import type { StateEvent } from "../state/event_model.ts";
import { parseResourceId } from "../state/resource_id.ts";
import { inPages, readingBigInts, type Row, toBigInt } from "./pages.ts";
import { readMeta, SLOTS_PER_SERVICE } from "./schema.ts";

/** The position of the journal. */
export interface Position {
  readonly schemaVersion: number;
  /** Events kept per service. */
  readonly ringSize: number;
  /** Term and revision of the newest commit. */
  readonly term: bigint;
  readonly revision: bigint;
  /** Newest revision of the services whose history was forgotten; 0 = none was. */
  readonly forgotten: bigint;
  /** Revisions up to this one may have been published without being stored; not set = none beyond `revision`. */
  readonly reserved?: bigint;
}

/** Throws what SQLite throws. */
export function readPosition(db: DatabaseSync): Position {
  const number = (key: string, missing: string) => BigInt(readMeta(db, key) ?? missing);
  const newest = readingBigInts(db.prepare("SELECT max(revision) AS newest FROM services"));
  const forgotten = number("forgotten", "0");
  const candidates = [number("head", "0"), forgotten, toBigInt(newest.get()?.["newest"] ?? 0n)];
  const revision = candidates.reduce((a, b) => a > b ? a : b);
  const reserved = number("reserved", "0");
  return {
    schemaVersion: Number(readMeta(db, "schema")),
    ringSize: Number(readMeta(db, "ring")),
    term: number("term", "1"),
    ...{ revision, forgotten },
    ...(reserved > revision ? { reserved } : {}),
  };
}

/** One row of `services`. */
export interface ServiceRow {
  readonly id: number;
  readonly resource: string;
  readonly revision: bigint;
  readonly sequence: number;
  readonly evicted: bigint;
  /** 0 = it exists. */
  readonly removed: bigint;
  /** JSON; undefined once the service ended. */
  readonly record: string | undefined;
}

/** One row of `events`. */
export interface EventRow {
  /** Row of the service whose ring holds the event, and the slot in that ring. */
  readonly service: number;
  readonly slot: number;
  readonly revision: bigint;
  readonly json: string;
  /** Not set = it cannot be decoded. */
  readonly event: StateEvent | undefined;
  /** Not set = sound. */
  readonly problem?: string;
}

/** Services in the order of the export and of forgetting: existing ones, then ended ones, those that ended first before the others. */
export function* serviceRows(db: DatabaseSync): Generator<ServiceRow> {
  const sql = "SELECT id, resource, revision, sequence, evicted, removed, record FROM services " +
    "WHERE (removed, id) > (?, ?) ORDER BY removed, id LIMIT ?";
  const placeOf = (row: Row) => [toBigInt(row["removed"]), toBigInt(row["id"])];
  for (const row of inPages(db, sql, { start: [-1n, 0n], placeOf })) yield serviceRow(row);
}

function serviceRow(row: Row): ServiceRow {
  const record = row["record"];
  return {
    id: Number(row["id"]),
    resource: String(row["resource"]),
    revision: toBigInt(row["revision"]),
    sequence: Number(row["sequence"]),
    evicted: toBigInt(row["evicted"]),
    removed: toBigInt(row["removed"]),
    record: typeof record === "string" ? record : undefined,
  };
}

/** Events in order of revision. */
export function* eventRows(db: DatabaseSync): Generator<EventRow> {
  const sql = "SELECT id, revision, type, event FROM events INDEXED BY events_by_revision " +
    "WHERE (revision, type, id) > (?, ?, ?) ORDER BY revision, type, id LIMIT ?";
  const placeOf = (row: Row) => [toBigInt(row["revision"]), String(row["type"]), toBigInt(row["id"])];
  for (const row of inPages(db, sql, { start: [-1n, "", 0n], placeOf })) yield eventRow(row);
}

/** The newest events, oldest first. */
export function newestEventRows(db: DatabaseSync, count: number): readonly EventRow[] {
  const statement = readingBigInts(db.prepare(
    "SELECT id, revision, type, event FROM events INDEXED BY events_by_revision ORDER BY revision DESC LIMIT ?",
  ));
  return statement.all(count).map(eventRow).reverse();
}

function eventRow(row: Row): EventRow {
  const id = Number(row["id"]);
  const json = String(row["event"]);
  const place = {
    service: Math.floor(id / SLOTS_PER_SERVICE),
    slot: id % SLOTS_PER_SERVICE,
    revision: toBigInt(row["revision"]),
    json,
  };
  try {
    const event = decodeEvent(json);
    const isConsistent = event.revision === place.revision && event.eventType === row["type"];
    return isConsistent
      ? { ...place, event }
      : { ...place, event, problem: "its row describes another event" };
  } catch (error) {
    return { ...place, event: undefined, problem: messageOf(error) };
  }
}

/** The problem of the row, its record included; undefined = it is sound. */
export function problemOfService({ resource, record, removed, revision }: ServiceRow): string | undefined {
  try {
    parseResourceId(resource);
    if (record === undefined) return removed > 0n ? undefined : "it has no record";
    if (removed > 0n) return "it ended, but has a record";
    const { metadata } = decodeRecord(record).service;
    if (metadata.id !== resource) return "its record has a different name";
    return metadata.revision > revision ? "its record is newer than its row" : undefined;
  } catch (error) {
    return messageOf(error);
  }
}
