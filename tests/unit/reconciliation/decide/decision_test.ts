import { deepEqual, equal, match } from "node:assert/strict";
import { decide, type Decision, type DecisionInput } from "../../../../src/reconciliation/decide/decision.ts";
import type { PlanRecord } from "../../../../src/state/plan.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import type { RecoveryRecord } from "../../../../src/state/issue.ts";
import type { StatusReason } from "../../../../src/state/diff.ts";
import type { ServiceStateType } from "../../../../src/state/model.ts";
import { DECISION_SETTINGS } from "../../../support/decision_arbitraries.ts";
import { contextOf, diffOf, idOf, serviceOf } from "../../../support/domain.ts";

const GONE = diffOf({
  existenceDiff: { desiredExists: true, actualExists: false },
  actual: { replicas: 0, availableReplicas: 0, version: "" },
});
const EXISTENCE = { existenceDiff: { desiredExists: true, actualExists: false } };
const STOPPED = diffOf({ actual: { replicas: 0, availableReplicas: 0, version: "" } });
const IN_SYNC = diffOf();
const OLD_VERSION = diffOf({ versionDiff: { desiredVersion: "1.0", actualVersion: "0.9" } });

function faulty(reason: StatusReason, availableReplicas = 0) {
  return diffOf({
    statusDiff: { desiredState: "Running", actualState: "Failed", reason, message: `it is ${reason}` },
    actual: { replicas: availableReplicas, availableReplicas, version: "1.0" },
  });
}

function input(parts: Partial<DecisionInput> = {}): DecisionInput {
  return {
    service: serviceOf({ status: { state: "Running" } }),
    diff: IN_SYNC,
    node: { name: "node-a", isReachable: true, isLost: false },
    choice: { kind: "none", why: "no other node answers" },
    waitingFor: [],
    stopsFirst: [],
    nowMs: 1_000,
    phaseSinceMs: 900,
    retryAtMs: 0,
    settings: DECISION_SETTINGS,
    ...parts,
  };
}

function inState(state: ServiceStateType, parts: Partial<DecisionInput> = {}): DecisionInput {
  return input({ service: serviceOf({ status: { state } }), ...parts });
}

function record(parts: Partial<RecoveryRecord> = {}): RecoveryRecord {
  return {
    issueType: "Crash",
    failureCount: 1,
    issueFailures: 1,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "it crashed",
    ...parts,
  };
}

/** The decision in short. */
function brief(decision: Decision): string {
  switch (decision.kind) {
    case "transition":
      return decision.event;
    case "recover":
      return `recover ${decision.issue.type}`;
    case "fail-plan":
      return `fail-plan ${decision.issue.type}`;
    case "block":
      return `block ${decision.reason}`;
    case "assign":
      return `assign ${decision.node}`;
    default:
      return decision.kind;
  }
}

const CASES: readonly (readonly [name: string, input: DecisionInput, expected: string])[] = [
  ["Pending and all fulfilled: start", inState("Pending", { diff: GONE }), "Start"],
  [
    "Pending and waiting: say so",
    inState("Pending", { waitingFor: [idOf("vehicle/bus")] }),
    "block WaitingForDependency",
  ],
  ["Initializing and not there: plan", inState("Initializing", { diff: GONE }), "make-plan"],
  [
    "not seen since the start, its recovery exhausted, and waiting: no plan that its guard would drop",
    inState("Initializing", {
      ...{ diff: GONE, wasSeenUp: false, waitingFor: [idOf("vehicle/bus")] },
      recovery: record({ lastAction: "Notify" }),
    }),
    "block WaitingForDependency",
  ],
  [
    "not seen since the start, faulty and waiting: what it needs comes first",
    inState("Degraded", {
      ...{ diff: { ...faulty("Crashed"), ...EXISTENCE }, wasSeenUp: false },
      waitingFor: [idOf("vehicle/bus")],
    }),
    "block WaitingForDependency",
  ],
  ["Initializing and only starting: wait", inState("Initializing", { diff: faulty("Starting", 1) }), "wait"],
  [
    "Initializing and starting for too long: recover",
    inState("Initializing", { diff: faulty("Starting", 1), nowMs: 90_000 }),
    "recover StuckTransition",
  ],
  ["Initializing and in sync: ready", inState("Initializing"), "Ready"],
  ["Degraded and in sync: ready", inState("Degraded"), "Ready"],
  ["Failed and in sync: recovered by itself", inState("Failed"), "Recover"],
  ["Running and crashed: fail", inState("Running", { diff: faulty("Crashed") }), "Fail"],
  [
    "Running and one of several crashed: degrade",
    inState("Running", { diff: faulty("Crashed", 1) }),
    "Degrade",
  ],
  ["Running and frozen: degrade", inState("Running", { diff: faulty("Unresponsive") }), "Degrade"],
  ["Running and gone without a word: fail", inState("Running", { diff: GONE }), "Fail"],
  ["Running and starting again: degrade", inState("Running", { diff: faulty("Starting", 1) }), "Degrade"],
  ["Running with an older version: update", inState("Running", { diff: OLD_VERSION }), "Update"],
  ["Failed by a crash: recover", inState("Failed", { diff: faulty("Crashed") }), "recover Crash"],
  [
    "Degraded by a freeze: recover",
    inState("Degraded", { diff: faulty("Unresponsive") }),
    "recover Unresponsive",
  ],
  [
    "Degraded by a plan that did not mend it: recover",
    inState("Degraded", { diff: OLD_VERSION, recovery: record({ issueType: "StuckTransition" }) }),
    "recover StuckTransition",
  ],
  [
    "Degraded by a plan that did not mend it, backing off: wait",
    inState("Degraded", {
      diff: OLD_VERSION,
      recovery: record({ issueType: "StuckTransition" }),
      retryAtMs: 2_000,
    }),
    "wait",
  ],
  ["Failed, backing off: wait", inState("Failed", { diff: faulty("Crashed"), retryAtMs: 2_000 }), "wait"],
  [
    "Failed, a person was told: idle",
    inState("Failed", { diff: faulty("Crashed"), recovery: record({ lastAction: "Notify" }) }),
    "idle",
  ],
  [
    "Failed, another issue than the one a person was told of: recover",
    inState("Failed", { diff: faulty("ConfigRejected"), recovery: record({ lastAction: "Notify" }) }),
    "recover ConfigInvalid",
  ],
  [
    "Failed and no fault to see: the open issue goes on",
    inState("Failed", { diff: faulty("Unspecified"), recovery: record({ issueType: "StuckTransition" }) }),
    "recover StuckTransition",
  ],
  ["silent node: nothing", input({ node: { name: "node-a", isReachable: false, isLost: false } }), "idle"],
  ["lost node: fail", input({ node: { name: "node-a", isReachable: false, isLost: true } }), "Fail"],
  [
    "lost node, failed: relocate",
    inState("Failed", { node: { name: "node-a", isReachable: false, isLost: true } }),
    "recover NodeLost",
  ],
  [
    "lost node, pending: another node",
    inState("Pending", {
      node: { name: "node-a", isReachable: false, isLost: true },
      choice: { kind: "node", node: "node-b", why: "it answers" },
    }),
    "assign node-b",
  ],
  [
    "lost node, pending, no other one: wait for it",
    inState("Pending", { node: { name: "node-a", isReachable: false, isLost: true } }),
    "block WaitingForNode",
  ],
  [
    "no node yet: assign one",
    input({
      service: serviceOf({ status: { state: "Pending", node: "" } }),
      node: undefined,
      choice: { kind: "node", node: "node-b", why: "it answers" },
    }),
    "assign node-b",
  ],
  [
    "no node answers: say so",
    input({ service: serviceOf({ status: { state: "Pending", node: "" } }), node: undefined }),
    "block WaitingForNode",
  ],
  [
    "a look at an older generation: wait for the node",
    input({ diff: diffOf({ observedGeneration: 0n }) }),
    "idle",
  ],
  ["no look yet: wait for the node", input({ diff: undefined }), "idle"],
  [
    "it runs where it should not: stop it there",
    input({ stray: diffOf({ node: "node-b", existenceDiff: { desiredExists: false, actualExists: true } }) }),
    "make-plan",
  ],
  [
    "not wanted any more: terminate",
    input({ service: serviceOf({ spec: { state: "Terminating" }, status: { state: "Running" } }) }),
    "Terminate",
  ],
  [
    "terminating and still there: stop",
    input({ service: serviceOf({ spec: { state: "Terminating" }, status: { state: "Terminating" } }) }),
    "make-plan",
  ],
  [
    "terminating, dependents first: wait",
    input({
      service: serviceOf({ spec: { state: "Terminating" }, status: { state: "Terminating" } }),
      stopsFirst: [idOf("vehicle/fusion")],
    }),
    "idle",
  ],
  [
    "terminating and nothing left: remove",
    input({
      service: serviceOf({ spec: { state: "Terminating" }, status: { state: "Terminating" } }),
      diff: GONE,
    }),
    "remove",
  ],
  [
    "held and running: terminate",
    input({ service: serviceOf({ spec: { state: "Pending" }, status: { state: "Running" } }) }),
    "Terminate",
  ],
  [
    "held and stopped: keep it",
    input({
      service: serviceOf({ spec: { state: "Pending" }, status: { state: "Terminating" } }),
      diff: GONE,
    }),
    "Reschedule",
  ],
  [
    "held: say so",
    input({
      service: serviceOf({ spec: { state: "Pending" }, status: { state: "Pending" } }),
      diff: STOPPED,
    }),
    "block Held",
  ],
  [
    "held and running: stop it",
    input({ service: serviceOf({ spec: { state: "Pending" }, status: { state: "Pending" } }) }),
    "make-plan",
  ],
  [
    "wanted again while terminating: reschedule",
    inState("Terminating"),
    "Reschedule",
  ],
  ["Running long enough: known good", input({ nowMs: 2_000 }), "mark-known-good"],
  ["Running, not long enough: look again", input(), "wait"],
  [
    "Running long enough: failures forgotten",
    input({
      service: serviceOf({
        status: {
          state: "Running",
          lastKnownGood: { version: "1.0", config: { rate: "10" }, generation: 1n },
        },
      }),
      recovery: record(),
      nowMs: 40_000,
    }),
    "close-recovery",
  ],
  [
    "Running long enough to forget failures, not to be known good: forget them",
    input({
      recovery: record(),
      nowMs: 1_450,
      settings: { ...DECISION_SETTINGS, healthyAfterMs: 500, knownGoodAfterMs: 10_000 },
    }),
    "close-recovery",
  ],
  [
    "a new generation of a failed service: up again, whatever failed before",
    input({
      service: serviceOf({ generation: 2n, status: { state: "Failed" } }),
      diff: diffOf({ ...OLD_VERSION, observedGeneration: 2n }),
    }),
    "Recover",
  ],
];

for (const [name, situation, expected] of CASES) {
  Deno.test(`decide() ${name}`, () => equal(brief(decide(situation)), expected));
}

function planRecord(nextAction: number): PlanRecord {
  const plan = createActionPlan(GONE, contextOf());
  return { plan, nextAction, createdAtMs: 0 };
}

const VERIFYING = { plan: planRecord(1), verifyUntilMs: 3_000, verifyFromSequence: 7n };

const ENDING = serviceOf({ spec: { state: "Terminating" }, status: { state: "Terminating" } });
const STOP: PlanRecord = {
  plan: createActionPlan(IN_SYNC, contextOf({ service: ENDING })),
  nextAction: 0,
  createdAtMs: 0,
};

const PLAN_CASES: readonly (readonly [name: string, input: DecisionInput, expected: string])[] = [
  ["an action is left: run it", inState("Initializing", { plan: planRecord(0) }), "run-plan"],
  ["a stop is left: run it", input({ service: ENDING, plan: STOP }), "run-plan"],
  [
    "a dependent was deleted while a stop waited: it stops first",
    input({ service: ENDING, plan: STOP, stopsFirst: [idOf("vehicle/fusion")] }),
    "drop-plan",
  ],
  ["acknowledged and as wanted: finish", inState("Initializing", VERIFYING), "finish-plan"],
  [
    "acknowledged, but the look is older: wait",
    inState("Initializing", { ...VERIFYING, verifyFromSequence: 8n }),
    "wait",
  ],
  ["acknowledged and not there yet: wait", inState("Initializing", { ...VERIFYING, diff: GONE }), "wait"],
  [
    "acknowledged and failed to start: fail at once",
    inState("Initializing", { ...VERIFYING, diff: faulty("StartFailed") }),
    "fail-plan StartFailure",
  ],
  [
    "acknowledged and not there in time: fail",
    inState("Initializing", { ...VERIFYING, diff: GONE, nowMs: 3_000 }),
    "fail-plan StuckTransition",
  ],
  [
    "acknowledged and still starting within the time of the phase: wait longer",
    inState("Initializing", { ...VERIFYING, diff: faulty("Starting", 1), nowMs: 4_000 }),
    "wait",
  ],
  [
    "a newer generation: drop",
    input({ ...VERIFYING, service: serviceOf({ generation: 2n, status: { state: "Initializing" } }) }),
    "drop-plan",
  ],
  [
    "the node is lost: drop",
    inState("Initializing", { ...VERIFYING, node: { name: "node-a", isReachable: false, isLost: true } }),
    "drop-plan",
  ],
];

for (const [name, situation, expected] of PLAN_CASES) {
  Deno.test(`decide() with a plan: ${name}`, () => equal(brief(decide(situation)), expected));
}

Deno.test("decide() names a new version as the cause when it fails to start", () => {
  const service = serviceOf({
    generation: 1n,
    status: { state: "Failed", lastKnownGood: { version: "0.9", config: { rate: "10" }, generation: 0n } },
  });
  const decision = decide(input({ service, diff: faulty("StartFailed") }));
  equal(brief(decision), "recover VersionFault");
  if (decision.kind !== "recover") return;
  match(decision.issue.evidence, /its version is new/);
  deepEqual(decision.issue.causation, ["diff:node-a/7"]);
});

Deno.test("decide() wakes for whichever comes first, being known good or having failures forgotten", () => {
  const settings = { ...DECISION_SETTINGS, healthyAfterMs: 500, knownGoodAfterMs: 10_000 };
  const decision = decide(input({ recovery: record(), settings }));
  equal(decision.kind === "wait" ? decision.untilMs : 0, 1_400);
});

Deno.test("a service that its node does not know how to run waits and says so, whatever was tried before; it is no fault", () => {
  const unknown = faulty("NoDefinition");
  const reason = "it is NoDefinition";
  for (const state of ["Pending", "Initializing", "Failed"] as const) {
    deepEqual(decide(inState(state, { diff: unknown, recovery: record() })), {
      kind: "block",
      reason: "NoDefinition",
      message: reason,
    });
  }
  for (const state of ["Running", "Degraded"] as const) {
    deepEqual(decide(inState(state, { diff: unknown })), { kind: "transition", event: "Fail", reason });
  }
});
