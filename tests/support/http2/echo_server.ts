// A bare grpc-js echo server over src/http2: the floor for footprint and latency, and the target of conformance tests.
// Usage: scripts/deno run -A tests/support/http2/echo_server.ts [host:port] [--native] [--max-age=MS]
// The first line on stdout is the port. SIGTERM ends it gracefully. --native leaves the runtime's own http2 in place.
// SIGUSR2 makes it collect garbage, if V8 was told to allow that, and print its sessions, those of them that made calls, and its heap as
// JSON.
// With TLS_DIR in the environment it serves mutual TLS from ca.pem, server.pem and server.key there; with --door through the listener that
// the State Manager has, instead of the library's.
import { Buffer } from "node:buffer";
import grpc from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { Handshakes } from "../../../src/grpc/server/door/handshakes.ts";
import { TlsListener } from "../../../src/grpc/server/door/tls_listener.ts";
import { readTls } from "../../../src/grpc/tls.ts";
import { ECHO, echoHandlers } from "./echo_service.js";

// A client that is kept waiting by a busy machine is not to be cut off.
const LIMITS = { prefaceTimeoutMs: 60_000, settingsAckTimeoutMs: 60_000 } as const;
if (!Deno.args.includes("--native")) installHttp2(LIMITS);
const address = Deno.args.find((argument) => !argument.startsWith("--")) ?? "127.0.0.1:0";
const maxAge = Deno.args.find((argument) => argument.startsWith("--max-age="))?.slice("--max-age=".length);
const server = new grpc.Server({
  "grpc.max_receive_message_length": 16 * 1024 * 1024,
  ...(maxAge === undefined ? {} : { "grpc.max_connection_age_ms": Number(maxAge) }),
});
/** Connections whose calls were taken. */
const callers = new Set<string>();
server.addService(ECHO, counted(echoHandlers(grpc)));
if (Deno.args.includes("--door")) console.log(await serveThroughDoor());
else {
  server.bindAsync(address, credentials(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
}
Deno.addSignalListener("SIGTERM", () => {
  server.tryShutdown(() => Deno.exit(0));
});
Deno.addSignalListener("SIGUSR2", () => {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect === "function") collect();
  const sessions: unknown = Reflect.get(server, "sessions");
  const { heapUsed, external } = Deno.memoryUsage();
  const count = sessions instanceof Map ? sessions.size : -1;
  console.log(JSON.stringify({ sessions: count, callers: callers.size, heapUsed, external }));
});

function counted(handlers: grpc.UntypedServiceImplementation): grpc.UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, (...args: Parameters<typeof handler>) => {
      callers.add(args[0].getPeer());
      return Reflect.apply(handler, server, args);
    }]),
  );
}

function credentials(): grpc.ServerCredentials {
  const dir = Deno.env.get("TLS_DIR");
  if (dir === undefined) return grpc.ServerCredentials.createInsecure();
  const read = (name: string) => Buffer.from(Deno.readFileSync(`${dir}/${name}`));
  const pair = { private_key: read("server.key"), cert_chain: read("server.pem") };
  return grpc.ServerCredentials.createSsl(read("ca.pem"), [pair], true);
}

/** The port. */
function serveThroughDoor(): Promise<number> {
  const dir = Deno.env.get("TLS_DIR") ?? "";
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const secure = new TlsListener({
    handshakes: new Handshakes(),
    material: readTls({
      ...{ caFile: `${dir}/ca.pem`, certFile: `${dir}/server.pem`, keyFile: `${dir}/server.key` },
    }),
    roles: { role: "observer", names: [] },
    onConnection: (socket) => injector.injectConnection(socket),
    onRefused: (error) => console.error(error.message),
  });
  return secure.listen("127.0.0.1", 0);
}
