import assert from "node:assert/strict";
import fc from "fast-check";
import { SERVICE_STATES, type ServiceStateType } from "../../src/state/model.ts";
import {
  calculateStabilityMetrics,
  detectTransitionIssues,
  newStateTracker,
  recordStateChange,
  type StateTracker,
} from "../../src/state/tracker.ts";
import { idOf } from "../support/domain.ts";

interface Recorded {
  readonly state: ServiceStateType;
  readonly afterMs: number;
}

const recorded: fc.Arbitrary<Recorded> = fc.record({
  state: fc.constantFrom(...SERVICE_STATES),
  afterMs: fc.oneof(fc.nat({ max: 50 }), fc.integer({ min: -20, max: 0 })),
});
const histories = fc.array(recorded, { maxLength: 60, size: "max" });

/** What was recorded, as a list without a limit. */
function play(history: readonly Recorded[], capacityChanges: number) {
  const tracker = newStateTracker(idOf("vehicle/lidar"), { capacityChanges });
  const all: { readonly state: ServiceStateType; readonly atMs: number }[] = [];
  let nowMs = 0;
  for (const { state, afterMs } of history) {
    nowMs += afterMs;
    recordStateChange(tracker, state, nowMs);
    const last = all.at(-1);
    if (last?.state !== state) all.push({ state, atMs: Math.max(nowMs, last?.atMs ?? -Infinity) });
  }
  return { tracker, all, endMs: all.at(-1)?.atMs ?? 0 };
}

Deno.test("the tracker keeps the newest changes exactly, and never goes back in time", () => {
  fc.assert(fc.property(histories, fc.integer({ min: 2, max: 20 }), (history, capacity) => {
    const { tracker, all } = play(history, capacity);
    assert.deepEqual(tracker.stateHistory, all.slice(-capacity));
    assert.equal(tracker.ring.dropped, Math.max(0, all.length - capacity));
  }));
});

Deno.test("transition times are the newest 8 of each kind, whatever the ring has dropped", () => {
  fc.assert(fc.property(histories, fc.integer({ min: 2, max: 6 }), (history, capacity) => {
    const { tracker, all } = play(history, capacity);
    const expected = new Map<string, number[]>();
    for (const [index, { state, atMs }] of all.entries()) {
      const left = all[index - 1];
      if (left === undefined) continue;
      const key = `${left.state}->${state}`;
      expected.set(key, [...expected.get(key) ?? [], atMs - left.atMs]);
    }
    assert.equal(tracker.transitionTimes.size, expected.size);
    for (const [key, times] of tracker.transitionTimes) assert.deepEqual(times, expected.get(key)?.slice(-8));
  }));
});

/** Time in each phase, millisecond by millisecond. */
function countedTimes(tracker: StateTracker, fromMs: number, toMs: number): Record<string, number> {
  const times: Record<string, number> = Object.fromEntries(SERVICE_STATES.map((state) => [state, 0]));
  const history = tracker.stateHistory;
  for (let ms = fromMs; ms < toMs; ms++) {
    const at = history.findLast(({ atMs }) => atMs <= ms);
    if (at !== undefined) times[at.state] = (times[at.state] ?? 0) + 1;
  }
  return times;
}

Deno.test("metrics: what is counted millisecond by millisecond comes out the same", () => {
  const windows = fc.record({ windowMs: fc.integer({ min: 1, max: 400 }), laterMs: fc.nat({ max: 100 }) });
  fc.assert(
    fc.property(
      histories,
      windows,
      fc.integer({ min: 2, max: 20 }),
      (history, { windowMs, laterMs }, capacity) => {
        const { tracker, all, endMs } = play(history, capacity);
        const nowMs = endMs + laterMs;
        const metrics = calculateStabilityMetrics(tracker, windowMs, { nowMs });
        const fromMs = nowMs - windowMs;
        const times = countedTimes(tracker, fromMs, nowMs);
        assert.deepEqual(metrics.timeInStateMs, times);
        const covered = Object.values(times).reduce((sum, ms) => sum + ms, 0);
        assert.equal(metrics.coveredMs, covered);
        assert.equal(metrics.availability, covered === 0 ? undefined : (times["Running"] ?? 0) / covered);
        const oldest = tracker.stateHistory[0];
        assert.equal(metrics.isComplete, oldest !== undefined && oldest.atMs <= fromMs);
        if (metrics.isComplete) {
          const changes = all.slice(1).filter(({ atMs }) => atMs > fromMs);
          assert.equal(metrics.transitions, changes.length);
        }
        assert.ok(metrics.failures <= metrics.transitions + 1);
        assert.ok(metrics.flapScore >= 0);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("issues: at most one of each kind, each with its evidence, and the same for the same history", () => {
  fc.assert(fc.property(histories, fc.nat({ max: 100_000 }), (history, laterMs) => {
    const { tracker, endMs } = play(history, 64);
    const options = { nowMs: endMs + laterMs };
    const issues = detectTransitionIssues(tracker, options);
    assert.equal(new Set(issues.map(({ kind }) => kind)).size, issues.length);
    for (const { evidence } of issues) assert.ok(evidence.length > 10);
    assert.deepEqual(detectTransitionIssues(tracker, options), issues);
  }));
});
