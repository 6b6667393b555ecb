/** The desired state of a service: `piccolo.common.v1.ServiceSpec` and its parts. */
import { invalid } from "../../kit/errors.ts";
import type { IssueType, RecoveryStrategy } from "../../state/issue.ts";
import { ISSUE_TYPES } from "../../state/issue.ts";
import type {
  PhaseTimeouts,
  RecoveryDeadline,
  ResourceRequirements,
  ServiceDependency,
  ServiceSpec,
} from "../../state/model.ts";
import type { PhaseTimeouts__Output } from "../gen/piccolo/common/v1/PhaseTimeouts.ts";
import type { RecoveryDeadline__Output } from "../gen/piccolo/common/v1/RecoveryDeadline.ts";
import type { RecoveryStrategy__Output } from "../gen/piccolo/common/v1/RecoveryStrategy.ts";
import type { RecoveryStrategy as WireRecoveryStrategy } from "../gen/piccolo/common/v1/RecoveryStrategy.ts";
import type { ResourceRequirements__Output } from "../gen/piccolo/common/v1/ResourceRequirements.ts";
import type { ServiceDependency__Output } from "../gen/piccolo/common/v1/ServiceDependency.ts";
import type { ServiceSpec as WireServiceSpec } from "../gen/piccolo/common/v1/ServiceSpec.ts";
import type { ServiceSpec__Output } from "../gen/piccolo/common/v1/ServiceSpec.ts";
import { at, bigInteger, integer, list, required, text, textMap } from "../../records/checks.ts";
import {
  CRITICALITY,
  DEPENDENCY_CONDITION,
  DESIRED_STATE,
  FALLBACK,
  ISSUE_TYPE,
  RECOVERY_ACTION,
} from "./enums.ts";
import * as limits from "./limits.ts";
import { nodeFromWire, resourceIdFromWire, resourceIdToWire } from "./names.ts";

export function specToWire(spec: ServiceSpec): WireServiceSpec {
  return {
    replicas: spec.replicas,
    version: spec.version,
    resources: {
      cpuMillis: spec.resources.cpuMillis,
      memoryBytes: spec.resources.memoryBytes.toString(),
    },
    config: { ...spec.config },
    dependencies: spec.dependencies.map(({ resourceId, condition }) => ({
      resourceId: resourceIdToWire(resourceId),
      condition: DEPENDENCY_CONDITION.toWire(condition),
    })),
    state: DESIRED_STATE.toWire(spec.state),
    criticality: CRITICALITY.toWire(spec.criticality),
    nodes: [...spec.nodes],
    timeouts: {
      pendingMs: spec.timeouts.pendingMs ?? 0,
      initializingMs: spec.timeouts.initializingMs ?? 0,
      terminatingMs: spec.timeouts.terminatingMs ?? 0,
    },
    recovery: ISSUE_TYPES.flatMap((issueType) => {
      const strategy = spec.recovery[issueType];
      return strategy === undefined ? [] : [strategyToWire(issueType, strategy)];
    }),
    recoveryDeadline: {
      afterMs: spec.recoveryDeadline.afterMs ?? 0,
      ...(spec.recoveryDeadline.fallback !== undefined && {
        fallback: FALLBACK.toWire(spec.recoveryDeadline.fallback),
      }),
    },
  };
}

export function specFromWire(wire: ServiceSpec__Output | null | undefined, path: string): ServiceSpec {
  const spec = required(wire, path);
  return {
    replicas: integer(spec.replicas, at(path, "replicas"), limits.REPLICAS),
    version: text(spec.version, at(path, "version"), limits.VERSION),
    resources: requirementsFromWire(spec.resources, at(path, "resources")),
    config: textMap(spec.config, at(path, "config"), limits.CONFIG),
    dependencies: list(spec.dependencies, at(path, "dependencies"), {
      max: limits.MAX_DEPENDENCIES,
      element: dependencyFromWire,
    }),
    state: DESIRED_STATE.fromWire(spec.state, at(path, "state")),
    criticality: CRITICALITY.fromWire(spec.criticality, at(path, "criticality")),
    nodes: list(spec.nodes, at(path, "nodes"), { max: limits.MAX_SPEC_NODES, element: nodeFromWire }),
    timeouts: timeoutsFromWire(spec.timeouts, at(path, "timeouts")),
    recovery: recoveryFromWire(spec.recovery, at(path, "recovery")),
    recoveryDeadline: deadlineFromWire(spec.recoveryDeadline, at(path, "recovery_deadline")),
  };
}

/** Not set = no requirement. */
export function requirementsFromWire(
  wire: ResourceRequirements__Output | null,
  path: string,
): ResourceRequirements {
  if (wire === null) return { cpuMillis: 0, memoryBytes: 0n };
  return {
    cpuMillis: integer(wire.cpuMillis, at(path, "cpu_millis"), limits.CPU_MILLIS),
    memoryBytes: bigInteger(wire.memoryBytes, at(path, "memory_bytes"), { max: limits.MAX_MEMORY_BYTES }),
  };
}

function dependencyFromWire(wire: ServiceDependency__Output, path: string): ServiceDependency {
  return {
    resourceId: resourceIdFromWire(wire.resourceId, at(path, "resource_id")),
    condition: DEPENDENCY_CONDITION.fromWire(wire.condition, at(path, "condition")),
  };
}

function timeoutsFromWire(wire: PhaseTimeouts__Output | null, path: string): PhaseTimeouts {
  if (wire === null) return {};
  const pendingMs = integer(wire.pendingMs, at(path, "pending_ms"), limits.PHASE_TIMEOUT_MS);
  const initializingMs = integer(wire.initializingMs, at(path, "initializing_ms"), limits.PHASE_TIMEOUT_MS);
  const terminatingMs = integer(wire.terminatingMs, at(path, "terminating_ms"), limits.PHASE_TIMEOUT_MS);
  return {
    ...(pendingMs > 0 && { pendingMs }),
    ...(initializingMs > 0 && { initializingMs }),
    ...(terminatingMs > 0 && { terminatingMs }),
  };
}

function deadlineFromWire(wire: RecoveryDeadline__Output | null, path: string): RecoveryDeadline {
  if (wire === null) return {};
  const afterMs = integer(wire.afterMs, at(path, "after_ms"), limits.DEADLINE_AFTER_MS);
  return {
    ...(afterMs > 0 && { afterMs }),
    ...(wire.fallback !== "FALLBACK_UNSPECIFIED" && {
      fallback: FALLBACK.fromWire(wire.fallback, at(path, "fallback")),
    }),
  };
}

function strategyToWire(issueType: IssueType, strategy: RecoveryStrategy): WireRecoveryStrategy {
  return {
    issueType: ISSUE_TYPE.toWire(issueType),
    maxRetryCount: strategy.maxRetryCount,
    backoffDelayMs: strategy.backoffDelayMs,
    escalationThreshold: strategy.escalationThreshold,
    actions: strategy.actions.map(RECOVERY_ACTION.toWire),
  };
}

function strategyFromWire(wire: RecoveryStrategy__Output, path: string): RecoveryStrategy {
  if (wire.actions.length === 0) {
    throw invalid(at(path, "actions"), "is empty", `1 to ${limits.MAX_RECOVERY_STAGES} elements`);
  }
  return {
    maxRetryCount: integer(wire.maxRetryCount, at(path, "max_retry_count"), limits.RETRIES),
    backoffDelayMs: integer(wire.backoffDelayMs, at(path, "backoff_delay_ms"), limits.BACKOFF_MS),
    escalationThreshold: integer(wire.escalationThreshold, at(path, "escalation_threshold"), limits.RETRIES),
    actions: list(wire.actions, at(path, "actions"), {
      max: limits.MAX_RECOVERY_STAGES,
      element: RECOVERY_ACTION.fromWire,
    }),
  };
}

function recoveryFromWire(wire: readonly RecoveryStrategy__Output[], path: string): ServiceSpec["recovery"] {
  const recovery: Partial<Record<IssueType, RecoveryStrategy>> = {};
  list(wire, path, {
    max: ISSUE_TYPES.length,
    element: (strategy, elementPath) => {
      const issueType = ISSUE_TYPE.fromWire(strategy.issueType, at(elementPath, "issue_type"));
      if (recovery[issueType] !== undefined) {
        throw invalid(
          at(elementPath, "issue_type"),
          `${issueType} is given twice`,
          "at most one strategy per issue type",
        );
      }
      recovery[issueType] = strategyFromWire(strategy, elementPath);
    },
  });
  return recovery;
}
