/** Arbitrary values of the domain, as far as the wire carries them. */
import { MAX_TERM } from "../../src/records/checks.ts";
import fc from "fast-check";
import type { ActionAnswer } from "../../src/grpc/wire/action.ts";
import type { DiffSubscription, NodeMessage, ResourceUpdate } from "../../src/grpc/wire/node_agent.ts";
import type { VersionedStatus } from "../../src/grpc/wire/query.ts";
import type { TriggeredRecovery } from "../../src/grpc/wire/trigger.ts";
import type { SubscriptionRequest } from "../../src/grpc/wire/subscription.ts";
import type { ServiceFilter, SpecChange, Staleness } from "../../src/manager/serve/api.ts";
import type { SubscriptionMessage } from "../../src/manager/serve/subscription.ts";
import type { EventPage, EventQuery } from "../../src/ports/store.ts";
import type { KeptAlert, StateAlert } from "../../src/state/alert.ts";
import type { StateMetrics } from "../../src/ports/monitoring.ts";
import { ACTION_KINDS, type ActionStep, type PlannedAction } from "../../src/state/plan.ts";
import {
  type ExplainedStep,
  type ExplainSubject,
  type Explanation,
  STEP_KINDS,
} from "../../src/reconciliation/explain/explain_model.ts";
import type { PhaseReport } from "../../src/reconciliation/explain/phases.ts";
import type { PlanPreview, PreviewSubject } from "../../src/reconciliation/explain/preview_model.ts";
import { ISSUE_TYPES, RECOVERY_ACTIONS } from "../../src/state/issue.ts";
import { type StateDiff, STATUS_REASONS } from "../../src/state/diff.ts";
import { type Fence, FENCE_CAUSES } from "../../src/state/fence.ts";
import {
  EVENT_SOURCES,
  EVENT_TYPES,
  type StateEvent,
  TRANSITION_EVENTS,
  type Value,
} from "../../src/state/event_model.ts";
import {
  CONDITION_TYPES,
  CRITICALITIES,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  FALLBACKS,
  SERVICE_STATES,
  type ServiceSpec,
  type ServiceState,
  type ServiceStatus,
} from "../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../src/state/resource_id.ts";

const MAX_TIME_MS = 8_640_000_000_000_000;

export const uint64 = fc.oneof(
  fc.constantFrom(0n, 1n, (1n << 53n) + 1n, (1n << 63n) - 1n),
  fc.bigInt(0n, (1n << 63n) - 1n),
);
const time = fc.oneof(fc.constantFrom(0, MAX_TIME_MS), fc.nat({ max: 2_000_000_000_000 }));
const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const inner = fc.string({ unit: fc.constantFrom(...letters, "-", ".", "_"), maxLength: 61 });
const edge = fc.constantFrom(...letters);
export const name = fc.oneof(edge, fc.tuple(edge, inner, edge).map((parts) => parts.join("")));
export const id: fc.Arbitrary<ResourceId> = fc.tuple(name, name).map(([ns, n]) =>
  parseResourceId(`${ns}/${n}`)
);

/** Any text, every plane of Unicode and control characters included. */
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const printable = (maxLength: number, minLength = 0) =>
  fc.string({ unit: "grapheme-ascii", minLength, maxLength });
const key = printable(20, 1).filter((text) => text !== "__proto__");
const texts = (max: number, value = anyText) =>
  fc.dictionary(key, value, { maxKeys: max, noNullPrototype: true });
const count = fc.nat({ max: 1_000 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** An object without the fields that are undefined. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

const timeout = optional(fc.integer({ min: 100, max: 86_400_000 }));
const strategy = fc.record({
  maxRetryCount: fc.integer({ min: 1, max: 100 }),
  backoffDelayMs: fc.integer({ min: 1, max: 300_000 }),
  escalationThreshold: fc.integer({ min: 1, max: 100 }),
  actions: fc.array(fc.constantFrom(...RECOVERY_ACTIONS), { minLength: 1, maxLength: 7 }),
});

export const spec: fc.Arbitrary<ServiceSpec> = fc.record({
  replicas: count,
  version: printable(128, 1),
  resources: fc.record({
    cpuMillis: fc.nat({ max: 1_024_000 }),
    memoryBytes: fc.bigInt(0n, 1n << 53n),
  }),
  config: texts(8),
  dependencies: fc.array(
    fc.record({ resourceId: id, condition: fc.constantFrom(...DEPENDENCY_CONDITIONS) }),
    {
      maxLength: 4,
    },
  ),
  state: fc.constantFrom(...DESIRED_STATES),
  criticality: fc.constantFrom(...CRITICALITIES),
  nodes: fc.array(name, { maxLength: 4 }),
  timeouts: fc.record({ pendingMs: timeout, initializingMs: timeout, terminatingMs: timeout }).map(compact),
  recovery: fc.dictionary(fc.constantFrom(...ISSUE_TYPES), strategy, { noNullPrototype: true }),
  recoveryDeadline: fc.record({
    afterMs: optional(fc.integer({ min: 1_000, max: 86_400_000 })),
    fallback: optional(fc.constantFrom(...FALLBACKS)),
  }).map(compact),
}) as fc.Arbitrary<ServiceSpec>;

const condition = fc.record({
  type: fc.constantFrom(...CONDITION_TYPES),
  status: fc.constantFrom("True", "False", "Unknown"),
  reason: printable(40),
  message: anyText,
  lastTransitionTimeMs: time,
});

const fault = fc.record({
  issueType: fc.constantFrom(...ISSUE_TYPES),
  occurrences: fc.nat({ max: 4_294_967_295 }),
  isConfirmed: fc.boolean(),
  healthyCycles: fc.nat({ max: 4_294_967_295 }),
  firstSeenAtMs: time,
  lastSeenAtMs: time,
  evidence: anyText,
});

const isolation = fc.record({
  by: fc.constantFrom("Operator", "Recovery"),
  reason: anyText,
  sinceMs: time,
  ttlMs: optional(fc.integer({ min: 1, max: 86_400_000 })),
}).map(compact);

const status = fc.record({
  observedGeneration: uint64,
  replicas: count,
  availableReplicas: count,
  conditions: fc.uniqueArray(condition, { selector: ({ type }) => type }),
  state: fc.constantFrom(...SERVICE_STATES),
  lastReconcileTimeMs: time,
  node: fc.oneof(fc.constant(""), name),
  restarts: fc.nat({ max: 4_294_967_295 }),
  lastReason: anyText,
  stateSinceMs: time,
  faults: optional(
    fc.uniqueArray(fault, { minLength: 1, maxLength: 3, selector: ({ issueType }) => issueType }),
  ),
  flapScore: optional(fc.double({ min: 0.1, max: 1_000, noNaN: true })),
  isolation: optional(isolation),
}).map(compact) as fc.Arbitrary<ServiceStatus>;

const override = optional(fc.record({
  version: optional(printable(128, 1)),
  reason: anyText.filter((text) => text !== ""),
}));

export const service: fc.Arbitrary<ServiceState> = fc.record({
  metadata: fc.record({
    id,
    generation: uint64,
    revision: uint64,
    createdAtMs: time,
    updatedAtMs: time,
    labels: texts(4),
  }),
  spec,
  status,
  override,
}).map(({ override, ...rest }) => {
  if (override === undefined) return rest;
  const version = override.version === rest.spec.version ? undefined : override.version;
  const full = compact({ generation: rest.metadata.generation, version, reason: override.reason });
  return { ...rest, status: { ...rest.status, override: full } } as ServiceState;
});

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    anyText,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

export const event: fc.Arbitrary<StateEvent> = fc.record({
  resourceId: id,
  eventType: fc.constantFrom(...EVENT_TYPES),
  timestampMs: time,
  changes: fc.array(
    fc.record({ field: printable(40, 1), oldValue: optional(value), newValue: value }).map(compact),
    { maxLength: 4 },
  ),
  source: fc.constantFrom(...EVENT_SOURCES),
  metadata: texts(8),
  revision: uint64,
  clockSynchronised: fc.boolean(),
}) as fc.Arbitrary<StateEvent>;

const versionOrUnknown = printable(128);
export const diff: fc.Arbitrary<StateDiff> = fc.record({
  resourceId: id,
  existenceDiff: optional(fc.record({ desiredExists: fc.boolean(), actualExists: fc.boolean() })),
  scaleDiff: optional(fc.record({ desiredReplicas: count, actualReplicas: fc.nat({ max: 1_000_000 }) })),
  versionDiff: optional(fc.record({ desiredVersion: versionOrUnknown, actualVersion: versionOrUnknown })),
  configDiff: optional(fc.record({ desired: texts(4), actual: texts(4) })),
  statusDiff: optional(
    fc.record({
      desiredState: fc.constantFrom(...SERVICE_STATES),
      actualState: fc.constantFrom(...SERVICE_STATES),
      reason: fc.constantFrom(...STATUS_REASONS),
      message: anyText,
      exitCode: optional(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    }).map(compact),
  ),
  node: name,
  sequence: uint64,
  observedGeneration: uint64,
  observedAtMs: time,
  actual: fc.record({ replicas: count, availableReplicas: count, version: versionOrUnknown }),
  isCritical: fc.boolean(),
}).map(compact) as fc.Arbitrary<StateDiff>;

export const filter: fc.Arbitrary<ServiceFilter> = fc.record({
  namespaces: fc.array(name, { maxLength: 16 }),
  resourceIds: fc.array(id, { maxLength: 4 }),
  states: fc.array(fc.constantFrom(...SERVICE_STATES), { maxLength: 6 }),
  nodes: fc.array(name, { maxLength: 16 }),
});

export const specChange: fc.Arbitrary<SpecChange> = fc.record({
  resourceId: id,
  spec: optional(spec),
  labels: texts(4),
  expectedGeneration: uint64,
  reason: anyText,
}).map((change) =>
  compact({ ...change, labels: change.spec === undefined ? {} : change.labels }) as SpecChange
);

export const historyQuery: fc.Arbitrary<EventQuery> = fc.record({
  resourceId: optional(id),
  afterRevision: uint64,
  eventTypes: optional(fc.array(fc.constantFrom(...EVENT_TYPES), { minLength: 1, maxLength: 8 })),
  limit: fc.integer({ min: 1, max: 1_000 }),
}).map((query) =>
  compact({ ...query, which: query.afterRevision === 0n ? "newest" : "oldest" }) as EventQuery
);

export const eventPage: fc.Arbitrary<EventPage> = fc.record({
  events: fc.array(event, { maxLength: 3 }),
  evictedRevision: uint64,
});

const fence: fc.Arbitrary<Fence> = fc.record({
  peer: name,
  sent: uint64,
  highest: optional(uint64.filter((term) => term > 0n)),
  cause: fc.constantFrom(...FENCE_CAUSES),
  refusedForMs: fc.maxSafeNat(),
  message: printable(40),
}).map((known) => compact(known) as Fence);

export const managerStatus: fc.Arbitrary<VersionedStatus> = fc.record({
  version: versionOrUnknown,
  role: fc.constantFrom("leader", "standby"),
  isStale: fc.boolean(),
  leader: name,
  uptimeMs: fc.maxSafeNat(),
  term: uint64,
  revision: uint64,
  isReady: fc.boolean(),
  services: count,
  queueLength: count,
  reconcilesActive: count,
  nodes: fc.array(
    fc.record({
      node: name,
      address: printable(40),
      isConnected: fc.boolean(),
      silentMs: fc.maxSafeNat(),
      services: count,
    }),
    { maxLength: 3 },
  ),
  isControllerReachable: fc.boolean(),
  fences: fc.array(fence, { maxLength: 2 }),
  counters: fc.dictionary(key, fc.double({ noNaN: true, noDefaultInfinity: true }), {
    noNullPrototype: true,
  }),
  stalenessMs: fc.nat({ max: 1_000_000 }),
}).map(({ stalenessMs, ...known }) => known.isStale && stalenessMs === 0 ? known : { ...known, stalenessMs });

export const subscription: fc.Arbitrary<SubscriptionRequest> = fc.record({
  filter,
  start: fc.oneof(
    fc.constant({ kind: "snapshot" as const }),
    fc.record({ kind: fc.constant("after" as const), afterRevision: uint64 }),
    fc.record({
      kind: fc.constant("after" as const),
      afterRevision: uint64,
      afterTerm: uint64.filter((term) => term > 0n),
    }),
  ),
  heartbeatIntervalMs: fc.integer({ min: 100, max: 60_000 }),
  maxChangesPerMessage: fc.integer({ min: 2, max: 1_000 }),
}, { requiredKeys: ["filter", "start", "heartbeatIntervalMs"] });

/** A stale answer of no age is one whose age is not known. */
export const staleness: fc.Arbitrary<Staleness> = fc.record({
  isStale: fc.boolean(),
  stalenessMs: fc.nat({ max: 1_000_000 }),
}).map(({ isStale, stalenessMs }) => isStale && stalenessMs === 0 ? { isStale } : { isStale, stalenessMs });

export const message: fc.Arbitrary<SubscriptionMessage> = fc.oneof(
  fc.record({ kind: fc.constant("snapshot" as const), service, revision: uint64 }),
  fc.record({ kind: fc.constant("snapshot-complete" as const), count, revision: uint64 }),
  fc.record({ kind: fc.constant("change" as const), event, service: optional(service), revision: uint64 })
    .map(compact) as fc.Arbitrary<SubscriptionMessage>,
  fc.record({
    kind: fc.constant("gap" as const),
    fromRevision: uint64,
    toRevision: uint64,
    reason: anyText,
    revision: uint64,
  }),
  fc.record({
    kind: fc.constant("heartbeat" as const),
    timestampMs: time,
    staleness,
    revision: uint64,
  }).map(({ staleness, ...heartbeat }) => ({ ...heartbeat, ...staleness })),
).chain((payload) =>
  optional(uint64.filter((term) => term > 0n)).map((term) =>
    compact({ ...payload, term }) as SubscriptionMessage
  )
);

/** What a peer takes for a term. */
const term = fc.oneof(fc.constantFrom(0n, MAX_TERM), fc.bigInt(0n, MAX_TERM));

export const diffSubscription: fc.Arbitrary<DiffSubscription> = fc.record({
  filter: fc.record({
    namespaces: fc.array(name, { maxLength: 16 }),
    resourceIds: fc.array(id, { maxLength: 4 }),
  }),
  heartbeatIntervalMs: fc.integer({ min: 100, max: 60_000 }),
  term,
});

export const nodeMessage: fc.Arbitrary<NodeMessage> = fc.oneof(
  diff.map((diff) => ({ kind: "diff" as const, diff })),
  fc.record({ kind: fc.constant("snapshot-end" as const), node: name, count }),
  fc.record({ kind: fc.constant("heartbeat" as const), node: name }),
);

export const resourceUpdate: fc.Arbitrary<ResourceUpdate> = fc.record({
  resourceId: id,
  state: fc.record({ spec, status, generation: uint64, revision: uint64, isRemoved: fc.boolean() }),
  term,
});

const step = fc.tuple(fc.constantFrom(...ACTION_KINDS), name, name).map(([kind, fromNode, toNode]) =>
  (kind === "Relocate" ? { kind, fromNode, toNode } : { kind }) as ActionStep
);

export const action: fc.Arbitrary<PlannedAction> = fc.record({
  id: fc.string({
    unit: fc.constantFrom(...letters, ".", "_", ":", "/", "-", "A"),
    minLength: 1,
    maxLength: 128,
  }),
  resourceId: id,
  step,
  node: name,
  desired: fc.record({ replicas: count, version: versionOrUnknown, config: texts(4) }),
  generation: uint64,
  deadlineMs: fc.integer({ min: 1, max: 86_400_000 }),
  isDisruptive: fc.boolean(),
  estimate: fc.constant({ durationMs: 0, isMeasured: false, affectedReplicas: 0, unavailableMs: 0 }),
  causation: fc.array(printable(40), { maxLength: 16 }),
});

export const answer: fc.Arbitrary<ActionAnswer> = fc.record({
  actionId: fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 128 }),
  outcome: fc.constantFrom("Done", "Failed", "Rejected"),
  message: anyText,
  wasRepeated: fc.boolean(),
});

export const alert: fc.Arbitrary<StateAlert> = fc.record({
  id: printable(40, 1),
  resourceId: optional(id),
  severity: fc.constantFrom("Info", "Warning", "Critical"),
  reason: printable(40),
  message: anyText,
  timestampMs: time,
  issueType: optional(fc.constantFrom(...ISSUE_TYPES)),
  revision: uint64,
}).map(compact) as fc.Arbitrary<StateAlert>;

export const keptAlert: fc.Arbitrary<KeptAlert> = fc.record({
  alert,
  count: fc.integer({ min: 1, max: 1_000 }),
  lastMs: time,
  resolution: optional(fc.record({ atMs: time, text: anyText })),
}).map(({ alert: raised, ...kept }) => compact({ ...raised, ...kept })) as fc.Arbitrary<KeptAlert>;

export const metrics: fc.Arbitrary<StateMetrics> = fc.record({
  timestampMs: time,
  metrics: fc.array(
    fc.record({
      name: printable(40, 1),
      labels: texts(4),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
    { maxLength: 4 },
  ),
});

export const trigger: fc.Arbitrary<TriggeredRecovery> = fc.record({
  resourceId: id,
  request: fc.oneof(
    fc.record({
      kind: fc.constant("recover" as const),
      action: fc.constantFrom(...RECOVERY_ACTIONS),
      reason: anyText,
    }),
    fc.record({
      kind: fc.constant("isolate" as const),
      reason: anyText.filter((text) => text !== ""),
      ttlMs: optional(fc.integer({ min: 1, max: 2_592_000_000 })),
    }).map(compact),
    fc.record({ kind: fc.constant("release" as const), reason: anyText }),
  ),
}) as fc.Arbitrary<TriggeredRecovery>;

export const previewSubject: fc.Arbitrary<PreviewSubject> = fc.oneof(
  fc.record({ kind: fc.constant("diff" as const), diff }),
  fc.record({ kind: fc.constant("service" as const), resourceId: id }),
);

const alternatives = fc.array(fc.record({ name: anyText, whyNot: anyText }), { maxLength: 16 });
const ms = fc.maxSafeNat();

export const preview: fc.Arbitrary<PlanPreview> = fc.record({
  resourceId: id,
  revision: uint64,
  seen: anyText,
  decisions: fc.array(fc.record({ kind: printable(40), why: anyText }), { maxLength: 16 }),
  plan: optional(fc.record({
    actions: fc.array(
      fc.record({
        kind: fc.constantFrom(...ACTION_KINDS),
        what: anyText,
        node: name,
        isDisruptive: fc.boolean(),
        estimate: fc.record({
          durationMs: ms,
          isMeasured: fc.boolean(),
          affectedReplicas: count,
          unavailableMs: ms,
        }),
      }),
      { maxLength: 4 },
    ),
    estimatedDurationMs: ms,
    impact: fc.record({
      affectedReplicas: count,
      dependents: fc.array(id, { maxLength: 3 }),
      expectedUnavailabilityMs: ms,
      isDisruptive: fc.boolean(),
      confidence: fc.constantFrom("measured", "default"),
    }),
  })),
  alternatives,
  warnings: fc.array(fc.record({ code: printable(40), message: anyText }), { maxLength: 16 }),
}).map(compact) as fc.Arbitrary<PlanPreview>;

export const explainSubject: fc.Arbitrary<ExplainSubject> = fc.oneof(
  fc.record({
    kind: fc.constant("service" as const),
    resourceId: id,
    last: fc.integer({ min: 1, max: 100 }),
  }),
  fc.record({ kind: fc.constant("revision" as const), revision: fc.bigInt(1n, (1n << 63n) - 1n) }),
  fc.record({
    kind: fc.constant("plan" as const),
    id: fc.string({ unit: fc.constantFrom(...letters, "-", "/"), minLength: 1, maxLength: 128 }),
  }),
);

const explainedStep: fc.Arbitrary<ExplainedStep> = fc.record({
  revision: uint64,
  timestampMs: time,
  clockSynchronised: fc.boolean(),
  kind: fc.constantFrom(...STEP_KINDS),
  text: anyText,
  planId: anyText,
  actionId: anyText,
  causes: fc.array(anyText, { maxLength: 16 }),
  alternatives,
});

const phases: fc.Arbitrary<PhaseReport> = fc.record({
  state: fc.constantFrom(...SERVICE_STATES),
  sinceMs: time,
  earlier: fc.array(
    fc.record({ state: fc.constantFrom(...SERVICE_STATES), lastedMs: count }),
    { maxLength: 16 },
  ),
  next: fc.array(
    fc.record({
      event: fc.constantFrom(...TRANSITION_EVENTS),
      to: fc.constantFrom(...SERVICE_STATES, "Removed" as const),
      measured: fc.nat({ max: 8 }),
      usualMs: count,
    }),
    { maxLength: 9 },
  ),
  allowedActions: fc.subarray([...ACTION_KINDS]),
});

export const explanation: fc.Arbitrary<Explanation> = fc.record({
  resourceId: id,
  episodes: fc.array(
    fc.record({
      title: anyText,
      outcome: anyText,
      isOver: fc.boolean(),
      steps: fc.array(explainedStep, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  evictedRevision: uint64,
  phases,
}, { requiredKeys: ["resourceId", "episodes", "evictedRevision"] });
