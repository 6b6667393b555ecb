// The calls of the etcd client against a real etcd: the effect of each, and its failures.
import assert from "node:assert/strict";
import { EtcdError } from "../../../src/etcd/client.ts";
import type { Compare } from "../../../src/etcd/client/kv.ts";
import { missingEtcd } from "../../support/etcd/available.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { TcpProxy } from "../../support/etcd/tcp_proxy.ts";
import { eventually } from "../../support/eventually.ts";
import { testIf } from "../../support/require.ts";
import { clientOf, doing, failureOf, keysOf, ok, put } from "./support.ts";

const missing = missingEtcd();

testIf("put, get, delete and getPrefix write, read and delete keys", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  assert.equal(await client.get("/a"), undefined);
  assert.equal(await client.put("/a", "größer"), true);
  assert.equal(await client.get("/a"), "größer");
  assert.equal(await client.put("/a/b", ""), true);
  assert.equal(await client.put("/b", "not below /a"), true);
  assert.deepEqual([...await client.getPrefix("/a")], [["/a", "größer"], ["/a/b", ""]]);
  assert.equal(await client.delete("/a"), true);
  assert.equal(await client.delete("/a"), true);
  assert.equal(await client.get("/a"), undefined);
});

testIf("a transaction takes the branch that its compares choose, in one step", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const first = ok(await client.txn(doing(put("/a", "1"), put("/b", "2"))));
  const second = ok(
    await client.txn({
      compare: [{ key: "/a", target: "mod", result: "equal", value: first.revision }],
      then: [
        put("/a", "3"),
        { kind: "delete", key: "/b", isPrefix: false },
        { kind: "range", key: "/", isPrefix: true },
      ],
      otherwise: [],
    }),
  );
  assert.equal(second.value.hasSucceeded, true);
  assert.equal(second.revision, first.revision + 1n);
  assert.equal(second.clusterId, first.clusterId);
  const entry = { createRevision: first.revision, modRevision: second.revision, version: 2n, lease: 0n };
  assert.deepEqual(second.value.answers, [
    { kind: "put" },
    { kind: "delete", deleted: 1 },
    { kind: "range", entries: [{ key: "/a", value: "3", ...entry }] },
  ]);

  const lost = ok(
    await client.txn({
      compare: [{ key: "/a", target: "mod", result: "equal", value: first.revision }],
      then: [put("/a", "4")],
      otherwise: [{ kind: "range", key: "/a", isPrefix: false }],
    }),
  );
  assert.equal(lost.value.hasSucceeded, false);
  assert.deepEqual(lost.value.answers.map(({ kind }) => kind), ["range"]);
  assert.equal(await client.get("/a"), "3");
});

testIf("a compare can test every attribute of a key", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const lease = ok(await client.leaseGrant(60)).value.id;
  const created = ok(await client.txn(doing(put("/a", "m", lease)))).revision;
  const modified = ok(await client.txn(doing(put("/a", "m", lease)))).revision;
  const rows: readonly (readonly [Compare, boolean])[] = [
    [{ key: "/a", target: "create", result: "equal", value: created }, true],
    [{ key: "/a", target: "mod", result: "equal", value: modified }, true],
    [{ key: "/a", target: "mod", result: "greater", value: created }, true],
    [{ key: "/a", target: "mod", result: "less", value: modified }, false],
    [{ key: "/a", target: "version", result: "equal", value: 2n }, true],
    [{ key: "/a", target: "version", result: "not-equal", value: 2n }, false],
    [{ key: "/a", target: "lease", result: "equal", value: lease }, true],
    [{ key: "/a", target: "value", result: "equal", value: "m" }, true],
    [{ key: "/a", target: "value", result: "greater", value: "l" }, true],
    [{ key: "/none", target: "create", result: "equal", value: 0n }, true],
    [{ key: "/none", target: "version", result: "greater", value: 0n }, false],
  ];
  for (const [compare, holds] of rows) {
    const { value } = ok(await client.txn({ compare: [compare], then: [], otherwise: [] }));
    assert.equal(value.hasSucceeded, holds, `${compare.target} ${compare.result}`);
  }
});

testIf(
  "a range is paged at one revision, and a prefix is deleted as a whole",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using client = clientOf(etcd);
    const keys = Array.from({ length: 5 }, (_, index) => `/p/${index}`);
    ok(await client.txn(doing(...keys.map((key) => put(key, "old")), put("/q", "another"))));
    const page = { key: "/p/", isPrefix: true, limit: 2 };
    const first = ok(await client.range(page));
    ok(await client.txn(doing(put("/p/1a", "later"), put("/p/4", "new"))));
    assert.deepEqual([keysOf(first.value.entries), first.value.hasMore], [["/p/0", "/p/1"], true]);

    const { revision } = first;
    const second = ok(await client.range({ ...page, revision, fromKey: "/p/1\0" }));
    const third = ok(await client.range({ ...page, revision, fromKey: "/p/3\0" }));
    assert.deepEqual([keysOf(second.value.entries), second.value.hasMore], [["/p/2", "/p/3"], true]);
    assert.deepEqual([third.value.entries[0]?.value, third.value.hasMore], ["old", false]);

    const bare = ok(await client.range({ ...page, limit: 1, isKeysOnly: true }));
    assert.deepEqual([bare.value.entries[0]?.key, bare.value.entries[0]?.value], ["/p/0", ""]);
    const all = ok(await client.range({ key: "", isPrefix: true }));
    assert.equal(all.value.entries.length, 7);

    const deleted = ok(await client.txn(doing({ kind: "delete", key: "/p/", isPrefix: true })));
    assert.deepEqual(deleted.value.answers, [{ kind: "delete", deleted: 6 }]);
    assert.equal(await client.get("/q"), "another");
  },
);

testIf("getPrefix() reads all pages", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const keys = Array.from({ length: 1_201 }, (_, index) => `/many/${String(index).padStart(4, "0")}`);
  for (let from = 0; from < keys.length; from += 100) {
    ok(await client.txn(doing(...keys.slice(from, from + 100).map((key) => put(key, key)))));
  }
  assert.deepEqual([...(await client.getPrefix("/many/")).keys()], keys);
});

testIf(
  "a lease keeps its keys while it is kept alive, and deletes them when it expires",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using client = clientOf(etcd);
    const short = ok(await client.leaseGrant(1)).value;
    const long = ok(await client.leaseGrant(600)).value;
    ok(await client.txn(doing(put("/short", "1", short.id), put("/long", "2", long.id))));
    assert.equal(ok(await client.leaseKeepAlive(long.id)).value.ttlSeconds, 600);
    await eventually("the lease to run out", async () => await client.get("/short") === undefined);
    assert.equal(ok(await client.leaseKeepAlive(short.id)).value.ttlSeconds, 0);
    assert.equal(await client.get("/long"), "2");

    ok(await client.leaseRevoke(long.id));
    assert.equal(await client.get("/long"), undefined);
    assert.equal(failureOf(await client.leaseRevoke(long.id)).kind, "lease-not-found");
    assert.equal(failureOf(await client.txn(doing(put("/a", "1", long.id)))).kind, "lease-not-found");
  },
);

testIf("an invalid request is distinguished from one that etcd cannot serve now", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const { revision } = ok(await client.txn(doing(put("/a", "1"))));
  const kindOf = async (call: Parameters<typeof failureOf>[0] | Promise<Parameters<typeof failureOf>[0]>) => {
    const { kind, mayHaveHappened } = failureOf(await call);
    assert.equal(mayHaveHappened, false, kind);
    return kind;
  };
  assert.equal(await kindOf(client.txn(doing(put("/b", "1"), put("/b", "2")))), "invalid");
  const tooMany = Array.from({ length: 129 }, (_, index) => put(`/c/${index}`, ""));
  assert.equal(await kindOf(client.txn(doing(...tooMany))), "too-large");
  // More than etcd takes, and more than its transport takes.
  assert.equal(await kindOf(client.txn(doing(put("/d", "x".repeat(1_700_000))))), "too-large");
  assert.equal(await kindOf(client.txn(doing(put("/d", "x".repeat(5_000_000))))), "too-large");
  assert.equal(
    await kindOf(client.range({ key: "/a", isPrefix: false, revision: revision + 9n })),
    "future-revision",
  );
  ok(await client.txn(doing(put("/a", "2"))));
  await etcd.compact();
  assert.equal(await kindOf(client.range({ key: "/a", isPrefix: false, revision })), "compacted");
  assert.equal(await client.get("/a"), "2");
});

testIf(
  "a full etcd refuses writes as no-space, answers reads, and reports it in its status",
  missing,
  async () => {
    const quotaBytes = 4 * 1024 * 1024;
    await using etcd = await RealEtcd.start({ quotaBytes });
    await using client = clientOf(etcd);
    assert.equal(await client.put("/a", "1"), true);
    await etcd.fillToNoSpace();
    assert.equal(failureOf(await client.txn(doing(put("/a", "2")))).kind, "no-space");
    assert.equal(await client.put("/a", "2"), false);
    assert.equal(await client.get("/a"), "1");
    const [status] = await client.status();
    assert.ok(status?.kind === "ok");
    assert.deepEqual(status.server.alarms, ["NOSPACE"]);
    if (!etcd.version.startsWith("3.4")) assert.equal(status.server.quotaBytes, quotaBytes);

    await etcd.clearNoSpace();
    assert.equal(await client.put("/a", "2"), true);
  },
);

testIf(
  "a write that etcd answers with no-space may have been applied: mayHaveHappened is true",
  missing,
  async () => {
    const quotaBytes = 8 * 1024 * 1024;
    await using etcd = await RealEtcd.start({ quotaBytes });
    await using client = clientOf(etcd);
    // At once, so that several are let in before the first of them fills it.
    const keys = Array.from({ length: 32 }, (_, index) => `/a/${index}`);
    const value = "x".repeat(quotaBytes / 8);
    const fill = async () => {
      const puts = keys.map((key) => client.txn(doing(put(key, value)), { deadlineMs: 20_000 }));
      return (await Promise.all(puts)).flatMap((outcome) =>
        outcome.kind === "failed" ? [outcome.failure] : []
      );
    };
    let failures = await fill();
    // Etcd learns its size only every 100 ms. On a busy machine it may refuse one or the other for taking too long as well.
    const noSpace = () => failures.filter(({ kind }) => kind === "no-space");
    for (let rounds = 0; noSpace().length === 0 && rounds < 10; rounds++) failures = await fill();
    assert.deepEqual(new Set(noSpace().map(({ mayHaveHappened }) => mayHaveHappened)), new Set([true]));
  },
);

testIf("status() reports the status of each endpoint, or why there is none", missing, async () => {
  await using etcd = await RealEtcd.start({ members: 3 });
  await using client = clientOf(etcd);
  await etcd.kill(2);
  const statuses = await client.status({ deadlineMs: 3_000 });
  assert.deepEqual(statuses.map(({ kind }) => kind), ["ok", "ok", "failed"]);
  for (const status of statuses) {
    if (status.kind === "failed") {
      assert.equal(status.failure.kind, "unavailable");
      continue;
    }
    const { server } = status;
    assert.equal(server.version, etcd.version);
    assert.ok(server.sizeBytes > 0 && server.raftIndex > 0n && server.raftTerm > 0n);
    assert.equal(server.isLeader, server.leaderId === server.memberId);
  }
});

testIf("an aborted signal and a closed client cancel calls", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using proxy = await TcpProxy.start(etcd.endpoints[0] ?? "");
  await using client = clientOf({ endpoints: [proxy.address] });
  ok(await client.range({ key: "/a", isPrefix: false }));
  proxy.blackhole();
  const aborting = new AbortController();
  const write = client.txn(doing(put("/a", "1")), { signal: aborting.signal, deadlineMs: 60_000 });
  const read = client.range({ key: "/a", isPrefix: false }, { deadlineMs: 60_000 });
  await eventually("the calls to be sent", () => proxy.swallowedBytes > 100);
  aborting.abort();
  const { kind, mayHaveHappened } = failureOf(await write);
  assert.deepEqual({ kind, mayHaveHappened }, { kind: "cancelled", mayHaveHappened: true });
  assert.equal(failureOf(await client.txn(doing(), { signal: aborting.signal })).kind, "cancelled");
  client.close();
  client.close();
  assert.equal(failureOf(await read).kind, "cancelled");
  assert.equal(failureOf(await client.leaseKeepAlive(1n)).kind, "cancelled");
  assert.equal(await client.put("/a", "1"), false);
  await assert.rejects(
    client.get("/a"),
    (error: unknown) => error instanceof EtcdError && error.failure.kind === "cancelled",
  );
});
