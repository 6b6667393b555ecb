/**
 * What to do next about a plan that runs: go on, wait, accept or reject what came of it, or drop it.
 *
 * Part of `decision.ts`, whose invariants it upholds.
 */
import { hasFault, isInSync, isMissing, type StateDiff } from "../../state/diff.ts";
import { phaseTimeoutMs } from "../../state/machine.ts";
import { isIsolated, isToRun, type ServiceState } from "../../state/model.ts";
import { issueOf, stuck } from "./decision_issue.ts";
import type { Decision, DecisionInput } from "./decision_model.ts";
import { describeDiff } from "../../state/diff_text.ts";
import { isComparedWith } from "../../state/observation.ts";
import type { PlanRecord } from "../../state/plan.ts";

/** A plan is there: go on with it, or close it. */
export function decidePlan(input: DecisionInput, record: PlanRecord): Decision {
  const { service, node } = input;
  const { plan } = record;
  if (plan.generation !== service.metadata.generation) {
    return {
      kind: "drop-plan",
      record,
      why: `Generation ${service.metadata.generation} is the desired one now`,
    };
  }
  const action = plan.actions[Math.min(record.nextAction, plan.actions.length - 1)];
  if (action === undefined) return { kind: "drop-plan", record, why: "The plan has no action" };
  const isStop = action.step.kind === "Stop" || action.step.kind === "Isolate";
  if (isIsolated(service) && !isStop) return { kind: "drop-plan", record, why: "The service is isolated" };
  const isHere = action.node === node?.name;
  if (isHere && node.isLost) return { kind: "drop-plan", record, why: `Node ${node.name} is lost` };
  // One of them was deleted while this plan waited: the same rule as for a new stop.
  const isEnding = service.spec.state !== "Running" && service.status.state === "Terminating";
  const isToWait = isHere && isStop && isEnding && record.nextAction === 0;
  if (isToWait && input.stopsFirst.length > 0) {
    return { kind: "drop-plan", record, why: "Its dependents stop first" };
  }
  if (isHere && !isStop && input.wasSeenUp === false && input.waitingFor.length > 0) {
    return decideResumed(input, record);
  }
  if (record.nextAction < plan.actions.length) return { kind: "run-plan", record };
  return decideVerification(input, record, { isHere, node: action.node });
}

/**
 * The plan is one of a run before, and what it brings up needs what is not up: the same guard as for a new one. Where nothing of the
 * service is there any more it went with the power, and begins anew.
 */
function decideResumed({ service, diff, waitingFor }: DecisionInput, record: PlanRecord): Decision {
  const message = `The service waits for ${waitingFor.slice(0, 5).join(", ")}`;
  const isGone = diff !== undefined && diff.observedGeneration >= service.metadata.generation &&
    isMissing(diff);
  return isGone
    ? { kind: "drop-plan", record, why: `It is from before this start. ${message}` }
    : { kind: "block", reason: "WaitingForDependency", message };
}

/** All actions are acknowledged: did it work? */
function decideVerification(
  input: DecisionInput,
  record: PlanRecord,
  place: { readonly isHere: boolean; readonly node: string },
): Decision {
  const { nowMs, verifyUntilMs = nowMs, settings, phaseSinceMs, service } = input;
  const observation = place.isHere ? input.diff : input.stray;
  const from = input.verifyFromSequence;
  const isYoung = observation !== undefined && observation.node === place.node && from !== undefined &&
    observation.sequence >= from;
  const isGoneThere = !place.isHere && observation === undefined;
  if (isGoneThere || (isYoung && isReached(observation, service))) return { kind: "finish-plan", record };
  if (isYoung && hasFault(observation)) {
    return { kind: "fail-plan", record, issue: issueOf(input, observation) };
  }
  if (!isToRun(service)) {
    // A stop has its own limit.
    const stoppedByMs = phaseSinceMs + phaseTimeoutMs("Terminating", service.spec.timeouts, settings);
    if (nowMs < stoppedByMs) {
      return { kind: "wait", why: "Waiting for the service to stop", untilMs: stoppedByMs };
    }
  }
  const startingUntilMs = phaseSinceMs + phaseTimeoutMs("Initializing", service.spec.timeouts, settings);
  const isStarting = isYoung && observation.statusDiff?.reason === "Starting" &&
    startingUntilMs > verifyUntilMs;
  const untilMs = isStarting ? startingUntilMs : verifyUntilMs;
  if (nowMs < untilMs) {
    return { kind: "wait", why: "Waiting for an observation that verifies the plan", untilMs };
  }
  const seen = observation === undefined ? "the node reported nothing" : describeDiff(observation);
  return {
    kind: "fail-plan",
    record,
    issue: stuck(
      input,
      `${service.status.state}: the actions are executed, but the service is not in sync with its spec in time: ${seen}`,
    ),
  };
}

/** Whether an observation shows the desired state: in sync with the spec, or, for a stop, no replica left. */
function isReached(observation: StateDiff, service: ServiceState): boolean {
  const expectsNothing = observation.node !== service.status.node || !isToRun(service);
  if (expectsNothing) return observation.actual.replicas === 0;
  return isInSync(observation) && isComparedWith(service, observation) &&
    observation.observedGeneration >= service.metadata.generation;
}
