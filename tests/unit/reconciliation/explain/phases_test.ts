import assert from "node:assert/strict";
import { phaseReport } from "../../../../src/reconciliation/explain/phases.ts";
import { getAllowedActions } from "../../../../src/state/machine.ts";
import { SERVICE_STATES, type ServiceStateType } from "../../../../src/state/model.ts";
import { newStateTracker, recordStateChange, type StateTracker } from "../../../../src/state/tracker.ts";
import { idOf, serviceOf } from "../../../support/domain.ts";

function tracked(changes: readonly (readonly [ServiceStateType, number])[]): StateTracker {
  const tracker = newStateTracker(idOf("vehicle/lidar"));
  for (const [state, atMs] of changes) recordStateChange(tracker, state, atMs);
  return tracker;
}

Deno.test("phaseReport() tells the phases before this one and how long each lasted", () => {
  const service = serviceOf({ status: { state: "Initializing", stateSinceMs: 77 } });
  const report = phaseReport(
    service,
    tracked([["Running", 0], ["Degraded", 5_000], ["Initializing", 5_250]]),
  );
  assert.equal(report.state, "Initializing");
  assert.equal(report.sinceMs, 77);
  assert.deepEqual(report.earlier, [
    { state: "Running", lastedMs: 5_000 },
    { state: "Degraded", lastedMs: 250 },
  ]);
});

Deno.test("phaseReport() keeps the newest 16 of them", () => {
  const changes = Array.from(
    { length: 40 },
    (_, index) => [index % 2 === 0 ? "Running" : "Degraded", index * (index + 1)] as const,
  );
  const { earlier } = phaseReport(serviceOf({ status: { state: "Degraded" } }), tracked(changes));
  assert.equal(earlier.length, 16);
  assert.deepEqual(earlier.at(-1), { state: "Running", lastedMs: 39 * 40 - 38 * 39 });
});

Deno.test("phaseReport() tells what may follow, and after how long it usually did", () => {
  const tracker = tracked([
    ["Initializing", 0],
    ["Running", 300],
    ["Initializing", 1_000],
    ["Running", 1_100],
    ["Initializing", 2_000],
  ]);
  const { next } = phaseReport(serviceOf({ status: { state: "Initializing" } }), tracker);
  assert.deepEqual(next, [
    { event: "Ready", to: "Running", measured: 2, usualMs: 200 },
    { event: "Degrade", to: "Degraded", measured: 0, usualMs: 0 },
    { event: "Fail", to: "Failed", measured: 0, usualMs: 0 },
    { event: "Terminate", to: "Terminating", measured: 0, usualMs: 0 },
  ]);
});

Deno.test("phaseReport() tells of each phase what it allows, also where nothing was tracked", () => {
  for (const state of SERVICE_STATES) {
    const report = phaseReport(serviceOf({ status: { state } }));
    assert.deepEqual(report.earlier, []);
    assert.deepEqual(report.allowedActions, getAllowedActions(state));
    assert.ok(report.next.length > 0 && report.next.every(({ measured }) => measured === 0));
  }
  const { next } = phaseReport(serviceOf({ status: { state: "Terminating" } }));
  assert.ok(next.some(({ to }) => to === "Removed"));
});
