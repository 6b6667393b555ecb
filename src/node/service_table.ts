/**
 * Everything that a node knows of its services now: what is wanted, which instances the drivers show, what the node itself is doing.
 *
 * I1  Instances are what the drivers reported last. While a runtime is away, what it had is neither shown as gone nor as there anew.
 * I2  What the actor is in the middle of is marked by replica, so that the moment between two instances is no absence.
 */
import type { ResourceId } from "../state/resource_id.ts";
import type { RuntimeKind } from "./definition/workload.ts";
import type { Instance } from "./driver.ts";
import type { ReplicaPhase, ReplicaSight } from "./observation.ts";
import type { DesiredState, StartedWith } from "./state/shapes.ts";

/** An instance, and who runs it. */
export interface KnownInstance {
  readonly instance: Instance;
  readonly runtime: RuntimeKind;
}

export interface ServiceEntry {
  readonly id: ResourceId;
  desired: DesiredState | undefined;
  readonly instances: Map<string, KnownInstance>;
  /** I2. */
  readonly phases: Map<number, Exclude<ReplicaPhase, "up">>;
}

export class ServiceTable {
  readonly #entries = new Map<ResourceId, ServiceEntry>();
  readonly #startedWith: Map<string, StartedWith>;

  constructor(startedWith: ReadonlyMap<string, StartedWith>) {
    this.#startedWith = new Map(startedWith);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(id: ResourceId): ServiceEntry | undefined {
    return this.#entries.get(id);
  }

  /** The entry, made where there is none. */
  of(id: ResourceId): ServiceEntry {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const entry = newEntry(id);
    this.#entries.set(id, entry);
    return entry;
  }

  all(): IterableIterator<ServiceEntry> {
    return this.#entries.values();
  }

  forget(id: ResourceId): void {
    this.#entries.delete(id);
  }

  /** The instance as it is now; its service. */
  setInstance(instance: Instance, runtime: RuntimeKind): ServiceEntry {
    const entry = this.of(instance.labels.resourceId);
    entry.instances.set(instance.labels.instanceId, { instance, runtime });
    return entry;
  }

  /** The service whose instance it was. */
  removeInstance(instanceId: string): ServiceEntry | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.instances.delete(instanceId)) return entry;
    }
    return undefined;
  }

  /** Everything that a runtime has: what it does not have any more is gone. The services that may have changed. */
  setPresent(instances: readonly Instance[], runtime: RuntimeKind): ReadonlySet<ServiceEntry> {
    const changed = new Set<ServiceEntry>();
    const present = new Set(instances.map(({ labels }) => labels.instanceId));
    for (const entry of this.#entries.values()) {
      for (const [instanceId, known] of entry.instances) {
        if (known.runtime !== runtime || present.has(instanceId)) continue;
        entry.instances.delete(instanceId);
        changed.add(entry);
      }
    }
    for (const instance of instances) changed.add(this.setInstance(instance, runtime));
    return changed;
  }

  noteStartedWith(instanceId: string, value: StartedWith): void {
    this.#startedWith.set(instanceId, value);
  }

  forgetStartedWith(instanceId: string): void {
    this.#startedWith.delete(instanceId);
  }

  startedWith(instanceId: string): StartedWith | undefined {
    return this.#startedWith.get(instanceId);
  }
}

/** A service of which nothing is known. */
export function newEntry(id: ResourceId): ServiceEntry {
  return { id, desired: undefined, instances: new Map(), phases: new Map() };
}

/** The newest instance of each replica, in order of replica. Older ones of a replica are what a start in its place left. */
export function newestInstances(entry: ServiceEntry): ReadonlyMap<number, KnownInstance> {
  const newest = new Map<number, KnownInstance>();
  for (const known of entry.instances.values()) {
    const { replica } = known.instance.labels;
    const other = newest.get(replica);
    if (other === undefined || isNewer(known.instance, other.instance)) newest.set(replica, known);
  }
  return new Map([...newest].sort(([left], [right]) => left - right));
}

function isNewer(left: Instance, right: Instance): boolean {
  const isLeftAlive = left.state.kind !== "ended";
  const isRightAlive = right.state.kind !== "ended";
  return isLeftAlive === isRightAlive ? left.startedAtMs >= right.startedAtMs : isLeftAlive;
}

/** The replicas as an observation takes them. */
export function replicaSights(entry: ServiceEntry, table: ServiceTable): readonly ReplicaSight[] {
  const newest = newestInstances(entry);
  const replicas = new Set([...newest.keys(), ...entry.phases.keys()]);
  return [...replicas].sort((left, right) => left - right).map((replica) => {
    const known = newest.get(replica);
    const config = known && table.startedWith(known.instance.labels.instanceId)?.config;
    return {
      replica,
      phase: entry.phases.get(replica) ?? "up",
      ...(known && { instance: known.instance }),
      ...(config && { config }),
    };
  });
}
