/**
 * Plans: which actions turn the observed state into the desired one (design section 4; seed `reconciliation/planner.rs`).
 *
 * Owns the step from a diff to a plan; from a recovery action to one it is `recovery_planner.ts`. The desired state comes from the service as it is known
 * here, never from the diff: a node may have compared with an older generation. What is there comes from the diff.
 *
 * I1  A plan never contains an action that is not allowed in the phase of the service; where nothing is allowed it is empty.
 * I2  Every action carries the whole desired state, so that executing it twice does no harm.
 * I3  A service whose spec was never given (generation 0) is not touched, except that what its node was sent for removal is stopped.
 */
import { isInSync, isThere, type StateDiff, type StatusReason } from "../state/diff.ts";
import { isActionAllowed } from "../state/machine.ts";
import { effectiveSpec, type ServiceState } from "../state/model.ts";
import type { ActionKind, ActionPlan, ActionStep, DesiredWorkload } from "../state/plan.ts";
import { draftPlan, type PlanContext } from "./plan/draft.ts";
import { comparePriority, priorityOf } from "./plan/priority.ts";

export { type OptimizationResult, optimizePlan } from "./plan/optimizer.ts";
export type { PlanContext } from "./plan/draft.ts";
export { createRecoveryPlan, type RecoveryPlanContext } from "./plan/recovery_planner.ts";

/** Create action plan based on state differences from NodeAgent. Empty where there is nothing to do, or nothing allowed. */
export function createActionPlan(diff: StateDiff, context: PlanContext): ActionPlan {
  const { service } = context;
  const spec = effectiveSpec(service);
  const home = context.node || service.status.node || diff.node;
  const isStray = diff.node !== home;
  const replicas = spec.state === "Running" && !isStray ? spec.replicas : 0;
  const desired: DesiredWorkload = { replicas, version: spec.version, config: spec.config };
  const hasSpec = service.metadata.generation > 0n;
  const steps = hasSpec ? stepsFor(diff, desired) : stepsWithoutSpec(diff);
  return draftPlan(allowedSteps(steps, service).map((step) => isStray ? step : moveFrom(service, step)), {
    context,
    node: diff.node,
    desired: hasSpec ? desired : { ...desired, replicas: 0 },
    priority: priorityOf(diff, spec.criticality),
    availableReplicas: diff.actual.availableReplicas,
    isStray,
  });
}

function stepsWithoutSpec({ existenceDiff }: StateDiff): readonly ActionStep[] {
  const isToGo = existenceDiff !== undefined && existenceDiff.actualExists && !existenceDiff.desiredExists;
  return isToGo ? [{ kind: "Stop" }] : [];
}

/** One step for each difference that is still one. */
function stepsFor(diff: StateDiff, desired: DesiredWorkload): readonly ActionStep[] {
  if (desired.replicas === 0) return isThere(diff) ? [{ kind: "Stop" }] : [];
  const count = replicasThere(diff);
  // A start brings everything else that differs in sync as well.
  if (count === 0) return isInSync(diff) ? [] : [{ kind: "Start" }];
  const scale = scaleStep(diff, { count, desired: desired.replicas });
  const isGrowing = scale !== undefined && scale.toReplicas > scale.fromReplicas;
  return [scale, versionStep(diff, desired), configStep(diff, desired), restartStep(diff, isGrowing)]
    .filter((step) => step !== undefined);
}

const DEATHS: ReadonlySet<StatusReason> = new Set([
  "Crashed",
  "StartFailed",
  "ConfigRejected",
  "ResourceExhausted",
]);

/** Replicas that live: one that died may still count in the scale, but not in what answers for itself. */
function replicasThere({ existenceDiff, scaleDiff, statusDiff, actual }: StateDiff): number {
  if (existenceDiff?.actualExists === false) return 0;
  if (statusDiff !== undefined && DEATHS.has(statusDiff.reason)) return actual.replicas;
  return scaleDiff?.actualReplicas ?? actual.replicas;
}

function scaleStep(
  diff: StateDiff,
  { count, desired }: { readonly count: number; readonly desired: number },
): Extract<ActionStep, { kind: "Scale" }> | undefined {
  const hasDied = diff.statusDiff !== undefined && DEATHS.has(diff.statusDiff.reason);
  if ((diff.scaleDiff === undefined && !hasDied) || count === desired) return undefined;
  return { kind: "Scale", fromReplicas: count, toReplicas: desired };
}

function versionStep({ versionDiff }: StateDiff, { version }: DesiredWorkload): ActionStep | undefined {
  if (versionDiff === undefined || versionDiff.actualVersion === version) return undefined;
  return { kind: "UpdateVersion", fromVersion: versionDiff.actualVersion, toVersion: version };
}

function configStep({ configDiff }: StateDiff, { config }: DesiredWorkload): ActionStep | undefined {
  if (configDiff === undefined) return undefined;
  const reported = new Set([...Object.keys(configDiff.desired), ...Object.keys(configDiff.actual)]);
  const keys = [...reported].filter((key) => config[key] !== configDiff.actual[key]).sort();
  return keys.length === 0 ? undefined : { kind: "ApplyConfig", changedKeys: keys };
}

/** A replica that died is made again; one that lives and does not work is restarted. */
function restartStep({ statusDiff }: StateDiff, isGrowing: boolean): ActionStep | undefined {
  if (statusDiff === undefined) return undefined;
  const { reason, actualState } = statusDiff;
  const isDown = reason === "Unspecified" && actualState === "Failed";
  const hasDied = DEATHS.has(reason) && !isGrowing;
  return reason === "Unresponsive" || isDown || hasDied ? { kind: "Restart" } : undefined;
}

/**
 * The steps, as far as the phase allows them (I1). What may not be changed piece by piece is made anew where that is
 * allowed, or is started first, so that the next observation can go on from there.
 */
function allowedSteps(steps: readonly ActionStep[], service: ServiceState): readonly ActionStep[] {
  const allows = (kind: ActionKind) => isActionAllowed(service.status.state, kind);
  if (steps.every((step) => allows(step.kind))) return steps;
  if (allows("Recreate")) return [{ kind: "Recreate" }];
  if (allows("Start")) return [{ kind: "Start" }];
  return [];
}

/** Where copies may still run on the node that it left, its start is the rest of a move, whatever became of the plan that began it. */
export function moveFrom({ status: { node, leftNode } }: ServiceState, step: ActionStep): ActionStep {
  const isMove = step.kind === "Start" && leftNode !== undefined && leftNode !== node;
  return isMove ? { kind: "Relocate", fromNode: leftNode, toNode: node } : step;
}

/** Sort action plans by priority, in place: most urgent first, then in order of id; stable. */
export function sortPlansByPriority(plans: ActionPlan[]): void {
  plans.sort((a, b) => comparePriority(a.priority, b.priority) || compareText(a.id, b.id));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
