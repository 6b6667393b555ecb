import { deepEqual, equal, ok } from "node:assert/strict";
import { jsonText, oneLine, visible, visibleLines, visibleOutput } from "../../../src/kit/visible_text.ts";

/** Everything that moves the cursor, hides or reorders text: C0, U+007F, C1, separators, directions, annotations. */
const UNSAFE = [
  ...range(0x00, 0x1f),
  ...range(0x7f, 0x9f),
  ...[0x061c, 0x200e, 0x200f, 0x2028, 0x2029],
  ...range(0x202a, 0x202e),
  ...range(0x2066, 0x2069),
  ...range(0xfff9, 0xfffb),
].map((code) => String.fromCodePoint(code));
const SAFE = ["a", " ", "~", "\u00a0", "ä", "\u200d", "漢", "😀", "\\", '"'];

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

Deno.test("visible() shows every unsafe character as its escape, and changes no other", () => {
  for (const char of UNSAFE) equal(JSON.parse(`"${visible(char)}"`), char);
  for (const char of UNSAFE) ok(/^\\[nrtu][0-9a-f]*$/.test(visible(char)), visible(char));
  deepEqual(SAFE.map(visible), SAFE);
});

Deno.test("jsonText() is the same value without unsafe characters, however it is indented", () => {
  const value = { [UNSAFE.join("")]: [UNSAFE.join("x"), SAFE.join("")] };
  for (const indent of [undefined, 2]) {
    const text = jsonText(value, indent);
    deepEqual(JSON.parse(text), value);
    equal(visibleLines(text), text);
    ok(!UNSAFE.some((char) => char !== "\n" && text.includes(char)));
  }
});

Deno.test("oneLine() is one line: breaks are blanks, the rest is shown", () => {
  equal(oneLine("a\r\nb\tc\u2028d\x1b[31me\u202ef"), "a b c d\\u001b[31me\\u202ef");
});

Deno.test("visibleOutput() lets through line breaks and colours, and no other sequence of a terminal", () => {
  equal(visibleOutput("\x1b[31mbad\x1b[0m\n\ta"), "\x1b[31mbad\x1b[0m\n\ta");
  equal(visibleOutput("\x1b]0;title\x07\x1b[2J\x9b1m\r"), "\\u001b]0;title\\u0007\\u001b[2J\\u009b1m\\r");
});
