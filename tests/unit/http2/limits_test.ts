// Every limit of a connection, filled to its last byte or frame and one beyond. A limit without a row is a type error.
import assert from "node:assert/strict";
import { ErrorCode } from "../../../src/http2/errors.ts";
import { CLIENT_PREFACE, Flag, FrameType } from "../../../src/http2/frames.ts";
import { Pings } from "../../../src/http2/face/pings.ts";
import { HpackEncoder } from "../../../src/http2/hpack_encoder.ts";
import type { Limits } from "../../../src/http2/limits.ts";
import { End, frame, REQUEST } from "../../support/http2/pair.ts";

const OPEN = Flag.END_HEADERS;
const EIGHT = [0, 0, 0, 0, 0, 0, 0, 0];
const SETTINGS = frame(FrameType.SETTINGS, 0, 0);

/** What fits, what is one more, and what that costs the peer. */
interface Row {
  readonly limits: Partial<Limits>;
  readonly fits: () => readonly Uint8Array[];
  readonly more: () => readonly Uint8Array[];
  readonly costs: "connection" | "stream";
  readonly code: number;
  /** `fits` and `more` are two attempts and not one after the other. */
  readonly isApart?: true;
}

/** Where what a limit does is shown otherwise. */
interface Elsewhere {
  readonly test: string;
}

function block(fields: readonly string[]): Uint8Array {
  const encoder = new HpackEncoder(0);
  encoder.encode(fields);
  return encoder.bytes.slice(0, encoder.length);
}

function headers(streamId: number, fields: readonly string[] = REQUEST): Uint8Array {
  return frame(FrameType.HEADERS, OPEN, streamId, block(fields));
}

/** The size of RFC 7541, section 4.1. */
function sizeOf(fields: readonly string[]): number {
  return fields.reduce((sum, text) => sum + text.length, 0) + 16 * fields.length;
}

/** The request with one more field, so that its list has so many bytes. */
function listOf(bytes: number): readonly string[] {
  return [...REQUEST, "x", "v".repeat(bytes - sizeOf(REQUEST) - 33)];
}

function data(streamId: number, bytes: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let left = bytes; left > 0; left -= 16_384) {
    parts.push(frame(FrameType.DATA, 0, streamId, new Uint8Array(Math.min(left, 16_384))));
  }
  return parts;
}

function times(count: number, make: (index: number) => readonly Uint8Array[]): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => make(index)).flat();
}

/** So many frames of a block, the last of which ends it. */
function cut(bytes: number, continuations: number): readonly Uint8Array[] {
  // Static fields of one byte each: what they say is of no interest.
  const payload = new Uint8Array(bytes).fill(0x82);
  const each = Math.ceil(bytes / (continuations + 1));
  return Array.from({ length: continuations + 1 }, (_, n) =>
    frame(
      n === 0 ? FrameType.HEADERS : FrameType.CONTINUATION,
      n === continuations ? OPEN : 0,
      1,
      payload.subarray(n * each, (n + 1) * each),
    ));
}

const BURST = 10;
const rate = { burst: BURST, perSecond: 0 };
const CALM = { costs: "connection", code: ErrorCode.ENHANCE_YOUR_CALM } as const;
const LIST_BYTES = 600;
const reset = (n: number) => [
  headers(2 * n + 1),
  frame(FrameType.RST_STREAM, 0, 2 * n + 1, [0, 0, 0, 8]),
];

const ROWS: { readonly [K in keyof Limits]: Row | Elsewhere } = {
  maxFrameBytes: {
    limits: {},
    fits: () => [frame(0xee, 0, 0, new Uint8Array(16_384))],
    more: () => [frame(0xee, 0, 0, new Uint8Array(16_385))],
    ...{ costs: "connection", code: ErrorCode.FRAME_SIZE_ERROR },
  },
  maxHeaderListBytes: {
    limits: { maxHeaderListBytes: LIST_BYTES },
    fits: () => [headers(1, listOf(LIST_BYTES))],
    more: () => [headers(3, listOf(LIST_BYTES + 1))],
    ...{ costs: "stream", code: ErrorCode.ENHANCE_YOUR_CALM },
  },
  maxHeaderFields: {
    limits: { maxHeaderFields: REQUEST.length / 2 + 1 },
    fits: () => [headers(1, [...REQUEST, "a", "b"])],
    more: () => [headers(3, [...REQUEST, "a", "b", "c", "d"])],
    ...{ costs: "stream", code: ErrorCode.ENHANCE_YOUR_CALM },
  },
  maxHeaderBlockBytes: {
    limits: { maxHeaderBlockBytes: 5_000, maxContinuationFrames: 64, maxHeaderFields: 100_000 },
    fits: () => cut(5_000, 2),
    more: () => cut(5_001, 2),
    ...CALM,
    isApart: true,
  },
  maxContinuationFrames: {
    limits: { maxContinuationFrames: 5 },
    fits: () => cut(60, 5),
    more: () => cut(60, 6),
    ...CALM,
    isApart: true,
  },
  headerTableBytes: {
    limits: { headerTableBytes: 4_096 },
    // A size update of HPACK: 0x3f, then the rest over 31 in groups of 7 bits.
    fits: () => [frame(FrameType.HEADERS, OPEN, 1, new Uint8Array([0x3f, 0xe1, 0x1f, ...block(REQUEST)]))],
    more: () => [frame(FrameType.HEADERS, OPEN, 3, new Uint8Array([0x3f, 0xe2, 0x1f, ...block(REQUEST)]))],
    ...{ costs: "connection", code: ErrorCode.COMPRESSION_ERROR },
  },
  maxConcurrentStreams: {
    limits: { maxConcurrentStreams: 2 },
    fits: () => [headers(1), headers(3)],
    more: () => [headers(5)],
    ...{ costs: "stream", code: ErrorCode.REFUSED_STREAM },
  },
  initialWindowBytes: {
    limits: { initialWindowBytes: 70_000 },
    fits: () => [headers(1), ...data(1, 70_000)],
    more: () => data(1, 1),
    ...{ costs: "stream", code: ErrorCode.FLOW_CONTROL_ERROR },
  },
  maxUnreadBytes: {
    limits: { maxUnreadBytes: 100_000, initialWindowBytes: 65_535 },
    fits: () => [headers(1), headers(3), ...data(1, 60_000), ...data(3, 40_000)],
    more: () => data(3, 1),
    ...{ costs: "connection", code: ErrorCode.FLOW_CONTROL_ERROR },
  },
  resets: { limits: { resets: rate }, fits: () => times(BURST, reset), more: () => reset(BURST), ...CALM },
  pings: {
    limits: { pings: rate },
    fits: () => times(BURST, () => [frame(FrameType.PING, 0, 0, EIGHT)]),
    more: () => [frame(FrameType.PING, 0, 0, EIGHT)],
    ...CALM,
  },
  settings: {
    limits: { settings: rate },
    // The first one begins the connection.
    fits: () => times(BURST - 1, () => [SETTINGS]),
    more: () => [SETTINGS],
    ...CALM,
  },
  emptyFrames: {
    limits: { emptyFrames: rate },
    fits: () => [headers(1), ...times(BURST, () => [frame(FrameType.DATA, 0, 1)])],
    more: () => [frame(FrameType.DATA, 0, 1)],
    ...CALM,
  },
  strayFrames: {
    limits: { strayFrames: rate },
    fits: () => times(BURST, () => [frame(0xee, 0, 0, [1])]),
    more: () => [frame(0xee, 0, 0, [1])],
    ...CALM,
  },
  maxOutputBytes: { test: "a peer that does not read our control frames is cut off at maxOutputBytes" },
  outputHighWaterBytes: {
    test: "a server's stream stops for a reader that stops, and other calls of the connection continue",
  },
  prefaceTimeoutMs: { test: "a silent peer is disconnected after the preface timeout" },
  settingsAckTimeoutMs: { test: "a peer that never acknowledges our SETTINGS is disconnected" },
  closeLingerMs: { test: "a peer that never closes is cut off after the linger time" },
  maxOutstandingPings: { test: "pings of our own that wait are limited" },
  maxConnections: {
    test: "clients have so many connections and no more; a place is free when its socket is closed",
  },
};

function serverReady(limits: Partial<Limits>): End {
  const server = new End("server", limits);
  server.onRequest = (recorder) => recorder.isHolding = true;
  server.feed(CLIENT_PREFACE, SETTINGS);
  server.connection.release(server.connection.take());
  return server;
}

function isReset(server: End, code: number): boolean {
  const taken = server.connection.take();
  const found = taken.at(-10) === FrameType.RST_STREAM && taken.at(-1) === code;
  server.connection.release(taken);
  return found;
}

for (const [name, row] of Object.entries(ROWS)) {
  if ("test" in row) continue;
  Deno.test(`${name}: what fits is taken, and one more costs the peer its ${row.costs}`, () => {
    const server = serverReady(row.limits);
    server.feed(...row.fits());
    assert.deepEqual(server.log.filter((line) => line.startsWith(`failed ${row.code} `)), []);
    const other = row.isApart === true ? serverReady(row.limits) : server;
    if (row.isApart !== true) other.connection.release(other.connection.take());
    other.feed(...row.more());
    if (row.costs === "connection") {
      assert.match(other.log.at(-1) ?? "", new RegExp(`^failed ${row.code} `));
      return;
    }
    assert.ok(isReset(other, row.code), "the stream is reset");
    assert.ok(!other.connection.isDead, "the connection goes on");
  });
}

Deno.test("pings of our own that wait are limited", () => {
  const pings = new Pings(2);
  const add = () => pings.add(() => {}, { payload: null, nowMs: 0 });
  const first = add();
  assert.ok(first !== null && add() !== null);
  assert.equal(add(), null);
  pings.answer(first, 1);
  assert.notEqual(add(), null);
  assert.equal(add(), null);
});
