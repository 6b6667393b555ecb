/** Following services over real gRPC. */
import assert from "node:assert/strict";
import { PeerChannel } from "../../../src/grpc/client/channel.ts";
import type { SubscriptionMessage } from "../../../src/client/state_manager.ts";
import { messagesFromWire } from "../../../src/grpc/wire/subscription.ts";
import { STATE_MANAGER } from "../../../src/grpc/wire/methods.ts";
import { idOf } from "../../support/domain.ts";
import { eventually, within } from "../../support/eventually.ts";
import { errorOf, type Stage, stage } from "./support/stage.ts";

/** Collects the messages to a subscriber, until it is stopped. */
function collect(
  world: Stage,
  options: Parameters<Stage["client"]["subscribe"]>[0] = {},
): { readonly messages: SubscriptionMessage[]; stop(): Promise<void> } {
  const messages: SubscriptionMessage[] = [];
  const end = new AbortController();
  const done = (async () => {
    for await (const message of world.client.subscribe({ ...options, signal: end.signal })) {
      messages.push(message);
    }
  })();
  return {
    messages,
    async stop() {
      end.abort();
      await within("the subscription ends", done);
    },
  };
}

const revisionsOf = (messages: readonly SubscriptionMessage[]) =>
  messages.flatMap((message) => message.kind === "change" ? [message.revision] : []);

const upTo = (from: bigint, to: bigint) =>
  Array.from({ length: Number(to - from) + 1 }, (_, n) => from + BigInt(n));

Deno.test("subscribers that begin at any moment of a storm of commits see each change once and in order", async () => {
  await using world = await stage({ queueCapacity: 5_000 });
  const subscribers = [collect(world)];
  for (let n = 0; n < 1_500; n += 1) {
    world.manager.put(`vehicle/s${n % 10}`);
    if (n === 400) subscribers.push(collect(world));
    if (n === 800) subscribers.push(collect(world, { start: { kind: "after", afterRevision: 700n } }));
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  for (const { messages } of subscribers) {
    await eventually("the last change", () => messages.at(-1)?.revision === 1_500n);
    const snapshot = messages.find(({ kind }) => kind === "snapshot-complete");
    const from = snapshot?.revision ?? 700n;
    assert.deepEqual(revisionsOf(messages), upTo(from + 1n, 1_500n));
  }
  for (const subscriber of subscribers) await subscriber.stop();
  await eventually("nobody listens", () => world.manager.listeners === 0);
});

Deno.test("a subscriber that does not read costs a bounded queue, and gets a gap and a snapshot when it reads again", async () => {
  await using world = await stage({ queueCapacity: 50 });
  const channel = new PeerChannel(world.client.address);
  const stream = channel.stream(STATE_MANAGER.SubscribeToStateChanges, { snapshot: {} }, { what: "follow" });
  const first = await stream.next();
  assert.ok(first.done !== true && first.value.payload === "snapshotComplete");
  const reason = "x".repeat(10_000);
  for (let n = 0; n < 5_000; n += 1) {
    world.manager.put("vehicle/lidar", { lastReason: reason });
    if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  // The next revision that was neither delivered nor announced as lost.
  let next = 1n;
  let gaps = 0;
  for await (const message of stream) {
    if (message.payload === "gap") {
      gaps += 1;
      assert.equal(message.gap?.fromRevision, String(next));
      assert.equal(message.gap?.reason, "more than 50 changes waited for this subscriber");
      next = BigInt(message.gap?.toRevision ?? 0) + 1n;
    }
    if (message.payload === "change") {
      assert.equal(message.revision, String(next));
      next += 1n;
    }
    if (message.payload === "snapshotComplete") assert.equal(message.revision, String(next - 1n));
    if (message.revision === "5000") break;
  }
  assert.ok(gaps > 0);
  channel.close();
  await eventually("the place is free", () => world.subscriptions.count() === 0);
});

Deno.test("a subscriber resumes after its last known revision, over a lost connection", async () => {
  await using world = await stage({ ringSize: 100 });
  for (let n = 0; n < 10; n += 1) world.manager.put("vehicle/lidar");
  const before = collect(world);
  await eventually("the snapshot", () => before.messages.at(-1)?.kind === "snapshot-complete");
  world.manager.put("vehicle/lidar");
  await eventually("a change", () => revisionsOf(before.messages).length === 1);
  await before.stop();
  world.manager.put("vehicle/lidar");
  world.manager.remove(idOf("vehicle/lidar"));
  const after = collect(world, {
    start: { kind: "after", afterRevision: before.messages.at(-1)?.revision ?? 0n },
  });
  await eventually("what was missed", () => after.messages.length === 2);
  assert.deepEqual(revisionsOf(after.messages), [12n, 13n]);
  const [, removed] = after.messages;
  assert.ok(removed?.kind === "change" && removed.service === undefined);
  await after.stop();
});

Deno.test("a quiet stream gets heartbeats; the places of disconnected subscribers are released", async () => {
  await using world = await stage();
  const subscribers = Array.from({ length: 4 }, () => collect(world, { heartbeatIntervalMs: 100 }));
  await eventually("all are in", () => world.subscriptions.count() === 4);
  const refused = await errorOf((async () => {
    for await (const _ of world.client.subscribe()) { /* not reached */ }
  })());
  assert.equal(refused.code, 8);
  assert.match(refused.message, /limit is 4 \(setting limits\.subscribers\)/);
  await eventually(
    "a heartbeat each",
    () => subscribers.every(({ messages }) => messages.some(({ kind }) => kind === "heartbeat")),
  );
  for (const subscriber of subscribers) await subscriber.stop();
  await eventually("all are out", () => world.subscriptions.count() === 0 && world.manager.listeners === 0);
});

Deno.test("an invalid request is refused before anything is sent", async () => {
  await using world = await stage();
  const channel = new PeerChannel(world.client.address);
  const refusal = async (
    request: Parameters<typeof STATE_MANAGER.SubscribeToStateChanges.requestSerialize>[0],
  ) => {
    const stream = channel.stream(STATE_MANAGER.SubscribeToStateChanges, request, { what: "follow" });
    return (await errorOf(stream.next())).violations.map(({ field }) => field);
  };
  assert.deepEqual(await refusal({}), ["start"]);
  assert.deepEqual(await refusal({ snapshot: {}, heartbeatIntervalMs: 99 }), ["heartbeat_interval_ms"]);
  assert.deepEqual(await refusal({ snapshot: {}, filter: { states: [9 as never] } }), ["filter.states[0]"]);
  assert.equal(world.subscriptions.count(), 0);
  channel.close();
});

Deno.test("a subscriber that never reads is disconnected after the stall limit, and its place is released", async () => {
  await using world = await stage({ limits: { stallTimeoutMs: 150 }, queueCapacity: 20 });
  const channel = new PeerChannel(world.client.address);
  const stream = channel.stream(STATE_MANAGER.SubscribeToStateChanges, { snapshot: {} }, { what: "follow" });
  await stream.next();
  const reason = "x".repeat(10_000);
  await eventually("it is let go", () => {
    for (let n = 0; n < 200; n += 1) world.manager.put("vehicle/lidar", { lastReason: reason });
    return world.subscriptions.count() === 0;
  });
  channel.close();
  await stream.return();
});

Deno.test("whoever asks for several changes in a message gets those that wait together, and others none of that", async () => {
  await using world = await stage({ queueCapacity: 5_000 });
  const follow = async (maxChangesPerMessage: number) => {
    const channel = new PeerChannel(world.client.address);
    const request = { snapshot: {}, maxChangesPerMessage };
    const stream = channel.stream(STATE_MANAGER.SubscribeToStateChanges, request, { what: "follow" });
    const first = await stream.next();
    assert.ok(first.done !== true && first.value.payload === "snapshotComplete");
    return { channel, stream };
  };
  const readers = [await follow(0), await follow(1), await follow(40)];
  for (let n = 0; n < 1_000; n += 1) world.manager.put(`vehicle/s${n % 10}`);
  const counts: number[][] = [];
  for (const { stream, channel } of readers) {
    const sizes: number[] = [];
    const revisions: bigint[] = [];
    for await (const message of stream) {
      const messages = messagesFromWire(message);
      revisions.push(...messages.map(({ revision }) => revision));
      sizes.push(messages.length);
      assert.equal(message.revision, `${revisions.at(-1)}`, "the cursor is that of the last change");
      if (message.revision === "1000") break;
    }
    assert.deepEqual(revisions, upTo(1n, 1_000n));
    counts.push(sizes);
    channel.close();
  }
  const [unasked = [], single = [], several = []] = counts;
  assert.ok([...unasked, ...single].every((size) => size === 1));
  assert.equal(Math.max(...several), 40);
  assert.ok(several.length < 100, `${several.length} messages for 1,000 changes`);
  await eventually("nobody listens", () => world.manager.listeners === 0);
});
