import { deepEqual, equal, ok } from "node:assert/strict";
import { type BatchContext, planBatch, type Unit } from "../../../src/etcd/batch.ts";
import { readStatus } from "../../../src/etcd/documents.ts";
import type { Operation } from "../../../src/etcd/kv.ts";
import { NO_REPLICA, type Replica } from "../../../src/etcd/replica.ts";
import type { ServiceRecord } from "../../../src/ports.ts";
import { isStamped } from "../../../src/records/spec_document.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { eventOf, idOf } from "../../support/domain.ts";
import { guardOf, KEYS, LIDAR, RADAR, recordOf, touched } from "./parts.ts";

const GUARD = guardOf(3n);

function contextOf(
  records: readonly ServiceRecord[],
  replicas: readonly (readonly [ResourceId, Replica])[] = [],
  parts: Partial<BatchContext> = {},
): BatchContext {
  const byId = new Map(records.map((record) => [record.service.metadata.id, record]));
  const replicaById = new Map(replicas);
  return {
    keys: KEYS,
    guard: GUARD,
    term: 2n,
    ringSize: 4,
    maxSize: 1_000_000,
    maxOperations: 128,
    cursorAfter: () => undefined,
    record: (id) => byId.get(id),
    replica: (id) => replicaById.get(id),
    ...parts,
  };
}

function eventsOf(id: ResourceId, from: number, count: number): Unit[] {
  return Array.from({ length: count }, (_, index): Unit => ({
    id,
    event: eventOf({ resourceId: id, revision: BigInt(from + index) }),
  }));
}

/** What etcd holds when this record was written there. */
function writtenReplica(record: ServiceRecord, parts: Partial<Replica> = {}): Replica {
  return {
    ...NO_REPLICA,
    specMod: 10n,
    statusMod: 11n,
    ring: { sequence: 1, revision: 1n },
    written: record,
    specKey: "in-force",
    ...parts,
  };
}

function valueAt(operations: readonly Operation[], key: string): string {
  const found = operations.find((operation) => operation.key === key);
  if (found?.kind !== "put") throw new Error(`${key} is not put`);
  return found.value;
}

Deno.test("planBatch() writes nothing for nothing", () => {
  equal(planBatch([], contextOf([])), undefined);
});

Deno.test("a new service: its spec, its status and the events in one transaction, guarded by the leader and by its absence", () => {
  const record = recordOf();
  const units = eventsOf(LIDAR, 1, 2);
  const batch = planBatch(units, contextOf([record], [], { cursorAfter: (taken) => BigInt(taken) }));
  ok(batch !== undefined);
  equal(batch.taken, 2);
  equal(batch.cursor, 2n);
  deepEqual(touched(batch.request.then), [
    KEYS.schema,
    KEYS.spec(LIDAR),
    KEYS.status(LIDAR),
    KEYS.event(LIDAR, 0),
    KEYS.event(LIDAR, 1),
  ]);
  deepEqual(batch.request.compare, [
    GUARD,
    { key: KEYS.spec(LIDAR), target: "mod", result: "equal", value: 0n },
    { key: KEYS.status(LIDAR), target: "mod", result: "equal", value: 0n },
  ]);
  deepEqual(touched(batch.request.otherwise), [KEYS.leader]);
  ok(isStamped(valueAt(batch.request.then, KEYS.spec(LIDAR))));
  deepEqual(JSON.parse(valueAt(batch.request.then, KEYS.schema)), { v: 1, term: "2", revision: "2" });
  deepEqual(batch.replicas(20n).get(LIDAR), {
    ...NO_REPLICA,
    specMod: 20n,
    statusMod: 20n,
    ring: { sequence: 2, revision: 2n },
    written: record,
    specKey: "in-force",
  });
});

Deno.test("what is there already is not written again, and its key keeps its revision", () => {
  const record = recordOf();
  const unchanged = planBatch([{ id: LIDAR }], contextOf([record], [[LIDAR, writtenReplica(record)]]));
  deepEqual(unchanged?.request.then, []);
  deepEqual(unchanged?.request.compare, [GUARD]);
  deepEqual(unchanged?.replicas(20n).get(LIDAR), writtenReplica(record));

  const later = recordOf({ revision: 2n });
  const moved = planBatch(eventsOf(LIDAR, 2, 1), contextOf([later], [[LIDAR, writtenReplica(record)]]));
  deepEqual(touched(moved?.request.then ?? []), [KEYS.status(LIDAR), KEYS.event(LIDAR, 1)]);
  deepEqual(moved?.request.compare, [
    GUARD,
    { key: KEYS.status(LIDAR), target: "mod", result: "equal", value: 11n },
  ]);
  const after = moved?.replicas(20n).get(LIDAR);
  equal(after?.specMod, 10n);
  equal(after?.statusMod, 20n);
  equal(after?.written, later);
});

Deno.test("a spec is written when it or its labels differ, and when something else stands in its key", () => {
  const record = recordOf();
  const replica = writtenReplica(record);
  const isSpecWritten = (next: ServiceRecord, is: Replica = replica) =>
    touched(planBatch([{ id: LIDAR }], contextOf([next], [[LIDAR, is]]))?.request.then ?? [])
      .includes(KEYS.spec(LIDAR));
  equal(isSpecWritten(recordOf({ revision: 2n })), false);
  equal(isSpecWritten(recordOf({ revision: 2n, spec: { version: "2" } })), true);
  equal(isSpecWritten(recordOf({ revision: 2n, labels: { tier: "1" } })), true);
  equal(isSpecWritten(record, { ...replica, specKey: "outdated" }), true);
  equal(isSpecWritten(record, { ...replica, specKey: "refused" }), false);
});

Deno.test("a refused spec stays for its author to see; the status carries the one in force until a new one is", () => {
  const record = recordOf();
  const refused = writtenReplica(record, { specKey: "refused" });
  const noted = recordOf({ revision: 2n });
  const first = planBatch(eventsOf(LIDAR, 2, 1), contextOf([noted], [[LIDAR, refused]]));
  const statusText = valueAt(first?.request.then ?? [], KEYS.status(LIDAR));
  deepEqual(readStatus(statusText).spec, record.service.spec);
  equal(first?.replicas(20n).get(LIDAR)?.specKey, "refused");

  const next = recordOf({ revision: 3n, spec: { version: "2" } });
  const second = planBatch(eventsOf(LIDAR, 3, 1), contextOf([next], [[LIDAR, refused]]));
  equal(readStatus(valueAt(second?.request.then ?? [], KEYS.status(LIDAR))).spec, undefined);
  equal(second?.replicas(21n).get(LIDAR)?.specKey, "in-force");
});

Deno.test("recovery is put while there is something to say, deleted once when there is not, and left alone otherwise", () => {
  const counted: ServiceRecord = {
    ...recordOf({ revision: 2n }),
    recovery: {
      issueType: "Crash",
      failureCount: 1,
      issueFailures: 1,
      attempts: {},
      lastAttemptAtMs: 0,
      evidence: "it crashed",
    },
  };
  const key = KEYS.recovery(LIDAR);
  const begun = planBatch(eventsOf(LIDAR, 2, 1), contextOf([counted], [[LIDAR, writtenReplica(recordOf())]]));
  ok(touched(begun?.request.then ?? []).includes(key));
  equal(begun?.replicas(20n).get(LIDAR)?.recoveryMod, 20n);

  const still = { ...counted, service: recordOf({ revision: 3n }).service };
  const there = writtenReplica(counted, { recoveryMod: 20n });
  const kept = planBatch(eventsOf(LIDAR, 3, 1), contextOf([still], [[LIDAR, there]]));
  ok(!touched(kept?.request.then ?? []).includes(key));
  equal(kept?.replicas(21n).get(LIDAR)?.recoveryMod, 20n);

  const over = planBatch(eventsOf(LIDAR, 4, 1), contextOf([recordOf({ revision: 4n })], [[LIDAR, there]]));
  deepEqual(over?.request.then.filter((operation) => operation.key === key).map(({ kind }) => kind), [
    "delete",
  ]);
  equal(over?.replicas(22n).get(LIDAR)?.recoveryMod, 0n);
  const never = planBatch([{ id: LIDAR }], contextOf([recordOf()]));
  ok(!touched(never?.request.then ?? []).includes(key));
});

Deno.test("a service that ended: its keys go, guarded; its events are still written; one that was never there costs nothing", () => {
  const replica = writtenReplica(recordOf(), { recoveryMod: 12n });
  const batch = planBatch(eventsOf(LIDAR, 2, 1), contextOf([], [[LIDAR, replica]]));
  const deletes = batch?.request.then.filter(({ kind }) => kind === "delete") ?? [];
  deepEqual(
    [...touched(deletes)].sort(),
    [KEYS.recovery(LIDAR), KEYS.spec(LIDAR), KEYS.status(LIDAR)].sort(),
  );
  deepEqual(batch?.request.compare, [
    GUARD,
    { key: KEYS.spec(LIDAR), target: "mod", result: "equal", value: 10n },
    { key: KEYS.status(LIDAR), target: "mod", result: "equal", value: 11n },
  ]);
  ok(touched(batch?.request.then ?? []).includes(KEYS.event(LIDAR, 1)));
  deepEqual(batch?.replicas(20n).get(LIDAR), { ...NO_REPLICA, ring: { sequence: 2, revision: 2n } });

  const never = planBatch([{ id: LIDAR }], contextOf([]));
  deepEqual(never?.request.then, []);
});

Deno.test("the first key that a removal writes is one that is there: by it a lost answer is told apart", () => {
  const none = { specMod: 0n, statusMod: 0n, recoveryMod: 0n };
  for (
    const [parts, first] of [
      [{ ...none, specMod: 4n }, KEYS.spec(LIDAR)],
      [{ ...none, statusMod: 4n }, KEYS.status(LIDAR)],
      [{ ...none, recoveryMod: 4n }, KEYS.recovery(LIDAR)],
      [{ ...none, statusMod: 4n, recoveryMod: 5n }, KEYS.status(LIDAR)],
    ] as const
  ) {
    const batch = planBatch([{ id: LIDAR }], contextOf([], [[LIDAR, writtenReplica(recordOf(), parts)]]));
    equal(batch?.request.then[0]?.key, first);
  }
});

Deno.test("an event that is in the ring already is dealt with and not written a second time", () => {
  const record = recordOf({ revision: 3n });
  const replica = writtenReplica(record, { ring: { sequence: 3, revision: 3n } });
  const batch = planBatch(eventsOf(LIDAR, 2, 3), contextOf([record], [[LIDAR, replica]]));
  equal(batch?.taken, 3);
  deepEqual(touched(batch?.request.then ?? []), [KEYS.status(LIDAR), KEYS.event(LIDAR, 3)]);
  deepEqual(batch?.replicas(20n).get(LIDAR)?.ring, { sequence: 4, revision: 4n });
});

Deno.test("a ring that turns round within one transaction: each slot once, with the newest event in it", () => {
  const replica = writtenReplica(recordOf(), { ring: { sequence: 6, revision: 1n } });
  const batch = planBatch(
    eventsOf(LIDAR, 2, 11),
    contextOf([recordOf({ revision: 12n })], [[LIDAR, replica]]),
  );
  const events = batch?.request.then.filter(({ key }) => key.startsWith(KEYS.events(LIDAR))) ?? [];
  // Events 9 to 12 have the sequence numbers 13 to 16.
  deepEqual(
    events.map((operation) => [
      operation.key,
      operation.kind === "put" ? JSON.parse(operation.value).revision : "",
    ]),
    [[1, "9"], [2, "10"], [3, "11"], [0, "12"]].map(([slot, revision]) => [
      KEYS.event(LIDAR, Number(slot)),
      revision,
    ]),
  );
  deepEqual(batch?.replicas(20n).get(LIDAR)?.ring, { sequence: 17, revision: 12n });
});

Deno.test("a transaction ends before the operation, the compare or the size that would be too many, and takes one unit in any case", () => {
  const many = Array.from({ length: 100 }, (_, index) => idOf(`vehicle/s${index}`));
  const records = many.map((id) => recordOf({ id }));
  const full = planBatch(many.map((id) => ({ id })), contextOf(records));
  // One operation for the schema and three for each service; the fourth of the events counts too.
  equal(full?.taken, 42);
  ok((full?.request.then.length ?? 0) <= 128 && (full?.request.compare.length ?? 0) <= 128);
  const withEvents = planBatch(many.flatMap((id) => eventsOf(id, 1, 1)), contextOf(records));
  equal(withEvents?.taken, 31);
  equal(planBatch(eventsOf(LIDAR, 1, 300), contextOf([recordOf()], [], { ringSize: 1_024 }))?.taken, 124);

  const wide = contextOf(records, [], { maxOperations: 1_000 });
  equal(planBatch(many.map((id) => ({ id })), wide)?.taken, 63);
  equal(planBatch(many.map((id) => ({ id })), { ...wide, maxSize: 9_300 })?.taken, 3);
  equal(planBatch(many.map((id) => ({ id })), { ...wide, maxSize: 1 })?.taken, 1);
  equal(planBatch(many.map((id) => ({ id })), { ...wide, maxOperations: 1 })?.taken, 1);
  const large = recordOf({ id: many[0] ?? "", spec: { config: { table: "x".repeat(200_000) } } });
  equal(
    planBatch(many.map((id) => ({ id })), contextOf([large, ...records.slice(1)], [], { maxSize: 600_000 }))
      ?.taken,
    1,
  );
});

Deno.test("cursorAfter() is asked for what was taken, not for what was given", () => {
  const asked: number[] = [];
  const context = contextOf([recordOf()], [], {
    maxOperations: 6,
    cursorAfter: (taken) => (asked.push(taken), undefined),
  });
  const batch = planBatch(eventsOf(LIDAR, 1, 5), context);
  deepEqual(asked, [2]);
  equal(batch?.cursor, undefined);
  ok(!touched(batch?.request.then ?? []).includes(KEYS.schema));
  deepEqual(batch?.ids, [LIDAR]);
});

Deno.test("units of several services in any order: every key once", () => {
  const units = [...eventsOf(LIDAR, 1, 1), ...eventsOf(RADAR, 2, 1), ...eventsOf(LIDAR, 3, 6)];
  const batch = planBatch(
    units,
    contextOf([recordOf(), recordOf({ id: RADAR })], [], { cursorAfter: () => 8n }),
  );
  const keys = touched(batch?.request.then ?? []);
  equal(new Set(keys).size, keys.length);
  deepEqual(batch?.ids, [LIDAR, RADAR]);
});
