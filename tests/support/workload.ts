/**
 * What actions mean: a model of the replicas on the nodes, and what each step does to them.
 *
 * It is the yardstick of the optimiser (the state that a plan ends in must stay the same) and says what a controller is
 * expected to do (`actioncontroller/v1`). It stands for what is meant, not for what happens: a step here never fails.
 *
 * Some steps claim something about the node as it is when they begin. Start claims that nothing of the service runs there;
 * Restart, UpdateVersion and ApplyConfig that something does; Scale that `fromReplicas` do. A step of a recovery claims
 * nothing and ends with at least the wanted replicas. A step whose own account says that nothing changes does nothing.
 */
import { assertNever } from "../../src/kit/errors.ts";
import { isNoOp } from "../../src/reconciliation/plan/optimizer.ts";
import type { ConfigMap } from "../../src/state/config_map.ts";
import type { ActionPlan, DesiredWorkload, PlannedAction } from "../../src/state/plan.ts";

export interface Replica {
  readonly version: string;
  readonly config: ConfigMap;
  /** Its process was started by the plan. */
  readonly isFresh: boolean;
}

export interface NodeWorkload {
  /** Oldest first. */
  readonly replicas: readonly Replica[];
  /** Held back: nothing starts it before it is released. */
  readonly isIsolated: boolean;
}

/** What each node has of one service; a node that is missing has nothing. */
export type Workload = ReadonlyMap<string, NodeWorkload>;

export const EMPTY_NODE: NodeWorkload = { replicas: [], isIsolated: false };

/** Whether the action also makes what is missing, whatever its kind: a recovery that is to leave the service running. */
function endsFilled({ recovery, step }: PlannedAction): boolean {
  return recovery !== undefined && step.kind !== "Stop" && step.kind !== "Isolate";
}

/** The workload that the plan ends in. */
export function applyPlanToWorkload(workload: Workload, plan: Pick<ActionPlan, "actions">): Workload {
  return plan.actions.reduce(applyAction, workload);
}

/** The workload after one action. */
export function applyAction(workload: Workload, action: PlannedAction): Workload {
  const { step, node, desired } = action;
  if (isNoOp(step)) return workload;
  const before = workload.get(node) ?? EMPTY_NODE;
  const changed = replicasAfter(before.replicas, action);
  const replicas = endsFilled(action) ? filled(changed, desired.replicas, desired) : changed;
  const after = new Map(workload);
  after.set(node, { replicas, isIsolated: before.isIsolated || step.kind === "Isolate" });
  if (step.kind === "Relocate") {
    const left = workload.get(step.fromNode) ?? EMPTY_NODE;
    after.set(step.fromNode, { ...left, replicas: [] });
  }
  return after;
}

function replicasAfter(replicas: readonly Replica[], { step, desired }: PlannedAction): readonly Replica[] {
  const { version, config } = desired;
  switch (step.kind) {
    case "Start":
    case "Relocate":
      return filled(replicas, desired.replicas, desired);
    case "Stop":
    case "Isolate":
      return [];
    case "Recreate":
      return filled([], desired.replicas, desired);
    case "Scale":
      return filled(replicas.slice(0, step.toReplicas), step.toReplicas, desired);
    case "Restart":
      return replicas.map((replica) => ({ ...replica, isFresh: true }));
    case "UpdateVersion":
    case "RollbackVersion":
      return replicas.map(() => ({ version, config, isFresh: true }));
    case "ApplyConfig":
      return replicas.map((replica) => ({ ...replica, config }));
    case "ResetConfig":
      return replicas.map((replica) => ({ ...replica, config, isFresh: true }));
    default:
      return assertNever(step);
  }
}

/** The replicas, with new ones behind them until there are `count`. */
function filled(replicas: readonly Replica[], count: number, desired: DesiredWorkload): readonly Replica[] {
  const missing = Math.max(0, count - replicas.length);
  const { version, config } = desired;
  return [...replicas, ...Array.from({ length: missing }, () => ({ version, config, isFresh: true }))];
}
