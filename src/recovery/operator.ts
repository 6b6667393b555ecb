/**
 * Recovery because an operator asks for it: recover, isolate, release.
 *
 * I1: it goes the same way as recovery by itself: counted, stored, verified, explained.
 * I2: what cannot be done now is refused with the reason, and changes nothing.
 */
import { StateManagerError } from "../kit/errors.ts";
import { resetRuntime } from "../reconciliation/apply/resets.ts";
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import type { Step } from "../reconciliation/apply/step.ts";
import type { RecoveryRequest, ServiceIssue } from "../state/issue.ts";
import { isIsolated, isToRun, type ServiceStateType } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { executeRecovery } from "./action.ts";
import { isolateByOperator, release } from "./isolation.ts";
import { recoveryPossibilities, whyImpossible } from "./strategy.ts";

/** Throws a StateManagerError when it cannot be done now (I2). */
export function triggerRecovery(draft: StepDraft, asked: RecoveryRequest): Step {
  const request = withCaller(asked);
  const { service } = draft;
  const { id } = service.metadata;
  switch (request.kind) {
    case "isolate":
      if (isIsolated(service)) throw refused(id, "it is isolated already");
      if (service.spec.state !== "Running") throw refused(id, "its desired state is not Running");
      return isolateByOperator(draft, request);
    case "release":
      if (!isIsolated(service)) throw refused(id, "it is not isolated");
      return release(draft, { by: "Operator", reason: request.reason });
    case "recover":
      return recover(draft, request);
  }
}

/** The reason is what the history, the alert and the condition repeat: it says who asked. */
function withCaller(asked: RecoveryRequest): RecoveryRequest {
  const { by } = asked;
  return by === undefined
    ? asked
    : { ...asked, reason: asked.reason === "" ? by : `${asked.reason} (${by})` };
}

const RECOVERABLE: ReadonlySet<ServiceStateType> = new Set(["Running", "Degraded", "Failed"]);

function recover(draft: StepDraft, request: RecoveryRequest & { readonly kind: "recover" }): Step {
  const { record, service, context } = draft;
  const { id } = service.metadata;
  if (isIsolated(service)) throw refused(id, "it is isolated; release it first");
  if (!isToRun(service)) throw refused(id, "its desired state is not Running");
  if (record.plan !== undefined) throw refused(id, "a plan for it is in progress");
  if (!RECOVERABLE.has(service.status.state)) throw refused(id, `it is ${service.status.state}`);
  const possible = recoveryPossibilities(service, context.otherNode(service) !== undefined);
  const impossible = whyImpossible(request.action, possible);
  if (impossible !== undefined) throw refused(id, impossible);
  const isHealthy = service.status.state === "Running" && record.recovery === undefined;
  if (request.action === "Notify" && isHealthy) throw refused(id, "nothing is wrong with it");
  const issue: ServiceIssue = {
    type: "Unknown",
    evidence: `Requested by an operator: ${request.reason}`,
    causation: ["operator"],
  };
  draft.knowAll(resetRuntime(draft.runtime, "operator-recovery", { ...context, record }));
  const result = executeRecovery(draft, request.action, issue);
  if (result.kind === "impossible") throw refused(id, result.why);
  return draft.again();
}

function refused(what: ResourceId, reason: string): StateManagerError {
  return new StateManagerError({ kind: "illegal-transition", what, reason });
}
