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

Deno.test("the first one takes the key, with a term and a guard that holds while it leads", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.knownTerm = 4n;
  etcd.put(KEYS.schema, writeSchema({ term: 2n, revision: 77n }));
  one.start();
  await clock.advance(100);
  deepEqual(one.told, ["elected"]);
  deepEqual(one.terms, [5n]);
  equal(one.isValid, true);
  deepEqual(leaderIn(etcd), { instance: "one", term: 5n });
  // How far everything is stays as it was.
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

Deno.test("a second one waits for as long as the lease lives, and then has a newer term", async () => {
  const { clock, etcd, candidate } = world();
  const [one, two] = [candidate("one"), candidate("two", { seed: 2 })];
  one.start();
  await clock.advance(100);
  two.start();
  await clock.advance(5 * TTL_MS);
  deepEqual(two.told, []);
  equal(two.seen, "one");
  etcd.partition(one.client);
  const lostMs = clock.monotonicMs();
  await clock.until(() => two.told.length > 0, 20_000);
  const tookMs = clock.monotonicMs() - lostMs;
  // Since the last keep-alive, which is at most a third of the lease ago; then within half a lease.
  ok(tookMs >= TTL_MS - TTL_MS / 3 - 10 && tookMs <= 1.5 * TTL_MS + 100, `${tookMs} ms`);
  deepEqual(one.told, ["elected", "deposed"]);
  equal(one.isValid, false);
  deepEqual([one.terms, two.terms], [[2n], [3n]]);
  await two.stop(clock);
  etcd.heal(one.client);
  await one.stop(clock);
});

Deno.test("stop() gives the key back: the next one need not wait; whoever looks again asks at once", async () => {
  const { clock, etcd, candidate } = world();
  const [one, two] = [candidate("one"), candidate("two", { seed: 2 })];
  one.start();
  await clock.advance(100);
  two.start();
  await clock.advance(100);
  await one.stop(clock);
  equal(leaderIn(etcd), undefined);
  deepEqual(one.told, ["elected"]);
  equal(one.isValid, false);
  two.election.campaignNow();
  await clock.advance(10);
  equal(two.isValid, true);
  deepEqual(etcd.leases.length, 1);
  await two.stop(clock);
  deepEqual(etcd.leases, []);
});

Deno.test("an instance that is alone takes over at once what its earlier run left; one of several waits for the lease", async () => {
  for (const isAlone of [true, false]) {
    const { clock, etcd, candidate } = world();
    const one = candidate("one", { isAlone });
    one.start();
    await clock.advance(100);
    etcd.partition(one.client);
    // It ends without a word: the answer to its last call never comes.
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

Deno.test("alone, but another name holds the key: it is seen and not taken", async () => {
  const { clock, etcd, candidate } = world();
  const [one, other] = [candidate("one", { isAlone: true }), candidate("other", { isAlone: true, seed: 2 })];
  other.start();
  await clock.advance(100);
  one.start();
  await clock.advance(10_000);
  equal(one.seen, "other");
  deepEqual(one.told, []);
  deepEqual(leaderIn(etcd)?.instance, "other");
  await other.stop(clock);
  await one.stop(clock);
});

Deno.test("a key that hangs on no lease belongs to nobody, whatever is in it", async () => {
  const { clock, etcd, candidate } = world();
  etcd.put(KEYS.leader, "{");
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  equal(one.isValid, true);
  equal(one.seen, "unknown");
  await one.stop(clock);
});

Deno.test("the lease ends although it was kept alive: deposed with the next keep-alive, and elected again under the same term", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  const [lease] = etcd.leases;
  etcd.expireLease(lease ?? 0n);
  await clock.advance(TTL_MS);
  deepEqual(one.told, ["elected", "deposed", "elected"]);
  // Nobody else can have led: the schema is as it was left.
  deepEqual(one.terms, [2n, 2n]);
  await one.stop(clock);
});

Deno.test("led by another one in between: a new term, also where that one wrote nothing", async () => {
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

Deno.test("a new run of an instance has a new term, also where nobody led in between", async () => {
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

Deno.test("keep-alives that get no answer for a while depose nobody; for as long as the lease lives they do", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one");
  one.start();
  await clock.advance(100);
  etcd.down();
  await clock.advance(TTL_MS * 0.6);
  equal(one.isValid, true);
  etcd.up();
  await clock.advance(TTL_MS * 5);
  deepEqual(one.told, ["elected"]);
  equal(one.isValid, true);
  etcd.down();
  await clock.advance(TTL_MS);
  equal(one.isValid, false);
  deepEqual(one.told, ["elected", "deposed"]);
  etcd.up();
  await clock.advance(2 * TTL_MS);
  equal(one.isValid, true);
  await one.stop(clock);
});

Deno.test("an answer that is lost while the key is taken: it is not counted as taken, and is taken when the lease is over", async () => {
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
  equal(one.told.length, 1);
  equal(leaderIn(etcd)?.term, one.terms.at(-1));
  await one.stop(clock);
});

Deno.test("without space nobody can lead; it is told and tried again", async () => {
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

Deno.test("the key is taken and etcd says that it has no space: it is given back, and is taken when there is space", async () => {
  const { clock, etcd, candidate } = world();
  etcd.delayMs = 10;
  const one = candidate("one");
  one.start();
  await clock.until(() => etcd.leases.length === 1, 1_000);
  etcd.noSpace(true, { lateWrites: 1 });
  await clock.until(() => leaderIn(etcd) !== undefined, 1_000);
  await clock.until(() => leaderIn(etcd) === undefined, TTL_MS / 2);
  deepEqual([one.isValid, one.told, etcd.leases], [false, [], []]);
  etcd.noSpace(false);
  await clock.until(() => one.isValid, 2_000);
  equal(leaderIn(etcd)?.term, one.terms.at(-1));
  await one.stop(clock);
});

Deno.test("depose() by somebody who saw it: told once, and the key is asked for again", async () => {
  const { clock, etcd, candidate } = world();
  const one = candidate("one", { isAlone: true });
  one.start();
  await clock.advance(100);
  etcd.put(KEYS.leader, writeLeader({ instance: "two", term: 9n }));
  one.election.depose("it is not ours");
  one.election.depose("it is not ours");
  equal(one.isValid, false);
  equal(one.election.leaderTerm, undefined);
  deepEqual(one.told, ["elected", "deposed"]);
  await clock.advance(2_000);
  deepEqual(one.told, ["elected", "deposed", "elected"]);
  await one.stop(clock);
});
