/**
 * A subscription that outlives its connection: it reconnects, resumes after the last known revision, and starts over with a snapshot
 * when that is not possible.
 *
 * I1: every change that the State Manager still has is delivered once, in order of revision; lost changes are announced as a gap.
 */
import { Backoff } from "../kit/backoff.ts";
import { delay, type MonotonicClock } from "../kit/delay.ts";
import { Watchdog } from "../kit/watchdog.ts";
import type { ServiceFilter } from "../manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../manager/serve/subscription.ts";
import type { CliClient } from "./client.ts";
import { SystemClock } from "../platform/process/clock.ts";
import { ClientError } from "./errors.ts";

/** A message, or a change of the connection itself. */
export type FollowEvent = SubscriptionMessage | {
  readonly kind: "lost";
  readonly why: string;
  readonly retryInMs: number;
};

/** How to follow. */
export interface FollowOptions {
  readonly filter: ServiceFilter;
  readonly start: SubscriptionStart;
  /** Ends the subscription without an error. */
  readonly signal: AbortSignal;
  /** Time without any message, heartbeats included, after which the connection counts as lost. Default 15 s. */
  readonly silenceMs?: number;
  /** Longest time between two attempts. Default 5 s. */
  readonly maxRetryMs?: number;
  /** Default: the time of the system. */
  readonly clock?: MonotonicClock;
}

const FIRST_RETRY_MS = 250;

/** Follows until the signal aborts. Throws only errors that a retry cannot fix, such as a refused filter. */
export async function* follow(client: CliClient, options: FollowOptions): AsyncGenerator<FollowEvent> {
  const { filter, signal, silenceMs = 15_000, maxRetryMs = 5_000, clock = new SystemClock() } = options;
  const backoff = new Backoff(Math.random, {
    baseMs: FIRST_RETRY_MS,
    capMs: maxRetryMs,
    first: "delayed",
    jitter: "equal",
  });
  let start = options.start;
  while (!signal.aborted) {
    let why = "the State Manager ended the stream";
    const silence = new AbortController();
    const watchdog = new Watchdog(clock, { limitMs: silenceMs, onSilence: () => silence.abort() });
    try {
      for await (
        const message of client.follow({ filter, start }, AbortSignal.any([signal, silence.signal]))
      ) {
        backoff.reset();
        // Inside a snapshot the revision is 0: a connection that is lost there starts from where it did before.
        const { revision, term } = message;
        if (revision > 0n) start = afterCursor(revision, term);
        // An instance that knows nothing has replaced what was known.
        else if (message.kind === "snapshot-complete") start = { kind: "snapshot" };
        // While the reader is busy, the silence is its own.
        watchdog.hold();
        yield message;
        watchdog.heard();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ClientError && error.reason === "unreachable") why = error.message;
      else if (!silence.signal.aborted) throw error;
    } finally {
      watchdog.stop();
    }
    if (signal.aborted) return;
    if (silence.signal.aborted) why = `no message arrived for ${silenceMs} ms`;
    const retryInMs = Math.round(backoff.next());
    yield { kind: "lost", why, retryInMs };
    await delay(clock, retryInMs, signal);
  }
}

function afterCursor(afterRevision: bigint, afterTerm: bigint | undefined): SubscriptionStart {
  return { kind: "after", afterRevision, ...(afterTerm === undefined ? {} : { afterTerm }) };
}
