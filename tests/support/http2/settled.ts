/**
 * gRPC in a test file: importing this installs the HTTP/2 of this project and, after each test, waits until every connection that
 * the test has closed is closed in fact. `close()` of a client or a server only begins that; the rest is up to the kernel and the
 * peer, which a busy machine lets wait.
 *
 * I1  Nothing is closed here: a connection that the test left open fails the test, by its address.
 */
import net from "node:net";
import tls from "node:tls";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { eventually } from "../eventually.ts";

/** Every socket of node:net that was opened and is not closed yet. */
const open = new Set<net.Socket>();

function track(socket: net.Socket): void {
  open.add(socket);
  socket.once("close", () => open.delete(socket));
}

/** Both ends are made by these functions of the modules' default exports, which gRPC and the face look up when they call them. */
function watch(module: object, name: string, made: (result: unknown) => void): void {
  const original: unknown = Reflect.get(module, name);
  if (typeof original !== "function") throw new Error(`There is no ${name}()`);
  Reflect.set(module, name, (...args: readonly unknown[]): unknown => {
    const result: unknown = Reflect.apply(original, module, args);
    made(result);
    return result;
  });
}

function trackThoseOf(server: unknown): void {
  if (server instanceof net.Server) server.on("connection", track);
}

watch(net, "connect", (socket) => socket instanceof net.Socket && track(socket));
watch(net, "createServer", trackThoseOf);
watch(tls, "createServer", trackThoseOf);
/** How long a peer may take to shake hands: of no interest here, and on a busy machine more than the defaults. */
export const PATIENT_LIMITS = { prefaceTimeoutMs: 60_000, settingsAckTimeoutMs: 60_000 } as const;

const sessions = installHttp2(PATIENT_LIMITS);

/** Connections that a server took, from whomever: one from a peer of raw bytes is no socket of node:net. */
function accepted(): number {
  return sessions.buffers().find(({ name }) => name === "http2_connections")?.used ?? 0;
}

Deno.test.afterEach(async () => {
  try {
    await eventually("the connections to be closed", () => open.size === 0 && accepted() === 0);
  } catch (cause) {
    const ends = [...open].map((socket) => `${socket.localPort} to ${socket.remotePort}`); // I1
    if (accepted() > 0) ends.push(`${accepted()} that servers took`);
    open.clear();
    throw new Error(`The test left connections open: ${ends.join(", ")}`, { cause });
  }
});
