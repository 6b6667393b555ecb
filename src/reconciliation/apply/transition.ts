/** A step of the state machine, as a changed service and the event that explains it. */
import type { EventDraft } from "../../state/event_model.ts";
import { type EventSource, processEvent, type TransitionEvent, type Value } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";

export interface TransitionStep {
  readonly service: ServiceState;
  /** Not set when the phase stays as it is. */
  readonly draft: EventDraft | undefined;
}

export interface TransitionOptions {
  readonly wallMs: number;
  /** The sentence that people read. */
  readonly reason: string;
  readonly source: EventSource;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Applies an event that the caller knows to be legal: a rejected one is a bug of the caller, and thrown. */
export function takeTransition(
  service: ServiceState,
  eventType: TransitionEvent,
  { wallMs, reason, source, metadata }: TransitionOptions,
): TransitionStep {
  const draft = { eventType, changes: [], source, metadata: { ...metadata, reason } };
  const result = processEvent(service, {
    ...draft,
    resourceId: service.metadata.id,
    timestampMs: wallMs,
    revision: 0n,
    clockSynchronised: false,
  });
  switch (result.kind) {
    case "applied":
      return { service: result.service, draft: { ...draft, changes: result.changes } };
    case "unchanged":
    case "recorded":
      return { service, draft: undefined };
    case "removed":
      return { service, draft };
    case "rejected":
      throw new Error(
        `${eventType} of ${service.metadata.id} is illegal in ${service.status.state}: ${result.message}`,
      );
  }
}

/** A record that changes no phase. */
export function recordDraft(
  eventType: EventDraft["eventType"],
  source: EventSource,
  options: {
    readonly metadata: Readonly<Record<string, string>>;
    readonly changes?: EventDraft["changes"];
  },
): EventDraft {
  return { eventType, source, metadata: options.metadata, changes: options.changes ?? [] };
}

/** One changed field, or nothing where it did not change. */
export function fieldChange(field: string, oldValue: Value, newValue: Value): EventDraft["changes"] {
  return oldValue === newValue ? [] : [{ field, oldValue, newValue }];
}
