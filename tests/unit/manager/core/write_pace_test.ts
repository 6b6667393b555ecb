import { equal, ok } from "node:assert/strict";
import { WritePace } from "../../../../src/manager/core/write_pace.ts";

const DAY_MS = 86_400_000;
const SETTINGS = { budgetBytesPerDay: 20_000_000, baseMs: 1_000, maxMs: 120_000 };

function paceAt(bytesPerDay: number, settings = SETTINGS): WritePace {
  const pace = new WritePace(settings, 0);
  for (let minute = 1; minute <= 600; minute++) {
    pace.note(bytesPerDay * minute * 60_000 / DAY_MS, minute * 60_000);
  }
  return pace;
}

Deno.test("up to half of the budget what was observed waits for the base, at the budget for the longest time", () => {
  equal(paceAt(9_000_000).windowMs, 1_000);
  equal(paceAt(21_000_000).windowMs, 120_000);
  equal(paceAt(2e9).windowMs, 120_000);
  const between = paceAt(15_000_000).windowMs;
  ok(between > 40_000 && between < 80_000, String(between));
});

Deno.test("the rate is that of the last hour, and a storm is forgotten", () => {
  const pace = paceAt(40_000_000);
  ok(Math.abs(pace.bytesPerDay / 40_000_000 - 1) < 0.02);
  pace.note(40_000_000 * 600 * 60_000 / DAY_MS, 600 * 60_000 + 5 * 3_600_000);
  equal(pace.windowMs, 1_000);
});

Deno.test("without a budget the window stays as it is, and a clock that stands still divides nothing", () => {
  equal(paceAt(1e12, { ...SETTINGS, budgetBytesPerDay: 0 }).windowMs, 1_000);
  const pace = new WritePace(SETTINGS, 5);
  pace.note(1_000, 5);
  pace.note(2_000, 5);
  ok(Number.isFinite(pace.windowMs));
});
