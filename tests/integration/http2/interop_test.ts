// gRPC between our HTTP/2 and others', in both roles: every status code is looked at, none may be unexpected.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import grpc from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/install.ts";
import { within } from "../../support/eventually.ts";
import { runLoad, runScenarios } from "../../support/http2/scenarios.js";
import { makeCertificates } from "../../support/http2/tls_files.ts";
import {
  Child,
  grpcurl,
  nodeGrpc,
  ROOT,
  startEchoServer,
  startNodeEchoServer,
  type Tool,
} from "../../support/http2/tools.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

installHttp2();
const node = await nodeGrpc(), curl = await grpcurl();
const missing = (tool: Tool) => tool.kind === "missing" ? tool.reason : undefined;
const home = node.kind === "found" ? node.path : "";
const openssl = missingProgram("openssl");

const insecure = () => grpc.credentials.createInsecure();

function mutualTls(dir: string, who = "client"): grpc.ChannelCredentials {
  const read = (name: string) => Buffer.from(Deno.readFileSync(`${dir}/${name}`));
  return grpc.credentials.createSsl(read("ca.pem"), read(`${who}.key`), read(`${who}.pem`));
}

/** Runs Node's client and returns the JSON of its last line. */
async function nodeClient(
  address: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<unknown> {
  await using client = new Child("node", [`${ROOT}tests/support/http2/node_client.mjs`, address, ...args], {
    env: { GRPC_HOME: home, ...env },
  });
  await within("the Node client to end", client.ended(), 60_000);
  return JSON.parse(client.output.trim().split("\n").at(-1) ?? "null");
}

const addressOf = async (server: Child) =>
  `localhost:${await within("a server to start", server.firstLine, 20_000)}`;

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

testIf(
  "connections that the server ends by age lose no call, whoever serves and whoever calls",
  missing(node),
  async () => {
    const maxAgeMs = 60;
    const load = (address: string, forMs: number) => {
      const end = performance.now() + forMs;
      return runLoad(grpc, { address, credentials: insecure() }, { isOver: () => performance.now() > end });
    };
    await using ours = startEchoServer([`--max-age=${maxAgeMs}`]);
    await using theirs = startNodeEchoServer(home, { MAX_AGE: String(maxAgeMs) });
    const [a, b, c] = [
      await load(await addressOf(ours), 1_500),
      await load(await addressOf(theirs), 1_500),
      await nodeClient(await addressOf(ours), ["load", "1.5"]),
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
    const starters = { ours: (address: string) => startEchoServer([address]), node: undefined };
    assert.equal(starters.node, undefined);
    let server = startEchoServer(), isOver = false;
    try {
      const address = await addressOf(server);
      const port = address.slice("localhost:".length);
      const ours = runLoad(grpc, { address, credentials: insecure(), options: QUICK_RECONNECT }, {
        isOver: () => isOver,
        waitForReady: true,
      });
      const theirs = nodeClient(address, ["load", "4", "wait"]);
      for (let i = 0; i < 3; i++) {
        server.kill("SIGTERM");
        await within("the server to drain", server.ended(), 10_000);
        server = startEchoServer([`127.0.0.1:${port}`]);
        await within("the server to start", server.firstLine, 20_000);
        // It serves for a while before it is stopped again.
        const check = await runScenarios(grpc, { address, credentials: insecure() });
        assert.deepEqual(check, []);
      }
      isOver = true;
      for (const codes of [await ours, await theirs]) {
        assert.deepEqual(
          Object.keys(codes ?? {}),
          ["0"],
          JSON.stringify(codes),
        );
      }
    } finally {
      await server[Symbol.asyncDispose]();
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
