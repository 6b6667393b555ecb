/** Makes plans with what is known of the service besides its diff: ids, dependents, measured durations, pacing of starts. */
import type { IdSource } from "../../ports/random.ts";
import { type Alternative, planAlternatives } from "../../reconciliation/plan/alternatives.ts";
import { diffId } from "../../state/diff_text.ts";
import { defaultEstimate, type DurationEstimate } from "../../reconciliation/plan/impact.ts";
import type { StartPacer } from "../../reconciliation/decide/pacing.ts";
import type { ActionKind, ActionPlan } from "../../state/plan.ts";
import {
  createActionPlan,
  createRecoveryPlan,
  optimizePlan,
  type PlanContext,
} from "../../reconciliation/planner.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import { type DependencyIndex, transitiveDependents } from "../../state/dependencies.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ServiceState } from "../../state/model.ts";
import { usualTransitionMs } from "../../state/tracker.ts";
import type { RuntimeBook } from "./runtime.ts";

export class PlanMaker {
  readonly #ids: IdSource;
  readonly #dependencies: DependencyIndex;
  readonly #runtimes: RuntimeBook;
  readonly #pacer: StartPacer;
  readonly #actionDeadlineMs: number;

  constructor(options: {
    readonly ids: IdSource;
    readonly dependencies: DependencyIndex;
    readonly runtimes: RuntimeBook;
    readonly pacer: StartPacer;
    readonly actionDeadlineMs: number;
  }) {
    this.#ids = options.ids;
    this.#dependencies = options.dependencies;
    this.#runtimes = options.runtimes;
    this.#pacer = options.pacer;
    this.#actionDeadlineMs = options.actionDeadlineMs;
  }

  /** The optimised plan that takes away what the diff says, and what else could be done. */
  forDiff(
    service: ServiceState,
    diff: StateDiff,
  ): { readonly plan: ActionPlan; readonly alternatives: readonly Alternative[] } {
    const draft = createActionPlan(diff, this.#context(service, [diffId(diff)]));
    const { plan } = optimizePlan(draft);
    const wanted = draft.actions.map(({ step }) => step.kind);
    return { plan, alternatives: planAlternatives(plan, { wanted, service }) };
  }

  /**
   * The plan for one recovery action. Where some replicas still answer and others are gone, a restart only makes the missing ones:
   * what works is left alone.
   */
  forRecovery(
    service: ServiceState,
    action: RecoveryAction,
    options: { readonly fromNode: string; readonly causation: readonly string[] },
  ): ActionPlan {
    const context = this.#context(service, options.causation);
    const { diff } = this.#runtimes.of(service.metadata.id);
    if (action === "Restart" && diff !== undefined && diff.actual.availableReplicas > 0) {
      const gentle = optimizePlan(createActionPlan(diff, context)).plan;
      const isEnough = gentle.actions.length > 0 && gentle.actions.every(({ step }) => step.kind === "Scale");
      if (isEnough) return gentle;
    }
    return createRecoveryPlan(service, action, {
      ...context,
      fromNode: options.fromNode,
      toNode: service.status.node,
    });
  }

  /** When the service may start: now, or the time (monotonic) at which to ask again. Only an admitted start is counted. */
  admitStart(service: ServiceState, nowMs: number): number {
    const admission = this.#pacer.admit(service.spec.criticality, nowMs);
    return admission.kind === "admitted" ? nowMs : nowMs + admission.forMs;
  }

  #context(service: ServiceState, causation: readonly string[]): PlanContext {
    const { id } = service.metadata;
    return {
      planId: this.#ids.next(),
      service,
      dependents: transitiveDependents(id, this.#dependencies),
      estimateMs: (kind) => this.#estimate(service, kind),
      actionDeadlineMs: this.#actionDeadlineMs,
      causation,
    };
  }

  /** Coming up takes what it took before; for the rest there is a documented default. */
  #estimate(service: ServiceState, kind: ActionKind): DurationEstimate {
    if (kind === "Stop" || kind === "Isolate") return defaultEstimate(kind);
    const { tracker } = this.#runtimes.of(service.metadata.id);
    const ms = usualTransitionMs(tracker, "Initializing", "Running");
    return ms === undefined ? defaultEstimate(kind) : { ms, isMeasured: true };
  }
}
