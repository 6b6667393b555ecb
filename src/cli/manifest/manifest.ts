/** Manifests: the documents that `apply` reads. */
import type { SpecChange } from "../../manager/serve/api.ts";
import { MAX_INT64 } from "../../records/checks.ts";
import { DEFAULT_SPEC, type ServiceSpec } from "../../state/model.ts";
import { parseName, type ResourceId, resourceId } from "../../state/resource_id.ts";
import { type Place, type YamlProblem, YamlReader } from "../../platform/config/yaml_reader.ts";
import { nameAt, readSpec } from "./spec.ts";

/** One service as wanted. */
export interface Manifest {
  readonly id: ResourceId;
  readonly spec: ServiceSpec;
  readonly labels: Readonly<Record<string, string>>;
  /** Generation that it was edited from, as `get -o yaml` writes it; 0 = not said. */
  readonly generation: bigint;
}

/** Everything in one input; with problems, nothing of it may be applied. */
export interface ManifestFile {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly YamlProblem[];
}

/** Reads all documents. `namespace` is that of services that name none. */
export function parseManifests(text: string, namespace: string): ManifestFile {
  const reader = new YamlReader();
  const manifests: Manifest[] = [];
  const seen = new Set<ResourceId>();
  const add = (place: Place) => {
    const manifest = readService(reader, place, namespace);
    if (manifest === undefined) return;
    if (seen.has(manifest.id)) reader.report(place, `${manifest.id} is given twice`);
    seen.add(manifest.id);
    manifests.push(manifest);
  };
  const documents = reader.documents(text);
  for (const document of documents) {
    if (isList(document)) {
      reader.fields(document, {
        kind: () => {},
        revision: () => {},
        services: (place) => reader.items(place, (item) => add({ ...item, path: item.path })),
      });
    } else add(document);
  }
  if (documents.length === 0 && reader.problems.length === 0) {
    reader.report({ path: "", offset: 0 }, "there is no document in it");
  }
  return { manifests, problems: reader.problems };
}

/** Whether the document is what `get -o json` writes: a list of services. */
function isList({ node }: Place): boolean {
  return typeof node === "object" && node !== null && "get" in node && typeof node.get === "function" &&
    node.get("kind") === "ServiceList";
}

function readService(reader: YamlReader, place: Place, defaultNamespace: string): Manifest | undefined {
  let kind: string | undefined;
  let metadata: Place | undefined;
  let specPlace: Place | undefined;
  const isGroup = reader.fields(place, {
    kind: (at) => kind = reader.text(at),
    metadata: (at) => metadata = at,
    spec: (at) => specPlace = at,
    // What is seen is not wanted: it is there in what `get` writes, and is not read.
    status: () => {},
  });
  if (!isGroup) return undefined;
  if (kind !== "Service") {
    reader.report(
      place,
      kind === undefined ? "kind is missing; accepted: Service" : `kind "${kind}"; accepted: Service`,
    );
    return undefined;
  }
  if (metadata === undefined) {
    reader.report(place, "metadata is missing");
    return undefined;
  }
  const { namespace, name, labels, generation } = readMetadata(reader, metadata, defaultNamespace);
  const spec = specPlace === undefined ? DEFAULT_SPEC : readSpec(reader, specPlace, namespace);
  if (specPlace === undefined) reader.report(place, "spec is missing");
  return name === undefined ? undefined : { id: resourceId(namespace, name), spec, labels, generation };
}

function readMetadata(reader: YamlReader, place: Place, defaultNamespace: string) {
  let namespace: string | undefined = defaultNamespace;
  let name: string | undefined;
  let labels: Record<string, string> = {};
  let generation = 0n;
  const known = reader.problems.length;
  reader.fields(place, {
    namespace: (at) => namespace = nameAt(reader, at, (text) => parseName(text, "namespace")),
    name: (at) => name = nameAt(reader, at, (text) => parseName(text, "name")),
    labels: (at) => labels = reader.textMap(at),
    generation: (at) => {
      const text = reader.text(at) ?? "0";
      const number = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
      if (number >= 0n && number <= MAX_INT64) generation = number;
      else reader.report(at, `"${text}" is not a generation; accepted: a whole number up to ${MAX_INT64}`);
    },
    // Written by the State Manager; there in what `get` writes.
    revision: () => {},
    createdAtMs: () => {},
    updatedAtMs: () => {},
  });
  if (name === undefined && reader.problems.length === known) reader.report(place, "name is missing");
  return { namespace: namespace ?? defaultNamespace, name, labels, generation };
}

/** The change that makes the service as the manifest says. */
export function changeOf(manifest: Manifest, reason: string): SpecChange {
  return {
    resourceId: manifest.id,
    spec: manifest.spec,
    labels: manifest.labels,
    expectedGeneration: manifest.generation,
    reason,
  };
}
