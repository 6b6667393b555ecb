/**
 * What a manager tells: the state and the history as callers, subscribers and peers may know them.
 *
 * A single instance tells what it has recorded. One of several tells what all of them have: its own steps wait here until the
 * replication barrier has passed them (docs/adr/0022).
 *
 * I1: a step of an own lead is told when etcd has it, in order and whole; one that is discarded is never told.
 * I2: what was adopted from etcd is told at once. Where the steps between are not known one by one, or were recorded here and not told,
 *     a step with a gap is told instead.
 * I3: at most MAX_WAITING steps wait; beyond it they are told as one, with a gap.
 * I4: after a restart the same holds: what was recorded last, and is not known to be in etcd, is told after it was compared with etcd.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { isSameValue } from "../../kit/same_value.ts";
import type { EventPage, EventQuery } from "../../ports/store.ts";
import { type Cursor, divergence, termAt } from "../../state/lineage.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Ledger } from "../core/ledger.ts";
import type { Committed } from "./api.ts";

export const MAX_WAITING = 4_096;
/** Events that are told one by one after everything was compared; beyond that it is a gap. */
const MAX_EVENTS = 1_024;

/** Everything as of one revision, told without the steps that led to it. */
interface Whole {
  readonly revision: bigint;
  readonly whole: ReadonlyMap<ResourceId, ServiceState>;
}

export class Published implements Buffered {
  readonly #ledger: Ledger;
  readonly #isShared: boolean;
  readonly #listeners = new Set<(step: Committed) => void>();
  /** With several instances: as it was told. */
  #services = new Map<ResourceId, ServiceState>();
  #revision = 0n;
  /** Of the newest step that was recorded, whether it was told or not. */
  #recordedUpTo = 0n;
  #waiting: (Committed | Whole)[] = [];
  /** The newest revision that etcd confirmed. */
  #confirmed = 0n;
  #overflows = 0;
  /** What was recorded before the present lead, and is told only once etcd has it, waits. */
  #isBeginUntold = false;
  /** What the journal held at the start may be known here alone: nothing is told before it was compared with etcd (I4). */
  #isBlind = false;

  /** `isShared`: there are several instances. */
  constructor(ledger: Ledger, isShared: boolean) {
    this.#ledger = ledger;
    this.#isShared = isShared;
  }

  /** The ledger is loaded. */
  begin(): void {
    if (this.#isShared) {
      this.#services = this.#everything();
      this.#revision = this.#ledger.revision;
      this.#recordedUpTo = this.#revision;
      this.#isBlind = !this.#ledger.isStartConfirmed;
    }
    this.#ledger.onCommitted((step) => this.#recorded(step));
  }

  /** Whether there is something that may be told. */
  get isBlind(): boolean {
    return this.#isBlind;
  }

  /** Whether what is told is as old as the end of the lead before: this one has begun, and has told nothing yet. */
  get isBeginUntold(): boolean {
    return this.#isBeginUntold;
  }

  get revision(): bigint {
    return this.#isShared ? this.#revision : this.#ledger.revision;
  }

  get size(): number {
    return this.#isShared ? this.#services.size : this.#ledger.size;
  }

  ids(): Iterable<ResourceId> {
    return this.#isShared ? this.#services.keys() : this.#ledger.ids();
  }

  service(id: ResourceId): ServiceState | undefined {
    return this.#isShared ? this.#services.get(id) : this.#ledger.service(id);
  }

  readEvents(query: EventQuery): EventPage {
    if (!this.#isShared || this.#revision >= this.#ledger.revision) return this.#ledger.readEvents(query);
    const { upToRevision = this.#revision } = query;
    const upTo = upToRevision < this.#revision ? upToRevision : this.#revision;
    return this.#ledger.readEvents({ ...query, upToRevision: upTo });
  }

  /** The position of this revision. */
  cursorAt(revision: bigint): Cursor {
    return { revision, term: termAt(this.#ledger.lineage, revision) };
  }

  /** Up to where the history that this position belongs to is this one; undefined = up to the position. */
  divergence(cursor: Cursor): bigint | undefined {
    return divergence(this.#ledger.lineage, cursor);
  }

  /** Calls back after each step that is told, in order; the answer ends it. */
  onCommitted(listener: (step: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** An own lead begins: what is recorded so far, and is not in etcd, is told once etcd has it. */
  beginLead(): void {
    if (!this.#isShared) return;
    this.#waiting = [this.#whole()];
    this.#isBeginUntold = this.#ledger.revision > 0n;
  }

  /** Etcd has everything up to this revision, recorded in the present lead (I1). */
  confirm(revision: bigint): void {
    if (!this.#isShared || revision <= this.#confirmed) return;
    this.#confirmed = revision;
    this.#isBlind = false;
    while ((this.#waiting[0]?.revision ?? revision + 1n) <= revision) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if ("whole" in next) this.#tellWhole(next);
      else this.#tell(next);
    }
    if (revision > this.#revision) this.#revision = revision;
    this.#ledger.confirm(this.#revision);
  }

  /** The lead is over: what waits is not told. */
  discard(): void {
    this.#waiting = [];
    this.#confirmed = 0n;
    this.#isBeginUntold = false;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "unconfirmed_steps",
      unit: "entries",
      capacity: MAX_WAITING,
      overflow: "read-again",
      used: this.#waiting.length,
      overflows: this.#overflows,
    }];
  }

  #recorded(step: Committed): void {
    if (!this.#isShared) return this.#notify(step);
    const hasUntold = this.#recordedUpTo > this.#revision;
    this.#recordedUpTo = step.revision;
    if (step.adopted !== undefined) return this.#adopted(step, hasUntold);
    this.#waiting.push(step);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#overflows += 1;
    this.#waiting = [this.#whole()];
  }

  /** I2. */
  #adopted(step: Committed, hasUntold: boolean): void {
    this.discard();
    if (step.adopted?.isUntold === true) return;
    if (step.adopted?.isComparison === true) this.#isBlind = false;
    if (step.adopted?.isComparison === true) return this.#tellWhole(this.#whole());
    const isWhole = step.adopted?.hasLost !== true && !hasUntold && this.#isExplained(step);
    this.#tell(isWhole ? step : { ...step, gap: "events between these changes are not known" });
  }

  /** Whether the events of the step tell everything that it changes of what was told. */
  #isExplained({ events, services, adopted }: Committed): boolean {
    const told = new Set(events.map(({ resourceId }) => resourceId));
    const isUnexplained = (id: ResourceId, service?: ServiceState) =>
      !told.has(id) && !isSameState(this.#services.get(id), service);
    return ![...services].some(([id, service]) => isUnexplained(id, service)) &&
      !(adopted?.removed ?? []).some((id) => isUnexplained(id));
  }

  #tell(step: Committed): void {
    for (const [id, service] of step.services) this.#services.set(id, service);
    for (const { resourceId } of step.events) {
      if (!step.services.has(resourceId)) this.#services.delete(resourceId);
    }
    for (const id of step.adopted?.removed ?? []) this.#services.delete(id);
    if (step.revision > this.#revision) this.#revision = step.revision;
    this.#notify(step);
  }

  /** What is new in it, event by event where the history tells all of it. */
  #tellWhole({ revision, whole }: Whole): void {
    const before = this.#services;
    const diverged = this.divergence(this.cursorAt(this.#revision));
    const afterRevision = this.#revision;
    const isBack = revision < afterRevision;
    const { events, evictedRevision } = this.#ledger.readEvents({
      ...{ afterRevision, upToRevision: revision },
      ...{ limit: MAX_EVENTS + 1, which: "oldest" },
    });
    this.#isBeginUntold = false;
    const changed = new Set<ResourceId>();
    for (const [id, service] of whole) if (before.get(id) !== service) changed.add(id);
    const removed = [...before.keys()].filter((id) => !whole.has(id));
    const told = new Set(events.map(({ resourceId }) => resourceId));
    const isExplained = [...changed, ...removed].every((id) => told.has(id));
    this.#services = new Map(whole);
    this.#revision = revision;
    if (changed.size === 0 && removed.length === 0 && events.length === 0 && !isBack) return;
    const isWhole = isExplained && !isBack && diverged === undefined && evictedRevision <= afterRevision &&
      events.length <= MAX_EVENTS;
    const services = new Map([...changed, ...told].flatMap((id) => {
      const service = whole.get(id);
      return service === undefined ? [] : [[id, service] as const];
    }));
    this.#notify({
      revision,
      events: isWhole ? events : [],
      services,
      adopted: { removed, isComparison: true, isUntold: false, hasLost: !isWhole },
      ...(isWhole ? {} : { gap: `the changes after revision ${afterRevision} are not known one by one` }),
    });
  }

  #whole(): Whole {
    return { revision: this.#ledger.revision, whole: this.#everything() };
  }

  #everything(): Map<ResourceId, ServiceState> {
    const services = new Map<ResourceId, ServiceState>();
    for (const { service } of this.#ledger.records()) services.set(service.metadata.id, service);
    return services;
  }

  #notify(step: Committed): void {
    for (const listener of [...this.#listeners]) listener(step);
  }
}

function isSameState(one: ServiceState | undefined, other: ServiceState | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.metadata.revision === other.metadata.revision && isSameValue(one.spec, other.spec);
}
