/**
 * The status of a service, and the whole resource: `piccolo.common.v1.ServiceStatus`, `ServiceState`.
 *
 * The wire does not carry everything that the manager stores: of a recovery override it carries the version in force and the reason,
 * and the last known good version and configuration not at all. Read back, an override has only those two.
 */
import { ISSUE_TYPES } from "../../state/issue.ts";
import type { ResourceMetadata, ServiceCondition, ServiceState, ServiceStatus } from "../../state/model.ts";
import { effectiveSpec } from "../../state/model.ts";
import type { ResourceMetadata__Output } from "../gen/piccolo/common/v1/ResourceMetadata.ts";
import type { ServiceCondition__Output } from "../gen/piccolo/common/v1/ServiceCondition.ts";
import type { ServiceState as WireServiceState } from "../gen/piccolo/common/v1/ServiceState.ts";
import type { ServiceState__Output } from "../gen/piccolo/common/v1/ServiceState.ts";
import type { ServiceStatus as WireServiceStatus } from "../gen/piccolo/common/v1/ServiceStatus.ts";
import type { ServiceStatus__Output } from "../gen/piccolo/common/v1/ServiceStatus.ts";
import { at, bigInteger, integer, list, required, text, textMap, timeMs } from "../../records/checks.ts";
import { CONDITION_STATUS, CONDITION_TYPE, SERVICE_STATE } from "./enums.ts";
import {
  faultFromWire,
  faultToWire,
  flapScoreFromWire,
  isolationFromWire,
  isolationToWire,
} from "./faults.ts";
import * as limits from "./limits.ts";
import { optionalNodeFromWire, resourceIdFromWire, resourceIdToWire } from "./names.ts";
import { specFromWire, specToWire } from "./spec.ts";

/** `effectiveVersion` = the version in force, from `effectiveSpec`. */
export function statusToWire(status: ServiceStatus, effectiveVersion: string): WireServiceStatus {
  return {
    observedGeneration: status.observedGeneration.toString(),
    replicas: status.replicas,
    availableReplicas: status.availableReplicas,
    conditions: status.conditions.map((condition) => ({
      type: CONDITION_TYPE.toWire(condition.type),
      status: CONDITION_STATUS.toWire(condition.status),
      reason: condition.reason,
      message: condition.message,
      lastTransitionTimeMs: Math.trunc(condition.lastTransitionTimeMs).toString(),
    })),
    state: SERVICE_STATE.toWire(status.state),
    lastReconcileTimeMs: Math.trunc(status.lastReconcileTimeMs).toString(),
    node: status.node,
    effectiveVersion,
    overrideReason: status.override?.reason ?? "",
    restarts: status.restarts,
    lastReason: status.lastReason,
    stateSinceMs: Math.trunc(status.stateSinceMs).toString(),
    faults: (status.faults ?? []).map(faultToWire),
    flapScore: status.flapScore ?? 0,
    ...(status.isolation !== undefined && { isolation: isolationToWire(status.isolation) }),
  };
}

/** `spec` = the generation and the desired version that belong to the status. */
export function statusFromWire(
  wire: ServiceStatus__Output | null | undefined,
  path: string,
  spec: { readonly generation: bigint; readonly version: string },
): ServiceStatus {
  const status = required(wire, path);
  const effectiveVersion = text(
    status.effectiveVersion,
    at(path, "effective_version"),
    limits.VERSION_OR_UNKNOWN,
  );
  const reason = text(status.overrideReason, at(path, "override_reason"), limits.SENTENCE);
  const isOther = effectiveVersion !== "" && effectiveVersion !== spec.version;
  return {
    observedGeneration: bigInteger(status.observedGeneration, at(path, "observed_generation")),
    replicas: integer(status.replicas, at(path, "replicas"), limits.COUNT),
    availableReplicas: integer(status.availableReplicas, at(path, "available_replicas"), limits.COUNT),
    conditions: list(status.conditions, at(path, "conditions"), {
      max: limits.MAX_CONDITIONS,
      element: conditionFromWire,
    }),
    state: SERVICE_STATE.fromWire(status.state, at(path, "state")),
    lastReconcileTimeMs: timeMs(status.lastReconcileTimeMs, at(path, "last_reconcile_time_ms")),
    node: optionalNodeFromWire(status.node, at(path, "node")),
    ...(reason !== "" && {
      override: { generation: spec.generation, ...(isOther && { version: effectiveVersion }), reason },
    }),
    restarts: integer(status.restarts, at(path, "restarts"), limits.COUNT),
    lastReason: text(status.lastReason, at(path, "last_reason"), limits.SENTENCE),
    stateSinceMs: timeMs(status.stateSinceMs, at(path, "state_since_ms")),
    ...(status.faults.length > 0 && {
      faults: list(status.faults, at(path, "faults"), { max: ISSUE_TYPES.length, element: faultFromWire }),
    }),
    ...flapScoreFromWire(status.flapScore, at(path, "flap_score")),
    ...(status.isolation !== null && {
      isolation: isolationFromWire(status.isolation, at(path, "isolation")),
    }),
  };
}

function conditionFromWire(wire: ServiceCondition__Output, path: string): ServiceCondition {
  return {
    type: CONDITION_TYPE.fromWire(wire.type, at(path, "type")),
    status: CONDITION_STATUS.fromWire(wire.status, at(path, "status")),
    reason: text(wire.reason, at(path, "reason"), limits.WORD),
    message: text(wire.message, at(path, "message"), limits.SENTENCE),
    lastTransitionTimeMs: timeMs(wire.lastTransitionTimeMs, at(path, "last_transition_time_ms")),
  };
}

function metadataFromWire(wire: ResourceMetadata__Output | null, path: string): ResourceMetadata {
  const metadata = required(wire, path);
  return {
    id: resourceIdFromWire(metadata.id, at(path, "id")),
    generation: bigInteger(metadata.generation, at(path, "generation")),
    revision: bigInteger(metadata.revision, at(path, "revision")),
    createdAtMs: timeMs(metadata.createdAtMs, at(path, "created_at_ms")),
    updatedAtMs: timeMs(metadata.updatedAtMs, at(path, "updated_at_ms")),
    labels: textMap(metadata.labels, at(path, "labels"), limits.LABELS),
  };
}

export function serviceToWire(service: ServiceState): WireServiceState {
  const { metadata } = service;
  return {
    metadata: {
      id: resourceIdToWire(metadata.id),
      generation: metadata.generation.toString(),
      revision: metadata.revision.toString(),
      createdAtMs: Math.trunc(metadata.createdAtMs).toString(),
      updatedAtMs: Math.trunc(metadata.updatedAtMs).toString(),
      labels: { ...metadata.labels },
    },
    spec: specToWire(service.spec),
    status: statusToWire(service.status, effectiveSpec(service).version),
  };
}

export function serviceFromWire(wire: ServiceState__Output | null | undefined, path: string): ServiceState {
  const service = required(wire, path);
  const metadata = metadataFromWire(service.metadata, at(path, "metadata"));
  const spec = specFromWire(service.spec, at(path, "spec"));
  const beside = { generation: metadata.generation, version: spec.version };
  return { metadata, spec, status: statusFromWire(service.status, at(path, "status"), beside) };
}
