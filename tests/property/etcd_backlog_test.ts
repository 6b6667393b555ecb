import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { Backlog } from "../../src/etcd/share/backlog.ts";
import type { Unit } from "../../src/etcd/share/batch.ts";
import type { StateEvent } from "../../src/state/event_model.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import { eventOf, idOf } from "../support/domain.ts";

const IDS = ["a", "b", "c", "d", "e"].map((name) => idOf(`vehicle/${name}`));
const RING = 3;

/** A change that is recorded, also while a transaction is in flight. */
type Note =
  | { readonly kind: "add"; readonly services: readonly number[] }
  | { readonly kind: "state"; readonly service: number };
type Step =
  | Note
  | {
    readonly kind: "flight";
    readonly limit: number;
    /** Share of the given units that the transaction covers. */
    readonly part: number;
    readonly meanwhile: readonly Note[];
    readonly isLost: boolean;
  }
  | { readonly kind: "moveTo"; readonly part: number }
  | { readonly kind: "giveUp"; readonly service: number };

const service = fc.nat({ max: IDS.length - 1 });
const note: fc.Arbitrary<Note> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("add"),
      services: fc.array(service, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("state"), service }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: note },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("flight"),
      limit: fc.integer({ min: 1, max: 8 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      meanwhile: fc.array(note, { maxLength: 3 }),
      isLost: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("moveTo"), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("giveUp"), service }) },
);

/** What etcd holds of one service. */
interface Copy {
  /** Newest event that the state explains. */
  stateRevision: bigint;
  events: bigint[];
}

/** The journal and etcd, as plain lists, around the backlog under test. */
class World {
  readonly backlog: Backlog;
  readonly #capacity: number;
  readonly #journal: StateEvent[] = [];
  /** Up to this revision the events of a service are no longer read. */
  readonly #givenUp = new Map<ResourceId, bigint>();
  readonly #copies = new Map<ResourceId, Copy>(IDS.map((id) => [id, { stateRevision: 0n, events: [] }]));

  constructor(capacityEvents: number) {
    this.#capacity = capacityEvents;
    this.backlog = new Backlog({ capacityEvents, revision: 0n });
  }

  get revision(): bigint {
    return BigInt(this.#journal.length);
  }

  run(step: Step): void {
    switch (step.kind) {
      case "add":
      case "state":
        this.#note(step);
        break;
      case "flight":
        this.#fly(step);
        break;
      case "moveTo":
        this.#moveTo(BigInt(Math.floor(step.part * this.#journal.length)));
        break;
      case "giveUp": {
        const id = idAt(step.service);
        this.backlog.giveUp(id);
        this.#givenUp.set(id, this.revision);
        this.#set(id, this.revision);
        break;
      }
    }
    this.check();
  }

  /** Writes until the backlog is empty. */
  drain(): void {
    for (let turn = 0; this.backlog.size > 0; turn++) {
      ok(turn < 1_000, "it never ends");
      this.#fly({ limit: 4, part: 1, meanwhile: [], isLost: false });
    }
    const isOpen = ({ resourceId, revision }: StateEvent) => revision > (this.#givenUp.get(resourceId) ?? 0n);
    ok(this.backlog.cursor >= (this.#journal.findLast(isOpen)?.revision ?? 0n));
    this.check();
  }

  /** Etcd holds everything up to the cursor, and the backlog is within its bound. */
  check(): void {
    ok(this.backlog.size <= this.#capacity + 2 * IDS.length);
    const { cursor } = this.backlog;
    for (const id of IDS) {
      const promised = this.#eventsOf(id).filter((revision) => revision <= cursor);
      const { stateRevision, events } = this.#copy(id);
      ok(stateRevision >= (promised.at(-1) ?? 0n), `${id}: its state is older than the cursor says`);
      deepEqual(promised.slice(-RING).filter((revision) => !events.includes(revision)), [], id);
    }
  }

  #note(note: Note): void {
    if (note.kind === "state") return this.backlog.addState(idAt(note.service));
    const events = note.services.map((index, place) =>
      eventOf({ resourceId: idAt(index), revision: BigInt(this.#journal.length + place + 1) })
    );
    this.#journal.push(...events);
    this.backlog.add(events);
  }

  #fly(
    { limit, part, meanwhile, isLost }: Pick<
      Extract<Step, { readonly kind: "flight" }>,
      "limit" | "part" | "meanwhile" | "isLost"
    >,
  ): void {
    const units = this.backlog.next(limit, (id) => this.#wanted(id));
    ok(units.length < limit + RING);
    const taken = Math.max(Math.ceil(part * units.length), Math.min(1, units.length));
    const cursor = this.backlog.cursorAfter(units, taken);
    const { revision } = this;
    for (const note of meanwhile) this.#note(note);
    if (isLost) return;
    for (const unit of units.slice(0, taken)) this.#write(unit, revision);
    this.backlog.settle(units, taken);
    // The written cursor is never above the counted one, and never below the true one.
    if (cursor !== undefined) {
      ok(this.backlog.cursor <= cursor || this.backlog.cursor === this.backlog.heldAfter);
    }
    this.check();
  }

  #write({ id, event }: Unit, atRevision: bigint): void {
    const copy = this.#copy(id);
    const newest = this.#eventsOf(id).findLast((revision) => revision <= atRevision) ?? 0n;
    if (newest > copy.stateRevision) copy.stateRevision = newest;
    if (event !== undefined && event.revision > (copy.events.at(-1) ?? 0n)) copy.events.push(event.revision);
  }

  /** The newest ring of events that etcd does not hold, as the replicator reads it. */
  #wanted(id: ResourceId): readonly StateEvent[] {
    const written = this.#copy(id).events.at(-1) ?? 0n;
    const { cursor, heldAfter } = this.backlog;
    const after = written > cursor ? written : cursor;
    return this.#journal.filter((event) =>
      event.resourceId === id && event.revision > after && event.revision <= heldAfter
    ).slice(-RING);
  }

  #moveTo(cursor: bigint): void {
    for (const id of IDS) this.#set(id, cursor);
    this.backlog.moveTo(
      cursor,
      (after) => this.#journal.filter(({ revision }) => revision > after).map(({ resourceId }) => resourceId),
    );
  }

  /** Etcd holds everything of the service up to the revision, and nothing after it; events that were given up count as held. */
  #set(id: ResourceId, upTo: bigint): void {
    const givenUp = this.#givenUp.get(id) ?? 0n;
    const events = this.#eventsOf(id).filter((revision) => revision <= upTo || revision <= givenUp);
    this.#copies.set(id, { stateRevision: events.at(-1) ?? 0n, events });
  }

  #eventsOf(id: ResourceId): readonly bigint[] {
    return this.#journal.filter(({ resourceId }) => resourceId === id).map(({ revision }) => revision);
  }

  #copy(id: ResourceId): Copy {
    const copy = this.#copies.get(id);
    if (copy === undefined) throw new Error(`no copy of ${id}`);
    return copy;
  }
}

function idAt(index: number): ResourceId {
  const id = IDS[index];
  if (id === undefined) throw new Error("no such service");
  return id;
}

Deno.test("Backlog loses no event, whatever is added and written in which order, and its cursor never exceeds what etcd holds", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40, size: "max" }),
      fc.integer({ min: 1, max: 12 }),
      (steps, capacity) => {
        const world = new World(capacity);
        for (const one of steps) world.run(one);
        world.drain();
      },
    ),
    { numRuns: 500 },
  );
});
