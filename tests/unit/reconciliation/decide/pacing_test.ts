import assert from "node:assert/strict";
import { StartPacer } from "../../../../src/reconciliation/decide/pacing.ts";
import { CRITICALITIES, type Criticality } from "../../../../src/state/model.ts";

function admitted(pacer: StartPacer, criticality: Criticality, nowMs: number): number {
  let count = 0;
  while (pacer.admit(criticality, nowMs).kind === "admitted") count++;
  return count;
}

function figures(tokens: number, admitted: number, delayed: number): Record<string, number> {
  return {
    statemanager_start_tokens: tokens,
    statemanager_starts_admitted_total: admitted,
    statemanager_starts_delayed_total: delayed,
  };
}

Deno.test("StartPacer keeps tokens back for what is more critical", () => {
  const pacer = new StartPacer({ capacity: 10, refillPerSecond: 1, reserve: 8, nowMs: 0 });
  assert.deepEqual(CRITICALITIES.map((criticality) => admitted(pacer, criticality, 0)), [2, 2, 2, 2, 2]);
});

Deno.test("StartPacer says how long to wait, and admits then", () => {
  const pacer = new StartPacer({ capacity: 2, refillPerSecond: 2, nowMs: 0 });
  assert.equal(admitted(pacer, "D", 0), 2);
  assert.deepEqual(pacer.admit("D", 0), { kind: "wait", forMs: 500 });
  assert.deepEqual(pacer.admit("QM", 0), { kind: "wait", forMs: 1_000 });
  assert.deepEqual(pacer.admit("D", 500), { kind: "admitted" });
});

Deno.test("StartPacer admits every criticality in the end, however large the reserve", () => {
  const pacer = new StartPacer({ capacity: 1, refillPerSecond: 1, reserve: 100, nowMs: 0 });
  for (const [index, criticality] of CRITICALITIES.entries()) {
    assert.deepEqual(pacer.admit(criticality, index * 1_000), { kind: "admitted" });
  }
});

Deno.test("StartPacer counts what it did", () => {
  const pacer = new StartPacer({ capacity: 4, refillPerSecond: 1, nowMs: 0 });
  assert.deepEqual(pacer.counters(0), figures(4, 0, 0));
  assert.equal(admitted(pacer, "QM", 0), 2);
  assert.deepEqual(pacer.counters(0), figures(2, 2, 1));
});
