// connect(): a client session over a socket of the caller, or over a new one.
import net from "node:net";
import tls from "node:tls";
import type { ByteStream } from "./byte_stream.ts";
import { type Installation, limitsFor, type ServerOptions } from "./server.ts";
import { Http2Session } from "./session.ts";

/** The options of node:http2 that matter here. */
export interface ConnectOptions extends ServerOptions, tls.ConnectionOptions {
  /** Gives a socket that is connected already; no 'connect' event is awaited. */
  readonly createConnection?: (authority: URL | string, options: ConnectOptions) => ByteStream;
}

/**
 * Opens a client session. `authority` is `http://host:port` or `https://host:port`; it gives `:scheme` and
 * `:authority` of the requests. Never throws for what a peer or a network does: failures are events of the session.
 */
export function connect(
  authority: string | URL,
  options: ConnectOptions,
  { limits, sessions }: Installation,
): Http2Session {
  const [, scheme = "http", host = "localhost"] = /^([a-z]+):\/\/([^/?#]*)/i.exec(String(authority)) ?? [];
  const socket = options.createConnection?.(authority, options) ?? dial(scheme, host, options);
  const session = new Http2Session(socket, {
    role: "client",
    limits: limitsFor(options, limits),
    requestDefaults: [":method", "GET", ":scheme", scheme.toLowerCase(), ":authority", host, ":path", "/"],
  });
  sessions.add(session);
  return session;
}

function dial(scheme: string, host: string, options: ConnectOptions): ByteStream {
  const { hostname, port } = new URL(`http://${host}`);
  const target = {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || (scheme === "https" ? 443 : 80)),
  };
  return scheme === "https"
    ? tls.connect({ ...options, ...target, ALPNProtocols: ["h2"] })
    : net.connect(target);
}
