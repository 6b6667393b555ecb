import { equal } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { KnownTexts } from "../../../src/grpc/known_texts.ts";

Deno.test("a text is what its bytes say, whatever was read before in the same place", () => {
  // With one place every text drives out the one before.
  for (const places of [1, 2, 8_192]) {
    const texts = new KnownTexts(places);
    const all = ["", "a", "b", "ab", "ba", "Status", "차선", "é", "\u0000", "x".repeat(64), "x".repeat(65)];
    for (const text of [...all, ...all.toReversed(), ...all]) {
      const bytes = Buffer.from(`<${text}>`);
      equal(texts.read(bytes, 1, bytes.length - 1), text);
    }
  }
});

Deno.test("bytes that are no UTF-8 are read as Buffer reads them, the first time and again", () => {
  const texts = new KnownTexts(16);
  const bytes = Buffer.from([0xff, 0x41, 0xc3]);
  for (let time = 0; time < 2; time++) equal(texts.read(bytes, 0, 3), bytes.toString("utf8"));
});

Deno.test("what is remembered does not change with the bytes that it was read from", () => {
  const texts = new KnownTexts(16);
  const bytes = Buffer.from("one");
  equal(texts.read(bytes, 0, 3), "one");
  bytes.write("two");
  equal(texts.read(bytes, 0, 3), "two");
  equal(texts.read(Buffer.from("one"), 0, 3), "one");
});
