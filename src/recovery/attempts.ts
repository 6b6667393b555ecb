/**
 * What is remembered of the attempts to recover a service, and how an attempt is told apart in the history.
 *
 * I1: an attempt is counted in the step that holds its plan, before anything leaves: a reboot refills nothing.
 */
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import { recordDraft } from "../reconciliation/apply/transition.ts";
import type { EventDraft } from "../state/event_model.ts";
import type { RecoveryAction, RecoveryRecord, ServiceIssue } from "../state/issue.ts";
import { updateServiceStatus } from "../state/model.ts";
import type { ServiceRecord } from "../state/record.ts";

/** With one more attempt at this issue. */
export function counted(
  old: RecoveryRecord | undefined,
  issue: ServiceIssue,
  attempt: { readonly action: RecoveryAction; readonly wallMs: number },
): RecoveryRecord {
  const { action, wallMs } = attempt;
  const isSameIssue = old?.issueType === issue.type;
  return {
    issueType: issue.type,
    failureCount: (old?.failureCount ?? 0) + 1,
    issueFailures: (isSameIssue ? old.issueFailures : 0) + 1,
    attempts: { ...old?.attempts, [action]: (old?.attempts[action] ?? 0) + 1 },
    lastAction: action,
    lastAttemptAtMs: wallMs,
    evidence: issue.evidence,
  };
}

/** The issue is known, and nothing was tried against it yet. */
export function untreated(old: RecoveryRecord | undefined, issue: ServiceIssue): RecoveryRecord {
  const isSameIssue = old?.issueType === issue.type;
  return {
    failureCount: old?.failureCount ?? 0,
    attempts: old?.attempts ?? {},
    lastAttemptAtMs: old?.lastAttemptAtMs ?? 0,
    issueType: issue.type,
    issueFailures: isSameIssue ? old.issueFailures : 0,
    evidence: issue.evidence,
    ...(isSameIssue && old.lastAction !== undefined ? { lastAction: old.lastAction } : {}),
  };
}

/** The newest attempt was never carried out, for no fault of the service: it does not count. */
export function uncount(draft: StepDraft, action: RecoveryAction): void {
  const { recovery, service } = draft.record;
  if (recovery === undefined) return;
  const attempts = { ...recovery.attempts, [action]: Math.max(0, (recovery.attempts[action] ?? 0) - 1) };
  const reason = `${action} was not executed and does not count: the controller was unreachable`;
  draft.change({
    service: updateServiceStatus(service, {
      ...service.status,
      restarts: Math.max(0, service.status.restarts - 1),
    }),
    recovery: {
      ...recovery,
      attempts,
      failureCount: Math.max(0, recovery.failureCount - 1),
      issueFailures: Math.max(0, recovery.issueFailures - 1),
    },
  }, recordDraft("StatusObserved", "Recovery", { metadata: { reason, action } }));
}

export interface Attempt {
  readonly action: RecoveryAction;
  readonly issue: ServiceIssue;
  /** "" = there is none. */
  readonly planId: string;
  readonly result: "started" | "exhausted";
  /** Which other stages there were, and why none of them was taken; "" = no stage was asked for. */
  readonly stages: string;
  /** What the action goes back or on to. */
  readonly to?: string | undefined;
}

/** `record` = as it was before the attempt. */
export function attemptDraft(record: ServiceRecord, attempt: Attempt): EventDraft {
  const { action, issue, planId, result, stages, to } = attempt;
  return recordDraft("RecoveryAttempted", "Recovery", {
    metadata: {
      reason: `${action} because of ${issue.type}: ${issue.evidence}`,
      action,
      issue: issue.type,
      result,
      failures: String((record.recovery?.failureCount ?? 0) + 1),
      cause: issue.causation.join(" "),
      ...(planId === "" ? {} : { planId }),
      ...(stages === "" ? {} : { stages }),
      ...(to === undefined ? {} : { to }),
    },
  });
}
