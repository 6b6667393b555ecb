/**
 * A subscription that outlives its connection: it reconnects, resumes after the last revision it knows, and starts over with
 * a snapshot where that is not possible.
 *
 * I1: every change that the State Manager still has is delivered once, in order of revision; what is lost is announced as a gap.
 */
import type { ServiceFilter } from "../manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../manager/serve/subscription.ts";
import type { CliClient } from "./client.ts";
import { ClientError } from "./errors.ts";

/** A message, or news of the connection itself. */
export type FollowEvent = SubscriptionMessage | {
  readonly kind: "lost";
  readonly why: string;
  readonly retryInMs: number;
};

/** How to follow. */
export interface FollowOptions {
  readonly filter: ServiceFilter;
  readonly start: SubscriptionStart;
  /** Ends it without an error. */
  readonly signal: AbortSignal;
  /** Time without any message, heartbeats included, after which the connection counts as lost. Default 15 s. */
  readonly silenceMs?: number;
  /** Longest time between two attempts. Default 5 s. */
  readonly maxRetryMs?: number;
}

const FIRST_RETRY_MS = 250;

/** Follows until the signal aborts. Throws only what trying again cannot mend, such as a filter that is refused. */
export async function* follow(client: CliClient, options: FollowOptions): AsyncGenerator<FollowEvent> {
  const { filter, signal, silenceMs = 15_000, maxRetryMs = 5_000 } = options;
  let start = options.start;
  let retryInMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    const silence = `nothing was heard for ${silenceMs} ms`;
    let why = "the State Manager ended the stream";
    const attempt = new Attempt(signal, silenceMs);
    try {
      for await (const message of client.follow({ filter, start }, attempt.signal)) {
        attempt.heard();
        retryInMs = FIRST_RETRY_MS;
        // Inside a snapshot the revision is 0: a connection that is lost there starts from where it did before.
        if (message.revision > 0n) start = { kind: "after", afterRevision: message.revision };
        yield message;
      }
      if (attempt.wasSilent) why = silence;
    } catch (error) {
      if (signal.aborted) return;
      if (attempt.wasSilent) why = silence;
      else if (error instanceof ClientError && error.reason === "unreachable") why = error.message;
      else throw error;
    } finally {
      attempt.end();
    }
    if (signal.aborted) return;
    yield { kind: "lost", why, retryInMs };
    await pause(retryInMs * (0.5 + Math.random() / 2), signal);
    retryInMs = Math.min(retryInMs * 2, maxRetryMs);
  }
}

/** One connection, with a watch on its silence. */
class Attempt {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #silenceMs: number;
  readonly #abort = () => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  wasSilent = false;

  constructor(outer: AbortSignal, silenceMs: number) {
    this.#outer = outer;
    this.#silenceMs = silenceMs;
    outer.addEventListener("abort", this.#abort, { once: true });
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.wasSilent = true;
      this.#abort();
    }, this.#silenceMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener("abort", this.#abort);
    this.#abort();
  }
}

/** Resolves after the time, or at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", done);
    resolve();
  };
  const timer = setTimeout(done, ms);
  signal.addEventListener("abort", done, { once: true });
  return promise;
}
