/**
 * What to do next about one service: the whole policy of reconciliation, as one pure function of what is known.
 *
 * It is asked again after every step, so a decision is small: one transition, one plan, one wait. Nothing is remembered here.
 *
 * I1: a plan that runs is finished, failed or dropped before anything else is decided: at most one plan per resource.
 * I2: an acknowledged action is not a done action: a plan succeeds only by an observation of the node that is younger than its actions.
 * I3: a plan of an older generation is dropped at the next safe point, which is here, between two actions.
 * I4: what no node has confirmed is not acted upon: without a diff for the present generation the decision is to wait.
 * I5: where a dependency is down, a service that does not work either is not recovered: the cause is recovered first.
 * I6: a service that is gone since before this start went with the power: it is started like a new one, and nothing is counted.
 * I7: a service that flaps is suppressed, and an isolated one not touched, until the time is over.
 * I8: a service that is not started yet, in this run of the program as well, starts only when its dependencies are fulfilled, and so
 *     does one that is gone and begins anew by a new spec; a running one is never stopped for them.
 * I9: what a plan did not mend is an issue, and whatever is done about it from then on is an attempt of its recovery: it backs off, is
 *     counted, escalates and ends.
 * I10: in the end there is one copy, on a node that the spec allows. What has to be done at home goes first, except that no second
 *     copy is started while one elsewhere can be stopped; a copy that cannot be stopped has its own backoff.
 */
import { isConfirmed } from "../../recovery/faults.ts";
import type { IssueType, ServiceIssue } from "../../state/issue.ts";
import { hasFault, isInSync, isMissing, isThere, type StateDiff } from "../../state/diff.ts";
import type { TransitionEvent } from "../../state/events.ts";
import { phaseTimeoutMs } from "../../state/machine.ts";
import { isDamped, isIsolated, isToRun, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { getRecoveryStrategy } from "../../recovery/strategy.ts";
import { issueOf, openIssue, stuckPhase } from "./decision_issue.ts";
import type { Decision, DecisionInput, NodeView } from "./decision_model.ts";
import { decidePlan } from "./decision_plan.ts";
import { isAllowedOn, type NodeChoice } from "./placement.ts";
import { describeDiff } from "../../state/diff_text.ts";
import { isComparedWith } from "../../state/observation.ts";

export type { BlockReason, Decision, DecisionInput, DecisionSettings, NodeView } from "./decision_model.ts";

/** The next step. */
export function decide(input: DecisionInput): Decision {
  const { plan, stray } = input;
  if (plan !== undefined) return decidePlan(input, plan);
  const home = decideHome(input);
  return stray !== undefined && isThere(stray) ? decideStray(input, stray, home) : home;
}

/** What runs on a node that it is not assigned to is stopped there, or, while it has no node, taken as it is (I10). */
function decideStray(input: DecisionInput, stray: StateDiff, home: Decision): Decision {
  const { service, nowMs, strayRetryAtMs: againAtMs = nowMs } = input;
  if (service.status.node === "" && isToRun(service)) {
    // The record of its placement was lost: the node where the service runs is as good as any other.
    return isAllowedOn(service.spec, stray.node)
      ? { kind: "assign", node: stray.node, why: `The service runs on ${stray.node} already` }
      : home;
  }
  const isHomeFirst = !AFTER_STRAYS.has(home.kind) && !(home.kind === "transition" && home.event === "Start");
  if (isHomeFirst) return home;
  if (nowMs >= againAtMs) {
    return {
      kind: "make-plan",
      diff: stray,
      reason: `The service runs on ${stray.node}, which is not its assigned node`,
    };
  }
  const untilMs = home.kind === "wait" ? Math.min(home.untilMs, againAtMs) : againAtMs;
  if (home.kind === "wait" && !isWell(input)) return { ...home, untilMs };
  if (home.kind === "block") return { ...home, againAtMs };
  const isToWait = home.kind === "idle" || home.kind === "remove" || home.kind === "wait";
  return isToWait ? { kind: "wait", why: `A copy on ${stray.node} could not be stopped`, untilMs } : home;
}

/** It runs as it should where it belongs: if it waits, that is no reason for anything else that is wrong. */
function isWell({ service, diff }: DecisionInput): boolean {
  return service.status.state === "Running" && isToRun(service) && !isDamped(service) &&
    diff !== undefined && isInSync(diff);
}

/** Decisions at home that a copy elsewhere may come before. */
const AFTER_STRAYS: ReadonlySet<Decision["kind"]> = new Set(["idle", "wait", "block", "make-plan", "remove"]);

function decideHome(input: DecisionInput): Decision {
  const { service } = input;
  if (service.spec.state !== "Running") return decideStop(input);
  if (isIsolated(service)) return decideIsolated(input);
  if (service.status.state === "Terminating") {
    return { kind: "transition", event: "Reschedule", reason: "The desired state is Running again" };
  }
  return isDamped(service) ? decideDamped(input) : decideRun(input);
}

/** It flaps: what it does is followed, and nothing is done about it (I7). A new spec is another matter. */
function decideDamped(input: DecisionInput): Decision {
  const { nowMs, dampedUntilMs = nowMs, dampingNoteAtMs = Infinity, service } = input;
  const { isFlappingTreated = false } = input;
  if (nowMs >= dampedUntilMs) return { kind: "undamp" };
  if (nowMs >= dampingNoteAtMs) return { kind: "note-hold", hold: "damping" };
  if (!isFlappingTreated && isConfirmed(service.status.faults ?? [], "Flapping")) {
    const evidence = "The service flaps again although it was suppressed";
    return { kind: "recover", issue: { type: "Flapping", evidence, causation: [] } };
  }
  const decision = decideRun(input);
  const isHandsOn = decision.kind === "recover" || decision.kind === "make-plan" ||
    decision.kind === "fallback" || decision.kind === "relocate";
  if (!isHandsOn && decision.kind !== "idle" && decision.kind !== "wait") return decision;
  const untilMs = Math.min(dampedUntilMs, dampingNoteAtMs);
  return { kind: "wait", why: "The service flaps and is suppressed", untilMs };
}

/** The service is isolated: what still runs of it is stopped, and nothing else is done until its time is over (I7). */
function decideIsolated(input: DecisionInput): Decision {
  const { nowMs, isolatedUntilMs = Infinity, isolationNoteAtMs = Infinity } = input;
  if (nowMs >= isolatedUntilMs) return { kind: "release", why: "The isolation has expired" };
  if (nowMs >= isolationNoteAtMs) return { kind: "note-hold", hold: "isolation" };
  const untilMs = Math.min(isolatedUntilMs, isolationNoteAtMs);
  const stop = stopWhatRuns(input, "The service is isolated and still runs");
  // A stop that has to wait is no reason to be late for the end.
  if (stop?.kind === "wait") return { ...stop, untilMs: Math.min(stop.untilMs, untilMs) };
  if (stop !== undefined) return stop;
  return untilMs < Infinity
    ? { kind: "wait", why: "The service is isolated", untilMs }
    : { kind: "idle", why: "The service is isolated" };
}

/** What is seen of a service that should not run is stopped; undefined = nothing is seen of it. */
function stopWhatRuns(
  { service, diff, node, nowMs, retryAtMs }: DecisionInput,
  reason: string,
): Decision | undefined {
  const runs = diff !== undefined && isCurrent(diff, service) && isThere(diff);
  if (!runs || node?.isReachable !== true) return undefined;
  if (nowMs < retryAtMs) return { kind: "wait", why: "Backing off", untilMs: retryAtMs };
  return { kind: "make-plan", diff, reason };
}

/** The desired state is not Running: stopped and on hold (Pending), or stopped and deleted (Terminating). */
function decideStop(input: DecisionInput): Decision {
  const { service, diff, node, stopsFirst } = input;
  const { state } = service.status;
  const isForgotten = service.spec.state === "Terminating";
  if (!isForgotten && state === "Pending") return decideHeld(input);
  if (state !== "Terminating") {
    return {
      kind: "transition",
      event: "Terminate",
      reason: isForgotten ? "The service is deleted" : "The spec puts the service on hold",
    };
  }
  if (stopsFirst.length > 0) {
    return {
      kind: "idle",
      why: `Its dependents stop first: ${stopsFirst.slice(0, 5).join(", ")}`,
    };
  }
  if (node === undefined || (diff !== undefined && isCurrent(diff, service) && diff.actual.replicas === 0)) {
    return isForgotten
      ? { kind: "remove" }
      : { kind: "transition", event: "Reschedule", reason: "The service is stopped and on hold" };
  }
  if (!node.isReachable || diff === undefined || !isCurrent(diff, service)) {
    return notObserved(input, `Node ${node.name} has not reported the remaining replicas`);
  }
  if (input.nowMs < input.retryAtMs) return { kind: "wait", why: "Backing off", untilMs: input.retryAtMs };
  return { kind: "make-plan", diff, reason: "The desired state is not Running" };
}

/** On hold: what runs nevertheless is stopped, whoever started it. */
function decideHeld(input: DecisionInput): Decision {
  return stopWhatRuns(input, "The service is on hold and runs") ??
    { kind: "block", reason: "Held", message: "The spec keeps the service on hold" };
}

/** The node said nothing of the present generation: it will, unless it does not even take it. */
function notObserved({ node, refusal }: DecisionInput, why: string): Decision {
  if (node?.fence !== undefined) return fencedOut(node.fence);
  if (refusal === undefined || node?.isReachable !== true) return { kind: "idle", why };
  const message = `Node ${node.name} does not take the desired state: ${refusal}`;
  return { kind: "block", reason: "DesiredStateRefused", message };
}

/** The node obeys a higher term: nothing is done until it accepts this one. */
function fencedOut(message: string): Decision {
  return { kind: "block", reason: "TermRefused", message };
}

/** The desired state is Running. */
function decideRun(input: DecisionInput): Decision {
  const { service, node, diff, choice, waitingFor } = input;
  if (node === undefined) {
    return choice.kind === "node" ? { kind: "assign", node: choice.node, why: choice.why } : {
      kind: "block",
      reason: choice.isFenced === true ? "TermRefused" : "WaitingForNode",
      message: choice.why,
    };
  }
  if (node.isLost) return decideLostNode(input, node);
  if (!node.isReachable && node.fence !== undefined) return fencedOut(node.fence);
  if (!node.isReachable) return { kind: "idle", why: `Node ${node.name} is silent` };
  if (choice.kind === "node" && !isAllowedOn(service.spec, node.name)) return decideMove(input, choice);
  if (service.status.state === "Pending" && waitingFor.length > 0) return waits(input);
  if (diff === undefined || !isCurrent(diff, service)) {
    const why = `Node ${node.name} has not observed generation ${service.metadata.generation} yet`;
    return notObserved(input, why);
  }
  if (!isComparedWith(service, diff)) {
    return notObserved(input, `Node ${node.name} compares with an earlier desired state of this generation`);
  }
  if (diff.statusDiff?.reason === "NoDefinition") return decideUndefined(service, diff.statusDiff.message);
  return isInSync(diff) ? decideInSync(input) : decideDiffers(input, diff);
}

/** I8. */
function waits({ waitingFor, failedDependency }: DecisionInput): Decision {
  return {
    kind: "block",
    reason: "WaitingForDependency",
    message: `The service waits for ${waitingFor.slice(0, 5).join(", ")}`,
    ...(failedDependency === undefined ? {} : { cause: failedDependency }),
  };
}

/** The node does not know how to run it: no attempt would help, until somebody gives the node a definition of it. */
function decideUndefined({ status }: ServiceState, message: string): Decision {
  const wasUp = status.state === "Running" || status.state === "Degraded";
  return wasUp
    ? { kind: "transition", event: "Fail", reason: message }
    : { kind: "block", reason: "NoDefinition", message };
}

/** Its spec does not allow its node any more, and another one can take it. */
function decideMove(
  input: DecisionInput,
  { node, why }: Extract<NodeChoice, { readonly kind: "node" }>,
): Decision {
  const { service, nowMs, retryAtMs, waitingFor } = input;
  const reason = `Its spec does not allow node ${service.status.node}: ${why}`;
  if (service.status.state === "Pending") return { kind: "assign", node, why: reason };
  // I8
  if (service.status.state === "Failed" && waitingFor.length > 0) return waits(input);
  if (nowMs < retryAtMs) return { kind: "wait", why: "Backing off", untilMs: retryAtMs };
  return { kind: "relocate", node, why: reason };
}

function decideLostNode(input: DecisionInput, node: NodeView): Decision {
  const { service } = input;
  if (service.status.state === "Pending") {
    return input.choice.kind === "node" && input.choice.node !== node.name
      ? { kind: "assign", node: input.choice.node, why: `Node ${node.name} is lost` }
      : { kind: "block", reason: "WaitingForNode", message: `Node ${node.name} is lost` };
  }
  const issue: ServiceIssue = {
    type: "NodeLost",
    evidence: `Node ${node.name} has been silent for too long`,
    causation: [`node:${node.name}`],
  };
  if (service.status.state !== "Failed") return { kind: "transition", event: "Fail", reason: issue.evidence };
  // That there was no node for it before says nothing of now.
  return decideRecovery(canMove(input) ? { ...input, recovery: undefined } : input, issue);
}

/** Another node may take it, and its strategy for a lost node says that it should. */
function canMove({ service, choice, settings }: DecisionInput): boolean {
  const { actions } = getRecoveryStrategy(service.spec, "NodeLost", settings.strategies);
  return choice.kind === "node" && actions.includes("Relocate");
}

const READY_FROM: Readonly<Record<ServiceState["status"]["state"], TransitionEvent | undefined>> = {
  Pending: "Start",
  Initializing: "Ready",
  Running: undefined,
  Degraded: "Ready",
  Terminating: "Reschedule",
  Failed: "Recover",
};

/** The service is in sync with its spec: the phase follows, and after a while of health its failures are reset. */
function decideInSync(input: DecisionInput): Decision {
  const { service, recovery, settings, nowMs, phaseSinceMs, agedAtMs = 0 } = input;
  const event = READY_FROM[service.status.state];
  if (event !== undefined) return { kind: "transition", event, reason: inSyncReason(service) };
  const isNewlyGood = service.status.override === undefined && !isKnownGood(service);
  const goodAtMs = phaseSinceMs + settings.knownGoodAfterMs;
  const healthyAtMs = Math.max(phaseSinceMs, agedAtMs) + settings.healthyAfterMs;
  const isRemembered = recovery !== undefined || (service.status.faults ?? []).length > 0;
  if (isNewlyGood && nowMs >= goodAtMs) return { kind: "mark-known-good" };
  if (isRemembered && nowMs >= healthyAtMs) return { kind: "close-recovery" };
  const untilMs = Math.min(
    isNewlyGood ? goodAtMs : Infinity,
    isRemembered ? healthyAtMs : Infinity,
  );
  if (untilMs < Infinity) {
    return {
      kind: "wait",
      why: "The service is in sync with its spec, but not yet for long enough to count as healthy",
      untilMs,
    };
  }
  return isAllowedOn(service.spec, service.status.node)
    ? { kind: "idle", why: "The service is in sync with its spec" }
    : { kind: "block", reason: "WaitingForNode", message: input.choice.why };
}

/** What brought it in sync, as far as that is known: the reason for the phase that it leaves. */
function inSyncReason({ status }: ServiceState): string {
  const isOnItsWay = status.state === "Initializing" || status.state === "Degraded";
  return isOnItsWay
    ? `The service is in sync with its spec after: ${status.lastReason}`
    : "The service was found in sync with its spec";
}

function isKnownGood(service: ServiceState): boolean {
  return service.status.lastKnownGood?.generation === service.metadata.generation;
}

/** Something differs, the node answers, and no plan is in progress. */
function decideDiffers(input: DecisionInput, diff: StateDiff): Decision {
  const { service } = input;
  const { state } = service.status;
  const isNewSpec = service.status.observedGeneration < service.metadata.generation;
  if (state === "Pending") return { kind: "transition", event: "Start", reason: "Start" };
  if (isGoneSinceBefore(input, diff)) return decidePowerOn(service);
  const isToBegin = isNotUpYet(input, diff) || (isNewSpec && state === "Failed" && isMissing(diff));
  if (isToBegin && input.waitingFor.length > 0) return waits(input);
  if (isNewSpec && (state === "Failed" || state === "Degraded")) {
    return {
      kind: "transition",
      event: "Recover",
      reason: `Generation ${service.metadata.generation} is new`,
    };
  }
  const isBroken = isFaulty(diff, service);
  if (state === "Initializing") {
    return isBroken && !isNewSpec ? decideBroken(input, diff) : decideInitializing(input, diff);
  }
  if (isBroken && !isNewSpec) return decideBroken(input, diff);
  if (state === "Failed") return decideRecovery(input, openIssue(input) ?? issueOf(input, diff));
  if (isOnlyStarting(diff)) return decideStarting(input, diff);
  // I9
  if (state === "Degraded" && input.recovery !== undefined && !isNewSpec) {
    return decideRecovery(input, openIssue(input) ?? issueOf(input, diff));
  }
  const { nowMs, driftUntilMs: untilMs = nowMs } = input;
  if (state === "Running" && !isNewSpec && nowMs < untilMs) {
    return { kind: "wait", why: `The difference returns each time: ${describeDiff(diff)}`, untilMs };
  }
  return { kind: "transition", event: "Update", reason: describeDiff(diff) };
}

/** I6. */
function isGoneSinceBefore(input: DecisionInput, diff: StateDiff): boolean {
  return isNotUpYet(input, diff) && !hasFault(diff) && input.recovery?.lastAction !== "Notify";
}

/** Nothing of it is there, and nothing was seen since this start: whatever its phase says is of the past (I8). */
function isNotUpYet({ wasSeenUp = true }: DecisionInput, diff: StateDiff): boolean {
  return !wasSeenUp && isMissing(diff);
}

function decidePowerOn({ status }: ServiceState): Decision {
  const reason = "The service is not there after a start";
  const event = status.state === "Failed" ? "Reschedule" : "Fail";
  return { kind: "transition", event, reason, isPowerOn: true };
}

/** In the middle of coming up, with no plan: make one, unless the node says it is only a matter of time. */
function decideInitializing(input: DecisionInput, diff: StateDiff): Decision {
  if (isOnlyStarting(diff)) return decideStarting(input, diff);
  if (input.nowMs < input.retryAtMs) return { kind: "wait", why: "Backing off", untilMs: input.retryAtMs };
  return { kind: "make-plan", diff, reason: describeDiff(diff) };
}

/** Everything is there and only not healthy yet: wait, but not for ever. */
function decideStarting(input: DecisionInput, diff: StateDiff): Decision {
  const { service, settings, nowMs, phaseSinceMs } = input;
  const { state } = service.status;
  if (state === "Running") return { kind: "transition", event: "Degrade", reason: describeDiff(diff) };
  const untilMs = phaseSinceMs + phaseTimeoutMs("Initializing", service.spec.timeouts, settings);
  if (nowMs < untilMs) return { kind: "wait", why: "The service is starting", untilMs };
  return decideRecovery(input, stuckPhase(input));
}

/** The node saw a fault, or the service is gone: first say so, then mend it. */
function decideBroken(input: DecisionInput, diff: StateDiff): Decision {
  const { state } = input.service.status;
  const issue = hasFault(diff) ? issueOf(input, diff) : openIssue(input) ?? issueOf(input, diff);
  const isDown = diff.actual.availableReplicas === 0 && issue.type !== "Unresponsive";
  if (isDown && state !== "Failed") return { kind: "transition", event: "Fail", reason: issue.evidence };
  if (!isDown && (state === "Running" || state === "Initializing")) {
    return { kind: "transition", event: "Degrade", reason: issue.evidence };
  }
  return decideRecovery(input, issue);
}

function decideRecovery(input: DecisionInput, issue: ServiceIssue): Decision {
  const { recovery, nowMs, retryAtMs, failedDependency, deadline } = input;
  if (failedDependency !== undefined && DEPENDENT_ISSUES.has(issue.type)) {
    return blockedBy(failedDependency);
  }
  if (recovery?.lastAction === "Notify" && recovery.issueType === issue.type) {
    return { kind: "idle", why: "Recovery is exhausted; an alert was sent" };
  }
  if (deadline !== undefined && nowMs >= deadline.atMs) {
    return { kind: "fallback", fallback: deadline.fallback, issue };
  }
  if (nowMs < retryAtMs) {
    const untilMs = Math.min(retryAtMs, deadline?.atMs ?? Infinity);
    return { kind: "wait", why: "Backing off before the next recovery", untilMs };
  }
  return { kind: "recover", issue };
}

function blockedBy(cause: ResourceId): Decision {
  return {
    kind: "block",
    reason: "DependencyFailed",
    message: `Its dependency ${cause} is down and has to come up first`,
    cause,
  };
}

/** What a dependency that is down can do to a service; the rest is its own. */
const DEPENDENT_ISSUES: ReadonlySet<IssueType> = new Set([
  "Crash",
  "CrashLoop",
  "Unresponsive",
  "StartFailure",
  "StuckTransition",
  "DependencyFailed",
  "Unknown",
]);

/** The node reports a fault; or the service is gone altogether although it had been up. */
function isFaulty(diff: StateDiff, service: ServiceState): boolean {
  if (hasFault(diff)) return true;
  const { state } = service.status;
  return isMissing(diff) && (state === "Running" || state === "Degraded" || state === "Failed");
}

function isOnlyStarting(diff: StateDiff): boolean {
  return diff.statusDiff?.reason === "Starting" && diff.existenceDiff === undefined &&
    diff.scaleDiff === undefined &&
    diff.versionDiff === undefined && diff.configDiff === undefined;
}

function isCurrent(diff: StateDiff, service: ServiceState): boolean {
  return diff.node === service.status.node && diff.observedGeneration >= service.metadata.generation;
}
