/** The store of records and history: the local journal. */
import type { EventType, StateEvent } from "../state/events.ts";
import type { Lineage } from "../state/lineage.ts";
import type { ServiceRecord } from "../state/record.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** What turned out to be otherwise than it is stored: applied before the rest of the batch. */
export interface Amendment {
  /** The history ends here: events after it never came to be, and are removed. */
  readonly cutTo?: bigint;
  /** Events up to the revision may be missing: of the service, or of any where none is named. */
  readonly lost?: readonly LostEvents[];
  readonly lineage?: Lineage;
}

export interface LostEvents {
  readonly resourceId?: ResourceId;
  readonly upTo: bigint;
}

/** One step of history: the changes, and the events that explain them. Written together or not at all. */
export interface CommitBatch {
  /** Revision after this commit: that of its last event. */
  readonly revision: bigint;
  /** Term of the commit; never decreases. */
  readonly term: bigint;
  /** Complete new records. */
  readonly records: readonly ServiceRecord[];
  /** After a crash the next run continues after this revision: revisions up to it may have been published without being stored. */
  readonly reserved?: bigint;
  /** Services that ended; their events are kept until the ring overwrites them. */
  readonly removed: readonly ResourceId[];
  /** In order of revision. */
  readonly events: readonly StateEvent[];
  readonly amendment?: Amendment;
  /** With several instances: all of them have everything up to here. */
  readonly confirmed?: bigint;
}

export interface StoredState {
  readonly revision: bigint;
  /** Term of the newest commit; 1 before the first. */
  readonly term: bigint;
  /** `reserved` of the newest commit that had one; 0 = none. */
  readonly reserved: bigint;
  readonly records: readonly ServiceRecord[];
  /** Default: none is stored. */
  readonly lineage?: Lineage;
  /** `confirmed` of the newest commit that had one. Default: none had. */
  readonly confirmed?: bigint;
}

export interface EventQuery {
  /** Not set = all services. */
  readonly resourceId?: ResourceId;
  readonly afterRevision: bigint;
  /** Upper bound, inclusive; not set = the newest. */
  readonly upToRevision?: bigint;
  readonly eventTypes?: readonly EventType[];
  readonly limit: number;
  /** Which events to return when there are more than `limit`; the result is in order of revision either way. */
  readonly which: "oldest" | "newest";
}

export interface EventPage {
  readonly events: readonly StateEvent[];
  /** Events of the query up to this revision may have been overwritten; 0 = none. */
  readonly evictedRevision: bigint;
}

/** The local journal. One owner, one order; calls do not overlap. */
export interface StorePort {
  /** Loads everything that is stored; called once, at start. */
  load(): StoredState;
  /** Appends; survives a crash of this process at once and a power cut after the next `flush`. Throws when it cannot. */
  commit(batch: CommitBatch): void;
  /** Resolves when all that was committed before the call survives a power cut. */
  flush(): Promise<void>;
  readEvents(query: EventQuery): EventPage;
  /** Bytes written to the disk since the start, as far as is known. */
  writtenBytes(): number;
}
