// Tables and small arithmetic: stream states, settings, windows, rates, header lists.
import assert from "node:assert/strict";
import fc from "fast-check";
import { ErrorCode, errorName } from "../../../src/http2/errors.ts";
import { grownWindow, MAX_WINDOW, ReceiveWindow } from "../../../src/http2/flow.ts";
import { HeaderField } from "../../../src/http2/header_field.ts";
import { checkRequest, checkResponse, checkTrailers } from "../../../src/http2/header_rules.ts";
import { DEFAULT_LIMITS, TokenBucket } from "../../../src/http2/limits.ts";
import { SettingId, Settings } from "../../../src/http2/settings.ts";
import {
  canReceive,
  canSend,
  nextState,
  STREAM_INPUTS,
  STREAM_STATES,
  type StreamState,
} from "../../../src/http2/stream_state.ts";

Deno.test("nextState() is the state machine of RFC 9113 section 5.1 without push", () => {
  const expected: Record<StreamState, readonly (StreamState | null)[]> = {
    //      sendHeaders         recvHeaders         sendEnd            recvEnd             reset
    idle: ["open", "open", null, null, "closed"],
    open: ["open", "open", "halfClosedLocal", "halfClosedRemote", "closed"],
    halfClosedLocal: [null, "halfClosedLocal", null, "closed", "closed"],
    halfClosedRemote: ["halfClosedRemote", null, "closed", null, "closed"],
    closed: [null, null, null, null, "closed"],
  };
  for (const state of STREAM_STATES) {
    assert.deepEqual(STREAM_INPUTS.map((input) => nextState(state, input)), expected[state], state);
    assert.equal(canSend(state), state === "open" || state === "halfClosedRemote");
    assert.equal(canReceive(state), state === "open" || state === "halfClosedLocal");
  }
});

Deno.test("Settings takes the ranges of section 6.5.2 and ignores unknown identifiers", () => {
  const settings = new Settings();
  const cases: readonly (readonly [number, number, number | null])[] = [
    [SettingId.ENABLE_PUSH, 2, ErrorCode.PROTOCOL_ERROR],
    [SettingId.ENABLE_PUSH, 0, null],
    [SettingId.INITIAL_WINDOW_SIZE, MAX_WINDOW + 1, ErrorCode.FLOW_CONTROL_ERROR],
    [SettingId.INITIAL_WINDOW_SIZE, MAX_WINDOW, null],
    [SettingId.MAX_FRAME_SIZE, 16_383, ErrorCode.PROTOCOL_ERROR],
    [SettingId.MAX_FRAME_SIZE, 16_777_216, ErrorCode.PROTOCOL_ERROR],
    [SettingId.MAX_FRAME_SIZE, 16_777_215, null],
    [SettingId.HEADER_TABLE_SIZE, 0, null],
    [0x99, 0xffffffff, null],
  ];
  for (const [id, value, code] of cases) {
    assert.equal(settings.apply(id, value)?.code ?? null, code, `${id}=${value}`);
  }
  assert.equal(settings.headerTableSize, 0);
  assert.equal(settings.isPushEnabled, false);
});

Deno.test("ReceiveWindow never lets the peer have more than its size, and gives back all that was consumed", () => {
  const steps = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 40_000 }), isRead: fc.boolean() }), {
    maxLength: 200,
  });
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), steps, (size, list) => {
    const window = new ReceiveWindow(size);
    let peer = size, unread = 0;
    for (const { bytes, isRead } of list) {
      if (isRead) {
        const count = Math.min(bytes, unread);
        unread -= count;
        peer += window.consume(count);
      } else {
        const fits = bytes <= peer;
        assert.equal(window.receive(bytes), fits);
        if (fits) {
          peer -= bytes;
          unread += bytes;
        }
      }
      assert.equal(window.available, peer);
      assert.ok(peer + unread <= size);
    }
    peer += window.consume(unread);
    // Less than half a window may be kept back, so a peer is never stuck.
    assert.ok(peer * 2 >= size);
  }));
});

Deno.test("ReceiveWindow grows by what it announces to the peer, and does not shrink", () => {
  const window = new ReceiveWindow(65_535);
  assert.equal(window.grow(100_000), 34_465);
  assert.equal(window.grow(5), 0);
  assert.equal(window.available, 100_000);
});

Deno.test("grownWindow() refuses to pass 2^31-1 and may be negative", () => {
  assert.equal(grownWindow(MAX_WINDOW, 1), null);
  assert.equal(grownWindow(10, -20), -10);
});

Deno.test("TokenBucket allows its burst, then its rate, on the caller's clock", () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 });
  assert.deepEqual([0, 0, 0, 0].map((now) => bucket.take(now)), [true, true, true, false]);
  assert.deepEqual([400, 500, 500, 1_000].map((now) => bucket.take(now)), [false, true, false, true]);
  assert.deepEqual([60_000, 60_000, 60_000, 60_000].map((now) => bucket.take(now)), [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("every default limit is finite and positive", () => {
  for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
    const numbers: unknown[] = typeof value === "number" ? [value] : Object.values(value);
    assert.ok(numbers.every((one) => typeof one === "number" && Number.isFinite(one) && one > 0), name);
  }
});

Deno.test("errorName() knows the codes of section 7", () => {
  assert.equal(errorName(8), "CANCEL");
  assert.equal(errorName(0xff), "0xff");
});

const list = (...flat: string[]) =>
  Array.from(
    { length: flat.length / 2 },
    (_, i) => new HeaderField(flat[i * 2] ?? "", flat[i * 2 + 1] ?? ""),
  );
const GET = [":method", "GET", ":scheme", "http", ":path", "/"];

Deno.test("checkRequest() accepts well-formed requests", () => {
  for (
    const good of [
      list(...GET),
      list(...GET, ":authority", "a", "te", "trailers", "content-length", "10"),
      list(":method", "CONNECT", ":authority", "a:1"),
    ]
  ) assert.equal(checkRequest(good).reason, null);
  assert.equal(checkRequest(list(...GET, "content-length", "10")).contentLength, 10);
});

Deno.test("checkRequest() rejects what section 8.2 and 8.3 call malformed", () => {
  const bad: Record<string, readonly HeaderField[]> = {
    "no pseudo-header": list("a", "b"),
    "missing :path": list(":method", "GET", ":scheme", "http"),
    "empty :path": list(":method", "GET", ":scheme", "http", ":path", ""),
    "double :method": list(":method", "GET", ...GET),
    "pseudo after regular": list("a", "b", ...GET),
    "response pseudo": list(...GET, ":status", "200"),
    "unknown pseudo": list(...GET, ":x", "1"),
    "upper case": list(...GET, "Abc", "1"),
    "blank in a name": list(...GET, "a b", "1"),
    "empty name": list(...GET, "", "1"),
    "line break in a value": list(...GET, "a", "1\r\nb: 2"),
    "NUL in a value": list(...GET, "a", "\0"),
    "blank around a value": list(...GET, "a", " 1"),
    "connection": list(...GET, "connection", "close"),
    "transfer-encoding": list(...GET, "transfer-encoding", "chunked"),
    "te": list(...GET, "te", "gzip"),
    "content-length words": list(...GET, "content-length", "ten"),
    "content-lengths that differ": list(...GET, "content-length", "1", "content-length", "2"),
  };
  for (const [what, fields] of Object.entries(bad)) assert.notEqual(checkRequest(fields).reason, null, what);
});

Deno.test("checkResponse() and checkTrailers() reject malformed messages", () => {
  assert.equal(checkResponse(list(":status", "200", "a", "b")).reason, null);
  for (
    const bad of [
      list("a", "b"),
      list(":status", "20"),
      list(":status", "200", ":path", "/"),
      list(":status", "200", "upgrade", "x"),
    ]
  ) {
    assert.notEqual(checkResponse(bad).reason, null);
  }
  assert.equal(checkTrailers(list("grpc-status", "0")).reason, null);
  assert.notEqual(checkTrailers(list(":status", "200")).reason, null);
});
