import assert from "node:assert/strict";
import fc from "fast-check";
import { JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { selectEvents } from "../../../src/manager/serve/event_query.ts";
import type { CommitBatch, EventQuery } from "../../../src/ports/store.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import { EVENT_TYPES, type StateEvent } from "../../../src/state/event_model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { eventOf, openSound, recordOf } from "./support.ts";

const RING = 8;
const REMOVED = 2;
const OPTIONS = { ringSize: RING, removedServices: REMOVED };
const IDS = ["a", "b", "c", "d", "e"].map((name) => parseResourceId(`vehicle/${name}`));

interface Ring {
  readonly all: StateEvent[];
  evicted: bigint;
  removedAt: bigint;
}

/** A plain model of the journal. */
class Model {
  readonly records = new Map<ResourceId, ServiceRecord>();
  readonly rings = new Map<ResourceId, Ring>();
  revision = 0n;
  forgotten = 0n;
  evictedAnywhere = 0n;

  commit({ revision, records, removed, events }: CommitBatch): void {
    for (const event of events) {
      const ring = this.rings.get(event.resourceId) ?? { all: [], evicted: this.forgotten, removedAt: 0n };
      this.rings.set(event.resourceId, ring);
      ring.all.push(event);
      if (ring.all.length > RING) ring.evicted = ring.all.shift()?.revision ?? 0n;
      if (ring.removedAt > 0n) ring.removedAt = revision;
    }
    for (const record of records) {
      this.records.set(record.service.metadata.id, record);
      const ring = this.rings.get(record.service.metadata.id);
      if (ring !== undefined) ring.removedAt = 0n;
    }
    for (const id of removed) {
      this.records.delete(id);
      const ring = this.rings.get(id);
      if (ring !== undefined) ring.removedAt = revision;
    }
    this.revision = revision;
    const ended = [...this.rings].filter(([, ring]) => ring.removedAt > 0n)
      .sort(([, a], [, b]) => Number(a.removedAt - b.removedAt));
    for (const [id, ring] of ended.slice(0, Math.max(0, ended.length - REMOVED))) {
      this.rings.delete(id);
      this.forgotten = ring.removedAt;
    }
    this.evictedAnywhere = [
      this.evictedAnywhere,
      this.forgotten,
      ...[...this.rings.values()].map((r) => r.evicted),
    ]
      .reduce((a, b) => a > b ? a : b);
  }

  readEvents(
    query: EventQuery,
  ): { readonly events: readonly StateEvent[]; readonly evictedRevision: bigint } {
    const rings = query.resourceId === undefined
      ? [...this.rings.values()]
      : [this.rings.get(query.resourceId)].filter((ring) => ring !== undefined);
    const kept = rings.flatMap(({ all }) => all).sort((a, b) => Number(a.revision - b.revision));
    return {
      // What the journal asks of SQLite is held to what everybody else asks of memory.
      events: selectEvents(kept, query),
      evictedRevision: query.resourceId === undefined
        ? this.evictedAnywhere
        : this.rings.get(query.resourceId)?.evicted ?? this.forgotten,
    };
  }
}

/** One change of one service, or a restart. */
type Command =
  | { readonly kind: "restart" }
  | { readonly kind: "maintain" }
  | {
    readonly kind: "commit";
    readonly parts: readonly { readonly id: ResourceId; readonly ends: boolean; readonly events: number }[];
  };

const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Command>({ kind: "restart" }) },
    { weight: 1, arbitrary: fc.constant<Command>({ kind: "maintain" }) },
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant("commit" as const),
        parts: fc.uniqueArray(
          fc.record({
            id: fc.constantFrom(...IDS),
            ends: fc.boolean(),
            events: fc.integer({ min: 1, max: 5 }),
          }),
          { selector: ({ id }) => id, minLength: 1, maxLength: 2 },
        ),
      }),
    },
  ),
  { minLength: 1, maxLength: 40 },
);

const queries: fc.Arbitrary<EventQuery> = fc.record({
  resourceId: fc.constantFrom(...IDS),
  afterRevision: fc.bigInt({ min: 0n, max: 100n }),
  upToRevision: fc.bigInt({ min: 0n, max: 200n }),
  eventTypes: fc.uniqueArray(fc.constantFrom(...EVENT_TYPES.slice(0, 3)), { minLength: 1 }),
  limit: fc.integer({ min: 1, max: 20 }),
  which: fc.constantFrom("oldest" as const, "newest" as const),
}, { requiredKeys: ["afterRevision", "limit", "which"] });

function batchOf(parts: Extract<Command, { kind: "commit" }>["parts"], after: bigint): CommitBatch {
  let revision = after;
  const events: StateEvent[] = [];
  const records: ServiceRecord[] = [];
  const removed: ResourceId[] = [];
  for (const { id, ends, events: count } of parts) {
    for (let index = 0; index < count; index += 1) {
      revision += 1n;
      events.push(eventOf(id, revision, { eventType: EVENT_TYPES[Number(revision % 3n)] ?? "Start" }));
    }
    if (ends) removed.push(id);
    else records.push(recordOf(id, revision));
  }
  return { revision, term: 1n, records, removed, events };
}

Deno.test("the journal behaves like a plain model, across restarts and checkpoints", async () => {
  await fc.assert(
    fc.asyncProperty(commands, fc.array(queries, { maxLength: 8 }), async (script, asked) => {
      using dir = new TempDir();
      const model = new Model();
      let journal = openSound(dir.file(JOURNAL_FILE), OPTIONS);
      try {
        for (const command of script) {
          if (command.kind === "maintain") await journal.maintain();
          else if (command.kind === "restart") {
            await journal[Symbol.asyncDispose]();
            journal = openSound(dir.file(JOURNAL_FILE), OPTIONS);
          } else {
            const batch = batchOf(command.parts, model.revision);
            journal.commit(batch);
            model.commit(batch);
          }
        }
        const { revision, records } = journal.load();
        assert.equal(revision, model.revision);
        assert.deepEqual(
          new Map(records.map((record) => [record.service.metadata.id, record])),
          model.records,
        );
        for (const query of asked) assert.deepEqual(journal.readEvents(query), model.readEvents(query));
      } finally {
        await journal[Symbol.asyncDispose]();
      }
    }),
    { numRuns: 40 },
  );
});
