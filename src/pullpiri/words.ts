/**
 * The words of Pullpiri for containers, models and packages, and the keys that they are stored under (docs/adr/0029). Pure.
 *
 * I1: a container that ended with another code than 0 crashed: its model is Dead.
 * I2: containers that are all on their way (created, stopping, removed) say nothing about their model: its word stays what it was.
 */

/** One container as a node tells it; all values are text. */
export interface ContainerInfo {
  readonly id: string;
  readonly names: readonly string[];
  readonly image: string;
  readonly state: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  readonly annotation: Readonly<Record<string, string>>;
}

/** `in-transition`: neither running nor failed. `unknown`: a word that podman does not have. */
export type ContainerPhase =
  | "running"
  | "paused"
  | "exited"
  | "crashed"
  | "dead"
  | "in-transition"
  | "unknown";

export const MODEL_STATES = ["Created", "Paused", "Exited", "Dead", "Running"] as const;
export type ModelState = typeof MODEL_STATES[number];

export const PACKAGE_STATES = ["IDLE", "PAUSED", "EXITED", "DEGRADED", "ERROR", "RUNNING"] as const;
export type PackageState = typeof PACKAGE_STATES[number];

/** absent = OnFailure. */
export type RestartPolicy = "Always" | "OnFailure" | "Never";

const IN_TRANSITION: ReadonlySet<string> = new Set([
  "created",
  "initialized",
  "stopping",
  "stopped",
  "removing",
  "unknown",
  "bad state",
]);
const PACKAGE_PREFIX = "PACKAGE_STATE_";

/** The status is not trimmed; only where there is none do the flags count. */
export function containerPhase(
  state: Readonly<Record<string, string>>,
  policy: RestartPolicy = "OnFailure",
): ContainerPhase {
  const status = state["Status"]?.toLowerCase();
  if (status === undefined) {
    if (state["Running"] === "true") return "running";
    return state["Dead"] === "true" ? "dead" : "unknown";
  }
  if (IN_TRANSITION.has(status)) return "in-transition";
  switch (status) {
    case "running":
    case "paused":
    case "dead":
      return status;
    case "exited":
      return exitCodeOf(state) !== 0 || policy === "Always" ? "crashed" : "exited"; // I1
    default:
      return "unknown";
  }
}

/** 0 where none is told. */
export function exitCodeOf(state: Readonly<Record<string, string>>): number {
  const code = Number(state["ExitCode"] ?? "0");
  return Number.isInteger(code) ? code : 0;
}

/** The word for a model with these containers; undefined = they say nothing (I2). */
export function modelState(phases: readonly ContainerPhase[]): ModelState | undefined {
  const all = (phase: ContainerPhase) => phases.every((one) => one === phase);
  if (phases.length === 0 || all("in-transition")) return undefined;
  if (phases.some((phase) => phase === "dead" || phase === "crashed")) return "Dead";
  if (all("paused")) return "Paused";
  return all("exited") ? "Exited" : "Running";
}

/** The word for a package with these models. */
export function packageState(models: readonly ModelState[]): PackageState {
  const all = (state: ModelState) => models.every((one) => one === state);
  if (models.length === 0) return "IDLE";
  if (all("Dead")) return "ERROR";
  if (models.includes("Dead")) return "DEGRADED";
  if (all("Paused")) return "PAUSED";
  return all("Exited") ? "EXITED" : "RUNNING";
}

/** A stored word, in any case; missing = Created, no word = Running. */
export function parseModelState(text: string | undefined): ModelState {
  if (text === undefined) return "Created";
  const word = text.trim().toLowerCase();
  return MODEL_STATES.find((state) => state.toLowerCase() === word) ?? "Running";
}

/** A stored word, full or short, in any case; undefined = none. */
export function parsePackageState(text: string | undefined): PackageState | undefined {
  const upper = text?.trim().toUpperCase() ?? "";
  const word = upper.startsWith(PACKAGE_PREFIX) ? upper.slice(PACKAGE_PREFIX.length) : upper;
  return PACKAGE_STATES.find((state) => state === word);
}

export function packageValue(state: PackageState): string {
  return `${PACKAGE_PREFIX}${state}`;
}

export function modelKey(model: string): string {
  return `/model/${model}/state`;
}

export function packageKey(name: string): string {
  return `/package/${name}/state`;
}

const MODEL_LABELS = [
  "io.pullpiri.annotations.model",
  "io.piccolo.annotations.model",
  "model",
  "pullpiri.model",
];
const NAME_PREFIX = "model-";

/** The model of a container: by its labels, its configuration, its name, and last by the pods whose name its own begins with. */
export function modelOf(container: ContainerInfo, pods: ReadonlySet<string>): string | undefined {
  const { annotation, config, names } = container;
  for (const label of MODEL_LABELS) {
    const model = annotation[label];
    if (model !== undefined) return model;
  }
  if (config["model"] !== undefined) return config["model"];
  const plain = names.find((name) => name.startsWith(NAME_PREFIX))?.slice(NAME_PREFIX.length);
  const byPod = names.flatMap((name) => podOf(name, pods) ?? [])[0] ??
    (plain === undefined ? undefined : podOf(plain, pods));
  return byPod ?? plain;
}

/** Containers are named POD_CONTAINER; both parts may have underscores, so the longest pod counts. */
function podOf(name: string, pods: ReadonlySet<string>): string | undefined {
  for (let end = name.lastIndexOf("_"); end > 0; end = name.lastIndexOf("_", end - 1)) {
    const pod = name.slice(0, end);
    if (pods.has(pod)) return pod;
  }
  return undefined;
}

/** What is put into the store when a model is seen in a state; `known` undefined = never seen, which counts as Created. */
export function modelWrite(
  model: string,
  { known, seen }: { readonly known: ModelState | undefined; readonly seen: ModelState | undefined },
): { readonly key: string; readonly value: string } | undefined {
  if (seen === undefined || seen === (known ?? "Created")) return undefined;
  return { key: modelKey(model), value: seen };
}
