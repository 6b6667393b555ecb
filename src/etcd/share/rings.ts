/**
 * Reads the position of a service's ring from the ring itself: for a service whose status is missing or cannot be read (it ended and was
 * created again, or another component overwrote it). Continuing at slot 0 would overwrite newer events and keep older ones.
 */
import type { ResourceId } from "../../state/resource_id.ts";
import { attempt, readEvent, type RingPosition } from "./documents.ts";
import type { Keys } from "./keys.ts";
import type { CallOptions, EtcdFailure, EtcdKv } from "../client/kv.ts";
import { forEachEntry } from "../client/pages.ts";
import { NO_REPLICA } from "./replica.ts";

/** The position after the newest event; without events, the beginning. */
export async function readRingPosition(
  { kv, keys, call }: { readonly kv: EtcdKv; readonly keys: Keys; readonly call: CallOptions },
  id: ResourceId,
): Promise<RingPosition | EtcdFailure> {
  let position = NO_REPLICA.ring;
  const failed = await forEachEntry(kv, { key: keys.events(id), isPrefix: true }, (entry) => {
    const key = keys.parse(entry.key);
    const event = attempt(readEvent, entry.value);
    if (key?.kind !== "event" || event instanceof Error || event.revision <= position.revision) return;
    position = { sequence: key.slot + 1, revision: event.revision };
  }, call);
  return failed?.failure ?? position;
}
