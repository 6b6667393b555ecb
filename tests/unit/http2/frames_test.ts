import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag, FrameReader, FrameType, readU31 } from "../../../src/http2/frames.ts";
import { OutputBuffer } from "../../../src/http2/output.ts";

const frames = fc.array(
  fc.record({
    type: fc.integer({ min: 0, max: 255 }),
    flags: fc.integer({ min: 0, max: 255 }),
    streamId: fc.integer({ min: 0, max: 0x7fffffff }),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 20 },
);

function written(
  list: readonly { type: number; flags: number; streamId: number; payload: Uint8Array }[],
): Uint8Array {
  const output = new OutputBuffer();
  for (const { type, flags, streamId, payload } of list) {
    output.frameHeader(payload.length, type, flags, streamId);
    output.bytes(payload, 0, payload.length);
  }
  return output.take();
}

/** Reads `bytes` cut at the given places. */
function read(bytes: Uint8Array, cuts: readonly number[]) {
  const reader = new FrameReader(16_384);
  const found: { type: number; flags: number; streamId: number; payload: Uint8Array }[] = [];
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i++) {
    reader.feed(bytes.slice(places[i - 1], places[i]));
    while (reader.next() === "frame") {
      const { type, flags, streamId, buffer, start, end } = reader;
      found.push({ type, flags, streamId, payload: buffer.slice(start, end) });
    }
  }
  return found;
}

Deno.test("FrameReader finds the frames that were written, however the bytes are cut", () => {
  fc.assert(fc.property(frames, fc.array(fc.nat(), { maxLength: 20 }), (list, cuts) => {
    const expected = list.map((frame) => ({ ...frame, payload: Uint8Array.from(frame.payload) }));
    assert.deepEqual(read(written(list), cuts), expected);
  }));
});

Deno.test("FrameReader finds frames that arrive byte by byte", () => {
  const list = [{ type: 0, flags: 1, streamId: 5, payload: new Uint8Array([1, 2, 3]) }, {
    type: 4,
    flags: 0,
    streamId: 0,
    payload: new Uint8Array(0),
  }];
  const bytes = written(list);
  assert.deepEqual(read(bytes, [...bytes.keys()]), list);
});

Deno.test("FrameReader refuses a frame above its limit as soon as it has the header", () => {
  const reader = new FrameReader(16_384);
  reader.feed(new Uint8Array([0x00, 0x40, 0x01, 0, 0, 0, 0, 0, 1]));
  assert.equal(reader.next(), "tooLarge");
  assert.equal(reader.streamId, 1);
});

Deno.test("readU31 drops the reserved bit", () => {
  assert.equal(readU31(new Uint8Array([0xff, 0xff, 0xff, 0xff]), 0), 0x7fffffff);
});

Deno.test("OutputBuffer lengthens the DATA frame of the same stream up to the frame limit, and puts END_STREAM on it", () => {
  const output = new OutputBuffer();
  const piece = new Uint8Array(60).fill(7);
  for (let i = 0; i < 3; i++) output.data(1, piece, { start: 0, end: 60 }, 150);
  output.data(3, piece, { start: 0, end: 10 }, 150);
  output.endStream(3);
  output.endStream(1);
  const found = read(output.take(), []).map((
    { type, flags, streamId, payload },
  ) => [type, flags, streamId, payload.length]);
  assert.deepEqual(found, [
    [FrameType.DATA, 0, 1, 120],
    [FrameType.DATA, 0, 1, 60],
    [FrameType.DATA, Flag.END_STREAM, 3, 10],
    [FrameType.DATA, Flag.END_STREAM, 1, 0],
  ]);
});

Deno.test("OutputBuffer never touches what it handed out until it gets it back", () => {
  const output = new OutputBuffer();
  output.data(1, new Uint8Array([1, 2, 3]), { start: 0, end: 3 }, 16_384);
  const first = output.take();
  const copy = Uint8Array.from(first);
  output.data(1, new Uint8Array([9, 9, 9, 9]), { start: 0, end: 4 }, 16_384);
  output.endStream(1);
  assert.deepEqual(first, copy);
  output.recycle(first.buffer);
  const second = output.take();
  assert.equal(second.length, 13);
});
