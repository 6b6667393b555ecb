/**
 * The initial sync of a new leader: compares the local records with those in etcd, takes over what is newer there, and determines what
 * has to be written.
 *
 * I1: order is (term, revision). With several instances etcd is authoritative unless it was restored to an older state: what a leader
 *     recorded and never replicated was not confirmed to anybody.
 * I2: before this instance acts, records and events are taken over as they were recorded; once it acts, as changes of its own.
 * I3: where etcd is authoritative, the history is the one that etcd holds: what this instance recorded beyond it is discarded, and what
 *     it missed is read from the rings or marked as lost. The lineage with the new term is in etcd before the term is used.
 */
import { messageOf } from "../../kit/errors.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import { beforeGap, isSameLineage, type Lineage, parting } from "../../state/lineage.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { adoptedStep } from "../share/adopted.ts";
import { readable, readSchema, readTerms, writeTerms } from "../share/documents.ts";
import { hasEnded } from "../share/ended.ts";
import type { Keys } from "../share/keys.ts";
import { type CallOptions, type EtcdFailure, type EtcdKv, foundEntries, readKey } from "../client/kv.ts";
import type { LeaderTerm } from "./leader_election.ts";
import { isService, listState, type SharedService } from "../share/listing.ts";
import { withEarlierSpec } from "../share/earlier_spec.ts";
import { type DesiredChange, isSpecLost, type Merged, mergeService, newer } from "../share/merge.ts";
import { NOTHING_MISSED, readMissed } from "../share/missed_events.ts";
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

/** Compares and takes over; writes nothing to etcd, and does not apply the desired changes that it found. */
export async function initialSync(
  leaderTerm: LeaderTerm,
  options: InitialSyncOptions,
): Promise<InitialSync | EtcdFailure> {
  const { kv, keys, manager, call } = options;
  const found = await kv.txn({
    ...{ compare: [], otherwise: [] },
    then: [readKey(keys.schema), readKey(keys.terms)],
  }, call);
  if (found.kind === "failed") return found.failure;
  const [schemaEntry, termsEntry] = foundEntries(found.value);
  const cursor = readable(readSchema, schemaEntry)?.revision ?? 0n;
  const hasGoneBack = options.highWaterMark?.isAbove(cursor) ?? false;
  const isEtcdAuthoritative = options.isHa && cursor > 0n && leaderTerm.previousTerm >= manager.term() &&
    !hasGoneBack;
  const lineage = readable(readTerms, termsEntry) ?? [];
  const context = {
    lineage,
    record: (id: ResourceId) => manager.record(id),
    // An end that etcd does not have was not confirmed to anybody: the service ends anew.
    hasEnded: isEtcdAuthoritative ? () => false : hasEnded(manager),
  };
  const compared: Merged[] = [];
  const specless: SharedService[] = [];
  /** Keys of services that have ended. */
  const leftovers: ResourceId[] = [];
  const listed = await listState({ kv, keys, call }, (shared) => {
    if (isEtcdAuthoritative && !isService(shared)) leftovers.push(shared.id);
    if (isSpecLost(shared, context)) specless.push(shared);
    else compared.push(mergeService(shared, context));
  });
  if (listed.kind === "failed") return listed.failure;
  for (const shared of specless) {
    const whole = await withEarlierSpec(shared, { kv, keys, call });
    if ("kind" in whole) return whole;
    compared.push(mergeService(whole, context));
  }
  const merged = isEtcdAuthoritative ? compared.map((one) => asInEtcd(one, manager)) : compared;
  const ids = new Set(merged.map(({ id }) => id));
  for (const id of leftovers) ids.delete(id);
  const missing = [...manager.records()].map(({ service }) => service.metadata.id).filter((id) =>
    !ids.has(id)
  );
  const there = positionOf({ merged, cursor, lineage });
  const failure = options.isActing
    ? takeOverAsChanges(merged, leaderTerm, { manager, cursor })
    : await takeOverAsRecorded({ merged, missing, there, isEtcdAuthoritative }, options);
  if (failure !== undefined) return failure;
  manager.beginTerm(leaderTerm.term, isEtcdAuthoritative ? there.revision : cursor);
  for (const { id, isSubstitute = false } of merged) if (isSubstitute) alertSubstitute(id, manager);
  const unwritten = options.isHa ? await writeLineage(leaderTerm, options) : undefined;
  if (unwritten !== undefined) return unwritten;
  return {
    // An empty etcd gets the states alone. Where an earlier replication was interrupted, the events since its cursor follow as well.
    cursor: cursor === 0n && leaderTerm.previousTerm === 0n ? manager.recordedRevision() : cursor,
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

/** How far the history goes that etcd holds. */
interface Position {
  readonly revision: bigint;
  readonly lineage: Lineage;
}

function positionOf({ merged, cursor, lineage }: {
  readonly merged: readonly Merged[];
  readonly cursor: bigint;
  readonly lineage: Lineage;
}): Position {
  const reached = merged.map(({ replica }) => replica.ring.revision);
  return { lineage, revision: maxOf([cursor, lineage.at(-1)?.from ?? 0n, ...reached]) };
}

/** The begin of the term is known to the others before anything of it is. */
async function writeLineage(
  leaderTerm: LeaderTerm,
  { kv, keys, manager, call }: InitialSyncOptions,
): Promise<EtcdFailure | undefined> {
  const outcome = await kv.txn({
    compare: [leaderTerm.guard],
    then: [{ kind: "put", key: keys.terms, value: writeTerms(manager.lineage()) }],
    otherwise: [],
  }, call);
  // Where the guard fails, the first write of the term fails as well, and ends it.
  return outcome.kind === "failed" ? outcome.failure : undefined;
}

function alertSubstitute(resourceId: ResourceId, manager: SharingApi): void {
  const what = "was overwritten in etcd by somebody else and is not known any more";
  const message =
    `The spec of ${resourceId} ${what}: it goes on with what is known to have worked; apply its spec`;
  manager.alert({ resourceId, severity: "Warning", reason: "DesiredStateRefused", message });
}

/** I1. */
function asInEtcd(merged: Merged, manager: SharingApi): Merged {
  const { written } = merged.replica;
  const local = manager.record(merged.id);
  if (written === undefined || local === undefined || newer(local, written) !== "local") return merged;
  return { ...merged, take: written, isToWrite: false };
}

/** I2, first half; I3. */
async function takeOverAsRecorded(
  { merged, missing, there, isEtcdAuthoritative }: {
    readonly merged: readonly Merged[];
    readonly missing: readonly ResourceId[];
    readonly there: Position;
    readonly isEtcdAuthoritative: boolean;
  },
  options: InitialSyncOptions,
): Promise<EtcdFailure | undefined> {
  const { kv, keys, call, manager, log } = options;
  const records = merged.flatMap(({ take }) => take ?? []);
  const removed = isEtcdAuthoritative ? missing : [];
  const own = manager.recordedRevision();
  const isAhead = own > there.revision;
  const cutTo = isEtcdAuthoritative
    ? parting({ lineage: manager.lineage(), revision: own }, there.lineage) ??
      (isAhead ? beforeGap(manager.lineage(), there.revision) : undefined)
    : undefined;
  const lineage = newerLineage({ here: manager.lineage(), there: there.lineage, isEtcdAuthoritative });
  const after = cutTo ?? own;
  const isMissing = there.revision > after || removed.length > 0 || cutTo !== undefined;
  if (records.length === 0 && !isMissing && lineage === undefined) return undefined;
  const rings = new Map(
    merged.flatMap(({ id, replica }) => replica.ring.sequence > 0 ? [[id, replica.ring] as const] : []),
  );
  const missed = isMissing
    ? await readMissed({ kv, keys, call }, { after, rings, gone: removed })
    : NOTHING_MISSED;
  if ("kind" in missed) return missed;
  const { events, lost } = missed;
  manager.adopt(adoptedStep({
    // What is guessed, or newer here, is told once it is in etcd.
    ...{ records, removed, events, isUntold: true },
    ...(isEtcdAuthoritative ? { upTo: there.revision } : {}),
    ...(cutTo === undefined ? {} : { cutTo }),
    ...(lineage === undefined ? {} : { lineage }),
    ...(lost.length === 0 ? {} : { lost }),
  }));
  log.info("Taken over from etcd", {
    services: records.length,
    ended: removed.length,
    events: events.length,
  });
  return undefined;
}

/** The lineage to take over; undefined = the own one stays. */
function newerLineage({ here, there, isEtcdAuthoritative }: {
  readonly here: Lineage;
  readonly there: Lineage;
  readonly isEtcdAuthoritative: boolean;
}): Lineage | undefined {
  const [own, other] = [here.at(-1), there.at(-1)];
  if (other === undefined) return undefined;
  const isNewer = own === undefined || (isEtcdAuthoritative ? other.term >= own.term : false);
  return isNewer && !isSameLineage(here, there) ? there : undefined;
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

function maxOf(values: readonly bigint[]): bigint {
  return values.reduce((max, value) => value > max ? value : max, 0n);
}
