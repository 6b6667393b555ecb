/**
 * The rows of a journal one by one, each with what is wrong with it: what `verify` reports, `inspect` counts and `export`
 * leaves out.
 *
 * A row that cannot be decoded is one problem; it never ends the walk (damaged pages do: SQLite throws).
 *
 * I1  Rows are read in pages of `all()`, never by `iterate()`, which on a damaged page ends as if there were no more.
 */
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../errors.ts";
import { decodeEvent, decodeRecord } from "../records/codec.ts";
import type { StateEvent } from "../state/event_model.ts";
import { parseResourceId } from "../state/resource_id.ts";
import { readMeta, SLOTS_PER_SERVICE } from "./schema.ts";

/** What the journal says of itself. */
export interface Position {
  readonly schemaVersion: number;
  /** Events kept per service. */
  readonly ringSize: number;
  /** Of the newest commit. */
  readonly term: bigint;
  readonly revision: bigint;
  /** Newest revision of the services whose history was forgotten; 0 = none was. */
  readonly forgotten: bigint;
}

/** Throws what SQLite throws. */
export function readPosition(db: DatabaseSync): Position {
  const number = (key: string, missing: string) => BigInt(readMeta(db, key) ?? missing);
  const newest = db.prepare("SELECT max(revision) AS newest FROM services");
  newest.setReadBigInts(true);
  const forgotten = number("forgotten", "0");
  const candidates = [number("head", "0"), forgotten, toBigInt(newest.get()?.["newest"] ?? 0n)];
  return {
    schemaVersion: Number(readMeta(db, "schema")),
    ringSize: Number(readMeta(db, "ring")),
    term: number("term", "1"),
    revision: candidates.reduce((a, b) => a > b ? a : b),
    forgotten,
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
  /** Not set = sound. */
  readonly problem?: string;
}

/** One row of `events`. */
export interface EventRow {
  /** Row of the service in whose ring it is, and its place there. */
  readonly service: number;
  readonly slot: number;
  readonly revision: bigint;
  readonly json: string;
  /** Not set = it cannot be decoded. */
  readonly event: StateEvent | undefined;
  /** Not set = sound. */
  readonly problem?: string;
}

/** Rows read at once (I1). */
const PAGE_ROWS = 500;

/** Services in the order in which their rows are given out and forgotten: those that exist, then those that ended first. */
export function* serviceRows(db: DatabaseSync): Generator<ServiceRow> {
  const statement = db.prepare(
    "SELECT id, resource, revision, sequence, evicted, removed, record FROM services " +
      "WHERE (removed, id) > (?, ?) ORDER BY removed, id LIMIT ?",
  );
  statement.setReadBigInts(true);
  let after: readonly [bigint, bigint] = [-1n, 0n];
  for (;;) {
    const page = statement.all(...after, PAGE_ROWS);
    for (const row of page) yield serviceRow(row);
    const last = page.at(-1);
    if (last === undefined) return;
    after = [toBigInt(last["removed"]), toBigInt(last["id"])];
  }
}

function serviceRow(row: Readonly<Record<string, unknown>>): ServiceRow {
  const record = row["record"];
  const service = {
    id: Number(row["id"]),
    resource: String(row["resource"]),
    revision: toBigInt(row["revision"]),
    sequence: Number(row["sequence"]),
    evicted: toBigInt(row["evicted"]),
    removed: toBigInt(row["removed"]),
    record: typeof record === "string" ? record : undefined,
  };
  const problem = problemOfService(service);
  return problem === undefined ? service : { ...service, problem };
}

/** Events in order of revision. */
export function* eventRows(db: DatabaseSync): Generator<EventRow> {
  const statement = db.prepare(
    "SELECT id, revision, type, event FROM events INDEXED BY events_by_revision " +
      "WHERE (revision, type, id) > (?, ?, ?) ORDER BY revision, type, id LIMIT ?",
  );
  statement.setReadBigInts(true);
  let after: readonly [bigint, string, bigint] = [-1n, "", 0n];
  for (;;) {
    const page = statement.all(...after, PAGE_ROWS);
    for (const row of page) yield eventRow(row);
    const last = page.at(-1);
    if (last === undefined) return;
    after = [toBigInt(last["revision"]), String(last["type"]), toBigInt(last["id"])];
  }
}

/** The newest events, oldest first. */
export function newestEventRows(db: DatabaseSync, count: number): readonly EventRow[] {
  const statement = db.prepare(
    "SELECT id, revision, type, event FROM events INDEXED BY events_by_revision ORDER BY revision DESC LIMIT ?",
  );
  statement.setReadBigInts(true);
  return statement.all(count).map(eventRow).reverse();
}

function eventRow(row: Readonly<Record<string, unknown>>): EventRow {
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
    const isAsTold = event.revision === place.revision && event.eventType === row["type"];
    return isAsTold ? { ...place, event } : { ...place, event, problem: "its row tells of another event" };
  } catch (error) {
    return { ...place, event: undefined, problem: messageOf(error) };
  }
}

function problemOfService({ resource, record, removed, revision }: ServiceRow): string | undefined {
  try {
    parseResourceId(resource);
    if (record === undefined) return removed > 0n ? undefined : "it has no record";
    if (removed > 0n) return "it ended, but has a record";
    const { metadata } = decodeRecord(record).service;
    if (metadata.id !== resource) return "its name is another one inside";
    return metadata.revision > revision ? "its record is newer than its row" : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function toBigInt(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(Number(value));
}
