import assert from "node:assert/strict";
import fc from "fast-check";
import { LogFrames } from "../../../../src/node/container/log_frames.ts";
import { LineSplitter } from "../../../../src/node/logs/line_splitter.ts";
import { linesOfEntry } from "../../../../src/node/unit/journal.ts";
import { MAX_LINE_BYTES } from "../../../../src/ports/workload_logs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The chunks that the bytes come in, cut at these places. */
function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}

const chunking = fc.array(fc.nat(100_000), { maxLength: 8 });

Deno.test("LineSplitter: where the bytes are cut makes no difference, and nothing is lost", () => {
  const line = fc.string({ maxLength: 40, unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, ""));
  fc.assert(fc.property(fc.array(line, { maxLength: 20 }), line, chunking, (lines, last, places) => {
    const splitter = new LineSplitter();
    const whole = bytes(lines.map((text) => `${text}\n`).join("") + last);
    const found = cut(whole, places).flatMap((chunk) => splitter.push(chunk));
    assert.deepEqual([...found, ...splitter.finish()], [...lines, ...(last === "" ? [] : [last])]);
  }));
});

Deno.test("LineSplitter: a line that is too long comes as several, and it keeps no more than one", () => {
  const splitter = new LineSplitter();
  const found = splitter.push(bytes("x".repeat(2 * MAX_LINE_BYTES + 5)));
  assert.deepEqual(found.map(({ length }) => length), [MAX_LINE_BYTES, MAX_LINE_BYTES]);
  assert.deepEqual(splitter.push(bytes("\r\nnext\n")), ["xxxxx", "next"]);
});

Deno.test("LineSplitter: what is no UTF-8 is replaced", () => {
  assert.deepEqual(new LineSplitter().push(Uint8Array.of(0x61, 0xff, 0x62, 10)), ["a\ufffdb"]);
});

function frame(stream: number, text: string): Uint8Array {
  const payload = bytes(text);
  const whole = new Uint8Array(8 + payload.length);
  whole[0] = stream;
  new DataView(whole.buffer).setUint32(4, payload.length);
  whole.set(payload, 8);
  return whole;
}

Deno.test("LogFrames: lines of both streams with their times, wherever the bytes are cut", () => {
  const time = "2026-11-24T12:00:00.123456789Z";
  const atMs = Date.UTC(2026, 10, 24, 12, 0, 0, 123);
  const frames = [
    ...[
      frame(1, `${time} one\n`),
      frame(2, `${time} half`),
      frame(1, `2026-11-24T13:00:00.123456789+01:00 two\n`),
    ],
    ...[frame(2, " a line\n"), frame(1, `${time} \n`), frame(1, "")],
  ];
  const whole = Uint8Array.from(frames.flatMap((one) => [...one]));
  fc.assert(fc.property(chunking, (places) => {
    const reader = new LogFrames();
    const found = cut(whole, places).flatMap((chunk) => reader.push(chunk));
    assert.deepEqual(found, ["one", "two", "half a line", ""].map((text) => ({ atMs, text })));
    assert.deepEqual(reader.finish(), []);
  }));
});

Deno.test("LogFrames: what is no frame is refused, and a line without an end is told at the end", () => {
  assert.throws(() => new LogFrames().push(bytes("plain text of a terminal\n")), /no frames/);
  const reader = new LogFrames();
  reader.push(frame(1, "without a time"));
  assert.deepEqual(reader.finish(), [{ atMs: 0, text: "without a time" }]);
});

Deno.test("an entry of the journal: text, bytes, several lines, and what is none", () => {
  const at = { __REALTIME_TIMESTAMP: "1795521600123456" };
  assert.deepEqual(linesOfEntry(JSON.stringify({ ...at, MESSAGE: "one\ntwo" })), [
    { atMs: 1_795_521_600_123, text: "one" },
    { atMs: 1_795_521_600_123, text: "two" },
  ]);
  assert.deepEqual(linesOfEntry(JSON.stringify({ MESSAGE: [104, 105, 255] })), [{
    atMs: 0,
    text: "hi\ufffd",
  }]);
  for (const other of ["", "null", "3", "{", '{"MESSAGE":null}', "{}"]) {
    assert.deepEqual(linesOfEntry(other), [], other);
  }
});
