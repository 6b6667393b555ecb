/**
 * One watch stream of etcd: opened once, at one server, never resumed. After it is lost, `watcher.ts` opens the next one.
 *
 * I1: `onEnd` is called once and last; nothing is called in the turn in which the stream is opened or cancelled.
 * I2: a server that does not confirm the watch in time counts as one that does not answer.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { EtcdConnection } from "../client/connection.ts";
import type { Failover } from "../client/failover.ts";
import { cancelled, notInTime, notUnderstood, type Problem, problemOf } from "../client/failures.ts";
import type { WatchHandle, WatchListener, WatchRequest, WatchResponse } from "../client/kv.ts";
import type { IWatchResponse, StreamOf } from "../client/library.ts";
import { watchFromWire, watchToWire } from "../client/wire.ts";

const WHAT = "Cannot watch";

export interface WatchStreamOptions {
  readonly failover: Failover;
  readonly clock: Clock;
  /** Until the server has confirmed the watch, over all attempts to connect, milliseconds. */
  readonly timeoutMs: number;
  /** Ends it like `cancel`. */
  readonly closing: AbortSignal;
  /** The server refuses the token of this watch, or stopped answering on it. */
  readonly onTokenRefused: (token: string | undefined) => void;
}

interface Opened {
  readonly stream: StreamOf<"watch">;
  readonly connection: EtcdConnection;
  readonly token: string | undefined;
}

export class WatchStream implements WatchHandle {
  readonly #request: WatchRequest;
  readonly #listener: WatchListener;
  readonly #options: WatchStreamOptions;
  readonly #ending = new AbortController();
  #opened: Opened | undefined;
  #confirmation: Timer | undefined;
  #isConfirmed = false;

  constructor(request: WatchRequest, listener: WatchListener, options: WatchStreamOptions) {
    this.#request = request;
    this.#listener = listener;
    this.#options = options;
    options.closing.addEventListener("abort", this.cancel, { once: true });
    queueMicrotask(() => options.closing.aborted ? this.cancel() : void this.#open());
  }

  readonly cancel = (): void => this.#end(cancelled(`${WHAT} etcd`, false));

  requestProgress(): void {
    // Before the confirmation there is nothing to request: the confirmation itself carries the revision.
    if (this.#isConfirmed && !this.#ending.signal.aborted) {
      this.#opened?.stream.write({ progress_request: {} });
    }
  }

  async #open(): Promise<void> {
    const { failover, clock, timeoutMs } = this.#options;
    const startedMs = clock.monotonicMs();
    const reply = await failover.run<Opened>({
      what: WHAT,
      effect: "none",
      attempt: async (connection, options) => {
        const opened = await connection.stream("watch", options);
        if (opened.kind === "failed") return opened;
        return { kind: "answered", value: { stream: opened.value, connection, token: options.token } };
      },
    }, { deadlineMs: timeoutMs, signal: this.#ending.signal });
    if (reply.kind === "failed") return this.#end(reply.problem);
    const { stream } = reply.value;
    // Without a listener an error would be uncaught; the status carries the same information.
    stream.on("error", () => {});
    if (this.#ending.signal.aborted) return stream.cancel();
    this.#opened = reply.value;
    this.#confirmation = clock.schedule(
      timeoutMs - (clock.monotonicMs() - startedMs),
      () => this.#end(notInTime(this.#sentence(), "not confirmed in time")),
    );
    stream.on("data", (response: IWatchResponse) => this.#receive(response));
    stream.on(
      "status",
      (status: { readonly code: number; readonly details: string }) =>
        this.#end(
          status.code === 0
            ? problemOf({ code: 14, details: "the server ended the stream" }, this.#sentence())
            : problemOf(status, this.#sentence()),
        ),
    );
    stream.write(watchToWire(this.#request));
  }

  #receive(message: IWatchResponse): void {
    if (this.#ending.signal.aborted) return;
    let response: WatchResponse;
    try {
      response = watchFromWire(message);
    } catch (error) {
      return this.#end(notUnderstood(error, this.#sentence()));
    }
    this.#isConfirmed = true;
    this.#confirmation?.cancel();
    this.#listener.onResponse(response);
    if (response.kind === "canceled") this.#end(canceledProblem(response, this.#sentence()));
  }

  #end(problem: Problem): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#confirmation?.cancel();
    this.#options.closing.removeEventListener("abort", this.cancel);
    if (this.#opened !== undefined) {
      const { stream, connection, token } = this.#opened;
      stream.cancel();
      if (problem.remedy === "other-endpoint") this.#options.failover.leave(connection);
      const isSilent = problem.failure.kind === "timed-out";
      if (problem.remedy === "new-token" || isSilent) this.#options.onTokenRefused(token);
    }
    const failure = { ...problem.failure, mayHaveHappened: false };
    queueMicrotask(() => this.#listener.onEnd(failure));
  }

  #sentence(): string {
    return `${WHAT} etcd at ${this.#opened?.connection.address ?? "any endpoint"}`;
  }
}

/** The reason is etcd's message; a compaction has none. */
function canceledProblem(response: WatchResponse, what: string): Problem {
  if (response.compactRevision > 0n) {
    return problemOf(
      { code: 11, details: `required revision has been compacted up to ${response.compactRevision}` },
      what,
    );
  }
  return problemOf({ code: 13, details: response.reason || "canceled without a reason" }, what);
}
