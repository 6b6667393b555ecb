import assert from "node:assert/strict";
import { textWidth, truncate } from "../../../src/cli/format/text_width.ts";
import { columnWidths, plain, renderTable } from "../../../src/cli/format/table.ts";

Deno.test("textWidth() counts columns of the terminal", () => {
  for (
    const [text, width] of [
      ["lidar", 5],
      ["", 0],
      ["ä", 1],
      ["e\u0301", 1],
      ["日本語", 6],
      ["한국", 4],
      ["ＡＢ", 4],
      ["ｱｲ", 2],
      ["🚗", 2],
      ["👩‍👩‍👧", 2],
      ["a\u200bb", 2],
      ["…→", 2],
    ] as const
  ) assert.equal(textWidth(text), width, JSON.stringify(text));
});

Deno.test("truncate() never takes more columns than there are", () => {
  assert.equal(truncate("日本語です", 5), "日本…");
  assert.equal(truncate("日本語です", 6), "日本…");
  assert.equal(truncate("lidar", 5), "lidar");
  assert.equal(truncate("lidar", 3), "li…");
  assert.equal(truncate("e\u0301e\u0301e\u0301", 2), "e\u0301…");
  assert.equal(truncate("lidar", 0), "");
});

const COLUMNS = [
  { title: "NAME", minWidth: 4 },
  { title: "VERSION", spareRank: 1 },
  { title: "AGE", spareRank: 2 },
  { title: "REASON", minWidth: 6, likedWidth: 10 },
];
const ROW = [plain("lidar"), plain("1.0.0"), plain("3m12s"), plain("it crashed on start")];

Deno.test("a table that is too wide loses the column that matters least before it cuts what matters", () => {
  const widths = (columns: number) => columnWidths(COLUMNS, [ROW], { columns, isColour: false });
  assert.deepEqual(widths(80), [5, 7, 5, 19]);
  assert.deepEqual(widths(34), [5, 7, 5, 11]);
  assert.deepEqual(widths(32), [5, 0, 5, 18]);
  assert.deepEqual(widths(20), [5, 0, 0, 13]);
  assert.deepEqual(widths(13), [5, 0, 0, 6]);
  for (const columns of [13, 20, 32, 34, 80]) {
    const text = renderTable(COLUMNS, [ROW], { columns, isColour: false });
    for (const line of text.split("\n")) assert.ok(textWidth(line) <= columns, line);
  }
});

Deno.test("wide characters line up", () => {
  const columns = [{ title: "NAME" }, { title: "REASON" }];
  const text = renderTable(columns, [[plain("日本"), plain("a")], [plain("abcd"), plain("b")]], {
    isColour: false,
  });
  assert.equal(text, "NAME  REASON\n日本  a\nabcd  b\n");
});
