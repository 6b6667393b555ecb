import { deepEqual, equal, ok } from "node:assert/strict";
import { type Batch, planBatch } from "../../../../src/etcd/share/batch.ts";
import { idOf } from "../../../support/domain.ts";
import { contextOf, eventsOf, writtenReplica } from "./batch_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf, touched } from "./parts.ts";

Deno.test("an event that is in the ring already counts as covered and is not written a second time", () => {
  const record = recordOf({ revision: 3n });
  const replica = writtenReplica(record, { ring: { sequence: 3, revision: 3n } });
  const batch = planBatch(eventsOf(LIDAR, 2, 3), contextOf([record], [[LIDAR, replica]]));
  equal(batch?.taken, 3);
  deepEqual(touched(batch?.request.then ?? []), [KEYS.status(LIDAR), KEYS.event(LIDAR, 3)]);
  deepEqual(batch?.replicas(20n).get(LIDAR)?.ring, { sequence: 4, revision: 4n });
});

Deno.test("a ring that wraps around within one transaction: each slot once, with its newest event", () => {
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

Deno.test("a transaction stays within the limits of operations, compares and size", () => {
  const many = Array.from({ length: 200 }, (_, index) => idOf(`vehicle/s${index}`));
  const records = many.map((id) => recordOf({ id }));
  const bare = many.map((id) => ({ id }));
  const withEvents = many.flatMap((id) => eventsOf(id, 1, 1));
  const context = contextOf(records, [], { cursorAfter: () => 1n });
  for (const units of [bare, withEvents]) {
    const batch = planBatch(units, context);
    // A service takes at most three operations, its event and two compares.
    ok((batch?.taken ?? 0) >= 31, `${batch?.taken}`);
    ok((batch?.request.then.length ?? 0) <= 128 && (batch?.request.compare.length ?? 0) <= 128);
    ok((planBatch(units, { ...context, maxOperations: 10 })?.request.then.length ?? 0) <= 10);
    const wide = planBatch(units, { ...context, maxOperations: 1_000 });
    ok((wide?.request.compare.length ?? 0) <= 128);
  }
  const ended = new Map(many.map((id) => [id, writtenReplica(recordOf({ id }), { recoveryMod: 1n })]));
  const removals = planBatch(bare, contextOf([], [...ended]));
  ok((removals?.request.then.length ?? 0) <= 128 && (removals?.request.compare.length ?? 0) <= 128);
  equal(
    planBatch(eventsOf(LIDAR, 1, 300), contextOf([recordOf()], [], { ringSize: 1_024 }))?.request.then.length,
    126,
  );

  const size = (batch: Batch | undefined) => JSON.stringify(batch?.request.then).length;
  for (const maxSize of [5_000, 20_000, 100_000]) {
    ok(size(planBatch(bare, { ...context, maxSize, maxOperations: 1_000 })) <= maxSize, `${maxSize}`);
  }
  const large = recordOf({ id: many[0] ?? "", spec: { config: { table: "x".repeat(200_000) } } });
  equal(planBatch(bare, contextOf([large, ...records.slice(1)], [], { maxSize: 600_000 }))?.taken, 1);
});

Deno.test("a unit above the size limit is written alone", () => {
  const units = [...eventsOf(LIDAR, 1, 1), ...eventsOf(RADAR, 2, 1)];
  const context = contextOf([recordOf(), recordOf({ id: RADAR })]);
  equal(planBatch(units, { ...context, maxSize: 1 })?.taken, 1);
  equal(planBatch(units, { ...context, maxOperations: 1 })?.taken, 1);
});

Deno.test("cursorAfter() is called with the covered units, not with the given ones", () => {
  const asked: number[] = [];
  const context = contextOf([recordOf()], [], {
    maxOperations: 4,
    cursorAfter: (taken) => (asked.push(taken), undefined),
  });
  const batch = planBatch(eventsOf(LIDAR, 1, 5), context);
  deepEqual(asked, [batch?.taken]);
  ok((batch?.taken ?? 5) < 5);
  equal(batch?.cursor, undefined);
  ok(!touched(batch?.request.then ?? []).includes(KEYS.schema));
  deepEqual(batch?.ids, [LIDAR]);
});

Deno.test("units of several services in any order: every key is written once", () => {
  const units = [...eventsOf(LIDAR, 1, 1), ...eventsOf(RADAR, 2, 1), ...eventsOf(LIDAR, 3, 6)];
  const batch = planBatch(
    units,
    contextOf([recordOf(), recordOf({ id: RADAR })], [], { cursorAfter: () => 8n }),
  );
  const keys = touched(batch?.request.then ?? []);
  equal(new Set(keys).size, keys.length);
  deepEqual(batch?.ids, [LIDAR, RADAR]);
});
