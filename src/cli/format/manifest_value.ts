/**
 * Services for programs: the form that `apply` reads, with what is seen added, so that `get -o yaml` can be edited and
 * applied again. 64-bit numbers are decimal strings; durations and sizes carry their unit.
 */
import type { StateEvent } from "../../state/events.ts";
import type { ServiceSpec, ServiceState } from "../../state/model.ts";
import { splitResourceId } from "../../state/resource_id.ts";
import { formatDuration, formatSize } from "../../platform/config/units.ts";

/** A tree of JSON values. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Any value of the domain as JSON: bigint becomes a decimal string, what is not set is left out. */
export function toPlain(value: unknown): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return `${value}`;
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).filter(([, part]) => part !== undefined).map((
        [key, part],
      ) => [key, toPlain(part)]),
    );
  }
  throw new Error(`Not a value that can be written: ${typeof value}`);
}

/** The spec as `apply` reads it. */
export function specValue(spec: ServiceSpec): Plain {
  const { timeouts } = spec;
  const durations = {
    pending: timeouts.pendingMs,
    initializing: timeouts.initializingMs,
    terminating: timeouts.terminatingMs,
  };
  return toPlain({
    replicas: spec.replicas,
    version: spec.version,
    state: spec.state,
    criticality: spec.criticality,
    nodes: spec.nodes,
    dependencies: spec.dependencies.map((one) => ({ service: one.resourceId, condition: one.condition })),
    config: spec.config,
    resources: {
      cpuMillis: spec.resources.cpuMillis,
      memory: formatSize(Number(spec.resources.memoryBytes)),
    },
    timeouts: Object.fromEntries(
      Object.entries(durations).map((
        [name, ms],
      ) => [name, ms === undefined ? undefined : formatDuration(ms)]),
    ),
    recovery: Object.fromEntries(
      Object.entries(spec.recovery).map(([issue, { backoffDelayMs, ...strategy }]) => [issue, {
        maxRetryCount: strategy.maxRetryCount,
        backoffDelay: formatDuration(backoffDelayMs),
        escalationThreshold: strategy.escalationThreshold,
        actions: strategy.actions,
      }]),
    ),
    recoveryDeadline: {
      after: spec.recoveryDeadline.afterMs === undefined
        ? undefined
        : formatDuration(spec.recoveryDeadline.afterMs),
      fallback: spec.recoveryDeadline.fallback,
    },
  });
}

/** The service as a manifest with its status. */
export function serviceValue(service: ServiceState): Plain {
  const { id, labels, ...metadata } = service.metadata;
  return {
    kind: "Service",
    metadata: {
      ...splitResourceId(id),
      labels: toPlain(labels),
      ...toPlain(metadata) as Record<string, Plain>,
    },
    spec: specValue(service.spec),
    status: toPlain(service.status),
  };
}

/** The event as JSON. */
export function eventValue(event: StateEvent): Plain {
  return toPlain(event);
}
