/** Following services without a transport, in virtual time. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { ALL_SERVICES, matchesFilter, type ServiceFilter } from "../../../../src/manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../../../../src/manager/serve/subscription.ts";
import { type SubscriptionMessages, Subscriptions } from "../../../../src/manager/serve/subscriptions.ts";
import { SERVICE_STATES, type ServiceState } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { FakeManager } from "../../../integration/grpc/support/fake_manager.ts";
import { idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

/** Reads a subscription step by step, and keeps what it was told. */
class Reader implements AsyncDisposable {
  readonly messages: SubscriptionMessage[] = [];
  readonly end = new AbortController();
  isDone = false;
  error: unknown;
  readonly #source: SubscriptionMessages;
  readonly #clock: VirtualClock;
  #pending: Promise<void> | undefined;

  constructor(subscriptions: Subscriptions, clock: VirtualClock, options: {
    readonly filter?: ServiceFilter;
    readonly start?: SubscriptionStart;
    readonly heartbeatIntervalMs?: number;
  } = {}) {
    const { filter = ALL_SERVICES, start = { kind: "snapshot" }, heartbeatIntervalMs = 5_000 } = options;
    this.#clock = clock;
    this.#source = subscriptions.subscribe({ filter, start, heartbeatIntervalMs }, this.end.signal);
  }

  /** Takes up to `count` messages, as many as are there. */
  async read(count = Infinity): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      this.#pending ??= this.#source.next().then(({ done, value }) => {
        this.#pending = undefined;
        if (done === true || value === undefined) this.isDone = true;
        else this.messages.push(value);
      }, (error) => {
        this.error = error;
        this.isDone = true;
      });
      for (let turn = 0; turn < 10 && this.#pending !== undefined; turn += 1) await this.#clock.advance(0);
      if (this.#pending !== undefined || this.isDone) return;
    }
  }

  /** In short words: `s:name`, `done:revision`, `Type:name@revision`, `gap:from-to`, `beat@revision`. */
  words(): string[] {
    return this.messages.map((message) => {
      switch (message.kind) {
        case "snapshot":
          return `s:${message.service.metadata.id}`;
        case "snapshot-complete":
          return `done:${message.revision}`;
        case "change":
          return `${message.event.eventType}:${message.event.resourceId}@${message.revision}` +
            (message.service === undefined ? " gone" : "");
        case "gap":
          return `gap:${message.fromRevision}-${message.toRevision}`;
        case "heartbeat":
          return `beat@${message.revision}`;
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end.abort();
    await this.#source.return();
  }
}

function world(
  options: { readonly ringSize?: number; readonly queueCapacity?: number; readonly max?: number } = {},
) {
  const manager = new FakeManager(options.ringSize);
  const clock = new VirtualClock();
  const subscriptions = new Subscriptions({
    api: manager,
    clock,
    queueCapacity: options.queueCapacity ?? 100,
    maxSubscribers: options.max ?? 10,
  });
  return { manager, clock, subscriptions };
}

const FAILED: ServiceFilter = { ...ALL_SERVICES, states: ["Failed"] };
const after = (afterRevision: bigint): SubscriptionStart => ({ kind: "after", afterRevision });

Deno.test("a snapshot comes first, then every change with the service as it is, in order", async () => {
  const { manager, clock, subscriptions } = world();
  manager.put("a/x");
  manager.put("a/y");
  await using reader = new Reader(subscriptions, clock);
  manager.put("a/x", {}, ["Start", "StatusObserved"]);
  await reader.read();
  manager.remove(idOf("a/y"));
  await reader.read();
  assert.deepEqual(reader.words(), [
    ...["s:a/x", "s:a/y", "done:2", "Start:a/x@3", "StatusObserved:a/x@4"],
    "Terminated:a/y@5 gone",
  ]);
  assert.equal(reader.messages[0]?.revision, 0n);
});

Deno.test("a replay hands out what came after the revision, and goes live without a duplicate or a hole", async () => {
  const { manager, clock, subscriptions } = world();
  for (let n = 0; n < 5; n += 1) manager.put("a/x");
  await using reader = new Reader(subscriptions, clock, { start: after(2n) });
  await reader.read(1);
  manager.put("a/y");
  await reader.read(2);
  manager.put("a/y");
  await reader.read();
  manager.put("a/x");
  await reader.read();
  assert.deepEqual(reader.messages.map(({ revision }) => revision), [3n, 4n, 5n, 6n, 7n, 8n]);
});

Deno.test("a replay over more pages than one turn holds lets others run and misses nothing", async () => {
  const { manager, clock, subscriptions } = world();
  for (let n = 0; n < 3_000; n += 1) manager.put("a/x");
  manager.put("b/y");
  await using reader = new Reader(subscriptions, clock, {
    filter: { ...ALL_SERVICES, namespaces: ["b"] },
    start: after(0n),
  });
  await reader.read();
  assert.deepEqual(reader.words(), ["StatusObserved:b/y@3001"]);
  manager.put("b/y");
  await reader.read();
  assert.equal(reader.words().at(-1), "StatusObserved:b/y@3002");
});

Deno.test("where history is gone a gap and a snapshot come instead", async () => {
  const { manager, clock, subscriptions } = world({ ringSize: 3 });
  for (let n = 0; n < 10; n += 1) manager.put("a/x");
  await using reader = new Reader(subscriptions, clock, { start: after(2n) });
  await reader.read();
  assert.deepEqual(reader.words(), ["gap:3-10", "s:a/x", "done:10"]);
  assert.equal(reader.messages[0]?.revision, 2n);
  await using near = new Reader(subscriptions, clock, { start: after(7n) });
  await near.read();
  assert.deepEqual(near.words(), [8, 9, 10].map((revision) => `StatusObserved:a/x@${revision}`));
});

Deno.test("what another service lost is no gap for who asked for this one", async () => {
  const { manager, clock, subscriptions } = world({ ringSize: 3 });
  manager.put("a/y");
  for (let n = 0; n < 10; n += 1) manager.put("a/x");
  manager.put("a/y");
  manager.put("a/z");
  for (const names of [["a/y"], ["a/y", "a/z"]]) {
    await using reader = new Reader(subscriptions, clock, {
      filter: { ...ALL_SERVICES, resourceIds: names.map(idOf) },
      start: after(0n),
    });
    await reader.read();
    const all = ["StatusObserved:a/y@1", "StatusObserved:a/y@12", "StatusObserved:a/z@13"];
    assert.deepEqual(reader.words(), all.slice(0, names.length + 1));
  }
});

Deno.test("a revision from the future is a gap: the journal behind it is another one", async () => {
  const { manager, clock, subscriptions } = world();
  manager.put("a/x");
  await using reader = new Reader(subscriptions, clock, { start: after((1n << 64n) - 1n) });
  await reader.read();
  assert.deepEqual(reader.words(), ["gap:1-1", "s:a/x", "done:1"]);
});

Deno.test("a reader that is too slow gets a gap and a snapshot; the queue never holds more than its capacity", async () => {
  const { manager, clock, subscriptions } = world({ queueCapacity: 3 });
  manager.put("a/x");
  await using reader = new Reader(subscriptions, clock);
  await reader.read();
  for (let n = 0; n < 3; n += 1) manager.put("a/x");
  await reader.read();
  for (let n = 0; n < 4; n += 1) manager.put("a/x");
  manager.put("a/y");
  await reader.read();
  manager.put("a/y");
  await reader.read();
  assert.deepEqual(reader.words(), [
    ...["s:a/x", "done:1", ...[2, 3, 4].map((revision) => `StatusObserved:a/x@${revision}`)],
    ...["gap:5-9", "s:a/x", "s:a/y", "done:9", "StatusObserved:a/y@10"],
  ]);
  const gap = reader.messages.find(({ kind }) => kind === "gap");
  assert.equal(gap?.revision, 4n);
});

Deno.test("an overflow inside a snapshot waits for the end of it", async () => {
  const { manager, clock, subscriptions } = world({ queueCapacity: 2 });
  manager.put("a/x");
  manager.put("a/y");
  await using reader = new Reader(subscriptions, clock);
  await reader.read(1);
  for (let n = 0; n < 5; n += 1) manager.put("a/x");
  await reader.read();
  assert.deepEqual(reader.words(), ["s:a/x", "s:a/y", "done:2", "gap:3-7", "s:a/x", "s:a/y", "done:7"]);
});

Deno.test("a service that leaves the filter or ends is told of once more, and not before it enters", async () => {
  const { manager, clock, subscriptions } = world();
  manager.put("a/x", { state: "Failed" });
  manager.put("a/y", { state: "Running" });
  await using reader = new Reader(subscriptions, clock, { filter: FAILED });
  await reader.read();
  manager.put("a/y", { state: "Degraded" }); // never inside
  manager.put("a/x", { state: "Initializing" }, ["Recover", "ConditionChanged"]); // leaves
  manager.put("a/x", { state: "Running" }); // outside
  manager.put("a/y", { state: "Failed" }); // enters
  manager.remove(idOf("a/y"));
  manager.remove(idOf("a/x")); // outside
  await reader.read();
  assert.deepEqual(reader.words(), [
    ...["s:a/x", "done:2", "Recover:a/x@4", "ConditionChanged:a/x@5"],
    ...["StatusObserved:a/y@7", "Terminated:a/y@8 gone"],
  ]);
});

Deno.test("a heartbeat comes when nothing else did, with the revision that can be resumed from", async () => {
  const { manager, clock, subscriptions } = world();
  manager.put("a/x");
  const filter = { ...ALL_SERVICES, namespaces: ["b"] };
  await using reader = new Reader(subscriptions, clock, { filter, heartbeatIntervalMs: 1_000 });
  await reader.read();
  await clock.advance(600);
  manager.put("a/x"); // does not match, and does not count as a message
  await reader.read();
  await clock.advance(399);
  await reader.read();
  assert.deepEqual(reader.words(), ["done:1"]);
  await clock.advance(1);
  await reader.read();
  await clock.advance(1_000);
  await reader.read();
  assert.deepEqual(reader.words(), ["done:1", "beat@2", "beat@2"]);
});

Deno.test("one subscriber too many is refused, and a place is free again however a subscription ends", async () => {
  const { manager, clock, subscriptions } = world({ max: 2 });
  const refused = (error: unknown) =>
    error instanceof StateManagerError && error.failure.kind === "limit" && error.failure.limit === 2;
  const neverRead = new Reader(subscriptions, clock);
  {
    await using reader = new Reader(subscriptions, clock);
    await reader.read();
    assert.throws(() => new Reader(subscriptions, clock), refused);
    assert.equal(subscriptions.count(), 2);
  }
  assert.equal(subscriptions.count(), 1);
  neverRead.end.abort();
  assert.equal(subscriptions.count(), 0);
  const gone = new AbortController();
  gone.abort();
  subscriptions.subscribe({ filter: ALL_SERVICES, start: after(0n), heartbeatIntervalMs: 1 }, gone.signal);
  assert.equal(subscriptions.count(), 0);
  assert.equal(manager.listeners, 0);
});

Deno.test("an abort ends a waiting reader at once and leaves no timer", async () => {
  const { clock, subscriptions } = world();
  const reader = new Reader(subscriptions, clock);
  await reader.read();
  reader.end.abort();
  await clock.settle();
  assert.equal(reader.isDone, true);
  assert.equal(reader.error, undefined);
});

Deno.test("a manager that stops being ready ends a subscription that needs it with the failure", async () => {
  const { manager, clock, subscriptions } = world({ queueCapacity: 1 });
  await using reader = new Reader(subscriptions, clock);
  await reader.read();
  manager.put("a/x");
  manager.put("a/x");
  manager.isReadyNow = false;
  await reader.read();
  assert.ok(reader.error instanceof StateManagerError);
  assert.equal(subscriptions.count(), 0);
});

/** What a subscriber knows if it believes what it is told. */
function believed(
  messages: readonly SubscriptionMessage[],
  filter: ServiceFilter,
): Map<ResourceId, ServiceState> {
  let known = new Map<ResourceId, ServiceState>();
  let incoming: Map<ResourceId, ServiceState> | undefined;
  for (const message of messages) {
    if (message.kind === "snapshot") {
      (incoming ??= new Map()).set(message.service.metadata.id, message.service);
    }
    if (message.kind === "snapshot-complete") {
      known = incoming ?? new Map();
      incoming = undefined;
    }
    if (message.kind !== "change") continue;
    const { service, event } = message;
    if (service !== undefined && matchesFilter(service, filter)) known.set(event.resourceId, service);
    else known.delete(event.resourceId);
  }
  return known;
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("put" as const), n: fc.nat(4), state: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), n: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("read" as const), n: fc.nat(6) }) },
);

Deno.test("whatever happens, in whatever order: no hole, no duplicate, and the subscriber ends up knowing the truth", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.record({ ringSize: fc.integer({ min: 1, max: 8 }), queueCapacity: fc.integer({ min: 1, max: 8 }) }),
      fc.record({
        warmUp: fc.nat(12),
        from: fc.option(fc.nat(14)),
        filter: fc.constantFrom(ALL_SERVICES, FAILED),
      }),
      async (steps, limits, { warmUp, from, filter }) => {
        const { manager, clock, subscriptions } = world(limits);
        const name = (n: number) => `a/s${n}`;
        const every: bigint[] = [];
        manager.onCommitted(({ events }) => every.push(...events.map(({ revision }) => revision)));
        for (let n = 0; n < warmUp; n += 1) {
          manager.put(name(n % 5), { state: SERVICE_STATES[n % 6] ?? "Failed" });
        }
        const start: SubscriptionStart = from === null ? { kind: "snapshot" } : after(BigInt(from));
        await using reader = new Reader(subscriptions, clock, { start, filter });
        for (const { kind, n, ...rest } of steps) {
          if (kind === "put") {
            const state = "state" in rest ? SERVICE_STATES[rest.state] : undefined;
            manager.put(name(n), { state: state ?? "Failed" }, ["StatusObserved", "ConditionChanged"]);
          } else if (kind === "remove") {
            if (manager.services.has(idOf(name(n)))) manager.remove(idOf(name(n)));
          } else await reader.read(n);
        }
        await reader.read();
        // The truth: by belief where there was a snapshot, by the last word on each service after a replay.
        const known = believed(reader.messages, filter);
        const hasSnapshot = reader.messages.some(({ kind }) => kind === "snapshot-complete");
        for (const service of manager.services.values()) {
          const { id } = service.metadata;
          const isToldOf = hasSnapshot ||
            reader.messages.some((m) => m.kind === "change" && m.event.resourceId === id);
          if (isToldOf) assert.equal(known.get(id), matchesFilter(service, filter) ? service : undefined);
        }
        // Every revision is delivered or covered by a snapshot, and none twice.
        let cursor = from === null ? 0n : BigInt(from);
        const delivered = new Set<bigint>();
        const covered: (readonly [bigint, bigint])[] = [];
        for (const message of reader.messages) {
          if (message.kind === "change") {
            assert.ok(message.revision > cursor, "revisions grow");
            delivered.add(message.revision);
            cursor = message.revision;
          } else if (message.kind === "snapshot-complete") {
            covered.push([0n, message.revision]);
            cursor = message.revision;
          } else if (message.kind === "gap") cursor = 0n;
        }
        if (filter !== ALL_SERVICES) return;
        for (const revision of every.filter((r) => r > (from === null ? 0n : BigInt(from)))) {
          const isCovered = delivered.has(revision) ||
            covered.some(([low, high]) => revision > low && revision <= high);
          assert.ok(isCovered, `revision ${revision} is missing`);
        }
      },
    ),
    { numRuns: 500 },
  );
});
