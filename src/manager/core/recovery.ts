/**
 * Carries recovery out (seed `recovery/action.rs`): turns an issue into the next stage's action, and that into a stored plan.
 *
 * The plan itself is run and verified like every other plan. Whether and when to recover is decided in
 * `reconciliation/decide/decision.ts`; which stage comes next, in `recovery/strategy.ts`.
 *
 * I1: the attempt is counted and stored in the same transaction as its plan, before anything leaves: a reboot refills nothing.
 * I2: what a rollback or reset puts in force is written into the status (override), so that the node is told the same.
 */
import { type EventDraft } from "../../state/event_model.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { Alerts } from "./alerts.ts";
import { placedOn } from "../../state/observation.ts";
import { recordDraft, takeTransition } from "../../reconciliation/apply/transition.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ActionPlan } from "../../state/plan.ts";
import type { Health } from "./health.ts";
import type { Isolation } from "./isolation.ts";
import { effectiveSpec, type ServiceState, withStatus } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { RecoveryAction, RecoveryRecord, ServiceIssue } from "../../state/issue.ts";
import {
  describeStages,
  determineNextAction,
  getRecoveryStrategy,
  recoveryPossibilities,
  type StrategyOverrides,
} from "../../recovery/strategy.ts";

export type RecoveryResult =
  /** A plan is stored and is to be run. */
  | { readonly kind: "started"; readonly action: RecoveryAction; readonly planId: string }
  /** A person was told; nothing else is done. */
  | { readonly kind: "notified" }
  | { readonly kind: "impossible"; readonly action: RecoveryAction; readonly why: string };

/** What a staged recovery would do. */
export interface RecoveryPreview {
  readonly action: RecoveryAction;
  /** Which other stages there are, and why none of them is taken. */
  readonly stages: string;
  /** With what the action puts in force; a text = why it is not possible. */
  readonly service: ServiceState | string;
}

/** Makes the plan for one recovery action; the service has the override or node in force already. */
export type RecoveryPlanner = (
  service: ServiceState,
  action: RecoveryAction,
  options: { readonly fromNode: string; readonly causation: readonly string[] },
) => ActionPlan;

export class Recovery {
  readonly #ledger: Ledger;
  readonly #alerts: Alerts;
  readonly #clock: Clock;
  readonly #plan: RecoveryPlanner;
  readonly #otherNode: (service: ServiceState) => string | undefined;
  readonly #overrides: StrategyOverrides;
  readonly #health: Health;
  readonly #isolation: Isolation;

  constructor(options: {
    readonly ledger: Ledger;
    readonly alerts: Alerts;
    readonly clock: Clock;
    readonly plan: RecoveryPlanner;
    /** Another node that could take the service now. */
    readonly otherNode: (service: ServiceState) => string | undefined;
    readonly strategies: StrategyOverrides;
    readonly health: Health;
    readonly isolation: Isolation;
  }) {
    this.#ledger = options.ledger;
    this.#alerts = options.alerts;
    this.#clock = options.clock;
    this.#plan = options.plan;
    this.#otherNode = options.otherNode;
    this.#overrides = options.strategies;
    this.#health = options.health;
    this.#isolation = options.isolation;
  }

  /** Apply staged recovery process: the action of the stage that the failures so far lead to. */
  attemptStagedRecovery(serviceId: ResourceId, issue: ServiceIssue): RecoveryResult {
    const record = this.#ledger.get(serviceId);
    if (record === undefined) {
      return { kind: "impossible", action: "Notify", why: `${serviceId} does not exist` };
    }
    const { action, stages } = this.#stage(record, issue);
    return this.executeRecovery(serviceId, action, issue, stages);
  }

  /** What `attemptStagedRecovery` would do now; nothing is stored. A text in place of the service says why it could not. */
  preview(record: ServiceRecord, issue: ServiceIssue): RecoveryPreview {
    const { action, stages } = this.#stage(record, issue);
    // Isolation sets a time that outlives the call; its plan is the same without.
    const isAsItIs = action === "Isolate" || action === "Notify";
    return {
      action,
      stages,
      service: isAsItIs ? record.service : this.#prepare(record.service, action, issue),
    };
  }

  #stage({ service, recovery }: ServiceRecord, issue: ServiceIssue): Omit<RecoveryPreview, "service"> {
    const isSameIssue = recovery?.issueType === issue.type;
    const strategy = getRecoveryStrategy(service.spec, issue.type, this.#overrides);
    const options = {
      failureCount: isSameIssue ? recovery.issueFailures : 0,
      possible: recoveryPossibilities(service, this.#otherNode(service) !== undefined),
      lastAction: isSameIssue ? recovery.lastAction : undefined,
    };
    const action = determineNextAction(strategy, options);
    return { action, stages: describeStages(strategy, action, options) };
  }

  /**
   * Execute recovery action for a service: stores the attempt and its plan. `stages` tells which other actions there were, and why
   * none of them was taken.
   */
  executeRecovery(
    serviceId: ResourceId,
    action: RecoveryAction,
    issue: ServiceIssue,
    stages = "",
  ): RecoveryResult {
    const record = this.#ledger.get(serviceId);
    if (record === undefined) return { kind: "impossible", action, why: `${serviceId} does not exist` };
    if (action === "Notify") return this.#notify(record, issue, stages);
    const prepared = this.#prepare(record.service, action, issue);
    if (typeof prepared === "string") return { kind: "impossible", action, why: prepared };
    const plan = this.#plan(prepared, action, {
      fromNode: record.service.status.node,
      causation: issue.causation,
    });
    const step = action === "Isolate" ? this.#fail(prepared, issue) : this.#recover(prepared, action, issue);
    const counted = withRestartCounted(step.service);
    const service = { ...counted, status: this.#health.withFault(counted.status, issue) };
    this.#ledger.commit({
      id: serviceId,
      record: withParts(record, {
        service,
        recovery: this.#counted(record.recovery, issue, action),
        plan: { plan, nextAction: 0, recovery: { issue, action }, createdAtMs: this.#clock.wallMs() },
      }),
      events: [
        this.#attemptDraft(record, {
          ...{ action, issue, planId: plan.id, result: "started", stages },
          to: targetOf(prepared, action),
        }),
        ...(step.draft === undefined ? [] : [step.draft]),
      ],
    });
    const alert = alertOf(service, action, issue);
    if (alert !== undefined) this.#alerts.raise(alert);
    return { kind: "started", action, planId: plan.id };
  }

  /** Attempt minor recovery: a restart, nothing else changed. True when its plan is stored. */
  tryMinorRecovery(serviceId: ResourceId, issue: ServiceIssue): boolean {
    return this.executeRecovery(serviceId, "Restart", issue).kind === "started";
  }

  /** Reset service configuration to the last known good one. False when there is no other one. */
  resetServiceConfig(serviceId: ResourceId, issue: ServiceIssue): boolean {
    return this.executeRecovery(serviceId, "ResetConfig", issue).kind === "started";
  }

  /** Rollback to previous version: the last known good one. False when there is no other one. */
  rollbackToPreviousVersion(serviceId: ResourceId, issue: ServiceIssue): boolean {
    return this.executeRecovery(serviceId, "RollbackVersion", issue).kind === "started";
  }

  /** The newest attempt was never carried out, for no fault of the service: it does not count. */
  uncount(serviceId: ResourceId, action: RecoveryAction): void {
    const record = this.#ledger.get(serviceId);
    if (record?.recovery === undefined) return;
    const { recovery, service } = record;
    const attempts = { ...recovery.attempts, [action]: Math.max(0, (recovery.attempts[action] ?? 0) - 1) };
    const reason = `${action} was not carried out and does not count: the controller was away`;
    this.#ledger.commit({
      id: serviceId,
      record: withParts(record, {
        service: withStatus(service, { restarts: Math.max(0, service.status.restarts - 1) }),
        recovery: {
          ...recovery,
          attempts,
          failureCount: Math.max(0, recovery.failureCount - 1),
          issueFailures: Math.max(0, recovery.issueFailures - 1),
        },
      }),
      events: [recordDraft("StatusObserved", "Recovery", { metadata: { reason, action } })],
    });
  }

  /** Log recovery attempt: how the newest one ended. */
  logRecoveryAttempt(serviceId: ResourceId, action: RecoveryAction, success: boolean): void {
    const record = this.#ledger.get(serviceId);
    if (record === undefined) return;
    const { recovery } = record;
    const draft = recordDraft("RecoveryAttempted", "Recovery", {
      metadata: {
        reason: success ? `${action} worked` : `${action} did not help`,
        action,
        result: success ? "succeeded" : "failed",
        issue: recovery?.issueType ?? "Unknown",
        failures: String(recovery?.failureCount ?? 0),
      },
    });
    this.#ledger.commit({ id: serviceId, record, events: [draft] });
  }

  /** The service with what the action puts in force; a text says why the action is not possible. */
  #prepare(service: ServiceState, action: RecoveryAction, issue: ServiceIssue): ServiceState | string {
    const good = service.status.lastKnownGood;
    const inForce = service.status.override?.generation === service.metadata.generation
      ? service.status.override
      : undefined;
    const { generation } = service.metadata;
    switch (action) {
      case "RollbackVersion": {
        if (good === undefined) return "No version is known to be good";
        const reason = `Version ${effectiveSpec(service).version} is held back: ${issue.evidence}`;
        return withStatus(service, { override: { ...inForce, generation, version: good.version, reason } });
      }
      case "ResetConfig": {
        if (good === undefined) return "No configuration is known to be good";
        const reason = `The configuration of generation ${generation} is held back: ${issue.evidence}`;
        return withStatus(service, { override: { ...inForce, generation, config: good.config, reason } });
      }
      case "Relocate": {
        const node = this.#otherNode(service);
        return node === undefined
          ? "No other node can take it"
          : placedOn(service, node, this.#clock.wallMs());
      }
      case "Isolate": {
        return this.#isolation.byRecovery(service, issue);
      }
      case "Restart":
      case "Recreate":
      case "Notify":
        return service;
    }
  }

  #recover(service: ServiceState, action: RecoveryAction, issue: ServiceIssue) {
    // Somebody may ask for it although nothing is wrong.
    const event = service.status.state === "Running" ? "Update" : "Recover";
    return takeTransition(service, event, {
      wallMs: this.#clock.wallMs(),
      source: "Recovery",
      reason: `${action}: ${issue.evidence}`,
      metadata: { issue: issue.type, action },
    });
  }

  #fail(service: ServiceState, issue: ServiceIssue) {
    return takeTransition(service, "Fail", {
      wallMs: this.#clock.wallMs(),
      source: "Recovery",
      reason: `Isolated: ${issue.evidence}`,
      metadata: { issue: issue.type, action: "Isolate" },
    });
  }

  #counted(old: RecoveryRecord | undefined, issue: ServiceIssue, action: RecoveryAction): RecoveryRecord {
    const isSameIssue = old?.issueType === issue.type;
    return {
      issueType: issue.type,
      failureCount: (old?.failureCount ?? 0) + 1,
      issueFailures: (isSameIssue ? old.issueFailures : 0) + 1,
      attempts: { ...old?.attempts, [action]: (old?.attempts[action] ?? 0) + 1 },
      lastAction: action,
      lastAttemptAtMs: this.#clock.wallMs(),
      evidence: issue.evidence,
    };
  }

  /** The last stage: a person is told, once, and the service is left as it is until something changes. */
  #notify(record: ServiceRecord, issue: ServiceIssue, stages: string): RecoveryResult {
    const { id } = record.service.metadata;
    const status = this.#health.withFault(record.service.status, issue);
    const message = `${id} is not well and nothing more is done about it: ${issue.evidence}`;
    const { revision } = this.#ledger.commit({
      id,
      record: withParts(record, {
        service: { ...record.service, status },
        recovery: this.#counted(record.recovery, issue, "Notify"),
      }),
      events: [
        this.#attemptDraft(record, { action: "Notify", issue, planId: "", result: "exhausted", stages }),
        recordDraft("AlertRaised", "Recovery", { metadata: { reason: message, alert: "RecoveryExhausted" } }),
      ],
    });
    this.#alerts.raise({
      resourceId: id,
      severity: "Critical",
      reason: issue.type === "NodeLost" ? "NodeLost" : "RecoveryExhausted",
      message,
      issueType: issue.type,
      revision,
    });
    return { kind: "notified" };
  }

  #attemptDraft(
    record: ServiceRecord,
    attempt: {
      readonly action: RecoveryAction;
      readonly issue: ServiceIssue;
      readonly planId: string;
      readonly result: string;
      readonly stages: string;
      readonly to?: string | undefined;
    },
  ): EventDraft {
    const { action, issue, planId, result, stages, to } = attempt;
    const failures = (record.recovery?.failureCount ?? 0) + 1;
    return recordDraft("RecoveryAttempted", "Recovery", {
      metadata: {
        reason: `${action} because of ${issue.type}: ${issue.evidence}`,
        action,
        issue: issue.type,
        result,
        failures: String(failures),
        cause: issue.causation.join(" "),
        ...(planId === "" ? {} : { planId }),
        ...(stages === "" ? {} : { stages }),
        ...(to === undefined ? {} : { to }),
      },
    });
  }
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

function withRestartCounted(service: ServiceState): ServiceState {
  return withStatus(service, { restarts: service.status.restarts + 1 });
}

function alertOf(service: ServiceState, action: RecoveryAction, issue: ServiceIssue): AlertDraft | undefined {
  const common = {
    resourceId: service.metadata.id,
    issueType: issue.type,
    revision: service.metadata.revision,
  };
  switch (action) {
    case "Isolate":
      return {
        ...common,
        severity: "Critical",
        reason: "ServiceIsolated",
        message: `${service.metadata.id} is stopped and held back: ${issue.evidence}`,
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
