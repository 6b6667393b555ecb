import assert from "node:assert/strict";
import {
  ISSUE_TYPES,
  type IssueType,
  type RecoveryAction,
  type RecoveryStrategy,
} from "../../../src/state/issue.ts";
import {
  attemptsPerStage,
  DEFAULT_STRATEGIES,
  determineNextAction,
  getRecoveryStrategy,
  type RecoveryPossibilities,
  recoveryPossibilities,
} from "../../../src/recovery/strategy.ts";
import { changesSinceKnownGood, classifyIssue, type IssueContext } from "../../../src/recovery/classify.ts";
import type { StatusDiff, StatusReason } from "../../../src/state/diff.ts";
import { diffOf, serviceOf } from "../../support/domain.ts";

/** The table of the design, as it is written there. */
const DESIGN: Readonly<Record<IssueType, string>> = {
  Crash: "Restart Recreate Relocate Isolate Notify",
  CrashLoop: "Recreate RollbackVersion Relocate Isolate Notify",
  ConfigInvalid: "ResetConfig RollbackVersion Notify",
  VersionFault: "RollbackVersion Isolate Notify",
  NodeLost: "Relocate Notify",
  ResourceExhausted: "Restart Relocate Isolate Notify",
  Unresponsive: "Restart Recreate Relocate Notify",
  StartFailure: "Restart Recreate RollbackVersion Notify",
  StuckTransition: "Restart Recreate Notify",
  DependencyFailed: "Notify",
  Flapping: "Isolate Notify",
  Unknown: "Restart Notify",
};

for (const issueType of ISSUE_TYPES) {
  Deno.test(`the default way out of ${issueType} is ${DESIGN[issueType]}`, () => {
    const { actions, backoffDelayMs } = DEFAULT_STRATEGIES[issueType];
    assert.equal(actions.join(" "), DESIGN[issueType]);
    assert.equal(actions.at(-1), "Notify");
    assert.equal(backoffDelayMs, 500);
  });
}

const CUSTOM: RecoveryStrategy = {
  maxRetryCount: 1,
  backoffDelayMs: 1,
  escalationThreshold: 1,
  actions: ["Isolate"],
};
const GLOBAL: RecoveryStrategy = { ...CUSTOM, actions: ["Recreate"] };

Deno.test("getRecoveryStrategy() takes the spec before the configuration before the default", () => {
  const spec = { recovery: { Crash: CUSTOM } };
  assert.equal(getRecoveryStrategy(spec, "Crash", { Crash: GLOBAL }), CUSTOM);
  assert.equal(getRecoveryStrategy(spec, "CrashLoop", { CrashLoop: GLOBAL }), GLOBAL);
  assert.equal(getRecoveryStrategy(spec, "Unknown", { CrashLoop: GLOBAL }), DEFAULT_STRATEGIES.Unknown);
  assert.equal(getRecoveryStrategy({ recovery: {} }, "Crash"), DEFAULT_STRATEGIES.Crash);
});

const ALL: RecoveryPossibilities = { canRelocate: true, canRollbackVersion: true, canResetConfig: true };
const NONE: RecoveryPossibilities = { canRelocate: false, canRollbackVersion: false, canResetConfig: false };

function sequence(strategy: RecoveryStrategy, possible: RecoveryPossibilities, count: number): string {
  return Array.from(
    { length: count },
    (_, failureCount) => determineNextAction(strategy, { failureCount, possible }),
  )
    .join(" ");
}

Deno.test("determineNextAction() gives every stage its attempts, and stays at the last", () => {
  const strategy: RecoveryStrategy = {
    ...CUSTOM,
    maxRetryCount: 2,
    escalationThreshold: 9,
    actions: ["Restart", "Relocate", "Notify"],
  };
  assert.equal(attemptsPerStage(strategy), 2);
  assert.equal(sequence(strategy, ALL, 7), "Restart Restart Relocate Relocate Notify Notify Notify");
  assert.equal(attemptsPerStage({ ...strategy, escalationThreshold: 1 }), 1);
  assert.equal(attemptsPerStage({ ...strategy, maxRetryCount: 0 }), 1);
});

Deno.test("determineNextAction() skips what is not possible", () => {
  const strategy: RecoveryStrategy = {
    ...CUSTOM,
    actions: ["ResetConfig", "RollbackVersion", "Relocate", "Restart", "Notify"],
  };
  assert.equal(sequence(strategy, ALL, 6), "ResetConfig RollbackVersion Relocate Restart Notify Notify");
  assert.equal(sequence(strategy, NONE, 3), "Restart Notify Notify");
  assert.equal(sequence(strategy, { ...ALL, canRollbackVersion: false }, 3), "ResetConfig Relocate Restart");
  assert.equal(sequence({ ...CUSTOM, actions: ["Relocate"] }, NONE, 2), "Notify Notify");
});

Deno.test("determineNextAction() does not go back when an earlier stage becomes possible", () => {
  const strategy: RecoveryStrategy = { ...CUSTOM, actions: ["Restart", "Relocate", "Isolate", "Notify"] };
  const at = (failureCount: number, canRelocate: boolean, lastAction?: RecoveryAction) =>
    determineNextAction(strategy, { failureCount, possible: { ...ALL, canRelocate }, lastAction });
  assert.equal(at(1, false), "Isolate");
  assert.equal(at(1, true, "Isolate"), "Isolate");
  assert.equal(at(3, true, "Isolate"), "Notify");
  assert.equal(at(0, true, "RollbackVersion"), "Restart", "an action that is no stage is no limit");
  assert.equal(
    determineNextAction({ ...strategy, actions: ["Restart", "Relocate"] }, {
      failureCount: 0,
      possible: NONE,
      lastAction: "Relocate",
    }),
    "Notify",
  );
});

const GOOD = { version: "0.9", config: { rate: "5" }, generation: 1n };

Deno.test("recoveryPossibilities() compares what is in force with what was good", () => {
  assert.deepEqual(recoveryPossibilities(serviceOf(), true), { ...NONE, canRelocate: true });
  assert.deepEqual(recoveryPossibilities(serviceOf({ status: { lastKnownGood: GOOD } }), true), ALL);
  const same = { version: "1.0", config: { rate: "10" }, generation: 1n };
  assert.deepEqual(recoveryPossibilities(serviceOf({ status: { lastKnownGood: same } }), false), NONE);
  const override = { generation: 1n, version: "0.9", config: { rate: "5" }, reason: "" };
  const held = serviceOf({ status: { lastKnownGood: GOOD, override } });
  assert.deepEqual(recoveryPossibilities(held, false), NONE, "it is rolled back already");
});

Deno.test("changesSinceKnownGood() says what is new", () => {
  const service = serviceOf({ status: { lastKnownGood: { ...GOOD, config: { rate: "10" } } } });
  assert.deepEqual(changesSinceKnownGood(service), { hasNewVersion: true, hasNewConfig: false });
  assert.deepEqual(changesSinceKnownGood(serviceOf()), { hasNewVersion: false, hasNewConfig: false });
});

const CONTEXT: IssueContext = { recentFailures: 0, hasNewVersion: false, hasNewConfig: false };

function status(reason: StatusReason, parts: Partial<StatusDiff> = {}) {
  return diffOf({
    statusDiff: { desiredState: "Running", actualState: "Failed", reason, message: "", ...parts },
  });
}

function typeOf(reason: StatusReason, context: Partial<IssueContext> = {}): IssueType {
  return classifyIssue(status(reason), { ...CONTEXT, ...context }).type;
}

Deno.test("classifyIssue() names what the node saw", () => {
  assert.equal(typeOf("ConfigRejected", { hasNewVersion: true }), "ConfigInvalid");
  assert.equal(typeOf("ResourceExhausted"), "ResourceExhausted");
  assert.equal(typeOf("Unresponsive", { recentFailures: 9 }), "Unresponsive");
  for (const reason of ["Starting", "Stopping", "Unspecified"] as const) {
    assert.equal(typeOf(reason), "Unknown");
  }
});

Deno.test("classifyIssue() judges a failed start by what is new: first the version, then the config", () => {
  assert.equal(typeOf("StartFailed", { hasNewVersion: true, hasNewConfig: true }), "VersionFault");
  assert.equal(typeOf("StartFailed", { hasNewConfig: true }), "ConfigInvalid");
  assert.equal(typeOf("StartFailed", { recentFailures: 9 }), "StartFailure");
});

Deno.test("classifyIssue() calls repeated crashes a loop", () => {
  assert.deepEqual([0, 2, 3, 9].map((recentFailures) => typeOf("Crashed", { recentFailures })), [
    "Crash",
    "Crash",
    "CrashLoop",
    "CrashLoop",
  ]);
  assert.equal(typeOf("Crashed", { recentFailures: 1, crashLoopAfter: 1 }), "CrashLoop");
  const gone = diffOf({ existenceDiff: { desiredExists: true, actualExists: false } });
  assert.equal(classifyIssue(gone, CONTEXT).type, "Crash");
  assert.equal(classifyIssue(gone, { ...CONTEXT, recentFailures: 3 }).type, "CrashLoop");
});

Deno.test("classifyIssue() puts the place before the sight, and the sight before time", () => {
  const late = {
    flapping: "It keeps leaving Running",
    stuck: { state: "Initializing", forMs: 61_000, limitMs: 60_000 },
  };
  assert.equal(typeOf("Crashed", { lostNode: "node-a", failedDependency: "vehicle/map" }), "NodeLost");
  assert.equal(typeOf("Crashed", { failedDependency: "vehicle/map" }), "DependencyFailed");
  assert.equal(typeOf("Crashed", late), "Crash");
  assert.equal(typeOf("Starting", late), "Flapping");
  assert.equal(typeOf("Starting", { stuck: late.stuck }), "StuckTransition");
  assert.equal(classifyIssue(undefined, CONTEXT).type, "Unknown");
});

Deno.test("classifyIssue() gives the evidence as a sentence, with what caused it", () => {
  const crash = classifyIssue(status("Crashed", { message: "replica 0 ended", exitCode: 137 }), {
    ...CONTEXT,
    recentFailures: 4,
  });
  assert.deepEqual(crash, {
    type: "CrashLoop",
    evidence: "replica 0 ended (exit code 137); failure 5 in a row",
    causation: ["diff:node-a/7"],
  });
  assert.equal(classifyIssue(status("Crashed"), CONTEXT).evidence, "The process ended by itself");
  const stuck = { state: "Initializing", forMs: 61_240, limitMs: 60_000 };
  assert.deepEqual(classifyIssue(undefined, { ...CONTEXT, stuck, causation: ["plan-1"] }), {
    type: "StuckTransition",
    evidence: "Initializing for 61.2 s; the limit is 60 s",
    causation: ["plan-1"],
  });
  assert.deepEqual(classifyIssue(undefined, CONTEXT).causation, []);
});
