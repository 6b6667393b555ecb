/**
 * The services of the journal and their event rings: which rows belong to which service, what was overwritten, what was forgotten.
 *
 * Owns the statements that write and read; the transaction around a write belongs to the caller.
 *
 * I1  The memory index changes only in `settle`, after the transaction is committed; until then a change is `staged`.
 * I2  A ring holds the newest `ringSize` events of its service; `evicted` is the revision of the newest one overwritten.
 * I3  At most `removedServices` services that ended keep their history; those that ended first are forgotten first, and `forgotten` is
 *     the newest revision that any forgotten service had.
 */
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Amendment, CommitBatch, EventQuery } from "../ports/store.ts";
import type { StateEvent } from "../state/event_model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { decodeLineage, encodeEvent, encodeLineage, encodeRecord } from "../records/codec.ts";
import type { Lineage } from "../state/lineage.ts";
import { amendRows } from "./amend.ts";
import { inPages, readingBigInts, toBigInt } from "./pages.ts";
import { readMeta, SLOTS_PER_SERVICE, writeMeta } from "./schema.ts";

/** Position of one service's ring. */
interface Ring {
  readonly id: number;
  /** Newest commit that touched the service. */
  readonly revision: bigint;
  readonly sequence: number;
  readonly evicted: bigint;
  readonly isRemoved: boolean;
}

/** What a batch changes in the index, to be settled after its transaction is committed. */
export interface StagedBatch {
  readonly rings: ReadonlyMap<ResourceId, Ring>;
  readonly forgotten: readonly ResourceId[];
}

export interface HistoryOptions {
  readonly ringSize: number;
  readonly removedServices: number;
}

/** The record of a service that exists, or why it cannot be read. */
export type StoredRecord =
  | { readonly resource: ResourceId; readonly json: string }
  | { readonly resource: ResourceId; readonly cause: unknown };

export class History implements Buffered {
  readonly #db: DatabaseSync;
  readonly #options: HistoryOptions;
  readonly #rings = new Map<ResourceId, Ring>();
  /** Services that ended, in the order in which they did. */
  readonly #removed = new Set<ResourceId>();
  readonly #putService: StatementSync;
  readonly #putPosition: StatementSync;
  readonly #putEvent: StatementSync;
  readonly #revisionAt: StatementSync;
  readonly #deleteEvents: StatementSync;
  readonly #deleteService: StatementSync;
  #nextId = 1;
  #forgotten: bigint;
  #evicted: bigint;
  #head: bigint;
  #term: bigint;
  #reserved: bigint;
  /** Events that the rings hold, and how many were overwritten and how many services forgotten since the start. */
  #stored = 0;
  #overwritten = 0;
  #forgottenServices = 0;

  constructor(db: DatabaseSync, options: HistoryOptions) {
    this.#db = db;
    this.#options = options;
    this.#putService = db.prepare(
      "INSERT INTO services (id, resource, revision, sequence, evicted, removed, record) VALUES (?, ?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, sequence = excluded.sequence, " +
        "evicted = excluded.evicted, removed = excluded.removed, record = excluded.record",
    );
    this.#putPosition = db.prepare(
      "INSERT INTO services (id, resource, revision, sequence, evicted, removed) VALUES (?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, sequence = excluded.sequence, " +
        "evicted = excluded.evicted, removed = excluded.removed",
    );
    this.#putEvent = db.prepare(
      "INSERT INTO events (id, revision, type, event) VALUES (?, ?, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, type = excluded.type, event = excluded.event",
    );
    this.#revisionAt = readingBigInts(db.prepare("SELECT revision FROM events WHERE id = ?"));
    this.#deleteEvents = db.prepare("DELETE FROM events WHERE id BETWEEN ? AND ?");
    this.#deleteService = db.prepare("DELETE FROM services WHERE id = ?");
    this.#forgotten = BigInt(readMeta(db, "forgotten") ?? "0");
    this.#evicted = this.#forgotten;
    this.#head = max(this.#forgotten, BigInt(readMeta(db, "head") ?? "0"));
    this.#term = BigInt(readMeta(db, "term") ?? "1");
    this.#reserved = BigInt(readMeta(db, "reserved") ?? "0");
    this.#loadRings();
  }

  buffers(): readonly BufferLevel[] {
    const { removedServices, ringSize } = this.#options;
    return [{
      name: "journal_ended_services",
      unit: "entries",
      capacity: removedServices,
      overflow: "drop-oldest",
      used: this.#removed.size,
      overflows: this.#forgottenServices,
    }, {
      name: "journal_events",
      unit: "entries",
      capacity: this.#rings.size * ringSize,
      overflow: "drop-oldest",
      used: this.#stored,
      overflows: this.#overwritten,
    }];
  }

  /** Revision of the newest commit. */
  get head(): bigint {
    return this.#head;
  }

  /** Revisions up to this one may have been published without being stored; 0 = none. */
  get reserved(): bigint {
    return this.#reserved;
  }

  /** Term of the newest commit. */
  get term(): bigint {
    return this.#term;
  }

  /** The begins of the terms; one that cannot be read is not known. */
  get lineage(): Lineage {
    const json = readMeta(this.#db, "lineage");
    try {
      return json === undefined ? [] : decodeLineage(json);
    } catch {
      return [];
    }
  }

  /** Up to here all instances have everything; undefined = there was only one. */
  get confirmed(): bigint | undefined {
    const confirmed = readMeta(this.#db, "confirmed");
    return confirmed === undefined ? undefined : BigInt(confirmed);
  }

  /** Services that exist. */
  get services(): number {
    return this.#rings.size - this.#removed.size;
  }

  /** Records of the services that exist, one at a time, in no guaranteed order: a damaged page costs only the records on it. */
  *storedRecords(): Iterable<StoredRecord> {
    const statement = this.#db.prepare("SELECT record FROM services WHERE id = ?");
    for (const [resource, { id, isRemoved }] of this.#rings) {
      if (isRemoved) continue;
      try {
        yield { resource, json: String(statement.get(id)?.["record"]) };
      } catch (cause) {
        yield { resource, cause };
      }
    }
  }

  /** Applies the amendment; the caller has a transaction open, and calls `reload` when that is rolled back. */
  amend({ cutTo, lost, lineage }: Amendment): void {
    if (lineage !== undefined) writeMeta(this.#db, "lineage", encodeLineage(lineage));
    if (cutTo === undefined && lost === undefined) return;
    amendRows(this.#db, { ...(cutTo === undefined ? {} : { cutTo }), lost: lost ?? [] });
    this.reload();
  }

  /** Reads the index and the positions anew. */
  reload(): void {
    this.#rings.clear();
    this.#removed.clear();
    this.#stored = 0;
    this.#forgotten = BigInt(readMeta(this.#db, "forgotten") ?? "0");
    this.#evicted = this.#forgotten;
    this.#head = max(this.#forgotten, BigInt(readMeta(this.#db, "head") ?? "0"));
    this.#loadRings();
  }

  /** Writes the batch; the caller has a transaction open and calls `settle` once it is committed. */
  stage(batch: CommitBatch): StagedBatch {
    if (batch.term !== this.#term) writeMeta(this.#db, "term", batch.term.toString());
    if (batch.reserved !== undefined) writeMeta(this.#db, "reserved", batch.reserved.toString());
    if (batch.confirmed !== undefined) writeMeta(this.#db, "confirmed", batch.confirmed.toString());
    // Without a service there is no row that holds the revision.
    const isBare = batch.events.length === 0 && batch.records.length === 0;
    if (isBare) writeMeta(this.#db, "head", batch.revision.toString());
    const rings = new Map<ResourceId, Ring>();
    let nextId = this.#nextId;
    const ringOf = (id: ResourceId): Ring => rings.get(id) ?? this.#rings.get(id) ?? this.#newRing(nextId++);
    for (const event of batch.events) {
      rings.set(event.resourceId, this.#stageEvent(ringOf(event.resourceId), event));
    }

    const { revision } = batch;
    const written = new Set<ResourceId>();
    const writeService = (resource: ResourceId, isRemoved: boolean, json: string | null): void => {
      const ring = { ...ringOf(resource), revision, isRemoved };
      rings.set(resource, ring);
      written.add(resource);
      this.#putService.run(
        ...[ring.id, resource, revision, ring.sequence, ring.evicted, isRemoved ? revision : 0n, json],
      );
    };
    for (const record of batch.records) writeService(record.service.metadata.id, false, encodeRecord(record));
    for (const resource of batch.removed) {
      if (rings.has(resource) || this.#rings.has(resource)) writeService(resource, true, null);
    }
    // Services with events but without a record in this batch.
    for (const [resource, ring] of rings) {
      if (written.has(resource)) continue;
      const removed = ring.isRemoved ? revision : 0n;
      rings.set(resource, { ...ring, revision });
      this.#putPosition.run(ring.id, resource, revision, ring.sequence, ring.evicted, removed);
    }
    // In order of row: services that ended in one batch are forgotten in the same order as after a restart.
    const sorted = new Map([...rings].sort(([, a], [, b]) => a.id - b.id));
    return { rings: sorted, forgotten: this.#stageForgotten(sorted) };
  }

  /** Applies the staged changes to the index. */
  settle({ rings, forgotten }: StagedBatch, { revision, term, reserved }: CommitBatch): void {
    this.#term = term;
    this.#reserved = reserved ?? this.#reserved;
    for (const [resource, ring] of rings) {
      const before = this.#rings.get(resource)?.sequence ?? 0;
      const added = this.#storedIn(ring.sequence) - this.#storedIn(before);
      this.#stored += added;
      this.#overwritten += ring.sequence - before - added;
      this.#rings.set(resource, ring);
      this.#removed.delete(resource);
      if (ring.isRemoved) this.#removed.add(resource);
      this.#nextId = Math.max(this.#nextId, ring.id + 1);
      this.#evicted = max(this.#evicted, ring.evicted);
    }
    for (const resource of forgotten) {
      const ring = this.#rings.get(resource);
      this.#forgotten = max(this.#forgotten, ring?.revision ?? 0n);
      this.#stored -= this.#storedIn(ring?.sequence ?? 0);
      this.#forgottenServices += 1;
      this.#rings.delete(resource);
      this.#removed.delete(resource);
    }
    this.#evicted = max(this.#evicted, this.#forgotten);
    this.#head = max(this.#head, revision);
  }

  /** Events of the query up to this revision may have been evicted; 0 = none. */
  evictedFor({ resourceId }: Pick<EventQuery, "resourceId">): bigint {
    if (resourceId === undefined) return this.#evicted;
    return this.#rings.get(resourceId)?.evicted ?? this.#forgotten;
  }

  /** The stored events of a query, as JSON in order of revision. */
  readEvents(query: EventQuery): readonly string[] {
    const ring = query.resourceId === undefined ? undefined : this.#rings.get(query.resourceId);
    if (query.resourceId !== undefined && ring === undefined) return [];
    const where = ["revision > ?"];
    const values: (bigint | number | string)[] = [query.afterRevision];
    if (query.upToRevision !== undefined) {
      where.push("revision <= ?");
      values.push(query.upToRevision);
    }
    if (ring !== undefined) {
      where.push("id BETWEEN ? AND ?");
      values.push(firstSlot(ring.id), firstSlot(ring.id) + this.#options.ringSize - 1);
    }
    if (query.eventTypes !== undefined) {
      where.push(`type IN (${query.eventTypes.map(() => "?").join(", ")})`);
      values.push(...query.eventTypes);
    }
    const order = query.which === "oldest" ? "ASC" : "DESC";
    // Without the hint SQLite may scan the index over all services for a query of one service.
    const source = ring === undefined ? "events INDEXED BY events_by_revision" : "events NOT INDEXED";
    const rows = this.#db.prepare(
      `SELECT event FROM ${source} WHERE ${where.join(" AND ")} ORDER BY revision ${order} LIMIT ?`,
    ).all(...values, query.limit);
    const found = rows.map(({ event }) => String(event));
    return query.which === "oldest" ? found : found.reverse();
  }

  #loadRings(): void {
    const sql = "SELECT id, resource, revision, sequence, evicted, removed FROM services " +
      "WHERE id > ? ORDER BY id LIMIT ?";
    const rows = [...inPages(this.#db, sql, { start: [0n], placeOf: (row) => [toBigInt(row["id"])] })];
    // In the order in which they ended.
    rows.sort((a, b) => Number(toBigInt(a["removed"]) - toBigInt(b["removed"])));
    for (const row of rows) {
      // The names were checked when they were written; a wrong one is found when its record is decoded.
      const resource = String(row["resource"]) as ResourceId;
      const isRemoved = toBigInt(row["removed"]) > 0n;
      const ring: Ring = {
        id: Number(row["id"]),
        revision: toBigInt(row["revision"]),
        sequence: Number(row["sequence"]),
        evicted: toBigInt(row["evicted"]),
        isRemoved,
      };
      this.#rings.set(resource, ring);
      this.#stored += this.#storedIn(ring.sequence);
      if (isRemoved) this.#removed.add(resource);
      this.#nextId = Math.max(this.#nextId, ring.id + 1);
      this.#evicted = max(this.#evicted, ring.evicted);
      this.#head = max(this.#head, ring.revision);
    }
  }

  /** Events that a ring holds after so many. */
  #storedIn(sequence: number): number {
    return Math.min(sequence, this.#options.ringSize);
  }

  /** The forgotten history may have belonged to this service, so its history starts after `forgotten`. */
  #newRing(id: number): Ring {
    return { id, revision: 0n, sequence: 0, evicted: this.#forgotten, isRemoved: false };
  }

  #stageEvent(ring: Ring, event: StateEvent): Ring {
    const { ringSize } = this.#options;
    const rowId = firstSlot(ring.id) + ring.sequence % ringSize;
    const evicted = ring.sequence < ringSize ? undefined : this.#revisionAt.get(rowId)?.["revision"];
    this.#putEvent.run(rowId, event.revision, event.eventType, encodeEvent(event));
    return {
      ...ring,
      sequence: ring.sequence + 1,
      evicted: evicted === undefined ? ring.evicted : max(ring.evicted, toBigInt(evicted)),
    };
  }

  #stageForgotten(rings: ReadonlyMap<ResourceId, Ring>): readonly ResourceId[] {
    const ended = [...rings].filter(([, ring]) => ring.isRemoved);
    // The usual case: what follows iterates over all ended services.
    if (this.#removed.size + ended.length <= this.#options.removedServices) return [];
    const removed = [
      ...[...this.#removed].filter((resource) => !rings.has(resource)),
      ...ended.map(([resource]) => resource),
    ];
    const surplus = removed.length - this.#options.removedServices;
    if (surplus <= 0) return [];
    const forgotten = removed.slice(0, surplus);
    let newest = this.#forgotten;
    for (const resource of forgotten) {
      const ring = rings.get(resource) ?? this.#rings.get(resource);
      if (ring === undefined) continue;
      this.#deleteEvents.run(firstSlot(ring.id), firstSlot(ring.id + 1) - 1);
      this.#deleteService.run(ring.id);
      newest = max(newest, ring.revision);
    }
    writeMeta(this.#db, "forgotten", newest.toString());
    return forgotten;
  }
}

function firstSlot(id: number): number {
  return id * SLOTS_PER_SERVICE;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
