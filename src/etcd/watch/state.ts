/**
 * What a watch of one prefix does next, without doing it: the reading of lists, responses and failures. `watch_history.ts` keeps
 * what is known, `watcher.ts` does the calls and keeps the time.
 *
 * A watch first lists the prefix, in pages, at one revision; then it follows the changes from there on. A broken stream is
 * resumed by revision. What resuming cannot mend is mended by another list.
 *
 * I1: of one history, every change is told once and in order; a list tells all that is there, and what of the known is gone.
 * I2: no revision is ever waited for: one that went backwards, or lies in the future, is a reason to list.
 * I3: a stream is resumed at the newest change that was told, which therefore comes once more, and a list after a gap is begun by
 *     reading it: a history that went back and has overtaken this one meanwhile is shown by nothing else.
 * I4: once another history is seen, everything until the end of the next whole list says so: deletes may then be a loss of data
 *     and not anybody's wish.
 */
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
  /** First key of the list; those before it are followed only. Default: the prefix. */
  readonly listFrom?: string;
  /** Uniform in [0, 1). */
  readonly random01: () => number;
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
  readonly #listFrom: string | undefined;
  readonly #history: WatchHistory;
  #isListDue = true;
  /** A list was made just now: nothing can have happened to the history since. */
  #isFresh = false;
  /** Whether the next outcome is that of reading the newest change, and whether it was as it should be. */
  #isProving = false;
  #isProved = false;
  /** A server was seen that does not have all that was told: it lags behind, or lost it. */
  #isBehind = false;
  #listing: Listing | undefined;
  #isLost = false;
  /** "lost" is over once all changes up to here were told. */
  #catchUpTo: bigint | undefined;
  /** Since anything of use was heard. */
  #failures = 0;

  constructor({ prefix, pageEntries = PAGE_ENTRIES, listFrom, random01 }: WatchStateOptions) {
    this.#prefix = prefix;
    this.#listFrom = listFrom;
    this.#history = new WatchHistory(listFrom);
    this.#pageEntries = pageEntries;
    this.#random01 = random01;
  }

  /** Revision that is resumed from, less one. */
  get wholeUpTo(): bigint {
    return this.#history.wholeUpTo;
  }
  get knownKeys(): number {
    return this.#history.knownKeys;
  }
  /** Whether a resumed stream has yet to reach what there was when it began. */
  get isCatchingUp(): boolean {
    return this.#catchUpTo !== undefined;
  }

  /** At the start, and after a wait. */
  next(): WatchStep {
    const { anchor, wholeUpTo } = this.#history;
    if (!this.#isListDue && (this.#isFresh || anchor !== undefined)) {
      const isAnchored = !this.#isFresh && anchor !== undefined;
      this.#history.openStream(isAnchored);
      return { kind: "watch", startRevision: isAnchored ? revisionOf(anchor) : wholeUpTo + 1n };
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
    const { clusterId, wholeUpTo } = this.#history;
    if (response.clusterId !== clusterId) {
      return this.#gap("history-changed", `cluster ${response.clusterId} answers, not ${clusterId}`);
    }
    if (kind === "canceled") {
      return response.compactRevision > 0n
        ? this.#gap("compacted", `up to revision ${response.compactRevision}`)
        : this.#gap("refused", response.reason === "" ? "without a reason" : response.reason);
    }
    // Also a member that lags behind: the list then waits until it has caught up, or asks another one.
    if (revision < wholeUpTo) {
      this.#isBehind = true;
      return this.#gap("history-changed", `revision ${revision} is older than ${wholeUpTo}`);
    }
    if (kind === "created") {
      if (this.#isLost) this.#catchUpTo = revision;
      const events = this.#caughtUp();
      const asksForProgress = this.isCatchingUp && this.#history.isProven;
      return { events, step: { kind: "stay", asksForProgress } };
    }
    const told = this.#history.takeEvents(response);
    if (told === undefined) {
      return this.#gap("history-changed", "what was told before is not in its history");
    }
    this.#failures = 0;
    const events = [...told, ...this.#caughtUp()];
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
      ? this.#history.isAnchor(outcome)
      : kind === "compacted" && !this.#isBehind;
    this.#isProved = true;
    if (!isSame) this.#history.begin(outcome.kind === "ok" ? outcome.clusterId : this.#history.clusterId, 0n);
    return { events: [], step: this.next() };
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

  #caughtUp(): readonly WatchEvent[] {
    const { wholeUpTo: revision, clusterId = "", isProven } = this.#history;
    if (this.#catchUpTo === undefined || !isProven || revision < this.#catchUpTo) return [];
    this.#catchUpTo = undefined;
    this.#isLost = false;
    return [{ kind: "synced", revision, clusterId, origin: "resume", isReset: false }];
  }
}
