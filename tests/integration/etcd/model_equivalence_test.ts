/**
 * The model of etcd is held to a real etcd through the real client: the same random operations on both, and the same outcomes,
 * entries, revisions from the start of the run on, events of watches, effects of leases and of compaction.
 */
import { deepStrictEqual, ok as holds } from "node:assert/strict";
import fc from "fast-check";
import type { EtcdClient } from "../../../src/etcd/client.ts";
import type {
  Compare,
  EtcdKv,
  EtcdOutcome,
  KeyEvent,
  KeyValue,
  Operation,
  WatchHandle,
} from "../../../src/etcd/client/kv.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { missingEtcd } from "../../support/etcd/available.ts";
import { ModelEtcd } from "../../support/etcd/model.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { eventually } from "../../support/eventually.ts";
import { testIf } from "../../support/require.ts";
import { clientOf, doing, ok, put, WatchRecorder } from "./support.ts";

/** Set it to repeat a run; fast-check prints the one that failed. */
const SEED = Number(Deno.env.get("PROPERTY_SEED") ?? Math.floor(Math.random() * 2 ** 31));
/** No lease has it. */
const NO_SUCH_LEASE = 99n;

// Keys are below the prefix of the run; revisions count from its start.
const key = fc.constantFrom("a/0", "a/1", "a/2", "ab", "b");
const prefix = fc.constantFrom("", "a", "a/", "b");
const where = fc.oneof(
  fc.record({ key, isPrefix: fc.constant(false) }),
  fc.record({ key: prefix, isPrefix: fc.constant(true) }),
);
/** The compacted revision. */
const COMPACTED = -1;
/** Of the revisions that there are, and a little more: from -0.1 to 1.1. */
const part = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -0.1, max: 1.1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(COMPACTED) },
);
const limit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const result = fc.constantFrom("equal" as const, "greater" as const, "less" as const, "not-equal" as const);
const value = fc.constantFrom("", "x", "y", "ü€");

type AskedOperation =
  | { readonly kind: "put"; readonly key: string; readonly value: string; readonly lease: number }
  | { readonly kind: "delete"; readonly key: string; readonly isPrefix: boolean }
  | {
    readonly kind: "range";
    readonly key: string;
    readonly isPrefix: boolean;
    readonly limit: number | undefined;
  };
const operation: fc.Arbitrary<AskedOperation> = fc.oneof(
  // Lease: 0 none, 1 the newest, 2 one that does not exist.
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      key,
      value,
      lease: fc.constantFrom(0, 0, 0, 1, 1, 2),
    }),
  },
  where.map((range) => ({ kind: "delete" as const, ...range })),
  fc.tuple(where, limit).map(([range, most]) => ({ kind: "range" as const, ...range, limit: most })),
);
type AskedCompare =
  | {
    readonly key: string;
    readonly result: Compare["result"];
    readonly target: "value";
    readonly value: string;
  }
  | {
    readonly key: string;
    readonly result: Compare["result"];
    readonly target: "mod" | "create" | "version" | "lease";
    readonly part: number;
  };
const compare: fc.Arbitrary<AskedCompare> = fc.oneof(
  fc.record({ key, result, target: fc.constant("value" as const), value }),
  fc.record({
    key,
    result,
    target: fc.constantFrom("mod" as const, "create" as const, "version" as const, "lease" as const),
    part,
  }),
);

type Step =
  | {
    readonly kind: "range";
    readonly range: { readonly key: string; readonly isPrefix: boolean };
    readonly part: number | undefined;
    readonly limit: number | undefined;
    readonly fromKey: string | undefined;
    readonly isKeysOnly: boolean;
  }
  | {
    readonly kind: "txn";
    readonly compare: readonly AskedCompare[];
    readonly then: readonly AskedOperation[];
    readonly otherwise: readonly AskedOperation[];
  }
  | { readonly kind: "grant" | "keepAlive" | "revoke" | "cancel" | "huge" }
  | { readonly kind: "watch"; readonly prefix: string; readonly part: number }
  | { readonly kind: "compact"; readonly part: number };
const few = { maxLength: 3 };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("range" as const),
      range: where,
      part: fc.option(part, { nil: undefined }),
      limit,
      fromKey: fc.option(key, { nil: undefined }),
      isKeysOnly: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("txn" as const),
      compare: fc.array(compare, few),
      then: fc.array(operation, few),
      otherwise: fc.array(operation, few),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...["grant", "grant", "keepAlive", "revoke", "cancel", "huge"] as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("watch" as const), prefix, part }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("compact" as const), part }) },
);

const putting = (key: string): Step => ({
  ...{ kind: "txn", compare: [], otherwise: [] },
  then: [{ kind: "put", key, value: "x", lease: 0 }],
});
const reading = (part: number): Step => ({
  ...{ kind: "range", range: { key: "", isPrefix: true }, part, isKeysOnly: false },
  ...{ limit: undefined, fromKey: undefined },
});
/** Of revisions 1 to 3, 2 is compacted: what can be read and watched before, at and after it. */
const AT_COMPACTION: Step[] = [
  ...["a/0", "a/1", "a/0"].map(putting),
  { kind: "compact", part: 0.67 },
  ...[0.34, COMPACTED, 1].flatMap((part): Step[] => [reading(part), { kind: "watch", prefix: "a", part }]),
  { kind: "compact", part: 0.67 },
];

interface Watch {
  readonly prefix: string;
  readonly recorder: WatchRecorder;
  readonly handle: WatchHandle;
}

/** One of the two, seen so that both look the same: keys below the prefix, revisions from `base`, leases by their order. */
class Side {
  readonly #kv: EtcdKv;
  readonly #prefix: string;
  readonly #base: bigint;
  readonly #compactAt: (revision: bigint) => Promise<boolean>;
  readonly #leases: bigint[] = [];
  readonly watches: Watch[] = [];
  #compacted: bigint | undefined;
  /** From `base`. */
  revision = 0n;

  constructor(
    kv: EtcdKv,
    options: {
      readonly prefix: string;
      readonly base: bigint;
      readonly compactAt: (revision: bigint) => Promise<boolean>;
    },
  ) {
    this.#kv = kv;
    this.#prefix = options.prefix;
    this.#base = options.base;
    this.#compactAt = options.compactAt;
  }

  async run(step: Step): Promise<unknown> {
    switch (step.kind) {
      case "range": {
        const { range, limit, fromKey, isKeysOnly } = step;
        return this.#comparable(
          await this.#kv.range({
            ...this.#range(range),
            ...(limit === undefined ? {} : { limit }),
            ...(step.part === undefined ? {} : { revision: this.#absolute(step.part) }),
            ...(fromKey === undefined || !range.isPrefix || !fromKey.startsWith(range.key)
              ? {}
              : { fromKey: this.#prefix + fromKey }),
            isKeysOnly,
          }),
        );
      }
      case "txn":
        return this.#comparable(
          await this.#kv.txn({
            compare: step.compare.map((one) => this.#compare(one)),
            then: step.then.map((one) => this.#operation(one)),
            otherwise: step.otherwise.map((one) => this.#operation(one)),
          }),
        );
      case "huge": {
        const then = Array.from({ length: 129 }, (_, index) => put(`${this.#prefix}b${index}`, ""));
        return this.#comparable(await this.#kv.txn(doing(...then)));
      }
      case "grant": {
        const outcome = await this.#kv.leaseGrant(600);
        if (outcome.kind === "ok") this.#leases.push(outcome.value.id);
        return this.#comparable(outcome);
      }
      case "keepAlive":
        return this.#comparable(await this.#kv.leaseKeepAlive(this.#leases.at(-1) ?? NO_SUCH_LEASE));
      case "revoke":
        return this.#comparable(await this.#kv.leaseRevoke(this.#leases.at(-1) ?? NO_SUCH_LEASE));
      case "compact": {
        const revision = this.#absolute(step.part);
        if (revision <= this.#base) return "not asked";
        const hasCompacted = await this.#compactAt(revision);
        if (hasCompacted) this.#compacted = revision;
        return hasCompacted;
      }
      case "watch":
        return this.watch(step.prefix, this.#absolute(step.part));
      case "cancel":
        return this.watches[0]?.handle.cancel();
    }
  }

  watch(prefix: string, startRevision: bigint): void {
    const recorder = new WatchRecorder();
    const handle = this.#kv.openWatch({ prefix: this.#prefix + prefix, startRevision }, recorder);
    this.watches.push({ prefix, recorder, handle });
  }

  /** The deliveries of the watches so far, and how they ended. */
  watched(): readonly unknown[] {
    return this.watches.map(({ recorder }) => ({
      isCreated: recorder.isCreated,
      events: recorder.events.map((event) => this.#event(event)),
      compacted: recorder.responses.map(({ compactRevision }) =>
        compactRevision === 0n ? 0n : compactRevision - this.#base
      ).filter((revision) => revision !== 0n),
      end: recorder.ends.map(({ kind }) => kind),
    }));
  }

  /** The part of the revisions so far; at least the first one of the run. */
  #absolute(part: number): bigint {
    if (part === COMPACTED) return this.#compacted ?? this.#base;
    const relative = Math.round(Number(this.revision) * part);
    return this.#base + BigInt(Math.max(0, relative));
  }

  #range<R extends { readonly key: string }>(range: R): R {
    return { ...range, key: this.#prefix + range.key };
  }

  #operation(asked: AskedOperation): Operation {
    if (asked.kind === "put") {
      const lease = [0n, this.#leases.at(-1) ?? 0n, NO_SUCH_LEASE][asked.lease] ?? 0n;
      return { ...this.#range(asked), lease };
    }
    if (asked.kind === "delete") return this.#range(asked);
    const { limit, ...range } = asked;
    return { ...this.#range(range), ...(limit === undefined ? {} : { limit }) };
  }

  #compare(asked: AskedCompare): Compare {
    if (asked.target === "value") return this.#range(asked);
    const { key, result, target } = asked;
    const value = target === "version"
      ? BigInt(Math.max(0, Math.round(asked.part * 3)))
      : target === "lease"
      ? asked.part > 0.5 ? this.#leases.at(-1) ?? 0n : 0n
      : this.#absolute(asked.part);
    return { key: this.#prefix + key, result, target, value };
  }

  #comparable<T>(outcome: EtcdOutcome<T>): unknown {
    if (outcome.kind === "failed") {
      return { kind: outcome.failure.kind, mayHaveHappened: outcome.failure.mayHaveHappened };
    }
    this.revision = outcome.revision - this.#base;
    return { value: this.#plain(outcome.value), revision: this.revision };
  }

  /** Entries, wherever they are in it, and ids of leases as both sides have them. */
  #plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#plain(one));
    if (typeof value !== "object" || value === null) return value;
    if (isEntry(value)) return this.#entry(value);
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, name === "id" ? "a lease" : this.#plain(one)]),
    );
  }

  #entry(entry: KeyValue): unknown {
    return {
      ...entry,
      key: entry.key.slice(this.#prefix.length),
      createRevision: entry.createRevision - this.#base,
      modRevision: entry.modRevision - this.#base,
      lease: this.#leases.indexOf(entry.lease),
    };
  }

  #event(event: KeyEvent): unknown {
    return event.kind === "put"
      ? this.#entry(event.entry)
      : { key: event.key.slice(this.#prefix.length), revision: event.revision - this.#base };
  }
}

function isEntry(value: object): value is KeyValue {
  return "modRevision" in value;
}

/** Both, in the same state. */
async function sides(
  etcd: RealEtcd,
  options: { readonly client: EtcdClient; readonly prefix: string; readonly clock: VirtualClock },
): Promise<{ readonly real: Side; readonly model: Side }> {
  const { client, prefix, clock } = options;
  const { revision } = ok(await client.range({ key: prefix, isPrefix: false }));
  const memory = new ModelEtcd({ clock });
  const real = new Side(client, {
    prefix,
    base: revision,
    compactAt: async (at) => (await etcd.tryCtl(["compact", `${at}`])).success,
  });
  const model = new Side(memory.client(), {
    prefix,
    base: memory.revision,
    compactAt: (at) => {
      try {
        memory.compact(at);
        return Promise.resolve(true);
      } catch {
        return Promise.resolve(false);
      }
    },
  });
  return { real, model };
}

/** Waits until the watches of both have delivered the same. */
async function sameWatched(real: Side, model: Side, clock: VirtualClock): Promise<void> {
  await clock.settle();
  const expected = model.watched();
  try {
    await eventually("the watches to deliver the same", () => {
      deepStrictEqual(real.watched(), expected);
      return true;
    });
  } catch {
    deepStrictEqual(real.watched(), expected);
  }
}

/**
 * A watch that begins in the past is brought up to date by etcd in the background, and a compaction before that ends it; in the model it
 * is up to date at once. One that has told a change is.
 */
async function untilWatchesAreSynced(real: Side, model: Side, clock: VirtualClock): Promise<void> {
  for (const prefix of new Set(real.watches.map((watch) => watch.prefix))) {
    const put = { kind: "put", key: `${prefix}/mark`, value: "x", lease: 0 } as const;
    const mark = { kind: "txn", compare: [], then: [put], otherwise: [] } as const;
    deepStrictEqual(await real.run(mark), await model.run(mark));
  }
  await sameWatched(real, model, clock);
}

testIf("the model of etcd behaves like etcd", missingEtcd(), async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const clock = new VirtualClock();
      const { real, model } = await sides(etcd, { client, clock, prefix: `run-${runs++}/` });
      for (const one of steps) {
        if (one.kind === "compact") await untilWatchesAreSynced(real, model, clock);
        const [actual, expected] = [await real.run(one), await model.run(one)];
        deepStrictEqual(actual, expected, `${one.kind} differs`);
        await sameWatched(real, model, clock);
      }
      // Watches that begin later than the last write have something to tell as well, and none has more to tell.
      const last = { kind: "txn", compare: [], otherwise: [] } as const;
      for (const key of ["a/0", "b", "a/1", "b"]) {
        const then = [{ kind: "put", key, value: "end", lease: 0 }] as const;
        deepStrictEqual(await real.run({ ...last, then }), await model.run({ ...last, then }));
      }
      await sameWatched(real, model, clock);
      for (const { handle } of [...real.watches, ...model.watches]) handle.cancel();
      await sameWatched(real, model, clock);
    }),
    // To make a failure small may take long, for each try waits for what does not come. Without a failure it is over long before, also
    // on a busy machine.
    { numRuns: 40, seed: SEED, examples: [[AT_COMPACTION]], interruptAfterTimeLimit: 600_000 },
  );
});

testIf("the model's leases expire like those of etcd", missingEtcd(), async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd);
  const clock = new VirtualClock();
  const both = await sides(etcd, { client, clock, prefix: "lease/" });
  const model = new ModelEtcd({ clock });
  const granted = ok(await client.leaseGrant(1));
  const expected = ok(await model.client().leaseGrant(1));
  holds(expected.value.ttlSeconds <= 2 && granted.value.ttlSeconds <= 2, "etcd gives two seconds at least");
  const start = granted.revision;
  const recorder = new WatchRecorder();
  client.openWatch({ prefix: "lease/", startRevision: start + 1n }, recorder);
  const modelRecorder = new WatchRecorder();
  model.client().openWatch({ prefix: "lease/", startRevision: 2n }, modelRecorder);
  for (const key of ["lease/b", "lease/a"]) {
    ok(await client.txn(doing(put(key, "x", granted.value.id))));
    ok(await model.client().txn(doing(put(key, "x", expected.value.id))));
  }
  await clock.advance(2_000);
  const lines = modelRecorder.lines.map((line) => line.replace(/@(\d+)/, (_, at) => `@${Number(at) - 1}`));
  await eventually("the lease to end", () => recorder.events.length === 4);
  deepStrictEqual(
    recorder.lines.map((line) => line.replace(/@(\d+)/, (_, at) => `@${Number(at) - Number(start)}`)),
    lines,
  );
  deepStrictEqual(ok(await client.leaseKeepAlive(granted.value.id)).value, { ttlSeconds: 0 });
  deepStrictEqual(ok(await model.client().leaseKeepAlive(expected.value.id)).value, { ttlSeconds: 0 });
  deepStrictEqual(await both.real.run({ kind: "revoke" }), await both.model.run({ kind: "revoke" }));
});
