import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  writeEvent,
  writeSchema,
  writeSpec,
  writeStatus,
  writeTerms,
} from "../../../../src/etcd/share/documents.ts";
import { type InitialSync, initialSync } from "../../../../src/etcd/lead/initial_sync.ts";
import type { Lineage } from "../../../../src/state/lineage.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { TERM_STRIDE } from "../../../../src/manager/core/ledger.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { eventOf, idOf } from "../../../support/domain.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { guardOf, KEYS, LIDAR, managerOf, RADAR, recordOf } from "../share/parts.ts";

interface Options {
  readonly here?: readonly ServiceRecord[];
  readonly there?: readonly ServiceRecord[];
  /** The replication cursor in etcd; not set = it has no schema. */
  readonly schema?: { readonly term: bigint; readonly revision: bigint };
  readonly isHa?: boolean;
  readonly isActing?: boolean;
  readonly term?: bigint;
  /** In the journal. */
  readonly lineage?: Lineage;
}

function world(options: Options = {}) {
  const { here = [], there = [], schema, isHa = false, isActing = false, term = 5n, lineage = [] } = options;
  const parts = managerOf({ records: here, lineage });
  const { manager, clock, log } = parts;
  const etcd = new ModelEtcd({ clock, callTimeoutMs: 500 });
  if (schema !== undefined) etcd.put(KEYS.schema, writeSchema(schema));
  for (const record of there) {
    const { id, revision } = record.service.metadata;
    etcd.write(
      { kind: "put", key: KEYS.spec(id), value: writeSpec(record) },
      { kind: "put", key: KEYS.status(id), value: writeStatus(record, { sequence: 1, revision }, false) },
    );
  }
  const kv = etcd.client();
  const run = async (): Promise<InitialSync> => {
    const leaderTerm = { term, previousTerm: schema?.term ?? 0n, guard: guardOf(1n), revision: 1n };
    const outcome = await initialSync(leaderTerm, { kv, keys: KEYS, log, manager, isHa, isActing, call: {} });
    if ("kind" in outcome) throw new Error(outcome.message);
    return outcome;
  };
  const putEvent = (id: ResourceId, slot: number, revision: bigint) =>
    etcd.put(KEYS.event(id, slot), writeEvent(eventOf({ resourceId: id, revision })));
  return { ...parts, etcd, kv, run, putEvent };
}

Deno.test("replication that was interrupted before its first write begins with the events", async () => {
  const { run, manager } = world({ here: [recordOf({ revision: 7n })], schema: { term: 4n, revision: 0n } });
  const synced = await run();
  equal(synced.cursor, 0n);
  ok(manager.revision() > 7n);
});

Deno.test("an empty etcd: all local records have to be written, and no history is read", async () => {
  const here = [recordOf({ revision: 7n }), recordOf({ id: RADAR, revision: 8n })];
  const { run, manager } = world({ here });
  const synced = await run();
  deepEqual(synced.toWrite, [LIDAR, RADAR]);
  deepEqual(synced.desiredChanges, []);
  equal(synced.replicas.size, 0);
  equal(manager.term(), 5n);
  equal(synced.cursor, manager.revision());
  deepEqual(manager.record(LIDAR), here[0]);
});

Deno.test("a single instance: the newer record wins, on either side, record by record", async () => {
  const here = [recordOf({ revision: 7n, term: 2n }), recordOf({ id: RADAR, revision: 8n, term: 2n })];
  const there = [
    recordOf({ revision: 9n, term: 2n, spec: { version: "there" } }),
    recordOf({ id: RADAR, revision: 3n, term: 2n, spec: { version: "there" } }),
    recordOf({ id: "vehicle/camera", revision: 4n, term: 2n }),
  ];
  const { run, manager } = world({ here, there, schema: { term: 2n, revision: 9n } });
  const synced = await run();
  equal(manager.record(LIDAR)?.service.spec.version, "there");
  equal(manager.record(RADAR)?.service.spec.version, "1.0");
  ok(manager.record(idOf("vehicle/camera")) !== undefined);
  deepEqual(synced.toWrite, [RADAR]);
  equal(synced.cursor, 9n);
});

Deno.test("the revisions of the new term begin after those of either side", async () => {
  const { run, manager } = world({
    here: [recordOf({ revision: 7n })],
    schema: { term: 4n, revision: 250_000n },
  });
  await run();
  equal(manager.term(), 5n);
  equal(manager.revision(), 4n * TERM_STRIDE);
});

Deno.test("several instances: etcd is authoritative; newer local records that etcd never held are replaced, services missing in etcd are removed", async () => {
  const here = [
    recordOf({ revision: 9n, term: 2n, spec: { version: "here" } }),
    recordOf({ id: RADAR, revision: 8n, term: 2n }),
  ];
  const there = [recordOf({ revision: 7n, term: 2n, spec: { version: "there" } })];
  const { run, manager } = world({ here, there, schema: { term: 2n, revision: 7n }, isHa: true });
  const synced = await run();
  equal(manager.record(LIDAR)?.service.spec.version, "there");
  equal(manager.record(RADAR), undefined);
  deepEqual(synced.toWrite, []);
});

Deno.test("several instances: a key of counters that somebody left does not bring back a service that has ended", async () => {
  const { run, manager, etcd } = world({
    here: [recordOf({ revision: 5n, term: 2n }), recordOf({ id: RADAR, revision: 6n, term: 2n })],
    there: [recordOf({ revision: 5n, term: 2n })],
    schema: { term: 2n, revision: 7n },
    isHa: true,
  });
  etcd.put(KEYS.recovery(RADAR), "not JSON");
  const synced = await run();
  equal(manager.record(RADAR), undefined);
  ok(manager.record(LIDAR) !== undefined);
  // The key itself is removed.
  deepEqual(synced.toWrite, [RADAR]);
});

Deno.test("a spec in force that somebody overwrote or deleted is read from the history of etcd; once that is compacted a substitute is a new generation, and a person is told", async () => {
  const there = [recordOf({ revision: 7n, term: 2n, generation: 2n, spec: { version: "there" } })];
  for (const here of [[], [recordOf({ revision: 3n, term: 2n, spec: { version: "older" } })]]) {
    for (const text of ["{", '{"spec":{"version":"9"}}', undefined]) {
      for (const isCompacted of [false, true]) {
        const { run, manager, etcd, alerts } = world({
          ...{ here, there, schema: { term: 2n, revision: 7n }, isHa: true },
        });
        if (text === undefined) etcd.delete(KEYS.spec(LIDAR));
        else etcd.put(KEYS.spec(LIDAR), text);
        if (isCompacted) etcd.compact();
        const synced = await run();
        const { spec, metadata } = manager.record(LIDAR)?.service ?? {};
        const expected = !isCompacted
          ? ["there", "Running", 2n]
          : here.length === 0
          ? ["0", "Pending", 3n]
          : ["older", "Running", 3n];
        deepEqual([spec?.version, spec?.state, metadata?.generation], expected);
        deepEqual(synced.toWrite, [LIDAR]);
        equal(synced.desiredChanges.length, 1);
        equal(
          alerts.filter(({ message }) => /is not known any more/.test(message)).length,
          isCompacted ? 1 : 0,
        );
      }
    }
  }
});

Deno.test("the history of etcd does not answer: the sync fails, and nothing is guessed", async () => {
  const { run, manager, etcd, kv } = world({
    ...{ there: [recordOf({ revision: 7n, term: 2n })], schema: { term: 2n, revision: 7n }, isHa: true },
  });
  etcd.put(KEYS.spec(LIDAR), "{");
  const { range } = kv;
  kv.range = (request, options) => {
    if (request.key === KEYS.spec(LIDAR)) etcd.down();
    return range.call(kv, request, options);
  };
  await rejects(run());
  equal(manager.record(LIDAR), undefined);
});

Deno.test("a record that was discarded with its lead does not tell the spec of its generation", async () => {
  const { run, manager, etcd } = world({
    here: [recordOf({ revision: 51n, term: 2n, spec: { version: "discarded" } })],
    there: [recordOf({ revision: 200_001n, term: 3n, spec: { version: "there" } })],
    ...{ schema: { term: 3n, revision: 200_001n }, isHa: true },
  });
  etcd.put(
    KEYS.terms,
    writeTerms([{ term: 2n, after: 0n, from: 0n }, { term: 3n, after: 49n, from: 200_000n }]),
  );
  etcd.put(KEYS.spec(LIDAR), "{");
  await run();
  equal(manager.record(LIDAR)?.service.spec.version, "there");
});

Deno.test("several instances: an etcd that is empty, or of an older term, is not authoritative", async () => {
  const here = [
    recordOf({ revision: 9n, term: 3n, spec: { version: "here" } }),
    recordOf({ id: RADAR, term: 3n }),
  ];
  const there = [recordOf({ revision: 7n, term: 2n, spec: { version: "there" } })];
  for (const schema of [undefined, { term: 3n, revision: 0n }, { term: 2n, revision: 7n }]) {
    const { run, manager } = world({ here, there, isHa: true, ...(schema === undefined ? {} : { schema }) });
    const synced = await run();
    equal(manager.record(LIDAR)?.service.spec.version, "here");
    deepEqual(synced.toWrite, [LIDAR, RADAR]);
  }
});

Deno.test("the events of the records that are taken over come with them, in order, without known ones", async () => {
  const there = [recordOf({ revision: 9n, term: 2n })];
  const { run, store, putEvent } = world({
    here: [recordOf({ id: RADAR, revision: 5n, term: 2n })],
    there,
    schema: { term: 2n, revision: 9n },
  });
  // The ring has wrapped around.
  for (const [slot, revision] of [[0, 8n], [1, 9n], [2, 4n], [3, 7n]] as const) {
    putEvent(LIDAR, slot, revision);
  }
  putEvent(RADAR, 0, 6n);
  await run();
  deepEqual(store.events.map(({ revision }) => revision), [6n, 7n, 8n, 9n]);
});

Deno.test("many services: all rings are read in one pass, with the same result", async () => {
  const ids = Array.from({ length: 70 }, (_, index) => idOf(`vehicle/s${index}`));
  const there = ids.map((id, index) => recordOf({ id, revision: BigInt(100 + index), term: 2n }));
  const { run, store, putEvent, etcd } = world({ there, schema: { term: 2n, revision: 200n } });
  for (const [index, id] of ids.entries()) putEvent(id, 0, BigInt(100 + index));
  // It has ended.
  putEvent(RADAR, 0, 190n);
  etcd.put(KEYS.event(LIDAR, 0), "no event");
  await run();
  const expected = [...ids.map((_, index) => BigInt(100 + index)), 190n];
  deepEqual(store.events.map(({ revision }) => revision), expected);
});

Deno.test("desired changes of other components are returned, and not applied yet", async () => {
  const { run, manager, etcd } = world({ schema: { term: 2n, revision: 1n } });
  etcd.put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "external" } }));
  const synced = await run();
  deepEqual(synced.desiredChanges.map(([id, { kind }]) => [id, kind]), [[LIDAR, "change"]]);
  equal(manager.record(LIDAR), undefined);
});

Deno.test("while the instance reconciles, a record that is taken over is a change of its own", async () => {
  const there = [recordOf({ revision: 9n, term: 2n, spec: { version: "there" } })];
  const { run, manager, store } = world({ there, schema: { term: 2n, revision: 9n }, isActing: true });
  await run();
  const record = manager.record(LIDAR);
  equal(record?.service.spec.version, "there");
  equal(record?.term, 5n);
  ok((record?.service.metadata.revision ?? 0n) > TERM_STRIDE);
  deepEqual(store.events.map(({ eventType, source }) => [eventType, source]), [["StatusObserved", "Etcd"]]);
});

Deno.test("a spec that this run accepted before the sync is the newer desired change, over the record that is taken over", async () => {
  const there = [recordOf({ revision: 9n, term: 7n, generation: 4n, spec: { version: "there" } })];
  const { run, manager } = world({ there, schema: { term: 7n, revision: 9n }, isActing: true, term: 8n });
  const own = {
    resourceId: LIDAR,
    spec: { ...recordOf().service.spec, version: "own" },
    labels: {},
    reason: "",
  };
  await manager.updateState({ ...own, expectedGeneration: 0n });
  await run();
  equal(manager.record(LIDAR)?.service.spec.version, "own");
  equal(manager.record(LIDAR)?.service.metadata.generation, 5n);
});

Deno.test("a failed sync changes nothing", async () => {
  const there = [recordOf({ revision: 9n, term: 2n })];
  const { manager, etcd, kv, log } = world({ there, schema: { term: 2n, revision: 9n } });
  const leaderTerm = { term: 5n, previousTerm: 4n, guard: guardOf(1n), revision: 1n };
  etcd.down();
  const outcome = await initialSync(leaderTerm, {
    ...{ kv, keys: KEYS, log, manager, isHa: false, isActing: false, call: {} },
  });
  equal("kind" in outcome && outcome.kind, "unavailable");
  equal(manager.term(), 1n);
  deepEqual([...manager.records()], []);
});

Deno.test("a term of its own that nobody shared: the history is read from where it began", async () => {
  const shared = { term: 2n, after: 0n, from: 0n };
  const { run, manager, etcd, putEvent } = world({
    here: [recordOf({ revision: 100_001n, term: 2n })],
    there: [recordOf({ revision: 78n, term: 2n })],
    schema: { term: 2n, revision: 78n },
    isHa: true,
    lineage: [shared, { term: 2n, after: 76n, from: 100_000n }],
  });
  etcd.put(KEYS.terms, writeTerms([shared]));
  for (const revision of [77n, 78n]) putEvent(LIDAR, Number(revision) % 8, revision);
  await run();
  const { events, evictedRevision } = manager.readRecorded({
    ...{ afterRevision: 76n, limit: 10, which: "oldest" },
  });
  const known = events.map(({ revision }) => revision).filter((revision) => revision <= 78n);
  deepEqual([known, evictedRevision <= 76n], [[77n, 78n], true]);
});
