// Frames that a peer must not send, or not so often: each ends its stream or its connection with the right code.
import assert from "node:assert/strict";
import fc from "fast-check";
import { ErrorCode } from "../../../src/http2/errors.ts";
import { CLIENT_PREFACE, Flag, FrameType } from "../../../src/http2/frames.ts";
import { HpackEncoder } from "../../../src/http2/hpack_encoder.ts";
import type { Limits } from "../../../src/http2/limits.ts";
import { End, frame, REQUEST } from "../../support/http2/pair.ts";

const SETTINGS = frame(FrameType.SETTINGS, 0, 0);

function serverReady(limits: Partial<Limits> = {}): End {
  const server = new End("server", limits);
  server.feed(CLIENT_PREFACE, SETTINGS);
  server.frames();
  return server;
}

function headers(streamId: number, flags: number, fields: readonly string[] = REQUEST): Uint8Array {
  const encoder = new HpackEncoder(0);
  encoder.encode(fields);
  return frame(FrameType.HEADERS, flags, streamId, encoder.bytes.slice(0, encoder.length));
}

const OPEN = Flag.END_HEADERS;
const window = (
  increment: number,
) => [increment >>> 24, increment >> 16 & 255, increment >> 8 & 255, increment & 255];

Deno.test("a frame that breaks the connection is answered with GOAWAY and its code", () => {
  const { PROTOCOL_ERROR, FRAME_SIZE_ERROR, FLOW_CONTROL_ERROR, COMPRESSION_ERROR, STREAM_CLOSED } =
    ErrorCode;
  const cases: Record<string, readonly [number, ...Uint8Array[]]> = {
    "DATA on stream 0": [PROTOCOL_ERROR, frame(FrameType.DATA, 0, 0)],
    "DATA on an idle stream": [PROTOCOL_ERROR, frame(FrameType.DATA, 0, 1)],
    "DATA padded beyond its length": [
      PROTOCOL_ERROR,
      headers(1, OPEN),
      frame(FrameType.DATA, Flag.PADDED, 1, [9, 0]),
    ],
    "HEADERS on stream 0": [PROTOCOL_ERROR, headers(0, OPEN)],
    "HEADERS on an even stream": [PROTOCOL_ERROR, headers(2, OPEN)],
    "HEADERS on a lower stream": [STREAM_CLOSED, headers(5, OPEN), headers(3, OPEN)],
    "HEADERS after END_STREAM": [
      STREAM_CLOSED,
      headers(1, OPEN | Flag.END_STREAM),
      headers(1, OPEN | Flag.END_STREAM),
    ],
    "a block that is interrupted": [
      PROTOCOL_ERROR,
      headers(1, 0),
      frame(FrameType.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
    ],
    "CONTINUATION without HEADERS": [PROTOCOL_ERROR, frame(FrameType.CONTINUATION, OPEN, 1)],
    "a block that does not decode": [COMPRESSION_ERROR, frame(FrameType.HEADERS, OPEN, 1, [0x80])],
    "SETTINGS on a stream": [PROTOCOL_ERROR, frame(FrameType.SETTINGS, 0, 1)],
    "SETTINGS of 5 bytes": [FRAME_SIZE_ERROR, frame(FrameType.SETTINGS, 0, 0, [0, 0, 0, 0, 0])],
    "SETTINGS ACK with a payload": [FRAME_SIZE_ERROR, frame(FrameType.SETTINGS, 1, 0, [0, 0, 0, 0, 0, 0])],
    "PING of 7 bytes": [FRAME_SIZE_ERROR, frame(FrameType.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0])],
    "PING on a stream": [PROTOCOL_ERROR, frame(FrameType.PING, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0])],
    "RST_STREAM on an idle stream": [PROTOCOL_ERROR, frame(FrameType.RST_STREAM, 0, 1, [0, 0, 0, 8])],
    "RST_STREAM of 3 bytes": [
      FRAME_SIZE_ERROR,
      headers(1, OPEN),
      frame(FrameType.RST_STREAM, 0, 1, [0, 0, 0]),
    ],
    "WINDOW_UPDATE on an idle stream": [PROTOCOL_ERROR, frame(FrameType.WINDOW_UPDATE, 0, 1, window(1))],
    "WINDOW_UPDATE of 0": [PROTOCOL_ERROR, frame(FrameType.WINDOW_UPDATE, 0, 0, window(0))],
    "a window beyond 2^31-1": [FLOW_CONTROL_ERROR, frame(FrameType.WINDOW_UPDATE, 0, 0, window(0x7fffffff))],
    "PUSH_PROMISE": [PROTOCOL_ERROR, frame(FrameType.PUSH_PROMISE, OPEN, 1, [0, 0, 0, 2])],
    "GOAWAY of 7 bytes": [FRAME_SIZE_ERROR, frame(FrameType.GOAWAY, 0, 0, [0, 0, 0, 0, 0, 0, 0])],
    "a frame above the limit": [FRAME_SIZE_ERROR, new Uint8Array([0x00, 0x40, 0x01, 0, 0, 0, 0, 0, 1])],
  };
  for (const [what, [code, ...parts]] of Object.entries(cases)) {
    const server = serverReady();
    server.feed(...parts);
    assert.match(server.log.at(-1) ?? "", new RegExp(`^failed ${code} `), what);
    assert.match(server.frames().at(-1) ?? "", /^GOAWAY 0 0 8$/, what);
  }
});

Deno.test("a frame that breaks a stream resets that stream and leaves the connection", () => {
  const { PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR } = ErrorCode;
  const broken = [...REQUEST.slice(2)];
  const cases: Record<string, readonly [number, ...Uint8Array[]]> = {
    "a malformed request": [PROTOCOL_ERROR, headers(1, OPEN, broken)],
    "trailers without END_STREAM": [PROTOCOL_ERROR, headers(1, OPEN), headers(1, OPEN, ["a", "b"])],
    "pseudo-headers in trailers": [PROTOCOL_ERROR, headers(1, OPEN), headers(1, OPEN | Flag.END_STREAM)],
    "DATA beyond content-length": [
      PROTOCOL_ERROR,
      headers(1, OPEN, [...REQUEST, "content-length", "1"]),
      frame(FrameType.DATA, 0, 1, [1, 2]),
    ],
    "DATA after END_STREAM": [
      STREAM_CLOSED,
      headers(1, OPEN | Flag.END_STREAM),
      frame(FrameType.DATA, 0, 1, [1]),
    ],
    "WINDOW_UPDATE of 0": [PROTOCOL_ERROR, headers(1, OPEN), frame(FrameType.WINDOW_UPDATE, 0, 1, window(0))],
    "a window beyond 2^31-1": [
      FLOW_CONTROL_ERROR,
      headers(1, OPEN),
      frame(FrameType.WINDOW_UPDATE, 0, 1, window(0x7fffffff)),
    ],
    "PRIORITY of 4 bytes": [
      FRAME_SIZE_ERROR,
      headers(1, OPEN),
      frame(FrameType.PRIORITY, 0, 1, [0, 0, 0, 0]),
    ],
    "a stream that depends on itself": [
      PROTOCOL_ERROR,
      headers(1, OPEN),
      frame(FrameType.PRIORITY, 0, 1, [0, 0, 0, 1, 0]),
    ],
  };
  for (const [what, [code, ...parts]] of Object.entries(cases)) {
    const server = serverReady();
    server.feed(...parts);
    assert.ok(!server.connection.isDead, what);
    assert.equal(server.connection.streamCount, 0, what);
    const taken = server.connection.take();
    assert.deepEqual([...taken.slice(-4)], window(code), what);
    assert.equal(taken.at(-10), FrameType.RST_STREAM, what);
  }
});

Deno.test("a peer that sends too many frames of one kind gets GOAWAY with ENHANCE_YOUR_CALM", () => {
  const rate = { burst: 10, perSecond: 1 };
  const cases: Record<string, readonly [Partial<Limits>, (i: number) => Uint8Array[]]> = {
    "rapid resets": [
      { resets: rate },
      (i) => [headers(i * 2 + 1, OPEN), frame(FrameType.RST_STREAM, 0, i * 2 + 1, [0, 0, 0, 8])],
    ],
    "malformed requests": [{ resets: rate }, (i) => [headers(i * 2 + 1, OPEN, ["a", "b"])]],
    "pings": [{ pings: rate }, () => [frame(FrameType.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])]],
    "settings": [{ settings: rate }, () => [SETTINGS]],
    "empty DATA": [
      { emptyFrames: rate },
      (i) => [...(i === 0 ? [headers(1, OPEN)] : []), frame(FrameType.DATA, 0, 1)],
    ],
    "priorities": [{ strayFrames: rate }, () => [frame(FrameType.PRIORITY, 0, 1, [0, 0, 0, 0, 0])]],
    "unknown frames": [{ strayFrames: rate }, () => [frame(0xee, 0, 0, [1])]],
    "CONTINUATION": [
      { maxContinuationFrames: 5 },
      (i) => [i === 0 ? frame(FrameType.HEADERS, 0, 1, [0x82]) : frame(FrameType.CONTINUATION, 0, 1, [0x82])],
    ],
    "a long header block": [
      { maxHeaderBlockBytes: 5_000 },
      (
        i,
      ) => [
        i === 0
          ? frame(FrameType.HEADERS, 0, 1, [0x82])
          : frame(FrameType.CONTINUATION, 0, 1, new Uint8Array(2_000).fill(0x82)),
      ],
    ],
  };
  for (const [what, [limits, make]] of Object.entries(cases)) {
    const server = serverReady(limits);
    for (let i = 0; i < 30 && !server.connection.isDead; i++) server.feed(...make(i));
    assert.match(server.log.at(-1) ?? "", new RegExp(`^failed ${ErrorCode.ENHANCE_YOUR_CALM} `), what);
    const slow = serverReady(limits);
    for (let i = 0; i < 30 && what !== "CONTINUATION" && what !== "a long header block"; i++) {
      slow.nowMs += 1_000;
      slow.feed(...make(i));
      assert.ok(!slow.connection.isDead, `${what}, one a second`);
      slow.frames();
    }
  }
});

Deno.test("a peer that does not read our control frames is cut off at maxOutputBytes", () => {
  const server = serverReady({ maxOutputBytes: 1_000, pings: { burst: 1_000, perSecond: 1 } });
  for (let i = 0; i < 100; i++) server.feed(frame(FrameType.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));
  assert.ok(server.connection.isDead);
  assert.ok(server.connection.outbound.output.length < 1_100);
});

Deno.test("streams above the concurrency limit are refused", () => {
  const server = serverReady({ maxConcurrentStreams: 2 });
  server.feed(headers(1, OPEN), headers(3, OPEN), headers(5, OPEN));
  assert.equal(server.streams.length, 2);
  assert.deepEqual([...server.connection.take().slice(-4)], window(ErrorCode.REFUSED_STREAM));
});

Deno.test("DATA beyond the stream's window resets it, beyond the connection's ends it", () => {
  const stream = serverReady({ initialWindowBytes: 65_535 });
  stream.onRequest = (recorder) => recorder.isHolding = true;
  stream.feed(
    headers(1, OPEN),
    ...Array.from({ length: 5 }, () => frame(FrameType.DATA, 0, 1, new Uint8Array(16_384))),
  );
  assert.equal(stream.streams[0]?.log.at(-1), `closed ${ErrorCode.FLOW_CONTROL_ERROR} local`);
  assert.ok(!stream.connection.isDead);
  const whole = serverReady({ maxUnreadBytes: 65_535 });
  whole.onRequest = (recorder) => recorder.isHolding = true;
  for (const id of [1, 3]) {
    whole.feed(
      headers(id, OPEN),
      ...Array.from({ length: 3 }, () => frame(FrameType.DATA, 0, id, new Uint8Array(16_384))),
    );
  }
  assert.match(whole.log.at(-1) ?? "", new RegExp(`^failed ${ErrorCode.FLOW_CONTROL_ERROR} `));
});

Deno.test("what still arrives for streams ignored after GOAWAY is no error, and its bytes are credited", () => {
  const server = serverReady();
  server.feed(headers(1, OPEN));
  server.connection.goaway(ErrorCode.NO_ERROR, 1);
  const before = server.connection.window.available;
  server.feed(
    headers(3, OPEN),
    frame(FrameType.DATA, 0, 3, new Uint8Array(1_000)),
    frame(FrameType.WINDOW_UPDATE, 0, 3, window(5)),
    headers(3, OPEN | Flag.END_STREAM, ["a", "b"]),
    frame(FrameType.RST_STREAM, 0, 3, [0, 0, 0, 8]),
  );
  assert.ok(!server.connection.isDead);
  assert.equal(server.streams.length, 1);
  assert.ok(server.connection.window.available >= before - 1_000);
});

Deno.test("SETTINGS are acknowledged before DATA that they permit", () => {
  const server = serverReady();
  server.feed(frame(FrameType.SETTINGS, 0, 0, [0, 4, 0, 0, 0, 0]), headers(1, OPEN | Flag.END_STREAM));
  const stream = server.streams[0]?.stream;
  assert.ok(stream);
  server.connection.headers(stream, [":status", "200"], false);
  server.connection.write(stream, new Uint8Array(10));
  server.frames();
  server.feed(frame(FrameType.SETTINGS, 0, 0, [0, 4, 0, 0, 1, 0]));
  assert.deepEqual(server.frames(), ["SETTINGS 0 1 0", "DATA 1 0 10"]);
});

Deno.test("any bytes after the preface: the connection stays alive or dies with a GOAWAY, and never throws", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 9 }),
      fc.uint8Array({ maxLength: 40 }),
    )
      .map(([type, flags, streamId, payload]) => frame(type, flags, streamId, payload)),
    fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 255 })).map(([id, flags]) =>
      headers(id * 2 + 1, flags)
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const server = serverReady();
      server.feed(...pieces);
      const frames = server.frames();
      if (server.connection.isDead) assert.match(frames.at(-1) ?? "", /^GOAWAY 0 0 8$/);
      server.connection.abort(ErrorCode.CANCEL);
      assert.equal(server.connection.streamCount, 0);
      for (const recorder of server.streams) {
        assert.equal(recorder.log.filter((line) => line.startsWith("closed")).length, 1);
      }
    }),
    { numRuns: 500 },
  );
});
