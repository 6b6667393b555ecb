/**
 * What to do next about one service: the whole policy of reconciliation, as one pure function of what is known.
 *
 * It is asked again after every step, so a decision is small: one transition, one plan, one wait. Nothing is remembered here.
 *
 * I1: a plan that runs is finished, failed or dropped before anything else is decided: at most one plan per resource.
 * I2: an acknowledged action is not a done action: a plan succeeds only by a look of the node that is younger than its actions.
 * I3: a plan of an older generation is dropped at the next safe point, which is here, between two actions.
 * I4: what nobody has confirmed is not acted upon: without a diff for the present generation the decision is to wait.
 * I5: a service that is not started yet starts only when its dependencies are fulfilled; a running one is never stopped for them.
 */
import type { RecoveryRecord, ServiceIssue } from "../recovery/model.ts";
import { changesSinceKnownGood, classifyIssue } from "../recovery/strategy.ts";
import { isFault, isInSync, type StateDiff } from "../state/diff.ts";
import type { TransitionEvent } from "../state/events.ts";
import { isIsolated, isToRun, type ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { describeDiff, diffId } from "./diff_text.ts";
import type { PlanRecord } from "./plan.ts";
import type { NodeChoice } from "./placement.ts";

/** What is known of the assigned node. */
export interface NodeView {
  readonly name: string;
  /** It was heard of lately. */
  readonly isReachable: boolean;
  /** It was not heard of for so long that its services are given up. */
  readonly isLost: boolean;
}

export interface DecisionSettings {
  readonly initializingMs: number;
  readonly terminatingMs: number;
  /** How long a service must run well before its version and config count as known good. */
  readonly knownGoodAfterMs: number;
  /** How long a service must run well before its failures are forgotten. */
  readonly healthyAfterMs: number;
}

export interface DecisionInput {
  readonly service: ServiceState;
  readonly recovery?: RecoveryRecord | undefined;
  readonly plan?: PlanRecord | undefined;
  /** Newest look of the assigned node. */
  readonly diff?: StateDiff | undefined;
  /** Newest look of another node that has it and should not. */
  readonly stray?: StateDiff | undefined;
  /** The assigned node; not set = none assigned. */
  readonly node?: NodeView | undefined;
  /** Where it would go if it were placed now. */
  readonly choice: NodeChoice;
  /** Dependencies that are not fulfilled. */
  readonly waitingFor: readonly ResourceId[];
  /** Dependents that are to be stopped as well and still exist. */
  readonly stopsFirst: readonly ResourceId[];
  readonly nowMs: number;
  readonly phaseSinceMs: number;
  /** The running plan must be seen to have worked by then; not set before it is acknowledged. */
  readonly verifyUntilMs?: number | undefined;
  /** Only looks from this number on say anything about the running plan. */
  readonly verifyFromSequence?: bigint | undefined;
  /** No recovery before this time. */
  readonly retryAtMs: number;
  readonly settings: DecisionSettings;
}

export type BlockReason = "WaitingForDependency" | "WaitingForNode" | "Held";

export type Decision =
  /** Nothing until something changes. */
  | { readonly kind: "idle"; readonly why: string }
  /** Nothing until `untilMs`, unless something changes. */
  | { readonly kind: "wait"; readonly why: string; readonly untilMs: number }
  /** Nothing until something changes, and the service says what it waits for. */
  | { readonly kind: "block"; readonly reason: BlockReason; readonly message: string }
  | { readonly kind: "assign"; readonly node: string; readonly why: string }
  | { readonly kind: "transition"; readonly event: TransitionEvent; readonly reason: string }
  | { readonly kind: "make-plan"; readonly diff: StateDiff; readonly reason: string }
  | { readonly kind: "run-plan"; readonly record: PlanRecord }
  | { readonly kind: "finish-plan"; readonly record: PlanRecord }
  | { readonly kind: "fail-plan"; readonly record: PlanRecord; readonly issue: ServiceIssue }
  | { readonly kind: "drop-plan"; readonly record: PlanRecord; readonly why: string }
  | { readonly kind: "recover"; readonly issue: ServiceIssue }
  | { readonly kind: "mark-known-good" }
  | { readonly kind: "close-recovery" }
  /** Nothing of it is left and nothing is wanted: the resource ends. */
  | { readonly kind: "remove" };

/** The next step. */
export function decide(input: DecisionInput): Decision {
  const { service, plan, stray } = input;
  if (plan !== undefined) return decidePlan(input, plan);
  if (stray?.existenceDiff?.actualExists === true && input.nowMs >= input.retryAtMs) {
    return { kind: "make-plan", diff: stray, reason: `It runs on ${stray.node}, where it is not wanted` };
  }
  if (service.spec.state !== "Running") return decideStop(input);
  if (isIsolated(service)) return { kind: "idle", why: "It is isolated" };
  if (service.status.state === "Terminating") {
    return { kind: "transition", event: "Reschedule", reason: "It is wanted again" };
  }
  return decideRun(input);
}

/** A plan is there: go on with it, or close it. */
function decidePlan(input: DecisionInput, record: PlanRecord): Decision {
  const { service, node } = input;
  const { plan } = record;
  if (plan.generation !== service.metadata.generation) {
    return { kind: "drop-plan", record, why: `Generation ${service.metadata.generation} is wanted now` };
  }
  const action = plan.actions[Math.min(record.nextAction, plan.actions.length - 1)];
  if (action === undefined) return { kind: "drop-plan", record, why: "It has no action" };
  const isHere = action.node === node?.name;
  if (isHere && node.isLost) return { kind: "drop-plan", record, why: `Node ${node.name} is lost` };
  if (record.nextAction < plan.actions.length) return { kind: "run-plan", record };
  return decideVerification(input, record, { isHere, node: action.node });
}

/** All actions are acknowledged: did it work? */
function decideVerification(
  input: DecisionInput,
  record: PlanRecord,
  place: { readonly isHere: boolean; readonly node: string },
): Decision {
  const { nowMs, verifyUntilMs = nowMs, settings, phaseSinceMs, service } = input;
  const look = place.isHere ? input.diff : input.stray;
  const from = input.verifyFromSequence;
  const isYoung = look !== undefined && look.node === place.node && from !== undefined &&
    look.sequence >= from;
  const isGoneThere = !place.isHere && look === undefined;
  if (isGoneThere || (isYoung && isReached(look, service))) return { kind: "finish-plan", record };
  if (isYoung && look.statusDiff !== undefined && isFault(look.statusDiff.reason)) {
    return { kind: "fail-plan", record, issue: issueOf(input, look) };
  }
  const startingUntilMs = phaseSinceMs + (service.spec.timeouts.initializingMs ?? settings.initializingMs);
  const isStarting = isYoung && look.statusDiff?.reason === "Starting" && startingUntilMs > verifyUntilMs;
  const untilMs = isStarting ? startingUntilMs : verifyUntilMs;
  if (nowMs < untilMs) return { kind: "wait", why: "Waiting to see that it worked", untilMs };
  const seen = look === undefined ? "the node said nothing" : describeDiff(look);
  return {
    kind: "fail-plan",
    record,
    issue: stuck(input, `Its actions are done, but it is not as wanted in time: ${seen}`),
  };
}

/** Whether a look shows what was wanted: all as wanted, or, for a stop, nothing left. */
function isReached(look: StateDiff, service: ServiceState): boolean {
  const wantsNothing = look.node !== service.status.node || !isToRun(service);
  if (wantsNothing) return look.actual.replicas === 0;
  return isInSync(look) && look.observedGeneration >= service.metadata.generation;
}

/** It is not wanted to run: stopped and kept (Pending), or stopped and forgotten (Terminating). */
function decideStop(input: DecisionInput): Decision {
  const { service, diff, node, stopsFirst } = input;
  const { state } = service.status;
  const isForgotten = service.spec.state === "Terminating";
  if (!isForgotten && state === "Pending") {
    return { kind: "block", reason: "Held", message: "Its spec wants it known but not started" };
  }
  if (state !== "Terminating") {
    return {
      kind: "transition",
      event: "Terminate",
      reason: isForgotten ? "It is not wanted any more" : "It is held back",
    };
  }
  if (stopsFirst.length > 0) {
    return {
      kind: "idle",
      why: `Services that depend on it stop first: ${stopsFirst.slice(0, 5).join(", ")}`,
    };
  }
  if (node === undefined || (diff !== undefined && isCurrent(diff, service) && diff.actual.replicas === 0)) {
    return isForgotten
      ? { kind: "remove" }
      : { kind: "transition", event: "Reschedule", reason: "It is stopped and kept for later" };
  }
  if (!node.isReachable || diff === undefined || !isCurrent(diff, service)) {
    return { kind: "idle", why: `Node ${node.name} has not said what is left of it` };
  }
  if (input.nowMs < input.retryAtMs) return { kind: "wait", why: "Backing off", untilMs: input.retryAtMs };
  return { kind: "make-plan", diff, reason: "It is not wanted to run" };
}

/** It is wanted to run. */
function decideRun(input: DecisionInput): Decision {
  const { service, node, diff, choice, waitingFor } = input;
  if (node === undefined) {
    return choice.kind === "node"
      ? { kind: "assign", node: choice.node, why: choice.why }
      : { kind: "block", reason: "WaitingForNode", message: choice.why };
  }
  if (node.isLost) return decideLostNode(input, node);
  if (!node.isReachable) return { kind: "idle", why: `Node ${node.name} is silent` };
  if (service.status.state === "Pending" && waitingFor.length > 0) {
    return {
      kind: "block",
      reason: "WaitingForDependency",
      message: `It waits for ${waitingFor.slice(0, 5).join(", ")}`,
    };
  }
  if (diff === undefined || !isCurrent(diff, service)) {
    return {
      kind: "idle",
      why: `Node ${node.name} has not compared generation ${service.metadata.generation} yet`,
    };
  }
  return isInSync(diff) ? decideInSync(input) : decideDiffers(input, diff);
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
  return decideRecovery(input, issue);
}

const READY_FROM: Readonly<Record<ServiceState["status"]["state"], TransitionEvent | undefined>> = {
  Pending: "Start",
  Initializing: "Ready",
  Running: undefined,
  Degraded: "Ready",
  Terminating: "Reschedule",
  Failed: "Recover",
};

/** All is as wanted: the phase follows, and after a while of health the past is forgotten. */
function decideInSync(input: DecisionInput): Decision {
  const { service, recovery, settings, nowMs, phaseSinceMs } = input;
  const event = READY_FROM[service.status.state];
  if (event !== undefined) return { kind: "transition", event, reason: inSyncReason(service) };
  const isNewlyGood = service.status.override === undefined && !isKnownGood(service);
  const goodAtMs = phaseSinceMs + settings.knownGoodAfterMs;
  const healthyAtMs = phaseSinceMs + settings.healthyAfterMs;
  if (isNewlyGood && nowMs >= goodAtMs) return { kind: "mark-known-good" };
  if (recovery !== undefined && nowMs >= healthyAtMs) return { kind: "close-recovery" };
  if (isNewlyGood) {
    return { kind: "wait", why: "It runs; not yet long enough to be known good", untilMs: goodAtMs };
  }
  if (recovery !== undefined) {
    return { kind: "wait", why: "It runs; its failures are not forgotten yet", untilMs: healthyAtMs };
  }
  return { kind: "idle", why: "It runs as wanted" };
}

/** What made it well, as far as that is known: the reason for the phase that it leaves. */
function inSyncReason({ status }: ServiceState): string {
  const isOnItsWay = status.state === "Initializing" || status.state === "Degraded";
  return isOnItsWay ? `As wanted after: ${status.lastReason}` : "It was found as wanted";
}

function isKnownGood(service: ServiceState): boolean {
  return service.status.lastKnownGood?.generation === service.metadata.generation;
}

/** Something differs, the node answers, and no plan is at work. */
function decideDiffers(input: DecisionInput, diff: StateDiff): Decision {
  const { service } = input;
  const { state } = service.status;
  const isNewSpec = service.status.observedGeneration < service.metadata.generation;
  const reason = describeDiff(diff);
  if (state === "Pending") {
    return { kind: "transition", event: "Start", reason: "Start" };
  }
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
  return { kind: "transition", event: "Update", reason };
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
  const untilMs = phaseSinceMs + (service.spec.timeouts.initializingMs ?? settings.initializingMs);
  if (nowMs < untilMs) return { kind: "wait", why: "It is starting", untilMs };
  return decideRecovery(
    input,
    stuck(input, `Still starting after ${Math.round((nowMs - phaseSinceMs) / 1000)} s`),
  );
}

/** The node saw a fault, or the service is gone: first say so, then mend it. */
function decideBroken(input: DecisionInput, diff: StateDiff): Decision {
  const { state } = input.service.status;
  const hasSaidWhy = diff.statusDiff !== undefined && isFault(diff.statusDiff.reason);
  const issue = hasSaidWhy ? issueOf(input, diff) : openIssue(input) ?? issueOf(input, diff);
  const isDown = diff.actual.availableReplicas === 0 && issue.type !== "Unresponsive";
  if (isDown && state !== "Failed") return { kind: "transition", event: "Fail", reason: issue.evidence };
  if (!isDown && (state === "Running" || state === "Initializing")) {
    return { kind: "transition", event: "Degrade", reason: issue.evidence };
  }
  return decideRecovery(input, issue);
}

function decideRecovery(input: DecisionInput, issue: ServiceIssue): Decision {
  const { recovery, nowMs, retryAtMs } = input;
  if (recovery?.lastAction === "Notify" && recovery.issueType === issue.type) {
    return { kind: "idle", why: "All recovery is used up; a person was told" };
  }
  if (nowMs < retryAtMs) {
    return { kind: "wait", why: "Backing off before the next recovery", untilMs: retryAtMs };
  }
  return { kind: "recover", issue };
}

/**
 * The issue under treatment goes on for as long as the node names no other one: else an absence after a failed start would count
 * as a crash, and neither would ever get beyond its first stage. A lost node is over once it answers.
 */
function openIssue(input: DecisionInput): ServiceIssue | undefined {
  const { recovery, diff } = input;
  if (recovery === undefined || recovery.issueType === "NodeLost") return undefined;
  const causation = diff === undefined ? [] : [diffId(diff)];
  return { type: recovery.issueType, evidence: recovery.evidence, causation };
}

function issueOf(input: DecisionInput, diff: StateDiff): ServiceIssue {
  const { service, recovery } = input;
  return classifyIssue(diff, {
    recentFailures: recovery?.failureCount ?? 0,
    ...changesSinceKnownGood(service),
  });
}

function stuck(input: DecisionInput, evidence: string): ServiceIssue {
  const { service, diff } = input;
  return {
    type: "StuckTransition",
    evidence: `${service.status.state}: ${evidence}`,
    causation: diff === undefined ? [] : [diffId(diff)],
  };
}

/** A fault by the node's word; or gone altogether although it had been up. */
function isFaulty(diff: StateDiff, service: ServiceState): boolean {
  if (diff.statusDiff !== undefined && isFault(diff.statusDiff.reason)) return true;
  const isGone = diff.existenceDiff?.desiredExists === true && !diff.existenceDiff.actualExists;
  const { state } = service.status;
  return isGone && (state === "Running" || state === "Degraded" || state === "Failed");
}

function isOnlyStarting(diff: StateDiff): boolean {
  return diff.statusDiff?.reason === "Starting" && diff.existenceDiff === undefined &&
    diff.scaleDiff === undefined &&
    diff.versionDiff === undefined && diff.configDiff === undefined;
}

function isCurrent(diff: StateDiff, service: ServiceState): boolean {
  return diff.node === service.status.node && diff.observedGeneration >= service.metadata.generation;
}
