// Short connections, well-behaved and not: afterwards the server answers, and has released all their resources.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import grpc from "@grpc/grpc-js";
import { Connection } from "../../../src/http2/connection.ts";
import "../../support/http2/settled.ts";
import { Flag, FrameType } from "../../../src/http2/frames.ts";
import { DEFAULT_LIMITS } from "../../../src/http2/limits.ts";
import { eventually, within } from "../../support/eventually.ts";
import { frame } from "../../support/http2/pair.ts";
import { LoadConnection } from "../../support/http2/load_client.ts";
import { EchoClient } from "../../support/http2/scenarios.js";
import { reportOf, type ServerReport, startEchoServer } from "../../support/http2/tools.ts";
const MB = 1024 * 1024;
const CANCELLED = 1;

/** Sockets that a process has open. */
async function socketsOf(pid: number): Promise<number> {
  let count = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
    try {
      if ((await Deno.readLink(`/proc/${pid}/fd/${name}`)).startsWith("socket:")) count++;
    } catch {
      // Closed since it was listed.
    }
  }
  return count;
}

const nothing = () => {};
/** Windows so wide that TCP, not HTTP/2, is what holds the server back. */
const WIDE = { ...DEFAULT_LIMITS, initialWindowBytes: 64 * MB, maxUnreadBytes: 64 * MB };

/** What a client writes from its preface to the end of one request. */
function requestBytes(method: string, metadata: readonly string[]): Uint8Array {
  const connection = new Connection("client", WIDE, {
    onOutput: nothing,
    onStream: () => {
      throw new Error("a server does not open streams");
    },
    onSettings: nothing,
    onSettingsAck: nothing,
    onGoaway: nothing,
    onPong: nothing,
    onStreamGone: nothing,
    onFailed: nothing,
  });
  connection.start();
  const stream = connection.request([
    ":method",
    "POST",
    ":scheme",
    "http",
    ":path",
    `/echo.Echo/${method}`,
    ":authority",
    "localhost",
    "content-type",
    "application/grpc",
    "te",
    "trailers",
    ...metadata,
  ], { onHeaders: nothing, onData: nothing, onWritten: nothing, onWantTrailers: nothing, onClosed: nothing });
  assert.ok(stream !== null);
  connection.write(stream, new Uint8Array([0, 0, 0, 0, 3, 1, 2, 3]));
  connection.end(stream, false);
  const bytes = connection.take().slice();
  connection.abort(8);
  return bytes;
}

const HANGING = requestBytes("Unary", ["x-hang", "1"]);
/** With the acknowledgement of the server's settings, for want of which it would be cut off after ten seconds. */
const ENDLESS = withSettingsAck(requestBytes("ServerStream", ["x-count", "1000000", "x-size", "1000"]));

function withSettingsAck(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([...bytes, ...frame(FrameType.SETTINGS, Flag.ACK, 0)]);
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

/** A client below HTTP/2: it writes `bytes`, does what `act` does, and its socket is closed. */
async function rawClient(
  port: number,
  bytes: Uint8Array,
  act: (socket: Deno.TcpConn) => Promise<unknown>,
): Promise<void> {
  using socket = await Deno.connect({ hostname: "127.0.0.1", port });
  await writeAll(socket, bytes);
  await within("a raw client to be done", act(socket));
}

async function readBytes(socket: Deno.TcpConn, count: number): Promise<void> {
  const buffer = new Uint8Array(4_096);
  for (let got = 0; got < count;) {
    const n = await socket.read(buffer);
    assert.ok(n !== null, "the server closed a connection that was in order");
    got += n;
  }
}

async function readToEnd(socket: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(4_096);
  try {
    while (await socket.read(buffer) !== null);
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
}

/** `work` for each number below `count`, `lanes` at a time. */
async function inLanes(count: number, lanes: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (next < count) await work(next++);
  }));
}

async function politeCall(port: number): Promise<void> {
  const connection = await LoadConnection.open(port);
  try {
    const { status, bytes } = await connection.call("Unary", new Uint8Array(100));
    assert.deepEqual({ status, bytes }, { status: 0, bytes: 105 });
  } finally {
    await connection.close();
  }
}

/** A connection of grpc-js of its own, whose two calls are cancelled before and after the answer began. */
async function cancellingClient(port: number): Promise<void> {
  const client = new EchoClient(grpc, {
    address: `localhost:${port}`,
    credentials: grpc.credentials.createInsecure(),
    options: { "grpc.use_local_subchannel_pool": 1 },
  });
  try {
    const one = Buffer.from([1]);
    const early = await client.unary(one, { "x-hang": "1" }, {
      onCall: (call: grpc.ClientUnaryCall) => setTimeout(() => call.cancel(), 10),
    });
    const late = await client.serverStream(one, { "x-count": "1000000" }, {
      onCall: (call: grpc.ClientReadableStream<unknown>) => call.once("data", () => call.cancel()),
    });
    assert.deepEqual([early.code, late.code], [CANCELLED, CANCELLED]);
  } finally {
    client.close();
  }
}

/** The misbehaviours of clients, by name. */
const IMPOLITE: Readonly<Record<string, (port: number) => Promise<void>>> = {
  "cancels": cancellingClient,
  "vanishes while the server works": (port) => rawClient(port, HANGING, (socket) => readBytes(socket, 9)),
  "vanishes in the middle of an answer": (port) =>
    rawClient(port, ENDLESS, (socket) => readBytes(socket, 10_000)),
  "vanishes in the middle of a frame": (port) =>
    rawClient(port, HANGING.subarray(0, HANGING.length - 5), (socket) => readBytes(socket, 9)),
  "vanishes without a word": (port) => rawClient(port, new Uint8Array(0), () => Promise.resolve()),
  "half-closes and waits": (port) =>
    rawClient(port, HANGING, async (socket) => {
      await socket.closeWrite();
      await readToEnd(socket);
    }),
  "does not speak HTTP/2": (port) =>
    rawClient(port, new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), readToEnd),
};

/** Opens connections that ask for endless streams and read nothing of them, until they are disposed of. */
async function openDeaf(port: number, count: number): Promise<AsyncDisposable> {
  const sockets: Deno.TcpConn[] = [];
  for (let i = 0; i < count; i++) {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    sockets.push(socket);
    await writeAll(socket, ENDLESS);
  }
  return {
    [Symbol.asyncDispose]: () => {
      for (const socket of sockets) socket.close();
      return Promise.resolve();
    },
  };
}

Deno.test("400 short connections among clients that misbehave leave nothing behind in the server", async () => {
  await using server = startEchoServer([], ["--v8-flags=--expose-gc"]);
  const port = Number(await within("the server to start", server.firstLine));
  const kinds = Object.entries(IMPOLITE);
  const round = async (calls: number, impolite: number) => {
    await Promise.all([
      inLanes(calls, 8, () => politeCall(port)),
      inLanes(impolite * kinds.length, 8, async (i) => {
        const kind = kinds[i % kinds.length];
        if (kind === undefined) return;
        const [name, act] = kind;
        await act(port).catch((cause: unknown) => {
          throw new Error(`a client that ${name}`, { cause });
        });
      }),
    ]);
  };
  const settled = () =>
    eventually("the sessions to be gone", async () => {
      const now = await reportOf(server);
      return now.sessions === 0 && now;
    }, { intervalMs: 50 });

  // What one collection found to be garbage counts until the next, so it may take several to see what is held.
  const holdsAtMost = (before: ServerReport, limit: number, sessions: number) =>
    eventually(`the server to hold at most ${limit} bytes more, with ${sessions} sessions`, async () => {
      const now = await reportOf(server);
      const held = now.heapUsed + now.external - before.heapUsed - before.external;
      assert.ok(now.sessions === sessions && held <= limit, `${now.sessions} sessions, ${held} bytes`);
      return true;
    }, { intervalMs: 50 });

  await reportOf(server);
  const socketsBefore = await socketsOf(server.pid);
  // What is compiled and cached once is not counted.
  await round(50, 3);
  await settled();
  const before = await settled();
  {
    const deaf = 20;
    await using _clients = await openDeaf(port, deaf);
    await round(400, 15);
    await holdsAtMost(before, 16 * MB, deaf);
  }
  await settled();
  await eventually("the sockets to be closed", async () => await socketsOf(server.pid) <= socketsBefore);
  await holdsAtMost(before, 6 * MB, 0);
  await politeCall(port);
  server.kill("SIGTERM");
  assert.equal((await within("the server to end", server.ended())).code, 0);
});
