/** Gathers what `decide` needs to know about one service. */
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { DecisionInput } from "../../reconciliation/decide/decision.ts";
import { chooseNode, type NodeChoice } from "../../reconciliation/decide/placement.ts";
import {
  type DependencyIndex,
  failedDependencyOf,
  unfulfilledDependencies,
} from "../../state/dependencies.ts";
import { isIsolated, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Ledger } from "./ledger.ts";
import type { NodeLoad } from "../nodes/node_load.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { ServiceRuntime } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";

export class DecisionInputs {
  readonly #ledger: Ledger;
  readonly #nodes: Nodes;
  readonly #load: NodeLoad;
  readonly #dependencies: DependencyIndex;
  readonly #clock: Clock;
  readonly #settings: ManagerSettings;

  constructor(options: {
    readonly ledger: Ledger;
    readonly nodes: Nodes;
    readonly load: NodeLoad;
    readonly dependencies: DependencyIndex;
    readonly clock: Clock;
    readonly settings: ManagerSettings;
  }) {
    this.#ledger = options.ledger;
    this.#nodes = options.nodes;
    this.#load = options.load;
    this.#dependencies = options.dependencies;
    this.#clock = options.clock;
    this.#settings = options.settings;
  }

  of(record: ServiceRecord, runtime: ServiceRuntime): DecisionInput {
    const { service, recovery, plan } = record;
    const { node } = service.status;
    return {
      service,
      recovery,
      plan,
      diff: runtime.diff,
      stray: runtime.stray,
      node: node === "" ? undefined : this.#nodes.view(node),
      choice: this.place(service),
      waitingFor: unfulfilledDependencies(service, (id) => this.#ledger.service(id)).map((dep) =>
        dep.resourceId
      ),
      stopsFirst: this.#stopsFirst(service.metadata.id),
      nowMs: this.#clock.monotonicMs(),
      phaseSinceMs: runtime.phaseSinceMs,
      verifyUntilMs: runtime.verifyUntilMs,
      verifyFromSequence: runtime.verifyFromSequence,
      retryAtMs: runtime.retryAtMs,
      wasSeenUp: runtime.wasSeenUp,
      agedAtMs: runtime.agedAtMs,
      dampedUntilMs: runtime.dampedUntilMs,
      isolatedUntilMs: runtime.isolatedUntilMs,
      failedDependency: failedDependencyOf(
        service,
        (id) => this.#ledger.service(id),
        (other) => this.#isDown(other),
      ),
      deadline: this.#deadline(service, runtime),
      settings: this.#settings,
    };
  }

  /** Down by itself: failed, held back, or in the middle of a recovery. */
  #isDown(service: ServiceState): boolean {
    const { state, availableReplicas } = service.status;
    if (state === "Failed" || isIsolated(service)) return true;
    const isTreated = this.#ledger.get(service.metadata.id)?.recovery !== undefined;
    return isTreated && state !== "Running" && availableReplicas === 0;
  }

  #deadline(service: ServiceState, { brokenSinceMs }: ServiceRuntime): DecisionInput["deadline"] {
    const { afterMs = this.#settings.deadlineMs, fallback = this.#settings.fallback } =
      service.spec.recoveryDeadline;
    return brokenSinceMs === undefined || afterMs === 0
      ? undefined
      : { atMs: brokenSinceMs + afterMs, fallback };
  }

  /** Where the service would go now, its present node aside when that is lost. */
  place(service: ServiceState): NodeChoice {
    const { node } = service.status;
    if (node !== "" && !this.#nodes.view(node).isLost) return { kind: "none", why: "It has a node" };
    return chooseNode(service.spec, this.#nodes.candidates((name) => this.#load.of(name)), node);
  }

  /** Another node that answers now and may take the service. */
  otherNode(service: ServiceState): string | undefined {
    const candidates = this.#nodes.candidates((name) => this.#load.of(name)).filter((node) =>
      node.isReachable
    );
    const choice = chooseNode(service.spec, candidates, service.status.node);
    return choice.kind === "node" ? choice.node : undefined;
  }

  #stopsFirst(id: ResourceId): readonly ResourceId[] {
    const service = this.#ledger.service(id);
    if (service === undefined || service.spec.state === "Running") return [];
    return [...this.#dependencies.dependentsOf(id)]
      .filter((dependent) => this.#ledger.service(dependent)?.spec.state === "Terminating");
  }
}
