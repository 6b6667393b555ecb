/**
 * Runs the stored plan of a service and closes it: acknowledged, seen to work, failed, or not wanted any more.
 *
 * I1: the number of acknowledged actions is stored before the next one is sent.
 * I2: a plan that failed on another node than the service's own says nothing about the service.
 * I3: a controller that does not answer costs the service nothing: the plan waits and goes on under the same ids. One plan at a time
 *     finds out whether it answers again; a plan that waited for too long is decided anew.
 */
import { messageOf } from "../../kit/errors.ts";
import type { ActionResult } from "../../state/action.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ExecutionResult, Executor } from "../../reconciliation/executor.ts";
import type { PlannedAction, PlanRecord } from "../../state/plan.ts";
import type { Recovery } from "./recovery.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";
import { ControllerBreaker } from "../../recovery/breaker.ts";
import type { IssueType, RecoveryAction, ServiceIssue } from "../../state/issue.ts";
import { isToRun, type ServiceState, withCondition } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alerts } from "./alerts.ts";
import type { BudgetMeter } from "./budget_meter.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import type { Nodes } from "../nodes/nodes.ts";
import { observed, type ReconciliationResult } from "../../state/observation.ts";
import type { RuntimeBook, ServiceRuntime } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";
import { isStillWanted } from "./still_wanted.ts";
import { recordDraft, takeTransition } from "../../reconciliation/apply/transition.ts";

export class PlanRunner {
  readonly #ledger: Ledger;
  readonly #runtimes: RuntimeBook;
  readonly #nodes: Nodes;
  readonly #executor: Executor;
  readonly #recovery: Recovery;
  readonly #alerts: Alerts;
  readonly #reaction: BudgetMeter;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #random01: () => number;
  readonly #settings: ManagerSettings;
  readonly #breaker: ControllerBreaker;
  #isControllerTold = false;

  constructor(options: {
    readonly ledger: Ledger;
    readonly runtimes: RuntimeBook;
    readonly nodes: Nodes;
    readonly executor: Executor;
    readonly recovery: Recovery;
    readonly alerts: Alerts;
    readonly reaction: BudgetMeter;
    readonly clock: Clock;
    readonly log: Log;
    readonly random01: () => number;
    readonly settings: ManagerSettings;
  }) {
    this.#ledger = options.ledger;
    this.#runtimes = options.runtimes;
    this.#nodes = options.nodes;
    this.#executor = options.executor;
    this.#recovery = options.recovery;
    this.#alerts = options.alerts;
    this.#reaction = options.reaction;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#random01 = options.random01;
    this.#settings = options.settings;
    this.#breaker = new ControllerBreaker(options.random01);
  }

  /** Sends the actions that are left; the answer ends the reconcile. */
  async run(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    signal: AbortSignal,
  ): Promise<ReconciliationResult | undefined> {
    const { plan: planRecord, service } = record;
    if (planRecord === undefined) return undefined;
    const { id } = service.metadata;
    const { plan } = planRecord;
    const nowMs = this.#clock.monotonicMs();
    const admission = this.#breaker.admit(nowMs);
    if (admission.kind === "refused") {
      runtime.parkedSinceMs ??= nowMs;
      // The absence of the controller is told once; it is no slowness of ours in answering each of these diffs.
      runtime.reactFromMs = undefined;
      return { kind: "waiting", why: "The controller is away", untilMs: admission.untilMs };
    }
    if (!admission.isProbe && this.#isOutdated(planRecord, runtime, nowMs)) {
      runtime.parkedSinceMs = undefined;
      if (planRecord.recovery !== undefined) this.#recovery.uncount(id, planRecord.recovery.action);
      return this.drop(
        this.#ledger.get(id) ?? record,
        runtime,
        "It waited for the controller for too long; it is decided anew",
      );
    }
    const result = await this.#executor.executePlan(plan, {
      fromAction: planRecord.nextAction,
      signal,
      canContinue: () => isStillWanted({ service, plan: planRecord }, this.#ledger.get(id)),
      onSend: (action) => this.#measureReaction(service, runtime, action),
      onAcknowledged: (action, outcome) => this.#acknowledge(id, action, outcome),
    });
    return await this.#executed(id, result, { runtime, signal });
  }

  /** It was seen to work. */
  finish(record: ServiceRecord, runtime: ServiceRuntime): undefined {
    const { plan: planRecord } = record;
    if (planRecord === undefined) return;
    const { id } = record.service.metadata;
    if (planRecord.recovery !== undefined) {
      this.#recovery.logRecoveryAttempt(id, planRecord.recovery.action, true);
    }
    this.#close(id, runtime, {
      reason: "The plan worked: the node sees what was wanted",
      result: "verified",
    });
  }

  /** It is not wanted any more, or cannot go on. */
  drop(record: ServiceRecord, runtime: ServiceRuntime, why: string): undefined {
    this.#close(record.service.metadata.id, runtime, {
      reason: `The plan is dropped: ${why}`,
      result: "dropped",
    });
  }

  /** It did not work. */
  fail(
    record: ServiceRecord,
    runtime: ServiceRuntime,
    issue: ServiceIssue,
  ): ReconciliationResult | undefined {
    const { plan: planRecord, service, recovery } = record;
    if (planRecord === undefined) return undefined;
    const { id } = service.metadata;
    if (planRecord.recovery !== undefined) {
      this.#recovery.logRecoveryAttempt(id, planRecord.recovery.action, false);
    }
    this.#close(id, runtime, { reason: `The plan failed: ${issue.evidence}`, result: "failed" });
    const failures = recovery?.failureCount ?? 0;
    const isOwn = planRecord.plan.actions.at(-1)?.node === service.status.node;
    const isStop = !isToRun(service) || service.status.state === "Terminating";
    if (!isOwn || isStop) return this.#stopFailed(service, runtime, issue);
    if (planRecord.recovery === undefined) {
      runtime.retryAtMs = this.#clock.monotonicMs() + this.#backoffMs(failures);
    }
    this.#markBroken(id, runtime, issue);
    return undefined;
  }

  /** A stop that did not work is tried again after a while, and told. */
  #stopFailed(service: ServiceState, runtime: ServiceRuntime, issue: ServiceIssue): ReconciliationResult {
    const { id } = service.metadata;
    runtime.postponements += 1;
    const untilMs = this.#clock.monotonicMs() + this.#settings.backoff.baseMs +
      this.#backoffMs(runtime.postponements);
    runtime.retryAtMs = untilMs;
    this.#alerts.raise({
      resourceId: id,
      severity: "Warning",
      reason: "StopFailed",
      message: issue.evidence,
    });
    return { kind: "waiting", why: "A stop did not work", untilMs };
  }

  async #executed(
    id: ResourceId,
    result: ExecutionResult,
    at: { readonly runtime: ServiceRuntime; readonly signal: AbortSignal },
  ): Promise<ReconciliationResult | undefined> {
    const { runtime, signal } = at;
    const record = this.#ledger.get(id);
    if (record?.plan === undefined || result.kind === "stopped") {
      // It is not wanted any more, and may have been the probe: the next one finds out whether the controller answers.
      this.#breaker.cancelProbe();
      return undefined;
    }
    switch (result.kind) {
      case "postponed":
        return this.#postpone(runtime, result.result);
      case "failed": {
        this.#answered(runtime);
        const evidence = `${result.action.step.kind} was not possible: ${result.result.message}`;
        const type = record.plan.recovery?.issue.type ?? issueTypeFor(result.recovery);
        return this.fail(record, runtime, { type, evidence, causation: [result.action.id] });
      }
      case "acknowledged":
        this.#answered(runtime);
        runtime.postponements = 0;
        await this.#beginVerification(record, record.plan, { runtime, signal });
        return undefined;
    }
  }

  #postpone(runtime: ServiceRuntime, result: ActionResult): ReconciliationResult {
    runtime.postponements += 1;
    const nowMs = this.#clock.monotonicMs();
    runtime.parkedSinceMs ??= nowMs;
    if (!this.#isControllerTold) {
      this.#isControllerTold = true;
      const message = `The ActionController does not answer, plans wait for it: ${result.message}`;
      this.#alerts.raise({ severity: "Critical", reason: "ControllerUnreachable", message });
    }
    const untilMs = Math.max(nowMs + 100, this.#breaker.fail(nowMs));
    return { kind: "waiting", why: "The controller is away", untilMs };
  }

  #answered(runtime: ServiceRuntime): void {
    this.#isControllerTold = false;
    runtime.parkedSinceMs = undefined;
    this.#breaker.succeed();
  }

  /** A plan of which nothing was done yet, from before the controller was away for long: the world has gone on since. */
  #isOutdated(planRecord: PlanRecord, { parkedSinceMs }: ServiceRuntime, nowMs: number): boolean {
    return parkedSinceMs !== undefined && planRecord.nextAction === 0 &&
      nowMs - parkedSinceMs >= this.#settings.safeStateAfterMs;
  }

  /** From here on only what the node sees after the actions counts: it is asked for a look that surely is. */
  async #beginVerification(
    record: ServiceRecord,
    planRecord: PlanRecord,
    at: { readonly runtime: ServiceRuntime; readonly signal: AbortSignal },
  ): Promise<void> {
    const { runtime, signal } = at;
    const { id } = record.service.metadata;
    runtime.verifyUntilMs = this.#clock.monotonicMs() + this.#settings.verifyTimeoutMs;
    const node = planRecord.plan.actions.at(-1)?.node ?? "";
    const lastSeen = runtime.diff?.node === node ? runtime.diff : runtime.stray;
    const fallback = (lastSeen?.sequence ?? -1n) + 1n;
    try {
      const look = await this.#nodes.agent(node)?.getStateDiff(id, signal);
      runtime.verifyFromSequence = look?.sequence ?? fallback;
      if (look !== undefined) this.#runtimes.observe(look, this.#ledger.service(id)?.status.node ?? "");
    } catch (error) {
      this.#log.debug("No look after a plan", { resourceId: id, node, error: messageOf(error) });
      runtime.verifyFromSequence = fallback;
    }
  }

  #acknowledge(id: ResourceId, action: PlannedAction, result: ActionResult): void {
    const record = this.#ledger.get(id);
    if (record?.plan === undefined) return;
    this.#ledger.commit({
      id,
      record: withParts(record, { plan: { ...record.plan, nextAction: record.plan.nextAction + 1 } }),
      events: [recordDraft("ActionExecuted", "ActionController", {
        metadata: {
          reason: `${action.step.kind} on ${action.node}${
            result.message === "" ? "" : `: ${result.message}`
          }`,
          actionId: action.id,
          planId: record.plan.plan.id,
          action: action.step.kind,
          node: action.node,
          repeated: String(result.kind === "done" && result.wasRepeated),
          cause: action.causation.join(" "),
        },
      })],
    });
  }

  #measureReaction(service: ServiceState, runtime: ServiceRuntime, action: PlannedAction): void {
    const { reactFromMs } = runtime;
    if (reactFromMs === undefined) return;
    runtime.reactFromMs = undefined;
    const { criticality } = service.spec;
    const reactionMs = this.#clock.monotonicMs() - reactFromMs;
    if (!this.#reaction.record(criticality, reactionMs)) return;
    const budget = this.#reaction.budgetText(criticality);
    const message = `${action.step.kind} left ${Math.round(reactionMs)} ms after the diff; ${budget}`;
    const resourceId = service.metadata.id;
    this.#alerts.raise({ resourceId, severity: "Warning", reason: "ReactionBudgetExceeded", message });
  }

  #close(
    id: ResourceId,
    runtime: ServiceRuntime,
    end: { readonly reason: string; readonly result: string },
  ): void {
    const record = this.#ledger.get(id);
    if (record?.plan === undefined) return;
    runtime.verifyUntilMs = undefined;
    runtime.verifyFromSequence = undefined;
    const wallMs = this.#clock.wallMs();
    const seen = observed(record.service, runtime.diff, wallMs);
    const isDropped = end.result === "dropped";
    const { generation } = record.plan.plan;
    const condition = {
      type: "Progressing",
      status: "False",
      reason: "PlanEnded",
      message: end.reason,
    } as const;
    const status = withCondition(
      isDropped ? seen.status : { ...seen.status, observedGeneration: generation },
      condition,
      wallMs,
    );
    this.#ledger.commit({
      id,
      record: withParts(record, { service: { ...seen, status }, plan: null }),
      events: [recordDraft("StatusObserved", "StateManager", {
        metadata: { reason: end.reason, planId: record.plan.plan.id, result: end.result },
      })],
    });
  }

  /** The phase says what the failed plan left behind; the issue is kept for the next stage of recovery. */
  #markBroken(id: ResourceId, runtime: ServiceRuntime, issue: ServiceIssue): void {
    const record = this.#ledger.get(id);
    if (record === undefined) return;
    runtime.brokenSinceMs ??= this.#clock.monotonicMs();
    const { state } = record.service.status;
    const canDegrade = state === "Initializing" || state === "Running" || state === "Degraded";
    const isUp = canDegrade && (runtime.diff?.actual.availableReplicas ?? 0) > 0;
    const step = takeTransition(record.service, isUp ? "Degrade" : "Fail", {
      wallMs: this.#clock.wallMs(),
      reason: issue.evidence,
      source: "StateManager",
      metadata: { issue: issue.type, cause: issue.causation.join(" ") },
    });
    if (step.draft === undefined) return;
    const { recovery } = record;
    const isSameIssue = recovery?.issueType === issue.type;
    this.#ledger.commit({
      id,
      record: withParts(record, {
        service: step.service,
        recovery: {
          failureCount: recovery?.failureCount ?? 0,
          attempts: recovery?.attempts ?? {},
          lastAttemptAtMs: recovery?.lastAttemptAtMs ?? 0,
          issueType: issue.type,
          issueFailures: isSameIssue ? recovery.issueFailures : 0,
          evidence: issue.evidence,
          ...(isSameIssue && recovery.lastAction !== undefined ? { lastAction: recovery.lastAction } : {}),
        },
      }),
      events: [step.draft],
    });
  }

  #backoffMs(attempt: number): number {
    return backoffDelayMs(attempt, { ...this.#settings.backoff, random01: this.#random01() });
  }
}

/** What is wrong, judged by what would help. */
function issueTypeFor(recovery: RecoveryAction): IssueType {
  switch (recovery) {
    case "RollbackVersion":
      return "VersionFault";
    case "ResetConfig":
      return "ConfigInvalid";
    case "Recreate":
      return "StartFailure";
    case "Restart":
    case "Relocate":
    case "Notify":
    case "Isolate":
      return "Unknown";
  }
}
