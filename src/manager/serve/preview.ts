/**
 * The dry run: what would be decided about a service if a node saw this, step by step, until something would leave the manager.
 *
 * I1: nothing is touched: the record, the runtime and the queue are as they were; what the steps change is a copy.
 * I2: it asks the very functions that decide and plan when it is no dry run.
 */
import type { ServiceRecord } from "../../state/record.ts";
import { type ServiceRuntime, withoutNode } from "../../state/runtime.ts";
import { apply } from "../../reconciliation/apply/apply.ts";
import type { Step } from "../../reconciliation/apply/step.ts";
import type { Facts } from "../core/facts.ts";
import type { Runtimes } from "../core/runtimes.ts";
import { StateManagerError } from "../../kit/errors.ts";
import { type Alternative, parseAlternatives } from "../../reconciliation/plan/alternatives.ts";
import { decide, type Decision, type DecisionInput } from "../../reconciliation/decide/decision.ts";
import { describeDiff } from "../../state/diff_text.ts";
import type { ActionPlan } from "../../state/plan.ts";
import type {
  PlanPreview,
  PreviewDecision,
  PreviewSubject,
} from "../../reconciliation/explain/preview_model.ts";
import type { StateDiff } from "../../state/diff.ts";
import { type Ledger } from "../core/ledger.ts";
import { previewOf, warningsOf, whyOf } from "../../reconciliation/explain/preview_text.ts";

export interface PreviewParts {
  readonly ledger: Ledger;
  readonly runtimes: Runtimes;
  readonly facts: Facts;
  readonly isControllerReachable: boolean;
}

/** More small steps in a row than any legal sequence takes. */
const MAX_DECISIONS = 12;

interface Outcome {
  readonly plan?: ActionPlan;
  readonly alternatives?: readonly Alternative[];
}

/** Throws a StateManagerError when the subject names a service that does not exist. */
export function previewPlan(subject: PreviewSubject, parts: PreviewParts): PlanPreview {
  const id = subject.kind === "diff" ? subject.diff.resourceId : subject.resourceId;
  const record = parts.ledger.get(id);
  if (record === undefined) {
    if (subject.kind === "service") throw new StateManagerError({ kind: "not-found", what: id });
    return unknownService(subject.diff, parts.ledger.revision);
  }
  const runtime = runtimeWith(subject, parts.runtimes.of(id), record);
  const observation = subject.kind === "diff"
    ? subject.diff
    : runtime.observation.diff ?? runtime.observation.strays?.[0];
  const warnings = warningsOf(parts.facts.of(record, runtime), { ...parts, observation });
  const { decisions, outcome } = new DryRun(record, runtime, parts).run();
  return {
    resourceId: id,
    revision: parts.ledger.revision,
    seen: observation === undefined ? "" : describeDiff(observation),
    decisions,
    ...(outcome.plan === undefined ? {} : { plan: previewOf(outcome.plan) }),
    alternatives: outcome.alternatives ?? [],
    warnings,
  };
}

function unknownService(diff: StateDiff, revision: bigint): PlanPreview {
  const { resourceId } = diff;
  const why = "The service has no spec: what the node runs is not touched";
  const message = `${resourceId} is not known here`;
  return {
    resourceId,
    revision,
    seen: describeDiff(diff),
    decisions: [{ kind: "ignore", why }],
    alternatives: [],
    warnings: [{ code: "ServiceUnknown", message }],
  };
}

/** The runtime facts with the observation of the subject (I1). */
function runtimeWith(
  subject: PreviewSubject,
  runtime: ServiceRuntime,
  { service }: ServiceRecord,
): ServiceRuntime {
  if (subject.kind === "service") return runtime;
  const { diff } = subject;
  const { observation } = runtime;
  if (diff.node === service.status.node) return { ...runtime, observation: { ...observation, diff } };
  const others = withoutNode(observation, diff.node);
  const strays = diff.actual.replicas === 0 ? others.strays : [diff, ...others.strays ?? []];
  return { ...runtime, observation: { ...observation, strays } };
}

class DryRun {
  readonly #parts: PreviewParts;
  readonly #decisions: PreviewDecision[] = [];
  #record: ServiceRecord;
  #runtime: ServiceRuntime;

  constructor(record: ServiceRecord, runtime: ServiceRuntime, parts: PreviewParts) {
    this.#record = record;
    this.#runtime = runtime;
    this.#parts = parts;
  }

  run(): { readonly decisions: readonly PreviewDecision[]; readonly outcome: Outcome } {
    let outcome: Outcome | undefined;
    while (outcome === undefined && this.#decisions.length < MAX_DECISIONS) {
      const input = this.#parts.facts.of(this.#record, this.#runtime);
      const decision = decide(input);
      this.#decisions.push({ kind: decision.kind, why: whyOf(decision, input.nowMs) });
      outcome = this.#take(decision, input);
    }
    return { decisions: this.#decisions, outcome: outcome ?? {} };
  }

  /** Not set = there is more to decide. */
  #take(decision: Decision, input: DecisionInput): Outcome | undefined {
    switch (decision.kind) {
      case "assign":
      case "transition":
        this.#apply(decision);
        return undefined;
      case "wait":
        // A backoff only delays: what comes after it is what people want to know.
        if (decision.untilMs !== input.retryAtMs) return {};
        this.#runtime = { ...this.#runtime, backoff: { retryAtMs: input.nowMs } };
        return undefined;
      case "make-plan":
      case "recover":
        return this.#planOf(this.#apply(decision));
      case "run-plan":
      case "finish-plan":
      case "fail-plan":
      case "drop-plan":
        return { plan: decision.record.plan };
      default:
        return {};
    }
  }

  #apply(decision: Decision): Step {
    const { id } = this.#record.service.metadata;
    // A dry run uses up no jitter, and no id that a plan could have.
    const context = this.#parts.facts.context(id, { random01: () => 0, nextPlanId: () => "preview" });
    const step = apply(decision, this.#record, this.#runtime, context);
    this.#record = step.record ?? this.#record;
    this.#runtime = step.runtime;
    return step;
  }

  /** What the step would do, as its events say. */
  #planOf({ events }: Step): Outcome {
    const plan = this.#record.plan?.plan;
    const attempt = events.find(({ eventType }) => eventType === "RecoveryAttempted")?.metadata;
    if (attempt !== undefined) this.#decisions.push({ kind: "recover", why: whyAttempted(attempt) });
    const text = attempt?.["stages"] ?? events[0]?.metadata["alternatives"] ?? "";
    return { ...(plan === undefined ? {} : { plan }), alternatives: parseAlternatives(text) };
  }
}

function whyAttempted(attempt: Readonly<Record<string, string>>): string {
  const { action } = attempt;
  return action === "Notify"
    ? "Notify: an alert is sent, and nothing else is done"
    : `${action} is the next stage`;
}
