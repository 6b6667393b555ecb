/**
 * Services from artifacts: one for each model of a package, with the package as namespace. Pure.
 *
 * I1: a model that cannot be mapped is a problem with a reason, and is not touched.
 * I2: annotations of the Model artifact, which upstream ignores, say what upstream cannot: criticality, dependencies, recovery, deadline.
 */
import { messageOf } from "../kit/errors.ts";
import { RECOVERY_ACTIONS, type RecoveryAction, type StrategyOverrides } from "../state/issue.ts";
import {
  CRITICALITIES,
  type Criticality,
  DEFAULT_SPEC,
  type ServiceDependency,
  type ServiceSpec,
} from "../state/model.ts";
import { type ResourceId, resourceId } from "../state/resource_id.ts";
import type { ArtifactProblem, Artifacts, PackageArtifact, PodArtifact } from "./artifacts.ts";
import type { Names } from "./names.ts";

/** The names of Pullpiri here; models of different packages may have the same name. */
export interface NameBook {
  readonly packages: Names;
  readonly models: Names;
  readonly nodes: Names;
}

/** One model of a package, as a service. */
export interface MappedModel {
  readonly id: ResourceId;
  readonly packageName: string;
  readonly modelName: string;
  /** "" = none. */
  readonly policyName: string;
  /** "" = none. */
  readonly schedule: string;
  readonly pod: PodArtifact;
  readonly spec: ServiceSpec;
}

export interface MappedArtifacts {
  readonly models: readonly MappedModel[];
  readonly problems: readonly ArtifactProblem[];
}

/** The key of the digest in the configuration of a service. */
export const POD_KEY = "pod";

const ANNOTATIONS = "statemanager/";
const ATTEMPTS = { maxRetryCount: 3, backoffDelayMs: 500, escalationThreshold: 3 } as const;

/** Every model of every package. */
export function mapArtifacts(artifacts: Artifacts, names: NameBook): MappedArtifacts {
  const models: MappedModel[] = [];
  const problems: ArtifactProblem[] = [];
  for (const one of artifacts.packages.values()) {
    for (const model of one.models) {
      const mapped = mapModel(one, model, { artifacts, names });
      if (typeof mapped === "string") problems.push({ key: `Package/${one.name}`, problem: mapped });
      else {
        models.push(mapped.model);
        problems.push(...mapped.problems.map((problem) => ({ key: `Model/${model.name}`, problem })));
      }
    }
  }
  return { models, problems };
}

interface Known {
  readonly artifacts: Artifacts;
  readonly names: NameBook;
}

function mapModel(
  one: PackageArtifact,
  { name, node }: { readonly name: string; readonly node: string },
  { artifacts, names }: Known,
): { readonly model: MappedModel; readonly problems: readonly string[] } | string {
  const pod = artifacts.pods.get(name);
  if (pod === undefined) return `model ${name} has no Pod/${name}, so there is nothing to start`;
  const allowed = nodesOf(node, artifacts.policies.get(one.policy)?.nodes ?? []);
  if (allowed.length === 0) return `model ${name} names no node, and no policy allows one`;
  const read = readAnnotations(artifacts.models.get(name)?.annotations ?? {}, {
    packageName: one.name,
    names,
  });
  return {
    model: {
      id: idOf(names, one.name, name),
      ...{ packageName: one.name, modelName: name, policyName: one.policy, schedule: one.schedule, pod },
      spec: {
        ...DEFAULT_SPEC,
        version: pod.containers.map(({ image }) => image).join(","),
        config: { [POD_KEY]: pod.digest },
        nodes: allowed.map((raw) => names.nodes.name(raw)),
        ...read.spec,
      },
    },
    problems: read.problems,
  };
}

export function idOf(names: NameBook, packageName: string, modelName: string): ResourceId {
  return resourceId(names.packages.name(packageName), names.models.name(modelName));
}

/** Where the package puts it first, then where its policy allows it. */
function nodesOf(node: string, allowed: readonly string[]): readonly string[] {
  return [...new Set([...(node === "" ? [] : [node]), ...allowed])];
}

type FromAnnotations = Pick<ServiceSpec, "criticality" | "dependencies" | "recovery" | "recoveryDeadline">;

/** I2. What is not understood is a problem, and the default is used instead. */
function readAnnotations(
  annotations: Readonly<Record<string, string>>,
  context: { readonly packageName: string; readonly names: NameBook },
): { readonly spec: FromAnnotations; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read = <T>(key: string, otherwise: T, parse: (text: string) => T): T => {
    const text = annotations[`${ANNOTATIONS}${key}`];
    if (text === undefined) return otherwise;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`annotation ${ANNOTATIONS}${key} is not used: ${messageOf(error)}`);
      return otherwise;
    }
  };
  const spec: FromAnnotations = {
    criticality: read("criticality", DEFAULT_SPEC.criticality, criticalityOf),
    dependencies: read("depends-on", DEFAULT_SPEC.dependencies, (text) => dependenciesOf(text, context)),
    recovery: read("recovery", strategiesOf(["Restart", "Relocate"], ["Restart"]), recoveryOf),
    recoveryDeadline: read("deadline", DEFAULT_SPEC.recoveryDeadline, deadlineOf),
  };
  return { spec, problems };
}

function criticalityOf(text: string): Criticality {
  const found = CRITICALITIES.find((criticality) => criticality === text.trim());
  if (found === undefined) throw new Error(`accepted: ${CRITICALITIES.join(", ")}`);
  return found;
}

/** `model` of the same package, or `package/model`; several with commas between them. */
function dependenciesOf(
  text: string,
  { packageName, names }: { readonly packageName: string; readonly names: NameBook },
): readonly ServiceDependency[] {
  return parts(text).map((part) => {
    const slash = part.indexOf("/");
    const [inPackage, model] = slash < 0
      ? [packageName, part]
      : [part.slice(0, slash), part.slice(slash + 1)];
    return { resourceId: idOf(names, inPackage, model), condition: "Running" };
  });
}

/** Recovery actions with commas between them, in the order in which they are tried. */
function recoveryOf(text: string): StrategyOverrides {
  const actions = parts(text).map((part) => {
    const action = POSSIBLE.find((one) => one === part);
    if (action === undefined) {
      throw new Error(`${part} is not possible here; accepted: ${POSSIBLE.join(", ")}`);
    }
    return action;
  });
  if (actions.length === 0) throw new Error(`accepted: ${POSSIBLE.join(", ")}`);
  return strategiesOf(actions, actions);
}

/** The store has one version of a pod only, so there is nothing to go back to. */
const POSSIBLE: readonly RecoveryAction[] = RECOVERY_ACTIONS.filter((action) =>
  action !== "RollbackVersion" && action !== "ResetConfig"
);

/** The last stage stays in force: upstream gives up in silence, here it goes on under the backoff. */
function strategiesOf(
  crash: readonly RecoveryAction[],
  others: readonly RecoveryAction[],
): StrategyOverrides {
  const lasting = [...crash, ...(crash.at(-1) === "Relocate" ? (["Restart"] as const) : [])];
  const strategy = (actions: readonly RecoveryAction[]) => ({ ...ATTEMPTS, actions });
  return {
    Crash: strategy(lasting),
    CrashLoop: strategy(lasting),
    ResourceExhausted: strategy(lasting),
    Unresponsive: strategy(lasting),
    StartFailure: strategy(lasting),
    StuckTransition: strategy(others),
    ConfigInvalid: strategy(others),
    VersionFault: strategy(others),
    Flapping: strategy(others),
    Unknown: strategy(others),
  };
}

const DEADLINE = /^(\d+)(ms|s|m)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

function deadlineOf(text: string): ServiceSpec["recoveryDeadline"] {
  const [, count, unit = ""] = DEADLINE.exec(text.trim()) ?? [];
  if (count === undefined) throw new Error("accepted: a duration such as 30s, 2m or 500ms");
  return { afterMs: Number(count) * (UNIT_MS[unit] ?? 1) };
}

function parts(text: string): readonly string[] {
  return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
}
