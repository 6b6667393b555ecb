/** Steps after which nothing is done for now: what was seen is written down, and where the service waits, it says so. */
import { phaseTimeoutMs } from "../../state/machine.ts";
import { judged, observed, placedOn } from "../../state/observation.ts";
import { isSameValue } from "../../kit/same_value.ts";
import {
  type ConditionUpdate,
  effectiveSpec,
  findCondition,
  updateServiceStatus,
  withCondition,
} from "../../state/model.ts";
import { assigned } from "../../state/runtime.ts";
import type { Decision } from "../decide/decision_model.ts";
import type { Step } from "./step.ts";
import type { StepDraft } from "./step_draft.ts";
import { fieldChange, recordDraft } from "./transition.ts";

/** Nothing to do now: what was observed is written down, if it is new. */
export function settle(draft: StepDraft): void {
  draft.know("observation", { reactFromMs: undefined });
  takenAgain(draft);
  const service = observed(draft.service, draft.runtime.observation.diff, draft.context.wallMs);
  const { status: before } = draft.service;
  const { replicas, availableReplicas } = service.status;
  const changes = [
    ...fieldChange("status.replicas", before.replicas, replicas),
    ...fieldChange("status.availableReplicas", before.availableReplicas, availableReplicas),
  ];
  const isSame = isSameValue(findCondition(service.status, "Available"), findCondition(before, "Available"));
  if (changes.length === 0 && isSame) return;
  const reason = `${availableReplicas} of ${effectiveSpec(service).replicas} replicas answer`;
  draft.change({ service }, recordDraft("StatusObserved", "NodeAgent", { metadata: { reason }, changes }));
}

/** The service waits for something outside; it says so, and after too long an alert is raised. */
export function block(draft: StepDraft, decision: Decision & { readonly kind: "block" }): Step {
  const { nowMs, wallMs, settings } = draft.context;
  const { reason, message } = decision;
  settle(draft);
  blocked(draft, { type: "Progressing", status: "False", reason, message }, wallMs);
  // The cause is reported where it is; what follows from it would only hide it.
  if (reason === "Held" || reason === "DesiredStateRefused" || decision.cause !== undefined) {
    return draft.settled(message);
  }
  const { sinceMs, isStuckReported } = draft.runtime.phase;
  const { id } = draft.service.metadata;
  const stuckAtMs = sinceMs + phaseTimeoutMs("Pending", draft.service.spec.timeouts, settings);
  if (nowMs < stuckAtMs) return draft.waiting(message, stuckAtMs);
  if (!isStuckReported) {
    draft.know("phase", { isStuckReported: true });
    draft.alert({
      resourceId: id,
      severity: "Warning",
      reason: "StuckTransition",
      message,
      issueType: "StuckTransition",
    });
  }
  return draft.settled(message);
}

function blocked(draft: StepDraft, update: ConditionUpdate, wallMs: number): void {
  const status = withCondition(draft.service.status, update, wallMs);
  if (status === draft.service.status) return;
  const { reason: condition, message: reason } = update;
  draft.change(
    { service: updateServiceStatus(draft.service, { ...status, lastReason: reason }) },
    recordDraft("ConditionChanged", "StateManager", { metadata: { reason, condition } }),
  );
}

/** The node takes the desired state again: the service does not go on saying that it does not. */
function takenAgain(draft: StepDraft): void {
  if (findCondition(draft.service.status, "Progressing")?.reason !== "DesiredStateRefused") return;
  const message = `Node ${draft.service.status.node} takes the desired state again`;
  blocked(
    draft,
    { type: "Progressing", status: "False", reason: "DesiredStateTaken", message },
    draft.context.wallMs,
  );
}

/** The bucket of starts is empty: the service starts later. */
export function paceStart(draft: StepDraft, untilMs: number): Step {
  draft.know("observation", { reactFromMs: undefined });
  return draft.waiting("Starts are paced", untilMs);
}

export function assign(draft: StepDraft, decision: Decision & { readonly kind: "assign" }): Step {
  const { node, why } = decision;
  const changes = fieldChange("status.node", draft.service.status.node, node);
  const placed = placedOn(draft.service, node, draft.context.wallMs);
  draft.change(
    { service: updateServiceStatus(placed, { ...placed.status, lastReason: why }) },
    recordDraft("StatusObserved", "StateManager", { metadata: { reason: why, node }, changes }),
  );
  draft.knowAll(assigned(draft.runtime, node));
  return draft.again();
}

/** The node of the service answers, or does not: what is known of the service is confirmed, or is not. */
export function judgeNode(draft: StepDraft, condition: ConditionUpdate): Step {
  const { service: before } = draft;
  const { diff } = draft.runtime.observation;
  const service = judged(before, { condition, diff, nowMs: draft.context.wallMs });
  if (!isSameValue(service.status.conditions, before.status.conditions)) {
    const metadata = { reason: condition.message, node: service.status.node };
    draft.change(
      { service },
      recordDraft("ConditionChanged", "StateManager", { metadata }),
    );
  }
  return draft.again();
}
