/**
 * What a watch of one prefix knows of etcd's history: up to which revision it was delivered, which keys exist, and whether the server
 * that answers now still has the same history. `state.ts` decides what to do with that.
 *
 * I1: `completeUpTo` is advanced by a complete list, by events and by a progress notification; never by "created". Within fragments it
 *     stays below the revision that may be incomplete; a repeated event is recognised by its key.
 * I2: the newest change is kept as the anchor. When the anchor has changed, or a key contradicts what is known, or the revision went
 *     backwards, or another cluster answers, the history is a different one, whatever its revision is by now.
 * I3: only the revision of a key is kept. Within one history it identifies the value; in a different one it has no meaning.
 * I4: nothing is kept of keys before `listFrom`: they are followed but not listed, and events that arrived in fragments of a broken
 *     stream are delivered again.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { EtcdOutcome, KeyEvent, KeyValue, RangeAnswer, WatchResponse } from "../client/kv.ts";
import { keyOf, revisionOf, type WatchEvent } from "./events.ts";

/** A list in progress. */
export interface Listing {
  readonly revision: bigint;
  readonly clusterId: string;
  /** First key of the next page; undefined = the prefix. */
  readonly fromKey: string | undefined;
  /** Known keys that were not in the pages so far. */
  readonly unseen: Set<string>;
  /** The newest entry of the pages so far. */
  readonly anchor: KeyEvent | undefined;
}

export class WatchHistory {
  /** Key -> revision of its newest delivered put; 0 = delivered from a different history (I3). */
  readonly #known = new Map<string, bigint>();
  #clusterId: string | undefined;
  #completeUpTo = 0n;
  /** Highest revision of this history in any answer. */
  #newest = 0n;
  #anchor: KeyEvent | undefined;
  /** The anchor, while the resumed stream has yet to deliver it once more. */
  #unproven: KeyEvent | undefined;
  #isReset = false;
  readonly #listFrom: string;

  constructor(listFrom = "") {
    this.#listFrom = listFrom;
  }

  /** The cluster with this history; undefined before the first list. */
  get clusterId(): string | undefined {
    return this.#clusterId;
  }
  /** All changes up to this revision were delivered; 0 = no list is complete yet. */
  get completeUpTo(): bigint {
    return this.#completeUpTo;
  }
  get knownKeys(): number {
    return this.#known.size;
  }
  /** The newest known change; none = the prefix was empty, or everything is from a different history. */
  get anchor(): KeyEvent | undefined {
    return this.#anchor;
  }
  /** A different history was seen, and no list of it is complete yet. */
  get isReset(): boolean {
    return this.#isReset;
  }
  /** Whether the stream has proven that its history is this one. */
  get isProven(): boolean {
    return this.#unproven === undefined;
  }

  /** A stream is opened; with `isAnchored` it has to deliver the anchor first. */
  openStream(isAnchored: boolean): void {
    this.#unproven = isAnchored ? this.#anchor : undefined;
  }

  /** Begins a list with its first page. */
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

  /** Processes one page; "contradiction": its history is a different one, which begins now. */
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
    // The next page begins with the smallest key after the last one.
    if (hasMore && last !== undefined) {
      return { events, listing: { ...listing, fromKey: `${last.key}\0`, anchor } };
    }
    events.push(...this.#endList(listing));
    this.#anchor = anchor;
    return { events, listing: "whole" };
  }

  /** Processes events or progress; undefined = they are from a different history, which begins now. */
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

  /** Whether the anchor, read as of its own revision, is unchanged. */
  isAnchor(outcome: Extract<EtcdOutcome<RangeAnswer>, { readonly kind: "ok" }>): boolean {
    const known = this.#anchor?.kind === "put" ? this.#anchor.entry : undefined;
    return outcome.clusterId === this.#clusterId && isSameValue(outcome.value.entries[0], known);
  }

  /** Begins a different history: known revisions do not identify values any more (I3). */
  begin(clusterId: string | undefined, revision: bigint): void {
    for (const key of this.#known.keys()) this.#known.set(key, 0n);
    this.#clusterId = clusterId;
    this.#newest = revision;
    this.#completeUpTo = 0n;
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
    this.#completeUpTo = revision;
    this.#isReset = false;
    return [...events, { kind: "synced", revision, clusterId, origin: "list", isReset }];
  }

  /** A restored history that has overtaken the old one shows in its keys: older than known, or unknown although all were known. */
  #contradicts({ key, modRevision }: KeyValue): boolean {
    const known = this.#known.get(key);
    return known === undefined ? modRevision <= this.#completeUpTo : modRevision < known;
  }

  /** Keeps I2: the events after the anchor, which has to come first; undefined = the anchor is not in this history. */
  #proven({ events, isFragment }: WatchResponse): readonly KeyEvent[] | undefined {
    const anchor = this.#unproven;
    if (anchor === undefined) return events;
    // Other events of its revision may precede it, in a fragment of their own.
    const at = events.findIndex((event) => keyOf(event) === keyOf(anchor));
    const before = at < 0 ? events : events.slice(0, at);
    const isPassed = before.some((event) => revisionOf(event) > revisionOf(anchor));
    if (isPassed || (at < 0 && !isFragment)) return undefined;
    if (at < 0) return [];
    if (!isSameValue(events[at], anchor)) return undefined;
    this.#unproven = undefined;
    return events.slice(at + 1);
  }

  /** An event that was delivered already, in fragments of a broken stream, is not delivered again. */
  #live(event: KeyEvent): readonly WatchEvent[] {
    if (revisionOf(event) <= this.#completeUpTo) return [];
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
    if (whole > this.#completeUpTo) this.#completeUpTo = whole;
    if (reached > this.#newest) this.#newest = reached;
  }
}

function livePut(entry: KeyValue): WatchEvent {
  return { kind: "put", entry, origin: "live", isReset: false };
}
