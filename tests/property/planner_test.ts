import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createActionPlan,
  createRecoveryPlan,
  optimizePlan,
  sortPlansByPriority,
} from "../../src/reconciliation/planner.ts";
import { comparePriority, PRIORITY_LEVELS, priorityLevel } from "../../src/reconciliation/plan/priority.ts";
import type { ActionPriority } from "../../src/state/plan.ts";
import { applyPlanToWorkload, type Workload } from "../support/workload.ts";
import { RECOVERY_ACTIONS } from "../../src/state/issue.ts";
import { changedKeys } from "../../src/state/config_map.ts";
import { DIFF_PRIORITIES, type StateDiff, STATUS_REASONS } from "../../src/state/diff.ts";
import { isActionAllowed } from "../../src/state/machine.ts";
import { CRITICALITIES, DESIRED_STATES, SERVICE_STATES, type ServiceState } from "../../src/state/model.ts";
import { contextOf, diffOf, serviceOf } from "../support/domain.ts";

const RUNS = { numRuns: 5_000 };
const nodes = fc.constantFrom("node-a", "node-b", "");
const versions = fc.constantFrom("1.0", "2.0");
const configs = fc.constantFrom<Readonly<Record<string, string>>>({}, { rate: "1" }, {
  rate: "2",
  unit: "m",
});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const services: fc.Arbitrary<ServiceState> = fc.record({
  state: fc.constantFrom(...SERVICE_STATES),
  wanted: fc.constantFrom(...DESIRED_STATES),
  replicas: fc.nat({ max: 3 }),
  version: versions,
  config: configs,
  node: nodes,
  good: maybe(fc.record({ version: versions, config: configs, generation: fc.constant(1n) })),
  override: maybe(fc.record({ version: versions, config: configs, generation: fc.constantFrom(0n, 1n) })),
  generation: fc.constantFrom(0n, 1n),
  available: fc.nat({ max: 3 }),
}).map((drawn) =>
  serviceOf({
    generation: drawn.generation,
    spec: { state: drawn.wanted, replicas: drawn.replicas, version: drawn.version, config: drawn.config },
    status: {
      state: drawn.state,
      node: drawn.node,
      availableReplicas: drawn.available,
      ...(drawn.good === undefined ? {} : { lastKnownGood: drawn.good }),
      ...(drawn.override === undefined ? {} : { override: { ...drawn.override, reason: "" } }),
    },
  })
);

/** Any diff at all, also one that contradicts itself. */
const anyDiff: fc.Arbitrary<StateDiff> = fc.record({
  existenceDiff: maybe(fc.record({ desiredExists: fc.boolean(), actualExists: fc.boolean() })),
  scaleDiff: maybe(fc.record({ desiredReplicas: fc.nat({ max: 3 }), actualReplicas: fc.nat({ max: 4 }) })),
  versionDiff: maybe(
    fc.record({ desiredVersion: versions, actualVersion: fc.constantFrom("", "1.0", "2.0") }),
  ),
  configDiff: maybe(fc.record({ desired: configs, actual: configs })),
  statusDiff: maybe(fc.record({
    desiredState: fc.constantFrom(...SERVICE_STATES),
    actualState: fc.constantFrom(...SERVICE_STATES),
    reason: fc.constantFrom(...STATUS_REASONS),
    message: fc.constant(""),
  })),
  node: fc.constantFrom("node-a", "node-b"),
  replicas: fc.nat({ max: 4 }),
  isCritical: fc.boolean(),
}).map(({ replicas, existenceDiff, scaleDiff, versionDiff, configDiff, statusDiff, ...rest }) =>
  diffOf({
    ...rest,
    ...(existenceDiff === undefined ? {} : { existenceDiff }),
    ...(scaleDiff === undefined ? {} : { scaleDiff }),
    ...(versionDiff === undefined ? {} : { versionDiff }),
    ...(configDiff === undefined ? {} : { configDiff }),
    ...(statusDiff === undefined ? {} : { statusDiff }),
    actual: { replicas, availableReplicas: replicas, version: "" },
  })
);

Deno.test("a plan never has an action that the phase does not allow, and is empty where none is", () => {
  fc.assert(
    fc.property(services, anyDiff, nodes, (service, diff, node) => {
      const { state } = service.status;
      const naive = createActionPlan(diff, contextOf({ service, node }));
      for (const plan of [naive, optimizePlan(naive).plan]) {
        for (const { step } of plan.actions) {
          assert.ok(isActionAllowed(state, step.kind), `${step.kind} in ${state}`);
        }
      }
    }),
    RUNS,
  );
});

Deno.test("a recovery plan has at most one action, and only an allowed one", () => {
  fc.assert(
    fc.property(services, fc.constantFrom(...RECOVERY_ACTIONS), nodes, (service, action, toNode) => {
      const { actions } = createRecoveryPlan(service, action, { ...contextOf({ service }), toNode });
      assert.ok(actions.length <= 1);
      for (const { step, node, recovery } of actions) {
        assert.ok(isActionAllowed(service.status.state, step.kind));
        assert.notEqual(node, "");
        assert.equal(recovery, action);
      }
    }),
    RUNS,
  );
});

/** What a node has, and the diff that an honest node reports of it. */
interface Seen {
  readonly replicas: number;
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

function honestDiff(service: ServiceState, seen: Seen): StateDiff {
  const { spec } = service;
  const wanted = spec.state === "Running" && spec.replicas > 0;
  const { replicas, version } = seen;
  const base = diffOf({ actual: { replicas, availableReplicas: replicas, version } });
  if (wanted !== replicas > 0) {
    return { ...base, existenceDiff: { desiredExists: wanted, actualExists: replicas > 0 } };
  }
  if (!wanted) return base;
  const keys = changedKeys(spec.config, seen.config);
  const pick = (from: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
  return {
    ...base,
    ...(replicas === spec.replicas
      ? {}
      : { scaleDiff: { desiredReplicas: spec.replicas, actualReplicas: replicas } }),
    ...(version === spec.version
      ? {}
      : { versionDiff: { desiredVersion: spec.version, actualVersion: version } }),
    ...(keys.length === 0 ? {} : { configDiff: { desired: pick(spec.config), actual: pick(seen.config) } }),
  };
}

Deno.test("the optimised plan for an honest diff makes exactly what is wanted, with no more than two actions", () => {
  const seen = fc.record({ replicas: fc.nat({ max: 4 }), version: versions, config: configs });
  fc.assert(
    fc.property(services, seen, (drawn, sight) => {
      const service: ServiceState = {
        ...drawn,
        metadata: { ...drawn.metadata, generation: 1n },
        status: { ...serviceOf().status, state: "Running" },
      };
      const { spec } = service;
      const { plan } = optimizePlan(createActionPlan(honestDiff(service, sight), contextOf({ service })));
      const begin: Workload = new Map([["node-a", {
        replicas: Array.from({ length: sight.replicas }, () => ({ ...sight, isFresh: false })),
        isIsolated: false,
      }]]);
      const end = applyPlanToWorkload(begin, plan).get("node-a")?.replicas ?? [];
      assert.equal(end.length, spec.state === "Running" ? spec.replicas : 0);
      for (const { version, config } of end) assert.deepEqual([version, config], [spec.version, spec.config]);
      assert.ok(plan.actions.length <= 2);
      if (plan.actions.length === 0) return;
      assert.ok(plan.estimatedDurationMs > 0);
    }),
    RUNS,
  );
});

const priorities: fc.Arbitrary<ActionPriority> = fc.record({
  isCritical: fc.boolean(),
  criticality: fc.constantFrom(...CRITICALITIES),
  diffRank: fc.nat({ max: DIFF_PRIORITIES.length - 1 }),
});

/** The order as it is described, written without the levels. */
function describedOrder(a: ActionPriority, b: ActionPriority): number {
  if (a.isCritical !== b.isCritical) return a.isCritical ? -1 : 1;
  const harm = CRITICALITIES.indexOf(b.criticality) - CRITICALITIES.indexOf(a.criticality);
  return harm !== 0 ? harm : a.diffRank - b.diffRank;
}

Deno.test("priorityLevel() is the described order in numbers", () => {
  fc.assert(fc.property(priorities, priorities, (a, b) => {
    assert.equal(Math.sign(comparePriority(a, b)), Math.sign(describedOrder(a, b)));
    assert.ok(priorityLevel(a) >= 0 && priorityLevel(a) < PRIORITY_LEVELS);
  }));
});

Deno.test("sortPlansByPriority() gives a sorted permutation, the same for every order of arrival", () => {
  fc.assert(fc.property(fc.array(priorities, { maxLength: 30 }), (drawn) => {
    const plans = drawn.map((priority, index) => ({
      ...createActionPlan(diffOf(), contextOf({ planId: `plan-${String(index).padStart(2, "0")}` })),
      priority,
    }));
    const sorted = [...plans];
    const reversed = plans.toReversed();
    sortPlansByPriority(sorted);
    sortPlansByPriority(reversed);
    assert.deepEqual(sorted, reversed);
    assert.equal(new Set(sorted).size, plans.length);
    for (const [index, plan] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next === undefined) continue;
      const order = describedOrder(plan.priority, next.priority);
      assert.ok(order < 0 || (order === 0 && plan.id < next.id));
    }
  }));
});
