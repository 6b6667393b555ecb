/**
 * What the ups and downs of a service lead to: penalties for flapping, and the time it took to be healthy again.
 *
 * I1: a service is reported to flap once, when it begins to be suppressed; the suppression ends by itself.
 * I2: penalties are part of the record: a reboot forgets none, and no time passes for them while the program is off.
 * I3: the strategy against flapping is applied once a suppression.
 */
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import type { Step } from "../reconciliation/apply/step.ts";
import { recordDraft } from "../reconciliation/apply/transition.ts";
import type { ServiceIssue } from "../state/issue.ts";
import { isDamped, type ServiceStateType, updateServiceStatus, withCondition } from "../state/model.ts";
import { dampedForMs, decayedPenalty } from "../state/flapping.ts";
import { firstNote, nextNote } from "../state/hold_note.ts";
import type { DampingFacts } from "../state/runtime.ts";
import type { CarriedFlaps } from "../state/stability.ts";
import { calculateStabilityMetrics, detectTransitionIssues, trackerAfter } from "../state/tracker.ts";
import { noteFault } from "./faults.ts";

/** The phase changed from `before` to that of the draft. */
export function moved(draft: StepDraft, before: ServiceStateType): void {
  const { state } = draft.service.status;
  const isDown = state === "Failed" || state === "Degraded";
  const { brokenSinceMs } = draft.runtime.deadline;
  if (isDown) draft.know("deadline", { brokenSinceMs: brokenSinceMs ?? draft.context.nowMs });
  if (state === "Running") healthyAgain(draft);
  if (isDown && before === "Running") flapped(draft);
}

function healthyAgain(draft: StepDraft): void {
  const { brokenSinceMs } = draft.runtime.deadline;
  if (brokenSinceMs === undefined) return;
  draft.know("deadline", { brokenSinceMs: undefined });
  const { criticality } = draft.service.spec;
  draft.measure({ kind: "recovery", criticality, tookMs: draft.context.nowMs - brokenSinceMs });
}

function flapped(draft: StepDraft): void {
  const { nowMs, settings: { flap }, tracker } = draft.context;
  const { service } = draft;
  const fall = [{ state: "Running", atMs: nowMs }, { state: service.status.state, atMs: nowMs }] as const;
  const history = trackerAfter(tracker(), fall);
  const flaps = { settings: flap, carried: carriedFlaps(draft) };
  const { flapScore } = calculateStabilityMetrics(history, flap.maxDampedMs, { nowMs, flaps });
  const issues = detectTransitionIssues(history, { nowMs, thresholds: { flaps } });
  draft.know("damping", { flappedAtMs: nowMs });
  draft.change({ service: updateServiceStatus(service, { ...service.status, flapScore }) });
  if (isDamped(service)) draft.know("damping", suppressed(nowMs, dampedForMs(flapScore, flap)));
  else if (issues.some(({ kind }) => kind === "flapping")) suppress(draft, flapScore);
}

/** The penalty that is part of the record, and when the newest flap in it was. */
function carriedFlaps({ service, runtime }: StepDraft): CarriedFlaps {
  return { penalty: service.status.flapScore ?? 0, atMs: runtime.damping.flappedAtMs };
}

/** The service goes down on purpose, or with the power: that is no flap, and what was counted before goes on from here. */
export function wentDownOnPurpose(draft: StepDraft): void {
  const { nowMs, settings: { flap } } = draft.context;
  const { penalty, atMs } = carriedFlaps(draft);
  draft.know("damping", { flappedAtMs: nowMs });
  if (penalty === 0) return;
  const flapScore = decayedPenalty(penalty, nowMs - atMs, flap);
  draft.change({ service: updateServiceStatus(draft.service, { ...draft.service.status, flapScore }) });
}

function suppressed(nowMs: number, forMs: number): Pick<DampingFacts, "untilMs" | "note"> {
  return { untilMs: nowMs + forMs, note: firstNote(nowMs, forMs) };
}

/** How much the penalty has decayed is written down: it decays while the program runs, and runs may be short (I2). */
export function noteDamping(draft: StepDraft): Step {
  const { nowMs, settings: { flap } } = draft.context;
  const { penalty, atMs } = carriedFlaps(draft);
  const { note } = draft.runtime.damping;
  if (note === undefined) return draft.again();
  const flapScore = decayedPenalty(penalty, nowMs - atMs, flap);
  draft.know("damping", { flappedAtMs: nowMs, note: nextNote(note, nowMs) });
  const reason = `The service is suppressed, and its penalty is down to ${flapScore.toFixed(1)}`;
  draft.change(
    { service: updateServiceStatus(draft.service, { ...draft.service.status, flapScore }) },
    recordDraft("StatusObserved", "Recovery", { metadata: { reason } }),
  );
  return draft.again();
}

/** I1. */
function suppress(draft: StepDraft, penalty: number): void {
  const { nowMs, wallMs, settings } = draft.context;
  const { service } = draft;
  const forMs = dampedForMs(penalty, settings.flap);
  draft.know("damping", { ...suppressed(nowMs, forMs), isTreated: false });
  const message = `The service went down too often (penalty ${penalty.toFixed(1)}) and is suppressed for ${
    Math.round(forMs / 1_000)
  } s`;
  const issue: ServiceIssue = { type: "Flapping", evidence: message, causation: [] };
  const condition = { type: "Stable", status: "False", reason: "Flapping", message } as const;
  const faults = noteFault(service.status.faults ?? [], issue, { wallMs, settings: settings.faults });
  draft.change(
    {
      service: updateServiceStatus(service, { ...withCondition(service.status, condition, wallMs), faults }),
    },
    recordDraft("ConditionChanged", "Recovery", { metadata: { reason: message, condition: "Stable" } }),
  );
  draft.alert({
    resourceId: service.metadata.id,
    severity: "Warning",
    reason: "ServiceDamped",
    message,
    issueType: "Flapping",
  });
}

/** The service was quiet for long enough. */
export function undamp(draft: StepDraft): Step {
  const { nowMs, wallMs, settings } = draft.context;
  const message = "The service was quiet for long enough and is reconciled again";
  const condition = { type: "Stable", status: "True", reason: "Quiet", message } as const;
  const status = withCondition(draft.service.status, condition, wallMs);
  draft.know("damping", { untilMs: undefined, note: undefined, flappedAtMs: nowMs, isTreated: false });
  draft.change(
    { service: updateServiceStatus(draft.service, { ...status, flapScore: settings.flap.reuseBelow }) },
    recordDraft("ConditionChanged", "Recovery", { metadata: { reason: message, condition: "Stable" } }),
  );
  return draft.again();
}
