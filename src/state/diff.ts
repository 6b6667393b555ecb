/** What a node reports: how its actual state differs from the desired one (seed `grpc/client/node_agent.rs`). */
import type { ServiceStateType } from "./model.ts";
import type { ResourceId } from "./resource_id.ts";

export interface ExistenceDiff {
  readonly desiredExists: boolean;
  readonly actualExists: boolean;
}

export interface ScaleDiff {
  readonly desiredReplicas: number;
  readonly actualReplicas: number;
}

export interface VersionDiff {
  readonly desiredVersion: string;
  /** "" = not known. */
  readonly actualVersion: string;
}

/** Only the keys that differ; a key missing in `actual` is not set there, one missing in `desired` should not be. */
export interface ConfigDiff {
  readonly desired: Readonly<Record<string, string>>;
  readonly actual: Readonly<Record<string, string>>;
}

/** What the node saw go wrong; from `Starting` on it is no fault. */
export const STATUS_REASONS = [
  "Crashed",
  "StartFailed",
  "Unresponsive",
  "ConfigRejected",
  "ResourceExhausted",
  "Starting",
  "Stopping",
  "NoDefinition",
  "Unspecified",
] as const;
export type StatusReason = typeof STATUS_REASONS[number];

export interface StatusDiff {
  readonly desiredState: ServiceStateType;
  readonly actualState: ServiceStateType;
  readonly reason: StatusReason;
  readonly message: string;
  /** 128 + n = ended by signal n; not set where unknown. */
  readonly exitCode?: number;
}

export interface ActualState {
  readonly replicas: number;
  readonly availableReplicas: number;
  /** "" = not known. */
  readonly version: string;
}

/** One observation of one service on one node. Without any of the five differences the service is in sync with its spec. */
export interface StateDiff {
  readonly resourceId: ResourceId;
  readonly existenceDiff?: ExistenceDiff;
  readonly scaleDiff?: ScaleDiff;
  readonly versionDiff?: VersionDiff;
  readonly configDiff?: ConfigDiff;
  readonly statusDiff?: StatusDiff;
  readonly node: string;
  /** Grows with each observation of this node; an older one never replaces a newer one. */
  readonly sequence: bigint;
  /** Generation of the desired state it was compared with; 0 = the node was sent no spec of this service. */
  readonly observedGeneration: bigint;
  /** Wall time of the node, for people. */
  readonly observedAtMs: number;
  readonly actual: ActualState;
  /** The node asks for an answer within the reaction budget. */
  readonly isCritical: boolean;
}

/** How urgent a diff is, most urgent first. */
export const DIFF_PRIORITIES = ["Critical", "High", "Normal", "Low"] as const;
export type DiffPriority = typeof DIFF_PRIORITIES[number];

const FAULTS: ReadonlySet<StatusReason> = new Set([
  "Crashed",
  "StartFailed",
  "Unresponsive",
  "ConfigRejected",
  "ResourceExhausted",
]);

/** Whether the node saw something go wrong, as opposed to something not yet done. */
export function isFault(reason: StatusReason): boolean {
  return FAULTS.has(reason);
}

/** Whether the node saw the service go wrong. */
export function hasFault({ statusDiff }: StateDiff): boolean {
  return statusDiff !== undefined && isFault(statusDiff.reason);
}

/** Whether no replica is there of a service that should run there. */
export function isMissing({ existenceDiff }: StateDiff): boolean {
  return existenceDiff !== undefined && existenceDiff.desiredExists && !existenceDiff.actualExists;
}

/** Whether anything of the service is there, whatever its node believes is desired. */
export function isThere({ existenceDiff, actual, scaleDiff }: StateDiff): boolean {
  return existenceDiff?.actualExists ?? (actual.replicas > 0 || (scaleDiff?.actualReplicas ?? 0) > 0);
}

/** Whether the node has a desired state of the service, whatever runs there. */
export function hasDesiredState({ observedGeneration }: StateDiff): boolean {
  return observedGeneration > 0n;
}

/** Whether nothing differs. */
export function isInSync(diff: StateDiff): boolean {
  return diff.existenceDiff === undefined && diff.scaleDiff === undefined && diff.versionDiff === undefined &&
    diff.configDiff === undefined && diff.statusDiff === undefined;
}

/**
 * Check if difference requires immediate action: the node says so, a service that should run is gone or faulty, or none of its
 * replicas is left.
 */
export function isCriticalDiff(diff: StateDiff): boolean {
  if (diff.isCritical) return true;
  if (hasFault(diff) || isMissing(diff)) return true;
  return diff.scaleDiff !== undefined && diff.scaleDiff.desiredReplicas > 0 &&
    diff.scaleDiff.actualReplicas === 0;
}

/** Get priority of the difference: what is broken before what is missing, before what is outdated, before what is too much. */
export function getDiffPriority(diff: StateDiff): DiffPriority {
  if (isCriticalDiff(diff)) return "Critical";
  const { scaleDiff, existenceDiff, statusDiff } = diff;
  if (scaleDiff !== undefined && scaleDiff.actualReplicas < scaleDiff.desiredReplicas) return "High";
  if (statusDiff !== undefined && statusDiff.reason === "Unspecified") return "High";
  if (diff.versionDiff !== undefined || diff.configDiff !== undefined) return "Normal";
  if (existenceDiff !== undefined || scaleDiff !== undefined) return "Normal";
  return "Low";
}
