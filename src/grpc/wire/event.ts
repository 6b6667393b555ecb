/** Events: `piccolo.common.v1.StateEvent`, with JSON values as `google.protobuf.Value`. */
import { assertNever, invalid } from "../../kit/errors.ts";
import type { EventSource, EventType, FieldChange, StateEvent, Value } from "../../state/events.ts";
import type { Value as WireValue, Value__Output } from "../gen/google/protobuf/Value.ts";
import type { EventSource__Output as WireEventSource } from "../gen/piccolo/common/v1/EventSource.ts";
import type { EventType__Output as WireEventType } from "../gen/piccolo/common/v1/EventType.ts";
import type { FieldChange__Output } from "../gen/piccolo/common/v1/FieldChange.ts";
import type {
  StateEvent as WireStateEvent,
  StateEvent__Output,
} from "../gen/piccolo/common/v1/StateEvent.ts";
import {
  at,
  bigInteger,
  finite,
  list,
  missingOneof,
  quoted,
  required,
  text,
  textMap,
  timeMs,
} from "../../records/checks.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import * as limits from "./limits.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";

export const EVENT_TYPE: EnumCodec<EventType, WireEventType> = enumCodec<EventType, WireEventType>(
  {
    Start: "EVENT_TYPE_START",
    Ready: "EVENT_TYPE_READY",
    Degrade: "EVENT_TYPE_DEGRADE",
    Fail: "EVENT_TYPE_FAIL",
    Update: "EVENT_TYPE_UPDATE",
    Recover: "EVENT_TYPE_RECOVER",
    Terminate: "EVENT_TYPE_TERMINATE",
    Reschedule: "EVENT_TYPE_RESCHEDULE",
    Terminated: "EVENT_TYPE_TERMINATED",
    SpecChanged: "EVENT_TYPE_SPEC_CHANGED",
    StatusObserved: "EVENT_TYPE_STATUS_OBSERVED",
    ConditionChanged: "EVENT_TYPE_CONDITION_CHANGED",
    PlanCreated: "EVENT_TYPE_PLAN_CREATED",
    ActionExecuted: "EVENT_TYPE_ACTION_EXECUTED",
    RecoveryAttempted: "EVENT_TYPE_RECOVERY_ATTEMPTED",
    AlertRaised: "EVENT_TYPE_ALERT_RAISED",
  },
  {
    EVENT_TYPE_UNSPECIFIED: undefined,
    EVENT_TYPE_START: "Start",
    EVENT_TYPE_READY: "Ready",
    EVENT_TYPE_DEGRADE: "Degrade",
    EVENT_TYPE_FAIL: "Fail",
    EVENT_TYPE_UPDATE: "Update",
    EVENT_TYPE_RECOVER: "Recover",
    EVENT_TYPE_TERMINATE: "Terminate",
    EVENT_TYPE_RESCHEDULE: "Reschedule",
    EVENT_TYPE_TERMINATED: "Terminated",
    EVENT_TYPE_SPEC_CHANGED: "SpecChanged",
    EVENT_TYPE_STATUS_OBSERVED: "StatusObserved",
    EVENT_TYPE_CONDITION_CHANGED: "ConditionChanged",
    EVENT_TYPE_PLAN_CREATED: "PlanCreated",
    EVENT_TYPE_ACTION_EXECUTED: "ActionExecuted",
    EVENT_TYPE_RECOVERY_ATTEMPTED: "RecoveryAttempted",
    EVENT_TYPE_ALERT_RAISED: "AlertRaised",
  },
);

export const EVENT_SOURCE: EnumCodec<EventSource, WireEventSource> = enumCodec<EventSource, WireEventSource>(
  {
    StateManager: "EVENT_SOURCE_STATE_MANAGER",
    NodeAgent: "EVENT_SOURCE_NODE_AGENT",
    ActionController: "EVENT_SOURCE_ACTION_CONTROLLER",
    Recovery: "EVENT_SOURCE_RECOVERY",
    Operator: "EVENT_SOURCE_OPERATOR",
    Etcd: "EVENT_SOURCE_ETCD",
  },
  {
    EVENT_SOURCE_UNSPECIFIED: undefined,
    EVENT_SOURCE_STATE_MANAGER: "StateManager",
    EVENT_SOURCE_NODE_AGENT: "NodeAgent",
    EVENT_SOURCE_ACTION_CONTROLLER: "ActionController",
    EVENT_SOURCE_RECOVERY: "Recovery",
    EVENT_SOURCE_OPERATOR: "Operator",
    EVENT_SOURCE_ETCD: "Etcd",
  },
);

export function eventToWire(event: StateEvent): WireStateEvent {
  return {
    resourceId: resourceIdToWire(event.resourceId),
    eventType: EVENT_TYPE.toWire(event.eventType),
    timestampMs: Math.trunc(event.timestampMs).toString(),
    changes: event.changes.map(({ field, oldValue, newValue }) => ({
      field,
      ...(oldValue !== undefined && { oldValue: valueToWire(oldValue) }),
      newValue: valueToWire(newValue),
    })),
    source: EVENT_SOURCE.toWire(event.source),
    metadata: { ...event.metadata },
    revision: event.revision.toString(),
    clockSynchronised: event.clockSynchronised,
  };
}

export function eventFromWire(wire: StateEvent__Output | null | undefined, path: string): StateEvent {
  const event = required(wire, path);
  return {
    resourceId: resourceIdFromWire(event.resourceId, at(path, "resource_id")),
    eventType: EVENT_TYPE.fromWire(event.eventType, at(path, "event_type")),
    timestampMs: timeMs(event.timestampMs, at(path, "timestamp_ms")),
    changes: list(event.changes, at(path, "changes"), {
      max: limits.MAX_FIELD_CHANGES,
      element: changeFromWire,
    }),
    source: EVENT_SOURCE.fromWire(event.source, at(path, "source")),
    metadata: textMap(event.metadata, at(path, "metadata"), limits.EVENT_METADATA),
    revision: bigInteger(event.revision, at(path, "revision")),
    clockSynchronised: event.clockSynchronised,
  };
}

function changeFromWire(wire: FieldChange__Output, path: string): FieldChange {
  return {
    field: text(wire.field, at(path, "field"), limits.FIELD_PATH),
    ...(wire.oldValue !== null && { oldValue: valueFromWire(wire.oldValue, at(path, "old_value")) }),
    newValue: valueFromWire(wire.newValue, at(path, "new_value")),
  };
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function valueToWire(value: Value): WireValue {
  if (value === null) return { nullValue: "NULL_VALUE" };
  switch (typeof value) {
    case "boolean":
      return { boolValue: value };
    case "number":
      return { numberValue: value };
    case "string":
      return { stringValue: value };
    case "object": {
      if (isArray(value)) return { listValue: { values: value.map(valueToWire) } };
      const fields = Object.entries(value).map(([key, field]) => [key, valueToWire(field)] as const);
      return { structValue: { fields: Object.fromEntries(fields) } };
    }
    default:
      return assertNever(value);
  }
}

/** Depth and width are bounded: a value from the wire can neither exhaust the stack nor hide a reserved key. */
export function valueFromWire(wire: Value__Output | null, path: string, depth = 0): Value {
  const value = required(wire, path);
  if (depth > limits.MAX_VALUE_DEPTH) {
    throw invalid(path, "is nested too deeply", `at most ${limits.MAX_VALUE_DEPTH} levels`);
  }
  switch (value.kind) {
    case "nullValue":
      return null;
    case "boolValue":
      return value.boolValue === true;
    case "numberValue":
      return finite(value.numberValue ?? 0, at(path, "number_value"));
    case "stringValue":
      return text(value.stringValue ?? "", at(path, "string_value"), limits.SENTENCE);
    case "listValue":
      return list(value.listValue?.values ?? [], at(path, "list_value.values"), {
        max: limits.MAX_FIELD_CHANGES,
        element: (element, elementPath) => valueFromWire(element, elementPath, depth + 1),
      });
    case "structValue":
      return structFromWire(value.structValue?.fields ?? {}, at(path, "struct_value.fields"), depth);
    default:
      throw missingOneof(path, "kind", ["null_value", "bool_value", "number_value", "string_value", "..."]);
  }
}

function structFromWire(fields: Readonly<Record<string, Value__Output>>, path: string, depth: number): Value {
  const entries = Object.entries(fields);
  if (entries.length > limits.MAX_FIELD_CHANGES) {
    throw invalid(path, `has ${entries.length} entries`, `at most ${limits.MAX_FIELD_CHANGES}`);
  }
  return Object.fromEntries(entries.map(([key, field]) => {
    const fieldPath = `${path}[${quoted(key)}]`;
    if (key === "__proto__") throw invalid(fieldPath, "the key is reserved", "any other key");
    return [key, valueFromWire(field, fieldPath, depth + 1)];
  }));
}
