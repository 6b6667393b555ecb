/**
 * Who needs whom: the graph of all services (design section 4).
 *
 * Owns the questions asked of it; the services stay with the manager and are looked up. Nothing recurses, so a chain of
 * 10,000 services costs time and not stack.
 *
 * I1  `DependencyIndex` holds an edge a -> b exactly while b is among the dependencies that were last set for a.
 */
import { assertNever } from "../kit/errors.ts";
import type { ServiceDependency, ServiceState } from "./model.ts";
import type { ResourceId } from "./resource_id.ts";

/** Finds a service; undefined where there is none of that name. */
export type ServiceLookup = (id: ResourceId) => ServiceState | undefined;

/** Finds what a service depends on; undefined where there is none of that name. */
export type DependencyLookup = (id: ResourceId) => readonly ServiceDependency[] | undefined;

/**
 * The shortest cycle through `id` that there would be if it had these dependencies, as ids from `id` back to `id`;
 * undefined where there is none. What `lookup` says of `id` itself is not asked. O(services + edges).
 */
export function findCycle(
  id: ResourceId,
  dependencies: readonly ServiceDependency[],
  lookup: DependencyLookup,
): readonly ResourceId[] | undefined {
  const reachedFrom = new Map<ResourceId, ResourceId>();
  const queue: ResourceId[] = [];
  /** Takes note of the edges of a service; true when one of them leads back. */
  const follow = (from: ResourceId, edges: readonly ServiceDependency[]): boolean => {
    for (const { resourceId } of edges) {
      if (resourceId === id) return true;
      if (reachedFrom.has(resourceId)) continue;
      reachedFrom.set(resourceId, from);
      queue.push(resourceId);
    }
    return false;
  };
  if (follow(id, dependencies)) return [id, id];
  // The queue grows while it is read: breadth first, so the first way back is a shortest one.
  for (const next of queue) {
    if (follow(next, lookup(next) ?? [])) return pathTo(next, { id, reachedFrom });
  }
  return undefined;
}

function pathTo(
  last: ResourceId,
  { id, reachedFrom }: { readonly id: ResourceId; readonly reachedFrom: ReadonlyMap<ResourceId, ResourceId> },
): readonly ResourceId[] {
  const path: ResourceId[] = [id];
  for (let at: ResourceId | undefined = last; at !== undefined && at !== id; at = reachedFrom.get(at)) {
    path.push(at);
  }
  path.push(id);
  return path.reverse();
}

/** The cycle as a sentence: `a/x -> a/y -> a/x`. */
export function describeCycle(cycle: readonly ResourceId[]): string {
  return cycle.join(" -> ");
}

/** Whether the dependency is fulfilled by its target, as it is now; undefined = it does not exist. */
export function isDependencyFulfilled(
  dependency: Pick<ServiceDependency, "condition">,
  target: ServiceState | undefined,
): boolean {
  const state = target?.status.state;
  switch (dependency.condition) {
    case "Running":
      return state === "Running";
    case "Started":
      return state === "Initializing" || state === "Running" || state === "Degraded";
    case "Completed":
      return target === undefined || (state === "Terminating" && target.status.replicas === 0);
    default:
      return assertNever(dependency.condition);
  }
}

/** What the service still waits for, in the order of its spec. What nobody has seen since the start is not up, whatever its phase says. */
export function unfulfilledDependencies(
  service: ServiceState,
  lookup: ServiceLookup,
  isSeen: (target: ServiceState) => boolean = () => true,
): readonly ServiceDependency[] {
  return service.spec.dependencies.filter((dependency) => {
    const target = lookup(dependency.resourceId);
    const isUp = target === undefined || dependency.condition === "Completed" || isSeen(target);
    return !isUp || !isDependencyFulfilled(dependency, target);
  });
}

/** The dependencies of all services, kept so that "who depends on this one" is one step. */
export class DependencyIndex {
  readonly #dependencies = new Map<ResourceId, ReadonlySet<ResourceId>>();
  readonly #dependents = new Map<ResourceId, Set<ResourceId>>();

  /** Replaces what a service depends on. */
  set(id: ResourceId, dependencies: readonly ServiceDependency[]): void {
    this.remove(id);
    if (dependencies.length === 0) return;
    const targets = new Set(dependencies.map(({ resourceId }) => resourceId));
    this.#dependencies.set(id, targets);
    for (const target of targets) {
      const dependents = this.#dependents.get(target) ?? new Set();
      dependents.add(id);
      this.#dependents.set(target, dependents);
    }
  }

  /** Forgets what a service depends on; who depends on it stays known. */
  remove(id: ResourceId): void {
    for (const target of this.#dependencies.get(id) ?? []) {
      const dependents = this.#dependents.get(target);
      dependents?.delete(id);
      if (dependents?.size === 0) this.#dependents.delete(target);
    }
    this.#dependencies.delete(id);
  }

  /** Services that this one names, in no particular order. */
  dependenciesOf(id: ResourceId): Iterable<ResourceId> {
    return this.#dependencies.get(id) ?? [];
  }

  /** Services that name this one, in no particular order. */
  dependentsOf(id: ResourceId): Iterable<ResourceId> {
    return this.#dependents.get(id) ?? [];
  }

  /** Number of edges. */
  get size(): number {
    let edges = 0;
    for (const targets of this.#dependencies.values()) edges += targets.size;
    return edges;
  }
}

/** All services that depend on this one, directly or not, without itself, in order of name. O(dependents + their edges). */
export function transitiveDependents(
  id: ResourceId,
  index: Pick<DependencyIndex, "dependentsOf">,
): readonly ResourceId[] {
  const found = new Set<ResourceId>(index.dependentsOf(id));
  // A set grows while it is walked through: each service is followed once.
  for (const next of found) {
    for (const dependent of index.dependentsOf(next)) found.add(dependent);
  }
  found.delete(id);
  return [...found].sort();
}

/**
 * The cause, where a dependency that should run is down: of a chain of such dependencies the last one. Undefined = none is.
 * Each service is visited once.
 */
export function failedDependencyOf(
  service: ServiceState,
  find: ServiceLookup,
  isDown: (service: ServiceState) => boolean,
): ResourceId | undefined {
  const visited = new Set<ResourceId>([service.metadata.id]);
  let cause: ResourceId | undefined;
  let current: ServiceState | undefined = service;
  while (current !== undefined) {
    const next: ServiceState | undefined = current.spec.dependencies
      .filter(({ condition }) => condition === "Running").map(({ resourceId }) => find(resourceId))
      .find((one) => one !== undefined && !visited.has(one.metadata.id) && isDown(one));
    if (next === undefined) return cause;
    cause = next.metadata.id;
    visited.add(cause);
    current = next;
  }
  return cause;
}
