/**
 * What the ups and downs of a service lead to: penalties for flapping, and the time it took to be healthy again.
 *
 * I1: a service is reported to flap once, when it begins to be suppressed; the suppression ends by itself.
 * I2: penalties are part of the record: a reboot forgets none, and no time passes for them while the program is off.
 */
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import type { Step } from "../reconciliation/apply/step.ts";
import { recordDraft } from "../reconciliation/apply/transition.ts";
import type { ServiceIssue } from "../state/issue.ts";
import { isDamped, type ServiceStateType, withCondition, withStatus } from "../state/model.ts";
import { noteFault } from "./faults.ts";
import { dampedForMs, isFlapping, penaltyAfterFlap } from "./flapping.ts";

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
  const { nowMs, settings: { flap } } = draft.context;
  const { service, runtime: { damping } } = draft;
  const flapScore = penaltyAfterFlap(service.status.flapScore ?? 0, nowMs - damping.flappedAtMs, flap);
  draft.know("damping", { flappedAtMs: nowMs });
  draft.change({ service: withStatus(service, { flapScore }) });
  if (isDamped(service)) draft.know("damping", { untilMs: nowMs + dampedForMs(flapScore, flap) });
  else if (isFlapping(flapScore, flap)) suppress(draft, flapScore);
}

/** I1. */
function suppress(draft: StepDraft, penalty: number): void {
  const { nowMs, wallMs, settings } = draft.context;
  const { service } = draft;
  const forMs = dampedForMs(penalty, settings.flap);
  draft.know("damping", { untilMs: nowMs + forMs });
  const message = `It went down too often (penalty ${penalty.toFixed(1)}) and is left alone for ${
    Math.round(forMs / 1_000)
  } s`;
  const issue: ServiceIssue = { type: "Flapping", evidence: message, causation: [] };
  const condition = { type: "Stable", status: "False", reason: "Flapping", message } as const;
  const faults = noteFault(service.status.faults ?? [], issue, { wallMs, settings: settings.faults });
  draft.change(
    { service: withStatus(service, { ...withCondition(service.status, condition, wallMs), faults }) },
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
  const message = "It was quiet for long enough and is worked on again";
  const condition = { type: "Stable", status: "True", reason: "Quiet", message } as const;
  const status = withCondition(draft.service.status, condition, wallMs);
  draft.know("damping", { untilMs: undefined, flappedAtMs: nowMs });
  draft.change(
    { service: withStatus(draft.service, { ...status, flapScore: settings.flap.reuseBelow }) },
    recordDraft("ConditionChanged", "Recovery", { metadata: { reason: message, condition: "Stable" } }),
  );
  return draft.again();
}
