/**
 * The dry run: what would be decided about a service if a node saw this, step by step, until something would leave the manager.
 *
 * I1: nothing is touched: the record, the runtime and the queue are as they were; what the steps change is a copy.
 * I2: it asks the very functions that decide and plan when it is no dry run.
 */
import { StateManagerError } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { type Alternative, parseAlternatives } from "../../reconciliation/plan/alternatives.ts";
import { decide, type Decision, type DecisionInput } from "../../reconciliation/decide/decision.ts";
import { describeDiff } from "../../state/diff_text.ts";
import type { ActionPlan } from "../../state/plan.ts";
import type {
  PlanPreview,
  PreviewDecision,
  PreviewSubject,
} from "../../reconciliation/explain/preview_model.ts";
import type { Recovery } from "../core/recovery.ts";
import type { ServiceIssue } from "../../state/issue.ts";
import type { StateDiff } from "../../state/diff.ts";
import { withStatus } from "../../state/model.ts";
import type { DecisionInputs } from "../core/decision_inputs.ts";
import { type Ledger } from "../core/ledger.ts";
import { withParts } from "../../state/record.ts";
import { observed, placedOn } from "../../state/observation.ts";
import type { PlanMaker } from "../core/plan_maker.ts";
import { previewOf, warningsOf, whyOf } from "../../reconciliation/explain/preview_text.ts";
import { RuntimeBook, type ServiceRuntime } from "../core/runtime.ts";
import { takeTransition } from "../../reconciliation/apply/transition.ts";

export interface PreviewParts {
  readonly ledger: Ledger;
  readonly runtimes: RuntimeBook;
  readonly inputs: DecisionInputs;
  readonly recovery: Recovery;
  /** A maker of plans with ids of its own, which reads these runtimes. */
  readonly plans: (runtimes: RuntimeBook) => PlanMaker;
  readonly clock: Clock;
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
  const look = subject.kind === "diff" ? subject.diff : runtime.diff ?? runtime.stray;
  const warnings = warningsOf(parts.inputs.of(record, runtime), { ...parts, look });
  const { decisions, outcome } = new DryRun(record, runtime, parts).run();
  return {
    resourceId: id,
    revision: parts.ledger.revision,
    seen: look === undefined ? "" : describeDiff(look),
    decisions,
    ...(outcome.plan === undefined ? {} : { plan: previewOf(outcome.plan) }),
    alternatives: outcome.alternatives ?? [],
    warnings,
  };
}

function unknownService(diff: StateDiff, revision: bigint): PlanPreview {
  const { resourceId } = diff;
  const why = "Nobody wants anything of it: what runs there is left alone";
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

/** A copy of the runtime that has seen the look of the subject (I1). */
function runtimeWith(
  subject: PreviewSubject,
  runtime: ServiceRuntime,
  { service }: ServiceRecord,
): ServiceRuntime {
  if (subject.kind === "service") return { ...runtime };
  const { diff } = subject;
  if (diff.node === service.status.node) return { ...runtime, diff };
  return { ...runtime, stray: diff.actual.replicas === 0 ? undefined : diff };
}

class DryRun {
  readonly #parts: PreviewParts;
  readonly #runtime: ServiceRuntime;
  readonly #book: RuntimeBook;
  readonly #plans: PlanMaker;
  readonly #decisions: PreviewDecision[] = [];
  #record: ServiceRecord;

  constructor(record: ServiceRecord, runtime: ServiceRuntime, parts: PreviewParts) {
    this.#record = record;
    this.#runtime = runtime;
    this.#parts = parts;
    this.#book = new RuntimeBook(() => runtime);
    this.#plans = parts.plans(this.#book);
  }

  run(): { readonly decisions: readonly PreviewDecision[]; readonly outcome: Outcome } {
    let outcome: Outcome | undefined;
    while (outcome === undefined && this.#decisions.length < MAX_DECISIONS) {
      const input = this.#parts.inputs.of(this.#record, this.#runtime);
      const decision = decide(input);
      this.#decisions.push({ kind: decision.kind, why: whyOf(decision, input.nowMs) });
      outcome = this.#take(decision, input);
    }
    return { decisions: this.#decisions, outcome: outcome ?? {} };
  }

  /** Not set = there is more to decide. */
  #take(decision: Decision, input: DecisionInput): Outcome | undefined {
    const { clock } = this.#parts;
    switch (decision.kind) {
      case "assign": {
        const service = placedOn(this.#record.service, decision.node, clock.wallMs());
        this.#record = withParts(this.#record, { service });
        this.#book.reassign(service.metadata.id, decision.node);
        return undefined;
      }
      case "transition":
        return this.#transition(decision);
      case "wait":
        // A backoff only delays: what comes after it is what people want to know.
        if (decision.untilMs !== input.retryAtMs) return {};
        this.#runtime.retryAtMs = input.nowMs;
        return undefined;
      case "make-plan":
        return this.#plans.forDiff(this.#record.service, decision.diff);
      case "recover":
        return this.#recover(decision.issue);
      case "run-plan":
      case "finish-plan":
      case "fail-plan":
      case "drop-plan":
        return { plan: decision.record.plan };
      default:
        return {};
    }
  }

  #transition({ event, reason }: Decision & { readonly kind: "transition" }): undefined {
    const { clock } = this.#parts;
    const seen = observed(this.#record.service, this.#runtime.diff, clock.wallMs());
    const { generation } = seen.metadata;
    const before = event === "Ready" ? withStatus(seen, { observedGeneration: generation }) : seen;
    const { service } = takeTransition(before, event, {
      wallMs: clock.wallMs(),
      reason,
      source: "StateManager",
    });
    this.#record = withParts(this.#record, { service });
    this.#runtime.phaseSinceMs = clock.monotonicMs();
  }

  #recover(issue: ServiceIssue): Outcome {
    const { action, stages, service } = this.#parts.recovery.preview(this.#record, issue);
    const alternatives = parseAlternatives(stages);
    const kind = "recover";
    if (typeof service === "string") {
      this.#decisions.push({ kind, why: `${action} is not possible: ${service}; a person is told` });
      return { alternatives };
    }
    if (action === "Notify") {
      this.#decisions.push({ kind, why: "Notify: a person is told, and nothing else is done" });
      return { alternatives };
    }
    this.#decisions.push({ kind, why: `${action} is the next stage` });
    const fromNode = this.#record.service.status.node;
    const { causation } = issue;
    return { plan: this.#plans.forRecovery(service, action, { fromNode, causation }), alternatives };
  }
}
