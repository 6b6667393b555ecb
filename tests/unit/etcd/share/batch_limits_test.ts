import { deepEqual, equal, ok } from "node:assert/strict";
import { type Batch, planBatch, type Unit } from "../../../../src/etcd/share/batch.ts";
import type { Replica } from "../../../../src/etcd/share/replica.ts";
import { sizeBytes } from "../../../../src/records/checks.ts";
import { checkSpecSize, writeSpecDocument } from "../../../../src/records/spec_document.ts";
import { MAX_SPEC_BYTES } from "../../../../src/records/spec_limits.ts";
import type { PlannedAction, PlanRecord } from "../../../../src/state/plan.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { eventOf, idOf } from "../../../support/domain.ts";
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
    125,
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

Deno.test("what was committed together goes together where it fits, and otherwise as much of it as fits", () => {
  const many = Array.from({ length: 60 }, (_, index) => idOf(`vehicle/s${index}`));
  const records = many.map((id) => recordOf({ id }));
  const units = (groupOf: (index: number) => bigint | undefined) =>
    many.map((id, index): Unit => {
      const group = groupOf(index);
      const event = eventOf({ resourceId: id, revision: BigInt(index + 1) });
      return { id, event, ...(group === undefined ? {} : { group }) };
    });
  const taken = (groupOf: (index: number) => bigint | undefined) =>
    planBatch(units(groupOf), contextOf(records))?.taken ?? 0;
  const alone = taken(() => undefined);
  ok(alone > 20 && alone < 60);
  // The last group would be torn.
  equal(taken((index) => index < 10 ? undefined : BigInt(10 + Math.floor((index - 10) / 10) * 10)) % 10, 0);
  equal(taken((index) => index < 5 ? undefined : 5n), 5);
  equal(taken(() => 1n), alone);
});

const ESTIMATE = { durationMs: 1, isMeasured: false, affectedReplicas: 1, unavailableMs: 1 };
const ACTION: PlannedAction = {
  ...{ id: "plan/0", resourceId: LIDAR, step: { kind: "Start" }, node: "front" },
  desired: { replicas: 1, version: "v", config: {} },
  ...{ generation: 1n, deadlineMs: 1, isDisruptive: false, estimate: ESTIMATE, causation: [] },
};
const PLAN: PlanRecord = {
  plan: {
    ...{ id: "plan", resourceId: LIDAR, actions: [ACTION], estimatedDurationMs: 1, generation: 1n },
    priority: { isCritical: false, criticality: "QM", diffRank: 0 },
    impactAssessment: {
      ...{ affectedReplicas: 1, dependents: [], expectedUnavailabilityMs: 1 },
      ...{ isDisruptive: false, confidence: "default" },
    },
  },
  ...{ nextAction: 0, createdAtMs: 0 },
};

/** What one transaction of etcd may have by default, with room for what is around it. */
const REQUEST_BYTES = 1_572_864 - 65_536;

Deno.test("what is accepted can be shared: the largest spec, in every place where it may be at once, fits a transaction", () => {
  const config = Object.fromEntries(
    Array.from({ length: 256 }, (_, index) => [`key${index}`, "\u0001".repeat(55) + "x".repeat(40)]),
  );
  const version = "v";
  const { service } = recordOf({
    spec: { config, version },
    status: { lastKnownGood: { version, config, generation: 1n } },
  });
  const document = { spec: service.spec, labels: {} };
  checkSpecSize(document);
  const slack = MAX_SPEC_BYTES -
    sizeBytes(writeSpecDocument(document, { generation: 0n, term: 0n, revision: 0n }));
  ok(slack >= 0 && slack < 5_000, `${slack}`);
  // More actions than any plan has.
  const actions = Array.from({ length: 6 }, (_, index) => ({
    ...ACTION,
    id: `plan/${index}`,
    step: { kind: "ApplyConfig" as const, changedKeys: Object.keys(config) },
    desired: { replicas: 1, version, config },
  }));
  const record: ServiceRecord = { service, term: 1n, plan: { ...PLAN, plan: { ...PLAN.plan, actions } } };
  const event = eventOf({
    resourceId: LIDAR,
    revision: 2n,
    changes: [{ field: "spec.config", oldValue: config, newValue: config }],
  });
  const replica = writtenReplica(recordOf(), { specKey: "refused" });
  for (const known of [[], [[LIDAR, replica] as const]]) {
    const batch = planBatch([{ id: LIDAR, event }], contextOf([record], known));
    const size = (batch?.request.then ?? []).reduce(
      (sum, operation) => sum + (operation.kind === "put" ? sizeBytes(operation.value) : 0),
      0,
    );
    ok(size > 8 * 90_000 && size < REQUEST_BYTES, `${size}`);
  }
});

Deno.test("a plan that etcd may hold beside a status that is not known does not stay there", () => {
  const deleted = (replica: Replica | undefined) =>
    (planBatch([{ id: LIDAR }], contextOf([recordOf()], replica === undefined ? [] : [[LIDAR, replica]]))
      ?.request.then ?? []).filter(({ kind }) => kind === "delete").map(({ key }) => key);
  // The watch delivered the status of a transaction that was answered as refused: its other keys are not watched.
  deepEqual(deleted(writtenReplica(recordOf(), { written: undefined })), [KEYS.recovery(LIDAR)]);
  deepEqual(deleted(writtenReplica(recordOf({ revision: 0n }))), []);
  deepEqual(deleted(undefined), []);
});
