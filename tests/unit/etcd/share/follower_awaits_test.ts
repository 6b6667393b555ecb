// A list that cannot be told as a whole is not told at all, and is taken again once it can.
import { deepEqual, equal } from "node:assert/strict";
import { writeSchema, writeSpec, writeStatus, writeTerms } from "../../../../src/etcd/share/documents.ts";
import { eventPut, followerWorld, put, RING, SHARED, written } from "./follower_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";

/** What was acknowledged of LIDAR while nobody listened here. */
const NEWER = recordOf({ revision: 2n, term: 2n, generation: 4n });

/** LIDAR was recorded beyond what etcd has, and etcd has no status of it; RADAR is newer there. */
function unsure() {
  const own = recordOf({ revision: 9n, term: 2n, generation: 2n });
  const world = followerWorld([own, recordOf({ id: RADAR, revision: 1n, term: 2n })]);
  const there = recordOf({ id: RADAR, revision: 3n, term: 2n });
  world.list(
    SHARED,
    put(KEYS.spec(LIDAR), writeSpec(recordOf({ revision: 2n, term: 2n })), 4n, "list"),
    ...written(there, 5n, "list"),
  );
  return world;
}

function radarAt(revision: bigint, atRevision: bigint) {
  return written(recordOf({ id: RADAR, revision, term: 2n }), atRevision);
}

Deno.test("a service that etcd says nothing of, and that was not shared: what is adopted is told after the leader wrote it", async () => {
  const { manager, steps, synced, delivered, deliver, relists, follower } = unsure();
  const radar = () => manager.record(RADAR)?.service.metadata.revision;
  deepEqual([radar(), synced, relists()], [3n, [], 0], "whoever leads next needs to know it");
  await deliver(...radarAt(4n, 101n), put(KEYS.schema, writeSchema({ term: 2n, revision: 4n }), 101n));
  follower.onSynced(101n, { clusterId: "c", origin: "resume", isReset: false });
  deepEqual([radar(), synced, delivered, relists()], [4n, [], [], 0], "it is not fresh");
  deepEqual(steps.map(({ adopted }) => [adopted?.isUntold, adopted?.isComparison]), [[true, false], [
    true,
    false,
  ]]);
  await deliver(
    put(KEYS.status(LIDAR), writeStatus(recordOf({ revision: 2n, term: 2n }), RING, false), 102n),
  );
  deepEqual([steps.length, relists()], [2, 1]);
});

Deno.test("a service that etcd says nothing of, and that was not shared: another lead is a reason to list as well", async () => {
  const { deliver, relists } = unsure();
  await deliver(put(KEYS.terms, writeTerms([{ term: 3n, after: 3n, from: 100_000n }]), 101n));
  equal(relists(), 1);
});

Deno.test("a list ahead of the cursor: what comes before the cursor is not adopted without what the list has", async () => {
  const { steps, delivered, deliver, list, relists } = followerWorld([
    recordOf({ id: RADAR, revision: 3n, term: 2n }),
  ]);
  const ahead = recordOf({ revision: 8n, term: 2n });
  list(
    SHARED,
    put(KEYS.spec(LIDAR), writeSpec(ahead), 5n, "list"),
    put(KEYS.status(LIDAR), writeStatus(ahead, { sequence: 4, revision: 8n }, false), 5n, "list"),
    ...written(recordOf({ id: RADAR, revision: 3n, term: 2n }), 3n, "list"),
  );
  await deliver(...radarAt(6n, 101n));
  await deliver(...radarAt(7n, 102n), eventPut(RADAR, 7n, 102n));
  deepEqual([steps.length, delivered, relists()], [0, [], 0]);
  await deliver(put(KEYS.schema, writeSchema({ term: 2n, revision: 8n }), 103n));
  deepEqual([steps.length, relists()], [0, 1]);
});

Deno.test("a service that etcd says nothing of, and that was not shared: also after a lead that shared nothing of it either", () => {
  const lineage = [{ term: 2n, after: 0n, from: 0n }, { term: 2n, after: 3n, from: 100_000n }];
  const own = recordOf({ revision: 9n, term: 2n, generation: 2n });
  const radar = recordOf({ id: RADAR, revision: 100_001n, term: 2n });
  const { list, synced, steps } = followerWorld([own, radar], { lineage });
  list(
    put(KEYS.schema, writeSchema({ term: 2n, revision: 100_001n }), 3n, "list"),
    put(KEYS.terms, writeTerms(lineage), 3n, "list"),
    put(KEYS.spec(LIDAR), writeSpec(recordOf({ revision: 2n, term: 2n })), 4n, "list"),
    ...written(radar, 5n, "list"),
  );
  deepEqual([synced, steps.map(({ adopted }) => adopted?.isUntold)], [[], [true]]);
});

for (
  const [what, lidar] of [
    ["its status, taken away", put(KEYS.spec(LIDAR), writeSpec(NEWER), 4n, "list")],
    ["its spec, overwritten", [
      put(KEYS.spec(LIDAR), "{}", 4n, "list"),
      put(KEYS.status(LIDAR), writeStatus(NEWER, RING, false), 4n, "list"),
    ]],
  ] as const
) {
  Deno.test(`who was behind, and finds ${what}: what was acknowledged meanwhile is not known, until the leader wrote it`, async () => {
    const { list, synced, deliver, relists } = followerWorld([
      recordOf({ revision: 1n, term: 2n }),
      recordOf({ id: RADAR, revision: 2n, term: 2n }),
    ]);
    list(SHARED, ...[lidar].flat(), ...written(recordOf({ id: RADAR, revision: 3n, term: 2n }), 5n, "list"));
    deepEqual([synced, relists()], [[], 0], "it is not fresh");
    await deliver(put(KEYS.status(LIDAR), writeStatus(NEWER, RING, false), 102n));
    equal(relists(), 1);
  });
}

Deno.test("who has missed nothing, and finds a status taken away, knows it: it is fresh", () => {
  const radar = recordOf({ id: RADAR, revision: 3n, term: 2n });
  const own = recordOf({ revision: 1n, term: 2n });
  const { list, synced } = followerWorld([own, radar]);
  list(SHARED, put(KEYS.spec(LIDAR), writeSpec(own), 4n, "list"), ...written(radar, 5n, "list"));
  deepEqual(synced, [true]);
});

Deno.test("a spec that somebody else put there, and that nobody has taken over, keeps nobody waiting", () => {
  const { list, synced } = followerWorld([recordOf({ id: RADAR, revision: 2n, term: 2n })]);
  const foreign = put(KEYS.spec(LIDAR), '{"version":"v1"}', 4n, "list");
  list(SHARED, foreign, ...written(recordOf({ id: RADAR, revision: 3n, term: 2n }), 5n, "list"));
  deepEqual(synced, [true]);
});
