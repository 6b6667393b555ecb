/** The shape of what comes into a manager, as strict decoders for the lines of a recording. */
import { ALERT_REASONS, type AlertDraft } from "../state/alert.ts";
import type { AdoptedStep, Leadership, SpecChange } from "../manager/serve/api.ts";
import type { RecoveryRequest } from "../state/issue.ts";
import type { ManagerSettings } from "../manager/core/settings.ts";
import type { ActionResult } from "../state/action.ts";
import type { TermRefusal } from "../state/fence.ts";
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
} from "../records/decoder.ts";
import { lineage, serviceRecord, spec, stateEvent } from "../records/shapes.ts";
import type { LostEvents } from "../ports/store.ts";
import { ISSUE_TYPES, RECOVERY_ACTIONS, type RecoveryStrategy } from "../state/issue.ts";
import { type StateDiff, STATUS_REASONS } from "../state/diff.ts";
import { EVENT_SOURCES } from "../state/event_model.ts";
import { FALLBACKS, SERVICE_STATES } from "../state/model.ts";
import { parseResourceId, type ResourceId } from "../state/resource_id.ts";

export function resourceId(value: unknown, path: string): ResourceId {
  try {
    return parseResourceId(string(value, path), path);
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError(path, "a resource id", { cause: error });
  }
}

const texts = record(string);

export const stateDiff: Decoder<StateDiff> = object<StateDiff>({
  resourceId,
  existenceDiff: optional(object<NonNullable<StateDiff["existenceDiff"]>>({
    desiredExists: boolean,
    actualExists: boolean,
  })),
  scaleDiff: optional(object<NonNullable<StateDiff["scaleDiff"]>>({
    desiredReplicas: integer,
    actualReplicas: integer,
  })),
  versionDiff: optional(object<NonNullable<StateDiff["versionDiff"]>>({
    desiredVersion: string,
    actualVersion: string,
  })),
  configDiff: optional(object<NonNullable<StateDiff["configDiff"]>>({ desired: texts, actual: texts })),
  statusDiff: optional(object<NonNullable<StateDiff["statusDiff"]>>({
    desiredState: oneOf(SERVICE_STATES),
    actualState: oneOf(SERVICE_STATES),
    reason: oneOf(STATUS_REASONS),
    message: string,
    exitCode: optional(integer),
  })),
  node: string,
  sequence: wide64,
  observedGeneration: wide64,
  observedAtMs: number,
  actual: object<StateDiff["actual"]>({ replicas: integer, availableReplicas: integer, version: string }),
  isCritical: boolean,
});

/** What a node counts may fill 64 bits; what is kept here is signed and does not. */
export function wide64(value: unknown, path: string): bigint {
  if (typeof value !== "string" || !/^\d{1,20}$/.test(value)) throw new DecodeError(path, "decimal text");
  return BigInt(value);
}

export const termRefusal: Decoder<TermRefusal> = object<TermRefusal>({
  sent: wide64,
  highest: optional(wide64),
  heardMsAgo: optional(number),
  message: string,
});

type Result<K extends ActionResult["kind"]> = Extract<ActionResult, { readonly kind: K }>;

export const actionResult: Decoder<ActionResult> = union<ActionResult>({
  done: object<Result<"done">>({ kind: literal("done"), wasRepeated: boolean, message: string }),
  failed: object<Result<"failed">>({ kind: literal("failed"), message: string }),
  rejected: object<Result<"rejected">>({ kind: literal("rejected"), message: string }),
  unreachable: object<Result<"unreachable">>({ kind: literal("unreachable"), message: string }),
  "timed-out": object<Result<"timed-out">>({ kind: literal("timed-out"), message: string }),
  unknown: object<Result<"unknown">>({ kind: literal("unknown"), message: string }),
  withheld: object<Result<"withheld">>({ kind: literal("withheld"), message: string }),
  fenced: object<Result<"fenced">>({ kind: literal("fenced"), refusal: termRefusal, message: string }),
});

export const specChange: Decoder<SpecChange> = object<SpecChange>({
  resourceId,
  spec: optional(spec),
  labels: texts,
  expectedGeneration: wide64,
  reason: string,
  source: optional(oneOf(EVENT_SOURCES)),
  by: optional(string),
});

type Request<K extends RecoveryRequest["kind"]> = Extract<RecoveryRequest, { readonly kind: K }>;

export const recoveryRequest: Decoder<RecoveryRequest> = union<RecoveryRequest>({
  recover: object<Request<"recover">>({
    kind: literal("recover"),
    action: oneOf(RECOVERY_ACTIONS),
    reason: string,
    by: optional(string),
  }),
  isolate: object<Request<"isolate">>({
    kind: literal("isolate"),
    reason: string,
    ttlMs: optional(number),
    by: optional(string),
  }),
  release: object<Request<"release">>({ kind: literal("release"), reason: string, by: optional(string) }),
});

export const leadership: Decoder<Leadership> = object<Leadership>({
  role: oneOf(["leader", "standby"]),
  isStale: boolean,
  leader: string,
});

export const adoptedStep: Decoder<AdoptedStep> = object<AdoptedStep>({
  revision: unsigned64,
  term: unsigned64,
  records: array(serviceRecord),
  removed: array(resourceId),
  events: array(stateEvent),
  cutTo: optional(unsigned64),
  lineage: optional(lineage),
  lost: optional(array(object<LostEvents>({ resourceId: optional(resourceId), upTo: unsigned64 }))),
  isComparison: optional(boolean),
  isUntold: optional(boolean),
});

export const alertDraft: Decoder<AlertDraft> = object<AlertDraft>({
  resourceId: optional(resourceId),
  severity: oneOf(["Info", "Warning", "Critical"]),
  reason: oneOf(ALERT_REASONS),
  message: string,
  issueType: optional(oneOf(ISSUE_TYPES)),
  revision: optional(unsigned64),
});

export const managerSettings: Decoder<ManagerSettings> = object<ManagerSettings>({
  maxServices: integer,
  queueCapacity: integer,
  trackerChanges: integer,
  parallel: integer,
  parallelPerNode: integer,
  agingMs: number,
  resyncMs: number,
  verifyTimeoutMs: number,
  actionDeadlineMs: number,
  actionAttempts: integer,
  pendingMs: number,
  initializingMs: number,
  terminatingMs: number,
  unreachableAfterMs: number,
  lostAfterMs: number,
  knownGoodAfterMs: number,
  healthyAfterMs: number,
  backoff: object<ManagerSettings["backoff"]>({ baseMs: number, capMs: number }),
  strategies: partialRecord(
    ISSUE_TYPES,
    object<RecoveryStrategy>({
      maxRetryCount: integer,
      backoffDelayMs: number,
      escalationThreshold: integer,
      actions: array(oneOf(RECOVERY_ACTIONS)),
    }),
  ),
  startBurst: number,
  startsPerSecond: number,
  reactionCriticalMs: number,
  reactionQmMs: number,
  recoveryCriticalMs: number,
  recoveryQmMs: number,
  flap: object<ManagerSettings["flap"]>({
    suppressFrom: number,
    reuseBelow: number,
    halfLifeMs: number,
    maxDampedMs: number,
  }),
  faults: object<ManagerSettings["faults"]>({ confirmAfter: integer, clearAfterCycles: integer }),
  deadlineMs: number,
  fallback: oneOf(FALLBACKS),
  safeStateAfterMs: number,
  writes: optional(object<NonNullable<ManagerSettings["writes"]>>({
    budgetBytesPerDay: number,
    baseMs: number,
    maxMs: number,
  })),
  metricsIntervalMs: number,
});
