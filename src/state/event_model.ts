/**
 * What happens to services, as data: the record that explains each change.
 *
 * Owns the words; what they do to a service is `events.ts`. Order is given by `revision` alone; the timestamp is wall time,
 * for people.
 */
import type { ResourceId } from "./resource_id.ts";

/** The nine events of the state machine (design section 3). */
export const TRANSITION_EVENTS = [
  "Start",
  "Ready",
  "Degrade",
  "Fail",
  "Update",
  "Recover",
  "Terminate",
  "Reschedule",
  "Terminated",
] as const;
export type TransitionEvent = typeof TRANSITION_EVENTS[number];

/** Records that change no phase. */
export const RECORD_EVENTS = [
  "SpecChanged",
  "StatusObserved",
  "ConditionChanged",
  "PlanCreated",
  "ActionExecuted",
  "RecoveryAttempted",
  "AlertRaised",
] as const;

export const EVENT_TYPES = [...TRANSITION_EVENTS, ...RECORD_EVENTS] as const;
export type EventType = typeof EVENT_TYPES[number];

export const EVENT_SOURCES = [
  "StateManager",
  "NodeAgent",
  "ActionController",
  "Recovery",
  "Operator",
  "Etcd",
] as const;
export type EventSource = typeof EVENT_SOURCES[number];

/** A JSON value; 64-bit numbers are written as decimal strings. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** Field change information (seed `state/events.rs`). */
export interface FieldChange {
  /** Path inside the resource, for example `status.state`. */
  readonly field: string;
  /** Not set = there was none. */
  readonly oldValue?: Value;
  readonly newValue: Value;
}

/** State change event (seed `state/events.rs`). */
export interface StateEvent {
  readonly resourceId: ResourceId;
  readonly eventType: EventType;
  /** Wall time, milliseconds since 1970. */
  readonly timestampMs: number;
  readonly changes: readonly FieldChange[];
  readonly source: EventSource;
  /** Short facts by name: reason, planId, actionId, issue, node and others. */
  readonly metadata: Readonly<Record<string, string>>;
  /** 0 until it is committed; then its place in the one order of everything recorded. */
  readonly revision: bigint;
  readonly clockSynchronised: boolean;
}

/** An event before it has its place in history. */
export type EventDraft = Omit<StateEvent, "resourceId" | "revision" | "timestampMs" | "clockSynchronised">;
