/**
 * Makes a plan shorter and gentler without changing the state that it ends in (design section 4).
 *
 * It knows the plans of the planner: one node, one desired workload, no recovery. There everything that makes or changes a replica
 * makes it as desired, and from that the rules follow:
 *
 * - what says itself that it changes nothing is dropped;
 * - Stop and Recreate swallow everything before them, Start and Recreate every change behind them;
 * - UpdateVersion swallows ApplyConfig and Restart on either side of it, and of two changes of one kind one is enough;
 * - scaling up goes before the changes, scaling down behind them, and neighbouring scale steps become one.
 *
 * I1  The end state is the same before and after, from every beginning in which the claims of the actions are true.
 * I2  Optimising twice gives what optimising once gives.
 * I3  Actions keep their ids, and no action is made up.
 * I4  Of any other plan only what changes nothing is dropped.
 */
import { assertNever } from "../../kit/errors.ts";
import { isSameConfig } from "../../state/config_map.ts";
import type { ActionKind, ActionPlan, ActionStep, PlannedAction } from "../../state/plan.ts";
import { withActions } from "./impact.ts";

/** The plan after optimisation; the same object where there was nothing to do. */
export interface OptimizationResult {
  readonly plan: ActionPlan;
  readonly isOptimized: boolean;
}

type Actions = readonly PlannedAction[];

/** Optimize action plan to minimize disruption, and say whether it was changed. */
export function optimizePlan(plan: ActionPlan): OptimizationResult {
  const effective = plan.actions.filter(({ step }) => !isNoOp(step));
  const actions = isOfPlanner(effective) ? improved(effective) : effective;
  if (isSame(actions, plan.actions)) return { plan, isOptimized: false };
  return { plan: withActions(plan, actions), isOptimized: true };
}

/** Each rule that applies makes the list shorter or better ordered, so this ends. */
function improved(actions: Actions): Actions {
  const next = RULES.reduce((current, rule) => rule(current), actions);
  return isSame(next, actions) ? actions : improved(next);
}

function isSame(a: Actions, b: Actions): boolean {
  return a.length === b.length && a.every((action, index) => action === b[index]);
}

const RULES: readonly ((actions: Actions) => Actions)[] = [
  dropBeforeNewBeginning,
  dropBehindMaking,
  dropRepeatedChanges,
  orderScaling,
  mergeScaling,
];

/** Steps that change every replica that is there and make none. */
const CHANGES: ReadonlySet<ActionKind> = new Set(["Restart", "UpdateVersion", "ApplyConfig"]);
const PLANNED: ReadonlySet<ActionKind> = new Set(["Start", "Stop", "Recreate", "Scale", ...CHANGES]);

function isOfPlanner(actions: Actions): boolean {
  const [first] = actions;
  return first !== undefined &&
    actions.every(({ step, node, desired, recovery }) =>
      PLANNED.has(step.kind) && recovery === undefined && node === first.node &&
      desired.version === first.desired.version && desired.replicas === first.desired.replicas &&
      isSameConfig(desired.config, first.desired.config)
    );
}

/** Whether the step says itself that it changes nothing. */
export function isNoOp(step: ActionStep): boolean {
  switch (step.kind) {
    case "Scale":
      return step.fromReplicas === step.toReplicas;
    case "UpdateVersion":
    case "RollbackVersion":
      return step.fromVersion === step.toVersion;
    case "ApplyConfig":
    case "ResetConfig":
      return step.changedKeys.length === 0;
    case "Relocate":
      return step.fromNode === step.toNode;
    case "Start":
    case "Stop":
    case "Restart":
    case "Recreate":
    case "Isolate":
      return false;
    default:
      return assertNever(step);
  }
}

/** Nothing is left of what comes before a Stop or a Recreate. */
function dropBeforeNewBeginning(actions: Actions): Actions {
  const begin = actions.findLastIndex(({ step }) => step.kind === "Stop" || step.kind === "Recreate");
  return actions.slice(Math.max(0, begin));
}

/** Where everything was just made as desired there is nothing to change, and the number is right. */
function dropBehindMaking(actions: Actions): Actions {
  const kept: PlannedAction[] = [];
  let isMade = false;
  for (const action of actions) {
    const { step, desired } = action;
    if (isMade && CHANGES.has(step.kind)) continue;
    const isRightNumber = isMaking(kept.at(-1)) && step.kind === "Scale" &&
      step.toReplicas === desired.replicas;
    if (isRightNumber) continue;
    isMade ||= isMaking(action);
    kept.push(action);
  }
  return kept;
}

function isMaking(action: PlannedAction | undefined): boolean {
  return action?.step.kind === "Start" || action?.step.kind === "Recreate";
}

/** One UpdateVersion does it all; without one, the first of each kind. */
function dropRepeatedChanges(actions: Actions): Actions {
  const changes = actions.filter(({ step }) => CHANGES.has(step.kind));
  const update = changes.find(({ step }) => step.kind === "UpdateVersion");
  return actions.filter((action) => {
    if (!changes.includes(action)) return true;
    const enough = update ?? changes.find(({ step }) => step.kind === action.step.kind);
    return action === enough;
  });
}

/** Surge before teardown: each step moves forward past those that it belongs before. */
function orderScaling(actions: Actions): Actions {
  const ordered: PlannedAction[] = [];
  for (const action of actions) {
    const place = ordered.findLastIndex((other) => !belongsBefore(action.step, other.step)) + 1;
    ordered.splice(place, 0, action);
  }
  return ordered;
}

function belongsBefore(step: ActionStep, other: ActionStep): boolean {
  return (isScaleUp(step) && CHANGES.has(other.kind)) || (CHANGES.has(step.kind) && isScaleDown(other));
}

function isScaleUp(step: ActionStep): boolean {
  return step.kind === "Scale" && step.toReplicas > step.fromReplicas;
}

function isScaleDown(step: ActionStep): boolean {
  return step.kind === "Scale" && step.toReplicas < step.fromReplicas;
}

/** Makes one of two scale steps that follow each other. Not of down and up: that replaces replicas. */
function mergeScaling(actions: Actions): Actions {
  const merged: PlannedAction[] = [];
  for (const action of actions) {
    const joined = joinScaling(merged.at(-1), action);
    if (joined !== undefined) merged.pop();
    if (joined === undefined || !isNoOp(joined.step)) merged.push(joined ?? action);
  }
  return merged;
}

function joinScaling(first: PlannedAction | undefined, second: PlannedAction): PlannedAction | undefined {
  if (first?.step.kind !== "Scale" || second.step.kind !== "Scale") return undefined;
  if (isScaleDown(first.step) && isScaleUp(second.step)) return undefined;
  const { fromReplicas } = first.step;
  const { toReplicas } = second.step;
  const isDown = toReplicas < fromReplicas;
  const affectedReplicas = Math.max(first.estimate.affectedReplicas, second.estimate.affectedReplicas);
  return {
    ...second,
    id: first.id,
    step: { kind: "Scale", fromReplicas, toReplicas },
    isDisruptive: isDown && (first.isDisruptive || second.isDisruptive),
    estimate: { ...second.estimate, affectedReplicas: isDown ? affectedReplicas : 0 },
  };
}
