/**
 * What the artifacts say, as the other parts of the adapter ask for it: services, their names there and here, and whose a container is.
 */
import type { ServiceSpec } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { Artifacts, PodArtifact } from "./artifacts.ts";
import { Names } from "./names.ts";
import type { OffloadRequest } from "./peer_requests.ts";
import type { Route } from "./offload.ts";
import { idOf, type MappedArtifacts, type MappedModel, type NameBook } from "./specs.ts";
import { type ContainerInfo, modelOf } from "./words.ts";

const PACKAGE_LABELS = ["io.pullpiri.annotations.package", "io.piccolo.annotations.package"];
const NO_ARTIFACTS: Artifacts = {
  scenarios: new Map(),
  packages: new Map(),
  models: new Map(),
  pods: new Map(),
  policies: new Map(),
  problems: [],
};

/** The model that a container belongs to. */
export interface Owner {
  readonly id: ResourceId;
  readonly packageName: string;
  readonly modelName: string;
}

export class World {
  readonly names: NameBook = { packages: new Names(), models: new Names(), nodes: new Names() };
  #artifacts = NO_ARTIFACTS;
  #mapped = new Map<ResourceId, MappedModel>();
  #byPackage = new Map<string, MappedModel[]>();
  #packageOf = new Map<string, string>();
  #pods: ReadonlySet<string> = new Set();
  /** Found before, under the same artifacts. */
  #owners = new WeakMap<ContainerInfo, { readonly owner: Owner | undefined }>();

  get artifacts(): Artifacts {
    return this.#artifacts;
  }

  set(artifacts: Artifacts, { models }: MappedArtifacts): void {
    this.#artifacts = artifacts;
    this.#mapped = new Map(models.map((model) => [model.id, model]));
    this.#byPackage = Map.groupBy(models, ({ packageName }) => packageName);
    // Of several packages with the same model the first counts.
    this.#packageOf = new Map(
      [...artifacts.packages.values()].reverse().flatMap((one) =>
        one.models.map(({ name }) => [name, one.name] as const)
      ),
    );
    this.#pods = new Set(artifacts.pods.keys());
    this.#owners = new WeakMap();
  }

  /** The model behind a service; undefined = its package or its pod is gone. */
  model(id: ResourceId): MappedModel | undefined {
    return this.#mapped.get(id);
  }

  modelsOf(packageName: string): readonly MappedModel[] {
    return this.#byPackage.get(packageName) ?? [];
  }

  pod(modelName: string): PodArtifact | undefined {
    return this.#artifacts.pods.get(modelName);
  }

  /** Whose the container is; undefined = no model's. */
  ownerOf(container: ContainerInfo): Owner | undefined {
    const known = this.#owners.get(container);
    if (known !== undefined) return known.owner;
    const owner = this.#findOwner(container);
    this.#owners.set(container, { owner });
    return owner;
  }

  #findOwner(container: ContainerInfo): Owner | undefined {
    const modelName = modelOf(container, this.#pods);
    if (modelName === undefined || modelName === "") return undefined;
    const label = PACKAGE_LABELS.map((key) => container.annotation[key]).find((text) => text !== undefined);
    const packageName = label ?? this.#packageOf.get(modelName);
    if (packageName === undefined || packageName === "") return undefined;
    return { id: idOf(this.names, packageName, modelName), packageName, modelName };
  }

  /** The node there; what was never met is asked for as it is. */
  rawNode(node: string): string {
    return this.names.nodes.raw(node) ?? node;
  }

  /** The call that moves a model, from where to where. */
  requestOf(id: ResourceId, route: Route, reason: string): OffloadRequest | undefined {
    const [namespace = "", name = ""] = id.split("/");
    const model = this.model(id);
    const packageName = model?.packageName ?? this.names.packages.raw(namespace);
    const modelName = model?.modelName ?? this.names.models.raw(name);
    if (packageName === undefined || modelName === undefined) return undefined;
    return {
      ...{ packageName, modelName, reason, sourceNode: route.source, targetNode: route.target },
      scenarioName: this.scenarioOf(packageName),
      policyName: model?.policyName ?? "",
    };
  }

  /** The scenario that launches the package; "" = none. */
  scenarioOf(packageName: string): string {
    const all = [...this.#artifacts.scenarios.values()].filter(({ target }) => target === packageName);
    return (all.find(({ action }) => action === "launch") ?? all[0])?.name ?? "";
  }
}

/** The spec that is in force, with what is ours taken from the artifacts and the rest left as it is. */
export function mergedSpec(
  mapped: ServiceSpec,
  present: ServiceSpec | undefined,
  placement: string | undefined,
): ServiceSpec {
  const nodes = placement !== undefined && mapped.nodes.includes(placement)
    ? [placement, ...mapped.nodes.filter((node) => node !== placement)]
    : mapped.nodes;
  if (present === undefined) return { ...mapped, nodes };
  const state = present.state === "Terminating" ? mapped.state : present.state;
  return { ...mapped, nodes, state, timeouts: present.timeouts };
}
