// gRPC between our HTTP/2 and others', in both roles: every status code is checked, none may be unexpected.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import grpc from "@grpc/grpc-js";
import "../../support/http2/settled.ts";
import { eventually, within } from "../../support/eventually.ts";
import { EchoClient, runLoad, runScenarios } from "../../support/http2/scenarios.js";
import { makeCertificates } from "../../support/http2/tls_files.ts";
import {
  Child,
  grpcurl,
  nodeGrpc,
  reportOf,
  ROOT,
  startEchoServer,
  startNodeEchoServer,
  type Tool,
} from "../../support/http2/tools.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
const node = await nodeGrpc(), curl = await grpcurl();
const missing = (tool: Tool) => tool.kind === "missing" ? tool.reason : undefined;
const home = node.kind === "found" ? node.path : "";
const openssl = missingProgram("openssl");

const insecure = () => grpc.credentials.createInsecure();

function mutualTls(dir: string, who = "client"): grpc.ChannelCredentials {
  const read = (name: string) => Buffer.from(Deno.readFileSync(`${dir}/${name}`));
  return grpc.credentials.createSsl(read("ca.pem"), read(`${who}.key`), read(`${who}.pem`));
}

function startNodeClient(
  address: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Child {
  return new Child("node", [`${ROOT}tests/support/http2/node_client.mjs`, address, ...args], {
    env: { GRPC_HOME: home, ...env },
  });
}

/** Waits for its end and returns the JSON of its last line. */
async function resultOf(client: Child): Promise<unknown> {
  await within("the Node client to end", client.ended());
  return JSON.parse(client.output.trim().split("\n").at(-1) ?? "null");
}

/** Runs Node's client to its end. */
async function nodeClient(...args: Parameters<typeof startNodeClient>): Promise<unknown> {
  await using client = startNodeClient(...args);
  return await resultOf(client);
}

const addressOf = async (server: Child) => `localhost:${await within("a server to start", server.firstLine)}`;

Deno.test("our client and our server agree on every kind of call", async () => {
  await using server = startEchoServer();
  const failures = await runScenarios(grpc, { address: await addressOf(server), credentials: insecure() });
  assert.deepEqual(failures, []);
});

testIf(
  "Node's client sees from our server what gRPC promises, on every kind of call",
  missing(node),
  async () => {
    await using server = startEchoServer();
    assert.deepEqual(await nodeClient(await addressOf(server), ["scenarios"]), []);
  },
);

testIf(
  "our client sees from Node's server what gRPC promises, on every kind of call",
  missing(node),
  async () => {
    await using server = startNodeEchoServer(home);
    assert.deepEqual(
      await runScenarios(grpc, { address: await addressOf(server), credentials: insecure() }),
      [],
    );
  },
);

testIf("mutual TLS in both roles, on every kind of call", missing(node) ?? openssl, async () => {
  using dir = new TempDir();
  await makeCertificates(dir.path);
  const env = { TLS_DIR: dir.path };
  {
    await using server = startEchoServer([], [], env);
    const address = await addressOf(server);
    assert.deepEqual(await nodeClient(address, ["scenarios"], env), []);
    assert.deepEqual(await runScenarios(grpc, { address, credentials: mutualTls(dir.path) }), []);
  }
  await using server = startNodeEchoServer(home, env);
  assert.deepEqual(
    await runScenarios(grpc, { address: await addressOf(server), credentials: mutualTls(dir.path) }),
    [],
  );
});

/**
 * An age, in milliseconds, at which a connection has carried calls. One that ends before its first call is answered refuses that call
 * by right, and grpc-js tries a refused call again only once.
 */
async function shortestAge(): Promise<number> {
  await using server = startEchoServer();
  const address = await addressOf(server);
  const startedAtMs = performance.now();
  const client = new EchoClient(grpc, { address, credentials: insecure() });
  await Promise.all(Array.from({ length: 20 }, () => client.unary(Buffer.alloc(64))));
  client.close();
  // What was measured in one moment does not hold in the next, where other work waits for the processor.
  return Math.max(500, Math.round(10 * (performance.now() - startedAtMs)));
}

testIf(
  "connections that the server ends by age lose no call, whoever serves and whoever calls",
  missing(node),
  async () => {
    const maxAgeMs = await shortestAge();
    const forMs = 4 * maxAgeMs;
    const load = (address: string) => {
      const end = performance.now() + forMs;
      return runLoad(grpc, { address, credentials: insecure() }, { isOver: () => performance.now() > end });
    };
    await using ours = startEchoServer([`--max-age=${maxAgeMs}`]);
    await using theirs = startNodeEchoServer(home, { MAX_AGE: String(maxAgeMs) });
    const [a, b, c] = [
      await load(await addressOf(ours)),
      await load(await addressOf(theirs)),
      await nodeClient(await addressOf(ours), ["load", String(forMs / 1_000)]),
    ];
    for (const [who, codes] of Object.entries({ "ours to ours": a, "ours to Node": b, "Node to ours": c })) {
      assert.deepEqual(Object.keys(codes ?? {}), ["0"], `${who}: ${JSON.stringify(codes)}`);
    }
  },
);

testIf(
  "a server that is stopped gracefully and started again loses no call that waits for it",
  missing(node),
  async () => {
    let server = startEchoServer(), isOver = false, calls = 0;
    try {
      const address = await addressOf(server);
      const port = address.slice("localhost:".length);
      const ours = runLoad(grpc, { address, credentials: insecure(), options: QUICK_RECONNECT }, {
        isOver: () => {
          calls++;
          return isOver;
        },
        waitForReady: true,
      });
      await using theirs = startNodeClient(address, ["load-until-sigterm"]);
      for (let i = 0; i < 3; i++) {
        const before = calls;
        // A call that is refused twice in a row is not tried again by grpc-js: each has to have had its turn.
        await eventually("calls of both to be answered", async () => {
          return calls > before + 200 && (await reportOf(server)).callers === 2;
        });
        server.kill("SIGTERM");
        await within("the server to drain", server.ended());
        server = startEchoServer([`127.0.0.1:${port}`]);
        await within("the server to start", server.firstLine);
      }
      isOver = true;
      theirs.kill("SIGTERM");
      for (const codes of [await ours, await resultOf(theirs)]) {
        assert.deepEqual(Object.keys(codes ?? {}), ["0"], JSON.stringify(codes));
      }
    } finally {
      await server[Symbol.asyncDispose]();
    }
  },
);

testIf(
  "a server that is stopped gracefully ends every call of ours that runs with its answer, be it ours or Node's",
  missing(node),
  async () => {
    for (
      const [who, start] of [["ours", () => startEchoServer()], [
        "Node",
        () => startNodeEchoServer(home),
      ]] as const
    ) {
      await using server = start();
      const address = await addressOf(server);
      const client = new EchoClient(grpc, { address, credentials: insecure(), options: QUICK_RECONNECT });
      let answered = 0, isStopping = false;
      const codes: string[] = [];
      const lane = async () => {
        while (!isStopping) {
          const { code, details } = await client.bidi([Buffer.alloc(2_000), Buffer.alloc(3_000)]);
          if (code === 0) answered++;
          else codes.push(`${code} ${details}`);
        }
      };
      const lanes = Array.from({ length: 16 }, lane);
      await eventually("a few hundred calls on one connection", () => answered >= 400);
      // These run when the GOAWAY comes, and are ended only after it.
      const held = Array.from({ length: 20 }, () => {
        const call = client.raw.Bidi(client.metadata());
        call.on("data", () => {});
        const status = new Promise<number>((resolve) => {
          call.on("error", () => {});
          call.on("status", ({ code }: grpc.StatusObject) => resolve(code));
        });
        const began = new Promise<void>((resolve) => call.once("data", () => resolve()));
        call.write(Buffer.alloc(100));
        return { call, status, began };
      });
      await within("the held calls to begin", Promise.all(held.map(({ began }) => began)));
      server.kill("SIGTERM");
      await eventually("the server to refuse", async () => {
        const { code } = await client.unary(Buffer.alloc(1));
        assert.ok(code === 0 || code === grpc.status.UNAVAILABLE, `${who}: a new call ended with ${code}`);
        return code === grpc.status.UNAVAILABLE;
      });
      isStopping = true;
      for (const { call } of held) call.end();
      assert.deepEqual(
        await within("the held calls to end", Promise.all(held.map(({ status }) => status))),
        held.map(() => 0),
        who,
      );
      await within("the load to end", Promise.all(lanes));
      // A call that is new after the GOAWAY finds nobody who listens; no other failure is in order.
      assert.deepEqual(codes.filter((code) => !code.startsWith("14 ")), [], who);
      assert.equal((await within("the server to end", server.ended())).code, 0, who);
      // The client finds the next server at this address, too; until then grpc-js waits for its next attempt.
      await using next = startEchoServer([`127.0.0.1:${address.slice("localhost:".length)}`]);
      await within("the next server to start", next.firstLine);
      const again = new client.grpc.Metadata({ waitForReady: true });
      const code = await within(
        "a call to the next server",
        new Promise<number>((resolve) => {
          client.raw.Unary(
            Buffer.alloc(1),
            again,
            (error: grpc.ServiceError | null) => resolve(error?.code ?? 0),
          );
        }),
      );
      assert.equal(code, 0, who);
      client.close();
    }
  },
);

const QUICK_RECONNECT = { "grpc.initial_reconnect_backoff_ms": 50, "grpc.max_reconnect_backoff_ms": 100 };

const PROTO = `syntax = "proto3";
package echo;
message Payload { bytes body = 1; }
service Echo {
  rpc Unary(Payload) returns (Payload);
  rpc ServerStream(Payload) returns (stream Payload);
  rpc Bidi(stream Payload) returns (stream Payload);
}
`;

testIf("a client on another implementation (grpc-go) talks to our server", missing(curl), async () => {
  using dir = new TempDir();
  dir.write("echo.proto", PROTO);
  await using server = startEchoServer();
  const address = await addressOf(server);
  const call = async (method: string, body: string, headers: readonly string[] = []) => {
    const args = ["-plaintext", "-import-path", dir.path, "-proto", "echo.proto"];
    for (const header of headers) args.push("-H", header);
    const { code, stdout, stderr } = await new Deno.Command(curl.kind === "found" ? curl.path : "", {
      args: [...args, "-d", body, address, `echo.Echo/${method}`],
    }).output();
    return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  };
  const body = '{"body":"aGVsbG8="}';
  const unary = await call("Unary", body);
  assert.equal(unary.code, 0, unary.text);
  assert.match(unary.text, /aGVsbG8=/);
  const stream = await call("ServerStream", body, ["x-count: 20"]);
  assert.equal(stream.text.match(/aGVsbG8=/g)?.length, 20);
  const bidi = await call("Bidi", body + body);
  assert.equal(bidi.text.match(/aGVsbG8=/g)?.length, 2);
  const failed = await call("Unary", body, ["x-fail: 5"]);
  assert.match(failed.text, /NotFound[\s\S]*asked to fail with 5/);
});
