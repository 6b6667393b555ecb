import { deepEqual, equal } from "node:assert/strict";
import { writeEvent, writeLeader, writeSchema, writeStatus } from "../../../../src/etcd/share/documents.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import { contextOf as planContextOf, diffOf, eventOf } from "../../../support/domain.ts";
import { eventPut, followerWorld, gone, put, RING, SHARED, written } from "./follower_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";

Deno.test("what one transaction wrote is one step: states and events together, also of several services", async () => {
  const { manager, steps, tell } = followerWorld();
  const [lidar, radar] = [
    recordOf({ revision: 2n, term: 2n }),
    recordOf({ id: RADAR, revision: 3n, term: 2n }),
  ];
  await tell(
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

Deno.test("two transactions that arrive at once are two steps, in order", async () => {
  const { manager, steps, tell } = followerWorld();
  await tell(
    ...written(recordOf({ revision: 2n }), 10n),
    eventPut(LIDAR, 2n, 10n),
    ...written(recordOf({ revision: 3n, spec: { version: "2" } }), 11n),
    eventPut(LIDAR, 3n, 11n),
  );
  deepEqual(steps.map(({ revision }) => revision), [2n, 3n]);
  equal(manager.record(LIDAR)?.service.spec.version, "2");
});

Deno.test("etcd is right: a record that would be newer here is replaced", async () => {
  const here = recordOf({ revision: 90n, term: 1n, spec: { version: "here" } });
  const { manager, tell, store } = followerWorld([here]);
  const there = recordOf({ revision: 50n, term: 1n, spec: { version: "there" } });
  await tell(...written(there, 10n));
  deepEqual(manager.record(LIDAR), there);
  deepEqual(store.records.get(LIDAR), there);
  equal(manager.revision(), 90n);
});

Deno.test("a spec alone decides nothing; with the status that follows it counts", async () => {
  const before = recordOf();
  const { manager, steps, tell } = followerWorld([before]);
  const wanted = recordOf({ revision: 2n, spec: { version: "2" } });
  await tell(put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "wish" } }), 10n));
  deepEqual(manager.record(LIDAR), before);
  equal(steps.length, 0);
  await tell(...written(wanted, 11n));
  equal(manager.record(LIDAR)?.service.spec.version, "2");
});

Deno.test("a status without a spec keeps the spec that is known; one that carries a spec says which is in force", async () => {
  const { manager, tell } = followerWorld([recordOf({ spec: { version: "known" } })]);
  await tell(put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 2n }), RING, false), 10n));
  equal(manager.record(LIDAR)?.service.spec.version, "known");
  equal(manager.record(LIDAR)?.service.metadata.revision, 2n);
  const carried = recordOf({ revision: 3n, spec: { version: "carried" } });
  await tell(
    put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "refused" } }), 11n),
    put(KEYS.status(LIDAR), writeStatus(carried, RING, true), 11n),
  );
  equal(manager.record(LIDAR)?.service.spec.version, "carried");
  // Of a service that is not known, a status alone says too little.
  await tell(put(KEYS.status(RADAR), writeStatus(recordOf({ id: RADAR }), RING, false), 12n));
  equal(manager.record(RADAR), undefined);
});

Deno.test("what one transaction wrote belongs together, also where it comes in fragments", async () => {
  const { manager, tell } = followerWorld([recordOf()]);
  const plan = { plan: createActionPlan(diffOf(), planContextOf()), nextAction: 0, createdAtMs: 0 };
  const wanted = { ...recordOf({ revision: 2n, generation: 2n, spec: { version: "2" } }), plan };
  const parts = written(wanted, 10n);
  equal(parts.length, 3);
  for (const part of parts) await tell(part);
  deepEqual(manager.record(LIDAR), wanted);
  // That of another transaction is another matter.
  await tell(put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "wish" } }), 11n));
  await tell(
    put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 3n, generation: 2n }), RING, false), 12n),
  );
  equal(manager.record(LIDAR)?.service.spec.version, "2");
  await tell(gone(KEYS.spec(LIDAR), 13n));
  await tell(gone(KEYS.status(LIDAR), 13n));
  equal(manager.record(LIDAR), undefined);
});

Deno.test("a service has ended when the leader took spec and status away at once; one of them alone is nobody's word", async () => {
  const { manager, steps, tell } = followerWorld([recordOf(), recordOf({ id: RADAR })]);
  await tell(gone(KEYS.status(LIDAR), 10n));
  await tell(gone(KEYS.spec(LIDAR), 11n));
  equal(manager.record(LIDAR) === undefined, false);
  equal(steps.length, 0);
  await tell(
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

Deno.test("that everything is deleted together with the schema is a loss: nothing has ended", async () => {
  for (const isFirst of [true, false]) {
    const { manager, tell } = followerWorld([recordOf()]);
    const services = [gone(KEYS.spec(LIDAR), 10n), gone(KEYS.status(LIDAR), 10n)];
    const schema = gone(KEYS.schema, 10n);
    await tell(...(isFirst ? [schema, ...services] : [...services, schema]));
    equal(manager.record(LIDAR) === undefined, false);
  }
});

Deno.test("a schema that was deleted alone excuses nothing later", async () => {
  for (const isApart of [true, false]) {
    const { manager, tell } = followerWorld([recordOf()]);
    const end = [gone(KEYS.spec(LIDAR), 11n), gone(KEYS.status(LIDAR), 11n)];
    if (isApart) {
      await tell(gone(KEYS.schema, 10n));
      await tell(...end);
    } else await tell(gone(KEYS.schema, 10n), ...end);
    equal(manager.record(LIDAR), undefined);
  }
});

Deno.test("a loss that arrives in pieces is one all the same", async () => {
  const { manager, tell } = followerWorld([recordOf(), recordOf({ id: RADAR })]);
  await tell(eventPut(LIDAR, 9n, 10n), gone(KEYS.schema, 10n));
  await tell(gone(KEYS.spec(LIDAR), 10n), gone(KEYS.status(LIDAR), 10n));
  equal(manager.record(LIDAR) === undefined, false);
});

Deno.test("what recovery counted is taken over, kept while nothing is said of it, and void when its key goes", async () => {
  const { manager, tell } = followerWorld();
  const recovery = {
    issueType: "Crash",
    failureCount: 2,
    issueFailures: 2,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "",
  } as const;
  await tell(...written({ ...recordOf({ revision: 2n }), recovery }, 10n));
  equal(manager.record(LIDAR)?.recovery?.failureCount, 2);
  await tell(put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 3n }), RING, false), 11n));
  equal(manager.record(LIDAR)?.recovery?.failureCount, 2);
  await tell(
    put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 4n }), RING, false), 12n),
    gone(KEYS.recovery(LIDAR), 12n),
  );
  equal(manager.record(LIDAR)?.recovery, undefined);
});

Deno.test("what cannot be read is told and changes nothing", async () => {
  const before = recordOf();
  const { manager, log, tell } = followerWorld([before]);
  await tell(
    put(KEYS.status(LIDAR), "{", 10n),
    put(KEYS.event(LIDAR, 1), "no event", 10n),
    put(`${KEYS.prefix}services/vehicle/lidar/other`, "", 10n),
    put("/elsewhere", "", 10n),
  );
  deepEqual(manager.record(LIDAR), before);
  equal(log.at("warn").length, 1);
});

Deno.test("who leads is told as it changes; nobody where the key is gone or cannot be read", async () => {
  const { leaders, tell } = followerWorld();
  await tell(
    put(KEYS.leader, writeLeader({ instance: "a", term: 2n }), 5n, "list"),
    gone(KEYS.leader, 6n),
    put(KEYS.leader, "{", 7n),
  );
  deepEqual(leaders, ["a", "", ""]);
});

Deno.test("stale from a lost stream or a gap until all is known again, told once each", () => {
  const { follower, list, synced } = followerWorld();
  equal(follower.isSynced, false);
  list(SHARED);
  follower.onLost();
  follower.onGap();
  follower.onSynced(9n, { clusterId: "c", origin: "resume", isReset: false });
  deepEqual(synced, [true, false, true]);
});

Deno.test("end(): what was begun is taken over, and nothing after it", async () => {
  const { manager, follower, leaders, synced, clock } = followerWorld();
  for (const change of written(recordOf({ revision: 2n }), 10n)) follower.onChange(change);
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
