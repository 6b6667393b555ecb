import assert from "node:assert/strict";
import fc from "fast-check";
import { memoryBound } from "../../../../src/platform/config/config.ts";
import { loadConfig } from "../../../../src/platform/config/config.ts";
import { boolean, decimal, integer, oneOf, text } from "../../../../src/platform/config/kinds.ts";
import { list } from "../../../../src/platform/config/lists.ts";
import { SETTING_LIST, variableName } from "../../../../src/platform/config/settings.ts";
import { closest, didYouMean } from "../../../../src/platform/config/suggest.ts";
import { duration, formatDuration, formatSize, size } from "../../../../src/platform/config/units.ts";

const notThere = (): never => {
  throw new Deno.errors.NotFound();
};

Deno.test("every default is accepted, within its documented range, and its printed form can be read again", () => {
  for (const { key, setting } of SETTING_LIST) {
    const { kind, defaultValue } = setting;
    const line = kind.format(defaultValue);
    assert.deepEqual(kind.parseText(line), { ok: true, value: defaultValue }, `${key} = ${line}`);
    assert.ok(setting.doc.endsWith("."), `${key} is documented in a sentence`);
    assert.notEqual(kind.accepted, "", `${key} says what it accepts`);
  }
});

Deno.test("the printed effective configuration gives the same configuration when it is put into the environment", () => {
  const file = `nodes: [{ name: front, address: "127.0.0.1:1" }]
recovery: { strategies: { Crash: { backoff_delay: 2s, actions: [Restart, Notify] } } }
reconcile: { aging: 1500 }
limits: { message_size: 65537 }
`;
  const first = loadConfig({ path: "/x.yaml", env: {}, flags: {}, readFile: () => file });
  const env = Object.fromEntries(first.settings.map(({ key, text }) => [variableName(key), text]));
  const second = loadConfig({ env, flags: {}, readFile: notThere });
  assert.deepEqual(second.config, first.config);
});

Deno.test("two settings never share a variable", () => {
  const names = SETTING_LIST.map(({ key }) => variableName(key));
  assert.equal(new Set(names).size, names.length);
});

for (
  const [line, expected] of [
    ["250ms", 250],
    ["1.5s", 1_500],
    ["1.1s", 1_100],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["10 s", 10_000],
    ["750", 750],
    ["0", 0],
  ] as const
) {
  Deno.test(`a duration may be written ${line}`, () => {
    assert.deepEqual(duration({ min: "0ms", max: "24h" }).parseText(line), { ok: true, value: expected });
  });
}

for (
  const raw of [
    "",
    "s",
    "-1s",
    "1 week",
    "1.0001s",
    "1e3ms",
    "1S",
    "NaN",
    null,
    true,
    [],
    {},
    NaN,
    Infinity,
    1.5,
  ]
) {
  Deno.test(`a duration may not be written ${JSON.stringify(raw) ?? raw}`, () => {
    assert.equal(duration({ min: "0ms", max: "24h" }).parse(raw).ok, false);
  });
}

Deno.test("a duration outside its range is refused with the range", () => {
  const kind = duration({ min: "1s", max: "5m" });
  for (const [raw, problem] of [["999ms", "too small"], ["301s", "too large"]] as const) {
    const parsed = kind.parse(raw);
    assert.ok(!parsed.ok);
    assert.deepEqual(parsed.problems, [{
      path: [],
      problem: `"${raw}" is ${problem}`,
      accepted: "1s to 5m",
    }]);
  }
});

Deno.test("durations and sizes are printed in the largest unit that needs no fraction", () => {
  assert.deepEqual([0, 1, 1_500, 90_000, 60_000, 7_200_000].map(formatDuration), [
    "0ms",
    "1ms",
    "1500ms",
    "90s",
    "1m",
    "2h",
  ]);
  assert.deepEqual([0, 1_000, 65_536, 4_194_304].map(formatSize), ["0B", "1000B", "64KiB", "4MiB"]);
  const kinds = [
    { kind: duration({ min: "0ms", max: "24h" }), max: 86_400_000 },
    { kind: size({ min: "0B", max: "64GiB" }), max: 68_719_476_736 },
  ];
  for (const { kind, max } of kinds) {
    fc.assert(fc.property(fc.integer({ min: 0, max }), (value) => {
      assert.deepEqual(kind.parseText(kind.format(value)), { ok: true, value });
    }));
  }
});

Deno.test("numbers, words and lists are read from a line, and nothing else is accepted for them", () => {
  const whole = integer({ min: -5, max: 10 });
  assert.deepEqual(
    ["7", "-5", "+3"].map((line) => whole.parseText(line)),
    [7, -5, 3].map((value) => ({ ok: true, value })),
  );
  for (const line of ["", "1.5", "0x7", "1e1", "11", "ten", "07"]) {
    assert.equal(whole.parseText(line).ok, false, line);
  }
  assert.equal(whole.parse("7").ok, false, "in the file a number is not text");
  assert.deepEqual(decimal({ min: 0, max: 1 }).parseText("0.25"), { ok: true, value: 0.25 });
  assert.deepEqual(boolean().parseText("true"), { ok: true, value: true });
  for (const line of ["yes", "1", ""]) assert.equal(boolean().parseText(line).ok, false);
  const words = list(oneOf(["a", "b"]), { type: "list of words", min: 1, max: 3 });
  assert.deepEqual(words.parseText("a,b"), { ok: true, value: ["a", "b"] });
  assert.deepEqual(words.parseText("[b, a]"), { ok: true, value: ["b", "a"] });
  for (const line of ["", "[", "a,,b", "a,b,a,b", "[a, [b]]", "[&x a, *x]"]) {
    assert.equal(words.parseText(line).ok, false, line);
  }
});

Deno.test("texts are printed so that YAML reads the same text", () => {
  const kind = text({ accepted: "anything", isAccepted: () => true });
  assert.deepEqual(
    ["/var/lib/x", "ecu-1", "true", "null", "", "a: b", "[", "127.0.0.1:1"].map((value) =>
      kind.format(value)
    ),
    [
      ...["/var/lib/x", "ecu-1", '"true"', '"null"', '""', '"a: b"', '"["', '"127.0.0.1:1"'],
    ],
  );
});

Deno.test("closest() finds the intended key, and none when no key is near", () => {
  const known = ["reconcile.parallel", "reconcile.aging", "log.level", "listen"];
  for (
    const [key, meant] of [
      ["reconcile.paralel", "reconcile.parallel"],
      ["reconcile.parallle", "reconcile.parallel"],
      ["parallel", "reconcile.parallel"],
      ["listn", "listen"],
      ["limits.level", "log.level"],
      ["colour", undefined],
      ["", undefined],
      ["x".repeat(10_000), undefined],
    ] as const
  ) assert.equal(closest(key, known), meant, key.slice(0, 40));
  assert.equal(didYouMean("listn", known), "; did you mean listen?");
  assert.equal(didYouMean("colour", known), "");
});

Deno.test("memoryBound() is the sum of its parts and follows the limits", () => {
  const { config } = loadConfig({ env: {}, flags: {}, readFile: notThere });
  const bound = memoryBound(config);
  assert.equal(bound.totalBytes, bound.items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const more = memoryBound({ ...config, limits: { ...config.limits, queue: config.limits.queue + 1 } });
  assert.equal(more.totalBytes - bound.totalBytes, 1_024);
});
