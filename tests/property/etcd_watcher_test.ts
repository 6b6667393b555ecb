/**
 * The watcher against the model of etcd, through random writes and faults.
 *
 * Deliveries are followed step by step: a live change must be the very next one of the store's own history, so that none is
 * missed, doubled or out of order; a list may deliver only what differs, and "reset" only after a reset or a restore.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { KeyEvent, KeyValue } from "../../src/etcd/client/kv.ts";
import {
  EtcdWatcher,
  type WatchChange,
  type WatchHandler,
  type WatchSynced,
} from "../../src/etcd/watcher.ts";
import { VirtualClock } from "../support/engine/virtual_clock.ts";
import { type ModelClient, ModelEtcd, type ModelSnapshot } from "../support/etcd/model.ts";
import { MemoryLog } from "../support/memory_log.ts";

const PREFIX = "w/";
const KEYS = 5;
/** Set it to repeat a run; fast-check prints the one that failed. */
const SEED = Number(Deno.env.get("PROPERTY_SEED") ?? Math.floor(Math.random() * 2 ** 31));

type Command =
  | { readonly kind: "put" | "delete" | "putElsewhere" | "putUnanswered" | "putLeased"; readonly key: number }
  | { readonly kind: "txn"; readonly keys: readonly number[]; readonly deletes: readonly number[] }
  | {
    readonly kind:
      | "partition"
      | "heal"
      | "breakWatches"
      | "silence"
      | "down"
      | "up"
      | "reset"
      | "snapshot"
      | "restore";
  }
  | { readonly kind: "compact"; readonly part: number }
  | { readonly kind: "delay" | "advance"; readonly ms: number };

const key = fc.nat({ max: KEYS - 1 });
const some = fc.uniqueArray(key, { maxLength: KEYS });
const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("put" as const), key }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("txn" as const), keys: some, deletes: some }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("putElsewhere" as const, "putUnanswered" as const, "putLeased" as const),
      key,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...["partition", "heal", "heal", "breakWatches", "silence", "down", "up", "up"] as const,
        ...["reset", "snapshot", "restore"] as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("compact" as const),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("delay" as const), ms: fc.nat({ max: 40 }) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("advance" as const),
      ms: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 300 }), fc.constant(3_000), fc.constant(25_000)),
    }),
  },
);

/** The prefix's own history, and what was delivered of it. */
class Follower implements WatchHandler {
  /** The first violation; a handler must not throw. */
  failure: unknown;
  readonly mirror = new Map<string, KeyValue>();
  /** All changes of the prefix, as the store has made them. */
  timeline: readonly KeyEvent[] = [];
  /** The next change to be delivered live; undefined until a list is complete. */
  #position: number | undefined;
  /** Resets and restores since the last complete list. */
  histories = 0;
  /** The cluster that answers now; an answer of the previous one may still be in flight. */
  clusterId = "";
  /** Deliveries since `mark`. */
  delivered = 0;
  isSynced = false;
  /** Delivered by the list in progress. */
  readonly #listed = new Set<string>();
  #isResetDelivered = false;
  #isLost = false;

  onChange(change: WatchChange): void {
    this.#check(() => this.#changed(change));
  }
  onSynced(revision: bigint, info: WatchSynced): void {
    this.#check(() => this.#synced(revision, info));
  }
  onGap(): void {
    this.#check(() => {
      this.#position = undefined;
      this.isSynced = false;
      this.#listed.clear();
    });
  }
  onLost(): void {
    this.#check(() => {
      ok(!this.#isLost, "lost is delivered twice");
      this.#isLost = true;
      this.isSynced = false;
    });
  }

  #check(work: () => void): void {
    this.delivered++;
    try {
      work();
    } catch (error) {
      this.failure ??= error;
    }
  }

  #changed(change: WatchChange): void {
    const key = change.kind === "put" ? change.entry.key : change.key;
    ok(key.startsWith(PREFIX), `${key} is not of the prefix`);
    const before = this.mirror.get(key);
    if (change.kind === "put") this.mirror.set(key, change.entry);
    else this.mirror.delete(key);
    if (change.kind === "delete" || (change.kind === "put" && change.origin === "live")) {
      ok(this.#position !== undefined, `live before a whole list: ${key}`);
      const { kind } = change;
      const event = kind === "put"
        ? { kind, entry: change.entry }
        : { kind, key: change.key, revision: change.revision };
      deepStrictEqual(event, this.timeline[this.#position], "not the next change of the store");
      this.#position++;
      return;
    }
    this.#position = undefined;
    if (change.isReset) {
      this.#isResetDelivered = true;
      ok(this.histories > 0, "a reset without one");
    } else ok(!this.#isResetDelivered, "part of a list is a reset, part is not");
    if (change.kind === "deletedByList") {
      ok(before !== undefined, `${key} is deleted twice`);
      const isIntended = this.timeline.some((event) =>
        event.kind === "delete" && event.key === key && event.revision > before.modRevision
      );
      ok(isIntended || change.isReset, `${key} was lost, and that is delivered as a delete`);
      this.#listed.delete(key);
    } else this.#listed.add(key);
  }

  #synced(revision: bigint, info: WatchSynced): void {
    this.isSynced = true;
    const wasLost = this.#isLost;
    this.#isLost = false;
    if (info.origin === "resume") {
      return ok(wasLost && this.#position !== undefined, "resumed without a list or a loss");
    }
    for (const key of this.mirror.keys()) {
      ok(this.#listed.has(key), `${key} is there, and the list does not say so`);
    }
    this.#listed.clear();
    if (!info.isReset) ok(!this.#isResetDelivered, "the reset was not delivered at the end of the list");
    this.#isResetDelivered = false;
    if (info.clusterId === this.clusterId) this.histories = 0;
    const next = this.timeline.findIndex((event) => revisionOf(event) > revision);
    this.#position = next < 0 ? this.timeline.length : next;
  }
}

function revisionOf(event: KeyEvent): bigint {
  return event.kind === "put" ? event.entry.modRevision : event.revision;
}

interface Setting {
  readonly fragmentEvents: number;
  readonly pageEntries: number;
  readonly randomSeed: number;
}

/** One run: etcd, a writer, and the watcher with its own connection. */
class World {
  readonly clock = new VirtualClock();
  readonly etcd: ModelEtcd;
  readonly follower = new Follower();
  readonly watcher: EtcdWatcher;
  readonly #reader: ModelClient;
  readonly #writer: ModelClient;
  #values = 0;
  #random: number;
  #saved: { readonly snapshot: ModelSnapshot; readonly timeline: readonly KeyEvent[] } | undefined;

  constructor({ fragmentEvents, pageEntries, randomSeed }: Setting) {
    this.etcd = new ModelEtcd({ clock: this.clock, fragmentEvents });
    this.#random = randomSeed;
    this.#reader = this.etcd.client("reader");
    this.#writer = this.etcd.client("writer");
    this.etcd.onRevision(({ events }) => {
      const ours = events.filter((event) =>
        (event.kind === "put" ? event.entry.key : event.key).startsWith(PREFIX)
      );
      this.follower.timeline = [...this.follower.timeline, ...ours];
    });
    this.watcher = new EtcdWatcher({
      kv: this.#reader,
      clock: this.clock,
      random01: () => (this.#random = (this.#random * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31,
      log: new MemoryLog(),
      pageEntries,
    });
    this.follower.clusterId = this.etcd.clusterId;
    this.watcher.watchPrefix(PREFIX, this.follower);
  }

  async run(command: Command): Promise<void> {
    const { etcd } = this;
    switch (command.kind) {
      case "put":
        etcd.put(`${PREFIX}${command.key}`, this.#value());
        break;
      case "delete":
        if (this.#mayDelete()) etcd.delete(`${PREFIX}${command.key}`);
        break;
      case "putElsewhere":
        etcd.put(`x/${command.key}`, this.#value());
        break;
      case "txn":
        etcd.write(
          ...command.keys.map((one) =>
            ({ kind: "put", key: `${PREFIX}${one}`, value: this.#value() }) as const
          ),
          ...command.deletes.filter((one) => this.#mayDelete() && !command.keys.includes(one)).map((one) =>
            ({ kind: "delete", key: `${PREFIX}${one}`, isPrefix: false }) as const
          ),
        );
        break;
      case "putUnanswered":
      case "putLeased":
        await this.#writeByClient(command);
        break;
      case "partition":
        etcd.partition(this.#reader);
        break;
      case "heal":
        etcd.heal(this.#reader);
        break;
      case "breakWatches":
        etcd.breakWatches();
        break;
      case "silence":
        etcd.silenceWatches();
        break;
      case "down":
        etcd.down();
        break;
      case "up":
        etcd.up();
        break;
      case "compact": {
        const span = Number(etcd.revision - etcd.compactRevision);
        const revision = etcd.compactRevision + BigInt(Math.floor(span * command.part));
        if (revision > etcd.compactRevision) etcd.compact(revision);
        break;
      }
      case "reset":
        this.follower.histories++;
        this.#saved = undefined;
        this.follower.timeline = [];
        etcd.reset();
        this.follower.clusterId = etcd.clusterId;
        break;
      case "snapshot":
        if (etcd.leases.length === 0) {
          this.#saved = { snapshot: etcd.snapshot(), timeline: this.follower.timeline };
        }
        break;
      case "restore":
        await this.#restore();
        break;
      case "delay":
        etcd.delayMs = command.ms;
        etcd.gapMs = command.ms % 3 * 5;
        break;
      case "advance":
        await this.clock.advance(command.ms);
        break;
    }
    // Not always: a delivery may coincide with the next event.
    if (command.kind !== "put") await this.clock.settle();
    this.#rethrow();
  }

  /** All faults have ended: what is delivered must converge to the content of etcd. */
  async end(): Promise<void> {
    this.etcd.delayMs = this.etcd.gapMs = 0;
    this.etcd.heal(this.#reader);
    this.etcd.up();
    await this.clock.until(
      () => this.follower.isSynced && this.#isSame(),
      60_000,
      "the delivered state equals the content of etcd",
    );
    await this.clock.advance(60_000);
    await this.run({ kind: "txn", keys: [0, 1], deletes: [2] });
    await this.clock.advance(1_000);
    deepStrictEqual([...this.follower.mirror.values()].sort(byKey), this.etcd.entries(PREFIX));
    this.#rethrow();
    await this.watcher[Symbol.asyncDispose]();
    await this.watcher.done;
    strictEqual(this.etcd.openWatches, 0);
    const { delivered } = this.follower;
    this.etcd.put(`${PREFIX}0`, "unseen");
    await this.clock.advance(60_000);
    strictEqual(this.follower.delivered, delivered, "delivered after dispose");
  }

  #rethrow(): void {
    const { failure } = this.follower;
    if (failure !== undefined) throw failure;
  }

  #isSame(): boolean {
    const entries = this.etcd.entries(PREFIX);
    return entries.length === this.follower.mirror.size &&
      entries.every((entry) => this.follower.mirror.get(entry.key)?.modRevision === entry.modRevision);
  }

  /** Two histories whose last change is the delete of the same key at the same revision cannot be distinguished. */
  #mayDelete(): boolean {
    return this.follower.histories === 0 || this.#saved === undefined;
  }

  #value(): string {
    return `v${++this.#values}`;
  }

  async #writeByClient({ kind, key }: { readonly kind: string; readonly key: number }): Promise<void> {
    const lease = kind === "putLeased" ? await this.#settled(this.#writer.leaseGrant(2)) : undefined;
    if (kind === "putUnanswered") this.etcd.loseAnswers(1);
    await this.#settled(this.#writer.txn({
      compare: [],
      then: [{
        ...{ kind: "put", key: `${PREFIX}${key}`, value: this.#value() },
        ...(lease?.kind === "ok" ? { lease: lease.value.id } : {}),
      }],
      otherwise: [],
    }));
    this.etcd.loseAnswers(0);
  }

  async #settled<T>(promise: Promise<T>): Promise<T> {
    let isDone = false;
    const marked = promise.finally(() => isDone = true);
    await this.clock.until(() => isDone, 10_000, "the call ends");
    return await marked;
  }

  async #restore(): Promise<void> {
    if (this.#saved === undefined) return;
    // Nothing is in flight at this moment, so everything delivered from now on is from the restored history.
    this.etcd.delayMs = this.etcd.gapMs = 0;
    await this.clock.advance(1_000);
    this.follower.histories++;
    this.follower.timeline = this.#saved.timeline;
    this.etcd.restore(this.#saved.snapshot);
  }
}

/** Schedules that failed once. */
const EXAMPLES: [Setting, Command[]][] = [
  // Seen behind once, past the old revision when it is listed.
  [{ fragmentEvents: 1, pageEntries: 1, randomSeed: 0 }, [
    { kind: "snapshot" },
    { kind: "txn", keys: [0], deletes: [] },
    { kind: "restore" },
    { kind: "advance", ms: 1 },
    { kind: "put", key: 2 },
    { kind: "put", key: 2 },
  ]],
  // Past the old revision when the stream is resumed.
  [{ fragmentEvents: 1, pageEntries: 1, randomSeed: 0 }, [
    { kind: "snapshot" },
    { kind: "put", key: 1 },
    { kind: "restore" },
    { kind: "put", key: 0 },
  ]],
];

function byKey(a: KeyValue, b: KeyValue): number {
  return a.key < b.key ? -1 : 1;
}

Deno.test("EtcdWatcher delivers each change of the store once and in order, whatever fails", async () => {
  const setting = fc.record({
    fragmentEvents: fc.integer({ min: 1, max: 4 }),
    pageEntries: fc.integer({ min: 1, max: 4 }),
    randomSeed: fc.nat({ max: 2 ** 31 - 1 }),
  });
  await fc.assert(
    fc.asyncProperty(setting, fc.array(commands, { maxLength: 60 }), async (chosen, all) => {
      const world = new World(chosen);
      for (const command of all) await world.run(command);
      await world.end();
    }),
    { numRuns: 2_000, seed: SEED, examples: EXAMPLES },
  );
});
