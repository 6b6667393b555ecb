/**
 * State change events: what one does to a service, and which ones a subscriber asks for (seed `state/events.rs`).
 *
 * Owns the pure step from service and event to the changed service. Revisions are given, and service and event stored
 * together, by whoever commits.
 *
 * I1  `processEvent` is a function of its arguments; it changes neither.
 * I2  Only a transition event changes the phase, and only the way the machine's table says.
 */
import { type FieldChange, type StateEvent } from "./event_model.ts";
import {
  describeRejection,
  isTransitionEvent,
  newStateMachine,
  type RejectReason,
  tryTransition,
} from "./machine.ts";
import { type ServiceState, type ServiceStateType, updateServiceStatus } from "./model.ts";
import { type ResourceId, splitResourceId } from "./resource_id.ts";

export * from "./event_model.ts";

/** What became of an event. */
export type ProcessingResult =
  /** The service after it, and what changed in it. */
  | { readonly kind: "applied"; readonly service: ServiceState; readonly changes: readonly FieldChange[] }
  /** It is where the event leads already; nothing changed. */
  | { readonly kind: "unchanged"; readonly service: ServiceState }
  /** The resource ends. */
  | { readonly kind: "removed"; readonly from: ServiceStateType }
  /** A record: worth keeping, changes no phase. */
  | { readonly kind: "recorded"; readonly service: ServiceState }
  | {
    readonly kind: "rejected";
    readonly reason: RejectReason | "OtherResource";
    /** A sentence for people. */
    readonly message: string;
  };

/**
 * Process state change event: the service after it.
 *
 * The reason of the change is `event.metadata.reason`, else the name of the event. The revision of the service follows
 * that of the event where it has one already (a replay).
 */
export function processEvent(service: ServiceState, event: StateEvent): ProcessingResult {
  const { id } = service.metadata;
  if (event.resourceId !== id) {
    return {
      kind: "rejected",
      reason: "OtherResource",
      message: `The event is of ${event.resourceId}, not of ${id}`,
    };
  }
  if (!isTransitionEvent(event.eventType)) return { kind: "recorded", service };
  const machine = newStateMachine(id, { state: service.status.state });
  const result = tryTransition(machine, event);
  switch (result.kind) {
    case "unchanged":
      return { kind: "unchanged", service };
    case "removed":
      return result;
    case "rejected":
      return { kind: "rejected", reason: result.reason, message: describeRejection(result) };
    case "applied":
      return moved(service, event, result.to);
  }
}

function moved(service: ServiceState, event: StateEvent, state: ServiceStateType): ProcessingResult {
  const { metadata, status } = service;
  const lastReason = event.metadata["reason"] ?? event.eventType;
  const changes: FieldChange[] = [{ field: "status.state", oldValue: status.state, newValue: state }];
  if (lastReason !== status.lastReason) {
    changes.push({ field: "status.lastReason", oldValue: status.lastReason, newValue: lastReason });
  }
  const updatedAtMs = event.timestampMs;
  const revision = event.revision > 0n ? event.revision : metadata.revision;
  const next = { ...status, state, lastReason, stateSinceMs: updatedAtMs };
  return {
    kind: "applied",
    service: { ...updateServiceStatus(service, next), metadata: { ...metadata, updatedAtMs, revision } },
    changes,
  };
}

/** Which events are asked for. What is not set does not restrict; an empty list lets nothing pass. */
export interface EventFilter {
  readonly resourceIds?: readonly ResourceId[];
  readonly namespaces?: readonly string[];
  readonly eventTypes?: readonly StateEvent["eventType"][];
  /** Only newer ones; events without a revision (0) never are. */
  readonly afterRevision?: bigint;
  /** Only up to this one, inclusive. */
  readonly upToRevision?: bigint;
  /** Only that many; 0 = none. */
  readonly limit?: number;
  /** Which ones where there are more than `limit`. Default "newest". */
  readonly which?: "oldest" | "newest";
}

/** Filter events by criteria; the order stays as it was. */
export function filterEvents(events: readonly StateEvent[], criteria: EventFilter): StateEvent[] {
  const { resourceIds, namespaces, eventTypes, afterRevision, upToRevision, limit, which } = criteria;
  const found = events.filter(({ resourceId, eventType, revision }) =>
    (resourceIds === undefined || resourceIds.includes(resourceId)) &&
    (namespaces === undefined || namespaces.includes(splitResourceId(resourceId).namespace)) &&
    (eventTypes === undefined || eventTypes.includes(eventType)) &&
    (afterRevision === undefined || revision > afterRevision) &&
    (upToRevision === undefined || revision <= upToRevision)
  );
  if (limit === undefined) return found;
  return which === "oldest" ? found.slice(0, limit) : found.slice(Math.max(0, found.length - limit));
}
