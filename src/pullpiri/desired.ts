/**
 * What is desired, as specs of the manager: follows the artifacts for every package that is to run, and ends the services of the others.
 *
 * I1: what an operator changed of a service besides what artifacts say stays (hold, timeouts).
 * I2: a package that the store does not have any more is left as it is: an empty store is no desire.
 * I3: a move is done in two steps: first the spec does not allow the node that is left, then, from the other node, it does again.
 */
import { isSameValue } from "../kit/same_value.ts";
import { messageOf } from "../kit/errors.ts";
import type { Log } from "../ports/log.ts";
import type { Manager } from "../manager.ts";
import type { SpecChange } from "../manager/serve/api.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { Memory } from "./memory.ts";
import type { MappedModel } from "./specs.ts";
import { mergedSpec, type World } from "./world.ts";

export type DesiredManager = Pick<Manager, "applyChanges" | "record" | "records" | "alert">;

/** Labels of the services that come from Pullpiri, with the names there. */
export const PACKAGE_LABEL = "pullpiri/package";
export const MODEL_LABEL = "pullpiri/model";

export interface DesiredDeps {
  readonly manager: DesiredManager;
  readonly world: World;
  readonly memory: Memory;
  readonly log: Log;
}

/** The names there of a service from Pullpiri; undefined = it comes from somewhere else. */
export function namesOf(
  { metadata }: ServiceState,
): { readonly packageName: string; readonly modelName: string } | undefined {
  const packageName = metadata.labels[PACKAGE_LABEL];
  const modelName = metadata.labels[MODEL_LABEL];
  return packageName === undefined || modelName === undefined ? undefined : { packageName, modelName };
}

export class Desired {
  readonly #deps: DesiredDeps;
  /** Moves under way: the node that each goes to, by its name here. */
  readonly #moving = new Map<ResourceId, string>();
  readonly #refused = new Map<ResourceId, string>();
  #changes: SpecChange[] = [];

  constructor(deps: DesiredDeps) {
    this.#deps = deps;
  }

  /** Makes the specs follow. */
  sync(reason: string): void {
    const { world, memory, manager } = this.#deps;
    const kept = new Set<ResourceId>();
    for (const [packageName, desire] of memory.desires) {
      if (desire !== "run") continue;
      if (!world.artifacts.packages.has(packageName)) {
        for (const { id } of this.#servicesOf(packageName)) kept.add(id); // I2
      }
      for (const model of world.modelsOf(packageName)) {
        kept.add(model.id);
        this.#follow(model, reason);
      }
    }
    for (const { service } of [...manager.records()]) {
      const { id } = service.metadata;
      if (namesOf(service) === undefined || kept.has(id) || service.spec.state === "Terminating") continue;
      this.#apply({ resourceId: id, labels: {}, expectedGeneration: 0n, reason });
    }
  }

  /** Begins a move to a node, by its name here. */
  move(id: ResourceId, node: string, reason: string): void {
    const { world, memory } = this.#deps;
    memory.set(memory.placements, id, node);
    this.#moving.set(id, node);
    const model = world.model(id);
    if (model !== undefined) this.#follow(model, reason);
  }

  /** Whether a move of it is under way. */
  isMoving(id: ResourceId): boolean {
    return this.#moving.has(id);
  }

  /** The service changed: a move ends when it runs where it was to go. */
  placed({ metadata: { id }, status }: ServiceState): void {
    if (this.#moving.get(id) !== status.node || status.state !== "Running") return;
    this.#moving.delete(id);
    const model = this.#deps.world.model(id);
    if (model !== undefined) this.#follow(model, `It was moved to ${status.node}`);
  }

  /** Moves to nodes that do not answer any more are given up. */
  giveUp(isAnswering: (node: string) => boolean): void {
    for (const [id, node] of this.#moving) {
      if (isAnswering(node)) continue;
      this.#moving.delete(id);
      this.#deps.memory.remove(this.#deps.memory.placements, id);
      const model = this.#deps.world.model(id);
      if (model !== undefined) this.#follow(model, `${node} does not answer any more`);
    }
  }

  #servicesOf(packageName: string): readonly { readonly id: ResourceId }[] {
    return [...this.#deps.manager.records()]
      .filter(({ service }) => namesOf(service)?.packageName === packageName)
      .map(({ service }) => ({ id: service.metadata.id }));
  }

  #follow(model: MappedModel, reason: string): void {
    const { manager, memory } = this.#deps;
    const { id, packageName, modelName } = model;
    const present = manager.record(id)?.service;
    if (present !== undefined && namesOf(present) === undefined) {
      this.#refuse(id, "a service of that name was applied by somebody else");
      return;
    }
    const merged = mergedSpec(model.spec, present?.spec, memory.placements.get(id));
    const isLeaving = this.#moving.has(id) && present !== undefined &&
      present.status.node !== this.#moving.get(id);
    // I3
    const spec = isLeaving
      ? { ...merged, nodes: merged.nodes.filter((node) => node !== present.status.node) }
      : merged;
    const labels = { [PACKAGE_LABEL]: packageName, [MODEL_LABEL]: modelName };
    const isSame = present !== undefined && isSameValue(present.spec, spec) &&
      isSameValue(present.metadata.labels, labels);
    if (!isSame) this.#apply({ resourceId: id, spec, labels, expectedGeneration: 0n, reason });
  }

  #apply(change: SpecChange): void {
    this.#changes.push({ ...change, source: "StateManager" });
    if (this.#changes.length === 1) queueMicrotask(() => this.#flush());
  }

  /** All of them at once; where one is refused, each by itself. */
  #flush(): void {
    const changes = this.#changes;
    this.#changes = [];
    const { manager } = this.#deps;
    const accepted = (some: readonly SpecChange[]) => {
      for (const { resourceId } of some) this.#refused.delete(resourceId);
    };
    manager.applyChanges(changes).then(() => accepted(changes), (error) => {
      const [only] = changes;
      if (changes.length === 1 && only !== undefined) return this.#refuse(only.resourceId, messageOf(error));
      for (const change of changes) {
        manager.applyChanges([change]).then(
          () => accepted([change]),
          (reason) => this.#refuse(change.resourceId, messageOf(reason)),
        );
      }
    });
  }

  /** One alert for each reason. */
  #refuse(id: ResourceId, problem: string): void {
    if (this.#refused.get(id) === problem) return;
    this.#refused.set(id, problem);
    const message = `The artifacts of ${id} are not in force: ${problem}`;
    this.#deps.log.warn("Artifacts of Pullpiri are not in force", { resourceId: id, problem });
    this.#deps.manager.alert({ severity: "Warning", reason: "DesiredStateRefused", message });
  }
}
