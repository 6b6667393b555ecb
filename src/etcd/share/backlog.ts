/**
 * The bounded backlog of changes to replicate to etcd (docs/adr/0010). Pure.
 *
 * Ordinarily events are queued in order, and each service's state is written with them. On overflow the queued events are dropped
 * here and only the ids of the changed services are kept: for each of them the newest state is written, and the newest ring of its
 * events from the journal.
 *
 * I1: every event after `cursor` is in the queue, or its service is marked as behind.
 * I2: at most `capacityEvents` events and one entry per service. With more than `capacityServices` services, ended ones that etcd does
 *     not hold are dropped: there is nothing to write for them.
 * I3: `settle` does not cover what was added since `next`.
 */
import type { BufferLevel } from "../../kit/buffer_level.ts";
import { filterEvents, type StateEvent } from "../../state/events.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Unit } from "./batch.ts";

export interface BacklogOptions {
  readonly capacityEvents: number;
  readonly revision: bigint;
  /** Default: no limit. */
  readonly capacityServices?: number;
  /** Whether the service has ended and etcd holds nothing of it. Default: never. */
  readonly isGone?: (id: ResourceId) => boolean;
}

export class Backlog {
  readonly #capacity: number;
  readonly #capacityServices: number;
  readonly #isGone: (id: ResourceId) => boolean;
  #events: StateEvent[] = [];
  /** First and last revision of each commit of several services that is in the queue, in order. */
  #groups: { readonly first: bigint; readonly last: bigint }[] = [];
  /** The queue holds every event after this. */
  #heldAfter: bigint;
  /** Everything up to here is in etcd. */
  #cursor: bigint;
  /** Services whose events are not all in the queue. */
  readonly #behind = new Set<ResourceId>();
  /** Services of which only the state has to be written. */
  readonly #stale = new Set<ResourceId>();
  /** Services that fell behind or became stale since `next` (I3). */
  readonly #again = new Set<ResourceId>();
  /** The units of the last `next` are of services that are behind. */
  #isGivenBehind = false;
  #overflows = 0;

  constructor(options: BacklogOptions) {
    this.#capacity = options.capacityEvents;
    this.#capacityServices = options.capacityServices ?? Infinity;
    this.#isGone = options.isGone ?? (() => false);
    this.#heldAfter = options.revision;
    this.#cursor = options.revision;
  }

  get cursor(): bigint {
    return this.#cursor;
  }

  /** The queue holds every event after this one; older ones are in the journal. */
  get heldAfter(): bigint {
    return this.#heldAfter;
  }

  level(name: string): BufferLevel {
    const capacity = this.#capacity + this.#capacityServices;
    return {
      name,
      unit: "entries",
      capacity,
      overflow: "read-again",
      used: this.size,
      overflows: this.#overflows,
    };
  }

  /** How often the queue overflowed. */
  get overflows(): number {
    return this.#overflows;
  }

  /** Entries that wait. */
  get size(): number {
    return this.#events.length + this.#behind.size + this.#stale.size;
  }

  get isBehind(): boolean {
    return this.#behind.size > 0;
  }

  add(events: readonly StateEvent[]): void {
    if (this.#events.length + events.length <= this.#capacity) {
      this.#events.push(...events);
      this.#noteGroup(events);
      return;
    }
    this.#overflows += 1;
    this.#fallBehind([...this.#events, ...events]);
  }

  /** Etcd was found at `cursor`; `changedAfter` finds the services with events after it, where the queue does not hold them. */
  moveTo(cursor: bigint, changedAfter: (cursor: bigint) => Iterable<ResourceId>): void {
    this.#cursor = cursor;
    this.#behind.clear();
    this.#stale.clear();
    if (cursor < this.#heldAfter) {
      for (const id of changedAfter(cursor)) this.#behind.add(id);
      if (this.#behind.size === 0) this.#cursor = this.#heldAfter;
    }
    this.#events = filterEvents(this.#events, { afterRevision: cursor });
    this.#groups = this.#groups.filter(({ last }) => last > cursor);
    this.#holdAfter(cursor);
  }

  /** The state of this service in etcd is outdated. */
  addState(id: ResourceId): void {
    this.#stale.add(id);
    this.#again.add(id);
  }

  /** What to write next, in order: services that are behind, then the queue, then states alone. At most about `limit`. */
  next(limit: number, eventsOf: (id: ResourceId) => readonly StateEvent[]): readonly Unit[] {
    this.#again.clear();
    this.#isGivenBehind = this.isBehind;
    const units: Unit[] = [];
    for (const id of this.#behind) {
      if (units.length >= limit) return units;
      const events = eventsOf(id);
      units.push(...events.map((event) => ({ id, event })));
      if (events.length === 0) units.push({ id });
    }
    if (units.length > 0) return units;
    units.push(...this.#queued(limit));
    if (units.length > 0) return units;
    for (const id of this.#stale) {
      if (units.length >= limit) break;
      units.push({ id });
    }
    return units;
  }

  /** The first events of the queue, those of one commit marked as a group. */
  #queued(limit: number): readonly Unit[] {
    let at = 0;
    return this.#events.slice(0, limit).map((event) => {
      while ((this.#groups[at]?.last ?? event.revision) < event.revision) at += 1;
      const group = this.#groups[at];
      const isIn = group !== undefined && group.first <= event.revision;
      return { id: event.resourceId, event, ...(isIn ? { group: group.first } : {}) };
    });
  }

  #noteGroup(events: readonly StateEvent[]): void {
    const [first, last] = [events.at(0), events.at(-1)];
    if (first === undefined || last === undefined || first.resourceId === last.resourceId) return;
    this.#groups.push({ first: first.revision, last: last.revision });
  }

  /** The cursor once the first `taken` of these units are written; undefined = it does not change. */
  cursorAfter(units: readonly Unit[], taken: number): bigint | undefined {
    const written = units.slice(0, taken);
    if (this.#behind.size === 0) return written.at(-1)?.event?.revision;
    const isLast = taken === units.length && new Set(written.map(({ id }) => id)).size === this.#behind.size;
    return isLast ? this.#heldAfter : undefined;
  }

  /** The first `taken` of the units of `next` are in etcd. */
  settle(units: readonly Unit[], taken: number): void {
    const written = units.slice(0, taken);
    const rest = new Set(units.slice(taken).map(({ id }) => id));
    for (const { id } of written) if (!this.#again.has(id)) this.#stale.delete(id);
    if (!this.#isGivenBehind) {
      const last = written.at(-1)?.event;
      if (last !== undefined) this.#drop(last.revision);
      return;
    }
    for (const { id } of written) if (!rest.has(id) && !this.#again.has(id)) this.#behind.delete(id);
    this.#catchUp();
  }

  /** This service cannot be written as it is: it is dropped until its next change. */
  giveUp(id: ResourceId): void {
    if (this.#behind.delete(id)) this.#catchUp();
    this.#stale.delete(id);
    this.#events = this.#events.filter(({ resourceId }) => resourceId !== id);
  }

  /** Everything up to the revision is in etcd; the queue may have changed since it was read. */
  #drop(revision: bigint): void {
    this.#cursor = revision;
    this.#holdAfter(revision);
    this.#groups = this.#groups.filter(({ last }) => last > revision);
    const rest = this.#events.findIndex((event) => event.revision > revision);
    this.#events.splice(0, rest < 0 ? this.#events.length : rest);
  }

  #holdAfter(revision: bigint): void {
    if (revision > this.#heldAfter) this.#heldAfter = revision;
  }

  #catchUp(): void {
    if (this.#behind.size === 0) this.#cursor = this.#heldAfter;
  }

  #fallBehind(events: readonly StateEvent[]): void {
    for (const { resourceId } of events) {
      this.#behind.add(resourceId);
      this.#again.add(resourceId);
    }
    this.#heldAfter = events.at(-1)?.revision ?? this.#heldAfter;
    this.#events = [];
    this.#groups = [];
    if (this.#behind.size <= this.#capacityServices) return;
    for (const id of this.#behind) {
      if (!this.#isGone(id)) continue;
      this.#behind.delete(id);
      this.#again.delete(id);
    }
    this.#catchUp();
  }
}
