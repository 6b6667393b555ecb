/**
 * Isolating a service, and releasing it: by recovery when nothing else helped, by an operator who asks for it.
 *
 * I1: an isolated service is stopped, and nothing is done to it until it is released, its spec changes, or its time is over.
 * I2: the end of the isolation is a monotonic time; a reboot, or a wall clock that jumps, makes it no longer than it was to be, and of
 *     what each run of the program served at least half counts for the next one.
 */
import { wentDownOnPurpose } from "./damping.ts";
import { resetRuntime } from "../reconciliation/apply/resets.ts";
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import type { Step } from "../reconciliation/apply/step.ts";
import { recordDraft } from "../reconciliation/apply/transition.ts";
import type { ServiceIssue } from "../state/issue.ts";
import { firstNote, nextNote } from "../state/hold_note.ts";
import { type ServiceState, updateServiceStatus, withCondition } from "../state/model.ts";

/** Flapping is a matter of time: its isolation ends by itself, after so many times the longest damping. */
const FLAPPING_FACTOR = 4;

interface Isolation {
  readonly by: "Operator" | "Recovery";
  readonly reason: string;
  readonly ttlMs?: number | undefined;
  /** Of the condition, for programs and for people. */
  readonly condition: string;
  readonly message: string;
}

/** The service as recovery isolates it. */
export function isolateByRecovery(draft: StepDraft, issue: ServiceIssue): ServiceState {
  const { maxDampedMs } = draft.context.settings.flap;
  return isolated(draft, {
    by: "Recovery",
    reason: issue.evidence,
    ttlMs: issue.type === "Flapping" ? FLAPPING_FACTOR * maxDampedMs : undefined,
    condition: issue.type,
    message: `Isolated after repeated failures: ${issue.evidence}`,
  });
}

/** Because an operator asks for it. `ttlMs` not set = until it is released. */
export function isolateByOperator(
  draft: StepDraft,
  { reason, ttlMs }: { readonly reason: string; readonly ttlMs?: number },
): Step {
  const message = `Isolated by an operator: ${reason}`;
  const { record, context } = draft;
  draft.knowAll(resetRuntime(draft.runtime, "operator-recovery", { ...context, record }));
  const service = isolated(draft, { by: "Operator", reason, ttlMs, condition: "Operator", message });
  const ttl = ttlMs === undefined ? {} : { ttlMs: String(ttlMs) };
  // A plan in progress is dropped: an isolated service is not touched.
  draft.change(
    { service, plan: null },
    recordDraft("ConditionChanged", "Operator", {
      metadata: { reason: message, condition: "Isolated", ...ttl },
    }),
  );
  draft.transition("Fail", { source: "Operator", reason: message });
  wentDownOnPurpose(draft);
  return draft.again();
}

/** How much of the isolation is over is written down (I2). */
export function noteIsolation(draft: StepDraft): Step {
  const { nowMs } = draft.context;
  const { untilMs, note } = draft.runtime.isolation;
  const { isolation, ...status } = draft.service.status;
  if (untilMs === undefined || note === undefined || isolation?.ttlMs === undefined) return draft.again();
  const servedMs = isolation.ttlMs - Math.max(0, untilMs - nowMs);
  draft.know("isolation", { note: nextNote(note, nowMs) });
  const reason = `${seconds(servedMs)} of ${seconds(isolation.ttlMs)} of the isolation are over`;
  draft.change(
    {
      service: updateServiceStatus(draft.service, { ...status, isolation: { ...isolation, servedMs } }),
    },
    recordDraft("StatusObserved", "Recovery", { metadata: { reason } }),
  );
  return draft.again();
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

/** Ends the isolation, with what was counted before: the service is worked on again. */
export function release(
  draft: StepDraft,
  { by, reason }: { readonly by: "Operator" | "Recovery"; readonly reason: string },
): Step {
  const { nowMs, wallMs, settings } = draft.context;
  const message = `Released: ${reason}`;
  const condition = { type: "Isolated", status: "False", reason: by, message } as const;
  const { isolation: _over, ...status } = withCondition(draft.service.status, condition, wallMs);
  draft.change(
    { service: updateServiceStatus(draft.service, status), recovery: null },
    recordDraft("ConditionChanged", by, { metadata: { reason: message, condition: "Isolated" } }),
  );
  // The service was stopped on purpose: it begins anew, and that it is not there is no failure.
  if (status.state === "Failed") draft.transition("Reschedule", { source: by, reason: message });
  draft.knowAll(resetRuntime(draft.runtime, "release", { nowMs, wallMs, record: draft.record, settings }));
  return draft.again();
}

function isolated(draft: StepDraft, isolation: Isolation): ServiceState {
  const { by, reason, ttlMs, message } = isolation;
  const { nowMs, wallMs } = draft.context;
  const isForATime = ttlMs !== undefined;
  draft.know("isolation", {
    untilMs: isForATime ? nowMs + ttlMs : undefined,
    note: isForATime ? firstNote(nowMs, ttlMs) : undefined,
  });
  const condition = { type: "Isolated", status: "True", reason: isolation.condition, message } as const;
  return updateServiceStatus(draft.service, {
    ...withCondition(draft.service.status, condition, wallMs),
    lastReason: message,
    isolation: { by, reason, sinceMs: wallMs, ...(ttlMs === undefined ? {} : { ttlMs }) },
  });
}
