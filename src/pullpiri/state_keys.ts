/**
 * The words for models and packages, from what is seen of them.
 *
 * I1: of several nodes that have a model, the one that it is assigned to counts.
 * I2: a model that was stopped on purpose is Exited, not Dead.
 */
import type { ResourceId } from "../state/resource_id.ts";
import type { Memory } from "./memory.ts";
import type { Nodes } from "./nodes.ts";
import type { Publisher } from "./publisher.ts";
import type { MappedModel } from "./specs.ts";
import {
  modelKey,
  type ModelState,
  packageKey,
  packageState,
  packageValue,
  parseModelState,
} from "./words.ts";
import type { World } from "./world.ts";

export interface StateKeyDeps {
  readonly world: World;
  readonly nodes: Nodes;
  readonly memory: Memory;
  readonly publisher: Publisher;
  /** Node that a service is assigned to; undefined = none. */
  readonly assignedNode: (id: ResourceId) => string | undefined;
}

/** Those of these packages. */
export function publishStates(packages: Iterable<string>, deps: StateKeyDeps): void {
  const { world, publisher } = deps;
  for (const name of packages) {
    let isKnown = false;
    for (const model of world.modelsOf(name)) {
      const word = wordOf(model, deps);
      if (word !== undefined) publisher.want(modelKey(model.modelName), word);
      isKnown ||= publisher.value(modelKey(model.modelName)) !== undefined;
    }
    if (!isKnown) continue;
    const models = world.artifacts.packages.get(name)?.models ?? [];
    const words = models.map((model) => parseModelState(publisher.value(modelKey(model.name))));
    publisher.want(packageKey(name), packageValue(packageState(words)));
  }
}

function wordOf(
  { id, packageName, modelName }: MappedModel,
  { nodes, memory, publisher, assignedNode }: StateKeyDeps,
): ModelState | undefined {
  const assigned = assignedNode(id);
  const node = assigned === undefined ? nodes.whereIs(id)[0] : nodes.of(assigned) ?? nodes.whereIs(id)[0];
  const model = node?.find(id);
  const isStopped = memory.desires.get(packageName) === "stop" && model?.isThere !== true; // I2
  const isKnown = publisher.value(modelKey(modelName)) !== undefined;
  return isStopped && isKnown ? "Exited" : model?.word;
}
