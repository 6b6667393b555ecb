/** Gathers what `decide` and `apply` need to know about one service besides its record. */
import type { Clock } from "../../ports/clock.ts";
import type { ApplyContext } from "../../reconciliation/apply/step.ts";
import type { DecisionInput } from "../../reconciliation/decide/decision.ts";
import { chooseNode, isAllowedOn, type NodeChoice } from "../../reconciliation/decide/placement.ts";
import {
  failedDependencyOf,
  transitiveDependents,
  unfulfilledDependencies,
} from "../../state/dependencies.ts";
import { isIsolated, type ServiceState } from "../../state/model.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { PlanRecord } from "../../state/plan.ts";
import { isSeenSinceStart, type ServiceRuntime, strayOn } from "../../state/runtime.ts";
import { phaseTimeoutMs } from "../../state/machine.ts";
import { detectTransitionIssues, type TransitionIssue } from "../../state/tracker.ts";
import type { NodeSlots } from "../nodes/node_slots.ts";
import type { Indexes } from "./indexes.ts";
import type { Ledger } from "./ledger.ts";
import type { Runtimes } from "./runtimes.ts";
import type { ManagerSettings } from "./settings.ts";

export interface FactSources {
  readonly ledger: Pick<Ledger, "get" | "service">;
  readonly runtimes: Pick<Runtimes, "of">;
  readonly nodes: Pick<NodeSlots, "view" | "candidates" | "refusal">;
  readonly indexes: Indexes;
  readonly clock: Clock;
  readonly settings: ManagerSettings;
}

/** Where a step takes its jitter and its ids from. */
export type StepSources = Pick<ApplyContext, "random01" | "nextPlanId">;

export class Facts {
  readonly #sources: FactSources;

  constructor(sources: FactSources) {
    this.#sources = sources;
  }

  /** What `decide` is asked with. */
  of(record: ServiceRecord, runtime: ServiceRuntime): DecisionInput {
    const { ledger, nodes, clock, settings } = this.#sources;
    const { service, recovery, plan } = record;
    const { node } = service.status;
    const { observation, damping } = runtime;
    const read = (id: ResourceId) => ledger.service(id);
    return {
      service,
      recovery,
      plan,
      diff: observation.diff,
      stray: this.#strayOf(runtime, plan),
      node: node === "" ? undefined : nodes.view(node),
      refusal: node === "" ? undefined : nodes.refusal(node, service.metadata.id),
      choice: this.#place(service),
      waitingFor: unfulfilledDependencies(service, read, (other) => this.#isSeen(other))
        .map((dependency) => dependency.resourceId),
      stopsFirst: this.#stopsFirst(service),
      nowMs: clock.monotonicMs(),
      phaseSinceMs: runtime.phase.sinceMs,
      transitionIssues: () => this.#transitionIssues(service),
      verifyUntilMs: runtime.plan.verifyUntilMs,
      verifyFromSequence: runtime.plan.verifyFromSequence,
      retryAtMs: runtime.backoff.retryAtMs,
      strayRetryAtMs: runtime.backoff.strayRetryAtMs,
      driftUntilMs: runtime.backoff.drift?.untilMs,
      wasSeenUp: observation.wasSeenUp,
      agedAtMs: damping.agedAtMs,
      dampedUntilMs: damping.untilMs,
      dampingNoteAtMs: damping.note?.atMs,
      isFlappingTreated: damping.isTreated,
      isolatedUntilMs: runtime.isolation.untilMs,
      isolationNoteAtMs: runtime.isolation.note?.atMs,
      failedDependency: failedDependencyOf(service, read, (other) => this.#isDown(other)),
      deadline: this.#deadline(service, runtime),
      settings,
    };
  }

  /** What `apply` is given. */
  context(id: ResourceId, sources: StepSources): ApplyContext {
    const { indexes, clock, settings } = this.#sources;
    return {
      ...sources,
      nowMs: clock.monotonicMs(),
      wallMs: clock.wallMs(),
      settings,
      dependents: () => transitiveDependents(id, indexes.dependencies),
      otherNode: (service) => this.#otherNode(service),
      tracker: () => indexes.tracker(id),
    };
  }

  #transitionIssues({ metadata: { id }, spec: { timeouts } }: ServiceState): readonly TransitionIssue[] {
    const { indexes, clock, settings } = this.#sources;
    const phaseTimeouts = {
      pendingMs: phaseTimeoutMs("Pending", timeouts, settings),
      initializingMs: phaseTimeoutMs("Initializing", timeouts, settings),
      terminatingMs: phaseTimeoutMs("Terminating", timeouts, settings),
    };
    const options = { nowMs: clock.monotonicMs(), thresholds: { phaseTimeouts } };
    return detectTransitionIssues(indexes.tracker(id), options);
  }

  /** Down by itself: failed, isolated, not up yet, or not seen since the start: nothing that needs it can be brought up before it. */
  #isDown(service: ServiceState): boolean {
    const { state, availableReplicas } = service.status;
    if (state === "Failed" || state === "Pending" || isIsolated(service) || !this.#isSeen(service)) {
      return true;
    }
    return state !== "Running" && availableReplicas === 0;
  }

  #isSeen(service: ServiceState): boolean {
    return isSeenSinceStart(service, this.#sources.runtimes.of(service.metadata.id));
  }

  #deadline(
    { spec }: ServiceState,
    { deadline: { brokenSinceMs } }: ServiceRuntime,
  ): DecisionInput["deadline"] {
    const { settings } = this.#sources;
    const { afterMs = settings.deadlineMs, fallback = settings.fallback } = spec.recoveryDeadline;
    return brokenSinceMs === undefined || afterMs === 0
      ? undefined
      : { atMs: brokenSinceMs + afterMs, fallback };
  }

  /** A copy on a node that does not answer can be neither seen nor stopped. */
  #strayOf(runtime: ServiceRuntime, plan: PlanRecord | undefined): StateDiff | undefined {
    const place = plan?.plan.actions.at(-1)?.node;
    if (place !== undefined) return strayOn(runtime, place);
    return runtime.observation.strays?.find(({ node }) => this.#sources.nodes.view(node).isReachable);
  }

  /** Where the service would go now, its present node aside when that is lost or not allowed. */
  #place(service: ServiceState): NodeChoice {
    const { node } = service.status;
    if (node !== "" && isAllowedOn(service.spec, node) && !this.#sources.nodes.view(node).isLost) {
      return { kind: "none", why: "The service has a node" };
    }
    return chooseNode(service.spec, this.#candidates(), node);
  }

  /** Another node that answers now and may take the service. */
  #otherNode(service: ServiceState): string | undefined {
    const candidates = this.#candidates().filter((node) => node.isReachable);
    const choice = chooseNode(service.spec, candidates, service.status.node);
    return choice.kind === "node" ? choice.node : undefined;
  }

  #candidates(): ReturnType<NodeSlots["candidates"]> {
    const { nodes, indexes } = this.#sources;
    return nodes.candidates((name) => indexes.load.of(name));
  }

  /** Dependents that are to end as well and still exist. */
  #stopsFirst({ metadata, spec }: ServiceState): readonly ResourceId[] {
    if (spec.state === "Running") return [];
    const { ledger, indexes } = this.#sources;
    return [...indexes.dependencies.dependentsOf(metadata.id)]
      .filter((dependent) => ledger.service(dependent)?.spec.state === "Terminating");
  }
}
