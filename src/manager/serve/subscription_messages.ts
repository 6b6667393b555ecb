/** What a subscriber asks for, and what it is sent. */
import type { StateEvent } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ServiceFilter } from "./api.ts";

export type SubscriptionStart =
  | { readonly kind: "snapshot" }
  /** What came after this revision. */
  | {
    readonly kind: "after";
    readonly afterRevision: bigint;
    /** Term of that revision. Not set = not known. */
    readonly afterTerm?: bigint;
  };

/**
 * One message; `revision` and `term` are what the subscriber can resume from once it has dealt with it. Revision 0 inside a snapshot; no
 * term = not known.
 */
export type SubscriptionMessage = { readonly term?: bigint } & SubscriptionPayload;

/** A change of a service. */
export interface ChangeMessage {
  readonly kind: "change";
  readonly event: StateEvent;
  /** As it is after the newest change the manager knew; not set when it was removed. */
  readonly service?: ServiceState;
  readonly revision: bigint;
}

export type SubscriptionPayload =
  | { readonly kind: "snapshot"; readonly service: ServiceState; readonly revision: bigint }
  | { readonly kind: "snapshot-complete"; readonly count: number; readonly revision: bigint }
  | ChangeMessage
  | {
    readonly kind: "gap";
    /** First and last revision that may be missing. */
    readonly fromRevision: bigint;
    readonly toRevision: bigint;
    readonly reason: string;
    readonly revision: bigint;
  }
  | {
    readonly kind: "heartbeat";
    readonly timestampMs: number;
    /** Sent by a standby without contact to the leader. */
    readonly isStale: boolean;
    /** How old what the subscriber knows may be, at most; milliseconds. Not set = not known. */
    readonly stalenessMs?: number;
    readonly revision: bigint;
  };

export interface SubscribeRequest {
  readonly filter: ServiceFilter;
  readonly start: SubscriptionStart;
  /** Silence after which a heartbeat is sent, milliseconds. */
  readonly heartbeatIntervalMs: number;
}
