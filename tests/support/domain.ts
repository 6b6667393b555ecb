/** Services, diffs, events and plans to test with: the defaults are plain, the options say what matters to the test. */
import type { PlanContext } from "../../src/reconciliation/plan/draft.ts";
import { defaultEstimate } from "../../src/reconciliation/plan/impact.ts";
import type { StateDiff } from "../../src/state/diff.ts";
import type { StateEvent } from "../../src/state/event_model.ts";
import {
  newServiceState,
  type ServiceSpec,
  type ServiceState,
  type ServiceStatus,
} from "../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../src/state/resource_id.ts";

export function idOf(text: string): ResourceId {
  return parseResourceId(text);
}

/** A service of generation 1, wanted Running with one replica of version 1.0 on node-a. */
export function serviceOf(
  parts: {
    readonly id?: string;
    readonly spec?: Partial<ServiceSpec>;
    readonly status?: Partial<ServiceStatus>;
    readonly generation?: bigint;
  } = {},
): ServiceState {
  const [namespace = "", name = ""] = (parts.id ?? "vehicle/lidar").split("/");
  const fresh = newServiceState(name, namespace);
  return {
    metadata: { ...fresh.metadata, generation: parts.generation ?? 1n },
    spec: { ...fresh.spec, version: "1.0", config: { rate: "10" }, ...parts.spec },
    status: {
      ...fresh.status,
      state: "Initializing",
      node: "node-a",
      observedGeneration: 1n,
      ...parts.status,
    },
  };
}

/** A look of node-a at vehicle/lidar that sees one replica and nothing wrong. */
export function diffOf(parts: Partial<StateDiff> = {}): StateDiff {
  return {
    resourceId: idOf("vehicle/lidar"),
    node: "node-a",
    sequence: 7n,
    observedGeneration: 1n,
    observedAtMs: 0,
    actual: { replicas: 1, availableReplicas: 1, version: "1.0" },
    isCritical: false,
    ...parts,
  };
}

export function eventOf(parts: Partial<StateEvent> = {}): StateEvent {
  return {
    resourceId: idOf("vehicle/lidar"),
    eventType: "Ready",
    timestampMs: 1_000,
    changes: [],
    source: "NodeAgent",
    metadata: {},
    revision: 0n,
    clockSynchronised: true,
    ...parts,
  };
}

export function contextOf(parts: Partial<PlanContext> = {}): PlanContext {
  return {
    planId: "plan-1",
    service: serviceOf(),
    dependents: [],
    estimateMs: defaultEstimate,
    actionDeadlineMs: 30_000,
    causation: ["diff:node-a/7"],
    ...parts,
  };
}
