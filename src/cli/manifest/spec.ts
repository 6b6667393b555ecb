/**
 * The `spec` of a manifest: its form, with the line of each problem. The ranges are those of `records/spec_limits.ts`, the same that the
 * State Manager checks; everything else is checked by it alone.
 */
import { integer, oneOf } from "../../platform/config/kinds.ts";
import { duration, formatDuration, formatSize, size } from "../../platform/config/units.ts";
import type { Range } from "../../records/checks.ts";
import * as limits from "../../records/spec_limits.ts";
import { StateManagerError } from "../../kit/errors.ts";
import {
  ISSUE_TYPES,
  type IssueType,
  RECOVERY_ACTIONS,
  type RecoveryAction,
  type RecoveryStrategy,
} from "../../state/issue.ts";
import {
  CRITICALITIES,
  DEFAULT_SPEC,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  FALLBACKS,
  type PhaseTimeouts,
  type RecoveryDeadline,
  type ServiceDependency,
  type ServiceSpec,
} from "../../state/model.ts";
import { parseName, parseResourceId, type ResourceId } from "../../state/resource_id.ts";
import type { FieldTable, Place, YamlReader } from "../../platform/config/yaml_reader.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const durations = ({ min, max }: Range) => duration({ min: formatDuration(min), max: formatDuration(max) });

const REPLICAS = integer(limits.REPLICAS);
const CPU = integer(limits.CPU_MILLIS);
const MEMORY = size({ min: "0B", max: formatSize(Number(limits.MAX_MEMORY_BYTES)) });
const TIMEOUT = durations(limits.PHASE_TIMEOUT_MS);
const BACKOFF = durations(limits.BACKOFF_MS);
const DEADLINE = durations(limits.DEADLINE_AFTER_MS);
const FALLBACK = oneOf(FALLBACKS);
const COUNT = integer(limits.RETRIES);
const CRITICALITY = oneOf(CRITICALITIES);
const STATE = oneOf(DESIRED_STATES);
const CONDITION = oneOf(DEPENDENCY_CONDITIONS);
const ACTION = oneOf(RECOVERY_ACTIONS);

/** The answer of `parse`, or its complaint at the place. */
export function nameAt<T>(reader: YamlReader, place: Place, parse: (text: string) => T): T | undefined {
  const text = reader.text(place);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof StateManagerError) || error.failure.kind !== "invalid") throw error;
    reader.report(place, `${error.failure.problem}; accepted: ${error.failure.accepted}`);
    return undefined;
  }
}

/** `ns/name`, or a name in the same namespace. */
function serviceName(text: string, namespace: string): ResourceId {
  return parseResourceId(text.includes("/") ? text : `${namespace}/${text}`);
}

/** Reads a spec; what is not given has its default. `namespace` is that of dependencies that name none. */
export function readSpec(reader: YamlReader, place: Place, namespace: string): ServiceSpec {
  const spec: Writable<ServiceSpec> = { ...DEFAULT_SPEC };
  const set = <K extends keyof ServiceSpec>(key: K, value: ServiceSpec[K] | undefined) => {
    if (value !== undefined) spec[key] = value;
  };
  reader.fields(place, {
    replicas: (at) => set("replicas", reader.value(at, REPLICAS)),
    version: (at) => set("version", reader.text(at)),
    state: (at) => set("state", reader.value(at, STATE)),
    criticality: (at) => set("criticality", reader.value(at, CRITICALITY)),
    config: (at) => set("config", reader.textMap(at)),
    nodes: (at) => set("nodes", readNodes(reader, at)),
    dependencies: (at) => set("dependencies", readDependencies(reader, at, namespace)),
    resources: (at) => set("resources", readResources(reader, at)),
    timeouts: (at) => set("timeouts", readTimeouts(reader, at)),
    recovery: (at) => set("recovery", readRecovery(reader, at)),
    recoveryDeadline: (at) => set("recoveryDeadline", readDeadline(reader, at)),
  });
  return spec;
}

function readNodes(reader: YamlReader, place: Place): readonly string[] {
  const nodes: string[] = [];
  reader.items(place, (at) => {
    const node = nameAt(reader, at, (text) => parseName(text, "node"));
    if (node !== undefined) nodes.push(node);
  });
  return nodes;
}

function readDependencies(
  reader: YamlReader,
  place: Place,
  namespace: string,
): readonly ServiceDependency[] {
  const dependencies: ServiceDependency[] = [];
  reader.items(place, (at) => {
    let resourceId: ResourceId | undefined;
    let condition: ServiceDependency["condition"] | undefined = "Running";
    const known = reader.problems.length;
    const isGroup = reader.fields(at, {
      service: (field) => resourceId = nameAt(reader, field, (text) => serviceName(text, namespace)),
      condition: (field) => condition = reader.value(field, CONDITION),
    });
    if (resourceId !== undefined && condition !== undefined) dependencies.push({ resourceId, condition });
    else if (isGroup && reader.problems.length === known) reader.report(at, "service is missing");
  });
  return dependencies;
}

function readResources(reader: YamlReader, place: Place): ServiceSpec["resources"] {
  const resources = { ...DEFAULT_SPEC.resources };
  reader.fields(place, {
    cpuMillis: (at) => resources.cpuMillis = reader.value(at, CPU) ?? 0,
    memory: (at) => resources.memoryBytes = BigInt(reader.value(at, MEMORY) ?? 0),
  });
  return resources;
}

function readTimeouts(reader: YamlReader, place: Place): PhaseTimeouts {
  const timeouts: Writable<PhaseTimeouts> = {};
  const phase = (key: keyof PhaseTimeouts) => (at: Place) => {
    const ms = reader.value(at, TIMEOUT);
    if (ms !== undefined) timeouts[key] = ms;
  };
  reader.fields(place, {
    pending: phase("pendingMs"),
    initializing: phase("initializingMs"),
    terminating: phase("terminatingMs"),
  });
  return timeouts;
}

function readDeadline(reader: YamlReader, place: Place): RecoveryDeadline {
  const deadline: Writable<RecoveryDeadline> = {};
  reader.fields(place, {
    after: (at) => {
      const ms = reader.value(at, DEADLINE);
      if (ms !== undefined) deadline.afterMs = ms;
    },
    fallback: (at) => {
      const fallback = reader.value(at, FALLBACK);
      if (fallback !== undefined) deadline.fallback = fallback;
    },
  });
  return deadline;
}

function readRecovery(reader: YamlReader, place: Place): ServiceSpec["recovery"] {
  const strategies: Partial<Record<IssueType, RecoveryStrategy>> = {};
  const table: FieldTable = Object.fromEntries(
    ISSUE_TYPES.map((issue) => [issue, (at: Place) => {
      const strategy = readStrategy(reader, at);
      if (strategy !== undefined) strategies[issue] = strategy;
    }]),
  );
  reader.fields(place, table);
  return strategies;
}

/** All four parts are needed: half a strategy would hide what the other half is. */
function readStrategy(reader: YamlReader, place: Place): RecoveryStrategy | undefined {
  const found: Partial<Writable<RecoveryStrategy>> = {};
  const set = <K extends keyof RecoveryStrategy>(key: K, value: RecoveryStrategy[K] | undefined) => {
    if (value !== undefined) found[key] = value;
  };
  const known = reader.problems.length;
  reader.fields(place, {
    maxRetryCount: (at) => set("maxRetryCount", reader.value(at, COUNT)),
    backoffDelay: (at) => set("backoffDelayMs", reader.value(at, BACKOFF)),
    escalationThreshold: (at) => set("escalationThreshold", reader.value(at, COUNT)),
    actions: (at) => set("actions", readActions(reader, at)),
  });
  const { maxRetryCount, backoffDelayMs, escalationThreshold, actions } = found;
  if (
    maxRetryCount !== undefined && backoffDelayMs !== undefined && escalationThreshold !== undefined &&
    actions !== undefined
  ) return { maxRetryCount, backoffDelayMs, escalationThreshold, actions };
  if (reader.problems.length === known) {
    reader.report(place, "a strategy needs maxRetryCount, backoffDelay, escalationThreshold and actions");
  }
  return undefined;
}

function readActions(reader: YamlReader, place: Place): readonly RecoveryAction[] | undefined {
  const actions: RecoveryAction[] = [];
  reader.items(place, (at) => {
    const action = reader.value(at, ACTION);
    if (action !== undefined) actions.push(action);
  });
  if (actions.length >= 1 && actions.length <= limits.MAX_RECOVERY_STAGES) return actions;
  reader.report(
    place,
    `${actions.length} actions; accepted: 1 to ${limits.MAX_RECOVERY_STAGES} of ${
      RECOVERY_ACTIONS.join(", ")
    }`,
  );
  return undefined;
}
