/**
 * The recovery actions (seed `recovery/action.rs`): what each puts in force, and the plan that carries it out.
 *
 * The plan itself is run and verified like every other plan. Whether and when to recover is decided in
 * `reconciliation/decide/`; which stage comes next, in `strategy.ts`.
 *
 * I1: the attempt and its plan are in one step, before anything leaves: a reboot refills nothing.
 * I2: what a rollback or reset puts in force is in the status (override), so that the node is sent the same.
 */
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import { recordDraft } from "../reconciliation/apply/transition.ts";
import { planForRecovery } from "../reconciliation/plan/make_plan.ts";
import type { AlertDraft } from "../state/alert.ts";
import type { EventDraft } from "../state/event_model.ts";
import type { RecoveryAction, ServiceIssue } from "../state/issue.ts";
import { effectiveSpec, type ServiceState, updateServiceStatus } from "../state/model.ts";
import { placedOn } from "../state/observation.ts";
import type { ServiceRecord } from "../state/record.ts";
import { assigned } from "../state/runtime.ts";
import { attemptDraft, counted } from "./attempts.ts";
import { wentDownOnPurpose } from "./damping.ts";
import { noteFault } from "./faults.ts";
import { isolateByRecovery } from "./isolation.ts";

export type RecoveryResult =
  /** The step holds a plan that is to be run. */
  | { readonly kind: "started"; readonly action: RecoveryAction; readonly planId: string }
  /** An alert is raised; nothing else is done. */
  | { readonly kind: "notified" }
  /** The step is as it was. */
  | { readonly kind: "impossible"; readonly action: RecoveryAction; readonly why: string };

/** The service with what an action puts in force; a text = why the action is not possible. */
type Prepared = ServiceState | string;

/**
 * Execute recovery action for a service: the attempt and its plan become part of the step. `stages` names the other actions that
 * there were, and why none of them was taken.
 */
export function executeRecovery(
  draft: StepDraft,
  action: RecoveryAction,
  issue: ServiceIssue,
  stages = "",
): RecoveryResult {
  if (action === "Notify") return notify(draft, issue, stages);
  const { record, context } = draft;
  const before = record.service;
  const prepared = prepare(draft, action, issue);
  if (typeof prepared === "string") return { kind: "impossible", action, why: prepared };
  const plan = planForRecovery(prepared, action, {
    diff: draft.runtime.observation.diff,
    fromNode: before.status.node,
    causation: issue.causation,
    context,
  });
  // An isolated service is one also where there is nothing to stop.
  if (plan.actions.length === 0 && action !== "Isolate") {
    return { kind: "impossible", action, why: `No action of it is possible in ${before.status.state}` };
  }
  draft.change(
    { service: prepared },
    attemptDraft(record, {
      ...{ action, issue, planId: plan.id, result: "started", stages },
      to: targetOf(prepared, action),
    }),
  );
  moveOn(draft, action, issue);
  const { restarts } = draft.service.status;
  draft.change({
    service: withFault(
      draft,
      updateServiceStatus(draft.service, { ...draft.service.status, restarts: restarts + 1 }),
      issue,
    ),
    recovery: counted(record.recovery, issue, { action, wallMs: context.wallMs }),
    plan: { plan, nextAction: 0, recovery: { issue, action }, createdAtMs: context.wallMs },
  });
  draft.knowAll(assigned(draft.runtime, prepared.status.node));
  const alert = alertOf(draft.service, action, issue);
  if (alert !== undefined) draft.alert(alert);
  return { kind: "started", action, planId: plan.id };
}

function prepare(draft: StepDraft, action: Exclude<RecoveryAction, "Notify">, issue: ServiceIssue): Prepared {
  const { service } = draft;
  switch (action) {
    case "Restart":
    case "Recreate":
      return tryMinorRecovery(service);
    case "RollbackVersion":
      return rollbackToPreviousVersion(service, issue);
    case "ResetConfig":
      return resetServiceConfig(service, issue);
    case "Relocate":
      return relocate(draft);
    case "Isolate":
      return isolateByRecovery(draft, issue);
  }
}

/** Attempt minor recovery: the service is made to run again, and nothing else of it changes. */
export function tryMinorRecovery(service: ServiceState): ServiceState {
  return service;
}

/** Rollback to previous version: the last known good one. */
export function rollbackToPreviousVersion(service: ServiceState, issue: ServiceIssue): Prepared {
  const good = service.status.lastKnownGood;
  if (good === undefined) return "No version is known to be good";
  const { generation } = service.metadata;
  const reason = `Version ${effectiveSpec(service).version} is quarantined: ${issue.evidence}`;
  const override = { ...overrideInForce(service), generation, version: good.version, reason };
  return updateServiceStatus(service, { ...service.status, override });
}

/** Reset service configuration: to the last known good one. */
export function resetServiceConfig(service: ServiceState, issue: ServiceIssue): Prepared {
  const good = service.status.lastKnownGood;
  if (good === undefined) return "No configuration is known to be good";
  const { generation } = service.metadata;
  const reason = `The configuration of generation ${generation} is quarantined: ${issue.evidence}`;
  const override = { ...overrideInForce(service), generation, config: good.config, reason };
  return updateServiceStatus(service, { ...service.status, override });
}

function overrideInForce({ status, metadata }: ServiceState): ServiceState["status"]["override"] {
  return status.override?.generation === metadata.generation ? status.override : undefined;
}

function relocate({ service, context }: StepDraft): Prepared {
  const node = context.otherNode(service);
  return node === undefined ? "No other node can run the service" : placedOn(service, node, context.wallMs);
}

/** The phase that the service is in while the action is carried out. */
function moveOn(draft: StepDraft, action: RecoveryAction, issue: ServiceIssue): void {
  const metadata = { issue: issue.type, action };
  const source = "Recovery";
  if (action === "Isolate") {
    draft.transition("Fail", { source, reason: `Isolated: ${issue.evidence}`, metadata });
    wentDownOnPurpose(draft);
    return;
  }
  // An operator may ask for it although nothing is wrong.
  const event = draft.service.status.state === "Running" ? "Update" : "Recover";
  draft.transition(event, { source, reason: `${action}: ${issue.evidence}`, metadata });
}

/** The last stage: an alert is raised, once, and the service is left as it is until something changes. */
function notify(draft: StepDraft, issue: ServiceIssue, stages: string): RecoveryResult {
  const { record, context } = draft;
  const { id } = record.service.metadata;
  const message = `${id} is unhealthy and no further recovery is attempted: ${issue.evidence}`;
  draft.change(
    {
      service: withFault(draft, record.service, issue),
      recovery: counted(record.recovery, issue, { action: "Notify", wallMs: context.wallMs }),
    },
    attemptDraft(record, { action: "Notify", issue, planId: "", result: "exhausted", stages }),
    recordDraft("AlertRaised", "Recovery", { metadata: { reason: message, alert: "RecoveryExhausted" } }),
  );
  draft.alert({
    resourceId: id,
    severity: "Critical",
    reason: issue.type === "NodeLost" ? "NodeLost" : "RecoveryExhausted",
    message,
    issueType: issue.type,
  });
  return { kind: "notified" };
}

/** Log recovery attempt: how the newest one ended. */
export function logRecoveryAttempt(
  { recovery }: ServiceRecord,
  action: RecoveryAction,
  success: boolean,
): EventDraft {
  return recordDraft("RecoveryAttempted", "Recovery", {
    metadata: {
      reason: success ? `${action} worked` : `${action} did not help`,
      action,
      result: success ? "succeeded" : "failed",
      issue: recovery?.issueType ?? "Unknown",
      failures: String(recovery?.failureCount ?? 0),
    },
  });
}

/** With the issue among the faults that are remembered. */
function withFault({ context }: StepDraft, service: ServiceState, issue: ServiceIssue): ServiceState {
  const options = { wallMs: context.wallMs, settings: context.settings.faults };
  return updateServiceStatus(service, {
    ...service.status,
    faults: noteFault(service.status.faults ?? [], issue, options),
  });
}

/** What the action goes back or on to, for people. */
function targetOf({ status }: ServiceState, action: RecoveryAction): string | undefined {
  switch (action) {
    case "RollbackVersion":
      return status.override?.version === undefined ? undefined : `version ${status.override.version}`;
    case "ResetConfig":
      return status.lastKnownGood === undefined
        ? undefined
        : `the configuration of generation ${status.lastKnownGood.generation}`;
    case "Relocate":
      return `node ${status.node}`;
    default:
      return undefined;
  }
}

function alertOf(service: ServiceState, action: RecoveryAction, issue: ServiceIssue): AlertDraft | undefined {
  const common = { resourceId: service.metadata.id, issueType: issue.type };
  switch (action) {
    case "Isolate":
      return {
        ...common,
        severity: "Critical",
        reason: "ServiceIsolated",
        message: `${service.metadata.id} is stopped and isolated: ${issue.evidence}`,
      };
    case "RollbackVersion":
    case "ResetConfig":
      return {
        ...common,
        severity: "Warning",
        reason: "SpecHeldBack",
        message: service.status.override?.reason ?? issue.evidence,
      };
    default:
      return undefined;
  }
}
