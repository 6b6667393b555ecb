/** The logs of nodes through the State Manager: of one in its program, of one that is served, and of those of another make. */
import { deepEqual, equal, match } from "node:assert/strict";
import { NodeLogs } from "../../../src/daemon/node_logs.ts";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import { type NodeApi } from "../../../src/grpc/server/node_services.ts";
import { startNodeServer } from "../../../src/grpc/server/node_server.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import type { LogLine, LogQuery } from "../../../src/ports/workload_logs.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { eventually } from "../../support/eventually.ts";
import { SILENT } from "../../support/silent_log.ts";
import { withoutLogs } from "../../support/vehicle/rpc.ts";
import { Peer } from "./support/peer.ts";
import { errorOf, type Stage, stage } from "./support/stage.ts";
import { clock } from "./support/world.ts";

const LIDAR = resourceId("vehicle", "lidar");
const QUERY = { resourceId: LIDAR, node: "front", tailLines: 0, maxAgeMs: 0, isFollowed: false };
const FAILED_PRECONDITION = 9;
const { signal } = new AbortController();

/** A node that has written so many lines, and goes on as long as it is read where it is followed. */
class Writer {
  readonly queries: LogQuery[] = [];
  made = 0;
  open = 0;
  failure: Error | undefined;
  text = "line";

  async *readLogs(query: LogQuery): AsyncGenerator<readonly LogLine[], void, undefined> {
    this.queries.push(query);
    if (this.failure !== undefined) throw this.failure;
    this.open += 1;
    try {
      while (this.made < query.tailLines || query.isFollowed) {
        const first = this.made;
        this.made += 10;
        const replica = query.replica ?? 0;
        yield await Promise.resolve(
          Array.from(
            { length: 10 },
            (_, index) => ({ replica, atMs: 1_000, text: `${this.text} ${first + index}` }),
          ),
        );
      }
    } finally {
      this.open -= 1;
    }
  }
}

async function serve(writer: Writer) {
  const api = { name: "rear", passTerm: () => {}, readLogs: (query: LogQuery) => writer.readLogs(query) };
  return await startNodeServer({
    api: api as unknown as NodeApi,
    ...{ listen: ["127.0.0.1:0"], isNetworkAllowed: false, maxMessageBytes: 4 * 1024 * 1024 },
    ...{ maxConcurrentStreams: 128, clock, log: SILENT },
  });
}

async function linesOf(rig: Stage, query: Partial<typeof QUERY> & { readonly replica?: number }) {
  const lines: string[] = [];
  for await (const part of rig.client.logs({ ...QUERY, ...query }, signal)) {
    lines.push(...part.lines.map(({ replica, atMs, text }) => `${part.node} ${replica} ${atMs} ${text}`));
  }
  return lines;
}

Deno.test("logs come from the node that is asked, in this program or served, with what was asked for", async () => {
  const [own, served] = [new Writer(), new Writer()];
  const node = await serve(served);
  const [rear = ""] = node.addresses;
  const addressOf = (name: string) => name === "rear" ? rear : undefined;
  const logs = new NodeLogs({ own: { name: "front", readLogs: (query) => own.readLogs(query) }, addressOf });
  await using rig = await stage({ logs });
  const front = await linesOf(rig, { tailLines: 20, replica: 2 });
  deepEqual([front.length, front[0], front[19]], [20, "front 2 1000 line 0", "front 2 1000 line 19"]);
  deepEqual(own.queries, [{ resourceId: LIDAR, replica: 2, tailLines: 20, maxAgeMs: 0, isFollowed: false }]);
  equal((await linesOf(rig, { node: "rear" })).length, 100, "the default is a hundred lines");
  deepEqual(served.queries, [{ resourceId: LIDAR, tailLines: 100, maxAgeMs: 0, isFollowed: false }]);
  const unknown = await errorOf(linesOf(rig, { node: "left" }));
  match(unknown.message, /node left does not exist/);
  await node.close(0);
});

Deno.test("a node of another make, one that is away and one that refuses are told as what they are", async () => {
  const foreign = await Peer.start(
    NODE_AGENT_SERVICE,
    { ReadLogs: withoutLogs } as unknown as NodeAgentHandlers,
  );
  const writer = new Writer();
  const node = await serve(writer);
  const [served = ""] = node.addresses;
  const addresses: Readonly<Record<string, string>> = {
    ...{ foreign: foreign.address, away: "127.0.0.1:1", served },
  };
  await using rig = await stage({ logs: new NodeLogs({ addressOf: (name) => addresses[name] }) });
  const said = async (name: string) => {
    const { code, message } = await errorOf(linesOf(rig, { node: name }));
    return [code, message.replace(/127\.0\.0\.1:\d+/, "ADDRESS")];
  };
  const begin = "Cannot read the log: vehicle/lidar on node";
  deepEqual(await said("foreign"), [
    FAILED_PRECONDITION,
    `${begin} foreign: the NodeAgent at ADDRESS gives no logs; they have to be read on that computer`,
  ]);
  deepEqual(await said("away"), [FAILED_PRECONDITION, `${begin} away: the node does not answer at ADDRESS`]);
  writer.failure = new StateManagerError({
    kind: "not-possible",
    what: `${LIDAR} on node served`,
    reason: "none",
  });
  deepEqual(await said("served"), [FAILED_PRECONDITION, `${begin} served: none`]);
  await node.close(0);
  await foreign[Symbol.asyncDispose]();
});

Deno.test("a reader that stops reading slows the node, and one that leaves ends what reads for it", async () => {
  const writer = new Writer();
  writer.text = "x".repeat(10_000);
  const node = await serve(writer);
  const [rear = ""] = node.addresses;
  await using rig = await stage({ logs: new NodeLogs({ addressOf: () => rear }) });
  const stream = rig.client.logs({ ...QUERY, isFollowed: true }, signal);
  await stream.next();
  let before = -1;
  await eventually("it is held up", () => {
    const isStill = before === writer.made;
    before = writer.made;
    return isStill;
  }, { intervalMs: 300 });
  equal(writer.made < 2_000, true, `${writer.made * 10_000} bytes were made for a reader of 100,000`);
  await stream.return();
  await eventually("nothing reads any more", () => writer.open === 0);
  await node.close(0);
});

Deno.test("more readers than there is room for are refused, and their places are given back", async () => {
  const writer = new Writer();
  await using rig = await stage({
    logs: new NodeLogs({
      own: { name: "front", readLogs: (query) => writer.readLogs(query) },
      addressOf: () => undefined,
    }),
  });
  const open = () => rig.client.logs({ ...QUERY, isFollowed: true }, signal);
  const streams = Array.from({ length: 16 }, open);
  await Promise.all(streams.map((stream) => stream.next()));
  match((await errorOf(open().next())).message, /at most 16 readers of logs at once/);
  await Promise.all(streams.map((stream) => stream.return()));
  await eventually("all have left", () => writer.open === 0);
  const again = open();
  equal((await again.next()).done, false);
  await again.return();
  await eventually("it has left", () => writer.open === 0);
});

Deno.test("a service on no node, or of a State Manager whose nodes give none, is told", async () => {
  await using rig = await stage();
  match((await errorOf(linesOf(rig, {}))).message, /no node gives any/);
  match((await errorOf(linesOf(rig, { node: "" }))).message, /service vehicle\/lidar does not exist/);
});
