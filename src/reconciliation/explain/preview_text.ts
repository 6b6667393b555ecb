/** A dry run in words: the decisions, the plan and what people should know beside them. */
import { assertNever } from "../../kit/errors.ts";
import type { Decision, DecisionInput } from "../decide/decision.ts";
import type { ActionPlan, ActionStep } from "../../state/plan.ts";
import type { PreviewPlan, PreviewWarning } from "./preview_model.ts";
import type { StateDiff } from "../../state/diff.ts";
import { isDamped, isIsolated } from "../../state/model.ts";

/** Names that are listed at most. */
const MAX_NAMES = 5;

/** Why that is decided, a sentence. */
export function whyOf(decision: Decision, nowMs: number): string {
  switch (decision.kind) {
    case "idle":
    case "assign":
    case "relocate":
    case "release":
      return decision.why;
    case "wait":
      return `${decision.why}, for ${(Math.max(0, decision.untilMs - nowMs) / 1_000).toFixed(1)} s at most`;
    case "block":
      return decision.message;
    case "transition":
      return `${decision.event}: ${decision.reason}`;
    case "make-plan":
      return decision.reason;
    case "run-plan":
      return "A plan is in progress: its next action is sent";
    case "finish-plan":
      return "The plan in progress has succeeded";
    case "fail-plan":
      return `The plan in progress has failed: ${decision.issue.evidence}`;
    case "drop-plan":
      return `The plan in progress is dropped: ${decision.why}`;
    case "recover":
      return `${decision.issue.type}: ${decision.issue.evidence}`;
    case "fallback":
      return `Recovery has not helped in time: ${decision.fallback}`;
    case "note-hold":
      return `It is written down how much of the ${
        decision.hold === "damping" ? "suppression" : "isolation"
      } is over`;
    case "undamp":
      return "The service was quiet for long enough and is reconciled again";
    case "mark-known-good":
      return "Its version and configuration count as known good";
    case "close-recovery":
      return "The service has been healthy for long enough: its failures are reset";
    case "remove":
      return "All replicas are gone: the record is deleted";
    default:
      return assertNever(decision);
  }
}

/** The plan in its external form. */
export function previewOf(plan: ActionPlan): PreviewPlan {
  return {
    actions: plan.actions.map(({ step, node, isDisruptive, estimate }) => ({
      kind: step.kind,
      what: whatOf(step),
      node,
      isDisruptive,
      estimate: {
        ...estimate,
        durationMs: Math.round(estimate.durationMs),
        unavailableMs: Math.round(estimate.unavailableMs),
      },
    })),
    estimatedDurationMs: Math.round(plan.estimatedDurationMs),
    impact: {
      ...plan.impactAssessment,
      expectedUnavailabilityMs: Math.round(plan.impactAssessment.expectedUnavailabilityMs),
    },
  };
}

function whatOf(step: ActionStep): string {
  switch (step.kind) {
    case "Scale":
      return `${step.fromReplicas} to ${step.toReplicas} replicas`;
    case "UpdateVersion":
    case "RollbackVersion":
      return `version ${step.fromVersion || "unknown"} to ${step.toVersion}`;
    case "ApplyConfig":
    case "ResetConfig":
      return `keys ${names(step.changedKeys)}`;
    case "Relocate":
      return `from ${step.fromNode} to ${step.toNode}`;
    case "Start":
    case "Stop":
    case "Restart":
    case "Recreate":
    case "Isolate":
      return "";
    default:
      return assertNever(step);
  }
}

function names(all: readonly string[]): string {
  const more = all.length > MAX_NAMES ? ` and ${all.length - MAX_NAMES} more` : "";
  return `${all.slice(0, MAX_NAMES).join(", ")}${more}`;
}

/** What changes what the answer is worth. */
export function warningsOf(
  input: DecisionInput,
  context: { readonly observation: StateDiff | undefined; readonly isControllerReachable: boolean },
): readonly PreviewWarning[] {
  const { service, node, plan, waitingFor, failedDependency } = input;
  const { observation } = context;
  const { generation } = service.metadata;
  const found: (PreviewWarning | false)[] = [
    isIsolated(service) && {
      code: "Isolated",
      message: `The service is isolated: ${service.status.isolation?.reason ?? "no reason was given"}`,
    },
    isDamped(service) && { code: "Damped", message: "The service flaps and is suppressed for a while" },
    waitingFor.length > 0 &&
    { code: "WaitingForDependency", message: `The service waits for ${names(waitingFor)}` },
    failedDependency !== undefined && {
      code: "DependencyFailed",
      message: `Its dependency ${failedDependency} is down and has to come up first`,
    },
    node?.isLost === true && { code: "NodeLost", message: `Node ${node.name} is lost` },
    node?.isReachable === false && !node.isLost && {
      code: "NodeSilent",
      message: `Node ${node.name} is silent: its observations are old`,
    },
    !context.isControllerReachable && {
      code: "ControllerAway",
      message: "The ActionController does not answer: actions wait for it",
    },
    plan !== undefined && {
      code: "PlanAtWork",
      message: `Plan ${plan.plan.id} is in progress and ends before anything else is decided`,
    },
    observation === undefined && { code: "NoLook", message: "No node has reported the service yet" },
    observation !== undefined && observation.observedGeneration < generation && {
      code: "OldLook",
      message:
        `The observation is of generation ${observation.observedGeneration}, the desired one is ${generation}: it is not acted upon`,
    },
    observation !== undefined && service.status.node !== "" && observation.node !== service.status.node && {
      code: "OtherNode",
      message:
        `The observation is of node ${observation.node}; the service belongs on ${service.status.node}`,
    },
  ];
  return found.filter((warning) => warning !== false);
}
