/**
 * One observation of one service: its desired state compared with what its processes show. Pure: data in, a StateDiff out.
 *
 * Words: a replica that crashed still counts as a replica (its record is there): it is a difference of status, not of scale.
 * One that is on its way down no longer counts.
 */
import type { ServiceSpec__Output } from "../../../src/grpc/gen/piccolo/common/v1/ServiceSpec.ts";
import type { ServiceStateType } from "../../../src/grpc/gen/piccolo/common/v1/ServiceStateType.ts";
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { StatusDiff } from "../../../src/grpc/gen/piccolo/common/v1/StatusDiff.ts";
import type { StatusReason } from "../../../src/grpc/gen/piccolo/common/v1/StatusReason.ts";
import type { ReplicaPhase, ServiceName } from "./store.ts";

/** What the State Manager said it wants here. */
export interface DesiredState {
  /** Undefined = not wanted on this node. */
  readonly spec: ServiceSpec__Output | undefined;
  readonly generation: string;
  readonly revision: bigint;
}

/** A replica as its process shows it. */
export interface ReplicaSight {
  readonly replica: number;
  readonly phase: ReplicaPhase;
  readonly isAlive: boolean;
  /** Held by SIGSTOP, or no heartbeat for too long. */
  readonly frozen: string | undefined;
  readonly hasBeaten: boolean;
  readonly exitCode: number | undefined;
  /** What the process left behind to say why it ended. */
  readonly verdict: "config-rejected" | "resource-exhausted" | undefined;
  /** As the process wrote it; undefined = not yet. */
  readonly version: string | undefined;
  readonly config: Readonly<Record<string, string>> | undefined;
}

/** A diff without what belongs to its moment: sequence and time. */
export type Observation = Omit<StateDiff, "sequence" | "observedAtMs">;

export function observationOf(
  id: ServiceName,
  { node, desired, replicas }: {
    readonly node: string;
    readonly desired: DesiredState | undefined;
    readonly replicas: readonly ReplicaSight[];
  },
): Observation {
  const running = replicas.filter((replica) => replica.isAlive);
  const healthy = running.filter((replica) => isHealthy(replica));
  const base = {
    resourceId: { namespace: id.namespace, name: id.name },
    node,
    observedGeneration: desired?.generation ?? "0",
    actual: {
      replicas: running.length,
      availableReplicas: healthy.length,
      version: replicas.find((replica) => replica.version !== undefined)?.version ?? "",
    },
    isCritical: false,
  };
  const spec = desired?.spec;
  if (spec === undefined || !isWanted(spec)) {
    if (running.length === 0) return base;
    const isStopping = running.every((replica) => replica.phase === "stopping");
    return {
      ...base,
      existenceDiff: { desiredExists: false, actualExists: true },
      ...(isStopping
        ? { statusDiff: statusDiff("SERVICE_STATE_TYPE_TERMINATING", "STOPPING", "being stopped") }
        : {}),
    };
  }
  const kept = replicas.filter((replica) => replica.phase !== "stopping");
  if (kept.length === 0 && spec.replicas > 0) {
    return { ...base, existenceDiff: { desiredExists: true, actualExists: false } };
  }
  return { ...base, ...compare(spec, kept) };
}

function compare(spec: ServiceSpec__Output, kept: readonly ReplicaSight[]): Partial<Observation> {
  const status = compareStatus(kept);
  const otherVersion = kept.find(({ version }) => version !== undefined && version !== spec.version)?.version;
  const config = compareConfig(spec.config, kept);
  const critical: readonly StatusReason[] = ["STATUS_REASON_CRASHED", "STATUS_REASON_UNRESPONSIVE"];
  return {
    ...(kept.length !== spec.replicas
      ? { scaleDiff: { desiredReplicas: spec.replicas, actualReplicas: kept.length } }
      : {}),
    ...(otherVersion !== undefined
      ? { versionDiff: { desiredVersion: spec.version, actualVersion: otherVersion } }
      : {}),
    ...(config !== undefined ? { configDiff: config } : {}),
    ...(status !== undefined ? { statusDiff: status } : {}),
    isCritical: status?.reason !== undefined && critical.includes(status.reason),
  };
}

function compareConfig(
  desired: Readonly<Record<string, string>>,
  kept: readonly ReplicaSight[],
): { desired: Record<string, string>; actual: Record<string, string> } | undefined {
  for (const { config } of kept) {
    if (config === undefined) continue;
    const keys = new Set([...Object.keys(desired), ...Object.keys(config)]);
    const differing = [...keys].filter((key) => desired[key] !== config[key]).sort();
    if (differing.length > 0) return { desired: pick(desired, differing), actual: pick(config, differing) };
  }
  return undefined;
}

/** Of several things wrong the gravest is told; where all is well or on its way, undefined or STARTING. */
function compareStatus(kept: readonly ReplicaSight[]): StatusDiff | undefined {
  const dead = kept.filter((replica) => replica.phase === "up" && !replica.isAlive);
  const state: ServiceStateType = dead.length > 0 && dead.length === kept.length
    ? "SERVICE_STATE_TYPE_FAILED"
    : "SERVICE_STATE_TYPE_DEGRADED";
  const worst = dead.find(({ verdict }) => verdict !== undefined) ??
    dead.find(({ hasBeaten }) => !hasBeaten) ?? dead[0];
  if (worst !== undefined) {
    const exit = worst.exitCode === undefined ? {} : { exitCode: worst.exitCode, hasExitCode: true };
    return { ...statusDiff(state, reasonOfDeath(worst), describeDeath(worst, kept.length)), ...exit };
  }
  const frozen = kept.find((replica) => replica.phase === "up" && replica.frozen !== undefined);
  if (frozen !== undefined) {
    const message = `replica ${frozen.replica} ${frozen.frozen}`;
    return statusDiff("SERVICE_STATE_TYPE_DEGRADED", "UNRESPONSIVE", message);
  }
  const starting = kept.filter((replica) => !isHealthy(replica));
  if (starting.length > 0) {
    const message = `${starting.length} of ${kept.length} replicas not yet healthy`;
    return statusDiff("SERVICE_STATE_TYPE_INITIALIZING", "STARTING", message);
  }
  return undefined;
}

function reasonOfDeath(replica: ReplicaSight) {
  if (replica.verdict === "config-rejected") return "CONFIG_REJECTED";
  if (replica.verdict === "resource-exhausted") return "RESOURCE_EXHAUSTED";
  return replica.hasBeaten ? "CRASHED" : "START_FAILED";
}

function describeDeath({ replica, exitCode, verdict, hasBeaten }: ReplicaSight, count: number): string {
  const how = exitCode === undefined
    ? "ended"
    : exitCode > 128
    ? `ended by signal ${exitCode - 128}`
    : `exited with ${exitCode}`;
  const why = verdict !== undefined ? `, ${verdict}` : hasBeaten ? "" : " before it was ever healthy";
  return `replica ${replica} of ${count} ${how}${why}`;
}

function statusDiff(
  actualState: ServiceStateType,
  reason:
    | "CRASHED"
    | "START_FAILED"
    | "UNRESPONSIVE"
    | "CONFIG_REJECTED"
    | "RESOURCE_EXHAUSTED"
    | "STARTING"
    | "STOPPING",
  message: string,
): StatusDiff {
  return {
    desiredState: reason === "STOPPING" ? "SERVICE_STATE_TYPE_TERMINATING" : "SERVICE_STATE_TYPE_RUNNING",
    actualState,
    reason: `STATUS_REASON_${reason}`,
    message,
  };
}

function isWanted(spec: ServiceSpec__Output): boolean {
  return spec.state !== "SERVICE_STATE_TYPE_PENDING" && spec.state !== "SERVICE_STATE_TYPE_TERMINATING";
}

function isHealthy(replica: ReplicaSight): boolean {
  return replica.phase === "up" && replica.isAlive && replica.hasBeaten && replica.frozen === undefined;
}

function pick(from: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}
