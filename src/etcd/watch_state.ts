/**
 * What a watch of one prefix knows and what it does next, without doing it: the reading of lists, responses and failures.
 * `watcher.ts` does the calls and keeps the time.
 *
 * A watch first lists the prefix, in pages, at one revision; then it follows the changes from there on. A broken stream is
 * resumed by revision. What resuming cannot mend is mended by another list, which is compared with what is known.
 *
 * I1: of one history, every change is told once and in order; after a list, its net effect is.
 * I2: the revision to resume from is advanced by a whole list, by events and by a progress notification; never by "created".
 *     Within fragments it stays below the revision that may not be whole yet; what comes again is told by the key.
 * I3: no revision is ever waited for: one that went backwards, or lies in the future, is a reason to list.
 * I4: once another history is seen (another cluster, a revision that went backwards, a key that contradicts what is known),
 *     everything until the end of the next whole list says so: deletes may then be a loss of data and not anybody's wish.
 * I5: a stream is resumed at the newest change that was told, which therefore comes once more, and a list after a gap is begun by
 *     reading it. If it is not there as it was, the history is another one that has overtaken this one meanwhile, and no revision
 *     would have shown it.
 * I6: of a key only the revision is kept. Within one history it stands for the value; in another one every entry is told anew.
 */
import { isSameValue } from "../collections/same_value.ts";
import type {
  EtcdFailure,
  EtcdFailureKind,
  EtcdOutcome,
  KeyEvent,
  KeyValue,
  RangeAnswer,
  RangeRequest,
  WatchResponse,
} from "./kv.ts";
import type { GapReason, WatchEvent } from "./watch_events.ts";

/** What to do now. */
export type WatchStep =
  /** Ask for this page, and give the outcome to `onPage`. */
  | { readonly kind: "list"; readonly request: RangeRequest }
  /** Open a stream from there, and give what comes to `onResponse` and `onEnd`. */
  | { readonly kind: "watch"; readonly startRevision: bigint }
  /** Leave the stream, let so much time pass, and ask `next`. */
  | { readonly kind: "wait"; readonly delayMs: number }
  /** Go on listening to the stream. */
  | { readonly kind: "stay"; readonly asksForProgress: boolean };

export interface WatchVerdict {
  /** To be told first. */
  readonly events: readonly WatchEvent[];
  readonly step: WatchStep;
}

export interface WatchStateOptions {
  readonly prefix: string;
  /** Entries of one page. Default 500; halved while etcd says that an answer is too large. */
  readonly pageEntries?: number;
  /** Uniform in [0, 1). */
  readonly random01: () => number;
}

/** A list under way. */
interface Listing {
  readonly revision: bigint;
  readonly clusterId: string;
  readonly fromKey: string;
  /** Keys that are known and were not in the pages so far. */
  readonly unseen: Set<string>;
  /** The newest entry of the pages so far. */
  readonly anchor: KeyEvent | undefined;
}

/** Full jitter: uniform in [0, min(base x 2^n, cap)]. */
const BACKOFF = { baseMs: 100, capMs: 2_000 };
const PAGE_ENTRIES = 500;
/** Failures of a stream that say nothing about the revision: it is resumed. Any other one leads to a list. */
const RESUMABLE: ReadonlySet<EtcdFailureKind> = new Set([
  "unavailable",
  "timed-out",
  "denied",
  "no-space",
  "cancelled",
]);

export class WatchState {
  readonly #prefix: string;
  readonly #random01: () => number;
  #pageEntries: number;
  /** Key -> revision of its newest put that was told; 0 = told of another history (I6). */
  readonly #known = new Map<string, bigint>();
  /** Which cluster all this is of. */
  #clusterId: string | undefined;
  /** All changes up to here were told, and `#known` is whole as of it; 0 = no list is whole yet. */
  #wholeUpTo = 0n;
  /** Highest revision of this history that any answer came with. */
  #newest = 0n;
  #isListDue = true;
  /** A list was made just now: nothing can have happened to the history since. */
  #isFresh = false;
  /** The newest change that is known; none = the prefix was empty. */
  #anchor: KeyEvent | undefined;
  /** Whether the next outcome is that of reading it, and whether it was as it should be. */
  #isProving = false;
  #isProved = false;
  /** A server was seen that does not have all that was told: it lags behind, or lost it. */
  #isBehind = false;
  /** It has yet to come once more on the stream that is resumed. */
  #unproven: KeyEvent | undefined;
  #listing: Listing | undefined;
  /** Another history was seen, and no list of it is whole yet (I4). */
  #isReset = false;
  #isLost = false;
  /** "lost" is over once all changes up to here were told. */
  #catchUpTo: bigint | undefined;
  /** Since anything of use was heard. */
  #failures = 0;

  constructor({ prefix, pageEntries = PAGE_ENTRIES, random01 }: WatchStateOptions) {
    this.#prefix = prefix;
    this.#pageEntries = pageEntries;
    this.#random01 = random01;
  }

  /** Revision that is resumed from, less one. */
  get wholeUpTo(): bigint {
    return this.#wholeUpTo;
  }
  get knownKeys(): number {
    return this.#known.size;
  }
  /** Whether a resumed stream has yet to reach what there was when it began. */
  get isCatchingUp(): boolean {
    return this.#catchUpTo !== undefined;
  }

  /** At the start, and after a wait. */
  next(): WatchStep {
    if (!this.#isListDue && this.#isFresh) {
      this.#unproven = undefined;
      return { kind: "watch", startRevision: this.#wholeUpTo + 1n };
    }
    if (!this.#isListDue && this.#anchor !== undefined) {
      this.#unproven = this.#anchor;
      return { kind: "watch", startRevision: revisionOf(this.#anchor) };
    }
    // Without an anchor the list is that of an empty prefix.
    this.#isListDue = true;
    const listing = this.#listing;
    this.#isProving = listing === undefined && this.#anchor !== undefined && !this.#isProved;
    if (this.#isProving && this.#anchor !== undefined) {
      const revision = revisionOf(this.#anchor);
      return { kind: "list", request: { key: keyOf(this.#anchor), isPrefix: false, revision } };
    }
    const page = { key: this.#prefix, isPrefix: true, limit: this.#pageEntries };
    return {
      kind: "list",
      request: listing === undefined
        ? page
        : { ...page, revision: listing.revision, fromKey: listing.fromKey },
    };
  }

  onPage(outcome: EtcdOutcome<RangeAnswer>): WatchVerdict {
    if (this.#isProving) return this.#onProof(outcome);
    if (outcome.kind === "failed") return this.#pageFailed(outcome.failure);
    const { entries, hasMore } = outcome.value;
    const earlier = this.#listing;
    const isOther = earlier !== undefined &&
      (earlier.clusterId !== outcome.clusterId || outcome.revision < earlier.revision);
    if (isOther) return this.#listAgain();
    if (earlier === undefined) this.#lookAtHistory(outcome.clusterId, outcome.revision);
    const revision = earlier?.revision ?? outcome.revision;
    const unseen = earlier?.unseen ?? new Set(this.#known.keys());
    const events: WatchEvent[] = [];
    let anchor = earlier?.anchor;
    for (const entry of entries) {
      if (!this.#isReset && this.#contradicts(entry)) {
        this.#beginHistory(outcome.clusterId, revision);
        return { events, step: this.#listAgain().step };
      }
      unseen.delete(entry.key);
      if (anchor === undefined || entry.modRevision > revisionOf(anchor)) anchor = { kind: "put", entry };
      if (this.#known.get(entry.key) === entry.modRevision) continue;
      this.#known.set(entry.key, entry.modRevision);
      events.push({ kind: "put", entry, origin: "list", isReset: this.#isReset });
    }
    const last = entries.at(-1);
    if (hasMore && last !== undefined) {
      // The smallest key behind the last one.
      this.#listing = { revision, clusterId: outcome.clusterId, fromKey: `${last.key}\0`, unseen, anchor };
      return { events, step: this.next() };
    }
    for (const key of unseen) {
      this.#known.delete(key);
      events.push({ kind: "deletedByList", key, revision, isReset: this.#isReset });
    }
    const { clusterId } = outcome;
    events.push({ kind: "synced", revision, clusterId, origin: "list", isReset: this.#isReset });
    this.#wholeUpTo = revision;
    this.#anchor = anchor;
    this.#isFresh = true;
    this.#listing = undefined;
    this.#isListDue =
      this.#isReset =
      this.#isLost =
      this.#isProved =
      this.#isBehind =
        false;
    this.#catchUpTo = undefined;
    return { events, step: this.next() };
  }

  onResponse(response: WatchResponse): WatchVerdict {
    const { kind, revision } = response;
    if (response.clusterId !== this.#clusterId) {
      return this.#gap("history-changed", `cluster ${response.clusterId} answers, not ${this.#clusterId}`);
    }
    if (kind === "canceled") {
      return response.compactRevision > 0n
        ? this.#gap("compacted", `up to revision ${response.compactRevision}`)
        : this.#gap("refused", response.reason === "" ? "without a reason" : response.reason);
    }
    // Also a member that lags behind: the list then waits until it has caught up, or asks another one.
    if (revision < this.#wholeUpTo) {
      this.#isBehind = true;
      return this.#gap("history-changed", `revision ${revision} is older than ${this.#wholeUpTo}`);
    }
    if (kind === "created") {
      if (this.#isLost) this.#catchUpTo = revision;
      const events = this.#caughtUp();
      const asksForProgress = this.isCatchingUp && this.#unproven === undefined;
      return { events, step: { kind: "stay", asksForProgress } };
    }
    const later = this.#proven(response);
    if (later === undefined) {
      this.#beginHistory(response.clusterId, 0n);
      return this.#gap("history-changed", "what was told before is not in its history");
    }
    this.#failures = 0;
    const events = later.flatMap((event) => this.#live(event));
    this.#advance(response);
    events.push(...this.#caughtUp());
    const asksForProgress = this.isCatchingUp && response.events.length > 0 && !response.isFragment;
    return { events, step: { kind: "stay", asksForProgress } };
  }

  /** The stream is over, or was given up; not to be called after a verdict that leaves it. */
  onEnd(failure: EtcdFailure): WatchVerdict {
    this.#isFresh = false;
    if (failure.kind === "compacted") return this.#gap("compacted", failure.message);
    if (failure.kind === "future-revision") return this.#gap("history-changed", failure.message);
    if (!RESUMABLE.has(failure.kind)) return this.#gap("refused", failure.message);
    return { events: this.#lost(failure), step: this.#backoff() };
  }

  /** The newest change as of its revision; what is compacted proves nothing. */
  #onProof(outcome: EtcdOutcome<RangeAnswer>): WatchVerdict {
    this.#isProving = false;
    const kind = outcome.kind === "failed" ? outcome.failure.kind : "answered";
    if (outcome.kind === "failed" && kind !== "compacted" && kind !== "future-revision") {
      return { events: this.#lost(outcome.failure), step: this.#backoff() };
    }
    const isSame = outcome.kind === "ok"
      ? outcome.clusterId === this.#clusterId && this.#isAnchor(outcome.value.entries[0])
      : kind === "compacted" && !this.#isBehind;
    this.#isProved = true;
    if (!isSame) this.#beginHistory(outcome.kind === "ok" ? outcome.clusterId : this.#clusterId, 0n);
    return { events: [], step: this.next() };
  }

  #isAnchor(entry: KeyValue | undefined): boolean {
    const { entry: known } = this.#anchor?.kind === "put" ? this.#anchor : { entry: undefined };
    return isSameValue(entry, known);
  }

  #pageFailed(failure: EtcdFailure): WatchVerdict {
    // Another try may meet another history, so that its pages do not fit to those before: from the first one on.
    this.#listing = undefined;
    if (failure.kind === "too-large" && this.#pageEntries > 1) {
      this.#pageEntries = Math.floor(this.#pageEntries / 2);
      return { events: [], step: this.next() };
    }
    const isMoved = failure.kind === "compacted" || failure.kind === "future-revision";
    return { events: isMoved ? [] : this.#lost(failure), step: this.#backoff() };
  }

  #listAgain(): WatchVerdict {
    this.#listing = undefined;
    return { events: [], step: this.#backoff() };
  }

  #gap(reason: GapReason, message: string): WatchVerdict {
    this.#isProved = false;
    this.#isListDue = true;
    this.#listing = undefined;
    this.#catchUpTo = undefined;
    // The first list follows at once; one that leads to a gap again waits.
    const step = this.#failures === 0 ? this.next() : this.#backoff();
    this.#failures = Math.max(1, this.#failures);
    return { events: [{ kind: "gap", reason, message }], step };
  }

  #lost(failure: EtcdFailure): readonly WatchEvent[] {
    this.#catchUpTo = undefined;
    if (this.#isLost) return [];
    this.#isLost = true;
    return [{ kind: "lost", failure }];
  }

  #backoff(): WatchStep {
    this.#isProved = false;
    const limitMs = Math.min(BACKOFF.baseMs * 2 ** this.#failures, BACKOFF.capMs);
    this.#failures++;
    return { kind: "wait", delayMs: this.#random01() * limitMs };
  }

  /** The first page of a list tells which history it is of. */
  #lookAtHistory(clusterId: string, revision: bigint): void {
    const isSame = this.#clusterId === undefined ||
      (this.#clusterId === clusterId && revision >= this.#newest);
    if (!isSame) this.#beginHistory(clusterId, revision);
    this.#clusterId = clusterId;
    this.#newest = revision;
  }

  /** Nothing that is known says anything about values from now on (I6). */
  #beginHistory(clusterId: string | undefined, revision: bigint): void {
    for (const key of this.#known.keys()) this.#known.set(key, 0n);
    this.#clusterId = clusterId;
    this.#newest = revision;
    this.#wholeUpTo = 0n;
    this.#anchor = undefined;
    this.#isReset = true;
  }

  /** A history that went back and overtook where it was is told by its keys: older than known, or not known where all was. */
  #contradicts({ key, modRevision }: KeyValue): boolean {
    const known = this.#known.get(key);
    return known === undefined ? modRevision <= this.#wholeUpTo : modRevision < known;
  }

  /** Keeps I5: the events behind the anchor, which is the first that counts; undefined = there is none. */
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
    if (event.kind === "delete") {
      return this.#known.delete(event.key) ? [event] : [];
    }
    const { entry } = event;
    if ((this.#known.get(entry.key) ?? 0n) >= entry.modRevision) return [];
    this.#known.set(entry.key, entry.modRevision);
    return [{ kind: "put", entry, origin: "live", isReset: false }];
  }

  /** Keeps I2. */
  #advance({ events, revision, isFragment }: WatchResponse): void {
    const last = events.at(-1);
    const reached = last === undefined ? revision : revisionOf(last);
    const whole = isFragment ? reached - 1n : reached;
    if (whole > this.#wholeUpTo) this.#wholeUpTo = whole;
    if (reached > this.#newest) this.#newest = reached;
  }

  #caughtUp(): readonly WatchEvent[] {
    if (this.#catchUpTo === undefined || this.#unproven !== undefined || this.#wholeUpTo < this.#catchUpTo) {
      return [];
    }
    this.#catchUpTo = undefined;
    this.#isLost = false;
    const revision = this.#wholeUpTo;
    const clusterId = this.#clusterId ?? "";
    return [{ kind: "synced", revision, clusterId, origin: "resume", isReset: false }];
  }
}

function keyOf(event: KeyEvent): string {
  return event.kind === "put" ? event.entry.key : event.key;
}

function revisionOf(event: KeyEvent): bigint {
  return event.kind === "put" ? event.entry.modRevision : event.revision;
}
