/**
 * Follows the leader on a standby: adopts what the leader writes to etcd, in the order in which it is written.
 *
 * I1: the changes of one transaction are adopted in one step, so that state and events stay together. When a transaction arrives in
 *     fragments, the earlier ones are kept until the later ones arrive: a status alone does not tell which spec belongs to it.
 * I2: etcd is authoritative: the follower replaces a local record that differs, even one that is newer. When etcd was restored to an
 *     older state, the newer record stays, so that the next leader writes it again, and what has ended does not come back.
 * I3: a spec is in force once the leader has accepted it, which the status shows; a service has ended when the leader deleted spec and
 *     status in one transaction. Any other change was not made by the leader, and is not adopted.
 * I4: after a list the history is whole again before anything else is adopted: what the rings hold is read, what they do not hold any
 *     more is marked, and what this instance recorded and nobody else has is discarded. Changes that come meanwhile wait.
 * I5: the cursor says that nothing is missing up to it. A leader that is behind writes service by service: what is ahead of the cursor
 *     is not adopted before the cursor has passed it, so that nobody is told a change while an earlier one is still to come.
 * I6: a list is told as a whole or not at all. Where etcd does not say what a service is, and what this instance recorded of it is not
 *     shared or may not be all, the leader decides: until it has, nothing that is adopted is told, and then everything is listed anew.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { readSpecDocument, readStamp } from "../../records/spec_document.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { beforeGap, isDiscarded, type Lineage, parting } from "../../state/lineage.ts";
import { adoptedStep } from "./adopted.ts";
import {
  attempt,
  readable,
  readEvent,
  readForgotten,
  readLeader,
  readRecovery,
  readSchema,
  readStatus,
  readTerms,
  type RingPosition,
} from "./documents.ts";
import { hasEnded } from "./ended.ts";
import type { Keys } from "./keys.ts";
import type { EtcdFailure, KeyValue } from "../client/kv.ts";
import { isService, type SharedService } from "./listing.ts";
import { isSameGeneration, knownSpec, newer, recordOf, sharedRecord } from "./merge.ts";
import { HighWaterMark } from "../lead/high_water_mark.ts";
import { type Missed, type MissedQuery, NOTHING_MISSED } from "./missed_events.ts";
import { keyOf, revisionOf } from "../watch/events.ts";
import type { WatchChange, WatchHandler, WatchSynced } from "../watcher.ts";

/** Changes that wait while the history is read; beyond that everything is listed anew. */
export const MAX_HELD = 16_384;

/** What one transaction did to one service. */
interface ServiceStep {
  spec?: KeyValue;
  status?: KeyValue;
  recovery?: KeyValue | "deleted";
  isSpecDeleted: boolean;
  isStatusDeleted: boolean;
}

export class Follower implements WatchHandler {
  readonly #keys: Keys;
  readonly #log: Log;
  readonly #manager: SharingApi;
  readonly #onLeader: (instance: string, revision: bigint, isListed: boolean) => void;
  readonly #onSynced: (isSynced: boolean) => void;
  readonly #onBroken: (error: unknown) => void;
  readonly #onDelivered: (revision: bigint) => void;
  readonly #highWaterMark: HighWaterMark;
  readonly #readMissed: ((query: MissedQuery) => Promise<Missed | EtcdFailure>) | undefined;
  /** Changes that came while the history is read (I4); not set = it is whole. */
  #held: (() => void)[] | undefined;
  /** From `meta/terms`, in the transaction that is being assembled and in the list. */
  #lineage: Lineage | undefined;
  #listedLineage: Lineage | undefined;
  /** What waits for the cursor (I5). */
  #ahead: Ahead | undefined;
  /** What the list came to cannot be told yet (I5, I6). */
  #awaited: Awaited | undefined;
  /** Up to where the transaction that is being assembled says that events are left out; 0 = none are. */
  #skipped = 0n;
  readonly #onRelist: () => void;
  /** The replication cursor of the transaction that is being assembled; 0 = it does not move it. */
  #reached = 0n;
  /** The replication cursor, from `meta/schema`. */
  #cursor = 0n;
  /** Term of the last writer, from `meta/schema`. */
  #schemaTerm = 0n;
  /** Revision of the transaction that is being assembled. */
  #revision = 0n;
  #steps = new Map<ResourceId, ServiceStep>();
  /** Services with changes that were not adopted yet. */
  #changed = new Set<ResourceId>();
  #events: StateEvent[] = [];
  /** The transaction deleted `meta/schema` as well: etcd lost data, and no service was meant to end. */
  #isLoss = false;
  readonly #listed = new Map<ResourceId, SharedService>();
  /** What the recovery keys hold of services in the list that were not taken over: what is recorded here of those is not shared. */
  readonly #untaken = new Map<ResourceId, KeyValue | undefined>();
  /** A leader has written to this etcd before: a service that is missing has ended. */
  #isShared = false;
  #isSynced = false;
  #isEnded = false;

  constructor(options: {
    readonly keys: Keys;
    readonly log: Log;
    readonly manager: SharingApi;
    /** The current leader; "" = none. */
    /** Who holds the key since this revision; `isListed` = a list says so. */
    readonly onLeader: (instance: string, revision: bigint, isListed: boolean) => void;
    readonly onSynced: (isSynced: boolean) => void;
    /** Everything up to this revision of etcd is adopted; 0 = it is not known what is missing. Default: nobody asks. */
    readonly onDelivered?: (revision: bigint) => void;
    /** What etcd holds may be complete now, and has to be listed anew. Default: nobody does. */
    readonly onRelist?: () => void;
    /** A step cannot be adopted because of a bug: what is followed has to be compared again. */
    readonly onBroken: (error: unknown) => void;
    /** Default: no earlier cursor is known. */
    readonly highWaterMark?: HighWaterMark;
    /** Reads the events that this instance does not have. Default: there are none. */
    readonly readMissed?: (query: MissedQuery) => Promise<Missed | EtcdFailure>;
  }) {
    this.#keys = options.keys;
    this.#log = options.log;
    this.#manager = options.manager;
    this.#onLeader = options.onLeader;
    this.#onSynced = options.onSynced;
    this.#onBroken = options.onBroken;
    this.#onRelist = options.onRelist ?? (() => {});
    this.#onDelivered = options.onDelivered ?? (() => {});
    this.#highWaterMark = options.highWaterMark ?? new HighWaterMark();
    this.#readMissed = options.readMissed;
  }

  /** Whether this follower has caught up with etcd. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  end(): void {
    this.#isEnded = true;
  }

  onChange(change: WatchChange): void {
    if (this.#isEnded || this.#hold(() => this.onChange(change))) return;
    const key = this.#keys.parse(keyOf(change));
    if (key === undefined) return;
    if (key.kind === "terms") return this.#takeTerms(change);
    if (key.kind === "skipped") return this.#takeSkipped(change);
    if (key.kind === "schema") {
      const isLive = change.kind === "put" && change.origin === "live";
      // What came before it is judged by the cursor before it.
      if (isLive || change.kind === "delete") this.#beginStep(revisionOf(change));
      const known = change.kind === "put" ? readable(readSchema, change.entry) : undefined;
      this.#cursor = known?.revision ?? 0n;
      this.#schemaTerm = known?.term ?? 0n;
      this.#isShared = this.#cursor > 0n;
      this.#highWaterMark.advanceTo(this.#cursor);
      if (isLive) this.#reached = this.#cursor;
      if (change.kind === "delete") this.#isLoss = true;
      return;
    }
    if (key.kind === "leader") return this.#takeLeader(change);
    if (isListed(change)) {
      if (key.kind === "spec" || key.kind === "status" || key.kind === "recovery") {
        this.#list(key, change.kind === "put" ? change.entry : undefined);
      }
      return;
    }
    this.#beginStep(revisionOf(change));
    if (key.kind === "event") {
      const event = change.kind === "put" ? readable(readEvent, change.entry) : undefined;
      if (event !== undefined) this.#events.push(event);
    } else if (key.kind === "spec" || key.kind === "status" || key.kind === "recovery") {
      const step = this.#steps.get(key.id) ?? { isSpecDeleted: false, isStatusDeleted: false };
      this.#steps.set(key.id, step);
      this.#changed.add(key.id);
      if (change.kind === "put") step[key.kind] = change.entry;
      else if (key.kind === "recovery") step.recovery = "deleted";
      else if (key.kind === "status") step.isStatusDeleted = true;
      else step.isSpecDeleted = true;
    }
  }

  #takeLeader(change: WatchChange): void {
    this.#onLeader(change.kind === "put" ? holderOf(change.entry) : "", revisionOf(change), isListed(change));
  }

  onSynced(revision: bigint, info: WatchSynced): void {
    if (this.#isEnded || this.#hold(() => this.onSynced(revision, info))) return;
    const { origin, isReset } = info;
    this.#flush();
    if (origin !== "list") return this.#setSynced(this.#awaited === undefined);
    this.#ahead = undefined;
    const list = this.#takeList(isReset);
    const { query } = list;
    this.#awaited = list.awaited;
    if (isAheadOfCursor(list.awaited)) return;
    if (query === undefined || this.#readMissed === undefined) {
      this.#adoptList(list, NOTHING_MISSED);
      return this.#setSynced(list.awaited === undefined);
    }
    this.#held = [];
    void this.#readMissed({ ...query, revision }).then((missed) => {
      if (this.#isEnded) return;
      if ("kind" in missed) return this.#onBroken(new Error(missed.message));
      this.#adoptList(list, missed);
      this.#setSynced(list.awaited === undefined);
      this.#goOn();
    }).catch((error) => this.#onBroken(error));
  }

  onProgress(revision: bigint): void {
    if (this.#isEnded || this.#hold(() => this.onProgress(revision))) return;
    this.#flush();
    // What waits is not known here yet.
    if (this.#ahead === undefined && this.#awaited === undefined) this.#onDelivered(revision);
  }

  onLost(): void {
    if (this.#hold(() => this.onLost())) return;
    this.#setSynced(false);
  }

  onGap(): void {
    if (this.#hold(() => this.onGap())) return;
    this.#onDelivered(0n);
    this.#setSynced(false);
  }

  /** I4. Whether it has to wait. */
  #hold(change: () => void): boolean {
    if (this.#held === undefined) return false;
    if (this.#held.length < MAX_HELD) this.#held.push(change);
    else if (!this.#isEnded) {
      this.end();
      this.#onBroken(new Error(`more than ${MAX_HELD} changes came while the history was read`));
    }
    return true;
  }

  #goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    // One of them may be another list: what comes after it waits for that.
    for (const change of held) if (!this.#hold(change)) change();
  }

  /** Events up to there do not come any more. */
  #takeSkipped(change: WatchChange): void {
    if (change.kind !== "put" || change.origin !== "live") return;
    this.#beginStep(change.entry.modRevision);
    this.#skipped = readable(readForgotten, change.entry)?.revision ?? 0n;
  }

  #takeTerms(change: WatchChange): void {
    if (change.kind !== "put") return;
    const lineage = readable(readTerms, change.entry);
    if (change.origin === "list") {
      this.#listedLineage = lineage;
      return;
    }
    if (lineage === undefined) return;
    this.#beginStep(revisionOf(change));
    this.#lineage = lineage;
    this.#reached = lineage.at(-1)?.from ?? 0n;
  }

  /** A list that was restarted may withdraw entries that it delivered before. */
  #list({ id, kind }: { id: ResourceId; kind: "spec" | "status" | "recovery" }, entry?: KeyValue): void {
    const { [kind]: _before, ...others } = this.#listed.get(id) ?? { id };
    if (entry !== undefined) this.#listed.set(id, { ...others, [kind]: entry });
    else if (Object.keys(others).length > 1) this.#listed.set(id, others);
    else this.#listed.delete(id);
  }

  #setSynced(isSynced: boolean): void {
    if (this.#isEnded || this.#isSynced === isSynced) return;
    this.#isSynced = isSynced;
    this.#onSynced(isSynced);
  }

  #beginStep(revision: bigint): void {
    if (revision !== this.#revision) {
      this.#flush();
      this.#steps = new Map();
      this.#isLoss = false;
    }
    this.#revision = revision;
  }

  /** What is complete is adopted; what comes before the cursor says that nothing is missing, waits for it (I5). */
  #flush(): void {
    const changed = this.#changed;
    const events = this.#events;
    const upTo = this.#reached;
    const lineage = this.#lineage;
    const isEmpty = changed.size === 0 && events.length === 0 && lineage === undefined && upTo === 0n;
    if (isEmpty || this.#isEnded) return;
    this.#changed = new Set();
    this.#events = [];
    this.#reached = 0n;
    this.#lineage = undefined;
    const awaited = this.#awaited;
    if (awaited !== undefined && (lineage !== undefined || this.#isThere(awaited, changed))) {
      return this.#relist();
    }
    if (isAheadOfCursor(awaited)) return;
    const ahead = this.#ahead ?? newAhead();
    for (const id of changed) {
      const step = this.#steps.get(id);
      if (step === undefined) continue;
      if (step.recovery !== undefined && this.#untaken.has(id)) {
        this.#untaken.set(id, step.recovery === "deleted" ? undefined : step.recovery);
      }
      if (step.isSpecDeleted && step.isStatusDeleted && !this.#isLoss) {
        ahead.removed.add(id);
        ahead.records.delete(id);
      }
      const record = this.#recordAfter(id, step);
      if (record !== undefined) {
        ahead.records.set(id, record);
        ahead.removed.delete(id);
      }
    }
    ahead.events.push(...events);
    ahead.lost = maxOf([ahead.lost, this.#skipped]);
    this.#skipped = 0n;
    const isAhead = this.#isShared && ahead.events.some(({ revision }) => revision > this.#cursor);
    if (isAhead && lineage === undefined) return this.#wait(ahead);
    this.#ahead = undefined;
    const { records, removed } = ahead;
    const isNews = records.size > 0 || removed.size > 0 || ahead.events.length > 0 || lineage !== undefined ||
      upTo > this.#manager.recordedRevision();
    if (!isNews) return;
    this.#manager.adopt(adoptedStep({
      ...{ records: [...records.values()], removed: [...removed], events: ahead.events },
      ...{ upTo: maxOf([upTo, this.#cursor]), isUntold: awaited !== undefined },
      ...(ahead.lost === 0n ? {} : { lost: [{ upTo: ahead.lost }] }),
      ...(lineage === undefined ? {} : { lineage, ...this.#cut(lineage) }),
    }));
  }

  /** I5, within bounds. */
  #wait(ahead: Ahead): void {
    this.#ahead = ahead;
    const surplus = ahead.events.length - MAX_HELD;
    if (surplus <= 0) return;
    const dropped = ahead.events.splice(0, surplus);
    ahead.lost = maxOf([ahead.lost, ...dropped.map(({ revision }) => revision)]);
  }

  /** Whether what the list had to wait for has come. */
  #isThere({ cursor, unsure }: Awaited, changed: ReadonlySet<ResourceId>): boolean {
    return (cursor > 0n && this.#cursor >= cursor) || !unsure.isDisjointFrom(changed);
  }

  /** A list that is taken now has what came meanwhile as well. */
  #relist(): void {
    this.end();
    this.#onRelist();
  }

  /** What this instance recorded in a lead that was discarded. */
  #cut(lineage: Lineage): { readonly cutTo?: bigint } {
    const cutTo = parting(this.#own(), lineage);
    return cutTo === undefined ? {} : { cutTo };
  }

  /** Newest of what is recorded here. */
  #own(): { readonly lineage: Lineage; readonly revision: bigint } {
    return { lineage: this.#manager.lineage(), revision: this.#manager.recordedRevision() };
  }

  /** I3: without a status the spec is not adopted. */
  #recordAfter(id: ResourceId, step: ServiceStep): ServiceRecord | undefined {
    if (step.status === undefined) return undefined;
    const known = attempt(readStatus, step.status.value);
    if (known instanceof Error) {
      this.#log.warn("Cannot read a status in etcd", { resourceId: id, problem: known.message });
      return undefined;
    }
    const before = this.#ahead?.records.get(id) ?? this.#manager.record(id);
    const { metadata, status, term } = known;
    const isSame = before !== undefined && isSameGeneration(before.service.metadata, metadata);
    const spec = known.spec ?? readable(readSpecDocument, step.spec)?.spec ??
      (isSame ? before.service.spec : undefined);
    if (spec === undefined) return undefined;
    const kept = this.#untaken.has(id) ? readable(readRecovery, this.#untaken.get(id)) : before;
    this.#untaken.delete(id);
    return { service: { metadata, spec, status }, term, ...recoveryAfter(kept, step) };
  }

  /** I2. What a list comes to; `query` is set where events have to be read first. */
  #takeList(isReset: boolean): List {
    const shared = [...this.#listed.values()].filter(isService);
    this.#listed.clear();
    this.#untaken.clear();
    const lineage = this.#listedLineage;
    this.#listedLineage = undefined;
    const hasGoneBack = isReset || this.#highWaterMark.isAbove(this.#cursor) ||
      this.#schemaTerm < this.#manager.term();
    const rings = new Map<ResourceId, RingPosition>();
    /** Their spec in force or their status is stored nowhere: what this instance recorded of them, where it knows them. */
    const unknown = new Map<ResourceId, ServiceRecord | undefined>();
    const records = shared.flatMap((service) => {
      const known = readable(readStatus, service.status);
      const own = this.#manager.record(service.id);
      if (known === undefined) {
        this.#untaken.set(service.id, service.recovery);
        // A spec that nobody has taken over is no service yet.
        if (own !== undefined || readable(readStamp, service.spec) !== undefined) {
          unknown.set(service.id, own);
        }
        return [];
      }
      rings.set(service.id, known.ring);
      const told = this.#manager.told(service.id);
      const isTold = told !== undefined && isSameGeneration(told.metadata, known.metadata) &&
        !isDiscarded(lineage ?? [], told.metadata.revision);
      const spec = knownSpec(service, known, sharedRecord(own, lineage ?? [])) ??
        (isTold ? told.spec : undefined);
      // A standby does not guess a spec that is stored nowhere: the leader decides.
      if (spec !== undefined) return [recordOf(service, known, spec)];
      this.#untaken.set(service.id, service.recovery);
      unknown.set(service.id, own);
      return [];
    }).filter((record) => !this.#isKnown(record) && !(hasGoneBack && this.#isOlder(record)));
    const ids = new Set(shared.map(({ id }) => id));
    const removed = hasGoneBack || !this.#isShared ? [] : [...this.#manager.records()]
      .map(({ service }) => service.metadata.id).filter((id) => !ids.has(id));
    const { revision } = this.#own();
    const reached = [...rings.values()].map((ring) => ring.revision);
    const there = maxOf([this.#cursor, lineage?.at(-1)?.from ?? 0n, ...reached]);
    const discarded = lineage === undefined ? undefined : parting(this.#own(), lineage);
    const isAhead = !hasGoneBack && this.#isShared && revision > there;
    const cutTo = hasGoneBack
      ? undefined
      : discarded ?? (isAhead ? beforeGap(this.#own().lineage, there) : undefined);
    const after = cutTo ?? revision;
    // What a leader that was behind wrote may be in the rings alone: it is read before anything counts as discarded.
    const isMissing = there > after || removed.length > 0 || isAhead;
    const newestRing = maxOf(reached);
    const isNewest = !hasGoneBack && this.#isShared;
    const cursor = newestRing > this.#cursor ? newestRing : 0n;
    // Where a lead began since, its revisions come after those of what it did not share.
    const isUnshared = (own: bigint) => own > after || isDiscarded(lineage ?? [], own);
    // Who has missed something may have missed a change of them; else what is recorded here is what etcd had.
    const isUnsure = (own: ServiceRecord | undefined) =>
      own === undefined || there > revision || isUnshared(own.service.metadata.revision);
    const unsure = new Set([...unknown].filter(([, own]) => isUnsure(own)).map(([id]) => id));
    return {
      ...(isNewest && (cursor > 0n || unsure.size > 0) ? { awaited: { cursor, unsure } } : {}),
      ...{ records, removed, upTo: hasGoneBack ? 0n : there, isComparison: isNewest && unsure.size === 0 },
      ...(lineage === undefined || hasGoneBack ? {} : { lineage }),
      ...(cutTo === undefined ? {} : { cutTo }),
      ...(isMissing ? { query: { after, rings, gone: removed } } : {}),
    };
  }

  #adoptList({ query: _query, awaited, ...list }: List, { events, lost }: Missed): void {
    const how = { isUntold: awaited !== undefined, ...(lost.length === 0 ? {} : { lost }) };
    this.#manager.adopt(adoptedStep({ ...list, events, ...how }));
  }

  #isKnown(record: ServiceRecord): boolean {
    const known = this.#manager.record(record.service.metadata.id);
    return known?.term === record.term &&
      known.service.metadata.revision === record.service.metadata.revision &&
      isSameValue(known.service.spec, record.service.spec);
  }

  /** Than what is known here: a service that has ended stays ended. */
  #isOlder(record: ServiceRecord): boolean {
    const { id, revision } = record.service.metadata;
    const known = this.#manager.record(id);
    return known === undefined ? hasEnded(this.#manager)(id, revision) : newer(known, record) === "local";
  }
}

/** What is known and not adopted yet: newest of each service, and all events. */
interface Ahead {
  readonly records: Map<ResourceId, ServiceRecord>;
  readonly removed: Set<ResourceId>;
  readonly events: StateEvent[];
  /** Up to where events were dropped; 0 = none was. */
  lost: bigint;
}

function newAhead(): Ahead {
  return { records: new Map(), removed: new Set(), events: [], lost: 0n };
}

/** What has to come before a list can be told; the begin of a term is a reason to list anew as well. */
interface Awaited {
  /** The replication cursor has to be there, and nothing is adopted before; 0 = it is (I5). */
  readonly cursor: bigint;
  /** The leader has to write these services (I6). */
  readonly unsure: ReadonlySet<ResourceId>;
}

/** What a list comes to. */
interface List {
  /** Set = nothing of it is told yet. */
  readonly awaited?: Awaited;
  readonly records: readonly ServiceRecord[];
  readonly removed: readonly ResourceId[];
  readonly upTo: bigint;
  readonly isComparison: boolean;
  readonly lineage?: Lineage;
  readonly cutTo?: bigint;
  /** Set = events have to be read. */
  readonly query?: MissedQuery;
}

/** By a list, not by the watch. */
function isListed(change: WatchChange): boolean {
  return change.kind === "deletedByList" || (change.kind === "put" && change.origin === "list");
}

function isAheadOfCursor(awaited: Awaited | undefined): boolean {
  return awaited !== undefined && awaited.cursor > 0n;
}

function maxOf(values: readonly bigint[]): bigint {
  return values.reduce((max, value) => value > max ? value : max, 0n);
}

function recoveryAfter(
  before: Pick<ServiceRecord, "recovery" | "plan"> | undefined,
  { recovery }: ServiceStep,
): Pick<ServiceRecord, "recovery" | "plan"> {
  if (recovery === "deleted") return {};
  if (recovery === undefined) {
    return {
      ...(before?.recovery === undefined ? {} : { recovery: before.recovery }),
      ...(before?.plan === undefined ? {} : { plan: before.plan }),
    };
  }
  return readable(readRecovery, recovery) ?? {};
}

function holderOf(entry: KeyValue): string {
  return readable(readLeader, entry)?.instance ?? "";
}
