/** The State Manager as the commands see it: in the words of the domain, without gRPC. */
import type { ServiceFilter, SpecChange, SpecChangeOutcome } from "../manager/api.ts";
import type { EventPage, EventQuery } from "../ports.ts";
import type { StateEvent } from "../state/events.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** Services at one revision, in order of name. */
export interface ServiceList {
  readonly services: readonly ServiceState[];
  readonly revision: bigint;
}

/** Where a subscription starts: with everything as it is, or after what the reader knows already. */
export type FollowStart = { readonly kind: "snapshot" } | {
  readonly kind: "after";
  readonly revision: bigint;
};

/** One message of a subscription. `revision` is the cursor to resume from; 0 inside a snapshot. */
export type FollowMessage =
  | { readonly kind: "snapshot"; readonly service: ServiceState; readonly revision: bigint }
  | { readonly kind: "snapshot-complete"; readonly revision: bigint }
  | {
    readonly kind: "change";
    readonly event: StateEvent;
    /** Not set = it was removed. */
    readonly service?: ServiceState;
    readonly revision: bigint;
  }
  /** Changes were lost; a snapshot follows. */
  | { readonly kind: "gap"; readonly reason: string; readonly revision: bigint }
  | { readonly kind: "heartbeat"; readonly revision: bigint };

/** Calls reject with a CliError. */
export interface CliClient extends AsyncDisposable {
  listServices(filter: ServiceFilter, signal: AbortSignal): Promise<ServiceList>;
  /** Undefined = there is no such service. */
  findService(id: ResourceId, signal: AbortSignal): Promise<ServiceState | undefined>;
  updateState(change: SpecChange, signal: AbortSignal): Promise<SpecChangeOutcome>;
  readHistory(query: EventQuery, signal: AbortSignal): Promise<EventPage>;
  /** Ends without an error only when `signal` aborts or the manager ends the stream. */
  follow(
    request: { readonly filter: ServiceFilter; readonly start: FollowStart },
    signal: AbortSignal,
  ): AsyncIterable<FollowMessage>;
}
