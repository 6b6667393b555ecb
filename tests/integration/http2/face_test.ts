// What grpc-js relies on and interoperation does not show: events at awkward moments, listeners that throw, sockets of
// other kinds, TLS that is refused.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import http2 from "node:http2";
import net from "node:net";
import tls from "node:tls";
import grpc from "@grpc/grpc-js";
import { CLIENT_PREFACE, FrameType } from "../../../src/http2/frames.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/http2/limits.ts";
import { eventually, within } from "../../support/eventually.ts";
import { PATIENT_LIMITS } from "../../support/http2/settled.ts";
import { ECHO, echoHandlers } from "../../support/http2/echo_service.js";
import { frame } from "../../support/http2/pair.ts";
import { EchoClient } from "../../support/http2/scenarios.js";
import { makeCertificates } from "../../support/http2/tls_files.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

const QUICK_RECONNECT = { "grpc.initial_reconnect_backoff_ms": 20, "grpc.max_reconnect_backoff_ms": 50 };
const hello = Buffer.from("hello");

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const closed = (server: net.Server) => new Promise<void>((resolve) => server.close(() => resolve()));

async function grpcServer(address?: string, tlsDir?: string) {
  const server = new grpc.Server();
  server.addService(ECHO, echoHandlers(grpc));
  const credentials = tlsDir === undefined ? grpc.ServerCredentials.createInsecure() : serverTls(tlsDir);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      address ?? "127.0.0.1:0",
      credentials,
      (error, bound) => error ? reject(error) : resolve(bound),
    );
  });
  const stop = () =>
    new Promise<void>((resolve, reject) => server.tryShutdown((error) => error ? reject(error) : resolve()));
  return { server, port, stop };
}

function serverTls(dir: string): grpc.ServerCredentials {
  const read = (name: string) => Buffer.from(Deno.readFileSync(`${dir}/${name}`));
  const pair = { private_key: read("server.key"), cert_chain: read("server.pem") };
  return grpc.ServerCredentials.createSsl(read("ca.pem"), [pair], true);
}

const clientOf = (address: string, options = {}) =>
  new EchoClient(grpc, { address, credentials: grpc.credentials.createInsecure(), options });

/** Sessions that grpc-js still holds; 0 when every 'close' came. */
function sessionsOf(server: grpc.Server): number {
  const sessions: unknown = Reflect.get(server, "sessions");
  return sessions instanceof Map ? sessions.size : -1;
}

Deno.test("SETTINGS, GOAWAY and FIN at once do not make a client spin: it connects again and the call succeeds", async () => {
  const { server: behind, stop } = await grpcServer();
  const injector = behind.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  let connections = 0;
  const front = net.createServer((socket) => {
    if (++connections > 1) return injector.injectConnection(socket);
    const goaway = frame(FrameType.GOAWAY, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    socket.on("error", () => {});
    socket.resume();
    socket.end(Buffer.concat([frame(FrameType.SETTINGS, 0, 0), goaway]));
  });
  const client = clientOf(`127.0.0.1:${await listening(front)}`, QUICK_RECONNECT);
  client.metadataOptions = { waitForReady: true };
  const { code, details } = await within("the call", client.unary(hello));
  assert.equal(code, 0, details);
  assert.equal(connections, 2);
  client.close();
  injector.destroy();
  await closed(front);
  await stop();
});

Deno.test("a Unix socket carries calls as TCP does", async () => {
  using dir = new TempDir();
  const { stop } = await grpcServer(`unix:${dir.path}/echo.sock`);
  const client = clientOf(`unix:${dir.path}/echo.sock`);
  assert.equal((await client.unary(hello)).code, 0);
  client.close();
  await stop();
});

Deno.test("tryShutdown() waits for the calls that run and lets them finish", async () => {
  const { port, stop } = await grpcServer();
  const client = clientOf(`127.0.0.1:${port}`);
  let stopped: Promise<void> | undefined;
  const outcome = await client.serverStream(hello, { "x-count": "2000", "x-size": "1000" }, {
    onCall: (call: grpc.ClientReadableStream<Buffer>) => call.once("data", () => stopped = stop()),
  });
  assert.equal(outcome.code, 0);
  assert.equal(outcome.messages.length, 2000);
  await within("the server to stop", stopped ?? Promise.reject(new Error("never began")));
  client.close();
});

Deno.test("forceShutdown() ends calls at once: the client sees UNAVAILABLE or CANCELLED, the server no session", async () => {
  const { server, port } = await grpcServer();
  const client = clientOf(`127.0.0.1:${port}`);
  const outcome = client.unary(hello, { "x-hang": "1" });
  await eventually("the session", () => sessionsOf(server) === 1);
  server.forceShutdown();
  const { code } = await within("the call to end", outcome);
  assert.ok(code === 14 || code === 1, `status ${code}`);
  client.close();
  await eventually("the sessions to end", () => sessionsOf(server) === 0);
});

Deno.test("a handler that throws fails its own call and not the connection", async () => {
  const { server, port, stop } = await grpcServer();
  const { Unary } = ECHO;
  server.addService({ Bad: { ...Unary, path: "/echo.Bad/Bad" } }, {
    Bad() {
      throw new Error("on purpose");
    },
  });
  const client = clientOf(`127.0.0.1:${port}`);
  const same = (bytes: Buffer) => bytes;
  const code = await new Promise((resolve) => {
    client.raw.makeUnaryRequest("/echo.Bad/Bad", same, same, hello, (error: grpc.ServiceError | null) => {
      resolve(error?.code);
    });
  });
  assert.equal(code, 2);
  assert.equal((await client.unary(hello)).code, 0);
  client.close();
  await stop();
});

Deno.test("a content type that is not gRPC is answered with 415", async () => {
  const { port, stop } = await grpcServer();
  const session = http2.connect(`http://127.0.0.1:${port}`);
  const stream = session.request({
    ":method": "POST",
    ":path": "/echo.Echo/Unary",
    "content-type": "text/plain",
  });
  const status = await new Promise((resolve) =>
    stream.on("response", (headers) => resolve(headers[":status"]))
  );
  assert.equal(status, 415);
  session.close();
  await stop();
});

Deno.test("a ping is answered with its payload, and one on a dead session calls back with an error", async () => {
  const { port, stop } = await grpcServer();
  const session = http2.connect(`http://127.0.0.1:${port}`);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    session.ping(Buffer.from("12345678"), (error, _ms, payload) => error ? reject(error) : resolve(payload));
  });
  assert.equal(String(answer), "12345678");
  const failed = new Promise((resolve) => session.ping((error) => resolve(error)));
  session.destroy();
  assert.ok(await failed instanceof Error);
  assert.equal(session.ping(() => {}), false);
  await stop();
});

Deno.test("a server's stream stops for a reader that stops, and other calls of the connection continue", async () => {
  let written = 0;
  const server = new grpc.Server();
  server.addService(ECHO, {
    ...echoHandlers(grpc),
    ServerStream(call: grpc.ServerWritableStream<Buffer, Buffer>) {
      const message = Buffer.alloc(10_000);
      const more = () => {
        while (written < 10_000 && !call.cancelled) {
          written++;
          if (!call.write(message)) {
            call.once("drain", more);
            break;
          }
        }
      };
      more();
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => error ? reject(error) : resolve(bound));
  });
  const client = clientOf(`127.0.0.1:${port}`);
  const call: grpc.ClientReadableStream<Buffer> = client.raw.ServerStream(hello, client.metadata());
  call.on("error", () => {});
  call.once("data", () => call.pause());
  await eventually("the first messages", () => written > 5);
  for (let i = 0; i < 20; i++) assert.equal((await client.unary(hello)).code, 0);
  // One window of the stream and what both sides buffer; not the 100 MB of the whole stream.
  assert.ok(written < 60, `${written} messages of 10 kB were accepted`);
  const before = written;
  call.resume();
  await eventually("the stream to go on", () => written > before + 100);
  call.cancel();
  client.close();
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
});

Deno.test("a silent peer is disconnected after the preface timeout", async () => {
  installHttp2({ prefaceTimeoutMs: 50, closeLingerMs: 50 });
  try {
    const server = http2.createServer();
    const sessionClosed = new Promise<void>((resolve) =>
      server.on("session", (session) => session.on("close", resolve))
    );
    const socket = net.connect(await listening(server), "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    const ended = new Promise((resolve) => socket.on("close", resolve));
    await within("the session to be given up", sessionClosed);
    await within("the socket to be closed", ended);
    await closed(server);
  } finally {
    installHttp2({ ...DEFAULT_LIMITS, ...PATIENT_LIMITS });
  }
});

/** A connection that greets and acknowledges nothing; it never closes its side. */
async function greetOnly(limits: Partial<Limits>): Promise<void> {
  installHttp2({ ...PATIENT_LIMITS, ...limits });
  try {
    const server = http2.createServer();
    const socketClosed = new Promise<void>((resolve) =>
      server.on("session", (session) => session.socket.on("close", resolve))
    );
    const socket = net.connect({
      ...{ port: await listening(server), host: "127.0.0.1", allowHalfOpen: true },
    });
    socket.on("error", () => {});
    socket.resume();
    socket.write(new Uint8Array([...CLIENT_PREFACE, 0, 0, 0, 4, 0, 0, 0, 0, 0]));
    await within("the server to close the socket", socketClosed);
    socket.destroy();
    await closed(server);
  } finally {
    installHttp2({ ...DEFAULT_LIMITS, ...PATIENT_LIMITS });
  }
}

Deno.test("a peer that never acknowledges our SETTINGS is disconnected", () =>
  greetOnly({ settingsAckTimeoutMs: 50 }));

Deno.test("a peer that never closes is cut off after the linger time", () =>
  greetOnly({ settingsAckTimeoutMs: 20, closeLingerMs: 50 }));

testIf(
  "TLS without certificate, with a rogue one, or without ALPN h2 gets no session",
  missingProgram("openssl"),
  async () => {
    using dir = new TempDir();
    await makeCertificates(dir.path);
    const { server, port, stop } = await grpcServer("127.0.0.1:0", dir.path);
    const read = (name: string) => Deno.readTextFileSync(dir.file(name));
    const attempt = (options: tls.ConnectionOptions) =>
      new Promise<string>((resolve) => {
        const socket = tls.connect({
          host: "127.0.0.1",
          port,
          ca: read("ca.pem"),
          servername: "localhost",
          ...options,
        });
        let received = 0;
        socket.on("data", (chunk) => received += chunk.length);
        socket.on("error", () => {});
        socket.on("close", () => resolve(received === 0 ? "refused" : "served"));
      });
    const own = { cert: read("client.pem"), key: read("client.key") };
    assert.equal(await within("no certificate", attempt({ ALPNProtocols: ["h2"] })), "refused");
    const rogue = { cert: read("rogue.pem"), key: read("rogue.key") };
    assert.equal(
      await within("a rogue certificate", attempt({ ...rogue, ALPNProtocols: ["h2"] })),
      "refused",
    );
    assert.equal(await within("no ALPN", attempt(own)), "refused");
    assert.equal(sessionsOf(server), 0);
    await stop();
  },
);

Deno.test("clients have so many connections over all servers together", async () => {
  const sessions = installHttp2({ maxConnections: 2 });
  const servers = [http2.createServer(), http2.createServer()];
  const sockets: net.Socket[] = [];
  try {
    const [one = 0, other = 0] = await Promise.all(servers.map(listening));
    for (const port of [one, other]) sockets.push(net.connect(port, "127.0.0.1"));
    await eventually("two connections", () => sessions.buffers()[0]?.used === 2);
    for (const port of [one, other]) {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      await within(
        "one connection too many to be closed",
        new Promise((resolve) => socket.on("close", resolve)),
      );
    }
    assert.deepEqual([sessions.buffers()[0]?.used, sessions.buffers()[0]?.overflows], [2, 2]);
  } finally {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map(closed));
    installHttp2(DEFAULT_LIMITS);
  }
});
