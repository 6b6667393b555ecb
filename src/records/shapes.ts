/**
 * The shape of every stored value, as strict decoders.
 *
 * I1  A decoder never yields a value that its type does not allow; it throws a DecodeError that names the place.
 */
import type { Lineage, TermStart } from "../state/lineage.ts";
import type { ActionPlan, ActionStep, PlannedAction } from "../state/plan.ts";
import type { PlanRecord } from "../state/plan.ts";
import type { ServiceRecord } from "../state/record.ts";
import {
  ISSUE_TYPES,
  RECOVERY_ACTIONS,
  type RecoveryRecord,
  type RecoveryStrategy,
  type ServiceIssue,
} from "../state/issue.ts";
import { EVENT_SOURCES, EVENT_TYPES, type StateEvent, type Value } from "../state/event_model.ts";
import {
  CONDITION_TYPES,
  CRITICALITIES,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  FALLBACKS,
  type Isolation,
  type RecoveryDeadline,
  SERVICE_STATES,
  type ServiceFault,
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
  revision64,
  string,
  term64,
  union,
  unsigned64,
} from "./decoder.ts";

function id(value: unknown, path: string): ResourceId {
  try {
    return parseResourceId(string(value, path), path);
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError(path, "a resource id", { cause: error });
  }
}

const texts = record(string);

const recoveryStrategy = object<RecoveryStrategy>({
  maxRetryCount: integer,
  backoffDelayMs: number,
  escalationThreshold: integer,
  actions: array(oneOf(RECOVERY_ACTIONS)),
});

export const metadata: Decoder<ServiceState["metadata"]> = object<ServiceState["metadata"]>({
  id,
  generation: unsigned64,
  revision: revision64,
  createdAtMs: number,
  updatedAtMs: number,
  labels: texts,
});

const deadline = object<RecoveryDeadline>({
  afterMs: optional(number),
  fallback: optional(oneOf(FALLBACKS)),
});

/** Specs that were stored before deadlines existed have none. */
function readDeadline(value: unknown, path: string): RecoveryDeadline {
  return value === undefined ? {} : deadline(value, path);
}

export const spec: Decoder<ServiceState["spec"]> = object<ServiceState["spec"]>({
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
  recoveryDeadline: readDeadline,
});

export const status: Decoder<ServiceState["status"]> = object<ServiceState["status"]>({
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
  faults: optional(array(object<ServiceFault>({
    issueType: oneOf(ISSUE_TYPES),
    occurrences: integer,
    isConfirmed: boolean,
    healthyCycles: integer,
    firstSeenAtMs: number,
    lastSeenAtMs: number,
    evidence: string,
  }))),
  flapScore: optional(number),
  leftNode: optional(string),
  isolation: optional(object<Isolation>({
    by: oneOf(["Operator", "Recovery"]),
    reason: string,
    sinceMs: number,
    ttlMs: optional(number),
    servedMs: optional(number),
  })),
  restarts: integer,
  lastReason: string,
  stateSinceMs: number,
});

const service = object<ServiceState>({ metadata, spec, status });

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

export const planRecord: Decoder<PlanRecord> = object<PlanRecord>({
  plan,
  nextAction: integer,
  recovery: optional(object<NonNullable<PlanRecord["recovery"]>>({
    issue: serviceIssue,
    action: oneOf(RECOVERY_ACTIONS),
  })),
  createdAtMs: number,
});

export const recoveryRecord: Decoder<RecoveryRecord> = object<RecoveryRecord>({
  issueType: oneOf(ISSUE_TYPES),
  failureCount: integer,
  issueFailures: integer,
  attempts: partialRecord(RECOVERY_ACTIONS, integer),
  lastAction: optional(oneOf(RECOVERY_ACTIONS)),
  lastAttemptAtMs: number,
  evidence: string,
});

/** Records that were stored before terms existed belong to term 1. */
const term: Decoder<bigint> = (value, path) => value === undefined ? 1n : term64(value, path);

export const serviceRecord: Decoder<ServiceRecord> = object<ServiceRecord>({
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

export const stateEvent: Decoder<StateEvent> = object<StateEvent>({
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
  revision: revision64,
  clockSynchronised: boolean,
});

/** The begins of terms, with their members in a document. */
export const lineage: Decoder<Lineage> = array(
  object<TermStart>({ term: term64, after: revision64, from: revision64 }),
);
