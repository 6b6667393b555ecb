// The watch of the etcd client against a real etcd: the order of its deliveries, and its end.
import assert from "node:assert/strict";
import { missingEtcd } from "../../support/etcd/available.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { eventually } from "../../support/eventually.ts";
import { testIf } from "../../support/require.ts";
import { clientOf, doing, failureOf, ok, put, WatchRecorder } from "./support.ts";

const missing = missingEtcd();
const created = (recorder: WatchRecorder) => eventually("the watch to stand", () => recorder.isCreated);
const ended = (recorder: WatchRecorder) => eventually("the watch to end", () => recorder.ends[0]);

testIf("a watch delivers every change below its prefix, in order, from its start on", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const { revision: r } = ok(await client.txn(doing(put("/w/a", "1"), put("/other", "x"))));
  await client.put("/w/a", "2");
  const recorder = new WatchRecorder();
  const watch = client.openWatch({ prefix: "/w/", startRevision: r }, recorder);
  assert.deepEqual(recorder.responses, []);
  await created(recorder);
  await client.put("/w/b", "3");
  await client.put("/other", "y");
  await client.delete("/w/a");
  await client.txn(doing(put("/w/c", "4"), { kind: "delete", key: "/w/b", isPrefix: false }));
  await eventually("all events", () => recorder.events.length === 6);
  assert.deepEqual(recorder.lines, [
    `put /w/a=1 @${r}`,
    `put /w/a=2 @${r + 1n}`,
    `put /w/b=3 @${r + 2n}`,
    `delete /w/a @${r + 4n}`,
    `put /w/c=4 @${r + 5n}`,
    `delete /w/b @${r + 5n}`,
  ]);
  watch.cancel();
  watch.cancel();
  assert.equal(recorder.ends.length, 0, "the end comes after the turn in which it is asked for");
  assert.equal((await ended(recorder)).kind, "cancelled");
  await client.put("/w/d", "5");
  assert.equal(recorder.events.length, 6);
  assert.equal(recorder.ends.length, 1);
});

testIf("a watch may begin at a future revision, and reports its progress on request", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const { revision: r } = ok(await client.txn(doing(put("/w/a", "1"))));
  const recorder = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: r + 2n }, recorder);
  const watch = client.openWatch({ prefix: "/none/", startRevision: r }, new WatchRecorder());
  watch.requestProgress();
  watch.cancel();
  await created(recorder);
  await client.put("/w/a", "before its start");
  await client.put("/w/a", "2");
  await eventually("the event", () => recorder.events.length === 1);
  assert.deepEqual(recorder.lines, [`put /w/a=2 @${r + 2n}`]);

  const progress = new WatchRecorder();
  const quiet = client.openWatch({ prefix: "/quiet/", startRevision: r + 1n }, progress);
  await created(progress);
  // etcd is silent while it still reads the past for the watch: it is asked until it answers.
  const notification = await eventually("a progress notification", () => {
    quiet.requestProgress();
    return progress.responses.find(({ kind }) => kind === "events");
  });
  assert.deepEqual([notification.events, notification.revision], [[], r + 2n]);
});

testIf(
  "a watch whose start was compacted is canceled, with the compacted revision",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using client = clientOf(etcd);
    const { revision } = ok(await client.txn(doing(put("/w/a", "1"))));
    await client.put("/w/a", "2");
    const compacted = await etcd.compact();
    const recorder = new WatchRecorder();
    client.openWatch({ prefix: "/w/", startRevision: revision }, recorder);
    assert.equal((await ended(recorder)).kind, "compacted");
    const last = recorder.responses.at(-1);
    assert.equal(last?.kind, "canceled");
    assert.equal(last?.compactRevision, BigInt(compacted));
  },
);

testIf("more changes than one message holds arrive in fragments, completely", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const value = "x".repeat(12_000);
  const keys = Array.from({ length: 300 }, (_, index) => `/w/${String(index).padStart(3, "0")}`);
  for (let from = 0; from < keys.length; from += 100) {
    ok(await client.txn(doing(...keys.slice(from, from + 100).map((key) => put(key, value)))));
  }
  const recorder = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, recorder);
  await eventually("all events", () => recorder.events.length === keys.length);
  assert.deepEqual(recorder.events.map((event) => event.kind === "put" && event.entry.key), keys);
  const pieces = recorder.responses.filter(({ events }) => events.length > 0);
  assert.ok(pieces.length > 1);
  assert.deepEqual(pieces.map(({ isFragment }) => isFragment), [...pieces.slice(1).map(() => true), false]);
});

testIf("a server that lost its quorum ends its watches and refuses calls", missing, async () => {
  await using etcd = await RealEtcd.start({ members: 3 });
  await using client = clientOf({ endpoints: etcd.endpoints.slice(0, 1) });
  const recorder = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, recorder);
  await created(recorder);
  await Promise.all([etcd.kill(1), etcd.kill(2)]);
  const end = await ended(recorder);
  assert.equal(end.kind, "unavailable");
  assert.match(end.message, /no leader/);
  const { kind } = failureOf(await client.range({ key: "/a", isPrefix: false }));
  assert.ok(kind === "unavailable" || kind === "timed-out", kind);
  assert.equal(await client.put("/a", "1"), false);
});

testIf("a watch ends when its server is killed, or when the client is closed", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const killed = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, killed);
  await created(killed);
  await etcd.kill();
  assert.equal((await ended(killed)).kind, "unavailable");

  const refused = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, refused);
  assert.equal((await ended(refused)).kind, "unavailable");

  await etcd.restart();
  // The channel backs off for a moment after a refused connection.
  await eventually("a write to the server that is back", () => client.put("/w/a", "1"));
  const closed = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, closed);
  await created(closed);
  client.close();
  assert.equal((await ended(closed)).kind, "cancelled");
  const after = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, after);
  assert.equal((await ended(after)).kind, "cancelled");
});

testIf("the watch of a silent server ends, before or after it was established", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  await using hasty = clientOf(etcd, { callTimeoutMs: 500 });
  await eventually("its connection", () => hasty.put("/w/a", "1"));
  const established = new WatchRecorder();
  client.openWatch({ prefix: "/w/", startRevision: 1n }, established);
  await created(established);
  etcd.pause();
  const opening = new WatchRecorder();
  hasty.openWatch({ prefix: "/w/", startRevision: 1n }, opening);
  assert.equal((await ended(opening)).kind, "timed-out");
  assert.equal((await ended(established)).kind, "unavailable");
  assert.equal(opening.ends.length + established.ends.length, 2);
});
