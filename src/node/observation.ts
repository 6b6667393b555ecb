/**
 * One observation of one service: its desired state compared with what its instances show. Pure: data in, a StateDiff out.
 *
 * A replica whose process has ended still counts as a replica until it is replaced or removed: it is a difference of status, not of
 * scale. One that is on its way down no longer counts.
 */
import type { ConfigDiff, StateDiff, StatusDiff, StatusReason } from "../state/diff.ts";
import type { ServiceSpec, ServiceStateType } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { ExitCodes } from "./definition/workload.ts";
import type { Instance, InstanceEnd } from "./driver.ts";
import type { DesiredState } from "./state/shapes.ts";

/** What the node itself is doing to a replica: nothing, its replacement, or its end. */
export type ReplicaPhase = "up" | "restarting" | "stopping";

/** A replica as the system shows it. */
export interface ReplicaSight {
  readonly replica: number;
  readonly phase: ReplicaPhase;
  /** Not set = between its old instance and its new one. */
  readonly instance?: Instance;
  /** What it was started with; not set = not known any more. */
  readonly config?: Readonly<Record<string, string>>;
}

/** What this node knows of how the service is run. */
export interface DefinitionSight {
  /** Fingerprint of the definition; not set = there is none that can be used. */
  readonly fingerprint?: string;
  readonly exitCodes: ExitCodes;
  /** Why it cannot be started here as it is wanted, and whose fault that is. */
  readonly obstacle?: { readonly kind: "undefined" | "config" | "runtime"; readonly message: string };
}

/** A diff without what belongs to its moment: sequence and time. */
export type Observation = Omit<StateDiff, "sequence" | "observedAtMs">;

/** The key under which a changed definition appears as a difference of configuration. */
export const DEFINITION_KEY = "workload-definition";

export interface ObservationInput {
  readonly node: string;
  readonly desired: DesiredState | undefined;
  readonly replicas: readonly ReplicaSight[];
  readonly definition: DefinitionSight;
}

export function observationOf(id: ResourceId, input: ObservationInput): Observation {
  const { node, desired, replicas } = input;
  const running = replicas.filter(isAlive);
  const base = {
    resourceId: id,
    node,
    observedGeneration: desired?.generation ?? 0n,
    actual: {
      replicas: running.length,
      availableReplicas: running.filter(isHealthy).length,
      version:
        (running[0] ?? replicas.find(({ instance }) => instance !== undefined))?.instance?.labels.version ??
          "",
    },
    isCritical: false,
  };
  const spec = desired?.spec;
  if (spec === undefined || spec.state !== "Running") return notWanted(base, running);
  const kept = replicas.filter(({ phase }) => phase !== "stopping");
  if (kept.length === 0 && spec.replicas > 0) return missing(base, input.definition);
  return { ...base, ...compare(spec, kept, input.definition) };
}

function notWanted(base: Observation, running: readonly ReplicaSight[]): Observation {
  if (running.length === 0) return base;
  const isStopping = running.every(({ phase, instance }) =>
    phase === "stopping" || instance?.state.kind === "stopping"
  );
  return {
    ...base,
    existenceDiff: { desiredExists: false, actualExists: true },
    ...(isStopping && { statusDiff: statusDiff("Terminating", "Stopping", "being stopped") }),
  };
}

/** Nothing is there. What stands in the way is told, so that nobody tries in vain. */
function missing(base: Observation, { obstacle }: DefinitionSight): Observation {
  const absent = { ...base, existenceDiff: { desiredExists: true, actualExists: false } };
  if (obstacle === undefined) return absent;
  switch (obstacle.kind) {
    case "undefined":
      return { ...absent, statusDiff: statusDiff("Pending", "NoDefinition", obstacle.message) };
    case "config":
      return {
        ...absent,
        statusDiff: statusDiff("Failed", "ConfigRejected", obstacle.message),
        isCritical: true,
      };
    case "runtime":
      // Nobody knows whether anything is there.
      return { ...base, statusDiff: statusDiff("Initializing", "Starting", obstacle.message) };
  }
}

function compare(
  spec: ServiceSpec,
  kept: readonly ReplicaSight[],
  definition: DefinitionSight,
): Partial<Observation> {
  const status = compareStatus(kept, definition.exitCodes);
  const otherVersion = kept.find(({ instance }) =>
    instance !== undefined && instance.labels.version !== spec.version
  )
    ?.instance?.labels.version;
  const config = compareConfig(spec.config, kept, definition.fingerprint);
  return {
    ...(kept.length !== spec.replicas && {
      scaleDiff: { desiredReplicas: spec.replicas, actualReplicas: kept.length },
    }),
    ...(otherVersion !== undefined && {
      versionDiff: { desiredVersion: spec.version, actualVersion: otherVersion },
    }),
    ...(config !== undefined && { configDiff: config }),
    ...(status !== undefined && { statusDiff: status }),
    isCritical: status?.reason === "Crashed" || status?.reason === "Unresponsive",
  };
}

function compareConfig(
  desired: Readonly<Record<string, string>>,
  kept: readonly ReplicaSight[],
  fingerprint: string | undefined,
): ConfigDiff | undefined {
  for (const { config, instance } of kept) {
    const differing = config === undefined
      ? []
      : [...new Set([...Object.keys(desired), ...Object.keys(config)])].filter((key) =>
        desired[key] !== config[key]
      );
    const started = instance?.labels.definitionFingerprint;
    const isRedefined = fingerprint !== undefined && started !== undefined && started !== fingerprint;
    if (differing.length === 0 && !isRedefined) continue;
    differing.sort();
    return {
      desired: { ...pick(desired, differing), ...(isRedefined && { [DEFINITION_KEY]: fingerprint }) },
      actual: { ...pick(config ?? {}, differing), ...(isRedefined && { [DEFINITION_KEY]: started }) },
    };
  }
  return undefined;
}

/** Of several things wrong the gravest is told; where all is well, undefined. */
function compareStatus(kept: readonly ReplicaSight[], exitCodes: ExitCodes): StatusDiff | undefined {
  const dead = kept.filter((replica) => replica.phase === "up" && endOf(replica) !== undefined);
  const state: ServiceStateType = kept.some(isAlive) ? "Degraded" : "Failed";
  const [worst] = dead.map((replica) => describeDeath(replica, { count: kept.length, exitCodes })).sort((
    left,
    right,
  ) => GRAVITY.indexOf(left.reason) - GRAVITY.indexOf(right.reason));
  if (worst !== undefined) {
    const { reason, message, exitCode } = worst;
    return { ...statusDiff(state, reason, message), ...(exitCode !== undefined && { exitCode }) };
  }
  const frozen = kept.find((replica) => replica.phase === "up" && frozenText(replica) !== undefined);
  if (frozen !== undefined) {
    return statusDiff("Degraded", "Unresponsive", `replica ${frozen.replica} ${frozenText(frozen)}`);
  }
  const starting = kept.filter((replica) => !isHealthy(replica));
  if (starting.length > 0) {
    return statusDiff(
      "Initializing",
      "Starting",
      `${starting.length} of ${kept.length} replicas not yet healthy`,
    );
  }
  return undefined;
}

const GRAVITY: readonly StatusReason[] = ["ConfigRejected", "ResourceExhausted", "Crashed", "StartFailed"];

function describeDeath(
  replica: ReplicaSight,
  { count, exitCodes }: { readonly count: number; readonly exitCodes: ExitCodes },
): { readonly reason: StatusReason; readonly message: string; readonly exitCode?: number } {
  const end = endOf(replica) ?? { isResourceExhausted: false, message: "" };
  const wasHealthy = replica.instance?.wasHealthy === true;
  const reason = reasonOf(end, { wasHealthy, exitCodes });
  const how = end.signal !== undefined
    ? `ended by signal ${end.signal}`
    : end.exitCode !== undefined
    ? `exited with ${end.exitCode}`
    : "ended";
  const why = reason === "ConfigRejected"
    ? ", which says that it refuses its configuration"
    : reason === "ResourceExhausted"
    ? ", out of memory or of another resource"
    : wasHealthy
    ? ""
    : " before it was ever healthy";
  const besides = end.message === "" ? "" : `: ${end.message}`;
  const exitCode = end.signal !== undefined ? 128 + end.signal : end.exitCode;
  return {
    reason,
    message: `replica ${replica.replica} of ${count} ${how}${why}${besides}`,
    ...(exitCode !== undefined && { exitCode }),
  };
}

function reasonOf(
  { exitCode, isResourceExhausted }: InstanceEnd,
  { wasHealthy, exitCodes }: { readonly wasHealthy: boolean; readonly exitCodes: ExitCodes },
): StatusReason {
  if (exitCode !== undefined && exitCodes.configRejected.includes(exitCode)) return "ConfigRejected";
  if (isResourceExhausted || (exitCode !== undefined && exitCodes.resourceExhausted.includes(exitCode))) {
    return "ResourceExhausted";
  }
  return wasHealthy ? "Crashed" : "StartFailed";
}

function statusDiff(actualState: ServiceStateType, reason: StatusReason, message: string): StatusDiff {
  return { desiredState: reason === "Stopping" ? "Terminating" : "Running", actualState, reason, message };
}

function endOf({ instance }: ReplicaSight): InstanceEnd | undefined {
  return instance?.state.kind === "ended" ? instance.state.end : undefined;
}

function isAlive({ instance }: ReplicaSight): boolean {
  return instance !== undefined && instance.state.kind !== "ended";
}

function frozenText({ instance }: ReplicaSight): string | undefined {
  if (instance?.state.kind === "held") return "is held by a signal";
  if (
    instance === undefined || !isAlive({ replica: 0, phase: "up", instance }) || instance.health !== "lost"
  ) {
    return undefined;
  }
  return instance.message === "" ? "does not answer" : instance.message;
}

function isHealthy(replica: ReplicaSight): boolean {
  const { instance, phase } = replica;
  return phase === "up" && instance?.state.kind === "running" &&
    (instance.health === "healthy" || instance.health === "none");
}

function pick(from: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}
