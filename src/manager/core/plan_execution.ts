/**
 * Sends the actions of a stored plan, and reports the result of each as a step.
 *
 * I1: an acknowledgement is committed before the next action is sent.
 * I2: one plan at a time finds out whether a controller that did not answer does so again; all others wait.
 * I3: a plan that was replaced, dropped or overtaken while its action was under way has nothing to say any more.
 * I4: a plan that is not current any more is cut short: its pause ends, and the call under way is given up, however long it would
 *     have taken. What is desired now does not wait for what was.
 */
import type { Clock } from "../../ports/clock.ts";
import type { StepInput } from "../../reconciliation/apply/step.ts";
import type { ExecutionResult, Executor } from "../../reconciliation/executor.ts";
import type { PlanRecord } from "../../state/plan.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ServiceRuntime } from "../../state/runtime.ts";
import { refusalText, type TermRefusal } from "../../state/fence.ts";
import type { ControllerHealth } from "./controller_health.ts";
import type { Fences } from "./fences.ts";
import type { Ledger } from "./ledger.ts";
import { isPlanCurrent } from "./plan_current.ts";
import type { Steps } from "./steps.ts";

/** Until an action that may not leave is asked about again. */
const WITHHELD_MS = 500;
/** Until an action that was refused for its term is asked for again. */
const FENCED_MS = 2_000;

export interface PlanExecutionDeps {
  readonly ledger: Pick<Ledger, "get">;
  readonly steps: Steps;
  readonly executor: Executor;
  readonly controller: ControllerHealth;
  readonly fences: Pick<Fences, "refused" | "passed">;
  readonly clock: Clock;
  /** Absence of the controller after which nothing that was planned before is done any more. */
  readonly safeStateAfterMs: number;
}

export class PlanExecution {
  readonly #deps: PlanExecutionDeps;
  /** Plans under way, by service. */
  readonly #running = new Map<ResourceId, { readonly begun: ServiceRecord; readonly cut: AbortController }>();

  constructor(deps: PlanExecutionDeps) {
    this.#deps = deps;
  }

  /** What becomes of the plan now: it runs, waits for the controller, or has waited for too long. */
  admit(plan: PlanRecord, runtime: ServiceRuntime): StepInput {
    const admission = this.#deps.controller.admit(plan.plan.id);
    if (admission.kind === "refused") {
      return { kind: "park-plan", untilMs: admission.untilMs, why: "The controller is unreachable" };
    }
    if (!admission.isProbe && this.#isExpired(plan, runtime)) return { kind: "expire-plan" };
    return { kind: "run-plan", record: plan };
  }

  /** Sends what is left of the plan. Undefined = there is nothing to say (I3). */
  async execute(
    begun: ServiceRecord,
    plan: PlanRecord,
    signal: AbortSignal,
  ): Promise<StepInput | undefined> {
    const { ledger, steps, executor, controller } = this.#deps;
    const { id } = begun.service.metadata;
    const cut = new AbortController();
    this.#running.set(id, { begun, cut });
    try {
      const result = await executor.executePlan(plan.plan, {
        fromAction: plan.nextAction,
        signal: AbortSignal.any([signal, cut.signal]),
        canContinue: () => isPlanCurrent(begun, ledger.get(id)),
        onSend: (action) => void steps.take(id, { kind: "action-sent", action }),
        onAcknowledged: (action, outcome) =>
          void steps.take(id, { kind: "action-acknowledged", action, result: outcome }),
      });
      const isCurrent = result.kind !== "stopped" && ledger.get(id)?.plan?.plan.id === plan.plan.id;
      return isCurrent ? this.#outcomeOf(plan, result) : undefined;
    } finally {
      this.#running.delete(id);
      // Whatever it ended with, it finds out nothing more (I2).
      controller.wasNotAsked(plan.plan.id);
    }
  }

  /** The record of the service was changed (I4). */
  changed(id: ResourceId): void {
    const running = this.#running.get(id);
    if (running === undefined || isPlanCurrent(running.begun, this.#deps.ledger.get(id))) return;
    running.cut.abort();
  }

  #outcomeOf({ plan }: PlanRecord, result: Exclude<ExecutionResult, { kind: "stopped" }>): StepInput {
    const { controller, clock, fences } = this.#deps;
    if (result.kind !== "postponed") {
      controller.answered();
      for (const { node } of plan.actions) fences.passed(controllerFor(node));
      return { kind: "plan-executed", result };
    }
    const { action, result: undecided } = result;
    switch (undecided.kind) {
      case "fenced":
        controller.answered();
        return this.#fenced(action.node, undecided.refusal);
      case "withheld":
        return { kind: "park-plan", untilMs: clock.monotonicMs() + WITHHELD_MS, why: undecided.message };
      case "unknown":
        controller.answered();
        return {
          kind: "postpone-plan",
          action,
          result: undecided,
          controllerAnsweredAtMs: controller.answeredAtMs,
        };
      case "unreachable":
      case "timed-out": {
        const untilMs = controller.didNotAnswer(plan.id, undecided);
        const { answeredAtMs: controllerAnsweredAtMs } = controller;
        return { kind: "postpone-plan", action, result: undecided, untilMs, controllerAnsweredAtMs };
      }
    }
  }

  /** It waits for a term that the controller accepts, or for the one who leads to end this one. */
  #fenced(node: string, refusal: TermRefusal): StepInput {
    const { clock, fences } = this.#deps;
    const peer = controllerFor(node);
    const isFenced = fences.refused(peer, refusal);
    const untilMs = clock.monotonicMs() + (isFenced ? FENCED_MS : WITHHELD_MS);
    return { kind: "park-plan", untilMs, why: refusalText(peer, refusal), isFenced };
  }

  /** A plan of which nothing was done yet, from before the controller was unreachable for long: its evidence is out of date. */
  #isExpired({ nextAction }: PlanRecord, { plan: { parkedSinceMs } }: ServiceRuntime): boolean {
    const { clock, safeStateAfterMs } = this.#deps;
    return parkedSinceMs !== undefined && nextAction === 0 &&
      clock.monotonicMs() - parkedSinceMs >= safeStateAfterMs;
  }
}

/** Each node may have one of its own. */
function controllerFor(node: string): string {
  return `The ActionController for node ${node}`;
}
