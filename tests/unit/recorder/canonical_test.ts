import { equal, match, notEqual } from "node:assert/strict";
import { canonical, hashOf, plainText } from "../../../src/recorder/canonical.ts";

Deno.test("canonical() gives equal values one text, whatever order their members were made in", () => {
  equal(
    canonical({ b: 1, a: [2n, undefined, { d: "x", c: null }] }),
    '{"a":["2",null,{"c":null,"d":"x"}],"b":1}',
  );
  equal(canonical({ a: 1, b: undefined }), canonical({ a: 1 }));
  equal(canonical({ z: 1, y: { b: 1, a: 2 } }), canonical({ y: { a: 2, b: 1 }, z: 1 }));
  notEqual(canonical([1, 2]), canonical([2, 1]));
});

Deno.test("hashOf() is 16 digits, equal for equal values and different for near ones", () => {
  const marks = new Set(Array.from({ length: 20_000 }, (_, value) => hashOf({ value })));
  equal(marks.size, 20_000);
  match(hashOf(null), /^[0-9a-f]{16}$/);
  equal(hashOf({ a: 1n, b: 2 }), hashOf({ b: 2, a: 1n }));
});

Deno.test("plainText() writes 64-bit numbers as decimal text", () => {
  equal(plainText({ revision: 2n ** 63n, list: [1n] }), '{"revision":"9223372036854775808","list":["1"]}');
});
