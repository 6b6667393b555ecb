// Replaces the runtime's node:http2 by this implementation, for everything that looks it up at call time:
// @grpc/grpc-js, and etcd3 through it. docs/adr/0001-own-http2.md says why. A channel that grpc-js closes also leaves no timer.
import http2 from "node:http2";
import { connect, type ConnectOptions } from "./client.ts";
import { createSecureServer, createServer, type ServerOptions } from "./server.ts";
import { OpenSessions } from "./open_sessions.ts";
import { installRelease } from "./release.ts";
import type { Http2Session } from "./session.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";

type Listener = (...args: unknown[]) => void;

/**
 * Replaces `createServer`, `createSecureServer` and `connect` on the default export of node:http2. Call it before the
 * first gRPC client or server is made; calling it again replaces the limits for what is made afterwards.
 * @param limits overrides of the documented defaults, for all sessions.
 * @returns the sessions that are opened from now on.
 * @throws Error if the runtime's module cannot be replaced: gRPC would then run over an HTTP/2 that corrupts memory.
 */
export function installHttp2(limits: Partial<Limits> = {}): OpenSessions {
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  const sessions = new OpenSessions(all);
  const shared = { limits: all, sessions };
  put("createServer", (options?: ServerOptions, listener?: Listener) => {
    const server = createServer(options ?? {}, shared);
    return listener === undefined ? server : server.on("stream", listener);
  });
  put("createSecureServer", (options?: ServerOptions, listener?: Listener) => {
    const server = createSecureServer(options ?? {}, shared);
    return listener === undefined ? server : server.on("stream", listener);
  });
  put(
    "connect",
    (authority: string | URL, options?: ConnectOptions, listener?: Listener): Http2Session => {
      const session = connect(authority, options ?? {}, shared);
      if (listener !== undefined) session.once("remoteSettings", () => listener(session, session.socket));
      return session;
    },
  );
  // The runtime's table lacks it, and grpc-js would answer a wrong content type with 200 instead of 415.
  const constants: Record<string, unknown> = http2.constants;
  constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE ??= 415;
  installRelease();
  return sessions;
}

function put(name: "createServer" | "createSecureServer" | "connect", value: unknown): void {
  const replaced = Reflect.set(http2, name, value) && Reflect.get(http2, name) === value;
  if (!replaced) throw new Error(`Cannot replace node:http2 ${name}: this runtime's export is not writable`);
}
