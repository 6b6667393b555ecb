import { deepEqual, equal } from "node:assert/strict";
import { writeEvent, writeLeader, writeSchema, writeStatus } from "../../../../src/etcd/share/documents.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import { contextOf as planContextOf, diffOf, eventOf } from "../../../support/domain.ts";
import { eventPut, followerWorld, gone, put, RING, SHARED, written } from "./follower_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";

Deno.test("one transaction is adopted in one step: states and events together, also of several services", async () => {
  const { manager, steps, deliver } = followerWorld();
  const [lidar, radar] = [
    recordOf({ revision: 2n, term: 2n }),
    recordOf({ id: RADAR, revision: 3n, term: 2n }),
  ];
  await deliver(
    put(KEYS.schema, writeSchema({ term: 2n, revision: 3n }), 10n),
    ...written(lidar, 10n),
    eventPut(LIDAR, 2n, 10n),
    ...written(radar, 10n),
    eventPut(RADAR, 3n, 10n),
  );
  equal(steps.length, 1);
  deepEqual(steps[0]?.events.map(({ revision }) => revision), [2n, 3n]);
  deepEqual([...steps[0]?.services.keys() ?? []], [LIDAR, RADAR]);
  deepEqual(manager.record(LIDAR), lidar);
  equal(manager.revision(), 3n);
  equal(manager.term(), 2n);
});

Deno.test("two transactions that arrive together are adopted in two steps, in order", async () => {
  const { manager, steps, deliver } = followerWorld();
  await deliver(
    ...written(recordOf({ revision: 2n }), 10n),
    eventPut(LIDAR, 2n, 10n),
    ...written(recordOf({ revision: 3n, spec: { version: "2" } }), 11n),
    eventPut(LIDAR, 3n, 11n),
  );
  deepEqual(steps.map(({ revision }) => revision), [2n, 3n]);
  equal(manager.record(LIDAR)?.service.spec.version, "2");
});

Deno.test("etcd is authoritative: a newer local record is replaced", async () => {
  const here = recordOf({ revision: 90n, term: 1n, spec: { version: "here" } });
  const { manager, deliver, store } = followerWorld([here]);
  const there = recordOf({ revision: 50n, term: 1n, spec: { version: "there" } });
  await deliver(...written(there, 10n));
  deepEqual(manager.record(LIDAR), there);
  deepEqual(store.records.get(LIDAR), there);
  equal(manager.revision(), 90n);
});

Deno.test("a spec alone is not adopted; it is in force once its status follows", async () => {
  const before = recordOf();
  const { manager, steps, deliver } = followerWorld([before]);
  const wanted = recordOf({ revision: 2n, spec: { version: "2" } });
  await deliver(put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "external" } }), 10n));
  deepEqual(manager.record(LIDAR), before);
  equal(steps.length, 0);
  await deliver(...written(wanted, 11n));
  equal(manager.record(LIDAR)?.service.spec.version, "2");
});

Deno.test("a status without a spec keeps the known spec; a status that carries a spec names the one in force", async () => {
  const { manager, deliver } = followerWorld([recordOf({ spec: { version: "known" } })]);
  await deliver(put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 2n }), RING, false), 10n));
  equal(manager.record(LIDAR)?.service.spec.version, "known");
  equal(manager.record(LIDAR)?.service.metadata.revision, 2n);
  const carried = recordOf({ revision: 3n, spec: { version: "carried" } });
  await deliver(
    put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "refused" } }), 11n),
    put(KEYS.status(LIDAR), writeStatus(carried, RING, true), 11n),
  );
  equal(manager.record(LIDAR)?.service.spec.version, "carried");
  // For an unknown service a status alone is not enough.
  await deliver(put(KEYS.status(RADAR), writeStatus(recordOf({ id: RADAR }), RING, false), 12n));
  equal(manager.record(RADAR), undefined);
});

Deno.test("the changes of one transaction belong together, even when they arrive in fragments", async () => {
  const { manager, deliver } = followerWorld([recordOf()]);
  const plan = { plan: createActionPlan(diffOf(), planContextOf()), nextAction: 0, createdAtMs: 0 };
  const wanted = { ...recordOf({ revision: 2n, generation: 2n, spec: { version: "2" } }), plan };
  const parts = written(wanted, 10n);
  equal(parts.length, 3);
  for (const part of parts) await deliver(part);
  deepEqual(manager.record(LIDAR), wanted);
  // A spec of another transaction does not belong to the status.
  await deliver(put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "external" } }), 11n));
  await deliver(
    put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 3n, generation: 2n }), RING, false), 12n),
  );
  equal(manager.record(LIDAR)?.service.spec.version, "2");
  await deliver(gone(KEYS.spec(LIDAR), 13n));
  await deliver(gone(KEYS.status(LIDAR), 13n));
  equal(manager.record(LIDAR), undefined);
});

Deno.test("a service has ended when spec and status were deleted in one transaction; one of them alone is ignored", async () => {
  const { manager, steps, deliver } = followerWorld([recordOf(), recordOf({ id: RADAR })]);
  await deliver(gone(KEYS.status(LIDAR), 10n));
  await deliver(gone(KEYS.spec(LIDAR), 11n));
  equal(manager.record(LIDAR) === undefined, false);
  equal(steps.length, 0);
  await deliver(
    gone(KEYS.spec(RADAR), 12n),
    gone(KEYS.status(RADAR), 12n),
    put(
      KEYS.event(RADAR, 2),
      writeEvent(eventOf({ resourceId: RADAR, revision: 5n, eventType: "Terminated" })),
      12n,
    ),
  );
  equal(manager.record(RADAR), undefined);
  deepEqual(steps.map(({ events }) => events[0]?.eventType), ["Terminated"]);
});

Deno.test("a deletion together with the schema is a loss of data: no service has ended", async () => {
  for (const isFirst of [true, false]) {
    const { manager, deliver } = followerWorld([recordOf()]);
    const services = [gone(KEYS.spec(LIDAR), 10n), gone(KEYS.status(LIDAR), 10n)];
    const schema = gone(KEYS.schema, 10n);
    await deliver(...(isFirst ? [schema, ...services] : [...services, schema]));
    equal(manager.record(LIDAR) === undefined, false);
  }
});

Deno.test("an earlier deletion of the schema alone does not make later deletions a loss", async () => {
  for (const isApart of [true, false]) {
    const { manager, deliver } = followerWorld([recordOf()]);
    const end = [gone(KEYS.spec(LIDAR), 11n), gone(KEYS.status(LIDAR), 11n)];
    if (isApart) {
      await deliver(gone(KEYS.schema, 10n));
      await deliver(...end);
    } else await deliver(gone(KEYS.schema, 10n), ...end);
    equal(manager.record(LIDAR), undefined);
  }
});

Deno.test("a loss of data that arrives in fragments is recognised as well", async () => {
  const { manager, deliver } = followerWorld([recordOf(), recordOf({ id: RADAR })]);
  await deliver(eventPut(LIDAR, 9n, 10n), gone(KEYS.schema, 10n));
  await deliver(gone(KEYS.spec(LIDAR), 10n), gone(KEYS.status(LIDAR), 10n));
  equal(manager.record(LIDAR) === undefined, false);
});

Deno.test("the recovery record is adopted, kept while its key does not change, and removed with its key", async () => {
  const { manager, deliver } = followerWorld();
  const recovery = {
    issueType: "Crash",
    failureCount: 2,
    issueFailures: 2,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "",
  } as const;
  await deliver(...written({ ...recordOf({ revision: 2n }), recovery }, 10n));
  equal(manager.record(LIDAR)?.recovery?.failureCount, 2);
  await deliver(put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 3n }), RING, false), 11n));
  equal(manager.record(LIDAR)?.recovery?.failureCount, 2);
  await deliver(
    put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 4n }), RING, false), 12n),
    gone(KEYS.recovery(LIDAR), 12n),
  );
  equal(manager.record(LIDAR)?.recovery, undefined);
});

Deno.test("an unreadable document is logged and changes nothing", async () => {
  const before = recordOf();
  const { manager, log, deliver } = followerWorld([before]);
  await deliver(
    put(KEYS.status(LIDAR), "{", 10n),
    put(KEYS.event(LIDAR, 1), "no event", 10n),
    put(`${KEYS.prefix}services/vehicle/lidar/other`, "", 10n),
    put("/elsewhere", "", 10n),
  );
  deepEqual(manager.record(LIDAR), before);
  equal(log.at("warn").length, 1);
});

Deno.test("each change of the leader is reported; none when the key is gone or unreadable", async () => {
  const { leaders, deliver } = followerWorld();
  await deliver(
    put(KEYS.leader, writeLeader({ instance: "a", term: 2n }), 5n, "list"),
    gone(KEYS.leader, 6n),
    put(KEYS.leader, "{", 7n),
  );
  deepEqual(leaders, ["a", "", ""]);
});

Deno.test("the follower is stale from a lost stream or a gap until it has caught up, reported once each", () => {
  const { follower, list, synced } = followerWorld();
  equal(follower.isSynced, false);
  list(SHARED);
  follower.onLost();
  follower.onGap();
  follower.onSynced(9n, { clusterId: "c", origin: "resume", isReset: false });
  deepEqual(synced, [true, false, true]);
});

Deno.test("end(): a transaction that may be incomplete is not adopted, and nothing after it", async () => {
  const { manager, follower, leaders, synced, clock } = followerWorld();
  for (const change of written(recordOf({ revision: 2n }), 10n)) follower.onChange(change);
  follower.onProgress(10n);
  for (const change of written(recordOf({ revision: 9n }), 11n)) follower.onChange(change);
  follower.end();
  equal(manager.record(LIDAR)?.service.metadata.revision, 2n);
  for (const change of written(recordOf({ revision: 3n }), 11n)) follower.onChange(change);
  follower.onChange(put(KEYS.leader, writeLeader({ instance: "a", term: 2n }), 12n));
  follower.onSynced(12n, { clusterId: "c", origin: "list", isReset: false });
  follower.onLost();
  await clock.settle();
  equal(manager.record(LIDAR)?.service.metadata.revision, 2n);
  deepEqual([leaders, synced], [[], []]);
});

Deno.test("a status that is newer than the cursor takes nobody past the events that are still to come", async () => {
  const { manager, list, steps, deliver } = followerWorld();
  const newest = recordOf({ revision: 8n, term: 2n });
  list(SHARED, ...written(newest, 5n, "list"));
  equal(manager.recordedRevision(), 3n, "the cursor of the list");
  const schema = (revision: bigint, atRevision: bigint) =>
    put(KEYS.schema, writeSchema({ term: 2n, revision }), atRevision);
  await deliver(schema(5n, 101n), ...written(newest, 101n), eventPut(LIDAR, 5n, 101n));
  equal(manager.recordedRevision(), 5n);
  await deliver(...written(newest, 102n));
  equal(manager.recordedRevision(), 5n);
  await deliver(schema(8n, 103n), ...written(newest, 103n), eventPut(LIDAR, 8n, 103n));
  deepEqual(
    steps.map(({ events, gap }) => [events.map(({ revision }) => revision), gap]),
    [[[], undefined], [[5n], undefined], [[], undefined], [[8n], undefined]],
  );
  equal(manager.readRecorded({ afterRevision: 3n, limit: 9, which: "oldest" }).evictedRevision, 0n);
});
