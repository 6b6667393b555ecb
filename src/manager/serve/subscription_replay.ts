/**
 * What a subscriber missed, read from the store page by page as it is asked for.
 *
 * I1: every event that may match and came after the starting revision is handed out once, in order, or the loss is said.
 * I2: "end" means that at this moment the store has nothing newer; whoever goes live in the same turn misses nothing.
 * I3: a step reads a bounded number of pages, so that a long replay lets others run.
 *
 * A replay cannot know what state a service was in at the time of an event, so of the filter it applies names and namespaces
 * only: it hands out more rather than less.
 */
import type { EventPage } from "../../ports/store.ts";
import { type EventFilter, filterEvents, type StateEvent } from "../../state/events.ts";
import type { Cursor } from "../../state/lineage.ts";
import type { ManagerApi, ServiceFilter } from "./api.ts";

/** The store no longer has everything. */
export interface LostHistory {
  readonly kind: "lost";
  /** First revision that may be missing. */
  readonly fromRevision: bigint;
  readonly reason: string;
}

export type ReplayStep =
  | { readonly kind: "event"; readonly event: StateEvent }
  | LostHistory
  /** Nothing that matches up to this revision, and more to read: ask again in another turn. */
  | { readonly kind: "more"; readonly revision: bigint }
  /** Nothing more, at this moment (I2). */
  | { readonly kind: "end"; readonly revision: bigint };

const PAGE = 256;
const PAGES_A_STEP = 8;
/** Up to this many names of a filter are asked one by one what the store has lost of them. */
const MAX_IDS_ASKED = 64;

/** The events of everything that the filter can match, whatever the state of the service. */
export function eventsNamedBy({ namespaces, resourceIds }: ServiceFilter): EventFilter {
  return {
    ...(namespaces.length === 0 ? {} : { namespaces }),
    ...(resourceIds.length === 0 ? {} : { resourceIds }),
  };
}

/** One replay, from a revision to the present. */
export class Replay {
  readonly #api: ManagerApi;
  readonly #filter: ServiceFilter;
  #page: StateEvent[] = [];
  /** Everything up to here was read. */
  #readTo: bigint;
  /** Term of the revision that was read to; 0 = not known. */
  #term: bigint;

  constructor(api: ManagerApi, filter: ServiceFilter, { revision, term }: Cursor) {
    this.#api = api;
    this.#filter = filter;
    this.#readTo = revision;
    this.#term = term;
  }

  next(): ReplayStep {
    for (let pages = 0;; pages += 1) {
      const event = this.#page.shift();
      if (event !== undefined) return { kind: "event", event };
      if (pages === PAGES_A_STEP) return { kind: "more", revision: this.#readTo };
      const step = this.#read();
      if (step !== undefined) return step;
    }
  }

  /** Reads a page; undefined = examine what it brought. */
  #read(): LostHistory | { readonly kind: "end"; readonly revision: bigint } | undefined {
    const newest = this.#api.revision();
    if (this.#readTo > newest) {
      const reason = `revision ${this.#readTo} is not known here, the newest is ${newest}`;
      return { kind: "lost", fromRevision: 1n, reason };
    }
    const common = this.#api.divergence({ revision: this.#readTo, term: this.#term });
    if (common !== undefined) {
      const reason =
        `revision ${this.#readTo} was discarded with its term: the history went on after ${common}`;
      return { kind: "lost", fromRevision: common + 1n, reason };
    }
    const page = this.#readPage();
    const lost = this.#lostUpTo(page.evictedRevision);
    if (lost > this.#readTo) {
      const reason = `history up to revision ${lost} was overwritten`;
      return { kind: "lost", fromRevision: this.#readTo + 1n, reason };
    }
    this.#page = filterEvents(page.events, eventsNamedBy(this.#filter));
    const last = page.events.at(-1);
    if (page.events.length === PAGE && last !== undefined) {
      this.#readTo = last.revision;
      this.#term = 0n;
      return undefined;
    }
    this.#readTo = newest;
    this.#term = 0n;
    return this.#page.length === 0 ? { kind: "end", revision: newest } : undefined;
  }

  #readPage(): EventPage {
    const [first, ...others] = this.#filter.resourceIds;
    return this.#api.readHistory({
      ...(first !== undefined && others.length === 0 && { resourceId: first }),
      afterRevision: this.#readTo,
      limit: PAGE,
      which: "oldest",
    });
  }

  /** Up to where the store has lost events of what may match; `ofAsked` = of the services that were asked for together. */
  #lostUpTo(ofAsked: bigint): bigint {
    const ids = this.#filter.resourceIds;
    if (ofAsked <= this.#readTo || ids.length === 0 || ids.length > MAX_IDS_ASKED) return ofAsked;
    const lost = ids.map((resourceId) =>
      this.#api.readHistory({ resourceId, afterRevision: this.#readTo, limit: 1, which: "oldest" })
        .evictedRevision
    );
    return lost.reduce((max, revision) => revision > max ? revision : max, 0n);
  }
}
