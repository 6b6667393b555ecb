/** Random workloads, and random plans whose claims are true for them, to hold the optimiser against its model. */
import fc from "fast-check";
import type { ActionPlan, ActionStep, DesiredWorkload, PlannedAction } from "../../src/state/plan.ts";
import {
  applyAction,
  EMPTY_NODE,
  type NodeWorkload,
  type Replica,
  type Workload,
} from "../support/workload.ts";
import { RECOVERY_ACTIONS } from "../../src/state/issue.ts";
import { changedKeys } from "../../src/state/config_map.ts";
import { idOf } from "../support/domain.ts";

/** Objects like those of the program, also where nothing touches them. */
const PLAIN = { noNullPrototype: true } as const;
const NODES = ["node-a", "node-b"] as const;
const node = fc.constantFrom(...NODES);
const version = fc.constantFrom("1.0", "2.0");
const config = fc.constantFrom<Readonly<Record<string, string>>>({}, { rate: "1" }, { rate: "2" });
const count = fc.nat({ max: 3 });

const replica: fc.Arbitrary<Replica> = fc.record({ version, config, isFresh: fc.constant(false) }, PLAIN);
const nodeWorkload: fc.Arbitrary<NodeWorkload> = fc.record({
  replicas: fc.array(replica, { maxLength: 4 }),
  isIsolated: fc.boolean(),
}, PLAIN);

export const workloadArbitrary: fc.Arbitrary<Workload> = fc.record({
  a: nodeWorkload,
  b: nodeWorkload,
}).map(({ a, b }) => new Map([["node-a", a], ["node-b", b]]));

/** A step as it is drawn, before its claims are made true. */
interface Wish {
  readonly kind: ActionStep["kind"];
  readonly node: string;
  readonly other: string;
  readonly toReplicas: number;
  readonly desired: DesiredWorkload;
  readonly hasNoEffect: boolean;
  readonly recovery: PlannedAction["recovery"] | undefined;
}

const desired: fc.Arbitrary<DesiredWorkload> = fc.record({ replicas: count, version, config }, PLAIN);
const kind = fc.constantFrom<ActionStep["kind"]>(
  "Start",
  "Stop",
  "Restart",
  "Recreate",
  "Scale",
  "Scale",
  "Scale",
  "UpdateVersion",
  "UpdateVersion",
  "ApplyConfig",
  "ApplyConfig",
  "Relocate",
  "RollbackVersion",
  "ResetConfig",
  "Isolate",
);

/** The kinds of which the planner makes a plan. */
const planned = fc.constantFrom<ActionStep["kind"]>(
  ...(["Start", "Stop", "Recreate", "Scale", "Scale", "Scale"] as const),
  ...(["UpdateVersion", "ApplyConfig", "Restart"] as const),
);

/** A third is like the planner's, a third wants the same thing in all of its actions, a third is of any kind. */
const wishes: fc.Arbitrary<readonly Wish[]> = fc
  .tuple(fc.constantFrom("planned", "same", "any"), desired, node)
  .chain(([shape, same, sameNode]) => {
    const mostly = fc.oneof({ weight: 4, arbitrary: fc.constant(sameNode) }, node);
    return fc.array(
      fc.record({
        kind: shape === "planned" ? planned : kind,
        node: shape === "planned" ? fc.constant(sameNode) : shape === "same" ? mostly : node,
        other: node,
        toReplicas: count,
        desired: shape === "any" ? desired : fc.constant(same),
        hasNoEffect: fc.boolean(),
        recovery: shape === "planned"
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...RECOVERY_ACTIONS), { nil: undefined, freq: 6 }),
      }),
      { maxLength: 8 },
    );
  });

/** A workload, and a plan whose claims are true when it begins there. */
export const planArbitrary: fc.Arbitrary<{ readonly workload: Workload; readonly plan: ActionPlan }> = fc
  .tuple(workloadArbitrary, wishes)
  .map(([workload, drawn]) => ({ workload, plan: planOf(truthful(workload, drawn)) }));

function truthful(begin: Workload, drawn: readonly Wish[]): readonly PlannedAction[] {
  let workload = begin;
  const actions: PlannedAction[] = [];
  for (const wish of drawn) {
    const step = stepOf(wish, workload.get(wish.node) ?? EMPTY_NODE);
    if (step === undefined) continue;
    const action = actionOf(step, wish, actions.length + 1);
    actions.push(action);
    workload = applyAction(workload, action);
  }
  return actions;
}

function stepOf(wish: Wish, { replicas }: NodeWorkload): ActionStep | undefined {
  const { kind: drawn, desired: wanted, recovery } = wish;
  const first = replicas[0];
  const claimsNothing = recovery !== undefined;
  switch (drawn) {
    case "Start":
      return claimsNothing || first === undefined ? { kind: "Start" } : undefined;
    case "Restart":
      return claimsNothing || first !== undefined ? { kind: "Restart" } : undefined;
    case "Scale":
      return { kind: "Scale", fromReplicas: replicas.length, toReplicas: wish.toReplicas };
    case "UpdateVersion":
    case "RollbackVersion": {
      if (first === undefined && !claimsNothing) return undefined;
      const fromVersion = wish.hasNoEffect ? wanted.version : `not ${wanted.version}`;
      return { kind: drawn, fromVersion, toVersion: wanted.version };
    }
    case "ApplyConfig":
    case "ResetConfig": {
      if (first === undefined && !claimsNothing) return undefined;
      const keys = changedKeys(first?.config ?? {}, wanted.config);
      return { kind: drawn, changedKeys: wish.hasNoEffect ? keys : [...keys, "other"] };
    }
    case "Relocate":
      return { kind: "Relocate", fromNode: wish.other, toNode: wish.node };
    default:
      return { kind: drawn };
  }
}

export function actionOf(
  step: ActionStep,
  wish: Pick<Wish, "node" | "desired" | "recovery">,
  number: number,
): PlannedAction {
  return {
    id: `plan-1/${number}`,
    resourceId: idOf("vehicle/lidar"),
    step,
    node: wish.node,
    desired: wish.desired,
    generation: 1n,
    deadlineMs: 1_000,
    isDisruptive: true,
    estimate: { durationMs: 10, isMeasured: true, affectedReplicas: 1, unavailableMs: 10 },
    ...(wish.recovery === undefined ? {} : { recovery: wish.recovery }),
    causation: [],
  };
}

export function planOf(actions: readonly PlannedAction[]): ActionPlan {
  return {
    id: "plan-1",
    resourceId: idOf("vehicle/lidar"),
    actions,
    priority: { isCritical: false, criticality: "QM", diffRank: 2 },
    estimatedDurationMs: 10 * actions.length,
    impactAssessment: {
      affectedReplicas: 1,
      dependents: [],
      expectedUnavailabilityMs: 10 * actions.length,
      isDisruptive: true,
      confidence: "measured",
    },
    generation: 1n,
  };
}
