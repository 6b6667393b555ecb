/**
 * What an instance does when it has become the one that writes: compares what it knows with what etcd holds, takes over what is newer
 * there, and finds out what is to be written.
 *
 * I1: order is (term, revision). Among several instances etcd is right as long as it has not gone back in time: what a leader recorded
 *     and the others never saw was not promised to anybody.
 * I2: before anything is done, records and events are taken over as they were recorded; while something is done already, as a change.
 */
import { messageOf } from "../../kit/errors.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { adoptedStep, byRevision } from "../share/adopted.ts";
import { readable, readEvent } from "../share/documents.ts";
import type { Keys } from "../share/keys.ts";
import type { CallOptions, EtcdFailure, EtcdKv } from "../client/kv.ts";
import type { Mandate } from "./leadership.ts";
import { forEachEntry, listState } from "../share/listing.ts";
import { type Merged, mergeService, newer, type Wish } from "../share/merge.ts";
import type { Reached } from "./reached.ts";
import type { Replica } from "../share/replica.ts";

export interface JoinOptions {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly log: Log;
  readonly manager: SharingApi;
  readonly isHa: boolean;
  /** Whether services are worked on already. */
  readonly isActing: boolean;
  /** How far etcd was before; default: not known. */
  readonly reached?: Reached;
  readonly call: CallOptions;
}

export interface Joined {
  /** Up to where etcd has everything. */
  readonly cursor: bigint;
  readonly replicas: ReadonlyMap<ResourceId, Replica>;
  readonly toWrite: readonly ResourceId[];
  readonly wishes: readonly (readonly [ResourceId, Wish])[];
}

/** Events of the rings that are taken over at most. */
const MAX_EVENTS = 20_000;
/** Up to so many services, their rings are read one by one. */
const FEW = 64;

/** Everything but the last step: nothing is written to etcd, and no wish is granted yet. */
export async function join(mandate: Mandate, options: JoinOptions): Promise<Joined | EtcdFailure> {
  const { kv, keys, manager, call } = options;
  const context = { record: (id: ResourceId) => manager.record(id), hasEnded: hasEnded(manager) };
  const compared: Merged[] = [];
  const listed = await listState(
    { kv, keys, call },
    (shared) => compared.push(mergeService(shared, context)),
  );
  if (listed.kind === "failed") return listed.failure;
  const schema = listed.value;
  const cursor = schema?.revision ?? 0n;
  const isBack = options.reached?.isBehind(cursor) ?? false;
  const isRight = options.isHa && cursor > 0n && mandate.termBefore >= manager.term() && !isBack;
  const merged = isRight ? compared.map((one) => asInEtcd(one, manager)) : compared;
  const ids = new Set(merged.map(({ id }) => id));
  const missing = [...manager.records()].map(({ service }) => service.metadata.id).filter((id) =>
    !ids.has(id)
  );
  const failure = options.isActing
    ? takeWhileActing(merged, mandate, { manager, cursor })
    : await takeBefore(merged, isRight ? missing : [], options);
  if (failure !== undefined) return failure;
  manager.beginTerm(mandate.term, cursor);
  return {
    // An empty etcd gets the states; what an instance began to share and was kept from is shared with its events.
    cursor: cursor === 0n && mandate.termBefore === 0n ? manager.revision() : cursor,
    replicas: new Map(merged.map(({ id, replica }) => [id, replica])),
    toWrite: [
      ...merged.filter(({ isToWrite }) => isToWrite).map(({ id }) => id),
      ...(isRight ? [] : missing),
    ],
    wishes: merged.flatMap(({ id, wish }) => wish === undefined ? [] : [[id, wish] as const]),
  };
}

/** Whether the journal tells of the end of a service after that revision, or no longer tells. */
function hasEnded(manager: SharingApi): (id: ResourceId, revision: bigint) => boolean {
  return (resourceId, revision) => {
    const page = manager.readHistory({ resourceId, afterRevision: revision, limit: 1, which: "newest" });
    return page.events[0]?.eventType === "Terminated" ||
      (page.events.length === 0 && page.evictedRevision > revision);
  };
}

/** I1. */
function asInEtcd(merged: Merged, manager: SharingApi): Merged {
  const { written } = merged.replica;
  const local = manager.record(merged.id);
  if (written === undefined || local === undefined || newer(local, written) !== "local") return merged;
  return { ...merged, take: written, isToWrite: false };
}

/** I2, first half. */
async function takeBefore(
  merged: readonly Merged[],
  gone: readonly ResourceId[],
  options: JoinOptions,
): Promise<EtcdFailure | undefined> {
  const { manager, log } = options;
  const records = merged.flatMap(({ take }) => take ?? []);
  if (records.length === 0 && gone.length === 0) return undefined;
  const before = manager.revision();
  const newest = records.filter(({ service }) => service.metadata.revision > before);
  const events = await readRings(newest, before, options);
  if (!Array.isArray(events)) return events;
  manager.adopt(adoptedStep({ records, removed: gone, events }));
  log.info("Taken over from etcd", { services: records.length, ended: gone.length, events: events.length });
  return undefined;
}

/** I2, second half. */
function takeWhileActing(
  merged: readonly Merged[],
  mandate: Mandate,
  { manager, cursor }: { readonly manager: SharingApi; readonly cursor: bigint },
): undefined {
  const ownTerm = manager.term();
  manager.beginTerm(mandate.term, cursor);
  for (const { id, take } of merged) {
    if (take === undefined) continue;
    const own = manager.record(id);
    manager.takeOver(take, "Etcd has a newer record than the journal");
    if (own === undefined || own.term !== ownTerm) continue;
    // Accepted by this run, whose journal did not know what etcd knew: it is the newer wish all the same.
    const { spec, metadata } = own.service;
    const change = { resourceId: id, spec, labels: metadata.labels, expectedGeneration: 0n };
    try {
      manager.acceptDesired({ ...change, reason: "It was accepted while etcd was away" });
    } catch (error) {
      manager.refuseDesired(id, messageOf(error));
    }
  }
  return undefined;
}

/** The events that explain what is taken over, in order; the newest ones where there are too many. */
async function readRings(
  records: readonly ServiceRecord[],
  after: bigint,
  { kv, keys, call }: JoinOptions,
): Promise<StateEvent[] | EtcdFailure> {
  const events: StateEvent[] = [];
  const ids = new Set(records.map(({ service }) => service.metadata.id));
  const prefixes = ids.size === 0
    ? []
    : ids.size <= FEW
    ? [...ids].map((id) => keys.events(id))
    : [keys.allEvents];
  for (const key of prefixes) {
    const failed = await forEachEntry(kv, { key, isPrefix: true }, ({ value }) => {
      const event = readable(readEvent, { value });
      if (event === undefined || event.revision <= after || !ids.has(event.resourceId)) return;
      events.push(event);
      if (events.length >= 2 * MAX_EVENTS) keepNewest(events);
    }, call);
    if (failed !== undefined) return failed.failure;
  }
  keepNewest(events);
  return events;
}

function keepNewest(events: StateEvent[]): void {
  events.sort(byRevision);
  events.splice(0, Math.max(0, events.length - MAX_EVENTS));
}
