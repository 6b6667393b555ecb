/** What the gRPC server answers to calls that no library would make, and to those for which it has no room. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { messageCodec } from "../../../src/grpc/definitions.ts";
import { CALL_BYTES } from "../../../src/kit/client_shares.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import { levelOf } from "../../support/buffers/fills.ts";
import { eventually } from "../../support/eventually.ts";
import { encoded, updateOf } from "../../support/http2/attacks.ts";
import type { Recorder } from "../../support/http2/pair.ts";
import { framed, isOver, RawPeer, statusOf } from "../../support/http2/raw_peer.ts";
import { OPEN_ACCESS } from "../../support/open_access.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { type Stage, stage, type StageOptions } from "./support/stage.ts";

const MIB = 1_048_576;
const QUERY = framed(encoded("QueryState", {}));
const REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
const REFLECTION_ALPHA = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
const LIST = framed(
  messageCodec("grpc.reflection.v1.ServerReflectionRequest").encode(
    messageCodec("grpc.reflection.v1.ServerReflectionRequest").fromObject({ listServices: "" }),
  ).finish(),
);

async function withPeer(
  options: StageOptions & { readonly window?: number },
  test: (world: Stage, peer: RawPeer) => Promise<void>,
): Promise<void> {
  await using world = await stage(options);
  await using peer = await RawPeer.connect(
    world.server.addresses[0] ?? "",
    options.window === undefined ? {} : { initialWindowBytes: options.window },
  );
  await test(world, peer);
}

async function statusAfter(peer: RawPeer, call: Recorder, bytes: Uint8Array, isEnd = true): Promise<number> {
  peer.send(call, bytes, { isEnd });
  await peer.flush();
  return await eventually("the status", () => statusOf(call));
}

const GARBAGE = framed(new Uint8Array([0xff, 0xff, 0xff]));

/** What is asked for, with which headers, and the status of the answer: never INTERNAL (13) or UNKNOWN (2), but for the one that gRPC demands. */
const ANSWERS: readonly (readonly [string, string, readonly string[], Uint8Array, number])[] = [
  ["a request as it should be", "QueryState", [], QUERY, 0],
  ["a request that cannot be decoded", "QueryState", [], GARBAGE, 3],
  ["a reflection request that cannot be decoded", REFLECTION, [], GARBAGE, 3],
  ["reflection", REFLECTION, [], LIST, 0],
  ["reflection v1alpha", REFLECTION_ALPHA, [], LIST, 0],
  ["reflection v1alpha that cannot be decoded", REFLECTION_ALPHA, [], GARBAGE, 3],
  ["corrupt gzip", "QueryState", ["grpc-encoding", "gzip"], framed(new Uint8Array(9), 1), 12],
  ["gzip", "QueryState", ["grpc-encoding", "gzip"], framed(gzipSync(new Uint8Array(9)), 1), 12],
  ["gzip that is announced and not used", "QueryState", ["grpc-encoding", "gzip"], QUERY, 0],
  ["an unknown encoding that is not used", "QueryState", ["grpc-encoding", "zebra"], QUERY, 0],
  ["the compressed flag without an encoding", "QueryState", [], framed(new Uint8Array(9), 1), 13],
  ["the flag 2", "QueryState", [], framed(new Uint8Array(9), 2), 3],
  ["the flag 255", "QueryState", [], framed(new Uint8Array(9), 255), 3],
  ["no message", "QueryState", [], new Uint8Array(0), 12],
  ["two messages", "QueryState", [], new Uint8Array([...QUERY, ...QUERY]), 12],
  ["half a message", "QueryState", [], QUERY.subarray(0, 3), 3],
  ["no method", "Destroy", [], QUERY, 12],
  ["a timeout without a unit", "QueryState", ["grpc-timeout", "10"], QUERY, 3],
  ["a timeout with a unit that does not exist", "QueryState", ["grpc-timeout", "10x"], QUERY, 3],
  ["a timeout of nine digits", "QueryState", ["grpc-timeout", "123456789S"], QUERY, 3],
  ["a negative timeout", "QueryState", ["grpc-timeout", "-1S"], QUERY, 3],
  ["a timeout of 11,000 years", "QueryState", ["grpc-timeout", "99999999H"], QUERY, 0],
  [
    "a revision above 2^63-1",
    "GetHistory",
    [],
    framed(encoded("GetHistory", { afterRevision: "9223372036854775808" })),
    3,
  ],
  [
    "an explanation of a revision above 2^63-1",
    "Explain",
    [],
    framed(encoded("Explain", { revision: "18446744073709551615" })),
    3,
  ],
  [
    "a subscription from a revision above 2^63-1",
    "SubscribeToStateChanges",
    [],
    framed(encoded("SubscribeToStateChanges", { afterRevision: "18446744073709551615" })),
    3,
  ],
  ["a header of the door's own", "QueryState", ["piccolo-call", "0"], QUERY, 0],
];

Deno.test("every answer to what a client can send has the status that says what was wrong", async () => {
  await withPeer({}, async (world, peer) => {
    for (const [name, method, headers, bytes, status] of ANSWERS) {
      equal(await statusAfter(peer, peer.call(method, headers), bytes), status, name);
    }
    deepEqual(world.log.at("error"), []);
    equal((await world.client.status()).version, "1.2.3");
    await eventually("all to be given back", () => levelOf(world.server, "client_bytes").used === 0);
  });
});

Deno.test("answers say that requests are not compressed", async () => {
  await withPeer({}, async (_world, peer) => {
    const call = peer.call("QueryState");
    await statusAfter(peer, call, QUERY);
    match(call.log[0] ?? "", /grpc-accept-encoding=identity /);
  });
});

Deno.test("messages that have no room are refused; the others are served, and everything is given back", async () => {
  await withPeer({ limits: { clientBytes: 40 * MIB } }, async (world, peer) => {
    const message = framed(updateOf("vehicle/lidar", 4 * MIB - 65_536));
    const calls = Array.from({ length: 12 }, () => {
      const call = peer.call("UpdateState");
      peer.send(call, message);
      return call;
    });
    await peer.flush();
    await eventually("the first refusal", () => calls.some((call) => statusOf(call) === 8));
    const held = calls.filter((call) => !isOver(call));
    ok(held.length > 0, "some have room");
    ok(levelOf(world.server, "client_bytes").used <= 25 * MIB);
    equal((await world.client.status()).version, "1.2.3");
    for (const { stream } of held) if (stream !== null) peer.end.connection.reset(stream, 8);
    await peer.flush();
    await eventually("all to be given back", () => levelOf(world.server, "client_bytes").used === 0);
  });
});

Deno.test("clients of one role leave room for those of another, at however many addresses they are", async () => {
  using dir = new TempDir();
  const sockets = ["a", "b"].map((name) => (
    { path: `${dir.path}/${name}.sock`, role: "controller", group: "", openTo: "user" } as const
  ));
  await using world = await stage({
    ...{ access: { ...OPEN_ACCESS, sockets }, limits: { clientBytes: 40 * MIB } },
  });
  const message = framed(updateOf("vehicle/lidar", 2 * MIB));
  await using peers = new AsyncDisposableStack();
  const calls: Recorder[] = [];
  for (const { path } of [...sockets, ...sockets]) {
    const peer = peers.use(await RawPeer.connect(`unix:${path}`));
    for (let n = 0; n < 10; n++) {
      const call = peer.call("UpdateState");
      // All but the end of it.
      peer.send(call, message);
      calls.push(call);
    }
    await peer.flush();
  }
  await eventually("the first refusal", () => calls.some((call) => statusOf(call) === 8));
  ok(levelOf(world.server, "client_bytes").used <= 30 * MIB);
  await using operator = await RawPeer.connect(world.server.addresses[0] ?? "");
  // It is too much for one service, which is known only once it is decoded.
  equal(await statusAfter(operator, operator.call("UpdateState"), message), 3);
});

Deno.test("a message of nothing but empty fields is refused while it is decoded", async () => {
  await withPeer({}, async (world, peer) => {
    const bytes = new Uint8Array(2 * MIB);
    for (let at = 0; at < bytes.length; at += 2) bytes[at] = 0x0a;
    equal(await statusAfter(peer, peer.call("Apply"), framed(bytes)), 8);
    deepEqual(world.log.at("error"), []);
  });
});

Deno.test("calls that have no room are refused before anything is kept of them", async () => {
  await withPeer({ limits: { clientBytes: 16 * CALL_BYTES } }, async (world, peer) => {
    const calls = Array.from({ length: 20 }, () => peer.call("QueryState"));
    await peer.flush();
    await eventually("refusals", () => calls.filter((call) => statusOf(call) === 8).length >= 10);
    ok(levelOf(world.server, "client_bytes").used <= 10 * CALL_BYTES);
  });
});

Deno.test("answers that nobody reads are booked, and one that has no room is RESOURCE_EXHAUSTED", async () => {
  await withPeer({ window: 0, limits: { clientBytes: 2 * MIB } }, async (world, peer) => {
    const config = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`key${n}`, "x".repeat(4_000)]));
    for (let n = 0; n < 10; n++) {
      const service = world.manager.put(`vehicle/s${n}`);
      world.manager.services.set(service.metadata.id, { ...service, spec: { ...service.spec, config } });
    }
    const calls = Array.from({ length: 20 }, () => peer.call("QueryState"));
    for (const call of calls) peer.send(call, QUERY, { isEnd: true });
    await peer.flush();
    await eventually("a refusal", () => calls.some((call) => statusOf(call) === 8));
    ok(levelOf(world.server, "client_bytes").used <= 1.25 * MIB);
    equal((await world.client.queryServices(ALL_SERVICES, { limit: 1 })).services.length, 1);
  });
});

Deno.test("a request that is never finished, and an answer that is never read, are ended by the server", async () => {
  const limits = { requestTimeoutMs: 50, stallTimeoutMs: 50 };
  await withPeer({ window: 0, limits }, async (world, peer) => {
    const unfinished = peer.call("QueryState");
    peer.send(unfinished, QUERY.subarray(0, 3));
    const unread = peer.call("QueryState");
    peer.send(unread, framed(encoded("QueryState", { page: { pageSize: 1 } })), { isEnd: true });
    world.manager.put("vehicle/lidar");
    await peer.flush();
    await eventually("both to be over", () => isOver(unfinished) && isOver(unread));
    equal(levelOf(world.server, "client_bytes").used, 0);
  });
});
