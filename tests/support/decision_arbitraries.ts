/** Random situations of one service, legal and absurd ones alike. */
import fc from "fast-check";
import type { DecisionInput } from "../../src/reconciliation/decide/decision.ts";
import type { PlanRecord } from "../../src/state/plan.ts";
import { createActionPlan } from "../../src/reconciliation/planner.ts";
import { ISSUE_TYPES, RECOVERY_ACTIONS, type RecoveryRecord } from "../../src/state/issue.ts";
import { type StateDiff, STATUS_REASONS } from "../../src/state/diff.ts";
import { DESIRED_STATES, SERVICE_STATES, type ServiceState } from "../../src/state/model.ts";
import { contextOf, diffOf, idOf, serviceOf } from "./domain.ts";

export const DECISION_SETTINGS = {
  pendingMs: 60_000,
  initializingMs: 5_000,
  terminatingMs: 5_000,
  knownGoodAfterMs: 500,
  healthyAfterMs: 30_000,
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const smallTime = fc.integer({ min: 0, max: 60_000 });
const generation = fc.bigInt({ min: 1n, max: 3n });

export const services: fc.Arbitrary<ServiceState> = fc.record({
  state: fc.constantFrom(...SERVICE_STATES),
  wanted: fc.constantFrom(...DESIRED_STATES),
  generation,
  observed: fc.bigInt({ min: 0n, max: 3n }),
  node: fc.constantFrom("", "node-a", "node-b"),
  isIsolated: fc.boolean(),
  good: maybe(fc.constantFrom("0.9", "1.0")),
}).map(({ state, wanted, generation, observed, node, isIsolated, good }) =>
  serviceOf({
    generation,
    spec: { state: wanted },
    status: {
      state,
      node,
      observedGeneration: observed,
      conditions: isIsolated
        ? [{ type: "Isolated", status: "True", reason: "Crash", message: "", lastTransitionTimeMs: 0 }]
        : [],
      ...(good === undefined ? {} : { lastKnownGood: { version: good, config: {}, generation: 1n } }),
    },
  })
);

export function diffsOf(node: string): fc.Arbitrary<StateDiff> {
  return fc.record({
    sequence: fc.bigInt({ min: 1n, max: 20n }),
    observedGeneration: fc.bigInt({ min: 0n, max: 3n }),
    replicas: fc.integer({ min: 0, max: 3 }),
    available: fc.integer({ min: 0, max: 3 }),
    exists: maybe(fc.record({ desiredExists: fc.boolean(), actualExists: fc.boolean() })),
    reason: maybe(fc.constantFrom(...STATUS_REASONS)),
    hasScale: fc.boolean(),
    hasVersion: fc.boolean(),
    hasConfig: fc.boolean(),
  }).map((parts) =>
    diffOf({
      node,
      sequence: parts.sequence,
      observedGeneration: parts.observedGeneration,
      actual: {
        replicas: parts.replicas,
        availableReplicas: Math.min(parts.available, parts.replicas),
        version: "1.0",
      },
      ...(parts.exists === undefined ? {} : { existenceDiff: parts.exists }),
      ...(parts.reason === undefined ? {} : {
        statusDiff: { desiredState: "Running", actualState: "Failed", reason: parts.reason, message: "" },
      }),
      ...(parts.hasScale ? { scaleDiff: { desiredReplicas: 2, actualReplicas: parts.replicas } } : {}),
      ...(parts.hasVersion ? { versionDiff: { desiredVersion: "1.0", actualVersion: "0.9" } } : {}),
      ...(parts.hasConfig ? { configDiff: { desired: { rate: "10" }, actual: { rate: "5" } } } : {}),
    })
  );
}

const recoveries: fc.Arbitrary<RecoveryRecord> = fc.record({
  issueType: fc.constantFrom(...ISSUE_TYPES),
  failureCount: fc.integer({ min: 0, max: 20 }),
  lastAction: maybe(fc.constantFrom(...RECOVERY_ACTIONS)),
}).map(({ issueType, failureCount, lastAction }) => ({
  issueType,
  failureCount,
  issueFailures: failureCount,
  attempts: {},
  lastAttemptAtMs: 0,
  evidence: "seen",
  ...(lastAction === undefined ? {} : { lastAction }),
}));

function planFor(service: ServiceState, nextAction: number, generation: bigint): PlanRecord {
  const diff = diffOf({ existenceDiff: { desiredExists: true, actualExists: false } });
  const plan = createActionPlan(
    diff,
    contextOf({ service: { ...service, status: { ...service.status, state: "Failed" } } }),
  );
  return { plan: { ...plan, generation }, nextAction, createdAtMs: 0 };
}

export const situations: fc.Arbitrary<DecisionInput> = fc.record({
  service: services,
  diff: maybe(diffsOf("node-a")),
  stray: maybe(diffsOf("node-b")),
  recovery: maybe(recoveries),
  planStep: maybe(fc.integer({ min: 0, max: 2 })),
  planGeneration: generation,
  liveness: fc.constantFrom("reachable", "silent", "lost"),
  hasChoice: fc.boolean(),
  isWaiting: fc.boolean(),
  hasStopsFirst: fc.boolean(),
  nowMs: smallTime,
  phaseSinceMs: smallTime,
  verifyUntilMs: maybe(smallTime),
  verifyFromSequence: maybe(fc.bigInt({ min: 0n, max: 20n })),
  retryAtMs: smallTime,
  wasSeenUp: fc.boolean(),
}).map((parts): DecisionInput => {
  const { service } = parts;
  const { node } = service.status;
  return {
    service,
    recovery: parts.recovery,
    plan: parts.planStep === undefined ? undefined : planFor(service, parts.planStep, parts.planGeneration),
    diff: parts.diff === undefined || node === "" ? undefined : { ...parts.diff, node },
    stray: parts.stray === undefined || node === "node-b" ? undefined : parts.stray,
    node: node === ""
      ? undefined
      : { name: node, isReachable: parts.liveness === "reachable", isLost: parts.liveness === "lost" },
    choice: parts.hasChoice
      ? { kind: "node", node: "node-c", why: "free" }
      : { kind: "none", why: "none answers" },
    waitingFor: parts.isWaiting ? [idOf("vehicle/bus")] : [],
    stopsFirst: parts.hasStopsFirst ? [idOf("vehicle/fusion")] : [],
    nowMs: parts.nowMs,
    phaseSinceMs: Math.min(parts.phaseSinceMs, parts.nowMs),
    verifyUntilMs: parts.verifyUntilMs,
    verifyFromSequence: parts.verifyFromSequence,
    retryAtMs: parts.retryAtMs,
    wasSeenUp: parts.wasSeenUp,
    settings: DECISION_SETTINGS,
  };
});
