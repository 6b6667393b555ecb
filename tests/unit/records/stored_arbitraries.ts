/** Everything the domain types allow in what the journal stores, absurd values included. */
import { MAX_REVISION, MAX_TERM } from "../../../src/records/checks.ts";
import fc from "fast-check";
import type { PlanRecord } from "../../../src/state/plan.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import { type ActionPlan, type ActionStep, type PlannedAction } from "../../../src/state/plan.ts";
import {
  ISSUE_TYPES,
  RECOVERY_ACTIONS,
  type RecoveryRecord,
  type RecoveryStrategy,
} from "../../../src/state/issue.ts";
import { EVENT_SOURCES, EVENT_TYPES, type StateEvent, type Value } from "../../../src/state/event_model.ts";
import {
  CONDITION_TYPES,
  CRITICALITIES,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  FALLBACKS,
  SERVICE_STATES,
  type ServiceState,
} from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";

const part = fc.stringMatching(/^[a-z0-9]([-a-z0-9._]{0,20}[a-z0-9])?$/);
export const resourceIds: fc.Arbitrary<ResourceId> = fc.tuple(part, part).map(([a, b]) =>
  parseResourceId(`${a}/${b}`)
);

/** Any text there is: unpaired surrogates, NUL and quotes included. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "\ud800", "\0", '"', "constructor"),
);
const integer = fc.integer({ min: 0 });
/** JSON has no negative zero. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value === 0 ? 0 : value);
export const uint64 = fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n });
export const revision = fc.bigInt({ min: 0n, max: MAX_REVISION });
export const term = fc.bigInt({ min: 0n, max: MAX_TERM });
const texts = fc.dictionary(text, text, { maxKeys: 4, noNullPrototype: true });
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const of = <const T>(words: readonly T[]) => fc.constantFrom(...words);

/** Members that may be missing are missing, never undefined. */
function shape<T>(
  required: { [K in keyof T as undefined extends T[K] ? never : K]: fc.Arbitrary<T[K]> },
  optional: { [K in keyof T as undefined extends T[K] ? K : never]: fc.Arbitrary<Exclude<T[K], undefined>> },
): fc.Arbitrary<T> {
  const all = { ...required, ...optional };
  const keys = Object.keys(required) as never[];
  return fc.record(all, { requiredKeys: keys, noNullPrototype: true }) as unknown as fc.Arbitrary<T>;
}

const strategy = shape<RecoveryStrategy>({
  maxRetryCount: integer,
  backoffDelayMs: number,
  escalationThreshold: integer,
  actions: listOf(of(RECOVERY_ACTIONS)),
}, {});

const partial = <K extends string, T>(keys: readonly K[], item: fc.Arbitrary<T>) =>
  fc.dictionary(of(keys), item, { maxKeys: 3, noNullPrototype: true }) as unknown as fc.Arbitrary<
    Partial<Record<K, T>>
  >;

const metadata = shape<ServiceState["metadata"]>({
  id: resourceIds,
  generation: uint64,
  revision,
  createdAtMs: number,
  updatedAtMs: number,
  labels: texts,
}, {});

const spec = shape<ServiceState["spec"]>({
  replicas: integer,
  version: text,
  resources: shape<ServiceState["spec"]["resources"]>({ cpuMillis: integer, memoryBytes: uint64 }, {}),
  config: texts,
  dependencies: listOf(
    shape<ServiceState["spec"]["dependencies"][number]>(
      { resourceId: resourceIds, condition: of(DEPENDENCY_CONDITIONS) },
      {},
    ),
  ),
  state: of(DESIRED_STATES),
  criticality: of(CRITICALITIES),
  nodes: listOf(text),
  timeouts: shape<ServiceState["spec"]["timeouts"]>({}, {
    pendingMs: number,
    initializingMs: number,
    terminatingMs: number,
  }),
  recovery: partial(ISSUE_TYPES, strategy),
  recoveryDeadline: shape<ServiceState["spec"]["recoveryDeadline"]>({}, {
    afterMs: number,
    fallback: of(FALLBACKS),
  }),
}, {});

const status = shape<ServiceState["status"]>({
  observedGeneration: uint64,
  replicas: integer,
  availableReplicas: integer,
  conditions: listOf(
    shape<ServiceState["status"]["conditions"][number]>({
      type: of(CONDITION_TYPES),
      status: of(["True", "False", "Unknown"]),
      reason: text,
      message: text,
      lastTransitionTimeMs: number,
    }, {}),
  ),
  state: of(SERVICE_STATES),
  lastReconcileTimeMs: number,
  node: text,
  restarts: integer,
  lastReason: text,
  stateSinceMs: number,
}, {
  lastKnownGood: shape<NonNullable<ServiceState["status"]["lastKnownGood"]>>(
    { version: text, config: texts, generation: uint64 },
    {},
  ),
  override: shape<NonNullable<ServiceState["status"]["override"]>>({ generation: uint64, reason: text }, {
    version: text,
    config: texts,
  }),
  faults: listOf(
    shape<NonNullable<ServiceState["status"]["faults"]>[number]>({
      issueType: of(ISSUE_TYPES),
      occurrences: integer,
      isConfirmed: fc.boolean(),
      healthyCycles: integer,
      firstSeenAtMs: number,
      lastSeenAtMs: number,
      evidence: text,
    }, {}),
  ),
  flapScore: number,
  isolation: shape<NonNullable<ServiceState["status"]["isolation"]>>(
    { by: of(["Operator", "Recovery"]), reason: text, sinceMs: number },
    { ttlMs: number },
  ),
});

const step: fc.Arbitrary<ActionStep> = fc.oneof(
  fc.record({ kind: of(["Start", "Stop", "Restart", "Recreate", "Isolate"]) }, { noNullPrototype: true }),
  fc.record({ kind: of(["Scale"]), fromReplicas: integer, toReplicas: integer }, { noNullPrototype: true }),
  fc.record(
    { kind: of(["UpdateVersion", "RollbackVersion"]), fromVersion: text, toVersion: text },
    { noNullPrototype: true },
  ),
  fc.record({ kind: of(["ApplyConfig", "ResetConfig"]), changedKeys: listOf(text) }, {
    noNullPrototype: true,
  }),
  fc.record({ kind: of(["Relocate"]), fromNode: text, toNode: text }, { noNullPrototype: true }),
);

const action = shape<PlannedAction>({
  id: text,
  resourceId: resourceIds,
  step,
  node: text,
  desired: shape<PlannedAction["desired"]>({ replicas: integer, version: text, config: texts }, {}),
  generation: uint64,
  deadlineMs: number,
  isDisruptive: fc.boolean(),
  estimate: shape<PlannedAction["estimate"]>(
    { durationMs: number, isMeasured: fc.boolean(), affectedReplicas: integer, unavailableMs: number },
    {},
  ),
  causation: listOf(text),
}, { recovery: of(RECOVERY_ACTIONS) });

const plan = shape<ActionPlan>({
  id: text,
  resourceId: resourceIds,
  actions: listOf(action),
  priority: shape<ActionPlan["priority"]>(
    { isCritical: fc.boolean(), criticality: of(CRITICALITIES), diffRank: integer },
    {},
  ),
  estimatedDurationMs: number,
  impactAssessment: shape<ActionPlan["impactAssessment"]>({
    affectedReplicas: integer,
    dependents: listOf(resourceIds),
    expectedUnavailabilityMs: number,
    isDisruptive: fc.boolean(),
    confidence: of(["measured", "default"]),
  }, {}),
  generation: uint64,
}, {});

const planRecord = shape<PlanRecord>({ plan, nextAction: integer, createdAtMs: number }, {
  recovery: shape<NonNullable<PlanRecord["recovery"]>>({
    issue: shape<NonNullable<PlanRecord["recovery"]>["issue"]>(
      { type: of(ISSUE_TYPES), evidence: text, causation: listOf(text) },
      {},
    ),
    action: of(RECOVERY_ACTIONS),
  }, {}),
});

const recovery = shape<RecoveryRecord>({
  issueType: of(ISSUE_TYPES),
  failureCount: integer,
  issueFailures: integer,
  attempts: partial(RECOVERY_ACTIONS, integer),
  lastAttemptAtMs: number,
  evidence: text,
}, { lastAction: of(RECOVERY_ACTIONS) });

export const serviceRecords: fc.Arbitrary<ServiceRecord> = shape<ServiceRecord>(
  { service: shape<ServiceState>({ metadata, spec, status }, {}), term },
  { recovery, plan: planRecord },
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

export const stateEvents: fc.Arbitrary<StateEvent> = shape<StateEvent>({
  resourceId: resourceIds,
  eventType: of(EVENT_TYPES),
  timestampMs: number,
  changes: listOf(
    shape<StateEvent["changes"][number]>({ field: text, newValue: value }, { oldValue: value }),
  ),
  source: of(EVENT_SOURCES),
  metadata: texts,
  revision,
  clockSynchronised: fc.boolean(),
}, {});
