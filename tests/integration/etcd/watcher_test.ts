// The watcher against a real etcd that is killed, compacted, disconnected, black-holed, wiped and restored while it is written to.
import { deepStrictEqual, ok as holds } from "node:assert/strict";
import type { EtcdClient } from "../../../src/etcd/client.ts";
import {
  EtcdWatcher,
  type WatchChange,
  type WatchHandler,
  type WatchSynced,
} from "../../../src/etcd/watcher.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { missingEtcd } from "../../support/etcd/available.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { TcpProxy } from "../../support/etcd/tcp_proxy.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { testIf } from "../../support/require.ts";
import { clientOf, doing, ok, put } from "./support.ts";

const PREFIX = "/watched/";
const KEYS = 200;
const WRITES = 10_000;
const WRITERS = 20;
const LONG = { intervalMs: 20 };
const missing = missingEtcd();

/** Key -> value and revision. */
type State = ReadonlyMap<string, string>;

/** The deliveries, checked as they arrive. */
class Follower implements WatchHandler {
  readonly mirror = new Map<string, string>();
  readonly live = new Set<bigint>();
  /** Revisions of which only the net effect was delivered: above the first, up to the second. */
  readonly listed: (readonly [bigint, bigint])[] = [];
  readonly gaps: string[] = [];
  readonly resets: WatchSynced[] = [];
  /** Deletes by a list: which keys, and whether as a loss. */
  readonly deletedByList: { readonly key: string; readonly isReset: boolean }[] = [];
  readonly problems: string[] = [];
  losses = 0;
  resumes = 0;
  isSynced = false;
  #upTo = 0n;

  onChange(change: WatchChange): void {
    const key = change.kind === "put" ? change.entry.key : change.key;
    if (change.kind === "put") this.mirror.set(key, `${change.entry.value}@${change.entry.modRevision}`);
    else if (!this.mirror.delete(key)) this.problems.push(`${key} is deleted twice`);
    if (change.kind === "deletedByList") this.deletedByList.push({ key, isReset: change.isReset });
    if (change.kind === "deletedByList" || (change.kind === "put" && change.origin === "list")) return;
    const revision = change.kind === "put" ? change.entry.modRevision : change.revision;
    // Each write of this test is a revision of its own.
    if (revision <= this.#upTo) this.problems.push(`${key}@${revision} after ${this.#upTo}`);
    this.#upTo = revision;
    this.live.add(revision);
  }

  onSynced(revision: bigint, info: WatchSynced): void {
    this.isSynced = true;
    if (info.origin === "resume") {
      this.resumes++;
      return;
    }
    if (info.isReset) this.resets.push(info);
    else this.listed.push([this.#upTo, revision]);
    this.#upTo = revision;
  }

  onGap(reason: string): void {
    this.gaps.push(reason);
    this.isSynced = false;
  }

  onLost(): void {
    this.losses++;
    this.isSynced = false;
  }
}

function watcherOf(kv: EtcdClient): EtcdWatcher {
  return new EtcdWatcher({ kv, clock: new SystemClock(), random01: Math.random, log: new MemoryLog() });
}

async function stateOf(client: EtcdClient): Promise<State> {
  const { entries } = ok(await client.range({ key: PREFIX, isPrefix: true })).value;
  return new Map(entries.map(({ key, value, modRevision }) => [key, `${value}@${modRevision}`]));
}

/** Waits until the delivered state equals the content of etcd. */
async function same(follower: Follower, client: EtcdClient): Promise<void> {
  const sorted = (state: State) => [...state].sort(([a], [b]) => a < b ? -1 : 1);
  const expected = await stateOf(client);
  await eventually("the delivered state to equal the content of etcd", () => {
    return follower.isSynced && follower.mirror.size === expected.size &&
      [...expected].every(([key, value]) => follower.mirror.get(key) === value);
  }, LONG).catch(() => deepStrictEqual(sorted(follower.mirror), sorted(expected)));
}

/** Writers that go on whatever happens, until so many writes were answered. */
class Load {
  /** Revisions of the writes that were answered. */
  readonly written: bigint[] = [];
  readonly done: Promise<unknown>;
  readonly #client: EtcdClient;

  constructor(client: EtcdClient) {
    this.#client = client;
    this.done = Promise.all(Array.from({ length: WRITERS }, (_, writer) => this.#write(writer)));
  }

  async reached(count: number): Promise<void> {
    await eventually(`${count} writes`, () => this.written.length >= count, LONG);
  }

  async #write(writer: number): Promise<void> {
    // Not two writers for one key: the delete of a key that is not there is no revision.
    for (let turn = 0; this.written.length < WRITES; turn++) {
      const key = `${PREFIX}${writer}/${turn % (KEYS / WRITERS)}`;
      const isDelete = turn % 37 === 36;
      const outcome = await this.#client.txn(
        doing(isDelete ? { kind: "delete", key, isPrefix: false } : put(key, `${writer}-${turn}`)),
      );
      if (outcome.kind === "failed") continue;
      const [answer] = outcome.value.answers;
      if (answer?.kind === "put" || (answer?.kind === "delete" && answer.deleted > 0)) {
        this.written.push(outcome.revision);
      }
    }
  }
}

testIf(
  "10,000 writes through a kill, a compaction, a cut and a black hole are delivered once each",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using proxy = await TcpProxy.start(etcd.endpoints[0] ?? "");
    await using direct = clientOf(etcd);
    await using client = clientOf({ endpoints: [proxy.address] });
    await using watcher = watcherOf(client);
    const follower = new Follower();
    watcher.watchPrefix(PREFIX, follower);
    await eventually("the first list", () => follower.isSynced);
    const load = new Load(direct);
    try {
      await load.reached(2_000);
      const resumesBefore = follower.resumes;
      await etcd.kill();
      await eventually("the loss to be reported", () => follower.losses > 0, LONG);
      etcd.launch();
      await eventually("the watch to be resumed", () => follower.resumes > resumesBefore, LONG);

      await load.reached(4_000);
      const lossesBefore = follower.losses;
      await proxy.cut();
      await eventually("the cut to be reported", () => follower.losses > lossesBefore, LONG);
      await load.reached(5_000);
      await etcd.compact();
      await proxy.heal();
      await eventually("the compaction to be reported", () => follower.gaps.includes("compacted"), LONG);
      await eventually("the list after it", () => follower.isSynced, LONG);

      await load.reached(6_500);
      const lossesThen = follower.losses;
      proxy.blackhole();
      await eventually("the black hole to be reported", () => follower.losses > lossesThen, LONG);
      await proxy.heal();
    } finally {
      await load.done;
    }
    await same(follower, direct);
    deepStrictEqual(follower.problems, []);
    deepStrictEqual(follower.resets, []);
    holds(load.written.length >= WRITES);
    const missed = load.written.filter((revision) => {
      const isListed = follower.listed.some(([from, to]) => revision > from && revision <= to);
      return !follower.live.has(revision) && !isListed;
    });
    deepStrictEqual(missed, [], "missed");
  },
);

testIf("a wiped etcd is reported as a loss of data", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  await using watcher = watcherOf(client);
  const follower = new Follower();
  ok(await client.txn(doing(put(`${PREFIX}a`, "1"))));
  watcher.watchPrefix(PREFIX, follower);
  await same(follower, client);
  ok(await client.txn(doing(put(`${PREFIX}b`, "2"))));
  await same(follower, client);
  await etcd.wipe();
  await eventually("the reset to be told", () => follower.resets.length > 0, LONG);
  deepStrictEqual(follower.deletedByList, [
    { key: `${PREFIX}a`, isReset: true },
    { key: `${PREFIX}b`, isReset: true },
  ]);
  ok(await client.txn(doing(put(`${PREFIX}c`, "3"))));
  await same(follower, client);
  deepStrictEqual(follower.problems, []);
});

testIf(
  "a restored etcd that has overtaken its old revision is reported as a loss of data",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using proxy = await TcpProxy.start(etcd.endpoints[0] ?? "");
    await using direct = clientOf(etcd);
    await using client = clientOf({ endpoints: [proxy.address] });
    await using watcher = watcherOf(client);
    const follower = new Follower();
    ok(await direct.txn(doing(put(`${PREFIX}kept`, "1"))));
    watcher.watchPrefix(PREFIX, follower);
    await same(follower, direct);
    const backup = await etcd.snapshotSave();
    ok(await direct.txn(doing(put(`${PREFIX}lost`, "2"))));
    await same(follower, direct);
    await proxy.cut();
    await etcd.snapshotRestore(backup);
    await eventually(
      "etcd to be back",
      async () => (await direct.range({ key: "x", isPrefix: false })).kind === "ok",
      LONG,
    );
    for (let write = 0; write < 5; write++) ok(await direct.txn(doing(put(`${PREFIX}new`, `${write}`))));
    await proxy.heal();
    await eventually("the reset to be told", () => follower.resets.length > 0, LONG);
    await same(follower, direct);
    deepStrictEqual(follower.deletedByList, [{ key: `${PREFIX}lost`, isReset: true }]);
    deepStrictEqual(follower.problems, []);
  },
);

testIf("a cancelled watch delivers nothing more and leaves nothing behind", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const watcher = watcherOf(client);
  const [first, second] = [new Follower(), new Follower()];
  const id = watcher.watchPrefix(PREFIX, first);
  watcher.watchPrefix(PREFIX, second);
  await eventually("both lists", () => first.isSynced && second.isSynced);
  await watcher.cancelWatch(id);
  await watcher.cancelWatch(id);
  ok(await client.txn(doing(put(`${PREFIX}a`, "1"))));
  await same(second, client);
  deepStrictEqual(first.mirror.size, 0);
  await watcher[Symbol.asyncDispose]();
  await watcher.done;
});
