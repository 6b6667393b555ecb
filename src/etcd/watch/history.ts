/**
 * What a watch of one prefix knows of the history of etcd: how far it was told, which keys there are, and whether what answers now
 * is still the same history. `watch_state.ts` decides what to do with that.
 *
 * I1: `wholeUpTo` is advanced by a whole list, by events and by a progress notification; never by "created". Within fragments it
 *     stays below the revision that may not be whole yet; what comes again is told by the key.
 * I2: the newest change is kept as the anchor. Where it is not as it was, or a key contradicts what is known, or the revision went
 *     backwards, or another cluster answers, the history is another one, whatever its revision is by now.
 * I3: of a key only the revision is kept. Within one history it stands for the value; in another one it says nothing.
 * I4: of keys before `listFrom` nothing is kept: they are followed and not listed, and what came in fragments of a stream that then
 *     broke comes again.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { EtcdOutcome, KeyEvent, KeyValue, RangeAnswer, WatchResponse } from "../client/kv.ts";
import { keyOf, revisionOf, type WatchEvent } from "./events.ts";

/** A list under way. */
export interface Listing {
  readonly revision: bigint;
  readonly clusterId: string;
  /** Where its next page begins; undefined = with the prefix. */
  readonly fromKey: string | undefined;
  /** Keys that are known and were not in the pages so far. */
  readonly unseen: Set<string>;
  /** The newest entry of the pages so far. */
  readonly anchor: KeyEvent | undefined;
}

export class WatchHistory {
  /** Key -> revision of its newest put that was told; 0 = told of another history (I3). */
  readonly #known = new Map<string, bigint>();
  #clusterId: string | undefined;
  #wholeUpTo = 0n;
  /** Highest revision of this history that any answer came with. */
  #newest = 0n;
  #anchor: KeyEvent | undefined;
  /** The anchor, while it has yet to come once more on the stream that is resumed. */
  #unproven: KeyEvent | undefined;
  #isReset = false;
  readonly #listFrom: string;

  constructor(listFrom = "") {
    this.#listFrom = listFrom;
  }

  /** All this is of that cluster; undefined before the first list. */
  get clusterId(): string | undefined {
    return this.#clusterId;
  }
  /** All changes up to here were told; 0 = no list is whole yet. */
  get wholeUpTo(): bigint {
    return this.#wholeUpTo;
  }
  get knownKeys(): number {
    return this.#known.size;
  }
  /** The newest change that is known; none = the prefix was empty, or all is of another history. */
  get anchor(): KeyEvent | undefined {
    return this.#anchor;
  }
  /** Another history was seen, and no list of it is whole yet. */
  get isReset(): boolean {
    return this.#isReset;
  }
  /** Whether the stream has shown that its history is this one. */
  get isProven(): boolean {
    return this.#unproven === undefined;
  }

  /** A stream is opened: with the anchor to come first, or not. */
  openStream(isAnchored: boolean): void {
    this.#unproven = isAnchored ? this.#anchor : undefined;
  }

  /** Begins to take in a list by its first page. */
  beginList(clusterId: string, revision: bigint): Listing {
    const isSame = this.#clusterId === undefined ||
      (this.#clusterId === clusterId && revision >= this.#newest);
    if (!isSame) this.begin(clusterId, revision);
    this.#clusterId = clusterId;
    this.#newest = revision;
    return {
      revision,
      clusterId,
      fromKey: undefined,
      unseen: new Set(this.#known.keys()),
      anchor: undefined,
    };
  }

  /** Takes in one page; "contradiction": its history is another one, which has begun with this. */
  takePage(
    listing: Listing,
    { entries, hasMore }: RangeAnswer,
  ): { readonly events: readonly WatchEvent[]; readonly listing: Listing | "whole" | "contradiction" } {
    const events: WatchEvent[] = [];
    let { anchor } = listing;
    for (const entry of entries) {
      if (!this.#isReset && this.#contradicts(entry)) {
        this.begin(listing.clusterId, listing.revision);
        return { events, listing: "contradiction" };
      }
      listing.unseen.delete(entry.key);
      if (anchor === undefined || entry.modRevision > revisionOf(anchor)) anchor = { kind: "put", entry };
      this.#known.set(entry.key, entry.modRevision);
      events.push({ kind: "put", entry, origin: "list", isReset: this.#isReset });
    }
    const last = entries.at(-1);
    // The next page begins with the smallest key behind the last one.
    if (hasMore && last !== undefined) {
      return { events, listing: { ...listing, fromKey: `${last.key}\0`, anchor } };
    }
    events.push(...this.#endList(listing));
    this.#anchor = anchor;
    return { events, listing: "whole" };
  }

  /** Takes in events or progress; undefined = they are of another history, which has begun with this. */
  takeEvents(response: WatchResponse): readonly WatchEvent[] | undefined {
    const later = this.#proven(response);
    if (later === undefined) {
      this.begin(response.clusterId, 0n);
      return undefined;
    }
    const events = later.flatMap((event) => this.#live(event));
    this.#advance(response);
    return events;
  }

  /** Whether the anchor, read as of its own revision, is as it was. */
  isAnchor(outcome: Extract<EtcdOutcome<RangeAnswer>, { readonly kind: "ok" }>): boolean {
    const known = this.#anchor?.kind === "put" ? this.#anchor.entry : undefined;
    return outcome.clusterId === this.#clusterId && isSameValue(outcome.value.entries[0], known);
  }

  /** Another history: nothing that is known says anything about values from now on (I3). */
  begin(clusterId: string | undefined, revision: bigint): void {
    for (const key of this.#known.keys()) this.#known.set(key, 0n);
    this.#clusterId = clusterId;
    this.#newest = revision;
    this.#wholeUpTo = 0n;
    this.#anchor = undefined;
    this.#isReset = true;
  }

  #endList({ unseen, revision, clusterId }: Listing): readonly WatchEvent[] {
    const isReset = this.#isReset;
    const events: WatchEvent[] = [];
    for (const key of unseen) {
      this.#known.delete(key);
      events.push({ kind: "deletedByList", key, revision, isReset });
    }
    this.#wholeUpTo = revision;
    this.#isReset = false;
    return [...events, { kind: "synced", revision, clusterId, origin: "list", isReset }];
  }

  /** A history that went back and overtook where it was is told by its keys: older than known, or not known where all was. */
  #contradicts({ key, modRevision }: KeyValue): boolean {
    const known = this.#known.get(key);
    return known === undefined ? modRevision <= this.#wholeUpTo : modRevision < known;
  }

  /** Keeps I2: the events behind the anchor, which is the first that counts; undefined = there is none. */
  #proven({ events, isFragment }: WatchResponse): readonly KeyEvent[] | undefined {
    const anchor = this.#unproven;
    if (anchor === undefined) return events;
    // Others of its revision may come before it, in a fragment of their own.
    const at = events.findIndex((event) => keyOf(event) === keyOf(anchor));
    const before = at < 0 ? events : events.slice(0, at);
    const isPassed = before.some((event) => revisionOf(event) > revisionOf(anchor));
    if (isPassed || (at < 0 && !isFragment)) return undefined;
    if (at < 0) return [];
    if (!isSameValue(events[at], anchor)) return undefined;
    this.#unproven = undefined;
    return events.slice(at + 1);
  }

  /** What came already, in fragments of a stream that then broke, is not told again. */
  #live(event: KeyEvent): readonly WatchEvent[] {
    if (revisionOf(event) <= this.#wholeUpTo) return [];
    this.#anchor = event;
    if (keyOf(event) < this.#listFrom) return [event.kind === "delete" ? event : livePut(event.entry)];
    if (event.kind === "delete") {
      return this.#known.delete(event.key) ? [event] : [];
    }
    const { entry } = event;
    if ((this.#known.get(entry.key) ?? 0n) >= entry.modRevision) return [];
    this.#known.set(entry.key, entry.modRevision);
    return [livePut(entry)];
  }

  /** Keeps I1. */
  #advance({ events, revision, isFragment }: WatchResponse): void {
    const last = events.at(-1);
    const reached = last === undefined ? revision : revisionOf(last);
    const whole = isFragment ? reached - 1n : reached;
    if (whole > this.#wholeUpTo) this.#wholeUpTo = whole;
    if (reached > this.#newest) this.#newest = reached;
  }
}

function livePut(entry: KeyValue): WatchEvent {
  return { kind: "put", entry, origin: "live", isReset: false };
}
