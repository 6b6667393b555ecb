import assert from "node:assert/strict";
import type { ServiceStateType } from "../../../src/state/model.ts";
import {
  calculateStabilityMetrics,
  DEFAULT_CAPACITY_CHANGES,
  detectTransitionIssues,
  historyBytes,
  type IssueThresholds,
  newStateTracker,
  recordStateChange,
  type StateTracker,
  trackerAfter,
  type TransitionIssue,
  usualTransitionMs,
} from "../../../src/state/tracker.ts";
import { DEFAULT_FLAP_SETTINGS } from "../../../src/state/flapping.ts";
import type { CarriedFlaps } from "../../../src/state/stability.ts";
import { medianOf } from "../../../src/state/transition_issues.ts";
import { idOf } from "../../support/domain.ts";

const LETTERS: Readonly<Record<string, ServiceStateType>> = {
  P: "Pending",
  I: "Initializing",
  R: "Running",
  D: "Degraded",
  T: "Terminating",
  F: "Failed",
};

/** `P0 I10 R30`: Pending at 0, Initializing at 10, Running at 30. */
function tracked(history: string, capacityChanges?: number): StateTracker {
  const tracker = newStateTracker(
    idOf("vehicle/lidar"),
    capacityChanges === undefined ? {} : { capacityChanges },
  );
  for (const word of history.split(" ").filter((text) => text !== "")) {
    const state = LETTERS[word.slice(0, 1)];
    assert.ok(state !== undefined);
    recordStateChange(tracker, state, Number(word.slice(1)));
  }
  return tracker;
}

function issuesOf(history: string, nowMs: number, thresholds: Partial<IssueThresholds> = {}) {
  return detectTransitionIssues(tracked(history), { nowMs, thresholds });
}

function kindsOf(history: string, nowMs: number, thresholds: Partial<IssueThresholds> = {}): string {
  return issuesOf(history, nowMs, thresholds).map(({ kind }) => kind).join(" ");
}

function find<K extends TransitionIssue["kind"]>(issues: readonly TransitionIssue[], kind: K) {
  return issues.find((issue): issue is Extract<TransitionIssue, { kind: K }> => issue.kind === kind);
}

Deno.test("stateHistory is what was recorded, oldest first", () => {
  const tracker = tracked("P0 I10 R30");
  assert.deepEqual(tracker.stateHistory, [
    { state: "Pending", atMs: 0 },
    { state: "Initializing", atMs: 10 },
    { state: "Running", atMs: 30 },
  ]);
  assert.deepEqual(tracker.current, { state: "Running", atMs: 30 });
  assert.equal(tracker.resourceId, "vehicle/lidar");
});

Deno.test("newStateTracker() knows nothing, or the phase to begin with", () => {
  assert.deepEqual(newStateTracker(idOf("vehicle/lidar")).stateHistory, []);
  assert.equal(newStateTracker(idOf("vehicle/lidar")).current, undefined);
  const begun = newStateTracker(idOf("vehicle/lidar"), { state: "Failed", nowMs: 5 });
  assert.deepEqual(begun.current, { state: "Failed", atMs: 5 });
  assert.equal(newStateTracker(idOf("vehicle/lidar"), { state: "Failed" }).current?.atMs, 0);
});

Deno.test("recordStateChange() ignores the phase it is in, and does not let time go back", () => {
  const tracker = tracked("P100");
  assert.equal(recordStateChange(tracker, "Pending", 200), false);
  assert.equal(recordStateChange(tracker, "Initializing", 50), true);
  assert.deepEqual(tracker.stateHistory, [
    { state: "Pending", atMs: 100 },
    { state: "Initializing", atMs: 100 },
  ]);
  assert.deepEqual([...tracker.transitionTimes], [["Pending->Initializing", [0]]]);
});

Deno.test("the ring keeps the newest changes", () => {
  const tracker = tracked("P0 I1 R2 D3 R4", 3);
  assert.deepEqual(tracker.stateHistory.map(({ atMs }) => atMs), [2, 3, 4]);
  assert.equal(tracker.ring.dropped, 2);
  assert.equal(tracker.ring.at(-1), undefined);
  assert.equal(tracker.ring.at(3), undefined);
});

Deno.test("transitionTimes keeps the newest 8 durations of each kind of change", () => {
  const history = Array.from({ length: 10 }, (_, index) => `I${index * 100} R${index * 100 + index}`).join(
    " ",
  );
  const times = tracked(history).transitionTimes;
  assert.deepEqual(times.get("Initializing->Running"), [2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(times.get("Running->Initializing")?.length, 8);
  assert.equal(times.size, 2);
});

Deno.test("usualTransitionMs() is the median of what was seen", () => {
  const tracker = tracked("I0 R10 I20 R50 I60 R160");
  assert.equal(usualTransitionMs(tracker, "Initializing", "Running"), 30);
  assert.equal(usualTransitionMs(tracker, "Running", "Failed"), undefined);
  assert.deepEqual([medianOf([]), medianOf([3]), medianOf([4, 1]), medianOf([9, 1, 2])], [
    undefined,
    3,
    2.5,
    2,
  ]);
});

Deno.test("historyBytes() adds up what a tracker allocates", () => {
  assert.equal(historyBytes(DEFAULT_CAPACITY_CHANGES), 64 * 9 + 36 * (8 * 4 + 4));
});

Deno.test("a fresh tracker and a steady service have no issue", () => {
  assert.equal(kindsOf("", 1_000), "");
  assert.equal(kindsOf("P0 I10 R1000", 99_000_000), "");
});

Deno.test("stuck: its limit or longer in a transient phase", () => {
  const timeouts = { phaseTimeouts: { pendingMs: 100, initializingMs: 200, terminatingMs: 300 } };
  assert.equal(kindsOf("P0", 99, timeouts), "");
  assert.deepEqual(issuesOf("P0", 101, timeouts), [
    {
      kind: "stuck",
      state: "Pending",
      forMs: 101,
      limitMs: 100,
      evidence: "Pending for 0.1 s; the limit is 0.1 s",
    },
  ]);
  assert.equal(kindsOf("P0 I1", 201, timeouts), "stuck");
  assert.equal(kindsOf("P0 T1", 301, timeouts), "stuck");
  for (const letter of ["R", "D", "F"]) assert.equal(kindsOf(`P0 ${letter}1`, 9_999, timeouts), "");
});

Deno.test("flapping: leaving Running counts, and fades", () => {
  const flaps = "R0 D10 I20 R30 F40 I50 R60 D70 I80 R90";
  const settings = { ...DEFAULT_FLAP_SETTINGS, suppressFrom: 2.8, reuseBelow: 1, halfLifeMs: 1_000 };
  const thresholds = { flaps: { settings }, crashLoopCount: 99 };
  const issue = find(issuesOf(flaps, 90, thresholds), "flapping");
  assert.ok(issue !== undefined && issue.score > 2.8 && issue.score < 3);
  assert.equal(kindsOf(flaps, 1_090, thresholds), "");
  const quick = {
    flaps: { settings: { ...settings, suppressFrom: 0.1, reuseBelow: 0.05 } },
    oscillationLength: 99,
  };
  assert.equal(kindsOf("R0 I10 R20 I30 R40 I50 R60 T70", 70, quick), "");
});

Deno.test("flapping: what is carried over counts, and the changes that are in it do not count twice", () => {
  const settings = { ...DEFAULT_FLAP_SETTINGS, halfLifeMs: 1_000 };
  const tracker = tracked("R0 D10 R20 D1010");
  const scoreAt = (carried?: CarriedFlaps) =>
    calculateStabilityMetrics(tracker, 9_999, { nowMs: 1_010, flaps: { settings, carried } }).flapScore;
  assert.equal(scoreAt(), 1.5);
  assert.equal(scoreAt({ penalty: 1, atMs: 10 }), 1.5);
  assert.equal(scoreAt({ penalty: 3, atMs: 10 }), 2.5);
});

Deno.test("trackerAfter() leaves the tracker as it is", () => {
  const tracker = tracked("P0 I10");
  const after = trackerAfter(tracker, [{ state: "Running", atMs: 20 }]);
  assert.deepEqual(after.stateHistory.map(({ state }) => state), ["Pending", "Initializing", "Running"]);
  assert.deepEqual(tracker.stateHistory.map(({ state }) => state), ["Pending", "Initializing"]);
  assert.deepEqual(after.transitionTimes.get("Initializing->Running"), [10]);
  assert.equal(tracker.transitionTimes.get("Initializing->Running"), undefined);
});

Deno.test("crash loop: entries into Failed within the window", () => {
  const crashes = "I0 F10 I20 F110 I120 F210";
  const thresholds = { crashLoopCount: 3, crashLoopWindowMs: 250, oscillationLength: 99 };
  assert.deepEqual(find(issuesOf(crashes, 220, thresholds), "crash-loop"), {
    kind: "crash-loop",
    failures: 3,
    windowMs: 250,
    evidence: "Failed 3 times within 0.3 s",
  });
  assert.equal(kindsOf(crashes, 260, thresholds), "", "the first is at the edge and no longer counts");
});

Deno.test("slow: the newest change took much longer than its own median", () => {
  const usual = "I0 R2000 I10000 R12000 I20000 R22000 I30000";
  const slow = find(issuesOf(`${usual} R38001`, 38_001), "slow");
  assert.deepEqual(slow, {
    kind: "slow",
    from: "Initializing",
    to: "Running",
    tookMs: 8_001,
    medianMs: 2_000,
    evidence: "Initializing to Running took 8 s; usual are 2 s",
  });
  assert.equal(find(issuesOf(`${usual} R38000`, 38_000), "slow"), undefined, "not yet more than the factor");
  assert.equal(
    find(issuesOf("I0 R2000 I10000 R12000 I20000 R60000", 60_000), "slow"),
    undefined,
    "too few samples",
  );
  const quick = "I0 R1 I10 R11 I20 R21 I30 R900";
  assert.equal(find(issuesOf(quick, 900), "slow"), undefined, "what is quick is not slow");
  const up = "R0 F2000 R3000 F5000 R6000 F8000 R9000 F99000";
  assert.equal(find(issuesOf(up, 99_000), "slow"), undefined, "only transient phases are to pass");
});

Deno.test("oscillating: back and forth between the same two phases", () => {
  assert.deepEqual(find(issuesOf("P0 I1 R2 D3 R4 D5", 6), "oscillating"), {
    kind: "oscillating",
    between: ["Running", "Degraded"],
    length: 4,
    evidence: "Back and forth between Running and Degraded, 4 entries in a row",
  });
  assert.equal(find(issuesOf("P0 I1 R2 D3 R4 I5", 6), "oscillating"), undefined);
  assert.equal(find(issuesOf("R2 D3 R4 D5", 600_003), "oscillating"), undefined, "long ago");
  assert.equal(find(issuesOf("R2 D3 R4 D5", 6, { oscillationLength: 6 }), "oscillating"), undefined);
  assert.equal(find(issuesOf("R1 D2 R3 D4 R5 D6 R7", 8, { oscillationLength: 6 }), "oscillating")?.length, 7);
});

Deno.test("several patterns show at once, in a fixed order", () => {
  const history = "R0 F10 R20 F30 R40 F50 R60 F70 R80 F90 R100 F110 P120";
  assert.equal(
    kindsOf(history, 130, { phaseTimeouts: { pendingMs: 1, initializingMs: 1, terminatingMs: 1 } }),
    "stuck flapping crash-loop",
  );
});

Deno.test("calculateStabilityMetrics() of a known history", () => {
  const tracker = tracked("P0 I100 R200 D500 F600 I700 R800 I900 R1000");
  const metrics = calculateStabilityMetrics(tracker, 1_200, { nowMs: 1_200 });
  assert.deepEqual({ ...metrics, flapScore: 0 }, {
    windowMs: 1_200,
    toMs: 1_200,
    coveredMs: 1_200,
    isComplete: true,
    availability: 600 / 1_200,
    mtbfMs: 600,
    mttrMs: 300,
    failures: 1,
    transitions: 8,
    timeInStateMs: {
      Pending: 100,
      Initializing: 300,
      Running: 600,
      Degraded: 100,
      Terminating: 0,
      Failed: 100,
    },
    flapScore: 0,
  });
  assert.ok(metrics.flapScore > 0.99 && metrics.flapScore < 1);
});

Deno.test("the window: a change at its beginning is outside, one at its end inside", () => {
  const at = (windowMs: number, nowMs: number) =>
    calculateStabilityMetrics(tracked("R0 F100 R200"), windowMs, { nowMs });
  assert.equal(at(100, 200).transitions, 1);
  assert.equal(at(101, 200).transitions, 2);
  assert.equal(at(100, 200).failures, 0);
  assert.equal(at(101, 200).failures, 1);
  assert.equal(
    at(100, 200).mttrMs,
    100,
    "an outage belongs to the window that it ends in, with its whole length",
  );
  assert.equal(at(50, 250).mttrMs, undefined);
  assert.deepEqual([at(100, 200).availability, at(100, 250).availability], [0, 0.5]);
});

Deno.test("the window that reaches before the record is incomplete, and its figures are of the covered part", () => {
  const metrics = calculateStabilityMetrics(tracked("R100"), 1_000, { nowMs: 500 });
  assert.deepEqual([metrics.isComplete, metrics.coveredMs, metrics.availability, metrics.transitions], [
    false,
    400,
    1,
    0,
  ]);
  const overflowed = calculateStabilityMetrics(tracked("R0 D10 R20 D30", 2), 100, { nowMs: 40 });
  assert.deepEqual([overflowed.isComplete, overflowed.coveredMs, overflowed.transitions], [false, 20, 2]);
  assert.equal(calculateStabilityMetrics(tracked("R0 D10 R20 D30", 2), 20, { nowMs: 40 }).isComplete, true);
});

Deno.test("nothing known, nothing claimed", () => {
  const metrics = calculateStabilityMetrics(tracked(""), 1_000, { nowMs: 500 });
  assert.deepEqual(
    [
      metrics.isComplete,
      metrics.coveredMs,
      metrics.availability,
      metrics.mtbfMs,
      metrics.mttrMs,
      metrics.transitions,
    ],
    [false, 0, undefined, undefined, undefined, 0],
  );
});

Deno.test("an outage that is given up is a failure without a repair; planned work is neither", () => {
  const stopped = calculateStabilityMetrics(tracked("R0 F10 T20 P30 I40 R50"), 100, { nowMs: 100 });
  assert.deepEqual([stopped.failures, stopped.mttrMs], [1, undefined]);
  const planned = calculateStabilityMetrics(tracked("R0 I10 R20 T30"), 100, { nowMs: 100 });
  assert.deepEqual([planned.failures, planned.mtbfMs, planned.availability], [0, undefined, 0.2]);
});

Deno.test("a time before the newest change counts as that time", () => {
  assert.equal(calculateStabilityMetrics(tracked("R0 F100"), 100, { nowMs: 50 }).toMs, 100);
  assert.equal(kindsOf("P100", 50), "");
});
