/** The client of a NodeAgent against real gRPC servers that die, hang, lie and flood. */
import { type ServerWritableStream, status as Status } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { connect, type NodeAgentClient, type NodeAgentOptions } from "../../../src/grpc/client/node_agent.ts";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { StateDiffSubscription__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { SubscribeStateDiffsResponse } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { CallError, replyOfError } from "../../../src/grpc/status.ts";
import { diffToWire } from "../../../src/grpc/wire/diff.ts";
import { nodeMessageToWire, resourceUpdateFromWire } from "../../../src/grpc/wire/node_agent.ts";
import type { NodeListener, ResourceState } from "../../../src/ports/node_agent.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import type { TermRefusal } from "../../../src/state/fence.ts";
import { diffOf, idOf, serviceOf } from "../../support/domain.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { eventually, within } from "../../support/eventually.ts";
import { Peer } from "./support/peer.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { clock, random } from "./support/world.ts";

type Stream = ServerWritableStream<StateDiffSubscription__Output, SubscribeStateDiffsResponse>;

/** The behaviour of a node; each test replaces a part of it. */
function handlers(parts: Partial<NodeAgentHandlers> = {}): NodeAgentHandlers {
  return {
    GetStateDiff: (_call, callback) => callback(null, { diff: diffToWire(diffOf()) }),
    SubscribeStateDiffs: () => {},
    UpdateResourceState: (_call, callback) => callback(null, { accepted: true }),
    ReadLogs: () => {},
    ...parts,
  };
}

function snapshot(stream: Stream, diffs: readonly StateDiff[] = [diffOf()]): void {
  for (const diff of diffs) stream.write(nodeMessageToWire({ kind: "diff", diff }));
  stream.write(nodeMessageToWire({ kind: "snapshot-end", node: "node-a", count: diffs.length }));
}

function connectTo(peer: Peer, options: Partial<NodeAgentOptions> = {}): NodeAgentClient {
  return connect(peer.address, {
    ...{ node: "node-a", clock, random, log: new MemoryLog(), term: () => 7n },
    reconnectMaxMs: 100,
    ...options,
  });
}

/** Records the calls of a listener as text. */
class Notes implements NodeListener {
  readonly calls: string[] = [];
  readonly diffs: StateDiff[] = [];
  signsOfLife = 0;

  onConnected(node: string): void {
    this.calls.push(`connected ${node}`);
  }

  onDiff(_node: string, diff: StateDiff): void {
    this.diffs.push(diff);
    this.calls.push(`diff ${diff.sequence}`);
  }

  onSnapshotEnd(): void {
    this.calls.push("snapshot end");
  }

  onHeard(): void {
    this.signsOfLife += 1;
  }

  onDisconnected(_node: string, reason: string): void {
    this.calls.push("disconnected");
    assert.notEqual(reason, "");
  }

  onFenced(node: string, { sent, highest }: TermRefusal): void {
    this.calls.push(`fenced ${node} ${sent} ${highest}`);
  }
}

/** Follows until the test ends. */
function follow(client: NodeAgentClient, notes: Notes): AsyncDisposable {
  const end = new AbortController();
  const done = client.follow(notes, end.signal);
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await within("follow ends", done);
    },
  };
}

const signal = new AbortController().signal;
const state: ResourceState = {
  spec: serviceOf().spec,
  status: serviceOf().status,
  generation: 1n,
  revision: (1n << 63n) - 1n,
  isRemoved: false,
};

Deno.test("getStateDiff() and updateResourceState() transmit all fields", async () => {
  let got: unknown;
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      UpdateResourceState: (call, callback) => {
        got = resourceUpdateFromWire(call.request);
        callback(null, { accepted: false });
      },
    }),
  );
  await using client = connectTo(peer);
  assert.deepEqual(await client.getStateDiff(idOf("vehicle/lidar"), signal), diffOf());
  assert.equal(await client.updateResourceState(idOf("vehicle/lidar"), state, signal), false);
  assert.deepEqual(got, { resourceId: "vehicle/lidar", state, term: 7n });
});

Deno.test("getStateDiff() rejects an answer for another service or another node", async () => {
  let answer = diffOf({ resourceId: idOf("vehicle/radar") });
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({ GetStateDiff: (_call, callback) => callback(null, { diff: diffToWire(answer) }) }),
  );
  await using client = connectTo(peer);
  await assert.rejects(client.getStateDiff(idOf("vehicle/lidar"), signal), /answered for vehicle\/radar/);
  answer = diffOf({ node: "node-b" });
  await assert.rejects(client.getStateDiff(idOf("vehicle/lidar"), signal), /concerns node-b/);
});

Deno.test("a hanging call ends at its deadline, a cancelled one at once", async () => {
  await using peer = await Peer.start(NODE_AGENT_SERVICE, handlers({ GetStateDiff: () => {} }));
  await using client = connectTo(peer, { deadlineMs: 40 });
  const kindOf = (promise: Promise<unknown>) =>
    promise.then(() => "answered", (error) => error instanceof CallError ? error.kind : error);
  assert.equal(await kindOf(client.getStateDiff(idOf("vehicle/lidar"), signal)), "timed-out");
  const end = new AbortController();
  const cancelled = kindOf(client.getStateDiff(idOf("vehicle/lidar"), end.signal));
  end.abort();
  assert.equal(await cancelled, "cancelled");
});

Deno.test("follow() delivers the snapshot, the changes and the end of a stream, and reconnects by itself", async () => {
  const streams: Stream[] = [];
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        streams.push(stream);
        snapshot(stream);
      },
    }),
  );
  await using client = connectTo(peer);
  const notes = new Notes();
  await using _following = follow(client, notes);
  await eventually("the snapshot", () => notes.calls.length === 3);
  assert.equal(streams[0]?.request.term, "7");
  streams[0]?.write(nodeMessageToWire({ kind: "diff", diff: diffOf({ sequence: 8n }) }));
  await eventually("the change", () => notes.calls.length === 4);
  await peer.kill();
  await eventually("the loss", () => notes.calls.length === 5);
  await peer.start();
  await eventually("the snapshot again", () => notes.calls.length === 8);
  assert.deepEqual(notes.calls, [
    ...["connected node-a", "diff 7", "snapshot end", "diff 8", "disconnected"],
    ...["connected node-a", "diff 7", "snapshot end"],
  ]);
});

Deno.test("a stream that is silent for three heartbeat intervals is opened again; heartbeats keep it", async () => {
  const streams: Stream[] = [];
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        streams.push(stream);
        snapshot(stream);
      },
    }),
  );
  const clock = new VirtualClock();
  await using client = connectTo(peer, { clock, heartbeatIntervalMs: 100 });
  const notes = new Notes();
  await using _following = follow(client, notes);
  await eventually("the snapshot", () => notes.calls.length === 3);
  await clock.advance(299);
  assert.equal(client.counters().silences, 0);
  await clock.advance(1);
  await eventually("the silence to be noticed", () => notes.calls.at(-1) === "disconnected");
  assert.equal(client.counters().silences, 1);
  await eventually("the second stream", async () => {
    // Until then it waits before it retries.
    if (client.counters().streams === 1) await clock.advance(50);
    return notes.calls.length === 7;
  });
  for (let beat = 0; beat < 5; beat += 1) {
    const before = notes.signsOfLife;
    streams[1]?.write(nodeMessageToWire({ kind: "heartbeat", node: "node-a" }));
    await eventually("the heartbeat", () => notes.signsOfLife > before);
    await clock.advance(299);
  }
  assert.deepEqual([streams.length, client.counters().silences], [2, 1]);
});

Deno.test("a faulty node: messages that are invalid or concern another node are dropped, counted and logged at a bounded rate", async () => {
  const log = new MemoryLog();
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        for (let n = 0; n < 200; n += 1) {
          stream.write({ diff: { ...diffToWire(diffOf()), node: "node-b" } });
          stream.write({ diff: { ...diffToWire(diffOf()), scaleDiff: { desiredReplicas: 4_000_000 } } });
          stream.write({});
        }
        snapshot(stream);
      },
    }),
  );
  // All of it comes in one second of this clock.
  await using client = connectTo(peer, { log, clock: new VirtualClock() });
  const notes = new Notes();
  await using _following = follow(client, notes);
  await eventually("the truth", () => notes.calls.length === 3);
  assert.equal(client.counters().dropped, 600);
  assert.equal(log.at("warn").length, 1);
});

Deno.test("subscribeToStateDiffs() calls back until unsubscribe(); subscribeStateDiffs() is one stream", async () => {
  let filter: unknown;
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        filter = stream.request.resourceFilter?.namespaces;
        snapshot(stream);
        stream.end();
      },
    }),
  );
  await using client = connectTo(peer);
  const notes = new Notes();
  const id = client.subscribeToStateDiffs(notes);
  await eventually("two streams", () => notes.diffs.length >= 2);
  await client.unsubscribe(id);
  const count = notes.diffs.length;
  const diffs: StateDiff[] = [];
  for await (const message of client.subscribeStateDiffs({ namespaces: ["vehicle"], resourceIds: [] })) {
    if (message.kind === "diff") diffs.push(message.diff);
  }
  assert.deepEqual(diffs, [diffOf()]);
  assert.deepEqual(filter, ["vehicle"]);
  assert.equal(notes.diffs.length, count);
});

Deno.test("a node that refuses is retried with backoff, and logged once", async () => {
  const log = new MemoryLog();
  let calls = 0;
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        calls += 1;
        stream.emit("error", { code: Status.PERMISSION_DENIED, details: "not you" });
      },
    }),
  );
  await using client = connectTo(peer, { log, random: { next: () => 0.5 } });
  const notes = new Notes();
  const startedAtMs = performance.now();
  await using _following = follow(client, notes);
  await eventually("four attempts", () => calls === 4);
  assert.ok(performance.now() - startedAtMs >= 250, "no hot loop");
  assert.deepEqual(notes.calls, []);
  assert.equal(log.at("warn").length, 1);
});

Deno.test("10,000 diffs/s on 50 resources cost bounded memory, and do not starve other work", async () => {
  let sent = 0;
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        snapshot(stream);
        const flood = () => {
          for (let n = 0; n < 500 && !stream.cancelled; n += 1) {
            sent += 1;
            const resourceId = idOf(`vehicle/s${sent % 50}`);
            const diff = diffOf({ resourceId, sequence: BigInt(sent) });
            if (!stream.write(nodeMessageToWire({ kind: "diff", diff }))) {
              stream.once("drain", flood);
              return;
            }
          }
          if (!stream.cancelled) setTimeout(flood, 0);
        };
        flood();
      },
    }),
  );
  await using client = connectTo(peer, { maxDiffsPerSecond: 10_000 });
  const newest = new Map<string, StateDiff>();
  const listener: NodeListener = {
    ...{ onConnected() {}, onSnapshotEnd() {}, onHeard() {}, onDisconnected() {}, onFenced() {} },
    onDiff: (_node, diff) => void newest.set(diff.resourceId, diff),
  };
  const end = new AbortController();
  const done = client.follow(listener, end.signal);
  let turns = 0;
  const startedAtMs = performance.now();
  const look = setInterval(() => turns++, 5);
  await eventually("the first burst", () => client.counters().diffs >= 20_000);
  const before = Deno.memoryUsage().heapUsed;
  await eventually("20,000 more", () => client.counters().diffs >= 40_000);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const { diffs } = client.counters();
  const grownMb = (Deno.memoryUsage().heapUsed - before) / 1e6;
  end.abort();
  await done;
  clearInterval(look);
  assert.equal(newest.size, 51);
  assert.ok(diffs <= 20_000 + 10_000 * seconds + 1_000, `${diffs} diffs in ${seconds.toFixed(1)} s`);
  assert.ok(grownMb < 40, `the heap grew by ${grownMb.toFixed(1)} MB`);
  assert.ok(turns > 10, `others had ${turns} turns while it lasted`);
});

Deno.test("a stream that is refused for its term is told as such, whether the node says why or not; it is tried again", async () => {
  const { reply } = replyOfError(
    new StateManagerError({
      ...{ kind: "stale-term", what: "node node-a", term: 7n, highest: 9n, heardMsAgo: 12 },
    }),
  );
  const answers = [
    reply,
    { code: Status.FAILED_PRECONDITION, details: "term 7 is stale, 8 has been seen" },
    { code: Status.FAILED_PRECONDITION, details: "no" },
  ];
  let asked = 0;
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => {
        const answer = answers[asked++];
        if (answer === undefined) snapshot(stream);
        else stream.emit("error", answer);
      },
    }),
  );
  await using client = connectTo(peer);
  const notes = new Notes();
  await using _following = follow(client, notes);
  await eventually("the stream is open", () => notes.calls.includes("connected node-a"));
  assert.deepEqual(notes.calls.slice(0, 4), [
    ...["fenced node-a 7 9", "fenced node-a 7 8", "fenced node-a 7 undefined"],
    "connected node-a",
  ]);
});

Deno.test("a desired state that is refused for its term is told to those who follow; one that is refused for another reason is not", async () => {
  let details = "term 7 is stale, 9 has been seen";
  await using peer = await Peer.start(
    NODE_AGENT_SERVICE,
    handlers({
      SubscribeStateDiffs: (stream) => snapshot(stream),
      UpdateResourceState: (_call, callback) => callback({ code: Status.FAILED_PRECONDITION, details }),
    }),
  );
  await using client = connectTo(peer);
  const notes = new Notes();
  await using _following = follow(client, notes);
  await eventually("the stream is open", () => notes.calls.includes("snapshot end"));
  const update = () => client.updateResourceState(idOf("vehicle/lidar"), state, signal);
  await assert.rejects(update, /has been seen/);
  details = "the service is being exchanged";
  await assert.rejects(update, /being exchanged/);
  assert.deepEqual(notes.calls.filter((call) => call.startsWith("fenced")), ["fenced node-a 7 9"]);
});
