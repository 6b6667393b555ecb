/** Which event resets which group: every cell of the table, written down a second time. */
import { deepEqual, equal } from "node:assert/strict";
import {
  newRuntime,
  type ResetContext,
  resetRuntime,
  RUNTIME_EVENTS,
  type RuntimeEvent,
} from "../../../../src/reconciliation/apply/resets.ts";
import { createRecoveryPlan } from "../../../../src/reconciliation/planner.ts";
import type { RecoveryRecord } from "../../../../src/state/issue.ts";
import type { ServiceStatus } from "../../../../src/state/model.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { RUNTIME_GROUPS, type RuntimeGroup, type ServiceRuntime } from "../../../../src/state/runtime.ts";
import { contextOf, diffOf, serviceOf } from "../../../support/domain.ts";
import { SETTINGS } from "../../../support/engine/rig.ts";

const DIFF = diffOf({ node: "node-a", sequence: 7n });
const STRAY = diffOf({ node: "node-b", sequence: 3n });

const NOTE = { atMs: 850, againAfterMs: 50 };

/** No fact is what it is at the start. */
const BEFORE: ServiceRuntime = {
  observation: { diff: DIFF, strays: [STRAY], reactFromMs: 100, wasSeenUp: true },
  phase: { sinceMs: 200, isStuckReported: true },
  plan: { verifyUntilMs: 300, verifyFromSequence: 5n, parkedSinceMs: 400, postponements: 6, stopFailures: 7 },
  backoff: { retryAtMs: 700 },
  damping: { flappedAtMs: 800, untilMs: 900, note: NOTE, agedAtMs: 1_000, isTreated: true },
  isolation: { untilMs: 1_100, note: NOTE },
  deadline: { brokenSinceMs: 1_200 },
};

const CONTEXT: ResetContext = {
  nowMs: 5_000,
  wallMs: 1_700_000_000_000,
  record: { service: serviceOf({ status: { state: "Running" } }), term: 1n },
  settings: SETTINGS,
  node: "node-a",
};

type Expected = { readonly [Group in RuntimeGroup]: ServiceRuntime[Group] | "kept" };

const EXPECTED: Readonly<Record<RuntimeEvent, Expected>> = {
  start: {
    observation: { wasSeenUp: false },
    phase: { sinceMs: 5_000, isStuckReported: false },
    plan: { postponements: 0, stopFailures: 0 },
    backoff: { retryAtMs: 0 },
    damping: { flappedAtMs: 5_000, agedAtMs: 5_000, untilMs: undefined, note: undefined, isTreated: false },
    isolation: {},
    deadline: { brokenSinceMs: undefined },
  },
  "new-generation": {
    observation: "kept",
    phase: { sinceMs: 5_000, isStuckReported: false },
    plan: { postponements: 0, stopFailures: 0 },
    backoff: { retryAtMs: 0 },
    damping: { ...BEFORE.damping, untilMs: undefined, note: undefined },
    isolation: {},
    deadline: { brokenSinceMs: 5_000 },
  },
  "new-stream": {
    observation: { ...BEFORE.observation, diff: undefined },
    phase: "kept",
    plan: { ...BEFORE.plan, verifyFromSequence: 0n },
    backoff: "kept",
    damping: "kept",
    isolation: "kept",
    deadline: "kept",
  },
  "node-lost": {
    observation: "kept",
    phase: "kept",
    plan: "kept",
    backoff: "kept",
    damping: "kept",
    isolation: "kept",
    deadline: "kept",
  },
  "own-pause": {
    observation: { ...BEFORE.observation, reactFromMs: 5_000 },
    phase: { sinceMs: 5_000, isStuckReported: true },
    plan: { ...BEFORE.plan, verifyUntilMs: 5_000 + SETTINGS.verifyTimeoutMs, parkedSinceMs: 5_000 },
    backoff: "kept",
    damping: "kept",
    isolation: "kept",
    deadline: { brokenSinceMs: 5_000 },
  },
  release: {
    observation: "kept",
    phase: "kept",
    plan: "kept",
    backoff: { retryAtMs: 0 },
    damping: "kept",
    isolation: {},
    deadline: {},
  },
  "operator-recovery": {
    observation: "kept",
    phase: "kept",
    plan: "kept",
    backoff: { retryAtMs: 0 },
    damping: { ...BEFORE.damping, untilMs: undefined, note: undefined },
    isolation: "kept",
    deadline: "kept",
  },
};

for (const event of RUNTIME_EVENTS) {
  for (const group of RUNTIME_GROUPS) {
    const expected = EXPECTED[event][group];
    Deno.test(`${event} ${expected === "kept" ? "keeps" : "resets"} ${group}`, () => {
      const after = resetRuntime(BEFORE, event, CONTEXT)[group];
      if (expected === "kept") equal(after, BEFORE[group]);
      else deepEqual(after, expected);
    });
  }
}

Deno.test("a pause shorter than a node may be silent is left out of every time limit, and moves none beyond a whole one", () => {
  const short = resetRuntime(BEFORE, "own-pause", { ...CONTEXT, pausedMs: 50 });
  equal(short.observation.reactFromMs, 150);
  equal(short.phase.sinceMs, 250);
  equal(short.plan.verifyUntilMs, 350);
  equal(short.plan.parkedSinceMs, 450);
  equal(short.deadline.brokenSinceMs, 1_250);
  const late = { ...BEFORE, phase: { ...BEFORE.phase, sinceMs: 4_990 } };
  equal(resetRuntime(late, "own-pause", { ...CONTEXT, pausedMs: 50 }).phase.sinceMs, 5_000);
});

Deno.test("a new stream of one node leaves what another node reported, and the numbers of that one", () => {
  const after = resetRuntime(BEFORE, "new-stream", { ...CONTEXT, node: "node-b" });
  equal(after.observation.diff, DIFF);
  equal(after.observation.strays, undefined);
  equal(after.plan.verifyFromSequence, 5n);
});

function recordOf(status: Partial<ServiceStatus>, parts: Partial<ServiceRecord> = {}): ServiceRecord {
  return { service: serviceOf({ status }), term: 1n, ...parts };
}

function started(record: ServiceRecord | undefined, wallMs = CONTEXT.wallMs): ServiceRuntime {
  return newRuntime({ ...CONTEXT, wallMs, record });
}

Deno.test("at the start a service that never ran has nothing to be gone", () => {
  equal(started(undefined).observation.wasSeenUp, true);
  equal(started(recordOf({ state: "Pending" })).observation.wasSeenUp, true);
  equal(started(recordOf({ state: "Failed" })).observation.wasSeenUp, false);
});

Deno.test("at the start a plan that was acknowledged gets its whole time again; another one has none yet", () => {
  const plan = createRecoveryPlan(serviceOf(), "Restart", contextOf());
  const at = (nextAction: number) =>
    started(recordOf({ state: "Initializing" }, { plan: { plan, nextAction, createdAtMs: 0 } })).plan;
  deepEqual(at(plan.actions.length), {
    postponements: 0,
    stopFailures: 0,
    verifyUntilMs: 5_000 + SETTINGS.verifyTimeoutMs,
    verifyFromSequence: 0n,
  });
  deepEqual(at(0), { postponements: 0, stopFailures: 0 });
});

Deno.test("at the start the recovery deadline of what is broken begins anew", () => {
  const recovery: RecoveryRecord = {
    issueType: "Crash",
    failureCount: 1,
    issueFailures: 1,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "",
  };
  equal(started(recordOf({ state: "Failed" }, { recovery })).deadline.brokenSinceMs, 5_000);
  equal(started(recordOf({ state: "Running" }, { recovery })).deadline.brokenSinceMs, undefined);
});

const ISOLATED = {
  type: "Isolated",
  status: "True",
  reason: "Operator",
  message: "",
  lastTransitionTimeMs: 0,
} as const;

Deno.test("at the start an isolation has left what it had, whatever the wall clock did", () => {
  const isolation = { by: "Operator", reason: "", sinceMs: CONTEXT.wallMs, ttlMs: 1_000 } as const;
  const untilMs = (afterMs: number) =>
    started(recordOf({ conditions: [ISOLATED], isolation }), CONTEXT.wallMs + afterMs).isolation.untilMs;
  equal(untilMs(400), 5_600);
  equal(untilMs(2_000), 5_000);
  equal(untilMs(-9_000), 6_000);
  const noted = { ...isolation, servedMs: 700 };
  const leftMs = (afterMs: number) =>
    (started(recordOf({ conditions: [ISOLATED], isolation: noted }), CONTEXT.wallMs + afterMs).isolation
      .untilMs ?? 0) - CONTEXT.nowMs;
  deepEqual([-9_000, 0, 400, 800, 2_000].map(leftMs), [300, 300, 300, 200, 0]);
  equal(started(recordOf({ conditions: [ISOLATED] })).isolation.untilMs, undefined);
});
