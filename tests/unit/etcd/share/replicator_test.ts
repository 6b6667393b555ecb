import { deepEqual, equal, ok } from "node:assert/strict";
import { writeLeader, writeSchema } from "../../../../src/etcd/share/documents.ts";
import { idOf } from "../../../support/domain.ts";
import { guardOf, KEYS, LIDAR, RADAR } from "./parts.ts";
import { replicatorWorld } from "./replicator_parts.ts";

Deno.test("nothing is written without a leader term; earlier changes are written once it begins", async () => {
  const { begin, apply, clock, requests, etcd, replicator, manager, check } = replicatorWorld();
  const before = etcd.write(
    { kind: "put", key: KEYS.leader, value: writeLeader({ instance: "one", term: 1n }) },
    { kind: "put", key: KEYS.schema, value: writeSchema({ term: 1n, revision: 0n }) },
  );
  await apply(LIDAR);
  await clock.advance(1_000);
  equal(requests.length, 0);
  equal(await replicator.replicated(1n, new AbortController().signal), false);
  const leaderTerm = { term: 1n, previousTerm: 0n, guard: guardOf(before), revision: before };
  replicator.begin(leaderTerm, { cursor: 0n, replicas: new Map(), toWrite: [] });
  await clock.advance(1_000);
  check();
  equal(await replicator.replicated(manager.revision(), new AbortController().signal), true);
  replicator.pause();
  const { length } = requests;
  await apply(LIDAR, "2");
  await clock.advance(1_000);
  equal(requests.length, length);
  begin();
  replicator.pause();
});

Deno.test("changes linger for each other, and are written in one transaction", async () => {
  const { begin, apply, clock, requests, replicator, check } = replicatorWorld({ lingerMs: 20, quietMs: 20 });
  begin();
  await clock.advance(100);
  const { length } = requests;
  await apply(LIDAR);
  await apply(RADAR);
  await clock.advance(15);
  equal(requests.length, length);
  await clock.advance(100);
  equal(requests.length, length + 1);
  check();
  replicator.pause();
});

Deno.test("a waiter at the barrier is not delayed by the linger time", async () => {
  const { begin, apply, clock, replicator, manager } = replicatorWorld({ lingerMs: 10_000, quietMs: 10_000 });
  begin();
  await clock.advance(100);
  await apply(LIDAR);
  const answers: boolean[] = [];
  const wait = () =>
    void replicator.replicated(manager.revision(), new AbortController().signal).then((is) =>
      answers.push(is)
    );
  wait();
  await clock.advance(50);
  deepEqual(answers, [true]);
  await apply(RADAR);
  await clock.advance(50);
  deepEqual(answers.length, 1);
  wait();
  await clock.advance(50);
  deepEqual(answers, [true, true]);
  // A change that arrives while there is a waiter does not linger either.
  void replicator.replicated(manager.revision() + 1n, new AbortController().signal).then((is) =>
    answers.push(is)
  );
  await clock.advance(50);
  await apply(LIDAR, "2");
  await clock.advance(50);
  deepEqual(answers, [true, true, true]);
  await apply(RADAR, "2");
  wait();
  replicator.pause();
  await clock.advance(50);
  deepEqual(answers, [true, true, true, false]);
});

Deno.test("only one transaction is in flight", async () => {
  const { begin, apply, clock, requests, replicator, etcd, check } = replicatorWorld();
  begin();
  await clock.advance(100);
  etcd.delayMs = 100;
  const { length } = requests;
  for (let version = 1; version <= 5; version++) {
    await apply(LIDAR, String(version));
    await clock.advance(30);
    ok(requests.length - length <= 1);
  }
  await clock.advance(2_000);
  check();
  replicator.pause();
});

Deno.test("more changes than the queue holds: everything is in etcd in the end, in transactions that etcd accepts", async () => {
  for (const capacityEvents of [1_000, 10]) {
    const { begin, apply, clock, replicator, calls, requests, check, store } = replicatorWorld({
      capacityEvents,
    });
    begin();
    await clock.advance(100);
    for (let index = 0; index < 300; index++) await apply(idOf(`vehicle/s${index}`));
    for (let version = 2; version < 8; version++) await apply(idOf("vehicle/s7"), String(version));
    await clock.advance(5_000);
    for (let index = 0; index < 300; index++) await apply(idOf(`vehicle/s${index}`), "9");
    await clock.advance(5_000);
    deepEqual(calls, []);
    for (const { compare, then, otherwise } of requests) {
      ok(compare.length <= 128 && then.length <= 128 && otherwise.length <= 128);
    }
    check();
    equal(replicator.stats.backlog, 0);
    equal(replicator.stats.overflows > 0, capacityEvents === 10);
    ok(store.events.length > 600);
    replicator.pause();
  }
});

Deno.test("forget() drops the backlog when another instance is the leader", async () => {
  const { begin, apply, clock, replicator, etcd, requests } = replicatorWorld();
  await apply(LIDAR);
  replicator.forget();
  equal(replicator.stats.backlog, 0);
  equal(replicator.replica(LIDAR), undefined);
  begin();
  await clock.advance(1_000);
  deepEqual(etcd.entries(KEYS.services), []);
  deepEqual(requests, []);
  replicator.pause();
});

Deno.test("a long history that etcd does not hold: each service with events in it is brought up to date", async () => {
  const { etcd, apply, clock, replicator, check } = replicatorWorld({ capacityEvents: 4 });
  const revision = etcd.write(
    { kind: "put", key: KEYS.leader, value: writeLeader({ instance: "one", term: 1n }) },
    { kind: "put", key: KEYS.schema, value: writeSchema({ term: 1n, revision: 0n }) },
  );
  for (let version = 1; version <= 1_100; version++) await apply(LIDAR, String(version));
  for (let index = 0; index < 10; index++) await apply(idOf(`vehicle/s${index}`));
  const leaderTerm = { term: 1n, previousTerm: 0n, guard: guardOf(revision), revision };
  replicator.begin(leaderTerm, { cursor: 0n, replicas: new Map(), toWrite: [] });
  await clock.advance(2_000);
  check();
  replicator.pause();
});
