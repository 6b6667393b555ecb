/**
 * Decides what a watch of one prefix does next, from lists, responses and failures, without doing it. `history.ts` keeps what is
 * known; `watcher.ts` does the calls and keeps the time.
 *
 * A watch first lists the prefix, in pages, at one revision; then it follows the changes from there on. A broken stream is
 * resumed by revision. What resuming cannot fix is fixed by another list.
 *
 * I1: within one history, every change is delivered once and in order; a list delivers all current keys, and the known keys that are
 *     gone.
 * I2: no revision is ever waited for: one that went backwards, or lies in the future, is a reason to list.
 * I3: a stream is resumed at the newest delivered change, which therefore arrives once more, and a list after a gap begins by reading
 *     it: nothing else reveals a history that was restored and has overtaken this one meanwhile.
 * I4: once a different history is seen, everything until the end of the next complete list is marked so: deletes may then be a loss of
 *     data and not intended.
 */
import { backoffDelayMs } from "../../kit/backoff.ts";
import type {
  EtcdFailure,
  EtcdFailureKind,
  EtcdOutcome,
  RangeAnswer,
  RangeRequest,
  WatchResponse,
} from "../client/kv.ts";
import { type GapReason, keyOf, revisionOf, type WatchEvent } from "./events.ts";
import { type Listing, WatchHistory } from "./history.ts";

/** What to do now. */
export type WatchStep =
  /** Read this page, and pass the outcome to `onPage`. */
  | { readonly kind: "list"; readonly request: RangeRequest }
  /** Open a stream from this revision, and pass what arrives to `onResponse` and `onEnd`. */
  | { readonly kind: "watch"; readonly startRevision: bigint }
  /** Leave the stream, wait, and call `next`. */
  | { readonly kind: "wait"; readonly delayMs: number }
  /** Keep listening to the stream. */
  | { readonly kind: "stay"; readonly asksForProgress: boolean };

export interface WatchVerdict {
  /** To be delivered before the step. */
  readonly events: readonly WatchEvent[];
  readonly step: WatchStep;
}

export interface WatchStateOptions {
  readonly prefix: string;
  /** Entries of one page. Default 500; halved while etcd says that an answer is too large. */
  readonly pageEntries?: number;
  /** First key of the list; those before it are followed only. Default: the prefix. */
  readonly listFrom?: string;
  /** Uniform in [0, 1). */
  readonly random01: () => number;
}

const BACKOFF = { baseMs: 100, capMs: 2_000, first: "delayed" } as const;
const PAGE_ENTRIES = 500;
/** Failures of a stream that do not concern its revision: the stream is resumed. Any other failure leads to a list. */
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
  readonly #listFrom: string | undefined;
  readonly #history: WatchHistory;
  #isListDue = true;
  /** A list was completed just now: the history cannot have changed since. */
  #isFresh = false;
  /** Whether the next outcome is that of reading the anchor, and whether the anchor was checked. */
  #isProving = false;
  #isProved = false;
  /** A server answered that does not have everything that was delivered: it lags behind, or lost it. */
  #isBehind = false;
  #listing: Listing | undefined;
  #isLost = false;
  /** "lost" is over once all changes up to this revision were delivered. */
  #catchUpTo: bigint | undefined;
  /** Failures since the last useful response. */
  #failures = 0;

  constructor({ prefix, pageEntries = PAGE_ENTRIES, listFrom, random01 }: WatchStateOptions) {
    this.#prefix = prefix;
    this.#listFrom = listFrom;
    this.#history = new WatchHistory(listFrom);
    this.#pageEntries = pageEntries;
    this.#random01 = random01;
  }

  /** The revision before the one to resume from. */
  get completeUpTo(): bigint {
    return this.#history.completeUpTo;
  }
  get knownKeys(): number {
    return this.#history.knownKeys;
  }
  /** Whether a resumed stream has yet to reach the revision at which it was opened. */
  get isCatchingUp(): boolean {
    return this.#catchUpTo !== undefined;
  }

  /** At the start, and after a wait. */
  next(): WatchStep {
    const { anchor, completeUpTo } = this.#history;
    if (!this.#isListDue && (this.#isFresh || anchor !== undefined)) {
      const isAnchored = !this.#isFresh && anchor !== undefined;
      this.#history.openStream(isAnchored);
      return { kind: "watch", startRevision: isAnchored ? revisionOf(anchor) : completeUpTo + 1n };
    }
    // Without an anchor the list is that of an empty prefix.
    this.#isListDue = true;
    const listing = this.#listing;
    this.#isProving = listing === undefined && anchor !== undefined && !this.#isProved;
    if (this.#isProving && anchor !== undefined) {
      return {
        kind: "list",
        request: { key: keyOf(anchor), isPrefix: false, revision: revisionOf(anchor) },
      };
    }
    const page = { key: this.#prefix, isPrefix: true, limit: this.#pageEntries };
    if (listing?.fromKey === undefined) {
      const fromKey = this.#listFrom;
      return { kind: "list", request: fromKey === undefined ? page : { ...page, fromKey } };
    }
    const { revision, fromKey } = listing;
    return { kind: "list", request: { ...page, revision, fromKey } };
  }

  onPage(outcome: EtcdOutcome<RangeAnswer>): WatchVerdict {
    if (this.#isProving) return this.#onProof(outcome);
    if (outcome.kind === "failed") return this.#pageFailed(outcome.failure);
    const { clusterId, revision } = outcome;
    const earlier = this.#listing;
    if (earlier !== undefined && (earlier.clusterId !== clusterId || revision < earlier.revision)) {
      return this.#listAgain([]);
    }
    const listing = earlier ?? this.#history.beginList(clusterId, revision);
    const page = this.#history.takePage(listing, outcome.value);
    if (page.listing === "contradiction") return this.#listAgain(page.events);
    if (page.listing === "whole") this.#listed();
    else this.#listing = page.listing;
    return { events: page.events, step: this.next() };
  }

  onResponse(response: WatchResponse): WatchVerdict {
    const { kind, revision } = response;
    const { clusterId, completeUpTo } = this.#history;
    if (response.clusterId !== clusterId) {
      return this.#gap("history-changed", `cluster ${response.clusterId} answers, not ${clusterId}`);
    }
    if (kind === "canceled") {
      return response.compactRevision > 0n
        ? this.#gap("compacted", `up to revision ${response.compactRevision}`)
        : this.#gap("refused", response.reason === "" ? "without a reason" : response.reason);
    }
    // This may be a member that lags behind: the list then waits until it has caught up, or reads from another one.
    if (revision < completeUpTo) {
      this.#isBehind = true;
      return this.#gap("history-changed", `revision ${revision} is older than ${completeUpTo}`);
    }
    if (kind === "created") {
      if (this.#isLost) this.#catchUpTo = revision;
      const events = this.#caughtUp();
      const asksForProgress = this.isCatchingUp && this.#history.isProven;
      return { events, step: { kind: "stay", asksForProgress } };
    }
    const live = this.#history.takeEvents(response);
    if (live === undefined) {
      return this.#gap("history-changed", "changes that were delivered before are not in its history");
    }
    this.#failures = 0;
    const events = [...live, ...this.#caughtUp()];
    const asksForProgress = this.isCatchingUp && response.events.length > 0 && !response.isFragment;
    return { events, step: { kind: "stay", asksForProgress } };
  }

  /** The stream has ended, or was abandoned; not to be called after a verdict that leaves it. */
  onEnd(failure: EtcdFailure): WatchVerdict {
    this.#isFresh = false;
    if (failure.kind === "compacted") return this.#gap("compacted", failure.message);
    if (failure.kind === "future-revision") return this.#gap("history-changed", failure.message);
    if (!RESUMABLE.has(failure.kind)) return this.#gap("refused", failure.message);
    return { events: this.#lost(failure), step: this.#backoff() };
  }

  /** The outcome of reading the anchor as of its revision; a compacted revision proves nothing. */
  #onProof(outcome: EtcdOutcome<RangeAnswer>): WatchVerdict {
    this.#isProving = false;
    const kind = outcome.kind === "failed" ? outcome.failure.kind : "answered";
    if (outcome.kind === "failed" && kind !== "compacted" && kind !== "future-revision") {
      return { events: this.#lost(outcome.failure), step: this.#backoff() };
    }
    const isSame = outcome.kind === "ok"
      ? this.#history.isAnchor(outcome)
      : kind === "compacted" && !this.#isBehind;
    this.#isProved = true;
    if (!isSame) this.#history.begin(outcome.kind === "ok" ? outcome.clusterId : this.#history.clusterId, 0n);
    return { events: [], step: this.next() };
  }

  #pageFailed(failure: EtcdFailure): WatchVerdict {
    // The next attempt may meet a different history, whose pages do not match the earlier ones: the list starts over.
    this.#listing = undefined;
    if (failure.kind === "too-large" && this.#pageEntries > 1) {
      this.#pageEntries = Math.floor(this.#pageEntries / 2);
      return { events: [], step: this.next() };
    }
    const isMoved = failure.kind === "compacted" || failure.kind === "future-revision";
    return { events: isMoved ? [] : this.#lost(failure), step: this.#backoff() };
  }

  #listAgain(events: readonly WatchEvent[]): WatchVerdict {
    this.#listing = undefined;
    return { events, step: this.#backoff() };
  }

  #listed(): void {
    this.#listing = undefined;
    this.#catchUpTo = undefined;
    this.#isFresh = true;
    this.#isListDue = false;
    this.#isLost = false;
    this.#isProved = false;
    this.#isBehind = false;
  }

  #gap(reason: GapReason, message: string): WatchVerdict {
    this.#isProved = false;
    this.#isListDue = true;
    this.#listing = undefined;
    this.#catchUpTo = undefined;
    // The first list follows at once; after a repeated gap the backoff applies.
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
    const delayMs = backoffDelayMs(this.#failures++, { ...BACKOFF, random01: this.#random01() });
    return { kind: "wait", delayMs };
  }

  #caughtUp(): readonly WatchEvent[] {
    const { completeUpTo: revision, clusterId = "", isProven } = this.#history;
    if (this.#catchUpTo === undefined || !isProven || revision < this.#catchUpTo) return [];
    this.#catchUpTo = undefined;
    this.#isLost = false;
    return [{ kind: "synced", revision, clusterId, origin: "resume", isReset: false }];
  }
}
