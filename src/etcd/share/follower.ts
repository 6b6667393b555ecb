/**
 * Follows the leader on a standby: adopts what the leader writes to etcd, in the order in which it is written.
 *
 * I1: the changes of one transaction are adopted in one step, so that state and events stay together. When a transaction arrives in
 *     fragments, the earlier ones are kept until the later ones arrive: a status alone does not tell which spec belongs to it.
 * I2: etcd is authoritative: the follower replaces a local record that differs, even one that is newer. When etcd was restored to an
 *     older state, the newer record stays, so that the next leader writes it again.
 * I3: a spec is in force once the leader has accepted it, which the status shows; a service has ended when the leader deleted spec and
 *     status in one transaction. Any other change was not made by the leader, and is not adopted.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { readSpecDocument } from "../../records/spec_document.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { adoptedStep } from "./adopted.ts";
import {
  attempt,
  readable,
  readEvent,
  readLeader,
  readRecovery,
  readSchema,
  readStatus,
} from "./documents.ts";
import type { Keys } from "./keys.ts";
import type { KeyValue } from "../client/kv.ts";
import type { SharedService } from "./listing.ts";
import { knownSpec, newer, recordOf } from "./merge.ts";
import { HighWaterMark } from "../lead/high_water_mark.ts";
import { keyOf, revisionOf } from "../watch/events.ts";
import type { WatchChange, WatchHandler, WatchSynced } from "../watcher.ts";

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
  readonly #onLeader: (instance: string) => void;
  readonly #onSynced: (isSynced: boolean) => void;
  readonly #onBroken: (error: unknown) => void;
  readonly #highWaterMark: HighWaterMark;
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
  #isListing = false;
  /** A leader has written to this etcd before: a service that is missing has ended. */
  #isShared = false;
  #isSynced = false;
  #isFlushDue = false;
  #isEnded = false;

  constructor(options: {
    readonly keys: Keys;
    readonly log: Log;
    readonly manager: SharingApi;
    /** The current leader; "" = none. */
    readonly onLeader: (instance: string) => void;
    readonly onSynced: (isSynced: boolean) => void;
    /** A step cannot be adopted because of a bug: what is followed has to be compared again. */
    readonly onBroken: (error: unknown) => void;
    /** Default: no earlier cursor is known. */
    readonly highWaterMark?: HighWaterMark;
  }) {
    this.#keys = options.keys;
    this.#log = options.log;
    this.#manager = options.manager;
    this.#onLeader = options.onLeader;
    this.#onSynced = options.onSynced;
    this.#onBroken = options.onBroken;
    this.#highWaterMark = options.highWaterMark ?? new HighWaterMark();
  }

  /** Whether this follower has caught up with etcd. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  end(): void {
    this.#flush();
    this.#isEnded = true;
  }

  onChange(change: WatchChange): void {
    if (this.#isEnded) return;
    const key = this.#keys.parse(keyOf(change));
    if (key === undefined) return;
    if (key.kind === "schema") {
      const known = change.kind === "put" ? readable(readSchema, change.entry) : undefined;
      this.#cursor = known?.revision ?? 0n;
      this.#schemaTerm = known?.term ?? 0n;
      this.#isShared = this.#cursor > 0n;
      this.#highWaterMark.advanceTo(this.#cursor);
      if (change.kind === "delete") {
        this.#beginStep(change.revision);
        this.#isLoss = true;
      }
      return;
    }
    if (key.kind === "leader") return this.#onLeader(change.kind === "put" ? holderOf(change.entry) : "");
    if (change.kind === "deletedByList" || (change.kind === "put" && change.origin === "list")) {
      this.#isListing = true;
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

  onSynced(_revision: bigint, { origin, isReset }: WatchSynced): void {
    if (this.#isEnded) return;
    this.#flush();
    if (origin === "list") this.#takeList(isReset);
    this.#setSynced(true);
  }

  onLost(): void {
    this.#setSynced(false);
  }

  onGap(): void {
    this.#setSynced(false);
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
    this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    void Promise.resolve().then(() => {
      this.#isFlushDue = false;
      this.#flush();
    }).catch((error) => this.#onBroken(error));
  }

  #flush(): void {
    const changed = this.#changed;
    const events = this.#events;
    if ((changed.size === 0 && events.length === 0) || this.#isEnded) return;
    this.#changed = new Set();
    this.#events = [];
    const records: ServiceRecord[] = [];
    const removed: ResourceId[] = [];
    for (const id of changed) {
      const step = this.#steps.get(id);
      if (step === undefined) continue;
      if (step.isSpecDeleted && step.isStatusDeleted && !this.#isLoss) removed.push(id);
      const record = this.#recordAfter(id, step);
      if (record !== undefined) records.push(record);
    }
    this.#adopt(records, removed, events);
  }

  /** I3: without a status the spec is not adopted. */
  #recordAfter(id: ResourceId, step: ServiceStep): ServiceRecord | undefined {
    if (step.status === undefined) return undefined;
    const known = attempt(readStatus, step.status.value);
    if (known instanceof Error) {
      this.#log.warn("Cannot read a status in etcd", { resourceId: id, problem: known.message });
      return undefined;
    }
    const before = this.#manager.record(id);
    const spec = known.spec ?? readable(readSpecDocument, step.spec)?.spec ?? before?.service.spec;
    if (spec === undefined) return undefined;
    const { metadata, status, term } = known;
    return { service: { metadata, spec, status }, term, ...recoveryAfter(before, step) };
  }

  /** I2. */
  #takeList(isReset: boolean): void {
    const shared = [...this.#listed.values()];
    this.#listed.clear();
    if (!this.#isListing && shared.length === 0) return;
    this.#isListing = false;
    const hasGoneBack = isReset || this.#highWaterMark.isAbove(this.#cursor) ||
      this.#schemaTerm < this.#manager.term();
    const records = shared.flatMap((service) => {
      const known = readable(readStatus, service.status);
      if (known === undefined) return [];
      const spec = knownSpec(service, known, this.#manager.record(service.id));
      // A standby does not guess a spec that is stored nowhere: the leader decides.
      return spec === undefined ? [] : [recordOf(service, known, spec)];
    }).filter((record) => !this.#isKnown(record) && !(hasGoneBack && this.#isOlder(record)));
    const ids = new Set(shared.map(({ id }) => id));
    const gone = hasGoneBack || !this.#isShared ? [] : [...this.#manager.records()]
      .map(({ service }) => service.metadata.id).filter((id) => !ids.has(id));
    this.#adopt(records, gone, []);
  }

  #isKnown(record: ServiceRecord): boolean {
    const known = this.#manager.record(record.service.metadata.id);
    return known?.term === record.term &&
      known.service.metadata.revision === record.service.metadata.revision &&
      isSameValue(known.service.spec, record.service.spec);
  }

  #isOlder(record: ServiceRecord): boolean {
    const known = this.#manager.record(record.service.metadata.id);
    return known !== undefined && newer(known, record) === "local";
  }

  #adopt(
    records: readonly ServiceRecord[],
    removed: readonly ResourceId[],
    events: readonly StateEvent[],
  ): void {
    if (records.length === 0 && removed.length === 0 && events.length === 0) return;
    this.#manager.adopt(adoptedStep({ records, removed, events }));
  }
}

function recoveryAfter(
  before: ServiceRecord | undefined,
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
