import { deepEqual, equal, ok } from "node:assert/strict";
import { planBatch } from "../../../../src/etcd/share/batch.ts";
import { readStatus } from "../../../../src/etcd/share/documents.ts";
import { NO_REPLICA, type Replica } from "../../../../src/etcd/share/replica.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { readStamp } from "../../../../src/records/spec_document.ts";
import { contextOf, eventsOf, GUARD, valueAt, writtenReplica } from "./batch_parts.ts";
import { KEYS, LIDAR, recordOf, touched } from "./parts.ts";

Deno.test("planBatch() returns no batch for no units", () => {
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
  ok(readStamp(valueAt(batch.request.then, KEYS.spec(LIDAR))).revision > 0n);
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

Deno.test("an unchanged value is not written again, and its key keeps its revision", () => {
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
    { key: KEYS.spec(LIDAR), target: "mod", result: "equal", value: 10n },
    { key: KEYS.status(LIDAR), target: "mod", result: "equal", value: 11n },
  ]);
  const after = moved?.replicas(20n).get(LIDAR);
  equal(after?.specMod, 10n);
  equal(after?.statusMod, 20n);
  equal(after?.written, later);
});

Deno.test("a spec is written when it or its labels differ, and when its key holds another document", () => {
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
  equal(isSpecWritten(record, { ...replica, specKey: "refused", written: undefined }), false);
  equal(isSpecWritten(record, { ...replica, written: undefined }), true);
  equal(isSpecWritten(recordOf({ revision: 2n, generation: 2n })), true, "a new generation, the same words");
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

Deno.test("the recovery key is written while there is a recovery record, deleted once afterwards, and otherwise not touched", () => {
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

Deno.test("where the content of the status is not known, a recovery record that may be left is deleted", () => {
  const record = recordOf();
  const unknown = { ...writtenReplica(record), written: undefined };
  const batch = planBatch([{ id: LIDAR }], contextOf([record], [[LIDAR, unknown]]));
  ok(touched(batch?.request.then ?? []).includes(KEYS.recovery(LIDAR)));
  equal(batch?.replicas(20n).get(LIDAR)?.recoveryMod, 0n);
});

Deno.test("an ended service: its keys are deleted, guarded; its events are still written; a service that etcd never held needs no operation", () => {
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

Deno.test("the first key of a removal exists, so that a lost answer can be resolved by reading it", () => {
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

Deno.test("a refused spec of an unknown service stays; with a status beside it the service has ended, and both are deleted", () => {
  const refused = { ...NO_REPLICA, specMod: 4n, specKey: "refused" } as const;
  const kept = planBatch([{ id: LIDAR }], contextOf([], [[LIDAR, refused]]));
  deepEqual(kept?.request.then, []);
  deepEqual(kept?.replicas(20n).get(LIDAR), refused);
  const ended = planBatch([{ id: LIDAR }], contextOf([], [[LIDAR, { ...refused, statusMod: 5n }]]));
  equal(ended?.request.then.length, 3);
});

Deno.test("a missing status is written, even when nothing changed", () => {
  const record = recordOf();
  const batch = planBatch(
    [{ id: LIDAR }],
    contextOf([record], [[LIDAR, writtenReplica(record, { statusMod: 0n })]]),
  );
  deepEqual(touched(batch?.request.then ?? []), [KEYS.status(LIDAR)]);
});

Deno.test("a recovery key without a record is deleted, also where the record was read without the plan in it", () => {
  const record = recordOf();
  const isDeleted = (is: Replica) =>
    planBatch([{ id: LIDAR }], contextOf([record], [[LIDAR, is]]))?.request.then
      .some((one) => one.kind === "delete" && one.key === KEYS.recovery(LIDAR));
  equal(isDeleted(writtenReplica(record)), false);
  equal(isDeleted(writtenReplica(record, { recoveryMod: 12n })), true);
  equal(isDeleted(NO_REPLICA), false, "a new service has none");
});
