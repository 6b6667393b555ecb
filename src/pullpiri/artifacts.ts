/**
 * The artifacts of Pullpiri's store, as far as the State Manager needs them. Pure but for the YAML library.
 *
 * I1: what cannot be read is a problem with its key, and costs nothing but itself.
 * I2: an artifact is parsed again only when its text has changed: the store is read often, and there may be a thousand of them.
 */
import { parse } from "yaml";
import { QUIET_YAML } from "../kit/yaml_options.ts";
import { messageOf } from "../kit/errors.ts";
import { digestOf } from "./text.ts";
import type { RestartPolicy } from "./words.ts";

export interface Entry {
  readonly key: string;
  readonly value: string;
}

export type ScenarioAction = "launch" | "terminate" | "update" | "rollback" | "other";

export interface ScenarioArtifact {
  readonly name: string;
  readonly action: ScenarioAction;
  /** The package. */
  readonly target: string;
  readonly hasCondition: boolean;
}

export interface PackageArtifact {
  readonly name: string;
  readonly models: readonly { readonly name: string; readonly node: string }[];
  /** "" = none. */
  readonly policy: string;
  /** "" = none. */
  readonly schedule: string;
}

/** Only what upstream ignores. */
export interface ModelArtifact {
  readonly annotations: Readonly<Record<string, string>>;
}

export interface PodArtifact {
  /** Changes whenever anything in it does. */
  readonly digest: string;
  /** In order; the first is the one that the agent keeps up. */
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  readonly restartPolicy: RestartPolicy;
}

export interface PolicyArtifact {
  readonly nodes: readonly string[];
}

export interface ArtifactProblem {
  readonly key: string;
  /** A sentence without the full stop. */
  readonly problem: string;
}

/** All of them, by name. */
export interface Artifacts {
  readonly scenarios: ReadonlyMap<string, ScenarioArtifact>;
  readonly packages: ReadonlyMap<string, PackageArtifact>;
  readonly models: ReadonlyMap<string, ModelArtifact>;
  readonly pods: ReadonlyMap<string, PodArtifact>;
  readonly policies: ReadonlyMap<string, PolicyArtifact>;
  readonly problems: readonly ArtifactProblem[];
}

/** The prefixes under which artifacts are stored. */
export const ARTIFACT_PREFIXES = ["Scenario/", "Package/", "Model/", "Pod/", "Policy/"] as const;

type Tree = Readonly<Record<string, unknown>>;

/** What one key says. */
type Read =
  | { readonly kind: "scenario"; readonly of: ScenarioArtifact }
  | { readonly kind: "package"; readonly of: PackageArtifact }
  | { readonly kind: "model"; readonly of: ModelArtifact }
  | { readonly kind: "pod"; readonly of: PodArtifact }
  | { readonly kind: "policy"; readonly of: PolicyArtifact }
  | { readonly kind: "problem"; readonly of: string };

/** Reads what the store holds under `ARTIFACT_PREFIXES`, and remembers what it read (I2). */
export class ArtifactReader {
  #read = new Map<string, { readonly value: string; readonly read: Read }>();
  #artifacts: Artifacts | undefined;

  /**
   * Other keys are ignored. The same object as before where nothing changed. `pause` is called now and then while much is parsed.
   */
  async read(entries: readonly Entry[], pause: () => Promise<void>): Promise<Artifacts> {
    const before = this.#read;
    const next = new Map<string, { readonly value: string; readonly read: Read }>();
    const found = collection();
    let parsed = 0;
    for (const { key, value } of entries) {
      const slash = key.indexOf("/");
      const [prefix, name] = [key.slice(0, slash + 1), key.slice(slash + 1)];
      if (!ARTIFACT_PREFIXES.some((one) => one === prefix)) continue;
      const known = before.get(key);
      const entry = known?.value === value ? known : { value, read: readOne(prefix, { name, value }) };
      if (entry !== known && ++parsed % PARSED_AT_ONCE === 0) await pause();
      next.set(key, entry);
      put(found, entry.read, { key, name });
    }
    this.#read = next;
    if (this.#artifacts === undefined || parsed > 0 || next.size !== before.size) this.#artifacts = found;
    return this.#artifacts;
  }
}

/** Half a millisecond each. */
const PARSED_AT_ONCE = 16;

/** The same, once. */
export function readArtifacts(entries: readonly Entry[]): Artifacts {
  const found = collection();
  for (const { key, value } of entries) {
    const slash = key.indexOf("/");
    const [prefix, name] = [key.slice(0, slash + 1), key.slice(slash + 1)];
    if (ARTIFACT_PREFIXES.some((one) => one === prefix)) {
      put(found, readOne(prefix, { name, value }), { key, name });
    }
  }
  return found;
}

function collection() {
  return {
    scenarios: new Map<string, ScenarioArtifact>(),
    packages: new Map<string, PackageArtifact>(),
    models: new Map<string, ModelArtifact>(),
    pods: new Map<string, PodArtifact>(),
    policies: new Map<string, PolicyArtifact>(),
    problems: new Array<ArtifactProblem>(),
  };
}

function readOne(prefix: string, { name, value }: { readonly name: string; readonly value: string }): Read {
  try {
    const parsed = tree(value);
    switch (prefix) {
      case "Scenario/":
        return { kind: "scenario", of: scenarioOf(name, parsed) };
      case "Package/":
        return { kind: "package", of: packageOf(name, parsed) };
      case "Model/":
        return { kind: "model", of: modelOf(parsed) };
      case "Pod/":
        return { kind: "pod", of: podOf(value, parsed) };
      default:
        return { kind: "policy", of: policyOf(parsed) };
    }
  } catch (error) {
    return { kind: "problem", of: `cannot be read: ${messageOf(error)}` }; // I1
  }
}

function put(
  found: ReturnType<typeof collection>,
  read: Read,
  { key, name }: { readonly key: string; readonly name: string },
): void {
  switch (read.kind) {
    case "scenario":
      found.scenarios.set(name, read.of);
      break;
    case "package":
      found.packages.set(name, read.of);
      break;
    case "model":
      found.models.set(name, read.of);
      break;
    case "pod":
      found.pods.set(name, read.of);
      break;
    case "policy":
      found.policies.set(name, read.of);
      break;
    case "problem":
      found.problems.push({ key, problem: read.of });
      break;
  }
}

function tree(text: string): Tree {
  const value: unknown = parse(text, QUIET_YAML);
  if (!isTree(value)) throw new Error("it is no document with keys");
  return value;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => isTree(inner) ? inner[key] : undefined, value);
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : "";
}

function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

const ACTIONS: readonly ScenarioAction[] = ["launch", "terminate", "update", "rollback"];

function scenarioOf(name: string, value: Tree): ScenarioArtifact {
  const word = textAt(value, "spec", "action");
  const target = textAt(value, "spec", "target");
  if (target === "") throw new Error("spec.target names no package");
  const condition = at(value, "spec", "condition");
  return {
    ...{ name, target, hasCondition: condition !== undefined && condition !== null },
    action: ACTIONS.find((action) => action === word) ?? "other",
  };
}

function packageOf(name: string, value: Tree): PackageArtifact {
  const models = listAt(value, "spec", "models").map((model) => ({
    name: textAt(model, "name"),
    node: textAt(model, "node"),
  }));
  if (models.some((model) => model.name === "")) throw new Error("a model of spec.models has no name");
  return {
    name,
    models,
    policy: textAt(value, "spec", "policy"),
    schedule: textAt(value, "spec", "schedule"),
  };
}

function modelOf(value: Tree): ModelArtifact {
  const annotations = at(value, "metadata", "annotations");
  const texts = isTree(annotations)
    ? Object.entries(annotations).map(([key, text]): [string, string] => [key, String(text)])
    : [];
  return { annotations: Object.fromEntries(texts) };
}

function podOf(text: string, value: Tree): PodArtifact {
  const containers = listAt(value, "spec", "containers").map((container) => ({
    name: textAt(container, "name"),
    image: textAt(container, "image"),
  }));
  if (containers.length === 0) throw new Error("spec.containers is empty");
  const policy = textAt(value, "spec", "restartPolicy");
  return {
    ...{ digest: digestOf(text), containers },
    restartPolicy: policy === "Always" || policy === "Never" ? policy : "OnFailure",
  };
}

function policyOf(value: Tree): PolicyArtifact {
  const nodes = listAt(value, "spec", "placement", "availableNodes")
    .filter((node): node is string => typeof node === "string" && node !== "");
  return { nodes };
}
