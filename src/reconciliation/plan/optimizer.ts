/**
 * Makes a plan shorter and gentler without changing the state that it ends in (design section 4).
 *
 * The state a plan ends in is that of the model in `workload.ts`, from every beginning in which the claims of its actions
 * are true. Four rules are repeated until none applies:
 *
 * - what says itself that it changes nothing is dropped;
 * - what a later action undoes or does again is dropped (Stop and Recreate swallow everything before them, UpdateVersion
 *   swallows ApplyConfig and Restart);
 * - what an earlier action has done already is dropped (after Recreate or Start there is nothing left to update);
 * - scaling up goes before what disrupts, scaling down after it, and neighbouring scale steps become one.
 *
 * I1  The end state is the same before and after.
 * I2  Optimising twice gives what optimising once gives.
 * I3  Actions keep their ids, and no action is made up.
 */
import { isSameConfig } from "../../state/config_map.ts";
import { withActions } from "./impact.ts";
import { NodeKnowledge } from "./knowledge.ts";
import type { ActionKind, ActionPlan, ActionStep, DesiredWorkload, PlannedAction } from "../../state/plan.ts";
import { isNoOp } from "./workload.ts";

/** The plan after optimisation; the same object where there was nothing to do. */
export interface OptimizationResult {
  readonly plan: ActionPlan;
  readonly isOptimized: boolean;
}

type Actions = readonly PlannedAction[];

/** Optimize action plan to minimize disruption, and say whether it was changed. */
export function optimizePlan(plan: ActionPlan): OptimizationResult {
  let actions: Actions = plan.actions;
  for (;;) {
    // Each rule that applies makes the list shorter or better ordered, so this ends.
    const next = RULES.reduce((current, rule) => rule(current), actions);
    if (isSameList(next, actions)) break;
    actions = next;
  }
  if (isSameList(actions, plan.actions)) return { plan, isOptimized: false };
  return { plan: withActions(plan, actions), isOptimized: true };
}

const RULES: readonly ((actions: Actions) => Actions)[] = [
  dropNoOps,
  dropOverwritten,
  dropAlreadyDone,
  orderScaling,
  mergeScaling,
];

function isSameList(a: Actions, b: Actions): boolean {
  return a.length === b.length && a.every((action, index) => action === b[index]);
}

function dropNoOps(actions: Actions): Actions {
  return actions.filter((action) => !isNoOp(action.step));
}

type Aspect = "version" | "config" | "process";

/** What a step sets on every replica that is there; steps that change their number are not listed. */
const SETS: Readonly<Partial<Record<ActionKind, readonly Aspect[]>>> = {
  Restart: ["process"],
  UpdateVersion: ["version", "config", "process"],
  RollbackVersion: ["version", "config", "process"],
  ApplyConfig: ["config"],
  ResetConfig: ["config", "process"],
};

/** Removes what later actions on the same node leave no trace of. Goes from the end to the beginning. */
function dropOverwritten(actions: Actions): Actions {
  const later = new Map<string, Set<Aspect | "everything">>();
  const at = (node: string): Set<Aspect | "everything"> => {
    const known = later.get(node) ?? new Set();
    later.set(node, known);
    return known;
  };
  const kept: PlannedAction[] = [];
  for (const action of actions.toReversed()) {
    const { step, node } = action;
    if (isOverwritten(action, at(node))) continue;
    kept.push(action);
    if (step.kind === "Stop" || step.kind === "Recreate" || step.kind === "Isolate") {
      at(node).add("everything");
    }
    if (step.kind === "Relocate") at(step.fromNode).add("everything");
    for (const aspect of SETS[step.kind] ?? []) at(node).add(aspect);
  }
  return kept.reverse();
}

function isOverwritten(action: PlannedAction, later: ReadonlySet<Aspect | "everything">): boolean {
  const { kind } = action.step;
  // Isolate also holds the service back, and Relocate empties another node: neither is undone here.
  if (kind === "Isolate" || kind === "Relocate") return false;
  if (later.has("everything")) return true;
  const sets = SETS[kind];
  // A step of a recovery may also make replicas.
  return action.recovery === undefined && sets !== undefined && sets.every((aspect) => later.has(aspect));
}

/** Removes what is so already, by what the actions before it have done. */
function dropAlreadyDone(actions: Actions): Actions {
  const knowledge = new NodeKnowledge();
  return actions.filter((action) => {
    if (knowledge.isDone(action)) return false;
    knowledge.learn(action);
    return true;
  });
}

function isScaleUp(step: ActionStep): boolean {
  return step.kind === "Scale" && step.toReplicas > step.fromReplicas;
}

function isScaleDown(step: ActionStep): boolean {
  return step.kind === "Scale" && step.toReplicas < step.fromReplicas;
}

/** Surge before teardown: swaps neighbours until every scale step stands where it disrupts least. */
function orderScaling(actions: Actions): Actions {
  const ordered = [...actions];
  for (let end = ordered.length; end > 1; end--) {
    for (let index = 1; index < end; index++) {
      const first = ordered[index - 1];
      const second = ordered[index];
      if (first !== undefined && second !== undefined && belongsAfter(first, second)) {
        ordered[index - 1] = second;
        ordered[index] = first;
      }
    }
  }
  return ordered;
}

/** Whether `first` should come after `second`, and may: both orders then end in the same state. */
function belongsAfter(first: PlannedAction, second: PlannedAction): boolean {
  if (first.node !== second.node || !isSameDesired(first.desired, second.desired)) return false;
  // A step of a recovery may make replicas itself, so it matters on which side of it the number is set.
  if (first.recovery !== undefined || second.recovery !== undefined) return false;
  if (isScaleUp(second.step)) return SETS[first.step.kind] !== undefined;
  return isScaleDown(first.step) && SETS[second.step.kind] !== undefined;
}

function isSameDesired(a: DesiredWorkload, b: DesiredWorkload): boolean {
  return a.version === b.version && a.replicas === b.replicas && isSameConfig(a.config, b.config);
}

/** Makes one of two scale steps that follow each other. Not of down and up: that replaces replicas. */
function mergeScaling(actions: Actions): Actions {
  const merged: PlannedAction[] = [];
  for (const action of actions) {
    const last = merged.at(-1);
    const joined = last === undefined ? undefined : joinScaling(last, action);
    if (joined === undefined) merged.push(action);
    else merged[merged.length - 1] = joined;
  }
  return merged;
}

function joinScaling(first: PlannedAction, second: PlannedAction): PlannedAction | undefined {
  if (first.step.kind !== "Scale" || second.step.kind !== "Scale") return undefined;
  if (first.node !== second.node || !isSameDesired(first.desired, second.desired)) return undefined;
  if (first.recovery !== undefined || second.recovery !== undefined) return undefined;
  if (isScaleDown(first.step) && isScaleUp(second.step)) return undefined;
  const { fromReplicas } = first.step;
  const { toReplicas } = second.step;
  const affectedReplicas = Math.max(first.estimate.affectedReplicas, second.estimate.affectedReplicas);
  const isDown = toReplicas < fromReplicas;
  return {
    ...second,
    id: first.id,
    step: { kind: "Scale", fromReplicas, toReplicas },
    isDisruptive: isDown && (first.isDisruptive || second.isDisruptive),
    estimate: { ...second.estimate, affectedReplicas: isDown ? affectedReplicas : 0 },
  };
}
