import { deepEqual, equal, ok } from "node:assert/strict";
import { readLeader, writeLeader, writeSchema } from "../../../../src/etcd/share/documents.ts";
import type { Clock } from "../../../../src/ports/clock.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { Candidate, TTL_MS } from "./campaign.ts";
import { KEYS } from "../share/parts.ts";

function world() {
  const clock = new VirtualClock();
  const etcd = new ModelEtcd({ clock, callTimeoutMs: 1_000 });
  return { clock, etcd };
}

Deno.test("a process that was suspended finds out before it acts, by the clock alone", async () => {
  const { clock, etcd } = world();
  // What a suspended process sees: the time has moved, and none of its timers has fired.
  let stoppedMs = 0;
  const own: Clock = {
    monotonicMs: () => clock.monotonicMs() + stoppedMs,
    wallMs: () => clock.wallMs(),
    isWallSynchronised: () => true,
    schedule: (delayMs, callback) => clock.schedule(delayMs, callback),
  };
  const one = new Candidate("one", { etcd, clock: own });
  one.start();
  await clock.settle();
  equal(one.isValid, true);
  stoppedMs = TTL_MS - 1;
  equal(one.isValid, true);
  stoppedMs = TTL_MS;
  equal(one.isValid, false);
  await one.stop(clock);
});

Deno.test("the time to live counts from before the keep-alive was sent", async () => {
  const { clock, etcd } = world();
  const one = new Candidate("one", { etcd, clock });
  one.start();
  await clock.settle();
  equal(one.isValid, true);
  etcd.delayMs = 200;
  // The first keep-alive is sent after a third of the lease, and is answered 400 ms later.
  await clock.advance(TTL_MS / 3 + 410);
  etcd.partition(one.client);
  await clock.advance(TTL_MS - 410 - 10);
  equal(one.isValid, true);
  await clock.advance(20);
  equal(one.isValid, false);
  etcd.heal(one.client);
  await one.stop(clock);
});

Deno.test("another instance led, or wrote, between the read and the attempt: the attempt fails, and leaves no lease behind", async () => {
  for (const key of ["schema", "leader"] as const) {
    const { clock, etcd } = world();
    const one = new Candidate("one", { etcd, clock });
    etcd.delayMs = 50;
    one.start();
    // The read is answered after 100 ms, the lease after 200 ms, and the attempt arrives after 250 ms.
    await clock.advance(120);
    if (key === "schema") etcd.put(KEYS.schema, writeSchema({ term: 9n, revision: 5n }));
    else etcd.put(KEYS.leader, writeLeader({ instance: "two", term: 9n }));
    await clock.advance(300);
    deepEqual(one.transitions, [], key);
    await clock.until(() => one.isValid, 4 * TTL_MS);
    equal(one.terms[0], key === "schema" ? 10n : 2n);
    deepEqual(etcd.leases.length, 1);
    await one.stop(clock);
  }
});

Deno.test("several instances start at once: one is elected, and each of the others has revoked its lease", async () => {
  const { clock, etcd } = world();
  etcd.delayMs = 5;
  const all = ["a", "b", "c", "d"].map((name, index) =>
    new Candidate(name, { etcd, clock, seed: index + 1 })
  );
  for (const candidate of all) candidate.start();
  await clock.advance(100);
  const leaders = all.filter(({ isValid }) => isValid);
  equal(leaders.length, 1);
  equal(etcd.leases.length, 1);
  equal(readLeader(etcd.entries(KEYS.leader)[0]?.value ?? "").instance, leaders[0]?.name);
  ok(all.every(({ failures }) => failures.length === 0));
  for (const candidate of all) await candidate.stop(clock);
});

Deno.test("the time to live counts from before the request for the lease, not from the answer", async () => {
  const { clock, etcd } = world();
  const one = new Candidate("one", { etcd, clock });
  etcd.delayMs = 200;
  one.start();
  await clock.until(() => one.isValid, 5_000);
  const electedMs = clock.monotonicMs();
  etcd.partition(one.client);
  await clock.until(() => !one.isValid, 5_000);
  // Four ways over the network went by since it asked for the lease.
  ok(clock.monotonicMs() - electedMs <= TTL_MS - 4 * 200 + 20, `${clock.monotonicMs() - electedMs} ms`);
  etcd.heal(one.client);
  await one.stop(clock);
});

Deno.test("stop() while it campaigns leaves no lease and no key behind", async () => {
  for (let afterMs = 0; afterMs < 8; afterMs++) {
    const { clock, etcd } = world();
    const one = new Candidate("one", { etcd, clock });
    etcd.delayMs = 1;
    one.start();
    await clock.advance(afterMs);
    const transitions = [...one.transitions];
    await one.stop(clock);
    await clock.advance(2 * TTL_MS);
    deepEqual(one.transitions, transitions);
    deepEqual(etcd.leases, [], `after ${afterMs} ms`);
    deepEqual(etcd.entries(KEYS.leader), []);
    equal(one.isValid, false);
  }
});
