/**
 * How many changes a second reach one, ten and a hundred subscribers, each on a connection of its own.
 *
 * ours  the real program: changes of specs by Apply, followed by SubscribeToStateChanges; what it takes to check, commit and store
 *       them is part of the time
 * alone those changes without any subscriber
 * spread what the subscribers add to them: the time of ours less that of alone
 * bare  a grpc-js server over the same HTTP/2 that sends ready-made messages of as many bytes as one change takes, one by one
 * etcd  the same number of puts with values of as many bytes in transactions of 100, followed by Watch, with fsync off
 *
 * In each round a batch is sent and waited for at all subscribers, then the next one. The subscribers are this process, count
 * messages and decode nothing but the revision. Rounds alternate.
 */
import { newClient } from "../../src/etcd/client.ts";
import { subscriptionToWire } from "../../src/grpc/wire/subscription.ts";
import { STATE_MANAGER } from "../../src/grpc/wire/methods.ts";
import { ALL_SERVICES } from "../../src/manager/serve/api.ts";
import { installHttp2 } from "../../src/http2/face/install.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";
import { idOf } from "../../tests/support/domain.ts";
import { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { Instance } from "../../tests/support/instances/instance.ts";
import { Process } from "../../tests/support/process.ts";
import { DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { SILENT } from "../../tests/support/silent_log.ts";
import { readOptions, wholeOption } from "../options.ts";
import { CountingStream, fieldsOf } from "./support/counting_stream.ts";
import { median, rounded } from "./support/figures.ts";

const HELP = `usage: scripts/bench subscribe [--rounds N] [--changes N]
  --rounds N     alternating rounds, 5 by default
  --changes N    changes for each number of subscribers in a round, 5000 by default
  --together N   most changes in one message of ours, 256 by default, as the commands ask for; 1 = each is a message
Last line: changes/s that each of 1, 10 and 100 subscribers got; ratio = ours / bare, spreadRatio = spread / bare, overEtcd = ours / etcd.
Takes about two minutes. Aim: 0.6 of the bare stream, and ahead of etcd.`;

const options = readOptions(HELP, {
  rounds: { type: "string", default: "5" },
  changes: { type: "string", default: "5000" },
  together: { type: "string", default: "256" },
});
const ROUNDS = wholeOption(options.rounds, { name: "rounds", min: 1, max: 100 });
const CHANGES = wholeOption(options.changes, { name: "changes", min: 500, max: 1_000_000 });
const PER_MESSAGE = wholeOption(options.together, { name: "together", min: 1, max: 1_000 });
const SUBSCRIBERS = [1, 10, 100] as const;
/** Less than what the queue of one subscriber holds. */
const BATCH = 500;
const PUTS = 100;
const STREAM_PATH = "/piccolo.statemanager.v1.StateManager/SubscribeToStateChanges";

/** One way of telling subscribers; `emit` resolves when a batch has left, and says how many messages each of them gets. */
interface Way extends AsyncDisposable {
  readonly follow: (onMessage: (message: Uint8Array) => void) => Promise<CountingStream | Follower>;
  /** How many changes are in a message. */
  readonly countIn: (message: Uint8Array) => number;
  readonly emit: (count: number) => Promise<void>;
}

type Follower = Disposable;

async function measure(way: Way, subscribers: number): Promise<number> {
  const counts = new Float64Array(subscribers);
  const followers: Follower[] = [];
  let wake = () => {};
  let target = 0;
  for (let index = 0; index < subscribers; index++) {
    followers.push(
      await way.follow((message) => {
        const before = counts[index] ?? 0;
        const now = before + way.countIn(message);
        counts[index] = now;
        if (before < target && now >= target) wake();
      }),
    );
  }
  const startMs = performance.now();
  if (subscribers === 0) {
    for (let sent = 0; sent < CHANGES; sent += BATCH) await way.emit(BATCH);
    return CHANGES / (performance.now() - startMs) * 1_000;
  }
  for (let sent = 0; sent < CHANGES; sent += BATCH) {
    target += BATCH;
    let missing = subscribers;
    const all = new Promise<void>((resolve) => {
      wake = () => --missing === 0 && resolve();
    });
    await way.emit(BATCH);
    await all;
  }
  const tookMs = performance.now() - startMs;
  for (const follower of followers) follower[Symbol.dispose]();
  return CHANGES / tookMs * 1_000;
}

/** Size of a message of ours, for the others; measured before the first round. */
const seen = { bytes: 0, changes: 0 };

async function ours(perMessage: number): Promise<Way> {
  const instance = new Instance({
    limits: { subscribers: 128, connections: 256 },
    memory: { limit: "512MiB" },
  });
  const address = await instance.start();
  let version = 0;
  const emit = async (count: number) => {
    version += 1;
    await instance.client.apply(
      Array.from({ length: count }, (_, index) => ({
        resourceId: idOf(`bench/s${index}`),
        spec: { ...DEFAULT_SPEC, version: String(version), state: "Pending" as const },
        ...{ labels: {}, expectedGeneration: 0n, reason: "bench" },
      })),
    );
  };
  await emit(BATCH);
  return {
    emit,
    countIn: (message) => {
      let count = 0;
      for (const { field, value, end } of fieldsOf(message)) {
        // Field 3 is a change, field 8 several.
        if (field === 3) count += 1;
        if (field === 8) {
          for (const _change of fieldsOf(message.subarray(end - Number(value), end))) count += 1;
        }
      }
      if (count > 0) seen.bytes += message.length;
      seen.changes += count;
      return count;
    },
    follow: async (onMessage) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const request = subscriptionToWire({
        ...{ filter: ALL_SERVICES, start: { kind: "snapshot" }, heartbeatIntervalMs: 60_000 },
        maxChangesPerMessage: perMessage,
      });
      const stream = new CountingStream({
        ...{ address, path: STREAM_PATH },
        request: STATE_MANAGER.SubscribeToStateChanges.requestSerialize(request),
        onMessage: (message) => {
          // Field 2 is the end of the snapshot.
          if (fieldsOf(message).next().value?.field === 2) resolve();
          onMessage(message);
        },
      });
      await promise;
      return stream;
    },
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  };
}

async function bare(messageBytes: number): Promise<Way> {
  const script = new URL("support/bare_stream_server.ts", import.meta.url).pathname;
  const lines: string[] = [];
  const server = new Process(
    [Deno.execPath(), "run", "--quiet", "--no-check", DAEMON_V8_FLAGS, "-A", script, String(messageBytes)],
    { onOutputLine: (line) => void lines.push(line) },
  );
  const port = await server.until("the bare server to listen", () => lines[0]);
  const address = `127.0.0.1:${port}`;
  return {
    countIn: () => 1,
    follow: async (onMessage) => {
      const stream = new CountingStream({
        address,
        path: "/bench/Follow",
        request: new Uint8Array(),
        onMessage,
      });
      await stream.opened;
      return stream;
    },
    emit: async (count) => {
      const request = new Uint8Array(4);
      new DataView(request.buffer).setUint32(0, count);
      const { promise, resolve } = Promise.withResolvers<void>();
      const call = new CountingStream({ address, path: "/bench/Emit", request, onMessage: () => resolve() });
      await promise;
      call[Symbol.dispose]();
    },
    [Symbol.asyncDispose]: async () => void await server.end(),
  };
}

async function etcdWatch(messageBytes: number): Promise<Way> {
  const etcd = await RealEtcd.start({ extraArgs: ["--unsafe-no-fsync=true"] });
  const clock = new SystemClock();
  const client = newClient({
    endpoints: [etcd.endpoints[0] ?? ""],
    callTimeoutMs: 10_000,
    log: SILENT,
    clock,
  });
  const value = "x".repeat(messageBytes);
  const address = (etcd.endpoints[0] ?? "").replace(/^https?:\/\//, "");
  // WatchRequest{create_request{key: "bench/", range_end: "bench0"}}
  const request = new Uint8Array([10, 16, 10, 6, ...ascii("bench/"), 18, 6, ...ascii("bench0")]);
  return {
    // Field 11 of a WatchResponse is an event.
    countIn: (message) => [...fieldsOf(message)].filter(({ field }) => field === 11).length,
    follow: async (onMessage) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const stream = new CountingStream({
        ...{ address, path: "/etcdserverpb.Watch/Watch", request },
        onMessage: (message) => {
          resolve();
          onMessage(message);
        },
      });
      await promise;
      return stream;
    },
    emit: async (count) => {
      for (let at = 0; at < count; at += PUTS) {
        const outcome = await client.txn({
          ...{ compare: [], otherwise: [] },
          then: Array.from(
            { length: PUTS },
            (_, index) => ({ kind: "put", key: `bench/${at + index}`, value }),
          ),
        });
        if (outcome.kind === "failed") throw new Error("etcd refused a transaction");
      }
    },
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await etcd[Symbol.asyncDispose]();
    },
  };
}

function ascii(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

installHttp2();
await using mine = await ours(PER_MESSAGE);
await measure(mine, 1);
const messageBytes = Math.round(seen.bytes / seen.changes);
await using floor = await bare(messageBytes);
await using other = await etcdWatch(messageBytes);
const ways = { ours: mine, bare: floor, etcd: other } as const;
const NAMES = ["ours", "alone", "spread", "bare", "etcd"] as const;
type Name = typeof NAMES[number];
const results = new Map<string, number[]>();
console.error(`${CHANGES} changes of ${messageBytes} bytes to each subscriber; changes/s`);
console.error(`round subscribers ${NAMES.map((name) => name.padStart(9)).join(" ")}`);
for (let round = 1; round <= ROUNDS; round++) {
  for (const subscribers of SUBSCRIBERS) {
    const alone = await measure(ways.ours, 0);
    const whole = await measure(ways.ours, subscribers);
    const speeds: Readonly<Record<Name, number>> = {
      ours: whole,
      alone,
      // Where the subscribers cost less than the difference between two runs, nothing can be said.
      spread: whole < alone ? 1 / (1 / whole - 1 / alone) : NaN,
      bare: await measure(ways.bare, subscribers),
      etcd: await measure(ways.etcd, subscribers),
    };
    for (const name of NAMES) {
      const key = `${name} ${subscribers}`;
      if (!Number.isNaN(speeds[name])) results.set(key, [...results.get(key) ?? [], speeds[name]]);
    }
    const columns = NAMES.map((name) => Math.round(speeds[name]).toString().padStart(9)).join(" ");
    console.error(`${String(round).padStart(5)} ${String(subscribers).padStart(11)} ${columns}`);
  }
}
const of = (name: Name, subscribers: number) =>
  Math.round(median(results.get(`${name} ${subscribers}`) ?? []));
const table = Object.fromEntries(SUBSCRIBERS.map((subscribers) => {
  const speeds = Object.fromEntries(NAMES.map((name) => [name, of(name, subscribers)]));
  const over = (name: Name, other: Name) => rounded(of(name, subscribers) / of(other, subscribers), 2);
  const ratios = {
    ratio: over("ours", "bare"),
    spreadRatio: over("spread", "bare"),
    overEtcd: over("ours", "etcd"),
  };
  return [subscribers, { ...speeds, ...ratios }];
}));
console.log(JSON.stringify({ bench: "subscribe", messageBytes, together: PER_MESSAGE, subscribers: table }));
