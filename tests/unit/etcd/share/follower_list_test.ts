import { deepEqual, equal } from "node:assert/strict";
import { writeRecovery, writeSchema, writeSpec, writeTerms } from "../../../../src/etcd/share/documents.ts";
import type { MissedQuery } from "../../../../src/etcd/share/missed_events.ts";
import { keyOf } from "../../../../src/etcd/watch/events.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import { contextOf as planContextOf, diffOf } from "../../../support/domain.ts";
import { followerWorld, gone, put, SHARED, written } from "./follower_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";

Deno.test("a list: differing records are replaced, equal ones are kept, and missing services have ended", () => {
  const same = recordOf({ revision: 3n, term: 2n });
  const gone = recordOf({ id: RADAR, revision: 3n, term: 2n });
  const { manager, steps, list, synced, follower } = followerWorld([same, gone]);
  const camera = recordOf({ id: "vehicle/camera", revision: 4n, term: 2n });
  list(SHARED, ...written(same, 5n, "list"), ...written(camera, 6n, "list"));
  equal(manager.record(RADAR), undefined);
  deepEqual([...manager.records()].map(({ service }) => service.metadata.id), [LIDAR, "vehicle/camera"]);
  deepEqual(steps.map(({ services }) => [...services.keys()]), [["vehicle/camera"]]);
  deepEqual(synced, [true]);
  equal(follower.isSynced, true);
});

Deno.test("a list: a key of counters that somebody left is no service", () => {
  const gone = recordOf({ id: RADAR, revision: 3n, term: 2n });
  const { manager, list } = followerWorld([gone]);
  list(SHARED, put(KEYS.recovery(RADAR), "not JSON", 5n, "list"));
  equal(manager.record(RADAR), undefined);
});

Deno.test("an overwritten spec is not taken from a record that was discarded with its lead", () => {
  const own = recordOf({ revision: 51n, term: 2n, spec: { version: "discarded" } });
  const there = recordOf({ revision: 200_001n, term: 3n });
  const lineage = [{ term: 2n, after: 0n, from: 0n }, { term: 3n, after: 49n, from: 200_000n }];
  const { manager, list } = followerWorld([own]);
  list(
    put(KEYS.schema, writeSchema({ term: 3n, revision: 200_001n }), 3n, "list"),
    put(KEYS.terms, writeTerms(lineage), 3n, "list"),
    ...written(there, 5n, "list"),
    put(KEYS.spec(LIDAR), "{", 9n, "list"),
  );
  equal(manager.record(LIDAR)?.service.metadata.revision, 51n);
});

Deno.test("a status of another generation does not come with the spec that is known here", async () => {
  const { manager, list, deliver } = followerWorld([recordOf({ revision: 3n, term: 2n })]);
  list(SHARED, ...written(recordOf({ revision: 3n, term: 2n }), 5n, "list"));
  const status = (generation: bigint) => {
    const next = recordOf({ revision: 4n, term: 2n, generation, status: { lastReason: "next" } });
    return written(next, 100n + generation).filter((change) => keyOf(change) === KEYS.status(LIDAR));
  };
  await deliver(...status(2n));
  equal(manager.record(LIDAR)?.service.metadata.generation, 1n);
  await deliver(...status(1n));
  equal(manager.record(LIDAR)?.service.status.lastReason, "next");
});

Deno.test("a restarted list withdraws entries that no longer exist", () => {
  const { manager, list } = followerWorld();
  const radar = recordOf({ id: RADAR, revision: 4n, term: 2n });
  list(
    SHARED,
    ...written(recordOf({ revision: 3n, term: 2n }), 5n, "list"),
    ...written(radar, 6n, "list"),
    { kind: "deletedByList", key: KEYS.spec(LIDAR), revision: 9n, isReset: false },
    { kind: "deletedByList", key: KEYS.status(LIDAR), revision: 9n, isReset: false },
  );
  deepEqual([...manager.records()].map(({ service }) => service.metadata.id), [RADAR]);
});

Deno.test("an overwritten spec is taken from the local record of the same generation; otherwise it is not guessed", () => {
  const external = put(KEYS.spec(LIDAR), JSON.stringify({ spec: { version: "external" } }), 9n, "list");
  const there = (generation: bigint) => written(recordOf({ revision: 5n, term: 2n, generation }), 8n, "list");
  for (const [generation, revision] of [[1n, 5n], [2n, 3n]] as const) {
    const { manager, list } = followerWorld([
      recordOf({ revision: 3n, term: 2n, generation: 1n, spec: { version: "known" } }),
    ]);
    list(SHARED, ...there(generation), external);
    const { metadata, spec } = manager.record(LIDAR)?.service ?? {};
    deepEqual([spec?.version, metadata?.revision, metadata?.generation], ["known", revision, 1n]);
  }
  const { manager, list } = followerWorld();
  list(SHARED, ...there(1n), external);
  equal(manager.record(LIDAR), undefined);
});

Deno.test("a plan that was not shared ends with the lead: what comes to a service without a status has the plan that etcd holds", async () => {
  const planOf = (label: string) => ({
    plan: { ...createActionPlan(diffOf(), planContextOf()), id: label },
    nextAction: 0,
    createdAtMs: 0,
  });
  const own = { ...recordOf({ revision: 3n, term: 2n }), plan: planOf("own") };
  const next = recordOf({ revision: 4n, term: 3n });
  const shared = put(
    KEYS.recovery(LIDAR),
    writeRecovery({ ...next, plan: planOf("shared") }) ?? "",
    6n,
    "list",
  );
  const spec = put(KEYS.spec(LIDAR), writeSpec(own), 5n, "list");
  for (const kept of [[], [shared]]) {
    for (const status of [[], [put(KEYS.status(LIDAR), "{}", 7n, "list")]]) {
      const { manager, list, deliver } = followerWorld([own]);
      list(SHARED, spec, ...status, ...kept);
      equal(manager.record(LIDAR)?.plan?.plan.id, "own");
      await deliver(...written(next, 101n));
      equal(manager.record(LIDAR)?.plan?.plan.id, kept.length === 0 ? undefined : "shared");
      await deliver(...written({ ...next, plan: planOf("next") }, 102n));
      equal(manager.record(LIDAR)?.plan?.plan.id, "next");
    }
  }
  const { manager, list, deliver } = followerWorld([own]);
  list(SHARED, spec, shared);
  await deliver(gone(KEYS.recovery(LIDAR), 101n));
  await deliver(...written(next, 102n));
  equal(manager.record(LIDAR)?.plan, undefined);
});

Deno.test("a list of an empty etcd, or of a different history, ends no service", () => {
  const record = recordOf({ revision: 3n });
  for (
    const [schema, isReset] of [
      [undefined, false],
      [
        put(KEYS.schema, writeSchema({ term: 1n, revision: 0n }), 2n, "list"),
        false,
      ],
      [put(KEYS.schema, "{", 2n, "list"), false],
      [SHARED, true],
    ] as const
  ) {
    const { manager, follower } = followerWorld([record]);
    if (schema !== undefined) follower.onChange(schema);
    follower.onChange(put(KEYS.nodes + "front", "{}", 1n, "list"));
    follower.onSynced(9n, { clusterId: "c", origin: "list", isReset });
    deepEqual(manager.record(LIDAR), record);
  }
});

Deno.test("a list without the schema that existed before is a loss of data", () => {
  const record = recordOf({ revision: 3n, term: 2n });
  const { manager, list } = followerWorld([record]);
  list(SHARED, ...written(record, 5n, "list"));
  list(
    { kind: "deletedByList", key: KEYS.schema, revision: 9n, isReset: false },
    { kind: "deletedByList", key: KEYS.spec(LIDAR), revision: 9n, isReset: false },
    { kind: "deletedByList", key: KEYS.status(LIDAR), revision: 9n, isReset: false },
  );
  deepEqual(manager.record(LIDAR), record);
});

Deno.test("a status in the list that cannot be read keeps the service", () => {
  const record = recordOf({ revision: 3n, term: 2n });
  const { manager, list } = followerWorld([record]);
  list(
    SHARED,
    put(KEYS.spec(LIDAR), writeSpec(record), 5n, "list"),
    put(KEYS.status(LIDAR), "{", 5n, "list"),
  );
  deepEqual(manager.record(LIDAR), record);
});

Deno.test("a resumed stream without a list removes nothing", () => {
  const { manager, follower } = followerWorld([recordOf()]);
  follower.onChange(SHARED);
  follower.onSynced(9n, { clusterId: "c", origin: "resume", isReset: false });
  equal(manager.record(LIDAR) === undefined, false);
});

Deno.test("a list: what the rings have is read from where the own history left that of the others", () => {
  const shared = { term: 2n, after: 0n, from: 0n };
  const queries: MissedQuery[] = [];
  const { list } = followerWorld([recordOf({ revision: 100_001n, term: 2n })], {
    lineage: [shared, { term: 2n, after: 2n, from: 100_000n }],
    readMissed: (query) => {
      queries.push(query);
      return new Promise(() => {});
    },
  });
  list(
    SHARED,
    put(KEYS.terms, writeTerms([shared]), 2n, "list"),
    ...written(recordOf({ revision: 3n, term: 2n }), 5n, "list"),
  );
  deepEqual(queries.map(({ after }) => after), [2n]);
});

Deno.test("a list of an etcd that remembers no terms: what came before the own begin of a term is read", () => {
  const queries: MissedQuery[] = [];
  const { list } = followerWorld([recordOf({ revision: 100_001n, term: 2n })], {
    lineage: [{ term: 2n, after: 2n, from: 100_000n }],
    readMissed: (query) => {
      queries.push(query);
      return new Promise(() => {});
    },
  });
  list(SHARED, ...written(recordOf({ revision: 3n, term: 2n }), 5n, "list"));
  deepEqual(queries.map(({ after }) => after), [2n]);
});
