/** The buffers of HTTP/2, over sockets in memory. */
import { Handshakes } from "../../../src/grpc/server/door/handshakes.ts";
import { OpenSessions } from "../../../src/http2/face/open_sessions.ts";
import { FrameType } from "../../../src/http2/frames.ts";
import { fills, levelOf } from "../../support/buffers/fills.ts";
import { MemorySocket } from "../../support/http2/memory_socket.ts";
import { frame } from "../../support/http2/pair.ts";
import { serverSession } from "../../support/http2/server_session.ts";

fills("http2_connections", () => {
  const owner = new OpenSessions({ maxConnections: 4 });
  return { owner, put: () => owner.admit(new MemorySocket()) };
});

fills("tls_handshakes", () => {
  const owner = new Handshakes(4);
  return { owner, put: (index) => owner.begin(`${index}`, { destroy: () => {} }) };
});

fills("http2_streams", () => {
  const { sessions, client, send, socket } = serverSession({ maxConcurrentStreams: 4 });
  const put = () => {
    client.request();
    send();
  };
  return { owner: sessions, put, end: () => socket.destroy() };
});

fills("http2_unread", () => {
  // Of a connection and of a stream as much: the client is held back once it has sent that.
  const windowBytes = 65_535;
  const { sessions, client, send, socket } = serverSession({
    ...{ maxUnreadBytes: windowBytes, initialWindowBytes: windowBytes },
  });
  const { stream } = client.request();
  const put = () => {
    if (stream !== null) client.connection.write(stream, new Uint8Array(windowBytes / 5));
    send();
  };
  return { owner: sessions, put, fits: 5, end: () => socket.destroy() };
});

fills("http2_output", () => {
  const pongBytes = 17;
  const first = serverSession();
  const greeting = levelOf(first.sessions, "http2_output").used;
  first.socket.destroy();
  const { sessions, socket, send } = serverSession({ maxOutputBytes: greeting + 9 + 4 * pongBytes });
  socket.isStuck = true;
  // Its preface and SETTINGS, which are acknowledged.
  send();
  const put = () => socket.emit("data", frame(FrameType.PING, 0, 0, new Uint8Array(8)));
  return { owner: sessions, put, fits: 4, end: () => socket.destroy() };
});
