/**
 * Steps of a plan: made, sent, acknowledged, seen to work, failed, or not desired any more.
 *
 * I1: the number of acknowledged actions is in the step of each acknowledgement, so it is stored before the next action leaves.
 * I2: a plan that failed on another node than the service's own says nothing about the service.
 * I3: a controller that does not answer costs the service nothing: the plan waits and goes on under the same ids.
 * I4: a controller that answers, but not how this one action ended, is asked in so many rounds; then what the node reports decides.
 * I5: stops that do not work are one series until one does, or the service runs again: it backs off, and is alerted once.
 */
import { backoffDelayMs } from "../../kit/backoff.ts";
import { wentDownOnPurpose } from "../../recovery/damping.ts";
import { logRecoveryAttempt } from "../../recovery/action.ts";
import { uncount, untreated } from "../../recovery/attempts.ts";
import { attemptStagedRecovery } from "../../recovery/strategy.ts";
import type { ActionResult } from "../../state/action.ts";
import type { StateDiff } from "../../state/diff.ts";
import { describeDiff, diffId } from "../../state/diff_text.ts";
import type { IssueType, RecoveryAction, ServiceIssue } from "../../state/issue.ts";
import { phaseTimeoutMs } from "../../state/machine.ts";
import { isToRun, updateServiceStatus, withCondition } from "../../state/model.ts";
import { arrivedFrom, observed } from "../../state/observation.ts";
import type { ActionPlan, PlanEnd, PlannedAction } from "../../state/plan.ts";
import { observe, putOff, strayOn } from "../../state/runtime.ts";
import type { Decision } from "../decide/decision_model.ts";
import { alternativesText } from "../plan/alternatives.ts";
import { planForDiff } from "../plan/make_plan.ts";
import { blocked, noteObserved } from "./rest.ts";
import type { Step, StepInput } from "./step.ts";
import type { StepDraft } from "./step_draft.ts";
import { recordDraft } from "./transition.ts";

/** I4: rounds of as many tries as the settings give an action. */
const MAX_ROUNDS = 3;

export function makePlan(draft: StepDraft, decision: Decision & { readonly kind: "make-plan" }): Step {
  const { service, context } = draft;
  const { plan, alternatives } = planForDiff(service, decision.diff, context);
  if (plan.actions.length === 0) return noActionHelps(draft, decision.diff);
  const actions = plan.actions.map((action) => action.step.kind).join(", ");
  const progressing = {
    type: "Progressing",
    status: "True",
    reason: "PlanRunning",
    message: actions,
  } as const;
  const status = withCondition(service.status, progressing, context.wallMs);
  const metadata = {
    reason: `${actions}: ${decision.reason}`,
    planId: plan.id,
    actions,
    cause: diffId(decision.diff),
    alternatives: alternativesText(alternatives),
  };
  draft.change(
    {
      service: updateServiceStatus(service, status),
      plan: { plan, nextAction: 0, createdAtMs: context.wallMs },
    },
    recordDraft("PlanCreated", "StateManager", { metadata }),
  );
  return draft.again();
}

/** That is no reason to wait for ever: a phase that does not end is an issue like any other. */
function noActionHelps(draft: StepDraft, diff: StateDiff): Step {
  const { service, runtime, context: { nowMs, settings } } = draft;
  const evidence = `No action helps against: ${describeDiff(diff)}`;
  const { state } = service.status;
  noteObserved(draft);
  if (state !== "Initializing") return draft.waiting(evidence, nowMs + settings.verifyTimeoutMs);
  const stuckAtMs = runtime.phase.sinceMs + phaseTimeoutMs(state, service.spec.timeouts, settings);
  if (nowMs < stuckAtMs) return draft.waiting(evidence, stuckAtMs);
  return attemptStagedRecovery(draft, { type: "StuckTransition", evidence, causation: [diffId(diff)] });
}

/** Nothing leaves now (I3): that is no slowness of ours in answering each of these diffs. */
export function parkPlan(
  draft: StepDraft,
  { untilMs, why, isFenced = false }: StepInput & { readonly kind: "park-plan" },
): Step {
  noteObserved(draft);
  park(draft);
  if (isFenced) {
    const update = { type: "Progressing", status: "False", reason: "TermRefused", message: why } as const;
    blocked(draft, update, draft.context.wallMs);
  }
  return draft.waiting(why, untilMs);
}

/** It is not known how an action ended: the plan waits (I3), but not for ever on a controller that answers otherwise (I4). */
export function postponePlan(
  draft: StepDraft,
  input: StepInput & { readonly kind: "postpone-plan" },
): Step {
  const { nowMs, wallMs } = draft.context;
  const { action, result, controllerAnsweredAtMs = -Infinity } = input;
  noteObserved(draft);
  park(draft);
  const { parkedSinceMs = nowMs, postponements: before } = draft.runtime.plan;
  const postponements = before + 1;
  draft.know("plan", { postponements });
  const isThere = result.kind !== "unreachable" && controllerAnsweredAtMs >= parkedSinceMs;
  if (isThere && postponements >= MAX_ROUNDS) return leaveUndecided(draft, input);
  const message =
    `${action.step.kind} on ${action.node} is repeated, it may have happened: ${result.message}`;
  const waits = { type: "Progressing", status: "True", reason: "ActionUndecided", message } as const;
  const status = withCondition(draft.service.status, waits, wallMs);
  if (status !== draft.service.status) {
    draft.change(
      { service: updateServiceStatus(draft.service, status) },
      recordDraft("ConditionChanged", "StateManager", {
        metadata: { reason: message, condition: waits.reason, actionId: action.id },
      }),
    );
  }
  return draft.waiting(message, input.untilMs ?? nowMs + backoffMs(draft, postponements));
}

/** I4. */
function leaveUndecided(
  draft: StepDraft,
  { action, result }: StepInput & { readonly kind: "postpone-plan" },
): Step {
  const { plan } = draft.record;
  if (plan === undefined) return draft.again();
  const reason = `It is not known how ${action.step.kind} on ${action.node} ended (${result.message}): ` +
    "what the node reports decides";
  draft.change(
    { plan: { ...plan, nextAction: plan.plan.actions.length } },
    recordDraft("StatusObserved", "ActionController", {
      metadata: { reason, planId: plan.plan.id, actionId: action.id },
    }),
  );
  return verify(draft, action.node);
}

function park(draft: StepDraft): void {
  draft.know("plan", { parkedSinceMs: draft.runtime.plan.parkedSinceMs ?? draft.context.nowMs });
}

/** Nothing of the plan was done, and its recovery attempt does not count: what is to be done now is decided anew. */
export function expirePlan(draft: StepDraft): Step {
  draft.know("plan", { parkedSinceMs: undefined });
  const recovery = draft.record.plan?.recovery;
  if (recovery !== undefined) uncount(draft, recovery.action);
  return dropPlan(draft, "The plan waited too long for the controller; a new decision follows");
}

/** An action leaves: that is the reaction to what was observed. */
export function sent(draft: StepDraft, action: PlannedAction): Step {
  const { reactFromMs } = draft.runtime.observation;
  if (reactFromMs === undefined) return draft.again();
  draft.know("observation", { reactFromMs: undefined });
  const { criticality } = draft.service.spec;
  const tookMs = draft.context.nowMs - reactFromMs;
  draft.measure({ kind: "reaction", criticality, tookMs, action });
  return draft.again();
}

/** I1. */
export function acknowledge(draft: StepDraft, action: PlannedAction, result: ActionResult): Step {
  const { plan } = draft.record;
  if (plan === undefined) return draft.again();
  const said = result.message === "" ? "" : `: ${result.message}`;
  const metadata = {
    reason: `${action.step.kind} on ${action.node}${said}`,
    actionId: action.id,
    planId: plan.plan.id,
    action: action.step.kind,
    node: action.node,
    repeated: String(result.kind === "done" && result.wasRepeated),
    cause: action.causation.join(" "),
  };
  draft.change(
    { plan: { ...plan, nextAction: plan.nextAction + 1 } },
    recordDraft("ActionExecuted", "ActionController", { metadata }),
  );
  return draft.again();
}

/** The controller has answered for all actions, or for the one that failed. */
export function executed(draft: StepDraft, { result }: StepInput & { readonly kind: "plan-executed" }): Step {
  const { plan } = draft.record;
  if (plan === undefined) return draft.again();
  draft.know("plan", { parkedSinceMs: undefined });
  if (result.kind === "failed") {
    const evidence = `${result.action.step.kind} could not be executed: ${result.result.message}`;
    const type = plan.recovery?.issue.type ?? issueTypeFor(result.recovery);
    return failPlan(draft, { type, evidence, causation: [result.action.id] });
  }
  return verify(draft, plan.plan.actions.at(-1)?.node ?? "");
}

/** The node is asked what came of the actions. */
function verify(draft: StepDraft, node: string): Step {
  const { nowMs, settings } = draft.context;
  draft.know("plan", {
    postponements: 0,
    parkedSinceMs: undefined,
    verifyUntilMs: nowMs + settings.verifyTimeoutMs,
  });
  const { diff } = draft.runtime.observation;
  const last = diff?.node === node ? diff : strayOn(draft.runtime, node);
  draft.effect({ kind: "observe", node, fromSequence: (last?.sequence ?? -1n) + 1n });
  return draft.again();
}

/** From here on only what the node sees after the actions counts. */
export function planObserved(
  draft: StepDraft,
  { observation, fromSequence }: StepInput & { readonly kind: "plan-observed" },
): Step {
  draft.know("plan", { verifyFromSequence: observation?.sequence ?? fromSequence });
  if (observation !== undefined) {
    draft.knowAll(observe(draft.runtime, observation, draft.service.status.node) ?? draft.runtime);
  }
  return draft.again();
}

/** The plan was seen to work. */
export function finishPlan(draft: StepDraft): Step {
  logEnd(draft, true);
  draft.know("plan", { stopFailures: 0 });
  for (const { step } of draft.record.plan?.plan.actions ?? []) {
    if (step.kind === "Relocate") draft.change({ service: arrivedFrom(draft.service, step.fromNode) });
  }
  close(draft, { reason: "The plan worked: the node reports the desired state", result: "verified" });
  return draft.again();
}

/** The plan is not desired any more, or cannot go on. */
export function dropPlan(draft: StepDraft, why: string): Step {
  close(draft, { reason: `The plan is dropped: ${why}`, result: "dropped" });
  return draft.again();
}

/** The plan did not work. */
export function failPlan(draft: StepDraft, issue: ServiceIssue): Step {
  const { plan, service, recovery } = draft.record;
  if (plan === undefined) return draft.again();
  logEnd(draft, false);
  close(draft, { reason: `The plan failed: ${issue.evidence}`, result: "failed" });
  const isOwn = plan.plan.actions.at(-1)?.node === service.status.node;
  const isStop = !isToRun(service) || service.status.state === "Terminating";
  if (!isOwn || isStop) return stopFailed(draft, issue, plan.plan);
  if (plan.recovery === undefined) {
    const delayMs = backoffMs(draft, recovery?.failureCount ?? 0);
    draft.know("backoff", { retryAtMs: draft.context.nowMs + delayMs });
  }
  markBroken(draft, issue);
  return draft.again();
}

function logEnd(draft: StepDraft, success: boolean): void {
  const action = draft.record.plan?.recovery?.action;
  if (action !== undefined) draft.change({}, logRecoveryAttempt(draft.record, action, success));
}

/** A stop that did not work is tried again after a while that grows; the first of a series is alerted (I5). */
function stopFailed(draft: StepDraft, issue: ServiceIssue, stopped: ActionPlan): Step {
  const { nowMs, wallMs, settings } = draft.context;
  const stopFailures = draft.runtime.plan.stopFailures + 1;
  const untilMs = nowMs + settings.backoff.baseMs + backoffMs(draft, stopFailures);
  draft.know("plan", { stopFailures });
  const message = `A stop did not work, time ${stopFailures}; it is tried again: ${issue.evidence}`;
  const failed = { type: "Progressing", status: "False", reason: "StopFailed", message } as const;
  draft.change({
    service: updateServiceStatus(draft.service, withCondition(draft.service.status, failed, wallMs)),
  });
  if (stopFailures === 1) {
    draft.alert({
      resourceId: draft.service.metadata.id,
      severity: "Warning",
      reason: "StopFailed",
      message: issue.evidence,
    });
  }
  const node = stopped.actions.at(-1)?.node;
  if (node === undefined || node === draft.service.status.node) {
    draft.know("backoff", { retryAtMs: untilMs });
    // What is decided next knows what comes before the next attempt: the end of an isolation.
    return draft.again();
  }
  // What runs elsewhere has its own backoff: the service at home does not wait for it.
  draft.know("backoff", { strayRetryAtMs: untilMs });
  draft.knowAll(putOff(draft.runtime, node));
  return draft.again();
}

function close(draft: StepDraft, end: { readonly reason: string; readonly result: PlanEnd }): void {
  const { plan } = draft.record;
  if (plan === undefined) return;
  const { wallMs } = draft.context;
  draft.know("plan", {
    postponements: 0,
    parkedSinceMs: undefined,
    verifyUntilMs: undefined,
    verifyFromSequence: undefined,
  });
  const seen = observed(draft.service, draft.runtime.observation.diff, wallMs);
  // What was done about a copy elsewhere says nothing of the generation at home.
  const isTried = end.result !== "dropped" && plan.plan.actions.at(-1)?.node === seen.status.node;
  const before = isTried ? { ...seen.status, observedGeneration: plan.plan.generation } : seen.status;
  const ended = { type: "Progressing", status: "False", reason: "PlanEnded", message: end.reason } as const;
  const metadata = { reason: end.reason, planId: plan.plan.id, result: end.result };
  draft.change(
    { service: updateServiceStatus(seen, withCondition(before, ended, wallMs)), plan: null },
    recordDraft("StatusObserved", "StateManager", { metadata }),
  );
}

/** The phase says what the failed plan left behind; the issue is kept for the next stage of recovery. */
function markBroken(draft: StepDraft, issue: ServiceIssue): void {
  const { state } = draft.service.status;
  const { observation, deadline } = draft.runtime;
  draft.know("deadline", { brokenSinceMs: deadline.brokenSinceMs ?? draft.context.nowMs });
  const canDegrade = state === "Initializing" || state === "Running" || state === "Degraded";
  const isUp = canDegrade && (observation.diff?.actual.availableReplicas ?? 0) > 0;
  const isChanged = draft.transition(isUp ? "Degrade" : "Fail", {
    reason: issue.evidence,
    source: "StateManager",
    metadata: { issue: issue.type, cause: issue.causation.join(" ") },
  });
  if (isChanged) draft.change({ recovery: untreated(draft.record.recovery, issue) });
  if (state === "Running") wentDownOnPurpose(draft);
}

function backoffMs(draft: StepDraft, attempt: number): number {
  const { settings, random01 } = draft.context;
  return backoffDelayMs(attempt, { ...settings.backoff, random01: random01() });
}

/** What is wrong, judged by what would help. */
function issueTypeFor(recovery: RecoveryAction): IssueType {
  switch (recovery) {
    case "RollbackVersion":
      return "VersionFault";
    case "ResetConfig":
      return "ConfigInvalid";
    case "Recreate":
      return "StartFailure";
    case "Restart":
    case "Relocate":
    case "Notify":
    case "Isolate":
      return "Unknown";
  }
}
