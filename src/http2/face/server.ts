// createServer and createSecureServer: a server of node:net or node:tls whose connections become sessions.
// I1  'session' before any 'stream' of it. I2  TLS without ALPN "h2" is refused.
import net from "node:net";
import tls from "node:tls";
import type { Limits } from "../limits.ts";
import { alpnProtocolOf, type ByteStream } from "./byte_stream.ts";
import type { OpenSessions } from "./open_sessions.ts";
import { Http2Session } from "./session.ts";

/** The options of node:http2 that matter here; the others go to node:net or node:tls. */
export interface ServerOptions {
  readonly settings?: { readonly maxConcurrentStreams?: number; readonly initialWindowSize?: number };
}

/** What all servers and clients of one installation share. */
export interface Installation {
  readonly limits: Limits;
  readonly sessions: OpenSessions;
}

/** The limits for a session: the defaults, narrowed or widened by what the caller asked for. */
export function limitsFor(options: ServerOptions, limits: Limits): Limits {
  const { maxConcurrentStreams, initialWindowSize } = options.settings ?? {};
  return {
    ...limits,
    ...(maxConcurrentStreams === undefined ? {} : { maxConcurrentStreams }),
    ...(initialWindowSize === undefined ? {} : { initialWindowBytes: initialWindowSize }),
  };
}

/** A server for plain connections: TCP or Unix socket. It emits 'session' and 'stream' besides what node:net emits. */
export function createServer(options: ServerOptions, { limits, sessions }: Installation): net.Server {
  const server = withTimeout(net.createServer({ noDelay: true }));
  const ours = limitsFor(options, limits);
  server.on("connection", (socket: ByteStream) => {
    if (sessions.admit(socket)) sessions.add(startSession(server, socket, ours));
  });
  return server;
}

/** The same over TLS; the options are those of tls.createServer. */
export function createSecureServer(
  options: ServerOptions & tls.TlsOptions,
  { limits, sessions }: Installation,
): tls.Server {
  const server = withTimeout(tls.createServer({ ...options, ALPNProtocols: ["h2"] }));
  const ours = limitsFor(options, limits);
  server.on("secureConnection", (socket: tls.TLSSocket) => {
    if (alpnProtocolOf(socket) !== "h2") socket.destroy();
    else if (sessions.admit(socket)) sessions.add(startSession(server, socket, ours));
  });
  return server;
}

function startSession(server: net.Server, socket: ByteStream, limits: Limits): Http2Session {
  const session: Http2Session = new Http2Session(socket, {
    role: "server",
    limits,
    onStream: (stream, headers, flags) => {
      server.emit("stream", stream, headers, flags);
      if (session.listenerCount("stream") > 0) session.emit("stream", stream, headers, flags);
    },
  });
  server.emit("session", session);
  return session;
}

/** grpc-js calls `setTimeout(0, noop)` on its server, which node:net has not. */
function withTimeout<S extends net.Server>(server: S): S {
  return Object.assign(server, { setTimeout: () => server });
}
