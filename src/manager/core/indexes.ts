/**
 * What is derived from the records of all services: who depends on whom, which node has which, how long phases lasted, and what each
 * node has to be sent.
 *
 * I1: it is the first listener of the ledger, so every listener that gets a commit after it finds the indexes right.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import type { Clock } from "../../ports/clock.ts";
import { DependencyIndex } from "../../state/dependencies.ts";
import { isTransitionEvent } from "../../state/machine.ts";
import { effectiveSpec, isIsolated, type ServiceState, type ServiceStateType } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import {
  newStateTracker,
  recordStateChange,
  type StateChange,
  type StateTracker,
} from "../../state/tracker.ts";
import { NodeLoad } from "../nodes/node_load.ts";
import type { Committed } from "../serve/api.ts";
import type { ManagerSettings } from "./settings.ts";

type IndexSettings = Pick<ManagerSettings, "trackerChanges" | "maxServices">;

/** What has to be done about a commit besides keeping the indexes. */
export interface IndexListener {
  /** The service is assigned to this node now. */
  onAssigned(id: ResourceId, node: string): void;
  /** What the node should have of the service may have changed. */
  onDesired(node: string, id: ResourceId): void;
  /** Something that the service depends on, or that depends on it, has changed its phase. */
  onConcerned(id: ResourceId): void;
  onRemoved(id: ResourceId): void;
}

export class Indexes implements Buffered {
  readonly dependencies = new DependencyIndex();
  readonly load = new NodeLoad();
  readonly #trackers = new Map<ResourceId, StateTracker>();
  /** Fingerprint of the desired state that was last passed on, by service. */
  readonly #desired = new Map<ResourceId, string>();
  readonly #clock: Clock;
  readonly #settings: IndexSettings;
  /** Changes of phases that are kept, over all trackers, and those that made room for newer ones. */
  #changes = 0;
  #overwritten = 0;

  constructor(clock: Clock, settings: IndexSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  buffers(): readonly BufferLevel[] {
    const { maxServices, trackerChanges } = this.#settings;
    return [{
      name: "tracker",
      unit: "entries",
      capacity: maxServices * trackerChanges,
      overflow: "drop-oldest",
      used: this.#changes,
      overflows: this.#overwritten,
    }];
  }

  /** How the phases of the service changed, as far as it is remembered. */
  tracker(id: ResourceId): StateTracker {
    let tracker = this.#trackers.get(id);
    if (tracker === undefined) {
      tracker = newStateTracker(id, { capacityChanges: this.#settings.trackerChanges });
      this.#trackers.set(id, tracker);
    }
    return tracker;
  }

  /** The phases of each service, as far as they are remembered. */
  checkpoint(): readonly (readonly [ResourceId, readonly StateChange[]])[] {
    return [...this.#trackers].map(([id, { stateHistory }]) => [id, stateHistory]);
  }

  /** Goes on from there. Before anything is adopted. */
  restore(phases: readonly (readonly [ResourceId, readonly StateChange[]])[]): void {
    for (const [id, changes] of phases) for (const { state, atMs } of changes) this.#track(id, state, atMs);
  }

  /** A service that was loaded. */
  adopt(service: ServiceState): void {
    const { id } = service.metadata;
    this.dependencies.set(id, service.spec.dependencies);
    this.load.set(id, service.status.node);
    this.#desired.set(id, fingerprintOf(service));
    this.#moved(service);
  }

  /** Call for each commit. */
  update(step: Committed, listener: IndexListener): void {
    for (const event of step.events) {
      const { resourceId } = event;
      const service = step.services.get(resourceId);
      if (service === undefined) this.#removed(resourceId, listener);
      else if (isTransitionEvent(event.eventType)) {
        this.#moved(service);
        for (const dependent of this.dependencies.dependentsOf(resourceId)) listener.onConcerned(dependent);
      }
    }
    for (const service of step.services.values()) this.#changed(service, listener);
  }

  #moved({ metadata: { id }, status }: ServiceState): void {
    this.#track(id, status.state, this.#clock.monotonicMs());
  }

  #track(id: ResourceId, state: ServiceStateType, atMs: number): void {
    const tracker = this.tracker(id);
    const before = tracker.ring.size;
    if (!recordStateChange(tracker, state, atMs)) return;
    if (tracker.ring.size > before) this.#changes += 1;
    else this.#overwritten += 1;
  }

  #changed(service: ServiceState, listener: IndexListener): void {
    const { id } = service.metadata;
    const { node } = service.status;
    this.dependencies.set(id, service.spec.dependencies);
    const before = this.load.nodeOf(id);
    if (before !== node) {
      this.load.set(id, node);
      listener.onAssigned(id, node);
      listener.onDesired(before, id);
    }
    const fingerprint = fingerprintOf(service);
    if (this.#desired.get(id) === fingerprint) return;
    this.#desired.set(id, fingerprint);
    listener.onDesired(node, id);
  }

  #removed(id: ResourceId, listener: IndexListener): void {
    const node = this.load.nodeOf(id);
    this.load.set(id, "");
    const needed = [...this.dependencies.dependenciesOf(id)];
    this.dependencies.remove(id);
    this.#changes -= this.#trackers.get(id)?.ring.size ?? 0;
    this.#trackers.delete(id);
    this.#desired.delete(id);
    listener.onRemoved(id);
    listener.onDesired(node, id);
    // What it depended on may have waited for it to stop; what depended on it may have waited for its end.
    for (const other of [...needed, ...this.dependencies.dependentsOf(id)]) listener.onConcerned(other);
  }
}

/** What the node of the service has to know of it; a change of this is sent. */
function fingerprintOf(service: ServiceState): string {
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
