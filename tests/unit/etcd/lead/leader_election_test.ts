import { deepEqual, equal, ok } from "node:assert/strict";
import { readLeader, readSchema, writeLeader, writeSchema } from "../../../../src/etcd/share/documents.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { Candidate, TTL_MS } from "./campaign.ts";
import { KEYS } from "../share/parts.ts";

function world() {
  const clock = new VirtualClock();
  const etcd = new ModelEtcd({ clock, callTimeoutMs: 500 });
  etcd.delayMs = 1;
  const candidate = (name: string, options: { readonly isAlone?: boolean; readonly seed?: number } = {}) =>
    new Candidate(name, { etcd, clock, ...options });
  return { clock, etcd, candidate };
}

function leaderIn(etcd: ModelEtcd) {
  const [entry] = etcd.entries(KEYS.leader);
  return entry === undefined ? undefined : readLeader(entry.value);
}

Deno.test("the first instance takes the key, with a term and a guard that holds while it is the leader", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.knownTerm = 4n;
  etcd.put(KEYS.schema, writeSchema({ term: 2n, revision: 77n }));
  one.start();
  await clock.advance(100);
  deepEqual(one.transitions, ["elected"]);
  deepEqual(one.terms, [5n]);
  equal(one.isValid, true);
  deepEqual(leaderIn(etcd), { instance: "one", term: 5n });
  // The replication cursor is unchanged.
  deepEqual(readSchema(etcd.entries(KEYS.schema)[0]?.value ?? ""), { term: 5n, revision: 77n });
  const [leaderTerm] = one.leaderTerms;
  deepEqual(leaderTerm?.guard, {
    key: KEYS.leader,
    target: "mod",
    result: "equal",
    value: etcd.entries(KEYS.leader)[0]?.modRevision,
  });
  equal(leaderTerm?.revision, leaderTerm?.guard.value);
  await one.stop(clock);
});

Deno.test("a second instance waits until the lease has expired, and then has a newer term", async () => {
  const { clock, etcd, candidate } = world();
  const [one, two] = [candidate("one"), candidate("two", { seed: 2 })];
  one.start();
  await clock.advance(100);
  two.start();
  await clock.advance(5 * TTL_MS);
  deepEqual(two.transitions, []);
  equal(two.seen, "one");
  etcd.partition(one.client);
  const lostMs = clock.monotonicMs();
  await clock.until(() => two.transitions.length > 0, 20_000);
  const tookMs = clock.monotonicMs() - lostMs;
  // Since the last keep-alive, which is at most a third of the lease ago; then within half a lease.
  ok(tookMs >= TTL_MS - TTL_MS / 3 - 10 && tookMs <= 1.5 * TTL_MS + 100, `${tookMs} ms`);
  deepEqual(one.transitions, ["elected", "deposed"]);
  equal(one.isValid, false);
  deepEqual([one.terms, two.terms], [[2n], [3n]]);
  await two.stop(clock);
  etcd.heal(one.client);
  await one.stop(clock);
});

Deno.test("stop() releases the key: the next instance need not wait, and campaignNow() campaigns at once", async () => {
  const { clock, etcd, candidate } = world();
  const [one, two] = [candidate("one"), candidate("two", { seed: 2 })];
  one.start();
  await clock.advance(100);
  two.start();
  await clock.advance(100);
  await one.stop(clock);
  equal(leaderIn(etcd), undefined);
  deepEqual(one.transitions, ["elected"]);
  equal(one.isValid, false);
  two.election.campaignNow();
  await clock.advance(10);
  equal(two.isValid, true);
  deepEqual(etcd.leases.length, 1);
  await two.stop(clock);
  deepEqual(etcd.leases, []);
});

Deno.test("after a sleep of the machine, in which the monotonic clock stood still, nobody acts before etcd was asked", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  clock.jumpWall(TTL_MS);
  equal(one.isValid, false);
  await clock.advance(10);
  equal(one.isValid, true);
  etcd.partition(one.client);
  clock.jumpWall(TTL_MS);
  equal(one.isValid, false);
  await clock.advance(TTL_MS / 3);
  equal(one.isValid, false);
  etcd.heal(one.client);
  await clock.advance(TTL_MS / 3 + 600);
  equal(one.isValid, true);
  clock.jumpWall(-TTL_MS);
  equal(one.isValid, true);
  deepEqual(one.transitions, ["elected"]);
  await one.stop(clock);
});

Deno.test("a single instance takes over at once the key that its earlier run left; one of several waits for the lease", async () => {
  for (const isAlone of [true, false]) {
    const { clock, etcd, candidate } = world();
    const one = candidate("one", { isAlone });
    one.start();
    await clock.advance(100);
    etcd.partition(one.client);
    // The run is killed: the answer to its last call never arrives.
    await one.stop(clock);
    etcd.heal(one.client);
    ok(leaderIn(etcd) !== undefined);
    one.renew();
    one.start();
    await clock.advance(100);
    equal(one.isValid, isAlone);
    await clock.advance(3 * TTL_MS);
    equal(one.isValid, true);
    equal(one.leaderTerms.length, 2);
    await one.stop(clock);
  }
});

Deno.test("a single instance reports a key that another name holds, and does not take it", async () => {
  const { clock, etcd, candidate } = world();
  const [one, other] = [candidate("one", { isAlone: true }), candidate("other", { isAlone: true, seed: 2 })];
  other.start();
  await clock.advance(100);
  one.start();
  await clock.advance(10_000);
  equal(one.seen, "other");
  deepEqual(one.transitions, []);
  deepEqual(leaderIn(etcd)?.instance, "other");
  await other.stop(clock);
  await one.stop(clock);
});

Deno.test("a key without a lease belongs to no instance, whatever its value", async () => {
  const { clock, etcd, candidate } = world();
  etcd.put(KEYS.leader, "{");
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  equal(one.isValid, true);
  equal(one.seen, "unknown");
  await one.stop(clock);
});

Deno.test("the lease ends although it was kept alive: deposed with the next keep-alive, and elected again in the same term", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  const [lease] = etcd.leases;
  etcd.expireLease(lease ?? 0n);
  await clock.advance(TTL_MS);
  deepEqual(one.transitions, ["elected", "deposed", "elected"]);
  // No other instance can have been the leader: the schema is unchanged.
  deepEqual(one.terms, [2n, 2n]);
  await one.stop(clock);
});

Deno.test("another leader in between: a new term, even when that one wrote nothing", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  etcd.expireLease(etcd.leases[0] ?? 0n);
  etcd.put(KEYS.schema, writeSchema({ term: 3n, revision: 0n }));
  await clock.advance(TTL_MS);
  deepEqual(one.terms, [2n, 4n]);
  await one.stop(clock);
});

Deno.test("a new run of an instance has a new term, even without another leader in between", async () => {
  const { clock, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  await one.stop(clock);
  one.renew();
  one.start();
  await clock.advance(100);
  deepEqual(one.terms, [2n, 3n]);
  await one.stop(clock);
});

Deno.test("unanswered keep-alives depose the leader only when the lease has expired", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  etcd.down();
  await clock.advance(TTL_MS * 0.6);
  equal(one.isValid, true);
  etcd.up();
  await clock.advance(TTL_MS * 5);
  deepEqual(one.transitions, ["elected"]);
  equal(one.isValid, true);
  etcd.down();
  await clock.advance(TTL_MS);
  equal(one.isValid, false);
  deepEqual(one.transitions, ["elected", "deposed"]);
  etcd.up();
  await clock.advance(2 * TTL_MS);
  equal(one.isValid, true);
  await one.stop(clock);
});

Deno.test("the answer to taking the key is lost: the instance is not the leader, and takes the key when the lease has expired", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.settle();
  // The answer to the lease; then that to the transaction.
  for (const count of [1, 2]) {
    etcd.loseAnswers(count);
    await clock.advance(600);
  }
  ok(one.failures.includes("timed-out"));
  await clock.until(() => one.isValid, 4 * TTL_MS);
  equal(one.transitions.length, 1);
  equal(leaderIn(etcd)?.term, one.terms.at(-1));
  await one.stop(clock);
});

Deno.test("without space in etcd no instance is elected; the failure is reported and the campaign repeated", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  etcd.noSpace(true);
  one.start();
  await clock.advance(5_000);
  deepEqual(new Set(one.failures), new Set(["no-space"]));
  equal(one.isValid, false);
  etcd.noSpace(false);
  await clock.advance(2_000);
  equal(one.isValid, true);
  await one.stop(clock);
});

Deno.test("the key is taken and etcd reports no space: the lease is revoked, and the key is taken when there is space", async () => {
  const { clock, etcd, candidate } = world();
  etcd.delayMs = 10;
  const one = candidate("one");
  one.start();
  await clock.until(() => etcd.leases.length === 1, 1_000);
  etcd.noSpace(true, { lateWrites: 1 });
  await clock.until(() => leaderIn(etcd) !== undefined, 1_000);
  await clock.until(() => leaderIn(etcd) === undefined, TTL_MS / 2);
  deepEqual([one.isValid, one.transitions, etcd.leases], [false, [], []]);
  etcd.noSpace(false);
  await clock.until(() => one.isValid, 2_000);
  equal(leaderIn(etcd)?.term, one.terms.at(-1));
  await one.stop(clock);
});

Deno.test("depose() calls onDeposed once, and the instance campaigns again", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one", { isAlone: true });
  one.start();
  await clock.advance(100);
  etcd.put(KEYS.leader, writeLeader({ instance: "two", term: 9n }));
  one.election.depose("it is not ours");
  one.election.depose("it is not ours");
  equal(one.isValid, false);
  equal(one.election.leaderTerm, undefined);
  deepEqual(one.transitions, ["elected", "deposed"]);
  await clock.advance(2_000);
  deepEqual(one.transitions, ["elected", "deposed", "elected"]);
  await one.stop(clock);
});

Deno.test("what throws in the loop ends no election, and the lease is given back at the end all the same", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  let isBroken = true;
  Object.defineProperty(one, "knownTerm", {
    get: () => {
      if (isBroken) throw new Error("a bug");
      return 1n;
    },
    set: () => {},
  });
  one.start();
  await clock.advance(5_000);
  deepEqual(one.transitions, []);
  isBroken = false;
  await clock.advance(5_000);
  deepEqual(one.transitions, ["elected"]);
  isBroken = true;
  await one.stop(clock);
  equal(leaderIn(etcd), undefined);
});
