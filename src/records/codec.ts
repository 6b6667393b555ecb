/**
 * What is kept, as JSON that a person can read: `{"v":1,...}` with the members of the domain types, 64-bit numbers as
 * decimal text.
 *
 * I1  `decode(encode(x))` is x, for everything the domain types allow that JSON can hold (finite numbers).
 * I2  Decoding never yields a value that its type does not allow; it throws a DecodeError that names the place.
 * I3  The version grows only when an old program must not read what a new one writes.
 */
import type { ActionPlan, ActionStep, PlannedAction } from "../reconciliation/plan.ts";
import type { PlanRecord, ServiceRecord } from "../ports.ts";
import {
  ISSUE_TYPES,
  RECOVERY_ACTIONS,
  type RecoveryRecord,
  type RecoveryStrategy,
  type ServiceIssue,
} from "../recovery/model.ts";
import { EVENT_SOURCES, EVENT_TYPES, type StateEvent, type Value } from "../state/event_model.ts";
import {
  CONDITION_TYPES,
  CRITICALITIES,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  SERVICE_STATES,
  type ServiceState,
} from "../state/model.ts";
import { parseResourceId, type ResourceId } from "../state/resource_id.ts";
import {
  array,
  boolean,
  DecodeError,
  type Decoder,
  integer,
  literal,
  number,
  object,
  oneOf,
  optional,
  partialRecord,
  record,
  string,
  union,
  unsigned64,
} from "./decoder.ts";

/** Version in every value; see I3. */
export const VALUE_VERSION = 1;

export function encodeRecord(value: ServiceRecord): string {
  return encode(value);
}

export function encodeEvent(value: StateEvent): string {
  return encode(value);
}

/** Throws a DecodeError. */
export function decodeRecord(json: string): ServiceRecord {
  return decode(json, serviceRecord);
}

/** Throws a DecodeError. */
export function decodeEvent(json: string): StateEvent {
  return decode(json, stateEvent);
}

function encode(value: object): string {
  return JSON.stringify(
    { v: VALUE_VERSION, ...value },
    (_key, member: unknown) => typeof member === "bigint" ? member.toString() : member,
  );
}

function decode<T>(json: string, decoder: Decoder<T>): T {
  try {
    const value: unknown = JSON.parse(json);
    versioned(value, "");
    return decoder(value, "");
  } catch (error) {
    // Not JSON, or nested so deeply that the stack ends: neither may end the boot.
    throw error instanceof DecodeError ? error : new DecodeError("", "readable", { cause: error });
  }
}

const versioned = object<{ readonly v: typeof VALUE_VERSION }>({ v: literal(VALUE_VERSION) });

const id: Decoder<ResourceId> = (value, path) => {
  try {
    return parseResourceId(string(value, path), path);
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError(path, "a resource id", { cause: error });
  }
};

const texts = record(string);

const recoveryStrategy = object<RecoveryStrategy>({
  maxRetryCount: integer,
  backoffDelayMs: number,
  escalationThreshold: integer,
  actions: array(oneOf(RECOVERY_ACTIONS)),
});

const service = object<ServiceState>({
  metadata: object<ServiceState["metadata"]>({
    id,
    generation: unsigned64,
    revision: unsigned64,
    createdAtMs: number,
    updatedAtMs: number,
    labels: texts,
  }),
  spec: object<ServiceState["spec"]>({
    replicas: integer,
    version: string,
    resources: object<ServiceState["spec"]["resources"]>({ cpuMillis: integer, memoryBytes: unsigned64 }),
    config: texts,
    dependencies: array(object<ServiceState["spec"]["dependencies"][number]>({
      resourceId: id,
      condition: oneOf(DEPENDENCY_CONDITIONS),
    })),
    state: oneOf(DESIRED_STATES),
    criticality: oneOf(CRITICALITIES),
    nodes: array(string),
    timeouts: object<ServiceState["spec"]["timeouts"]>({
      pendingMs: optional(number),
      initializingMs: optional(number),
      terminatingMs: optional(number),
    }),
    recovery: partialRecord(ISSUE_TYPES, recoveryStrategy),
  }),
  status: object<ServiceState["status"]>({
    observedGeneration: unsigned64,
    replicas: integer,
    availableReplicas: integer,
    conditions: array(object<ServiceState["status"]["conditions"][number]>({
      type: oneOf(CONDITION_TYPES),
      status: oneOf(["True", "False", "Unknown"]),
      reason: string,
      message: string,
      lastTransitionTimeMs: number,
    })),
    state: oneOf(SERVICE_STATES),
    lastReconcileTimeMs: number,
    node: string,
    lastKnownGood: optional(object<NonNullable<ServiceState["status"]["lastKnownGood"]>>({
      version: string,
      config: texts,
      generation: unsigned64,
    })),
    override: optional(object<NonNullable<ServiceState["status"]["override"]>>({
      generation: unsigned64,
      version: optional(string),
      config: optional(texts),
      reason: string,
    })),
    restarts: integer,
    lastReason: string,
    stateSinceMs: number,
  }),
});

type Step<K extends ActionStep["kind"]> = Extract<ActionStep, { readonly kind: K }>;

const step = union<ActionStep>({
  Start: object<Step<"Start">>({ kind: literal("Start") }),
  Stop: object<Step<"Stop">>({ kind: literal("Stop") }),
  Restart: object<Step<"Restart">>({ kind: literal("Restart") }),
  Recreate: object<Step<"Recreate">>({ kind: literal("Recreate") }),
  Isolate: object<Step<"Isolate">>({ kind: literal("Isolate") }),
  Scale: object<Step<"Scale">>({ kind: literal("Scale"), fromReplicas: integer, toReplicas: integer }),
  UpdateVersion: object<Step<"UpdateVersion">>({
    kind: literal("UpdateVersion"),
    fromVersion: string,
    toVersion: string,
  }),
  RollbackVersion: object<Step<"RollbackVersion">>({
    kind: literal("RollbackVersion"),
    fromVersion: string,
    toVersion: string,
  }),
  ApplyConfig: object<Step<"ApplyConfig">>({ kind: literal("ApplyConfig"), changedKeys: array(string) }),
  ResetConfig: object<Step<"ResetConfig">>({ kind: literal("ResetConfig"), changedKeys: array(string) }),
  Relocate: object<Step<"Relocate">>({ kind: literal("Relocate"), fromNode: string, toNode: string }),
});

const plannedAction = object<PlannedAction>({
  id: string,
  resourceId: id,
  step,
  node: string,
  desired: object<PlannedAction["desired"]>({ replicas: integer, version: string, config: texts }),
  generation: unsigned64,
  deadlineMs: number,
  isDisruptive: boolean,
  estimate: object<PlannedAction["estimate"]>({
    durationMs: number,
    isMeasured: boolean,
    affectedReplicas: integer,
    unavailableMs: number,
  }),
  recovery: optional(oneOf(RECOVERY_ACTIONS)),
  causation: array(string),
});

const plan = object<ActionPlan>({
  id: string,
  resourceId: id,
  actions: array(plannedAction),
  priority: object<ActionPlan["priority"]>({
    isCritical: boolean,
    criticality: oneOf(CRITICALITIES),
    diffRank: integer,
  }),
  estimatedDurationMs: number,
  impactAssessment: object<ActionPlan["impactAssessment"]>({
    affectedReplicas: integer,
    dependents: array(id),
    expectedUnavailabilityMs: number,
    isDisruptive: boolean,
    confidence: oneOf(["measured", "default"]),
  }),
  generation: unsigned64,
});

const serviceIssue = object<ServiceIssue>({
  type: oneOf(ISSUE_TYPES),
  evidence: string,
  causation: array(string),
});

const planRecord = object<PlanRecord>({
  plan,
  nextAction: integer,
  recovery: optional(object<NonNullable<PlanRecord["recovery"]>>({
    issue: serviceIssue,
    action: oneOf(RECOVERY_ACTIONS),
  })),
  createdAtMs: number,
});

const recoveryRecord = object<RecoveryRecord>({
  issueType: oneOf(ISSUE_TYPES),
  failureCount: integer,
  issueFailures: integer,
  attempts: partialRecord(RECOVERY_ACTIONS, integer),
  lastAction: optional(oneOf(RECOVERY_ACTIONS)),
  lastAttemptAtMs: number,
  evidence: string,
});

/** Records from before there were terms are of the first one. */
const term: Decoder<bigint> = (value, path) => value === undefined ? 1n : unsigned64(value, path);

const serviceRecord = object<ServiceRecord>({
  service,
  term,
  recovery: optional(recoveryRecord),
  plan: optional(planRecord),
});

const jsonValue: Decoder<Value> = (value, path) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return number(value, path);
  return Array.isArray(value) ? array(jsonValue)(value, path) : record(jsonValue)(value, path);
};

const stateEvent = object<StateEvent>({
  resourceId: id,
  eventType: oneOf(EVENT_TYPES),
  timestampMs: number,
  changes: array(object<StateEvent["changes"][number]>({
    field: string,
    oldValue: optional(jsonValue),
    newValue: jsonValue,
  })),
  source: oneOf(EVENT_SOURCES),
  metadata: texts,
  revision: unsigned64,
  clockSynchronised: boolean,
});
