// Servers that are killed, fall silent and come back: the etcd client calls another one, or the same again, with bounded attempts.
import assert from "node:assert/strict";
import type { EtcdClient } from "../../../src/etcd/client.ts";
import { missingEtcd } from "../../support/etcd/available.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { TcpProxy } from "../../support/etcd/tcp_proxy.ts";
import { eventually, fastest } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { testIf } from "../../support/require.ts";
import { clientOf, doing, failureOf, ok, put } from "./support.ts";

const missing = missingEtcd();

/** The member that answered last, by its place in the list. */
function inUse(log: MemoryLog, etcd: RealEtcd): number {
  const line = log.lines.findLast(({ message }) => message === "Etcd endpoint in use");
  return etcd.endpoints.findIndex((endpoint) => endpoint.endsWith(`//${line?.fields.endpoint}`));
}

/** Resolves once a write is answered, to the milliseconds that it took. */
async function works(client: EtcdClient): Promise<number> {
  const startedAtMs = performance.now();
  await eventually("a write to be answered", () => client.put("/again", "1"));
  return performance.now() - startedAtMs;
}

for (const [how, act] of [["killed", "kill"], ["paused", "pause"]] as const) {
  testIf(`when the server in use is ${how}, the next one of three is called`, missing, async () => {
    await using etcd = await RealEtcd.start({ members: 3 });
    const log = new MemoryLog();
    await using client = clientOf(etcd, { log });
    assert.equal(await client.put("/a", "1"), true);
    assert.equal(await client.get("/a"), "1");
    const first = inUse(log, etcd);
    assert.equal(log.at("info").length, 1, "one server is stayed with");

    await etcd[act](first);
    assert.equal(await client.get("/a", { deadlineMs: 9_000 }), "1");
    assert.notEqual(inUse(log, etcd), first);
    await works(client);
    const lines = log.at("info").length;
    for (let round = 0; round < 5; round++) await client.get("/a");
    assert.equal(log.at("info").length, lines, "the next one is stayed with as well");
  });
}

testIf("a write to a silent server is not repeated: it may have happened", missing, async () => {
  await using etcd = await RealEtcd.start({ members: 3 });
  const log = new MemoryLog();
  await using client = clientOf(etcd, { log });
  assert.equal(await client.put("/a", "1"), true);
  const first = inUse(log, etcd);
  etcd.pause(first);
  const failure = failureOf(await client.txn(doing(put("/a", "2")), { deadlineMs: 500 }));
  assert.deepEqual([failure.kind, failure.mayHaveHappened], ["timed-out", true]);
  // The call after it does not wait for the silent one again.
  await works(client);
  assert.notEqual(inUse(log, etcd), first);
});

testIf("a client whose first endpoints do not answer finds the one that does", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf({ endpoints: ["127.0.0.1:1", "127.0.0.1:2", ...etcd.endpoints] });
  assert.equal(await client.put("/a", "1"), true);
});

testIf("a server that accepts no connections fails calls in time, as not happened", missing, async () => {
  await using client = clientOf({ endpoints: ["127.0.0.1:1"] });
  const failure = failureOf(await client.txn(doing(put("/a", "1"))));
  assert.deepEqual([failure.kind, failure.mayHaveHappened], ["unavailable", false]);
  assert.match(failure.message, /Cannot write to etcd at 127\.0\.0\.1:1: /);
});

testIf("a server that was restarted is used again within about a second", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  assert.equal(await client.put("/a", "1"), true);
  await fastest("a write to a server that is back", async () => {
    await etcd.kill();
    for (let round = 0; round < 5; round++) {
      assert.equal(failureOf(await client.range({ key: "/a", isPrefix: false })).kind, "unavailable");
    }
    await etcd.restart();
    return await works(client);
  }, { limitMs: 1_500 });
  assert.equal(await client.get("/a"), "1");
});

testIf("a server that was shut down and restarted is used again", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const lease = ok(await client.leaseGrant(600)).value.id;
  await fastest("a write to a server that is back", async () => {
    await etcd.stop();
    await etcd.restart();
    return await works(client);
  }, { limitMs: 1_500 });
  assert.equal(ok(await client.leaseKeepAlive(lease)).value.ttlSeconds, 600);
});

testIf(
  "a connection that drops all bytes times out, and works again when it is healed",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using proxy = await TcpProxy.start(etcd.endpoints[0] ?? "");
    await using client = clientOf({ endpoints: [proxy.address] }, { callTimeoutMs: 300 });
    await works(client);
    proxy.blackhole();
    const write = failureOf(await client.txn(doing(put("/a", "2"))));
    assert.deepEqual([write.kind, write.mayHaveHappened], ["timed-out", true]);
    const read = failureOf(await client.range({ key: "/a", isPrefix: false }));
    assert.deepEqual([read.kind, read.mayHaveHappened], ["timed-out", false]);
    proxy.heal();
    await works(client);

    // A new connection into the same hole: the call was never sent.
    proxy.blackhole();
    await using another = clientOf({ endpoints: [proxy.address] }, { callTimeoutMs: 300 });
    const unsent = failureOf(await another.txn(doing(put("/a", "2"))));
    assert.deepEqual([unsent.kind, unsent.mayHaveHappened], ["timed-out", false]);
    proxy.heal();
    await works(another);
  },
);

testIf(
  "a lost connection is established again; another endpoint takes the call meanwhile",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using first = await TcpProxy.start(etcd.endpoints[0] ?? "");
    await using second = await TcpProxy.start(etcd.endpoints[0] ?? "");
    await using client = clientOf({ endpoints: [first.address, second.address] });
    assert.equal(await client.put("/a", "1"), true);
    assert.equal(second.accepted, 0);
    await first.cut();
    assert.equal(await client.get("/a"), "1");
    assert.equal(await client.put("/a", "2"), true);
    await second.cut();
    first.heal();
    await works(client);
  },
);
