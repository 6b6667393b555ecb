// What all sessions hold together, and the limit of connections; over sockets in memory.
import { deepEqual, equal, ok } from "node:assert/strict";
import { OpenSessions } from "../../../src/http2/face/open_sessions.ts";
import { FrameType } from "../../../src/http2/frames.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/http2/limits.ts";
import { MemorySocket } from "../../support/http2/memory_socket.ts";
import { frame } from "../../support/http2/pair.ts";
import { serverSession } from "../../support/http2/server_session.ts";

function world(limits: Partial<Limits> = {}) {
  const session = serverSession(limits);
  const level = (name: string) => {
    const found = session.sessions.buffers().find((candidate) => candidate.name === name);
    return [found?.used, found?.capacity, found?.overflows];
  };
  return { ...session, level };
}

Deno.test("clients have so many connections and no more; a place is free when its socket is closed", () => {
  const sessions = new OpenSessions({ maxConnections: 2 });
  const sockets = [new MemorySocket(), new MemorySocket(), new MemorySocket()];
  deepEqual(sockets.map((socket) => sessions.admit(socket)), [true, true, false]);
  equal(sockets[2]?.destroyed, true);
  const [connections] = sessions.buffers();
  deepEqual([connections?.used, connections?.capacity, connections?.overflows], [2, 2, 1]);
  sockets[0]?.destroy();
  ok(sessions.admit(new MemorySocket()));
});

Deno.test("streams of clients count, and those above the limit of their connection as refused, also when it is gone", () => {
  const { client, send, socket, level } = world({ maxConcurrentStreams: 1 });
  for (let index = 0; index < 3; index++) client.request();
  send();
  deepEqual(level("http2_streams"), [1, 1, 2]);
  socket.destroy();
  deepEqual(level("http2_streams"), [0, 0, 2]);
});

Deno.test("bytes that nobody takes count as unread up to the window, and no more when they are taken", () => {
  const { client, send, streams, socket, level } = world();
  const request = client.request();
  if (request.stream === null) throw new Error("no stream");
  client.connection.write(request.stream, new Uint8Array(100_000));
  send();
  deepEqual(level("http2_unread"), [65_535, DEFAULT_LIMITS.maxUnreadBytes, 0]);
  streams[0]?.close();
  deepEqual(level("http2_unread"), [0, DEFAULT_LIMITS.maxUnreadBytes, 0]);
  socket.destroy();
});

Deno.test("output for a peer that does not read counts, and the end of its connection for that", () => {
  const { send, socket, level } = world({ maxOutputBytes: 1_000 });
  socket.isStuck = true;
  send();
  const [used] = level("http2_output");
  ok(used !== undefined && used > 0 && used < 1_000, `${used} bytes wait`);
  for (let index = 0; index < 100; index++) {
    socket.emit("data", frame(FrameType.PING, 0, 0, new Uint8Array(8)));
  }
  equal(level("http2_output")[2], 1);
  socket.destroy();
  deepEqual(level("http2_output"), [0, 0, 1]);
});

Deno.test("what a stream writes beyond the window of its peer is unsent, until it is sent or the stream is gone", () => {
  const { client, send, streams, socket, sessions } = world();
  client.request();
  send();
  streams[0]?.write(new Uint8Array(200_000));
  equal(sessions.unsentBytes, 200_000 - 65_535);
  socket.emit("data", frame(FrameType.WINDOW_UPDATE, 0, 1, [0, 0, 0xff, 0xff]));
  ok(sessions.unsentBytes < 200_000 - 65_535);
  streams[0]?.close();
  equal(sessions.unsentBytes, 0);
  socket.destroy();
});
