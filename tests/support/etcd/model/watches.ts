/**
 * Watch streams of the model: what a server sends on one, and the wire that it goes over.
 *
 * I1: responses arrive in the order in which they were sent; a partition holds them back, and healing lets them through.
 * I2: a watch with its start in the past first gets all that happened since, then what happens; nothing twice, nothing missed.
 * I3: `onEnd` comes exactly once and nothing after it.
 */
import type {
  EtcdFailure,
  KeyEvent,
  WatchHandle,
  WatchListener,
  WatchRequest,
  WatchResponse,
} from "../../../../src/etcd/client/kv.ts";
import type { Clock, Timer } from "../../../../src/ports/clock.ts";
import type { Revision, Store } from "./store.ts";

/** What a stream needs of the world around it. */
export interface Wire {
  readonly clock: Clock;
  readonly isPartitioned: () => boolean;
  readonly delayMs: () => number;
  /** Least time between two responses of one stream. */
  readonly gapMs: () => number;
}

export interface WatchServer {
  readonly store: Store;
  readonly clusterId: () => string;
  /** Longest response, in events; longer ones come in fragments. */
  readonly fragmentEvents: number;
}

interface Sent {
  readonly atMs: number;
  readonly response: WatchResponse;
}

/** One stream with one watch. */
export class ModelWatch implements WatchHandle {
  readonly #request: WatchRequest;
  readonly #listener: WatchListener;
  readonly #wire: Wire;
  readonly #server: WatchServer;
  readonly #onEnded: () => void;
  #queue: Sent[] = [];
  #timer: Timer | undefined;
  #isPumping = false;
  #isCreated = false;
  #isEnded = false;
  /** Leads nowhere, and nobody knows. */
  #isSilent = false;
  #lastAtMs = 0;
  /** To end with, once all that was sent has arrived. */
  #last: EtcdFailure | undefined;

  constructor(
    request: WatchRequest,
    listener: WatchListener,
    options: { readonly wire: Wire; readonly server: WatchServer; readonly onEnded: () => void },
  ) {
    this.#request = request;
    this.#listener = listener;
    this.#wire = options.wire;
    this.#server = options.server;
    this.#onEnded = options.onEnded;
  }

  /** The request has arrived at the server. */
  create(): void {
    if (this.#isEnded || this.#isCreated) return;
    this.#isCreated = true;
    const { store } = this.#server;
    this.#send({ kind: "created" });
    if (this.#request.startRevision < store.compactRevision) {
      this.#send({ kind: "canceled", compactRevision: store.compactRevision });
      this.#last = {
        kind: "compacted",
        message: "mvcc: required revision has been compacted",
        mayHaveHappened: false,
      };
      return;
    }
    this.#sendEvents(store.since(this.#request.startRevision).flatMap(({ events }) => events));
  }

  /** Something happened. A start in the future hides what comes before it, as in etcd. */
  onRevision({ revision, events }: Revision): void {
    const isOn = this.#isCreated && this.#last === undefined;
    if (isOn && revision >= this.#request.startRevision) this.#sendEvents(events);
  }

  requestProgress(): void {
    if (this.#isEnded || this.#wire.isPartitioned()) return;
    const delayMs = this.#wire.delayMs();
    const answer = () => {
      if (this.#isCreated && !this.#isEnded && this.#last === undefined) this.#send({ kind: "events" });
    };
    if (delayMs > 0) this.#wire.clock.schedule(delayMs, answer);
    else queueMicrotask(answer);
  }

  cancel(): void {
    const failure = {
      kind: "cancelled",
      message: "the watch was cancelled",
      mayHaveHappened: false,
    } as const;
    queueMicrotask(() => this.end(failure));
    this.#queue = [];
  }

  /** Nothing gets through any more, not even that it is over: a router forgot the connection. */
  silence(): void {
    this.#isSilent = true;
    this.#queue = [];
  }

  /** The connection is lost, with what was on the way; it ends once the client can learn of it. */
  sever(why: EtcdFailure): void {
    if (this.#isSilent) return;
    this.#isCreated = true;
    this.#queue = [];
    this.#last = why;
    this.pump();
  }

  /** Ends now; what was on the way is lost. */
  end(failure: EtcdFailure): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#queue = [];
    this.#timer?.cancel();
    this.#onEnded();
    this.#listener.onEnd(failure);
  }

  /** Lets through what has arrived by now. */
  pump(): void {
    if (this.#isPumping || this.#isEnded) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (this.#isEnded || this.#wire.isPartitioned()) return;
    this.#timer?.cancel();
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const waitMs = next.atMs - this.#wire.clock.monotonicMs();
      if (waitMs > 0) {
        this.#timer = this.#wire.clock.schedule(waitMs, () => this.pump());
        return;
      }
      this.#queue.shift();
      this.#listener.onResponse(next.response);
      // The listener may have ended it, or the server may have been partitioned away.
      if (this.#isEnded || this.#wire.isPartitioned()) return;
    }
    if (this.#last !== undefined) this.end(this.#last);
  }

  #sendEvents(all: readonly KeyEvent[]): void {
    const events = all.filter((event) =>
      (event.kind === "put" ? event.entry.key : event.key).startsWith(this.#request.prefix)
    );
    const size = this.#server.fragmentEvents;
    for (let from = 0; from < events.length; from += size) {
      const isFragment = from + size < events.length;
      this.#send({ kind: "events", events: events.slice(from, from + size), isFragment });
    }
  }

  #send(response: Partial<WatchResponse> & Pick<WatchResponse, "kind">): void {
    if (this.#isSilent) return;
    const { clock, delayMs, gapMs } = this.#wire;
    this.#lastAtMs = Math.max(clock.monotonicMs() + delayMs(), this.#lastAtMs + gapMs());
    this.#queue.push({
      atMs: this.#lastAtMs,
      response: {
        revision: this.#server.store.revision,
        clusterId: this.#server.clusterId(),
        events: [],
        isFragment: false,
        compactRevision: 0n,
        reason: "",
        ...response,
      },
    });
    this.pump();
  }
}
