// The examples of RFC 7541 appendix C, and what holds for every list and every byte string.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { HeaderField } from "../../../src/http2/header_field.ts";
import { HpackDecoder } from "../../../src/http2/hpack_decoder.ts";
import { HpackEncoder } from "../../../src/http2/hpack_encoder.ts";
import { huffmanDecode, huffmanEncode, huffmanLength } from "../../../src/http2/huffman.ts";

const LIMITS = { headerTableBytes: 4_096, maxHeaderListBytes: 65_536, maxHeaderFields: 512 };

function bytes(hex: string): Uint8Array {
  const digits = hex.replaceAll(/\s/g, "");
  return Uint8Array.from(
    { length: digits.length / 2 },
    (_, i) => parseInt(digits.slice(i * 2, i * 2 + 2), 16),
  );
}

function decode(decoder: HpackDecoder, block: Uint8Array): string[] {
  const fields: HeaderField[] = [];
  assert.equal(decoder.decode(block, { start: 0, end: block.length }, fields), null);
  return fields.flatMap(({ name, value }) => [name, value]);
}

function failure(hex: string, limits = LIMITS): string | null {
  const block = bytes(hex);
  return new HpackDecoder(limits).decode(block, { start: 0, end: block.length }, []);
}

const REQUESTS = [
  [":method", "GET", ":scheme", "http", ":path", "/", ":authority", "www.example.com"],
  [
    ":method",
    "GET",
    ":scheme",
    "http",
    ":path",
    "/",
    ":authority",
    "www.example.com",
    "cache-control",
    "no-cache",
  ],
  [
    ...[":method", "GET", ":scheme", "https", ":path", "/index.html", ":authority", "www.example.com"],
    ...["custom-key", "custom-value"],
  ],
];
const COOKIE = "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
const response = (status: string, second: number) => [
  ...[":status", status, "cache-control", "private", "date", `Mon, 21 Oct 2013 20:13:${second} GMT`],
  ...["location", "https://www.example.com"],
];

Deno.test("HPACK decodes the single fields of appendix C.2", () => {
  const cases: readonly (readonly [string, readonly string[], number])[] = [
    ["400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", ["custom-key", "custom-header"], 55],
    ["040c 2f73 616d 706c 652f 7061 7468", [":path", "/sample/path"], 0],
    ["1008 7061 7373 776f 7264 0673 6563 7265 74", ["password", "secret"], 0],
    ["82", [":method", "GET"], 0],
  ];
  for (const [hex, expected, tableBytes] of cases) {
    const decoder = new HpackDecoder(LIMITS);
    assert.deepEqual(decode(decoder, bytes(hex)), expected);
    assert.equal(decoder.tableBytes, tableBytes);
  }
});

Deno.test("HPACK decodes the request sequences of appendix C.3 and C.4, without and with Huffman", () => {
  const plain = [
    "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
    "8286 84be 5808 6e6f 2d63 6163 6865",
    "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
  ];
  const huffman = [
    "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
    "8286 84be 5886 a8eb 1064 9cbf",
    "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
  ];
  for (const blocks of [plain, huffman]) {
    const decoder = new HpackDecoder(LIMITS);
    const sizes = blocks.map((hex, i) => {
      assert.deepEqual(decode(decoder, bytes(hex)), REQUESTS[i]);
      return decoder.tableBytes;
    });
    assert.deepEqual(sizes, [57, 110, 164]);
  }
});

Deno.test("HPACK decodes the response sequences of appendix C.5 and C.6, which evict from a table of 256 bytes", () => {
  const plain = [
    `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d
     546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
    "4803 3330 37c1 c0bf",
    `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f
     6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b
     2076 6572 7369 6f6e 3d31`,
  ];
  const huffman = [
    `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7
     8f0b 97c8 e9ae 82ae 43d3`,
    "4883 640e ffc1 c0bf",
    `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335
     dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
  ];
  const expected = [
    response("302", 21),
    response("307", 21),
    [...response("200", 22), "content-encoding", "gzip", "set-cookie", COOKIE],
  ];
  for (const blocks of [plain, huffman]) {
    const decoder = new HpackDecoder({ ...LIMITS, headerTableBytes: 256 });
    const sizes = blocks.map((hex, i) => {
      assert.deepEqual(decode(decoder, bytes(hex)), expected[i]);
      return decoder.tableBytes;
    });
    assert.deepEqual(sizes, [222, 222, 215]);
  }
});

Deno.test("HPACK refuses what section 5 and 6 forbid, with a reason", () => {
  const cases = {
    "index 0": "80",
    "an index beyond the tables": "ff00",
    "an integer without an end": "ffffffffffff7f",
    "a cut integer": "ff80",
    "a cut string": "4005 6162",
    "a missing value": "4001 61",
    "a size update beyond the limit": "3fe2 1f",
    "a size update after a field": "82 20",
    "Huffman padding of more than 7 bits": "0082 1fff 0161",
    "Huffman padding with zeros": "0081 18 0161",
    "the end-of-string symbol": "0084 ffff ffff 0161",
  };
  for (const [what, hex] of Object.entries(cases)) assert.notEqual(failure(hex), null, what);
});

Deno.test("HPACK decodes an oversized list to its end and keeps the table in step", () => {
  const encoder = new HpackEncoder(4_096);
  const decoder = new HpackDecoder({ ...LIMITS, maxHeaderListBytes: 200 });
  encoder.encode(["te", "trailers", "x-large", "v".repeat(300), "user-agent", "one"]);
  const fields: HeaderField[] = [];
  assert.equal(decoder.decode(encoder.bytes, { start: 0, end: encoder.length }, fields), null);
  assert.equal(decoder.isOversized, true);
  encoder.encode(["te", "trailers", "user-agent", "one"]);
  assert.deepEqual(decode(decoder, encoder.bytes.slice(0, encoder.length)), [
    "te",
    "trailers",
    "user-agent",
    "one",
  ]);
  assert.equal(decoder.isOversized, false);
});

Deno.test("HPACK sends a repeated list in one byte a field, and secrets never from the table", () => {
  const encoder = new HpackEncoder(4_096);
  const list = [":status", "200", "content-type", "application/grpc", "grpc-encoding", "identity"];
  encoder.encode(list);
  encoder.encode(list);
  assert.equal(encoder.length, 3);
  encoder.encode(["authorization", "secret"]);
  const first = encoder.length;
  encoder.encode(["authorization", "secret"]);
  assert.equal(encoder.length, first);
  assert.equal((encoder.bytes[0] ?? 0) & 0xf0, 0x10);
});

const names = fc.constantFrom(
  "a",
  "x-id",
  "grpc-timeout",
  "te",
  ":path",
  "user-agent",
  "authorization",
  "x-b-bin",
);
const values = fc.oneof(
  fc.constantFrom("", "1", "trailers", "identity", "a-longer-value"),
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  }),
);
const lists = fc.array(fc.tuple(names, values), { maxLength: 12 }).map((pairs) => pairs.flat());

Deno.test("HPACK round trip: any sequence of lists and table sizes comes out as it went in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(lists, fc.option(fc.integer({ min: 0, max: 8_192 }))), { maxLength: 30 }),
      (steps) => {
        const encoder = new HpackEncoder(4_096);
        const decoder = new HpackDecoder(LIMITS);
        for (const [list, size] of steps) {
          if (size !== null) encoder.setPeerTableSize(size);
          encoder.encode(list);
          assert.deepEqual(decode(decoder, encoder.bytes.slice(0, encoder.length)), list);
          assert.ok(decoder.tableBytes <= 4_096);
        }
      },
    ),
  );
});

Deno.test("HPACK decoding of any bytes ends with fields or a reason, within its limits", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (block) => {
    const decoder = new HpackDecoder({ headerTableBytes: 128, maxHeaderListBytes: 256, maxHeaderFields: 4 });
    const fields: HeaderField[] = [];
    decoder.decode(block, { start: 0, end: block.length }, fields);
    assert.ok(fields.length <= 4 && decoder.tableBytes <= 128);
  }));
});

Deno.test("Huffman round trip: every latin-1 string, with its length known in advance", () => {
  fc.assert(fc.property(values, (text) => {
    const target = new Uint8Array(text.length * 4 + 8);
    const end = huffmanEncode(text, target, 0);
    assert.equal(end, huffmanLength(text));
    const decoded = new Uint8Array(end * 2);
    const count = huffmanDecode(target, { start: 0, end }, decoded);
    assert.equal(String.fromCharCode(...decoded.subarray(0, count)), text);
  }));
});
