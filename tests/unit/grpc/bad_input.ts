/** The tests of bad input: a valid message, and rows of bad values with the path that the error has to name. */
import assert from "node:assert/strict";
import { StateManagerError } from "../../../src/kit/errors.ts";
import type { Method } from "../../../src/grpc/wire/methods.ts";

export type Json = { [key: string]: unknown };

/** A field by its path in the decoded message, a bad value for it, and the path that the error has to name. */
export type Row = readonly [path: string, bad: unknown, field: string];

export interface Case {
  readonly name: string;
  /** A valid message, as it comes out of the decoder. */
  readonly valid: () => Json;
  readonly read: (wire: never) => unknown;
  readonly rows: readonly Row[];
}

export function request<Q>(
  method: { requestSerialize(v: Q): Uint8Array; requestDeserialize(b: never): unknown },
  value: Q,
): () => Json {
  return () => method.requestDeserialize(method.requestSerialize(value) as never) as Json;
}

export function response<R>(
  method: { responseSerialize(v: R): Uint8Array } & Method<never, unknown>,
  value: R,
): () => Json {
  return () => method.responseDeserialize(method.responseSerialize(value)) as Json;
}

export function set(message: Json, path: string, value: unknown): Json {
  const copy = structuredClone(message);
  const steps = path.split(".");
  let at: Json = copy;
  for (const step of steps.slice(0, -1)) at = at[step] as Json;
  const last = steps.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

export const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
export const entries = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v"]));
export const ID = { namespace: "a", name: "b" };
/** What a message could hold, and the journal could not. */
export const OVER = "9223372036854775808";

/** The rows of a resource id at `path`, named `field`. */
export function idRows(path: string, field: string): Row[] {
  return [
    [path, null, field],
    [`${path}.namespace`, "", `${field}.namespace`],
    [`${path}.namespace`, "Vehicle", `${field}.namespace`],
    [`${path}.name`, "a".repeat(64), `${field}.name`],
    [`${path}.name`, "../etc", `${field}.name`],
    [`${path}.name`, "a/b", `${field}.name`],
    [`${path}.name`, "-a", `${field}.name`],
  ];
}

export const timeRows = (path: string, field: string): Row[] => [
  [path, "-1", field],
  [path, "8640000000000001", field],
  [path, "1e3", field],
];
export const uint64Rows = (
  path: string,
  field: string,
): Row[] => [[path, OVER, field], [path, "-1", field], [path, "", field]];

export function specRows(path: string, field: string): Row[] {
  const strategy = {
    issueType: "ISSUE_TYPE_CRASH",
    maxRetryCount: 1,
    backoffDelayMs: 1,
    escalationThreshold: 1,
    actions: ["RECOVERY_ACTION_NOTIFY"],
  };
  const dependency = { resourceId: ID, condition: "DEPENDENCY_CONDITION_RUNNING" };
  return [
    [`${path}.replicas`, 1_001, `${field}.replicas`],
    [`${path}.replicas`, -1, `${field}.replicas`],
    [`${path}.version`, "", `${field}.version`],
    [`${path}.version`, "v".repeat(129), `${field}.version`],
    [`${path}.version`, "1\u0007", `${field}.version`],
    [`${path}.resources.cpuMillis`, 1_024_001, `${field}.resources.cpu_millis`],
    [`${path}.resources.memoryBytes`, "9007199254740993", `${field}.resources.memory_bytes`],
    [`${path}.config`, entries(257), `${field}.config`],
    [`${path}.config`, { "": "x" }, `${field}.config[""]`],
    [`${path}.config`, { "a\nb": "x" }, `${field}.config["a\\nb"]`],
    [
      `${path}.config`,
      { ["k".repeat(254)]: "x" },
      `${field}.config["${"k".repeat(64)}"... (254 characters)]`,
    ],
    [`${path}.config`, { key: "ä".repeat(2_049) }, `${field}.config["key"]`],
    [`${path}.config`, { key: "\ud800" }, `${field}.config["key"]`],
    [`${path}.config`, Object.fromEntries([["__proto__", "x"]]), `${field}.config["__proto__"]`],
    [`${path}.dependencies`, many(65, dependency), `${field}.dependencies`],
    [
      `${path}.dependencies`,
      [dependency, { ...dependency, resourceId: null }],
      `${field}.dependencies[1].resource_id`,
    ],
    [
      `${path}.dependencies`,
      [{ ...dependency, resourceId: { namespace: "a", name: "B" } }],
      `${field}.dependencies[0].resource_id.name`,
    ],
    [`${path}.dependencies`, [{ ...dependency, condition: 9 }], `${field}.dependencies[0].condition`],
    [`${path}.state`, "SERVICE_STATE_TYPE_FAILED", `${field}.state`],
    [`${path}.state`, 77, `${field}.state`],
    [`${path}.criticality`, 6, `${field}.criticality`],
    [`${path}.nodes`, many(33, "node-a"), `${field}.nodes`],
    [`${path}.nodes`, ["node-a", "Node"], `${field}.nodes[1]`],
    [`${path}.timeouts.pendingMs`, 99, `${field}.timeouts.pending_ms`],
    [`${path}.timeouts.initializingMs`, 86_400_001, `${field}.timeouts.initializing_ms`],
    [`${path}.timeouts.terminatingMs`, 1, `${field}.timeouts.terminating_ms`],
    [`${path}.recovery`, many(13, strategy), `${field}.recovery`],
    [`${path}.recovery`, [strategy, strategy], `${field}.recovery[1].issue_type`],
    [
      `${path}.recovery`,
      [{ ...strategy, issueType: "ISSUE_TYPE_UNSPECIFIED" }],
      `${field}.recovery[0].issue_type`,
    ],
    [`${path}.recovery`, [{ ...strategy, maxRetryCount: 0 }], `${field}.recovery[0].max_retry_count`],
    [`${path}.recovery`, [{ ...strategy, backoffDelayMs: 300_001 }], `${field}.recovery[0].backoff_delay_ms`],
    [
      `${path}.recovery`,
      [{ ...strategy, escalationThreshold: 101 }],
      `${field}.recovery[0].escalation_threshold`,
    ],
    [`${path}.recovery`, [{ ...strategy, actions: [] }], `${field}.recovery[0].actions`],
    [
      `${path}.recovery`,
      [{ ...strategy, actions: many(8, "RECOVERY_ACTION_NOTIFY") }],
      `${field}.recovery[0].actions`,
    ],
    [`${path}.recovery`, [{ ...strategy, actions: [8] }], `${field}.recovery[0].actions[0]`],
  ];
}

export function statusRows(path: string, field: string): Row[] {
  const condition = {
    type: "CONDITION_TYPE_STABLE",
    status: "CONDITION_STATUS_TRUE",
    reason: "",
    message: "",
    lastTransitionTimeMs: "0",
  };
  const conditionRow = (part: Json, name: string): Row => [
    `${path}.conditions`,
    [{ ...condition, ...part }],
    `${field}.conditions[0].${name}`,
  ];
  return [
    [path, null, field],
    ...uint64Rows(`${path}.observedGeneration`, `${field}.observed_generation`),
    [`${path}.conditions`, many(17, condition), `${field}.conditions`],
    conditionRow({ type: "CONDITION_TYPE_UNSPECIFIED" }, "type"),
    conditionRow({ status: 4 }, "status"),
    conditionRow({ reason: "r".repeat(254) }, "reason"),
    conditionRow({ lastTransitionTimeMs: "-5" }, "last_transition_time_ms"),
    [`${path}.state`, "SERVICE_STATE_TYPE_UNSPECIFIED", `${field}.state`],
    ...timeRows(`${path}.lastReconcileTimeMs`, `${field}.last_reconcile_time_ms`),
    [`${path}.node`, "NODE", `${field}.node`],
    [`${path}.effectiveVersion`, "v".repeat(129), `${field}.effective_version`],
    [`${path}.lastReason`, "x".repeat(16_385), `${field}.last_reason`],
    ...timeRows(`${path}.stateSinceMs`, `${field}.state_since_ms`),
  ];
}

export function serviceRows(path: string, field: string): Row[] {
  return [
    [path, null, field],
    [`${path}.metadata`, null, `${field}.metadata`],
    ...idRows(`${path}.metadata.id`, `${field}.metadata.id`),
    ...uint64Rows(`${path}.metadata.generation`, `${field}.metadata.generation`),
    ...uint64Rows(`${path}.metadata.revision`, `${field}.metadata.revision`),
    ...timeRows(`${path}.metadata.createdAtMs`, `${field}.metadata.created_at_ms`),
    ...timeRows(`${path}.metadata.updatedAtMs`, `${field}.metadata.updated_at_ms`),
    [`${path}.metadata.labels`, entries(65), `${field}.metadata.labels`],
    [`${path}.spec`, null, `${field}.spec`],
    ...specRows(`${path}.spec`, `${field}.spec`),
    ...statusRows(`${path}.status`, `${field}.status`),
  ];
}

export function nested(depth: number): Json {
  return depth === 0
    ? { kind: "nullValue", nullValue: "NULL_VALUE" }
    : { kind: "listValue", listValue: { values: [nested(depth - 1)] } };
}

export function eventRows(path: string, field: string): Row[] {
  const changes = (newValue: unknown, oldValue: unknown = null) => [{ field: "status", oldValue, newValue }];
  const value = (newValue: unknown, name: string): Row => [
    `${path}.changes`,
    changes(newValue),
    `${field}.changes[0].new_value${name}`,
  ];
  return [
    [path, null, field],
    ...idRows(`${path}.resourceId`, `${field}.resource_id`),
    [`${path}.eventType`, "EVENT_TYPE_UNSPECIFIED", `${field}.event_type`],
    [`${path}.eventType`, 19, `${field}.event_type`],
    ...timeRows(`${path}.timestampMs`, `${field}.timestamp_ms`),
    [`${path}.changes`, many(1_025, { field: "a", oldValue: null, newValue: nested(0) }), `${field}.changes`],
    [`${path}.changes`, [{ field: "", oldValue: null, newValue: nested(0) }], `${field}.changes[0].field`],
    [`${path}.changes`, changes(nested(0), {}), `${field}.changes[0].old_value.kind`],
    value(null, ""),
    value({}, ".kind"),
    value({ kind: "numberValue", numberValue: NaN }, ".number_value"),
    value({ kind: "stringValue", stringValue: "x".repeat(16_385) }, ".string_value"),
    value(nested(33), ".list_value.values[0]".repeat(33)),
    value({ kind: "structValue", structValue: { fields: { a: {} } } }, '.struct_value.fields["a"].kind'),
    [`${path}.source`, "EVENT_SOURCE_UNSPECIFIED", `${field}.source`],
    [`${path}.metadata`, entries(33), `${field}.metadata`],
    ...uint64Rows(`${path}.revision`, `${field}.revision`),
  ];
}

export function filterRows(path: string, field: string): Row[] {
  return [
    [`${path}.namespaces`, many(17, "a"), `${field}.namespaces`],
    [`${path}.namespaces`, ["a", ""], `${field}.namespaces[1]`],
    [`${path}.resourceIds`, many(1_025, ID), `${field}.resource_ids`],
    [`${path}.resourceIds`, [{ namespace: "a", name: "" }], `${field}.resource_ids[0].name`],
    [`${path}.states`, ["SERVICE_STATE_TYPE_UNSPECIFIED"], `${field}.states[0]`],
    [`${path}.states`, many(17, "SERVICE_STATE_TYPE_FAILED"), `${field}.states`],
    [`${path}.nodes`, many(17, "a"), `${field}.nodes`],
    [`${path}.nodes`, [" "], `${field}.nodes[0]`],
  ];
}

/** A test per message. */
export function defineBadInputTests(cases: readonly Case[]): void {
  for (const { name, valid, read, rows } of cases) {
    Deno.test(`${name}: each of ${rows.length} bad values is refused with the path of its field`, () => {
      read(valid() as never);
      for (const [path, bad, field] of rows) {
        const label = `${path} = ${JSON.stringify(bad)?.slice(0, 80)}`;
        assert.throws(() => read(set(valid(), path, bad) as never), (error) => {
          assert.ok(
            error instanceof StateManagerError && error.failure.kind === "invalid",
            `${label}: ${error}`,
          );
          assert.equal(error.failure.field, field, label);
          assert.notEqual(error.failure.accepted, "", label);
          assert.ok(error.message.length < 2_000, label);
          return true;
        }, label);
      }
    });
  }
}
