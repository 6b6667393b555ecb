import { deepEqual, equal, ok } from "node:assert/strict";
import { readStatus, writeLeader, writeStatus } from "../../../../src/etcd/share/documents.ts";
import type { EtcdFailure, TxnRequest } from "../../../../src/etcd/client/kv.ts";
import { idOf } from "../../../support/domain.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";
import { replicatorWorld } from "./replicator_parts.ts";

Deno.test("a lost answer: an applied transaction is not written twice, one that was not applied is written again", async () => {
  for (const hasHappened of [true, false]) {
    const { begin, apply, clock, etcd, client, replicator, calls, check } = replicatorWorld();
    begin();
    await apply(LIDAR);
    await clock.advance(100);
    if (hasHappened) etcd.loseAnswers(1);
    else etcd.partition(client);
    await apply(LIDAR, "2");
    await clock.advance(100);
    etcd.heal(client);
    const [entry] = etcd.entries(KEYS.status(LIDAR));
    await clock.advance(5_000);
    // Its guards fail the second time.
    deepEqual([...new Set(calls)], hasHappened ? ["timed-out", `conflict ${LIDAR}`] : ["timed-out"]);
    equal(etcd.entries(KEYS.status(LIDAR))[0]?.version === entry?.version, hasHappened);
    check();
    replicator.pause();
  }
});

Deno.test("a lost answer while a service ends: its keys are deleted in the end", async () => {
  for (const isSpecGone of [true, false]) {
    const { begin, apply, clock, etcd, client, replicator, manager, calls } = replicatorWorld();
    begin();
    await apply(LIDAR);
    await clock.advance(100);
    const replica = replicator.replica(LIDAR);
    if (replica === undefined) throw new Error("it is shared");
    if (isSpecGone) etcd.delete(KEYS.spec(LIDAR));
    etcd.partition(client);
    manager.adopt({ revision: manager.revision(), term: 1n, records: [], removed: [LIDAR], events: [] });
    replicator.correct(LIDAR, isSpecGone ? { ...replica, specMod: 0n } : replica);
    await clock.advance(100);
    etcd.heal(client);
    await clock.advance(5_000);
    ok(calls.includes("timed-out"));
    deepEqual(etcd.entries(KEYS.services), []);
    replicator.pause();
  }
});

Deno.test("failed transactions are retried with growing backoff, and each failure is reported", async () => {
  const { begin, apply, clock, etcd, replicator, calls, requests, check } = replicatorWorld();
  begin();
  await apply(LIDAR);
  await clock.advance(100);
  etcd.down();
  await apply(LIDAR, "2");
  const { length } = requests;
  await clock.advance(10_000);
  const tries = requests.length - length;
  ok(tries >= 7 && tries <= 16, `${tries}`);
  equal(calls.filter((kind) => kind === "unavailable").length, tries);
  etcd.up();
  await clock.advance(2_000);
  check();
  replicator.pause();
});

Deno.test("a key that another component wrote is read and reported, and replication continues", async () => {
  const { begin, apply, clock, etcd, replicator, calls, check } = replicatorWorld();
  begin();
  await apply(LIDAR);
  await apply(RADAR);
  await clock.advance(100);
  etcd.put(KEYS.status(LIDAR), writeStatus(recordOf(), { sequence: 0, revision: 0n }, false));
  await apply(LIDAR, "2");
  await apply(RADAR, "2");
  await clock.advance(1_000);
  deepEqual(calls, [`conflict ${LIDAR}`, `conflict ${RADAR}`]);
  check();
  replicator.pause();
});

Deno.test("another leader: nothing more is written, and onDeposed is called", async () => {
  const { begin, apply, clock, etcd, replicator, calls, requests } = replicatorWorld();
  begin();
  await apply(LIDAR);
  await clock.advance(100);
  etcd.put(KEYS.leader, writeLeader({ instance: "two", term: 2n }));
  await apply(LIDAR, "2");
  await clock.advance(100);
  deepEqual(calls, ["deposed"]);
  equal(readStatus(etcd.entries(KEYS.status(LIDAR))[0]?.value ?? "").metadata.generation, 1n);
  replicator.pause();
  const { length } = requests;
  await clock.advance(10_000);
  equal(requests.length, length);
});

Deno.test("a service that etcd refuses is given up and reported; the others are replicated, and no waiter waits forever", async () => {
  const tooLarge: EtcdFailure = {
    kind: "too-large",
    message: "request is too large",
    mayHaveHappened: false,
  };
  const refuse = ({ then }: TxnRequest) => JSON.stringify(then).length > 20_000 ? tooLarge : undefined;
  const { begin, apply, clock, replicator, calls, manager, etcd } = replicatorWorld({ refuse });
  begin();
  await clock.advance(100);
  for (let index = 0; index < 20; index++) await apply(idOf(`vehicle/s${index}`));
  const table = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`k${index}`, "x".repeat(3_000)]),
  );
  await apply(LIDAR, "1", table);
  const answers: boolean[] = [];
  void replicator.replicated(manager.revision(), new AbortController().signal).then((is) => answers.push(is));
  await clock.advance(2_000);
  deepEqual(calls, [`unshareable ${LIDAR}`]);
  equal(etcd.entries(KEYS.services).filter(({ key }) => key.endsWith("/status")).length, 20);
  deepEqual(answers, [true]);
  // The event that reverts the change is as large; the one after it is not.
  await apply(LIDAR, "2");
  await clock.advance(2_000);
  await apply(LIDAR, "3");
  await clock.advance(2_000);
  equal(readStatus(etcd.entries(KEYS.status(LIDAR))[0]?.value ?? "").metadata.generation, 3n);
  replicator.pause();
});

Deno.test("a history that cannot be read delays what is behind, and ends nothing", async () => {
  const { begin, apply, clock, etcd, client, store, log, replicator, check } = replicatorWorld({
    capacityEvents: 2,
  });
  begin();
  await apply(LIDAR);
  await clock.advance(100);
  etcd.partition(client);
  // More than the queue takes: the journal has the rest.
  for (let version = 2; version < 8; version++) await apply(LIDAR, String(version));
  store.readFailure = new Error("disk I/O error");
  etcd.heal(client);
  await clock.advance(20_000);
  const told = log.lines.filter(({ message }) => message.startsWith("Cannot replicate to etcd;"));
  equal(told.length, 1, "one line for a series of failures");
  ok(replicator.stats.failures >= 10 && replicator.stats.failures <= 30, `${replicator.stats.failures}`);
  store.readFailure = undefined;
  await clock.advance(5_000);
  check();
  replicator.pause();
});
