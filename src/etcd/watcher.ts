/**
 * Detects and delivers changes of keys (specification: etcd/watcher.rs): a prefix is followed until its watch is cancelled, whatever
 * happens to the connection or to etcd. `watch/state.ts` interprets the answers.
 *
 * I1: a watch has one call or one stream at a time, so changes cannot be reordered.
 * I2: once a watch is cancelled its handler is not called again, not even for the rest of the same response.
 * I3: a silent stream is probed, and abandoned when no answer comes: its connection may be dead.
 * I4: `cancelWatch` and dispose leave no stream, call or timer behind.
 * I5: a handler that throws has lost a change: its watch ends, and `onBroken` says so, once.
 */
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log, LogFields } from "../ports/log.ts";
import type { EtcdFailure, EtcdKv, WatchHandle } from "./client/kv.ts";
import { Silence } from "./watch/silence.ts";
import type { GapReason, WatchEvent } from "./watch/events.ts";
import { WatchState, type WatchStep, type WatchVerdict } from "./watch/state.ts";

export type { GapReason, WatchEvent };

declare const watchIdBrand: unique symbol;
/** Names one watch of one watcher. */
export type WatchId = number & { readonly [watchIdBrand]: true };

/** A change of one key. */
export type WatchChange = Extract<WatchEvent, { readonly kind: "put" | "delete" | "deletedByList" }>;
export type WatchSynced = Omit<Extract<WatchEvent, { readonly kind: "synced" }>, "kind" | "revision">;

/** Called in order, one call at a time; must not throw (I5). It may cancel its own watch. */
export interface WatchHandler {
  /**
   * Each change once, those of one key in order. First all current keys are delivered, as a list; after a gap all of them again, and
   * the deletions. With `isReset` etcd has a different history: a deletion may then be a loss of data.
   */
  onChange(change: WatchChange): void;
  /** Everything up to `revision` has been delivered. */
  onSynced?(revision: bigint, info: WatchSynced): void;
  /** Changes were missed; their net effect follows, then `onSynced`. */
  onGap?(reason: GapReason, message: string): void;
  /** All changes up to this revision of etcd were delivered. */
  onProgress?(revision: bigint): void;
  /** Etcd cannot be followed; what was delivered may be outdated until `onSynced`. */
  onLost?(failure: EtcdFailure): void;
}

export interface EtcdWatcherOptions {
  readonly kv: EtcdKv;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random01: () => number;
  readonly log: Log;
  /** I5. Default: the error is logged. */
  readonly onBroken?: (prefix: string, error: unknown) => void;
  /** Entries of one page of a list. Default 500. */
  readonly pageEntries?: number;
}

export interface WatchOptions {
  /**
   * First key that is listed and remembered. Keys before it are followed only: not delivered at the beginning nor after a gap, and
   * delivered again when they arrived in fragments of a broken stream. Default: all are listed.
   */
  readonly listFrom?: string;
}

/** Follows prefixes. Dispose ends all of them. */
export class EtcdWatcher implements AsyncDisposable {
  readonly #options: EtcdWatcherOptions;
  readonly #watches = new Map<WatchId, PrefixWatch>();
  readonly #done = Promise.withResolvers<void>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: EtcdWatcherOptions) {
    this.#options = options;
  }

  /** Resolves once the watcher is disposed and all its watches have ended. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Keys whose newest revision is known, over all watches. */
  get knownKeys(): number {
    let keys = 0;
    for (const watch of this.#watches.values()) keys += watch.knownKeys;
    return keys;
  }

  /**
   * Starts watching a key prefix. The handler is first called in a later turn.
   * @throws Error after dispose.
   */
  watchPrefix(prefix: string, handler: WatchHandler, options: WatchOptions = {}): WatchId {
    if (this.#isClosed) throw new Error(`Cannot watch "${prefix}": the watcher is closed`);
    const id = this.#nextId++ as WatchId;
    const watch = new PrefixWatch(prefix, handler, { ...this.#options, ...options });
    this.#watches.set(id, watch);
    return id;
  }

  /** Asks etcd how far it is; `onProgress` follows. Nothing happens while there is no stream. */
  requestProgress(id: WatchId): void {
    this.#watches.get(id)?.requestProgress();
  }

  /** Stops watching. The handler is not called from now on; resolves once the stream has ended. Twice does nothing. */
  async cancelWatch(id: WatchId): Promise<void> {
    const watch = this.#watches.get(id);
    if (watch === undefined) return;
    watch.cancel();
    await watch.done;
    this.#watches.delete(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#watches.keys()].map((id) => this.cancelWatch(id)));
    this.#done.resolve();
  }
}

/** Turns events into the handler's calls, in order; stops in between once the signal aborts. */
export function processWatchEvents(
  events: readonly WatchEvent[],
  options: { readonly handler: WatchHandler; readonly signal: AbortSignal },
): void {
  const { handler, signal } = options;
  for (const event of events) {
    if (signal.aborted) return;
    switch (event.kind) {
      case "put":
      case "delete":
      case "deletedByList":
        handler.onChange(event);
        break;
      case "synced": {
        const { origin, clusterId, isReset, revision } = event;
        handler.onSynced?.(revision, { origin, clusterId, isReset });
        break;
      }
      case "gap":
        handler.onGap?.(event.reason, event.message);
        break;
      case "lost":
        handler.onLost?.(event.failure);
        break;
    }
  }
}

/** One prefix. */
class PrefixWatch {
  readonly done: Promise<void>;
  readonly #prefix: string;
  readonly #handler: WatchHandler;
  readonly #options: EtcdWatcherOptions;
  readonly #state: WatchState;
  readonly #ending = new AbortController();
  #stream: WatchHandle | undefined;
  #toldUpTo = 0n;

  constructor(prefix: string, handler: WatchHandler, options: EtcdWatcherOptions & WatchOptions) {
    this.#prefix = prefix;
    this.#handler = handler;
    this.#options = options;
    const { random01, pageEntries, listFrom } = options;
    this.#state = new WatchState({
      prefix,
      random01,
      ...(pageEntries === undefined ? {} : { pageEntries }),
      ...(listFrom === undefined ? {} : { listFrom }),
    });
    this.done = this.#run().catch((error) => this.#broken(error));
  }

  /** I5. */
  #broken(error: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.cancel();
    const { log, onBroken } = this.#options;
    if (onBroken !== undefined) return onBroken(this.#prefix, error);
    log.error("Cannot handle a change in etcd", { prefix: this.#prefix, error: messageOf(error) });
  }

  get knownKeys(): number {
    return this.#state.knownKeys;
  }

  cancel(): void {
    this.#ending.abort();
  }

  requestProgress(): void {
    this.#stream?.requestProgress();
  }

  /** Keeps I1. */
  async #run(): Promise<void> {
    const { signal } = this.#ending;
    // The handler must not be called before its owner has the id.
    await Promise.resolve();
    let step = this.#state.next();
    while (!signal.aborted) {
      switch (step.kind) {
        case "list":
          step = this.#take(this.#state.onPage(await this.#options.kv.range(step.request, { signal })));
          break;
        case "watch":
          step = await this.#follow(step.startRevision);
          break;
        case "wait":
          await delay(this.#options.clock, step.delayMs, signal);
          step = this.#state.next();
          break;
        case "stay":
          throw new Error("There is no stream to stay on");
      }
    }
  }

  /** Opens a stream; resolves to the next step once it has ended. */
  #follow(startRevision: bigint): Promise<WatchStep> {
    const { signal } = this.#ending;
    const { promise, resolve } = Promise.withResolvers<WatchStep>();
    /** The next step once the stream has ended; the first reason to leave it decides. */
    let after: WatchStep | undefined;
    const leave = (step: WatchStep) => {
      after ??= step;
      handle.cancel();
    };
    const silence = new Silence(this.#options.clock, {
      isCatchingUp: () => this.#state.isCatchingUp,
      onAsk: () => handle.requestProgress(),
      onGiveUp: (silentMs) => {
        const message = `Nothing arrived for ${silentMs} ms on the watch of "${this.#prefix}"`;
        leave(this.#take(this.#state.onEnd({ kind: "timed-out", message, mayHaveHappened: false })));
      },
    });
    const handle: WatchHandle = this.#options.kv.openWatch({ prefix: this.#prefix, startRevision }, {
      onResponse: (response) => {
        if (after !== undefined || signal.aborted) return;
        const step = this.#take(this.#state.onResponse(response));
        if (step.kind !== "stay") return leave(step);
        silence.heard();
        if (step.asksForProgress) handle.requestProgress();
      },
      onEnd: (failure) => {
        this.#stream = undefined;
        silence.stop();
        signal.removeEventListener("abort", onAbort);
        const isOver = after !== undefined || signal.aborted;
        resolve(isOver ? after ?? this.#state.next() : this.#take(this.#state.onEnd(failure)));
      },
    });
    this.#stream = handle;
    const onAbort = () => handle.cancel();
    signal.addEventListener("abort", onAbort, { once: true });
    return promise;
  }

  #take({ events, step }: WatchVerdict): WatchStep {
    const { signal } = this.#ending;
    if (!signal.aborted) this.#logWhatMatters(events);
    try {
      processWatchEvents(events, { handler: this.#handler, signal });
      const { completeUpTo } = this.#state;
      if (completeUpTo === this.#toldUpTo || signal.aborted) return step;
      this.#toldUpTo = completeUpTo;
      this.#handler.onProgress?.(completeUpTo);
    } catch (error) {
      this.#broken(error);
    }
    return step;
  }

  #logWhatMatters(events: readonly WatchEvent[]): void {
    const { log } = this.#options;
    for (const event of events) {
      const fields: LogFields = { prefix: this.#prefix };
      if (event.kind === "lost") log.warn("Cannot follow etcd", { ...fields, reason: event.failure.message });
      if (event.kind === "gap") {
        log.warn("Missed changes in etcd; listing again", {
          ...fields,
          reason: event.reason,
          message: event.message,
        });
      }
      if (event.kind === "synced") {
        const { revision, clusterId, origin, isReset } = event;
        const message = isReset ? "Etcd has a different history than before" : "Following etcd";
        log[isReset ? "warn" : "info"](message, { ...fields, revision, clusterId, origin });
      }
    }
  }
}
