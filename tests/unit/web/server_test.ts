import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { plain, type Routes } from "../../../src/web/answer.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { eventually } from "../../support/eventually.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { connectTo, get, readAnswer, sendRaw } from "../../support/web/raw_http.ts";
import { PATIENT, serve } from "../../support/web/server.ts";

const ROUTES: Routes = {
  "/hello": ({ query }) => plain(200, `hello ${query.get("to") ?? "you"}`),
  "/broken": () => {
    throw new Error("a secret of the program");
  },
};

Deno.test("a route is answered with the headers that keep a browser from doing more with it", async () => {
  const { server, address } = await serve(ROUTES);
  await using _server = server;
  const { status, head, body } = await sendRaw(address, get("/hello?to=me&x"));
  equal(status, 200);
  equal(body, "hello me\n");
  for (
    const header of [
      /content-security-policy: default-src 'none'; script-src 'self'/i,
      /x-content-type-options: nosniff/i,
      /cache-control: no-store/i,
      /content-length: 9/i,
    ]
  ) match(head, header);
  ok(!/unsafe/.test(head));
});

const REFUSED: readonly (readonly [what: string, request: string, status: number])[] = [
  ["an unknown path", get("/nothing"), 404],
  ["a property that every object has", get("/__proto__"), 404],
  ["a path with a way up", get("/../hello"), 404],
  ["the name of another site", get("/hello", { host: "evil.example" }), 403],
  ["a body", "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n", 405],
  ["deleting", "DELETE /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405],
  ["a head that is too large", get("/hello", { cookie: "x".repeat(20_000) }), 431],
  ["what is no HTTP", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  [
    "two lengths",
    "GET /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    400,
  ],
];

for (const [what, request, status] of REFUSED) {
  Deno.test(`${what} is refused with ${status}`, async () => {
    const { server, address } = await serve(ROUTES);
    await using _server = server;
    equal((await sendRaw(address, request)).status, status);
  });
}

Deno.test("what a route throws is logged and not told", async () => {
  const { server, address, log } = await serve(ROUTES);
  await using _server = server;
  const { status, body } = await sendRaw(address, get("/broken"));
  equal(status, 500);
  ok(!body.includes("secret"));
  deepEqual(log.at("error").map(({ fields }) => fields["error"]), ["a secret of the program"]);
});

Deno.test("who asks without end is told so and closed, and others are answered again a moment later", async () => {
  const clock = new VirtualClock();
  const { server, address } = await serve(ROUTES, { clock });
  await using _server = server;
  const many = get("/hello").replace("connection: close\r\n", "").repeat(400);
  using connection = await connectTo(address);
  // It is closed before everything is taken.
  const sent = connection.write(new TextEncoder().encode(many)).catch(() => {});
  const { body } = await readAnswer(connection);
  await sent;
  equal(body.match(/hello you/g)?.length, 300);
  equal(body.match(/HTTP\/1\.1 429/g)?.length, 1);
  await clock.advance(1_000);
  equal((await sendRaw(address, get("/hello"))).status, 200);
});

Deno.test("who sends no head, or half of one, is closed after the time for it", async () => {
  const { server, address } = await serve(ROUTES, { timeouts: { ...PATIENT, headMs: 100 } });
  await using _server = server;
  for (const text of ["", "GET /hello HTTP/1.1\r\nHost: local"]) {
    const { status } = await sendRaw(address, text);
    ok(status === 408 || status === 0, `${status}`);
  }
});

Deno.test("a stream whose reader stops reading is closed after the stall time, and is not asked for more meanwhile", async () => {
  let pieces = 0;
  const endless = async function* () {
    for (;;) {
      pieces += 1;
      yield await Promise.resolve("x".repeat(65_536));
    }
  };
  const { server, address, log } = await serve(
    { "/endless": () => ({ status: 200, type: "text/plain", body: endless() }) },
    { timeouts: { ...PATIENT, stallMs: 200 } },
  );
  await using _server = server;
  using connection = await connectTo(address);
  await connection.write(new TextEncoder().encode(get("/endless")));
  await eventually("it to be given up", () => log.at("warn").length === 1);
  await eventually("its connection to be closed", () => server.buffers()[0]?.used === 0);
  ok(pieces < 400, `${pieces} pieces of 64 KiB were buffered by kernel and server`);
});

Deno.test("beginClosing() ends streams and goes on answering; the end closes what is idle", async () => {
  const forever = async function* (signal: AbortSignal) {
    yield "first";
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  };
  const { server, address } = await serve({
    ...ROUTES,
    "/forever": ({ signal }) => ({ status: 200, type: "text/plain", body: forever(signal) }),
  });
  using connection = await connectTo(address);
  await connection.write(new TextEncoder().encode(get("/forever")));
  const answer = readAnswer(connection);
  await eventually("the stream to begin", () => server.buffers()[0]?.used === 1);
  server.beginClosing();
  equal((await answer).status, 200);
  equal((await sendRaw(address, get("/hello"))).status, 200);
  await server[Symbol.asyncDispose]();
  await rejects(connectTo(address));
});

Deno.test("on a Unix socket any host is served, the mode is for owner and group, and the file goes with the server", async () => {
  using dir = new TempDir();
  const path = dir.file("http.sock");
  const { server, address } = await serve(ROUTES, { listen: [`unix:${path}`] });
  equal((await sendRaw(address, get("/hello", { host: "anything.example" }))).status, 200);
  equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o660);
  await server[Symbol.asyncDispose]();
  await rejects(Deno.stat(path), Deno.errors.NotFound);
});

Deno.test("an address that leaves the machine, or is in use, is named and nothing is listened on", async () => {
  await rejects(serve(ROUTES, { listen: ["0.0.0.0:0"] }), /0\.0\.0\.0:0.*insecure_network/s);
  const { server, address } = await serve(ROUTES);
  await using _server = server;
  await rejects(serve(ROUTES, { listen: [address] }), new RegExp(`Cannot listen on ${address}`));
});
