/**
 * Reads from the rings in etcd what an instance does not know of the history, and finds out what the rings do not hold any more.
 *
 * I1: every event after the given revision, and at or before the revision of etcd that is read, is in the result, or a mark says up to
 *     where events of its service, or of any service, may be missing.
 * I2: the result is bounded: of more than MAX_EVENTS events the newest are kept.
 */
import type { LostEvents } from "../../ports/store.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { CallOptions, EtcdFailure, EtcdKv } from "../client/kv.ts";
import { forEachEntry } from "../client/pages.ts";
import { byRevision } from "./adopted.ts";
import { readable, readEvent, readForgotten, type RingPosition } from "./documents.ts";
import type { Keys } from "./keys.ts";

export interface MissedQuery {
  /** The history is known up to here. */
  readonly after: bigint;
  /** Services that exist in etcd, with the positions of their rings. */
  readonly rings: ReadonlyMap<ResourceId, RingPosition>;
  /** Services that are known here and do not exist in etcd any more. */
  readonly gone: readonly ResourceId[];
  /** State of etcd as of this revision; not set = now. */
  readonly revision?: bigint;
}

export interface Missed {
  /** In order of revision. */
  readonly events: readonly StateEvent[];
  readonly lost: readonly LostEvents[];
}

export const NOTHING_MISSED: Missed = { events: [], lost: [] };

/** Events that are taken over at most. */
const MAX_EVENTS = 20_000;
/** Up to this many services, their rings are read one by one; beyond it, all rings in one pass. */
const MAX_RINGS_READ_SINGLY = 64;

interface Source {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly call: CallOptions;
}

/** What was found of one ring. */
interface FoundRing {
  events: number;
  oldest: StateEvent;
  /** Slot of the oldest. */
  slot: number;
}

/** I1. */
export async function readMissed(source: Source, query: MissedQuery): Promise<Missed | EtcdFailure> {
  const { kv, keys, call } = source;
  const at = query.revision === undefined ? {} : { revision: query.revision };
  const changed = [...query.rings]
    .filter(([, position]) => position.revision > query.after || !isLocated(position)).map(([id]) => id);
  const ended = await endedRings(source, query);
  if (!(ended instanceof Set)) return ended;
  const wanted = new Set([...changed, ...ended, ...query.gone]);
  const prefixes = wanted.size <= MAX_RINGS_READ_SINGLY
    ? [...wanted].map((id) => keys.events(id))
    : [keys.allEvents];
  const found = new Map<ResourceId, FoundRing>();
  const events: StateEvent[] = [];
  const lost: LostEvents[] = [];
  for (const key of prefixes) {
    const failed = await forEachEntry(kv, { key, isPrefix: true, ...at }, (entry) => {
      const parsed = keys.parse(entry.key);
      const event = readable(readEvent, entry);
      if (parsed?.kind !== "event" || event === undefined || !wanted.has(parsed.id)) return;
      noteRing(found, { id: parsed.id, slot: parsed.slot, event });
      if (event.revision > query.after) events.push(event);
      if (events.length >= 2 * MAX_EVENTS) keepNewest(events, lost);
    }, call);
    if (failed !== undefined) return failed.failure;
  }
  keepNewest(events, lost);
  const forgotten = await kv.range({ key: keys.forgotten, isPrefix: false, ...at }, call);
  if (forgotten.kind === "failed") return forgotten.failure;
  const { revision: upTo } = readable(readForgotten, forgotten.value.entries[0]) ?? { revision: 0n };
  if (upTo > query.after) lost.push({ upTo });
  const left = await kv.range({ key: keys.skipped, isPrefix: false, ...at }, call);
  if (left.kind === "failed") return left.failure;
  const skipped = readable(readForgotten, left.value.entries[0])?.revision ?? 0n;
  if (skipped > query.after) lost.push({ upTo: skipped });
  return { events, lost: [...lost, ...gapsOf(found, { wanted, query })] };
}

/** A status that was written again after somebody had taken it away does not know what the ring holds. */
function isLocated({ sequence }: RingPosition): boolean {
  return sequence > 0;
}

/** Services that have a ring in etcd and no status: they have ended, or somebody destroyed it. */
async function endedRings(
  { kv, keys, call }: Source,
  { rings, revision }: MissedQuery,
): Promise<Set<ResourceId> | EtcdFailure> {
  const ended = new Set<ResourceId>();
  const at = revision === undefined ? {} : { revision };
  const failed = await forEachEntry(
    kv,
    { key: keys.allEvents, isPrefix: true, isKeysOnly: true, ...at },
    ({ key }) => {
      const parsed = keys.parse(key);
      if (parsed?.kind === "event" && !rings.has(parsed.id)) ended.add(parsed.id);
    },
    call,
  );
  return failed?.failure ?? ended;
}

function noteRing(
  found: Map<ResourceId, FoundRing>,
  { id, slot, event }: { readonly id: ResourceId; readonly slot: number; readonly event: StateEvent },
): void {
  const ring = found.get(id);
  if (ring === undefined) return void found.set(id, { events: 1, oldest: event, slot });
  ring.events += 1;
  if (event.revision >= ring.oldest.revision) return;
  ring.oldest = event;
  ring.slot = slot;
}

/** Up to where the rings have overwritten what is not known here. */
function gapsOf(
  found: ReadonlyMap<ResourceId, FoundRing>,
  { wanted, query }: { readonly wanted: ReadonlySet<ResourceId>; readonly query: MissedQuery },
): readonly LostEvents[] {
  return [...wanted].flatMap((resourceId): LostEvents[] => {
    const ring = found.get(resourceId);
    const position = query.rings.get(resourceId);
    if (ring === undefined) {
      // Its end is not known, or nothing of it was written.
      const upTo = position?.revision ?? query.after + 1n;
      return upTo > query.after ? [{ resourceId, upTo }] : [];
    }
    // A ring may begin in the middle of a service's life: etcd was set up later.
    const isFromBegin = position !== undefined && isLocated(position)
      ? ring.events >= position.sequence
      : ring.slot === 0;
    const isWhole = isFromBegin && isFirst(ring.oldest);
    const upTo = ring.oldest.revision - 1n;
    return isWhole || upTo <= query.after ? [] : [{ resourceId, upTo }];
  });
}

/** The first event of every service is its first spec. */
function isFirst({ eventType, metadata }: StateEvent): boolean {
  return eventType === "SpecChanged" && metadata["generation"] === "1";
}

/** I2. */
function keepNewest(events: StateEvent[], lost: LostEvents[]): void {
  events.sort(byRevision);
  const dropped = events.splice(0, Math.max(0, events.length - MAX_EVENTS)).at(-1);
  if (dropped !== undefined) lost.push({ upTo: dropped.revision });
}
