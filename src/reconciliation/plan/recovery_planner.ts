/**
 * The plan for one recovery action (design section 5).
 *
 * I1  It never contains an action that is not allowed in the phase of the service.
 * I2  It has at most one action, and that one ends in the desired state, whatever is left of the service.
 */
import type { RecoveryAction } from "../../state/issue.ts";
import { changedKeys } from "../../state/config_map.ts";
import { DIFF_PRIORITIES } from "../../state/diff.ts";
import { isActionAllowed } from "../../state/machine.ts";
import { effectiveSpec, type ServiceState } from "../../state/model.ts";
import type { ActionPlan, ActionStep, DesiredWorkload } from "../../state/plan.ts";
import { draftPlan, type PlanContext } from "./draft.ts";

/** What a plan for a recovery needs. */
export interface RecoveryPlanContext extends Omit<PlanContext, "service"> {
  /** Relocate only: the node that it leaves; default: the one it is assigned to. */
  readonly fromNode?: string;
  /** Relocate only: the node to move to; default: the one it is assigned to. */
  readonly toNode?: string;
}

/**
 * The plan for one recovery action. Empty for Notify, for a service whose desired state is not Running or that has no node, and where
 * the action makes no sense (no other node, no last known good version or config that differs from the spec) or is not
 * allowed. It makes no difference whether the override or the new node that the action brings is in the status already.
 *
 * In Pending every action that would make the service run becomes a Start, in Terminating every one becomes a Stop: that
 * is what to do again where such a phase does not end.
 */
export function createRecoveryPlan(
  service: ServiceState,
  recovery: RecoveryAction,
  context: RecoveryPlanContext,
): ActionPlan {
  const { state, availableReplicas } = service.status;
  const { criticality } = service.spec;
  const step = allowedStep(stepFor(service, recovery, context), service);
  const desired = desiredAfter(service, recovery);
  const isDown = step?.kind === "Stop" || step?.kind === "Isolate";
  const node = step?.kind === "Relocate" ? step.toNode : context.node || service.status.node;
  const canRun = node !== "" && (state === "Terminating" || service.spec.state === "Running");
  return draftPlan(step === undefined || !canRun ? [] : [step], {
    context: { ...context, service },
    node,
    desired: isDown ? { ...desired, replicas: 0 } : desired,
    priority: { isCritical: true, criticality, diffRank: DIFF_PRIORITIES.indexOf("Critical") },
    availableReplicas,
    recovery,
  });
}

/** What should run after the recovery action: what is in force, with what is rolled back or reset. */
function desiredAfter(service: ServiceState, recovery: RecoveryAction): DesiredWorkload {
  const { replicas, version, config } = effectiveSpec(service);
  const good = service.status.lastKnownGood;
  if (good !== undefined && recovery === "RollbackVersion") {
    return { replicas, version: good.version, config };
  }
  if (good !== undefined && recovery === "ResetConfig") return { replicas, version, config: good.config };
  return { replicas, version, config };
}

function stepFor(
  { spec, status }: ServiceState,
  recovery: RecoveryAction,
  context: RecoveryPlanContext,
): ActionStep | undefined {
  const good = status.lastKnownGood;
  if (status.state === "Terminating" && recovery !== "Notify") return { kind: "Stop" };
  switch (recovery) {
    case "Restart":
    case "Recreate":
    case "Isolate":
      return { kind: recovery };
    case "Relocate": {
      const { fromNode = status.node, toNode = status.node } = context;
      const canMove = fromNode !== "" && fromNode !== toNode;
      return canMove ? { kind: "Relocate", fromNode, toNode } : undefined;
    }
    case "RollbackVersion":
      if (good === undefined || good.version === spec.version) return undefined;
      return { kind: "RollbackVersion", fromVersion: spec.version, toVersion: good.version };
    case "ResetConfig": {
      const keys = good === undefined ? [] : changedKeys(spec.config, good.config);
      return keys.length === 0 ? undefined : { kind: "ResetConfig", changedKeys: keys };
    }
    case "Notify":
      return undefined;
  }
}

function allowedStep(step: ActionStep | undefined, { status }: ServiceState): ActionStep | undefined {
  if (step === undefined || isActionAllowed(status.state, step.kind)) return step;
  return isActionAllowed(status.state, "Start") ? { kind: "Start" } : undefined;
}
