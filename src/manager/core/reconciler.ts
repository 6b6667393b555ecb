/**
 * Carries out what `reconciliation/decide/decision.ts` decides about one service, step by step, until there is nothing to do now.
 *
 * I1: what a step decides is in the journal before its effect leaves.
 * I2: every step looks at the newest state again; nothing is carried over an await but the id of the service.
 * I3: it never throws for what happens outside; it throws for a bug, and then the service is looked at again later.
 */
import { assertNever } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { type Alternative, alternativesText } from "../../reconciliation/plan/alternatives.ts";
import { decide, type Decision } from "../../reconciliation/decide/decision.ts";
import { describeDiff, diffId } from "../../state/diff_text.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";
import type { Recovery } from "./recovery.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { IssueType, ServiceIssue } from "../../state/issue.ts";
import {
  effectiveSpec,
  type Fallback,
  type ServiceSpec,
  withCondition,
  withStatus,
} from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alerts } from "./alerts.ts";
import type { DecisionInputs } from "./decision_inputs.ts";
import type { Health } from "./health.ts";
import type { Isolation } from "./isolation.ts";
import { type EventDraft } from "../../state/event_model.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import { observed, placedOn, type ReconciliationResult } from "../../state/observation.ts";
import type { PlanMaker } from "./plan_maker.ts";
import type { PlanRunner } from "./plan_runner.ts";
import type { RuntimeBook, ServiceRuntime } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";
import { fieldChange, recordDraft, takeTransition } from "../../reconciliation/apply/transition.ts";

/** More steps than any legal sequence takes; reaching it is a bug, and must not become a busy loop. */
const MAX_STEPS = 40;
const AFTER_MAX_STEPS_MS = 5_000;

const FALLBACK_TEXTS: Readonly<Record<Fallback, string>> = {
  Isolate: "it is stopped and held back",
  Terminate: "it is stopped for good",
  KeepDegraded: "it is left as it is",
};

export class Reconciler {
  readonly #ledger: Ledger;
  readonly #runtimes: RuntimeBook;
  readonly #inputs: DecisionInputs;
  readonly #plans: PlanMaker;
  readonly #runner: PlanRunner;
  readonly #recovery: Recovery;
  readonly #health: Health;
  readonly #isolation: Isolation;
  readonly #alerts: Alerts;
  readonly #clock: Clock;
  readonly #random01: () => number;
  readonly #settings: ManagerSettings;

  constructor(options: {
    readonly ledger: Ledger;
    readonly runtimes: RuntimeBook;
    readonly inputs: DecisionInputs;
    readonly plans: PlanMaker;
    readonly runner: PlanRunner;
    readonly recovery: Recovery;
    readonly health: Health;
    readonly isolation: Isolation;
    readonly alerts: Alerts;
    readonly clock: Clock;
    readonly random01: () => number;
    readonly settings: ManagerSettings;
  }) {
    this.#ledger = options.ledger;
    this.#runtimes = options.runtimes;
    this.#inputs = options.inputs;
    this.#plans = options.plans;
    this.#runner = options.runner;
    this.#recovery = options.recovery;
    this.#health = options.health;
    this.#isolation = options.isolation;
    this.#alerts = options.alerts;
    this.#clock = options.clock;
    this.#random01 = options.random01;
    this.#settings = options.settings;
  }

  /** Goes on with the service until it is settled or has to wait. */
  async reconcile(id: ResourceId, signal: AbortSignal): Promise<ReconciliationResult> {
    for (let step = 0; step < MAX_STEPS; step++) {
      const record = this.#ledger.get(id);
      if (record === undefined) return { kind: "gone" };
      if (signal.aborted) return { kind: "stopped" };
      const runtime = this.#runtimes.of(id);
      const decision = decide(this.#inputs.of(record, runtime));
      const result = await this.#perform(decision, { record, runtime, signal });
      if (result !== undefined) return result;
    }
    const untilMs = this.#clock.monotonicMs() + AFTER_MAX_STEPS_MS;
    return { kind: "waiting", why: `Not settled after ${MAX_STEPS} steps`, untilMs };
  }

  /** One step; the answer ends the reconcile. */
  async #perform(
    decision: Decision,
    at: { readonly record: ServiceRecord; readonly runtime: ServiceRuntime; readonly signal: AbortSignal },
  ): Promise<ReconciliationResult | undefined> {
    const { record, runtime, signal } = at;
    switch (decision.kind) {
      case "idle":
        return this.#settle(record, runtime, decision.why);
      case "wait":
        this.#settle(record, runtime, decision.why);
        return { kind: "waiting", why: decision.why, untilMs: decision.untilMs };
      case "block":
        return this.#block(record, runtime, decision);
      case "assign":
        return this.#assign(record, decision);
      case "transition":
        return this.#transition(record, runtime, decision);
      case "make-plan":
        return this.#plan(record, decision);
      case "run-plan":
        return await this.#runner.run(record, runtime, signal);
      case "finish-plan":
        return this.#runner.finish(record, runtime);
      case "fail-plan":
        return this.#runner.fail(record, runtime, decision.issue);
      case "drop-plan":
        return this.#runner.drop(record, runtime, decision.why);
      case "recover":
        return this.#recover(record, runtime, decision);
      case "mark-known-good":
        return this.#markKnownGood(record);
      case "close-recovery":
        return void this.#health.healthyCycle(record, runtime);
      case "undamp":
        return void this.#health.undamp(record, runtime);
      case "release":
        return void this.#isolation.release(record.service.metadata.id, {
          by: "Recovery",
          reason: decision.why,
        });
      case "fallback":
        return this.#fallBack(record, runtime, decision);
      case "remove":
        return this.#remove(record);
      default:
        return assertNever(decision);
    }
  }

  /** Nothing to do now: what was seen is written down, if it is new. */
  #settle(record: ServiceRecord, runtime: ServiceRuntime, why: string): ReconciliationResult {
    runtime.reactFromMs = undefined;
    const service = observed(record.service, runtime.diff, this.#clock.wallMs());
    const { status } = record.service;
    const changes = [
      ...fieldChange("status.replicas", status.replicas, service.status.replicas),
      ...fieldChange("status.availableReplicas", status.availableReplicas, service.status.availableReplicas),
    ];
    if (changes.length > 0) {
      const reason = `${service.status.availableReplicas} of ${
        effectiveSpec(service).replicas
      } replicas answer`;
      const draft = recordDraft("StatusObserved", "NodeAgent", { metadata: { reason }, changes });
      this.#ledger.commit({
        id: service.metadata.id,
        record: withParts(record, { service }),
        events: [draft],
      });
    }
    return { kind: "settled", why };
  }

  /** It waits for something outside; it says so, and after too long a person is told. */
  #block(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    decision: Decision & { readonly kind: "block" },
  ): ReconciliationResult {
    runtime.reactFromMs = undefined;
    const { id } = record.service.metadata;
    const nowMs = this.#clock.monotonicMs();
    const { reason, message } = decision;
    const update = { type: "Progressing", status: "False", reason, message } as const;
    const status = withCondition(record.service.status, update, this.#clock.wallMs());
    if (status !== record.service.status) {
      const service = withStatus(record.service, { ...status, lastReason: message });
      const draft = recordDraft("ConditionChanged", "StateManager", {
        metadata: { reason: message, condition: reason },
      });
      this.#ledger.commit({ id, record: withParts(record, { service }), events: [draft] });
    }
    // The cause is told where it is; what follows from it would only hide it.
    if (reason === "Held" || decision.cause !== undefined) return { kind: "settled", why: message };
    const stuckAtMs = runtime.phaseSinceMs +
      (record.service.spec.timeouts.pendingMs ?? this.#settings.pendingMs);
    if (nowMs < stuckAtMs) return { kind: "waiting", why: message, untilMs: stuckAtMs };
    if (!runtime.isStuckTold) {
      runtime.isStuckTold = true;
      const severity = "Warning";
      this.#alerts.raise({
        resourceId: id,
        severity,
        reason: "StuckTransition",
        message,
        issueType: "StuckTransition",
      });
    }
    return { kind: "settled", why: message };
  }

  #assign(record: ServiceRecord, decision: Decision & { readonly kind: "assign" }): undefined {
    const { service } = record;
    const { node, why } = decision;
    const changes = fieldChange("status.node", service.status.node, node);
    const placed = placedOn(service, node, this.#clock.wallMs());
    this.#ledger.commit({
      id: service.metadata.id,
      record: withParts(record, { service: withStatus(placed, { lastReason: why }) }),
      events: [recordDraft("StatusObserved", "StateManager", { metadata: { reason: why, node }, changes })],
    });
  }

  #transition(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    decision: Decision & { readonly kind: "transition" },
  ): ReconciliationResult | undefined {
    const { event, reason } = decision;
    const nowMs = this.#clock.monotonicMs();
    if (event === "Start") {
      const untilMs = this.#plans.admitStart(record.service, nowMs);
      if (untilMs > nowMs) {
        runtime.reactFromMs = undefined;
        return { kind: "waiting", why: "Starts are paced", untilMs };
      }
    }
    const seen = observed(record.service, runtime.diff, this.#clock.wallMs());
    const isAsWanted = event === "Ready";
    const { generation } = seen.metadata;
    const before = isAsWanted ? withStatus(seen, { observedGeneration: generation }) : seen;
    const step = takeTransition(before, event, {
      wallMs: this.#clock.wallMs(),
      reason,
      source: runtime.diff === undefined ? "StateManager" : "NodeAgent",
      metadata: runtime.diff === undefined ? {} : { cause: diffId(runtime.diff) },
    });
    if (step.draft === undefined) {
      throw new Error(`${event} changes nothing in ${record.service.status.state}`);
    }
    // Once only: what does not come up now fails like any other.
    if (decision.isPowerOn === true && event === "Reschedule") runtime.wasSeenUp = true;
    const health = decision.isPowerOn === true
      ? { service: step.service, drafts: [], alerts: [] }
      : this.#health.moved(seen, step.service, runtime);
    this.#ledger.commit({
      id: seen.metadata.id,
      record: withParts(record, { service: health.service }),
      events: [step.draft, ...health.drafts],
    });
    for (const alert of health.alerts) this.#alerts.raise(alert);
    return undefined;
  }

  #plan(
    record: ServiceRecord,
    decision: Decision & { readonly kind: "make-plan" },
  ): ReconciliationResult | undefined {
    const { service } = record;
    const { plan, alternatives } = this.#plans.forDiff(service, decision.diff);
    if (plan.actions.length === 0) {
      const untilMs = this.#clock.monotonicMs() + this.#settings.verifyTimeoutMs;
      return { kind: "waiting", why: `Nothing can be done about: ${describeDiff(decision.diff)}`, untilMs };
    }
    const progressing = {
      type: "Progressing",
      status: "True",
      reason: "PlanRunning",
      message: plan.actions.map((action) => action.step.kind).join(", "),
    } as const;
    const status = withCondition(service.status, progressing, this.#clock.wallMs());
    this.#ledger.commit({
      id: service.metadata.id,
      record: withParts(record, {
        service: { ...service, status },
        plan: { plan, nextAction: 0, createdAtMs: this.#clock.wallMs() },
      }),
      events: [planDraft(plan.id, progressing.message, { ...decision, alternatives })],
    });
    return undefined;
  }

  #recover(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    decision: Decision & { readonly kind: "recover" },
  ): ReconciliationResult | undefined {
    const { id } = record.service.metadata;
    const attempt = record.recovery?.failureCount ?? 0;
    const result = this.#recovery.attemptStagedRecovery(id, decision.issue);
    // Nothing was tried on a lost node, so there is nothing to wait for once it is back.
    if (result.kind === "notified" && decision.issue.type === "NodeLost") return undefined;
    const delayMs = backoffDelayMs(attempt + 1, {
      baseMs: this.#backoffBaseMs(record.service.spec, decision.issue.type),
      capMs: this.#settings.backoff.capMs,
      random01: this.#random01(),
    });
    runtime.retryAtMs = this.#clock.monotonicMs() + delayMs;
    if (result.kind !== "impossible") return undefined;
    const retry = this.#recovery.executeRecovery(id, "Notify", { ...decision.issue, evidence: result.why });
    return retry.kind === "impossible" ? { kind: "settled", why: retry.why } : undefined;
  }

  /** That of the strategy, where spec or configuration replaces the default one. */
  #backoffBaseMs(spec: ServiceSpec, type: IssueType): number {
    const strategy = spec.recovery[type] ?? this.#settings.strategies[type];
    return strategy?.backoffDelayMs ?? this.#settings.backoff.baseMs;
  }

  /** Recovery has not helped in time: what the service declared as its safe state. */
  #fallBack(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    decision: Decision & { readonly kind: "fallback" },
  ): undefined {
    const { fallback, issue } = decision;
    const { id } = record.service.metadata;
    const message = `Recovery has not helped in time, ${FALLBACK_TEXTS[fallback]}: ${issue.evidence}`;
    const late: ServiceIssue = { ...issue, evidence: message };
    const action = fallback === "KeepDegraded" ? "Notify" : "Isolate";
    this.#recovery.executeRecovery(id, action, late, `${action}: chosen; further recovery: its time is over`);
    this.#alerts.raise({ resourceId: id, severity: "Critical", reason: "RecoveryDeadlinePassed", message });
    runtime.brokenSinceMs = undefined;
    return undefined;
  }

  #markKnownGood(record: ServiceRecord): undefined {
    const { service } = record;
    const { version, config } = service.spec;
    const lastKnownGood = { version, config, generation: service.metadata.generation };
    const reason =
      `Version ${version} with the configuration of generation ${service.metadata.generation} is known good`;
    this.#ledger.commit({
      id: service.metadata.id,
      record: withParts(record, { service: withStatus(service, { lastKnownGood }) }),
      events: [recordDraft("StatusObserved", "StateManager", { metadata: { reason } })],
    });
  }

  #remove(record: ServiceRecord): ReconciliationResult {
    const reason = "Nothing of it is left";
    const step = takeTransition(record.service, "Terminated", {
      wallMs: this.#clock.wallMs(),
      reason,
      source: "StateManager",
    });
    if (step.draft === undefined) throw new Error("Terminated leaves no event");
    this.#ledger.commit({ id: record.service.metadata.id, record: undefined, events: [step.draft] });
    return { kind: "gone" };
  }
}

function planDraft(
  planId: string,
  actions: string,
  why: {
    readonly reason: string;
    readonly diff: StateDiff;
    readonly alternatives: readonly Alternative[];
  },
): EventDraft {
  const reason = `${actions}: ${why.reason}`;
  const alternatives = alternativesText(why.alternatives);
  return recordDraft("PlanCreated", "StateManager", {
    metadata: { reason, planId, actions, cause: diffId(why.diff), alternatives },
  });
}
