import { deepEqual, equal, ok } from "node:assert/strict";
import { HistoryRing } from "../../../src/state/history_ring.ts";
import { shareUp } from "../../../src/state/stability.ts";

/** Runs `upS`, is down `downS`, so many times; it has just fallen for the last time. */
function ringOf(cycles: number, { upS, downS }: { readonly upS: number; readonly downS: number }) {
  const ring = new HistoryRing(64);
  let nowMs = 0;
  ring.push("Running", nowMs);
  for (let cycle = 0; cycle < cycles; cycle++) {
    nowMs += upS * 1_000;
    ring.push("Failed", nowMs);
    if (cycle === cycles - 1) break;
    nowMs += downS * 1_000;
    ring.push("Running", nowMs);
  }
  return { ring, nowMs };
}

function share(
  cycles: number,
  times: { readonly upS: number; readonly downS: number },
  falls = cycles,
): number {
  const { ring, nowMs } = ringOf(cycles, times);
  return shareUp(ring, { falls, fallMs: 5_000, nowMs });
}

Deno.test("shareUp() counts from the fall that was asked for, and of what is remembered where there were fewer", () => {
  equal(share(1, { upS: 60, downS: 0 }), 0, "it has just fallen");
  equal(share(3, { upS: 90, downS: 5 }), 180 / 200);
  equal(share(6, { upS: 90, downS: 5 }, 3), 180 / 200);
  equal(share(1, { upS: 60, downS: 0 }, 9), 1, "what was before the first fall");
  equal(shareUp(new HistoryRing(4), { falls: 2, fallMs: 5_000, nowMs: 7 }), 0);
});

Deno.test("shareUp() only ever sinks with more failures in the same time and with longer ones", () => {
  const byPeriod = [10, 30, 60, 120, 300, 600].map((upS) => share(8, { upS, downS: 2 }));
  deepEqual(byPeriod, byPeriod.toSorted((a, b) => a - b));
  const byOutage = [0, 1, 5, 20, 60].map((downS) => share(8, { upS: 120, downS }));
  deepEqual(byOutage, byOutage.toSorted((a, b) => b - a));
  ok(share(8, { upS: 540, downS: 1 }) > 0.98);
  ok(share(8, { upS: 6, downS: 0 }) < 0.6);
});
