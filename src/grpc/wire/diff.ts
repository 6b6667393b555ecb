/** The observation that a node reports: `piccolo.common.v1.StateDiff`, and the messages around it in `piccolo.nodeagent.v1`. */
import type { ActualState, ConfigDiff, StateDiff, StatusDiff, StatusReason } from "../../state/diff.ts";
import type { ActualState__Output } from "../gen/piccolo/common/v1/ActualState.ts";
import type { ConfigDiff__Output } from "../gen/piccolo/common/v1/ConfigDiff.ts";
import type { StateDiff as WireStateDiff, StateDiff__Output } from "../gen/piccolo/common/v1/StateDiff.ts";
import type { StatusDiff__Output } from "../gen/piccolo/common/v1/StatusDiff.ts";
import type { StatusReason__Output as WireStatusReason } from "../gen/piccolo/common/v1/StatusReason.ts";
import { at, bigInteger, integer, required, text, textMap, timeMs } from "../../records/checks.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import { SERVICE_STATE } from "./enums.ts";
import * as limits from "./limits.ts";
import { nodeFromWire, resourceIdFromWire, resourceIdToWire } from "./names.ts";

/** Unspecified is a valid reason: something differs and the node does not know why. */
export const STATUS_REASON: EnumCodec<StatusReason, WireStatusReason> = enumCodec<
  StatusReason,
  WireStatusReason
>(
  {
    Unspecified: "STATUS_REASON_UNSPECIFIED",
    Crashed: "STATUS_REASON_CRASHED",
    StartFailed: "STATUS_REASON_START_FAILED",
    Unresponsive: "STATUS_REASON_UNRESPONSIVE",
    ConfigRejected: "STATUS_REASON_CONFIG_REJECTED",
    ResourceExhausted: "STATUS_REASON_RESOURCE_EXHAUSTED",
    Starting: "STATUS_REASON_STARTING",
    Stopping: "STATUS_REASON_STOPPING",
    NoDefinition: "STATUS_REASON_NO_DEFINITION",
  },
  {
    STATUS_REASON_UNSPECIFIED: "Unspecified",
    STATUS_REASON_CRASHED: "Crashed",
    STATUS_REASON_START_FAILED: "StartFailed",
    STATUS_REASON_UNRESPONSIVE: "Unresponsive",
    STATUS_REASON_CONFIG_REJECTED: "ConfigRejected",
    STATUS_REASON_RESOURCE_EXHAUSTED: "ResourceExhausted",
    STATUS_REASON_STARTING: "Starting",
    STATUS_REASON_STOPPING: "Stopping",
    STATUS_REASON_NO_DEFINITION: "NoDefinition",
  },
);

export function diffToWire(diff: StateDiff): WireStateDiff {
  const { existenceDiff, scaleDiff, versionDiff, configDiff, statusDiff } = diff;
  return {
    resourceId: resourceIdToWire(diff.resourceId),
    ...(existenceDiff !== undefined && { existenceDiff }),
    ...(scaleDiff !== undefined && { scaleDiff }),
    ...(versionDiff !== undefined && { versionDiff }),
    ...(configDiff !== undefined && {
      configDiff: { desired: { ...configDiff.desired }, actual: { ...configDiff.actual } },
    }),
    ...(statusDiff !== undefined && {
      statusDiff: {
        desiredState: SERVICE_STATE.toWire(statusDiff.desiredState),
        actualState: SERVICE_STATE.toWire(statusDiff.actualState),
        reason: STATUS_REASON.toWire(statusDiff.reason),
        message: statusDiff.message,
        exitCode: statusDiff.exitCode ?? 0,
        hasExitCode: statusDiff.exitCode !== undefined,
      },
    }),
    node: diff.node,
    sequence: diff.sequence.toString(),
    observedGeneration: diff.observedGeneration.toString(),
    observedAtMs: Math.trunc(diff.observedAtMs).toString(),
    actual: { ...diff.actual },
    isCritical: diff.isCritical,
  };
}

export function diffFromWire(wire: StateDiff__Output | null | undefined, path: string): StateDiff {
  const diff = required(wire, path);
  const { existenceDiff, scaleDiff, versionDiff, configDiff, statusDiff } = diff;
  return {
    resourceId: resourceIdFromWire(diff.resourceId, at(path, "resource_id")),
    ...(existenceDiff !== null && { existenceDiff }),
    ...(scaleDiff !== null && {
      scaleDiff: {
        desiredReplicas: integer(
          scaleDiff.desiredReplicas,
          at(path, "scale_diff.desired_replicas"),
          limits.REPLICAS,
        ),
        actualReplicas: integer(
          scaleDiff.actualReplicas,
          at(path, "scale_diff.actual_replicas"),
          limits.ACTUAL_REPLICAS,
        ),
      },
    }),
    ...(versionDiff !== null && {
      versionDiff: {
        desiredVersion: text(
          versionDiff.desiredVersion,
          at(path, "version_diff.desired_version"),
          limits.VERSION_OR_UNKNOWN,
        ),
        actualVersion: text(
          versionDiff.actualVersion,
          at(path, "version_diff.actual_version"),
          limits.VERSION_OR_UNKNOWN,
        ),
      },
    }),
    ...(configDiff !== null && { configDiff: configDiffFromWire(configDiff, at(path, "config_diff")) }),
    ...(statusDiff !== null && { statusDiff: statusDiffFromWire(statusDiff, at(path, "status_diff")) }),
    node: nodeFromWire(diff.node, at(path, "node")),
    sequence: bigInteger(diff.sequence, at(path, "sequence")),
    observedGeneration: bigInteger(diff.observedGeneration, at(path, "observed_generation")),
    observedAtMs: timeMs(diff.observedAtMs, at(path, "observed_at_ms")),
    actual: actualFromWire(diff.actual, at(path, "actual")),
    isCritical: diff.isCritical,
  };
}

function configDiffFromWire(wire: ConfigDiff__Output, path: string): ConfigDiff {
  return {
    desired: textMap(wire.desired, at(path, "desired"), limits.CONFIG),
    actual: textMap(wire.actual, at(path, "actual"), limits.CONFIG),
  };
}

function statusDiffFromWire(wire: StatusDiff__Output, path: string): StatusDiff {
  return {
    desiredState: SERVICE_STATE.fromWire(wire.desiredState, at(path, "desired_state")),
    actualState: SERVICE_STATE.fromWire(wire.actualState, at(path, "actual_state")),
    reason: STATUS_REASON.fromWire(wire.reason, at(path, "reason")),
    message: text(wire.message, at(path, "message"), limits.MESSAGE),
    ...(wire.hasExitCode && { exitCode: wire.exitCode }),
  };
}

function actualFromWire(wire: ActualState__Output | null, path: string): ActualState {
  const actual = required(wire, path);
  return {
    replicas: integer(actual.replicas, at(path, "replicas"), limits.ACTUAL_REPLICAS),
    availableReplicas: integer(
      actual.availableReplicas,
      at(path, "available_replicas"),
      limits.ACTUAL_REPLICAS,
    ),
    version: text(actual.version, at(path, "version"), limits.VERSION_OR_UNKNOWN),
  };
}
