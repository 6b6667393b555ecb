/**
 * The reconcile loop of one service: decide, take the step, carry out its effects, and again, until there is nothing to do now.
 *
 * I1: what a step decides is in the journal before its effect leaves.
 * I2: every turn reads the newest state again; nothing is carried over an await but the id of the service.
 * I3: it never throws for what happens outside; it throws for a bug, and then the service is reconciled again later.
 * I4: a service that gets one spec after the other gives way to the others now and then.
 */
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Effect, Next, StepInput } from "../../reconciliation/apply/step.ts";
import { decide, type Decision } from "../../reconciliation/decide/decision.ts";
import { isInSync } from "../../state/diff.ts";
import type { StartPacer } from "../../reconciliation/decide/pacing.ts";
import type { ReconciliationResult } from "../../state/observation.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ServiceRuntime } from "../../state/runtime.ts";
import type { NodeSlots } from "../nodes/node_slots.ts";
import type { Facts } from "./facts.ts";
import type { Ledger } from "./ledger.ts";
import type { PlanExecution } from "./plan_execution.ts";
import type { Runtimes } from "./runtimes.ts";
import type { Steps } from "./steps.ts";

/** More steps than any legal sequence takes for one spec; reaching it is a bug, and must not become a busy loop. */
const MAX_STEPS = 40;
const AGAIN: Next = { kind: "again" };

export interface LoopDeps {
  readonly ledger: Pick<Ledger, "get" | "service">;
  readonly runtimes: Runtimes;
  readonly facts: Facts;
  readonly steps: Steps;
  readonly execution: PlanExecution;
  readonly pacer: StartPacer;
  readonly nodes: Pick<NodeSlots, "agent">;
  readonly clock: Clock;
  readonly log: Log;
}

export class ReconcileLoop {
  readonly #deps: LoopDeps;

  constructor(deps: LoopDeps) {
    this.#deps = deps;
  }

  /** Goes on with the service until it is settled or has to wait. */
  async reconcile(id: ResourceId, signal: AbortSignal): Promise<ReconciliationResult> {
    const { ledger, runtimes, facts, clock } = this.#deps;
    const before = ledger.service(id)?.metadata.generation;
    for (let step = 0; step < MAX_STEPS; step++) {
      const record = ledger.get(id);
      if (record === undefined) return { kind: "gone" };
      if (signal.aborted) return { kind: "stopped" };
      const runtime = runtimes.of(id);
      const input = this.#admitted(decide(facts.of(record, runtime)), record, runtime);
      const next = await this.#take(id, input, signal);
      if (next.kind !== "again") return next;
    }
    if (ledger.service(id)?.metadata.generation === before) {
      throw new Error(`${id} is not settled after ${MAX_STEPS} steps`);
    }
    // I4
    return {
      kind: "waiting",
      why: "Its spec was changed meanwhile; others have their turn",
      untilMs: clock.monotonicMs(),
    };
  }

  /** The decision, where what all services share lets it happen now: starts are paced, and plans wait for a controller that is unreachable. */
  #admitted(decision: Decision, record: ServiceRecord, runtime: ServiceRuntime): StepInput {
    if (decision.kind === "run-plan") return this.#deps.execution.admit(decision.record, runtime);
    if (decision.kind !== "transition" || decision.event !== "Start") return decision;
    // What runs already is not started.
    if (runs(record, runtime)) return decision;
    const nowMs = this.#deps.clock.monotonicMs();
    const admission = this.#deps.pacer.admit(record.service.spec.criticality, nowMs);
    return admission.kind === "admitted"
      ? decision
      : { kind: "pace-start", untilMs: nowMs + admission.forMs };
  }

  async #take(id: ResourceId, input: StepInput, signal: AbortSignal): Promise<Next> {
    const step = this.#deps.steps.take(id, input);
    let next = step?.next ?? AGAIN;
    for (const effect of step?.effects ?? []) {
      const outcome = await this.#carryOut(id, effect, signal);
      if (outcome !== undefined) next = await this.#take(id, outcome, signal);
    }
    return next;
  }

  /** What came of the effect; undefined = nothing that matters to the service. */
  async #carryOut(id: ResourceId, effect: Effect, signal: AbortSignal): Promise<StepInput | undefined> {
    switch (effect.kind) {
      case "execute": {
        const begun = this.#deps.ledger.get(id);
        return begun === undefined
          ? undefined
          : await this.#deps.execution.execute(begun, effect.plan, signal);
      }
      case "observe":
        return await this.#observe(id, effect, signal);
    }
  }

  async #observe(
    id: ResourceId,
    { node, fromSequence }: Effect & { readonly kind: "observe" },
    signal: AbortSignal,
  ): Promise<StepInput> {
    try {
      const observation = await this.#deps.nodes.agent(node)?.getStateDiff(id, signal);
      return { kind: "plan-observed", observation, fromSequence };
    } catch (error) {
      this.#deps.log.debug("No observation after a plan", { resourceId: id, node, error: messageOf(error) });
      return { kind: "plan-observed", observation: undefined, fromSequence };
    }
  }
}

/** Its node says that it is in sync with the present generation. */
function runs({ service }: ServiceRecord, { observation: { diff } }: ServiceRuntime): boolean {
  return diff !== undefined && diff.node === service.status.node && isInSync(diff) &&
    diff.observedGeneration >= service.metadata.generation;
}
