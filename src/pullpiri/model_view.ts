/**
 * One model on one node: what its containers show, what they show compared with before, and what is reported of it. Pure.
 *
 * I1: a crash is an instance of a container that ended, by the time at which it was started: it counts once, also when no list showed it
 *     because the agent was faster.
 * I2: what an action of ours made anew did not crash.
 * I3: containers on their way are neither running nor failed, for a while.
 */
import type { ServiceSpec } from "../state/model.ts";
import type { StateDiff, StatusDiff } from "../state/diff.ts";
import type { PodArtifact } from "./artifacts.ts";
import { POD_KEY } from "./specs.ts";
import {
  type ContainerInfo,
  type ContainerPhase,
  containerPhase,
  exitCodeOf,
  type ModelState,
  modelState,
  type RestartPolicy,
} from "./words.ts";

/** A container of the model. */
export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly phase: ContainerPhase;
  /** Of the instance that runs, or ran last; by the node's clock. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly isOutOfMemory: boolean;
}

/** Longest time that containers count as being on their way, milliseconds. */
export const IN_TRANSITION_MS = 5_000;

export function seenOf(
  containers: readonly ContainerInfo[],
  policy: RestartPolicy,
): readonly SeenContainer[] {
  return containers.map(({ id, names, image, state }) => ({
    ...{ id, image, name: names[0] ?? id },
    phase: containerPhase(state, policy),
    startedAt: state["StartedAt"] ?? "",
    finishedAt: state["FinishedAt"] ?? "",
    exitCode: exitCodeOf(state),
    isOutOfMemory: state["OOMKilled"] === "true",
  })).sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** Instances that ended without anybody here asking for it, between two looks at the same containers (I1, I2). */
export function restartedUnseen(
  before: readonly SeenContainer[],
  now: readonly SeenContainer[],
): readonly SeenContainer[] {
  return now.filter((container) => {
    const known = before.find(({ id }) => id === container.id);
    // An instance that was killed is told as stopped for a round, before it has exited.
    const wasUp = known?.phase === "running" || known?.phase === "in-transition" && hasStarted(known);
    return known !== undefined && wasUp && container.phase === "running" &&
      known.startedAt !== container.startedAt;
  });
}

function hasStarted({ startedAt }: SeenContainer): boolean {
  return startedAt !== "" && !startedAt.startsWith("0001-");
}

/** What else is known when a model is reported. */
export interface ReportContext {
  /** Undefined = it is not to be here. */
  readonly spec: ServiceSpec | undefined;
  readonly pod: PodArtifact | undefined;
  /** Digest of the pod that its containers were made from. */
  readonly digest: string | undefined;
  /** Since when something of it is on its way; undefined = nothing is. */
  readonly transitionSinceMs: number | undefined;
  /** An action of ours was done, and nothing younger than it was seen yet. */
  readonly awaits: "start" | "stop" | "left" | undefined;
  /** Its containers are new, and the last of them may be to come. */
  readonly isBeingMade: boolean;
  /** A fault that is to be told although what is seen does not show it (any more). */
  readonly noted: Pick<StatusDiff, "reason" | "message"> | undefined;
  readonly nowMs: number;
}

/** A diff without what belongs to its moment. */
export type Report = Pick<
  StateDiff,
  "existenceDiff" | "configDiff" | "versionDiff" | "statusDiff" | "actual" | "isCritical"
>;

export function reportOf(seen: readonly SeenContainer[], context: ReportContext): Report {
  const { spec, awaits } = context;
  const actual = actualOf(seen, context);
  if (spec === undefined || spec.state !== "Running" || spec.replicas === 0) {
    return undesired(seen, { actual, awaits });
  }
  if (awaits === "start") {
    return { actual, statusDiff: starting("it was started a moment ago"), isCritical: false };
  }
  if (seen.length === 0) {
    return { actual, existenceDiff: { desiredExists: true, actualExists: false }, isCritical: true };
  }
  const status = statusOf(seen, context);
  return {
    actual,
    ...configOf(spec, context),
    ...(status === undefined ? {} : { statusDiff: status }),
    isCritical: status !== undefined && status.reason !== "Starting",
  };
}

/** What is not to be here: gone, or there still. */
function undesired(
  seen: readonly SeenContainer[],
  { actual, awaits }: { readonly actual: Report["actual"]; readonly awaits: ReportContext["awaits"] },
): Report {
  if (seen.length === 0 || awaits === "left") {
    return { actual: { ...actual, replicas: 0, availableReplicas: 0 }, isCritical: false };
  }
  const existenceDiff = { desiredExists: false, actualExists: true };
  if (awaits !== "stop") return { actual, existenceDiff, isCritical: false };
  const statusDiff: StatusDiff = {
    ...{ desiredState: "Terminating", actualState: "Terminating", reason: "Stopping" },
    message: "it was stopped a moment ago",
  };
  return { actual, existenceDiff, statusDiff, isCritical: false };
}

function actualOf(seen: readonly SeenContainer[], { spec, digest, pod }: ReportContext): Report["actual"] {
  const isUp = seen.length > 0 && seen.length >= (pod?.containers.length ?? 1) &&
    seen.every(({ phase }) => phase === "running");
  const isCurrent = spec === undefined || digest === undefined || digest === spec.config[POD_KEY];
  const images = seen.map(({ image }) => image).join(",");
  return {
    replicas: seen.length === 0 ? 0 : 1,
    availableReplicas: isUp ? 1 : 0,
    version: spec !== undefined && isCurrent ? spec.version : images,
  };
}

function configOf(spec: ServiceSpec, { digest }: ReportContext): Pick<Report, "configDiff"> {
  const desired = spec.config[POD_KEY];
  if (digest === undefined || desired === undefined || digest === desired) return {};
  return { configDiff: { desired: { [POD_KEY]: desired }, actual: { [POD_KEY]: digest } } };
}

/** The gravest comes first. */
function statusOf(seen: readonly SeenContainer[], context: ReportContext): StatusDiff | undefined {
  const { noted, pod } = context;
  const down = seen.filter(({ phase }) => phase === "crashed" || phase === "dead");
  const actualState = down.length === seen.length ? "Failed" : "Degraded";
  const worst = down.find(({ isOutOfMemory }) => isOutOfMemory) ?? down[0];
  if (worst !== undefined) {
    return {
      ...{ desiredState: "Running", actualState, exitCode: worst.exitCode },
      reason: worst.isOutOfMemory ? "ResourceExhausted" : "Crashed",
      message: `container ${worst.name} ended${worst.isOutOfMemory ? ", out of memory" : ""}`,
    };
  }
  const waiting = onTheirWay(seen, context);
  if (waiting !== undefined) return waiting;
  if (seen.length < (pod?.containers.length ?? 1)) {
    const message = `only ${seen.length} of ${pod?.containers.length ?? 1} containers are there`;
    if (context.isBeingMade) return starting(`${message} yet`);
    return { desiredState: "Running", actualState: "Degraded", reason: "Crashed", message };
  }
  return noted === undefined ? undefined : { desiredState: "Running", actualState: "Degraded", ...noted };
}

/** I3. */
function onTheirWay(
  seen: readonly SeenContainer[],
  { transitionSinceMs, nowMs }: ReportContext,
): StatusDiff | undefined {
  const waiting = seen.find(({ phase }) => phase === "in-transition" || phase === "unknown");
  if (waiting === undefined) return undefined;
  const forMs = nowMs - (transitionSinceMs ?? nowMs);
  if (forMs < IN_TRANSITION_MS) return starting(`container ${waiting.name} is on its way`);
  return {
    ...{ desiredState: "Running", actualState: "Failed", reason: "StartFailed" },
    message: `container ${waiting.name} is neither running nor ended for ${Math.round(forMs / 1_000)} s`,
  };
}

function starting(message: string): StatusDiff {
  return { desiredState: "Running", actualState: "Initializing", reason: "Starting", message };
}

/** The word under the model's key; undefined = it stays what it was. */
export function wordOf(
  seen: readonly SeenContainer[],
  { transitionSinceMs, nowMs }: Pick<ReportContext, "transitionSinceMs" | "nowMs">,
  wasSeen: boolean,
): ModelState | undefined {
  if (seen.length === 0) return wasSeen ? "Dead" : undefined;
  const word = modelState(seen.map(({ phase }) => phase));
  const isStuck = transitionSinceMs !== undefined && nowMs - transitionSinceMs >= IN_TRANSITION_MS;
  if (word !== undefined || !isStuck) return word;
  return seen.some(hasStarted) ? "Dead" : "Created";
}
