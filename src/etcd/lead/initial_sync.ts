/**
 * The initial sync of a new leader: compares the local records with those in etcd, takes over what is newer there, and determines what
 * has to be written.
 *
 * I1: order is (term, revision). With several instances etcd is authoritative unless it was restored to an older state: what a leader
 *     recorded and never replicated was not confirmed to anybody.
 * I2: before this instance acts, records and events are taken over as they were recorded; once it acts, as changes of its own.
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
import { forEachEntry } from "../client/pages.ts";
import type { LeaderTerm } from "./leader_election.ts";
import { listState } from "../share/listing.ts";
import { type DesiredChange, type Merged, mergeService, newer } from "../share/merge.ts";
import type { HighWaterMark } from "./high_water_mark.ts";
import type { Replica } from "../share/replica.ts";

export interface InitialSyncOptions {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly log: Log;
  readonly manager: SharingApi;
  readonly isHa: boolean;
  /** Whether this instance reconciles services already. */
  readonly isActing: boolean;
  /** Default: no earlier cursor is known. */
  readonly highWaterMark?: HighWaterMark;
  readonly call: CallOptions;
}

export interface InitialSync {
  /** Etcd holds everything up to this revision. */
  readonly cursor: bigint;
  readonly replicas: ReadonlyMap<ResourceId, Replica>;
  readonly toWrite: readonly ResourceId[];
  readonly desiredChanges: readonly (readonly [ResourceId, DesiredChange])[];
}

/** Events that are taken over at most. */
const MAX_EVENTS = 20_000;
/** Up to this many services, their rings are read one by one; beyond it, all rings in one pass. */
const MAX_RINGS_READ_SINGLY = 64;

/** Compares and takes over; writes nothing to etcd, and does not apply the desired changes that it found. */
export async function initialSync(
  leaderTerm: LeaderTerm,
  options: InitialSyncOptions,
): Promise<InitialSync | EtcdFailure> {
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
  const hasGoneBack = options.highWaterMark?.isAbove(cursor) ?? false;
  const isEtcdAuthoritative = options.isHa && cursor > 0n && leaderTerm.previousTerm >= manager.term() &&
    !hasGoneBack;
  const merged = isEtcdAuthoritative ? compared.map((one) => asInEtcd(one, manager)) : compared;
  const ids = new Set(merged.map(({ id }) => id));
  const missing = [...manager.records()].map(({ service }) => service.metadata.id).filter((id) =>
    !ids.has(id)
  );
  const failure = options.isActing
    ? takeOverAsChanges(merged, leaderTerm, { manager, cursor })
    : await takeOverAsRecorded(merged, isEtcdAuthoritative ? missing : [], options);
  if (failure !== undefined) return failure;
  manager.beginTerm(leaderTerm.term, cursor);
  return {
    // An empty etcd gets the states alone. Where an earlier replication was interrupted, the events since its cursor follow as well.
    cursor: cursor === 0n && leaderTerm.previousTerm === 0n ? manager.revision() : cursor,
    replicas: new Map(merged.map(({ id, replica }) => [id, replica])),
    toWrite: [
      ...merged.filter(({ isToWrite }) => isToWrite).map(({ id }) => id),
      ...(isEtcdAuthoritative ? [] : missing),
    ],
    desiredChanges: merged.flatMap(({ id, desiredChange }) =>
      desiredChange === undefined ? [] : [[id, desiredChange] as const]
    ),
  };
}

/** Whether the journal records the end of a service after that revision, or has evicted what would tell. */
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
async function takeOverAsRecorded(
  merged: readonly Merged[],
  gone: readonly ResourceId[],
  options: InitialSyncOptions,
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
function takeOverAsChanges(
  merged: readonly Merged[],
  leaderTerm: LeaderTerm,
  { manager, cursor }: { readonly manager: SharingApi; readonly cursor: bigint },
): undefined {
  const ownTerm = manager.term();
  manager.beginTerm(leaderTerm.term, cursor);
  for (const { id, take } of merged) {
    if (take === undefined) continue;
    const own = manager.record(id);
    manager.takeOver(take, "Etcd has a newer record than the journal");
    if (own === undefined || own.term !== ownTerm) continue;
    // This run accepted the spec without knowing etcd's record: it is the newer desired change all the same.
    const { spec, metadata } = own.service;
    const change = { resourceId: id, spec, labels: metadata.labels, expectedGeneration: 0n };
    try {
      manager.acceptDesired({ ...change, reason: "It was accepted while etcd was unavailable" });
    } catch (error) {
      manager.refuseDesired(id, messageOf(error));
    }
  }
  return undefined;
}

/** The events of the records that are taken over, in order; the newest ones where there are more than MAX_EVENTS. */
async function readRings(
  records: readonly ServiceRecord[],
  after: bigint,
  { kv, keys, call }: InitialSyncOptions,
): Promise<StateEvent[] | EtcdFailure> {
  const events: StateEvent[] = [];
  const ids = new Set(records.map(({ service }) => service.metadata.id));
  const prefixes = ids.size === 0
    ? []
    : ids.size <= MAX_RINGS_READ_SINGLY
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
