/** A session of a server over a socket in memory, with a client that knows nothing of its limits yet. */
import { OpenSessions } from "../../../src/http2/face/open_sessions.ts";
import { Http2Session, type SessionStream } from "../../../src/http2/face/session.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/http2/limits.ts";
import { MemorySocket } from "./memory_socket.ts";
import { End } from "./pair.ts";

export interface ServerSession {
  readonly sessions: OpenSessions;
  readonly socket: MemorySocket;
  /** Requests that arrived. */
  readonly streams: readonly SessionStream[];
  readonly client: End;
  /** Hands over what the client has to send. */
  readonly send: () => void;
}

export function serverSession(limits: Partial<Limits> = {}): ServerSession {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const sessions = new OpenSessions(all);
  const socket = new MemorySocket();
  const streams: SessionStream[] = [];
  const onStream = (stream: SessionStream) => void streams.push(stream);
  sessions.add(new Http2Session(socket, { role: "server", limits: all, onStream }));
  const client = new End("client");
  const send = () => {
    const bytes = client.connection.take();
    socket.emit("data", bytes);
    client.connection.release(bytes);
  };
  return { sessions, socket, streams, client, send };
}
