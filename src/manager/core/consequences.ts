/**
 * What follows from each commit inside the manager: indexes, trackers, what nodes are told, and who is looked at again.
 *
 * I1: it is the first listener of the ledger, so everything that hears of a commit after it finds the indexes right.
 */
import type { Clock } from "../../ports/clock.ts";
import type { DependencyIndex } from "../../state/dependencies.ts";
import { isTransitionEvent } from "../../state/machine.ts";
import { effectiveSpec, isIsolated, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { recordStateChange } from "../../state/tracker.ts";
import type { Committed } from "../serve/api.ts";
import type { DesiredOutbox } from "../nodes/desired_outbox.ts";
import type { NodeLoad } from "../nodes/node_load.ts";
import type { RuntimeBook } from "./runtime.ts";

export class Consequences {
  readonly #clock: Clock;
  readonly #dependencies: DependencyIndex;
  readonly #load: NodeLoad;
  readonly #runtimes: RuntimeBook;
  readonly #outbox: DesiredOutbox;
  readonly #lookAgain: (id: ResourceId) => void;
  /** What each node was told last, in short. */
  readonly #told = new Map<ResourceId, string>();

  constructor(options: {
    readonly clock: Clock;
    readonly dependencies: DependencyIndex;
    readonly load: NodeLoad;
    readonly runtimes: RuntimeBook;
    readonly outbox: DesiredOutbox;
    readonly lookAgain: (id: ResourceId) => void;
  }) {
    this.#clock = options.clock;
    this.#dependencies = options.dependencies;
    this.#load = options.load;
    this.#runtimes = options.runtimes;
    this.#outbox = options.outbox;
    this.#lookAgain = options.lookAgain;
  }

  /** A service that was loaded: indexes only. */
  adopt(service: ServiceState): void {
    const { id } = service.metadata;
    this.#dependencies.set(id, service.spec.dependencies);
    this.#load.set(id, service.status.node);
    this.#told.set(id, wordFor(service));
    recordStateChange(this.#runtimes.of(id).tracker, service.status.state, this.#clock.monotonicMs());
  }

  /** Call for each commit. */
  readonly onCommitted = (step: Committed): void => {
    for (const event of step.events) {
      const service = step.services.get(event.resourceId);
      if (service === undefined) this.#removed(event.resourceId);
      else if (isTransitionEvent(event.eventType)) this.#moved(service);
    }
    for (const service of step.services.values()) this.#changed(service);
  };

  #changed(service: ServiceState): void {
    const { id } = service.metadata;
    const { node } = service.status;
    this.#dependencies.set(id, service.spec.dependencies);
    const before = this.#load.nodeOf(id);
    if (before !== node) {
      this.#load.set(id, node);
      this.#runtimes.reassign(id, node);
      this.#outbox.push(before, id);
    }
    const word = wordFor(service);
    if (this.#told.get(id) === word) return;
    this.#told.set(id, word);
    this.#outbox.push(node, id);
  }

  #moved(service: ServiceState): void {
    const { id } = service.metadata;
    const runtime = this.#runtimes.of(id);
    runtime.phaseSinceMs = this.#clock.monotonicMs();
    runtime.isStuckTold = false;
    recordStateChange(runtime.tracker, service.status.state, runtime.phaseSinceMs);
    for (const dependent of this.#dependencies.dependentsOf(id)) this.#lookAgain(dependent);
  }

  #removed(id: ResourceId): void {
    const node = this.#load.nodeOf(id);
    this.#load.set(id, "");
    const needed = [...this.#dependencies.dependenciesOf(id)];
    this.#dependencies.remove(id);
    this.#runtimes.forget(id);
    this.#told.delete(id);
    this.#outbox.push(node, id);
    // What it depended on may have waited for it to stop; what depended on it may have waited for its end.
    for (const other of [...needed, ...this.#dependencies.dependentsOf(id)]) this.#lookAgain(other);
  }
}

/** What its node has to know of it; a change of this is told. */
function wordFor(service: ServiceState): string {
  const { override, node, state } = service.status;
  return [
    service.metadata.generation,
    node,
    state,
    isIsolated(service),
    override === undefined
      ? ""
      : JSON.stringify([effectiveSpec(service).version, effectiveSpec(service).config]),
  ].join("|");
}
