/** The buffers of the gRPC clients and of the health service, against real gRPC servers. */
import { equal } from "node:assert/strict";
import { type ServerWritableStream } from "@grpc/grpc-js";
import { connect as connectMonitoring } from "../../../src/grpc/client/monitoring_server.ts";
import { connect as connectNode } from "../../../src/grpc/client/node_agent.ts";
import { PeerTraffic } from "../../../src/grpc/client/traffic.ts";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { StateDiffSubscription__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { SubscribeStateDiffsResponse } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import { HealthService } from "../../../src/grpc/server/health.ts";
import { nodeMessageToWire } from "../../../src/grpc/wire/node_agent.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import { fills, levelOf } from "../../support/buffers/fills.ts";
import { diffOf, idOf } from "../../support/domain.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { Peer } from "../grpc/support/peer.ts";
import { clock, random } from "../grpc/support/world.ts";

/** Nobody listens there. */
const NOBODY = "127.0.0.1:1";
const CAPACITY = 4;

type Stream = ServerWritableStream<StateDiffSubscription__Output, SubscribeStateDiffsResponse>;

function alertOf(index: number): StateAlert {
  return {
    ...{ id: `alert-${index}`, severity: "Warning", reason: "Test", message: "A test" },
    ...{ timestampMs: 1_700_000_000_000, revision: 0n },
  };
}

function monitoring() {
  const capacities = { alertCapacity: CAPACITY, metricsCapacity: CAPACITY };
  return connectMonitoring(NOBODY, { clock, random, log: new MemoryLog(), ...capacities });
}

fills("alerts", () => {
  const owner = monitoring();
  return { owner, put: (index) => owner.queueAlert(alertOf(index)), end: () => owner.close() };
});

fills("metrics", () => {
  const owner = monitoring();
  return { owner, put: () => owner.queueMetrics({ timestampMs: 0, metrics: [] }), end: () => owner.close() };
});

/** A node that answers nothing; a stream writes what the test says. */
async function silentNode(onStream: (stream: Stream) => void = () => {}): Promise<Peer> {
  const handlers: NodeAgentHandlers = {
    GetStateDiff: () => {},
    SubscribeStateDiffs: onStream,
    UpdateResourceState: () => {},
    ReadLogs: () => {},
  };
  return await Peer.start(NODE_AGENT_SERVICE, handlers);
}

function agentOf(peer: Peer, traffic: PeerTraffic) {
  return connectNode(peer.address, {
    ...{ node: "node-a", clock, random, log: new MemoryLog(), term: () => 1n, traffic },
  });
}

fills("peer_calls", async () => {
  const peer = await silentNode();
  const owner = new PeerTraffic(CAPACITY);
  const agent = agentOf(peer, owner);
  const { signal } = new AbortController();
  const calls: Promise<unknown>[] = [];
  const put = () => void calls.push(agent.getStateDiff(idOf("vehicle/lidar"), signal).catch(() => {}));
  const end = async () => {
    await agent.close();
    await Promise.all(calls);
    equal(levelOf(owner, "peer_calls").used, 0, "each call gives its slot back");
    await peer.kill();
  };
  return { owner, put, end };
});

fills("peer_messages", async () => {
  let stream: Stream | undefined;
  const peer = await silentNode((opened) => void (stream = opened));
  const owner = new PeerTraffic();
  const agent = agentOf(peer, owner);
  const leave = new AbortController();
  const diffs = agent.subscribeStateDiffs(undefined, leave.signal);
  const message = nodeMessageToWire({ kind: "diff", diff: diffOf() });
  const first = diffs.next();
  await eventually("the stream", () => stream !== undefined);
  stream?.write(message);
  // One is taken, and then nobody reads.
  equal((await first).value?.kind, "diff");
  const { capacity } = levelOf(owner, "peer_messages");
  const put = async (index: number) => {
    const isWithin = index < capacity;
    for (let written = 0; written < (isWithin ? 1 : 2_000); written++) stream?.write(message);
    await (isWithin
      ? eventually("it arrives", () => levelOf(owner, "peer_messages").used === index + 1)
      : eventually("the node to be held back", () => (stream?.writableLength ?? 0) > 1));
  };
  const end = async () => {
    leave.abort();
    await diffs.return();
    equal(levelOf(owner, "peer_messages").capacity, 0, "a stream that is over counts no more");
    await agent.close();
    await peer.kill();
  };
  return { owner, put, end };
});

fills("health_watchers", () => {
  const owner = new HealthService({ clock, isServing: () => true, services: [], maxWatchers: CAPACITY });
  const leave = new AbortController();
  const put = () => owner.watch({ service: "" }, leave.signal).next().catch(() => {});
  return { owner, put, end: () => leave.abort() };
});
