import assert from "node:assert/strict";
import { ageText, clockText, timeText } from "../../../src/cli/format/age.ts";
import { eventText } from "../../../src/cli/format/event_table.ts";
import { serviceValue, toPlain } from "../../../src/cli/format/manifest_value.ts";
import { oneLine } from "../../../src/kit/visible_text.ts";
import { plain, renderTable, truncate } from "../../../src/cli/format/table.ts";
import { testEvent, testService } from "../../support/cli.ts";

Deno.test("ageText() tells an age in at most two units", () => {
  const cases: readonly (readonly [ms: number, text: string])[] = [
    [-5_000, "0s"],
    [999, "0s"],
    [59_999, "59s"],
    [60_000, "1m"],
    [192_000, "3m12s"],
    [7_500_000, "2h5m"],
    [86_400_000, "1d"],
    [100_000_000, "1d3h"],
    [1_000_000_000, "11d"],
  ];
  for (const [ms, text] of cases) assert.equal(ageText(ms), text);
});

Deno.test("timeText() and clockText() are UTC, and say when there is no time", () => {
  const ms = Date.UTC(2026, 10, 24, 8, 1, 2, 3);
  assert.equal(timeText(ms), "2026-11-24 08:01:02Z");
  assert.equal(clockText(ms), "08:01:02.003");
  assert.equal(timeText(0), "never");
  assert.equal(clockText(0), "-");
});

Deno.test("oneLine() lets nothing through that moves the cursor or turns the text round", () => {
  assert.equal(oneLine("a\nb\x1b[31mc\u202ed\x07"), "a b\\u001b[31mc\\u202ed\\u0007");
  assert.equal(truncate("abcdef", 4), "abc…");
  assert.equal(truncate("abc", 3), "abc");
});

Deno.test("renderTable() aligns columns, cuts from the last one on, and colours only on a terminal", () => {
  const columns = [{ title: "NAME", minWidth: 6 }, { title: "N", isRightAligned: true }, {
    title: "WHY",
    minWidth: 5,
  }];
  const rows = [
    [plain("vehicle/lidar"), plain(7), { text: "because it is so", tone: "bad" as const }],
    [plain("a/b"), plain(100), plain("")],
  ];
  assert.equal(
    renderTable(columns, rows, { isColour: false }),
    [
      "NAME             N  WHY",
      "vehicle/lidar    7  because it is so",
      "a/b            100",
      "",
    ].join("\n"),
  );
  assert.equal(
    renderTable(columns, rows, { isColour: false, columns: 24 }),
    [
      "NAME            N  WHY",
      "vehicle/lid…    7  beca…",
      "a/b           100",
      "",
    ].join("\n"),
  );
  assert.ok(renderTable(columns, rows, { isColour: true }).includes("\x1b[31mbecause it is so\x1b[0m"));
});

Deno.test("eventText() tells the phase first, then why, then the rest", () => {
  const event = testEvent("a/b", 7n, {
    changes: [
      { field: "status.node", newValue: "n1" },
      { field: "status.state", oldValue: "Pending", newValue: "Initializing" },
    ],
    metadata: { planId: "p1", reason: "Started" },
  });
  assert.equal(eventText(event), "Pending -> Initializing; Started; status.node = n1; planId=p1");
});

Deno.test("toPlain() writes 64-bit numbers as decimal strings and leaves out what is not set", () => {
  assert.deepEqual(toPlain({ a: 2n ** 63n, b: undefined, c: [1n, null, true] }), {
    a: "9223372036854775808",
    c: ["1", null, true],
  });
  assert.throws(() => toPlain(() => 1), /Not a value/);
});

Deno.test("serviceValue() is a manifest with its status", () => {
  const value = JSON.parse(JSON.stringify(serviceValue(testService("vehicle/lidar", {
    spec: { resources: { cpuMillis: 500, memoryBytes: 67_108_864n }, timeouts: { pendingMs: 30_000 } },
  }))));
  assert.equal(value.kind, "Service");
  assert.deepEqual([value.metadata.namespace, value.metadata.name, value.metadata.generation], [
    "vehicle",
    "lidar",
    "1",
  ]);
  assert.deepEqual(value.spec.resources, { cpuMillis: 500, memory: "64MiB" });
  assert.deepEqual(value.spec.timeouts, { pending: "30s" });
  assert.equal(value.status.state, "Pending");
});
