/**
 * Detection and processing of changes of keys (seed, etcd/watcher.rs): prefixes that are followed for as long as they are asked
 * for, whatever happens to the connection or to etcd. What the answers mean is up to `watch_state.ts`.
 *
 * I1: a watch has one call or one stream at a time, so nothing overtakes anything.
 * I2: once a watch is cancelled its handler is not called again, not even for what came in the same response.
 * I3: a stream on which nothing arrives is asked for a sign of life, and given up when none comes: a connection may lead nowhere.
 * I4: `cancelWatch` and dispose leave no stream, call or timer behind.
 */
import type { Clock } from "../ports/clock.ts";
import type { Log, LogFields } from "../ports/log.ts";
import type { EtcdFailure, EtcdKv, WatchHandle } from "./client/kv.ts";
import { Silence } from "./watch/silence.ts";
import { pause } from "./share/waiting.ts";
import type { GapReason, WatchEvent } from "./watch/events.ts";
import { WatchState, type WatchStep, type WatchVerdict } from "./watch/state.ts";

export type { GapReason, WatchEvent };

declare const watchIdBrand: unique symbol;
/** Names one watch of one watcher. */
export type WatchId = number & { readonly [watchIdBrand]: true };

/** A change of one key. */
export type WatchChange = Extract<WatchEvent, { readonly kind: "put" | "delete" | "deletedByList" }>;
export type WatchSynced = Omit<Extract<WatchEvent, { readonly kind: "synced" }>, "kind" | "revision">;

/** Called in order, one call at a time; must not throw. It may cancel its own watch. */
export interface WatchHandler {
  /**
   * Each change once, those of one key in order. First comes all that is there, as a list; after a gap all of it again, and what is
   * gone. With `isReset` it is another history: a key that is gone then may be a loss.
   */
  onChange(change: WatchChange): void;
  /** All that there was up to `revision` has been told. */
  onSynced?(revision: bigint, info: WatchSynced): void;
  /** Changes were missed; their net effect follows, then `onSynced`. */
  onGap?(reason: GapReason, message: string): void;
  /** Etcd cannot be followed; what was told may be outdated until `onSynced`. */
  onLost?(failure: EtcdFailure): void;
}

export interface EtcdWatcherOptions {
  readonly kv: EtcdKv;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random01: () => number;
  readonly log: Log;
  /** Entries of one page of a list. Default 500. */
  readonly pageEntries?: number;
}

export interface WatchOptions {
  /**
   * First key that is listed and remembered. Those before it are followed only: not told at the beginning nor after a gap, and told
   * again where they came in fragments of a stream that then broke. Default: all are listed.
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

  /** Resolves once the watcher is disposed of and nothing of it is left. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /**
   * Start watching etcd key prefix. The handler is first called in a later turn.
   * @throws Error after dispose.
   */
  watchPrefix(prefix: string, handler: WatchHandler, options: WatchOptions = {}): WatchId {
    if (this.#isClosed) throw new Error(`Cannot watch "${prefix}": the watcher is closed`);
    const id = this.#nextId++ as WatchId;
    const watch = new PrefixWatch(prefix, handler, { ...this.#options, ...options });
    this.#watches.set(id, watch);
    return id;
  }

  /** Stop watching. The handler is not called from now on; resolves once the stream has ended. Twice does nothing. */
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
    this.done = this.#run();
  }

  cancel(): void {
    this.#ending.abort();
  }

  /** Keeps I1. */
  async #run(): Promise<void> {
    const { signal } = this.#ending;
    // So that the handler is not called before its owner has the id.
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
          await pause(this.#options.clock, step.delayMs, this.#ending.signal);
          step = this.#state.next();
          break;
        case "stay":
          throw new Error("There is no stream to stay on");
      }
    }
  }

  /** Opens a stream; resolves to what to do once it has ended. */
  #follow(startRevision: bigint): Promise<WatchStep> {
    const { signal } = this.#ending;
    const { promise, resolve } = Promise.withResolvers<WatchStep>();
    /** What to do once the stream is over; the first reason to leave it decides. */
    let after: WatchStep | undefined;
    const leave = (step: WatchStep) => {
      after ??= step;
      handle.cancel();
    };
    const silence = new Silence(this.#options.clock, {
      isCatchingUp: () => this.#state.isCatchingUp,
      onAsk: () => handle.requestProgress(),
      onGiveUp: (silentMs) => {
        const message = `Nothing came for ${silentMs} ms on the watch of "${this.#prefix}"`;
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
        silence.stop();
        signal.removeEventListener("abort", onAbort);
        const isOver = after !== undefined || signal.aborted;
        resolve(isOver ? after ?? this.#state.next() : this.#take(this.#state.onEnd(failure)));
      },
    });
    const onAbort = () => handle.cancel();
    signal.addEventListener("abort", onAbort, { once: true });
    return promise;
  }

  #take({ events, step }: WatchVerdict): WatchStep {
    const { signal } = this.#ending;
    if (!signal.aborted) this.#logWhatMatters(events);
    processWatchEvents(events, { handler: this.#handler, signal });
    return step;
  }

  #logWhatMatters(events: readonly WatchEvent[]): void {
    const { log } = this.#options;
    for (const event of events) {
      const fields: LogFields = { prefix: this.#prefix };
      if (event.kind === "lost") log.warn("Cannot follow etcd", { ...fields, reason: event.failure.message });
      if (event.kind === "gap") {
        log.warn("Changes in etcd were missed: listing again", {
          ...fields,
          reason: event.reason,
          message: event.message,
        });
      }
      if (event.kind === "synced") {
        const { revision, clusterId, origin, isReset } = event;
        const message = isReset ? "Etcd has another history than before" : "Following etcd";
        log[isReset ? "warn" : "info"](message, { ...fields, revision, clusterId, origin });
      }
    }
  }
}
