/** The subscription of `piccolo.statemanager.v1`. */
import { assertNever, invalid } from "../../kit/errors.ts";
import type {
  ChangeMessage,
  SubscriptionMessage,
  SubscriptionPayload,
  SubscriptionStart,
} from "../../manager/serve/subscription.ts";
import type { ServiceFilter } from "../../manager/serve/api.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { Change, Change__Output } from "../gen/piccolo/statemanager/v1/Change.ts";
import type { Gap__Output } from "../gen/piccolo/statemanager/v1/Gap.ts";
import type { StateChangeEvent } from "../gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import type { StateChangeEvent__Output } from "../gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import type { StateSubscriptionRequest } from "../gen/piccolo/statemanager/v1/StateSubscriptionRequest.ts";
import type { StateSubscriptionRequest__Output } from "../gen/piccolo/statemanager/v1/StateSubscriptionRequest.ts";
import { at, bigInteger, integer, list, missingOneof, required, text, timeMs } from "../../records/checks.ts";
import { eventFromWire, eventToWire } from "./event.ts";
import * as limits from "./limits.ts";
import { filterFromWire, filterToWire, stalenessFromWire, stalenessToWire } from "./query.ts";
import { serviceFromWire, serviceToWire } from "./service.ts";

/** The request of a subscriber. */
export interface SubscriptionRequest {
  readonly filter: ServiceFilter;
  readonly start: SubscriptionStart;
  readonly heartbeatIntervalMs: number;
  /** Most changes in one message. Default 1. */
  readonly maxChangesPerMessage?: number;
}

export function subscriptionToWire(request: SubscriptionRequest): StateSubscriptionRequest {
  return {
    filter: filterToWire(request.filter),
    ...(request.start.kind === "snapshot" ? { snapshot: {} } : {
      afterRevision: request.start.afterRevision.toString(),
      afterTerm: (request.start.afterTerm ?? 0n).toString(),
    }),
    heartbeatIntervalMs: request.heartbeatIntervalMs,
    maxChangesPerMessage: request.maxChangesPerMessage ?? 0,
  };
}

function startFromWire(wire: StateSubscriptionRequest__Output): SubscriptionStart {
  const afterTerm = bigInteger(wire.afterTerm, "after_term");
  switch (wire.start) {
    case "snapshot":
      if (afterTerm > 0n) throw invalid("after_term", "is given with snapshot", "only with after_revision");
      return { kind: "snapshot" };
    case "afterRevision": {
      const afterRevision = bigInteger(wire.afterRevision ?? "0", "after_revision");
      return { kind: "after", afterRevision, ...(afterTerm > 0n && { afterTerm }) };
    }
    default:
      throw missingOneof("", "start", ["snapshot", "after_revision"]);
  }
}

export function subscriptionFromWire(wire: StateSubscriptionRequest__Output): SubscriptionRequest {
  const intervalMs = integer(wire.heartbeatIntervalMs, "heartbeat_interval_ms", limits.HEARTBEAT_MS);
  const most = integer(wire.maxChangesPerMessage, "max_changes_per_message", limits.CHANGES_PER_MESSAGE);
  return {
    filter: filterFromWire(wire.filter, "filter"),
    start: startFromWire(wire),
    heartbeatIntervalMs: intervalMs || limits.DEFAULT_HEARTBEAT_MS,
    ...(most > 1 && { maxChangesPerMessage: most }),
  };
}

export function messageToWire(message: SubscriptionMessage): StateChangeEvent {
  return { ...payloadToWire(message), term: (message.term ?? 0n).toString() };
}

function payloadToWire(message: SubscriptionPayload): StateChangeEvent {
  const revision = message.revision.toString();
  switch (message.kind) {
    case "snapshot":
      return { snapshot: serviceToWire(message.service), revision };
    case "snapshot-complete":
      return { snapshotComplete: { count: message.count }, revision };
    case "change": {
      return { change: changeToWire(message), revision };
    }
    case "gap": {
      const { fromRevision, toRevision, reason } = message;
      return {
        gap: { fromRevision: fromRevision.toString(), toRevision: toRevision.toString(), reason },
        revision,
      };
    }
    case "heartbeat":
      return {
        heartbeat: {
          timestampMs: Math.trunc(message.timestampMs).toString(),
          stale: message.isStale,
          stalenessMs: stalenessToWire(message.stalenessMs),
        },
        revision,
      };
    default:
      return assertNever(message);
  }
}

export function changeToWire({ event, service }: ChangeMessage): Change {
  return { event: eventToWire(event), ...(service !== undefined && { service: serviceToWire(service) }) };
}

/** The messages that one of the wire stands for: as many as it has changes, else one. */
export function messagesFromWire(wire: StateChangeEvent__Output): readonly SubscriptionMessage[] {
  if (wire.payload !== "changes") return [messageFromWire(wire)];
  const term = bigInteger(wire.term, "term");
  const { changes } = required(wire.changes, "changes");
  if (changes.length === 0) throw invalid("changes", "is empty", "one change or more");
  return list(changes, "changes.changes", {
    max: limits.CHANGES_PER_MESSAGE.max,
    element: (change, path) => {
      const event = eventFromWire(change.event, at(path, "event"));
      return { ...changeOf(change, event, path), ...(term > 0n && { term }) };
    },
  });
}

export function messageFromWire(wire: StateChangeEvent__Output): SubscriptionMessage {
  const term = bigInteger(wire.term, "term");
  return { ...payloadFromWire(wire), ...(term > 0n && { term }) };
}

function payloadFromWire(wire: StateChangeEvent__Output): SubscriptionPayload {
  const revision = bigInteger(wire.revision, "revision");
  switch (wire.payload) {
    case "snapshot":
      return { kind: "snapshot", service: serviceFromWire(wire.snapshot, "snapshot"), revision };
    case "snapshotComplete": {
      const { count } = required(wire.snapshotComplete, "snapshot_complete");
      return {
        kind: "snapshot-complete",
        count: integer(count, "snapshot_complete.count", limits.COUNT),
        revision,
      };
    }
    case "change": {
      const change = required(wire.change, "change");
      return { ...changeOf(change, eventFromWire(change.event, "change.event"), "change"), revision };
    }
    case "gap":
      return gapFromWire(required(wire.gap, "gap"), revision);
    case "heartbeat": {
      const { timestampMs, stale, stalenessMs } = required(wire.heartbeat, "heartbeat");
      return {
        kind: "heartbeat",
        timestampMs: timeMs(timestampMs, "heartbeat.timestamp_ms"),
        isStale: stale,
        ...stalenessFromWire(stalenessMs, stale),
        revision,
      };
    }
    default:
      throw missingOneof("", "payload", ["snapshot", "snapshot_complete", "change", "gap", "heartbeat"]);
  }
}

function changeOf(wire: Change__Output, event: StateEvent, path: string): ChangeMessage {
  return {
    kind: "change",
    event,
    ...(wire.service !== null && { service: serviceFromWire(wire.service, at(path, "service")) }),
    revision: event.revision,
  };
}

function gapFromWire(wire: Gap__Output, revision: bigint): SubscriptionPayload {
  return {
    kind: "gap",
    fromRevision: bigInteger(wire.fromRevision, at("gap", "from_revision")),
    toRevision: bigInteger(wire.toRevision, at("gap", "to_revision")),
    reason: text(wire.reason, at("gap", "reason"), limits.SENTENCE),
    revision,
  };
}
