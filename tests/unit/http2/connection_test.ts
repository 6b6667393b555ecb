// Two pure connections in memory: messages, flow control, endings, GOAWAY.
import assert from "node:assert/strict";
import fc from "fast-check";
import { ErrorCode } from "../../../src/http2/errors.ts";
import { connected, End, type Recorder, REQUEST, settle } from "../../support/http2/pair.ts";

const bytes = (count: number, seed = 1) =>
  Uint8Array.from({ length: count }, (_, i) => (i * 31 + seed) & 0xff);

/** A server which sends back what it got, with trailers, when the request is complete. */
function makeEcho(server: End): void {
  server.onRequest = (recorder, stream, isEnd) => {
    const answer = () => {
      server.connection.headers(stream, [":status", "200"], false);
      server.connection.write(stream, Uint8Array.from(recorder.data));
      server.connection.end(stream, true);
    };
    recorder.onTrailersWanted = () => server.connection.headers(stream, ["grpc-status", "0"], true);
    if (isEnd) answer();
    else recorder.onRequestEnd = answer;
  };
}

Deno.test("a unary exchange: order of events, END_STREAM on the last DATA, nothing left behind", () => {
  const { client, server } = connected();
  makeEcho(server);
  const call = client.request();
  const { stream } = call;
  assert.ok(stream !== null);
  client.connection.write(stream, bytes(10));
  client.connection.end(stream, false);
  assert.equal(call.written, 1);
  settle(client, server);
  assert.deepEqual(server.streams[0]?.log, [
    "request :method=POST :scheme=http :path=/ :authority=a",
    "end",
    "wantTrailers",
    "closed 0 ended",
  ]);
  assert.deepEqual(call.log, ["response :status=200", "trailers grpc-status=0 end", "closed 0 ended"]);
  assert.deepEqual(call.data, [...bytes(10)]);
  assert.equal(client.connection.streamCount + server.connection.streamCount, 0);
});

Deno.test("request, one message and END_STREAM leave as two frames", () => {
  const { client } = connected();
  const { stream } = client.request();
  assert.ok(stream !== null);
  client.connection.write(stream, bytes(3));
  client.connection.write(stream, bytes(4));
  client.connection.end(stream, false);
  const frames = client.frames();
  assert.equal(frames.length, 2);
  assert.match(frames[0] ?? "", /^HEADERS 1 4 /);
  assert.equal(frames[1], "DATA 1 1 7");
});

interface Plan {
  readonly sizes: readonly number[];
  readonly isHolding: boolean;
}
const plans = fc.array(
  fc.record({
    sizes: fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 4 }),
    isHolding: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

Deno.test("any bodies, chunk sizes, windows and slow readers: every byte arrives in order and every stream closes", () => {
  const windows = fc.integer({ min: 1, max: 100_000 });
  const chunks = fc.infiniteStream(
    fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20_000 })),
  );
  fc.assert(
    fc.property(
      plans,
      windows,
      windows,
      chunks,
      (list: readonly Plan[], streamWindow, sessionWindow, cuts) => {
        const limits = {
          initialWindowBytes: Math.max(streamWindow, 1_000),
          maxUnreadBytes: 65_535 + sessionWindow,
        };
        const { client, server } = connected({ client: limits, server: limits });
        makeEcho(server);
        const calls = list.map(({ sizes, isHolding }, i) => {
          const call = client.request();
          call.isHolding = isHolding;
          sizes.forEach((size, j) =>
            call.stream !== null && client.connection.write(call.stream, bytes(size, i + j))
          );
          if (call.stream !== null) client.connection.end(call.stream, false);
          return call;
        });
        const next = () => cuts.next().value ?? 1;
        settle(client, server, next);
        // Slow readers catch up, as often as it takes.
        for (let round = 0; calls.some((call) => call.held > 0); round++) {
          assert.ok(round < 10_000, "a reader is stuck");
          for (const call of calls) {
            if (call.held === 0 || call.stream === null) continue;
            client.connection.consume(call.stream, call.held);
            call.held = 0;
          }
          settle(client, server, next);
        }
        list.forEach(({ sizes }, i) => {
          const expected = sizes.flatMap((size, j) => [...bytes(size, i + j)]);
          assert.equal(calls[i]?.data.length, expected.length);
          assert.deepEqual(calls[i]?.data, expected);
          assert.equal(calls[i]?.log.at(-1), "closed 0 ended");
          assert.equal(calls[i]?.written, sizes.length);
        });
        assert.equal(client.connection.streamCount + server.connection.streamCount, 0);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("a stream that is not read stops its own sender and no other", () => {
  const { client, server } = connected({ server: { initialWindowBytes: 1_000 } });
  const slow = client.request(), quick = client.request();
  server.onRequest = (recorder) => recorder.isHolding = server.streams.length === 1;
  for (const call of [slow, quick]) {
    if (call.stream !== null) client.connection.write(call.stream, bytes(5_000));
  }
  settle(client, server);
  assert.equal(slow.written, 0);
  assert.equal(quick.written, 1);
  assert.equal(server.streams[0]?.held, 1_000);
  const stream = server.streams[0]?.stream;
  for (let i = 0; i < 5 && stream; i++) {
    server.connection.consume(stream, 1_000);
    settle(client, server);
  }
  assert.equal(slow.written, 1);
});

Deno.test("unread bytes of all streams together stop at maxUnreadBytes", () => {
  const { client, server } = connected({ server: { initialWindowBytes: 65_535, maxUnreadBytes: 200_000 } });
  server.onRequest = (recorder) => recorder.isHolding = true;
  const calls = Array.from({ length: 10 }, () => client.request());
  for (const call of calls) if (call.stream !== null) client.connection.write(call.stream, bytes(60_000));
  settle(client, server);
  assert.equal(server.streams.reduce((sum, recorder) => sum + recorder.held, 0), 200_000);
});

Deno.test("a write is reported only while the socket keeps up", () => {
  const { client, server } = connected({
    server: { outputHighWaterBytes: 10_000 },
    client: { maxUnreadBytes: 10_000_000, initialWindowBytes: 1_000_000 },
  });
  client.request();
  settle(client, server);
  const recorder = server.streams[0], stream = recorder?.stream;
  assert.ok(recorder && stream);
  server.connection.headers(stream, [":status", "200"], false);
  for (let i = 0; i < 10; i++) server.connection.write(stream, bytes(4_000));
  const before = recorder.written;
  assert.ok(before <= 3);
  const taken = server.connection.take();
  assert.equal(recorder.written, before);
  server.connection.release(taken);
  assert.ok(recorder.written > before);
});

Deno.test("requests above the peer's limit wait, in order, and a waiting one can be dropped", () => {
  const { client, server } = connected({ server: { maxConcurrentStreams: 2 } });
  makeEcho(server);
  const calls = Array.from({ length: 5 }, () => client.request());
  assert.deepEqual(calls.map((call) => call.stream?.id), [1, 3, 0, 0, 0]);
  const dropped = calls[3]?.stream;
  assert.ok(dropped);
  client.connection.reset(dropped, ErrorCode.CANCEL);
  for (const call of calls) if (call.stream !== null) client.connection.end(call.stream, false);
  settle(client, server);
  assert.deepEqual(calls.map((call) => call.log.at(-1)), [
    "closed 0 ended",
    "closed 0 ended",
    "closed 0 ended",
    "closed 8 local",
    "closed 0 ended",
  ]);
  assert.equal(server.streams.length, 4);
});

Deno.test("GOAWAY refuses what it does not cover and what waits; the rest goes on", () => {
  const { client, server } = connected({ server: { maxConcurrentStreams: 2 } });
  const first = client.request();
  settle(client, server);
  const second = client.request(), third = client.request();
  server.connection.goaway(ErrorCode.NO_ERROR, 1, new TextEncoder().encode("bye"));
  settle(client, server);
  assert.ok(client.log.includes("goaway 0 1 bye"));
  assert.deepEqual(second.log, ["closed 7 goaway"]);
  assert.deepEqual(third.log, ["closed 7 goaway"]);
  assert.equal(client.connection.request(REQUEST, first), null);
  const stream = server.streams[0]?.stream;
  assert.ok(stream);
  assert.equal(server.streams.length, 1);
  server.connection.headers(stream, [":status", "200"], true);
  settle(client, server);
  assert.deepEqual(first.log, ["response :status=200 end", "closed 0 peer"]);
  assert.ok(!server.connection.isDead && !client.connection.isDead);
});

Deno.test("a server that has answered resets what is left of the request with NO_ERROR", () => {
  const { client, server } = connected();
  const call = client.request();
  settle(client, server);
  const stream = server.streams[0]?.stream;
  assert.ok(stream);
  server.connection.headers(stream, [":status", "200"], true);
  assert.deepEqual(server.frames().map((line) => line.replace(/ \d+$/, "")), [
    "HEADERS 1 5",
    "RST_STREAM 1 0",
  ]);
  assert.equal(call.log.length, 0);
});

Deno.test("header lists larger than the peer allows fail their stream and not the connection", () => {
  const { client, server } = connected({ server: { maxHeaderListBytes: 1_000 } });
  const large = client.request([...REQUEST, "x-large", "v".repeat(2_000)]);
  assert.deepEqual(large.log, ["closed 11 local"]);
  const fine = client.request();
  settle(client, server);
  assert.equal(server.streams.length, 1);
  assert.equal(fine.log.length, 0);
});

Deno.test("abort() closes every stream once, queued ones too, and sends nothing", () => {
  const { client, server } = connected({ server: { maxConcurrentStreams: 1 } });
  const calls: Recorder[] = [client.request(), client.request()];
  settle(client, server);
  client.connection.abort(ErrorCode.CANCEL);
  client.connection.abort(ErrorCode.CANCEL);
  assert.deepEqual(calls.map((call) => call.log), [["closed 8 connection"], ["closed 8 connection"]]);
  assert.equal(client.connection.take().length, 0);
});
