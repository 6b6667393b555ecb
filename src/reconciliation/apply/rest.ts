/** Steps after which nothing is done for now: what was seen is written down, and where the service waits, it says so. */
import { phaseTimeoutMs } from "../../state/machine.ts";
import { judged, observed, placedOn } from "../../state/observation.ts";
import { isSameValue } from "../../kit/same_value.ts";
import {
  type ConditionUpdate,
  effectiveSpec,
  findCondition,
  type ServiceStateType,
  updateServiceStatus,
  withCondition,
} from "../../state/model.ts";
import type { TransitionEvent } from "../../state/events.ts";
import { assigned } from "../../state/runtime.ts";
import { planForRecovery } from "../plan/make_plan.ts";
import { wentDownOnPurpose } from "../../recovery/damping.ts";
import type { BlockReason, Decision } from "../decide/decision_model.ts";
import type { Step } from "./step.ts";
import type { StepDraft } from "./step_draft.ts";
import { fieldChange, recordDraft } from "./transition.ts";

/** Nothing to do now: what was observed is written down, if it is new. */
export function settle(draft: StepDraft, why: string): void {
  noteOver(draft, why);
  noteObserved(draft);
}

/** Wherever a service comes to rest: its status holds what its node reported last, whatever is waited for. */
export function noteObserved(draft: StepDraft): void {
  draft.know("observation", { reactFromMs: undefined });
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

/** What is alerted where it is found, or is as somebody wants it: that it lasts is no news. */
const ALERTED_ELSEWHERE: ReadonlySet<BlockReason> = new Set(["Held", "DesiredStateRefused", "TermRefused"]);

/** The service waits for something outside; it says so, and after too long an alert is raised. */
export function block(draft: StepDraft, decision: Decision & { readonly kind: "block" }): Step {
  const { nowMs, wallMs, settings } = draft.context;
  const { reason, message } = decision;
  noteObserved(draft);
  blocked(draft, { type: "Progressing", status: "False", reason, message }, wallMs);
  // The cause is reported where it is; what follows from it would only hide it.
  const { againAtMs = Infinity } = decision;
  const rest = () => againAtMs < Infinity ? draft.waiting(message, againAtMs) : draft.settled(message);
  if (ALERTED_ELSEWHERE.has(reason) || decision.cause !== undefined) return rest();
  const { sinceMs, isStuckReported } = draft.runtime.phase;
  const { id } = draft.service.metadata;
  const stuckAtMs = sinceMs + phaseTimeoutMs("Pending", draft.service.spec.timeouts, settings);
  if (nowMs < stuckAtMs) return draft.waiting(message, Math.min(stuckAtMs, againAtMs));
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
  return rest();
}

/** It waits, and says so. */
export function blocked(draft: StepDraft, update: ConditionUpdate, wallMs: number): void {
  const status = withCondition(draft.service.status, update, wallMs);
  if (status === draft.service.status) return;
  const { reason: condition, message: reason } = update;
  draft.change(
    { service: updateServiceStatus(draft.service, { ...status, lastReason: reason }) },
    recordDraft("ConditionChanged", "StateManager", { metadata: { reason, condition } }),
  );
}

/** What others have to do first: where the service is not held up by it any more, it says what it waits for now. */
const HELD_UP_BY_OTHERS: ReadonlySet<string | undefined> = new Set<BlockReason>([
  "WaitingForDependency",
  "DependencyFailed",
  "WaitingForNode",
]);

/** What kept the service from going on is over: it does not go on saying so. */
function noteOver(draft: StepDraft, why: string): void {
  const { status } = draft.service;
  const reason = findCondition(status, "Progressing")?.reason;
  const message = reason === "NoDefinition"
    ? `Node ${status.node} has a definition of the service`
    : reason === "DesiredStateRefused"
    ? `Node ${status.node} takes the desired state again`
    : reason === "TermRefused"
    ? "The term of this State Manager is accepted again"
    : reason === "StopFailed" && isNothingToStop(draft)
    ? "What was to be stopped is gone"
    : undefined;
  if (message === undefined) {
    // A plan says what it is about by itself, and at its end what came of it.
    const isStale = HELD_UP_BY_OTHERS.has(reason) && draft.record.plan === undefined;
    if (isStale) blocked(draft, over(why), draft.context.wallMs);
    return;
  }
  draft.know("plan", { stopFailures: 0 });
  blocked(draft, over(message), draft.context.wallMs);
}

function over(message: string): ConditionUpdate {
  return { type: "Progressing", status: "False", reason: "Over", message };
}

function isNothingToStop({ service, runtime: { observation } }: StepDraft): boolean {
  return service.status.state === "Running" && (observation.strays ?? []).length === 0;
}

/** The bucket of starts is empty: the service starts later. */
export function paceStart(draft: StepDraft, untilMs: number): Step {
  noteObserved(draft);
  return draft.done({ kind: "waiting", why: "Starts are paced", untilMs, isPaced: true });
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

/** The service moves to a node that its spec allows. Nothing is wrong with it, so nothing is counted. */
export function relocate(draft: StepDraft, decision: Decision & { readonly kind: "relocate" }): Step {
  const { node, why } = decision;
  const { context } = draft;
  const from = draft.service.status.node;
  draft.change(
    { service: placedOn(draft.service, node, context.wallMs) },
    recordDraft("StatusObserved", "StateManager", {
      metadata: { reason: why, node },
      changes: fieldChange("status.node", from, node),
    }),
  );
  const event = RELOCATING[draft.service.status.state];
  if (event !== undefined) draft.transition(event, { reason: why, source: "StateManager" });
  wentDownOnPurpose(draft);
  const plan = planForRecovery(draft.service, "Relocate", {
    ...{ diff: undefined, fromNode: from, causation: [], context },
  });
  const metadata = { reason: `Relocate: ${why}`, planId: plan.id, actions: "Relocate" };
  draft.change(
    { plan: { plan, nextAction: 0, createdAtMs: context.wallMs } },
    recordDraft("PlanCreated", "StateManager", { metadata }),
  );
  draft.knowAll(assigned(draft.runtime, node));
  return draft.again();
}

/** What leads to the phase in which a service is brought up again. */
const RELOCATING: Readonly<Partial<Record<ServiceStateType, TransitionEvent>>> = {
  Running: "Update",
  Degraded: "Recover",
  Failed: "Recover",
};

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
