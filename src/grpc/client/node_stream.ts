/**
 * The stream of one NodeAgent, as validated messages.
 *
 * I1: a delivered message is valid and concerns this node; any other is dropped, counted and logged at most once a second.
 * I2: a stream that is silent for three heartbeat intervals is dead and is closed.
 * I3: messages are read as fast as they are consumed, and at most at the rate of `maxDiffsPerSecond`: a node that floods is slowed by
 *     flow control, and costs this process no memory and only a bounded share of its time.
 */
import { status as Status } from "@grpc/grpc-js";
import { delay } from "../../kit/delay.ts";
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import { RateLimit } from "../../kit/rate_limit.ts";
import { TokenBucket } from "../../kit/token_bucket.ts";
import { Watchdog } from "../../kit/watchdog.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { CallError } from "../status.ts";
import { NODE_AGENT } from "../wire/methods.ts";
import {
  diffSubscriptionToWire,
  type NodeMessage,
  nodeMessageFromWire,
  type ResourceFilter,
} from "../wire/node_agent.ts";
import type { PeerChannel } from "./channel.ts";

export interface NodeStreamOptions {
  /** Name of the node, as in its diffs. */
  readonly node: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Leader term that is sent with every call. */
  readonly term: () => bigint;
  /** Interval of the heartbeats that the node has to send, milliseconds; clamped to 100 to 60,000. Default 1,000. */
  readonly heartbeatIntervalMs?: number;
  /** Largest rate of messages from the node, per second, with a burst of twice as many. Default 5,000. */
  readonly maxDiffsPerSecond?: number;
  /** Where to count what happens; the nodes of a process may share it. Default: its own. */
  readonly counters?: NodeStreamCounters;
}

/** Totals of the streams of a node. */
export class NodeStreamCounters {
  diffs = 0;
  /** Messages that were dropped because they were invalid or concerned another node. */
  dropped = 0;
  streams = 0;
  /** Streams that were closed because of silence. */
  silences = 0;
}

export type NodeAgentCounters = Readonly<NodeStreamCounters>;

const SILENT_INTERVALS = 3;
const MIN_HEARTBEAT_MS = 100;
const MAX_HEARTBEAT_MS = 60_000;
const DROPS_LOGGED_EVERY_MS = 1_000;

/** Throws a StateManagerError when a message of one node concerns another. */
export function checkNode(node: string, expected: string): void {
  if (node === expected) return;
  throw new StateManagerError({
    kind: "invalid",
    field: "node",
    problem: `concerns ${node}`,
    accepted: expected,
  });
}

/** Opens streams of one node. */
export class NodeStreams {
  readonly #channel: PeerChannel;
  readonly #options: NodeStreamOptions;
  readonly #heartbeatIntervalMs: number;
  readonly #dropLog = new RateLimit(DROPS_LOGGED_EVERY_MS);
  readonly #counters: NodeStreamCounters;

  constructor(channel: PeerChannel, options: NodeStreamOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#counters = options.counters ?? new NodeStreamCounters();
    const { heartbeatIntervalMs = 1_000 } = options;
    this.#heartbeatIntervalMs = Math.min(Math.max(heartbeatIntervalMs, MIN_HEARTBEAT_MS), MAX_HEARTBEAT_MS);
  }

  counters(): NodeAgentCounters {
    return { ...this.#counters };
  }

  /** The messages of one stream, until the node ends it. Throws a CallError when it fails or the signal aborts. */
  async *open(
    filter: ResourceFilter,
    signal: AbortSignal,
  ): AsyncGenerator<NodeMessage, void, undefined> {
    const { clock, term, node, maxDiffsPerSecond = 5_000 } = this.#options;
    const what = `Cannot follow node ${node}`;
    const silence = new AbortController();
    const limitMs = SILENT_INTERVALS * this.#heartbeatIntervalMs;
    const watchdog = new Watchdog(clock, { limitMs, onSilence: () => silence.abort() });
    const pace = new TokenBucket({
      capacity: 2 * maxDiffsPerSecond,
      refillPerSecond: maxDiffsPerSecond,
      nowMs: clock.monotonicMs(),
    });
    const request = diffSubscriptionToWire({
      filter,
      heartbeatIntervalMs: this.#heartbeatIntervalMs,
      term: term(),
    });
    this.#counters.streams += 1;
    try {
      const stream = this.#channel.stream(NODE_AGENT.SubscribeStateDiffs, request, {
        what,
        signal: AbortSignal.any([signal, silence.signal]),
      });
      for await (const wire of stream) {
        const message = this.#read(wire);
        // While this side does not read, the silence is not the node's.
        watchdog.hold();
        if (message !== undefined) yield message;
        await this.#slowDown(pace, signal);
        watchdog.heard();
      }
    } catch (error) {
      if (!silence.signal.aborted || signal.aborted) throw error;
      this.#counters.silences += 1;
      const text = `${what}: silent for more than ${limitMs} ms`;
      throw new CallError(text, { kind: "unreachable", code: Status.UNAVAILABLE, cause: error });
    } finally {
      watchdog.stop();
    }
  }

  /** I3. */
  async #slowDown(pace: TokenBucket, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const waitMs = pace.take({ nowMs: clock.monotonicMs() });
      if (waitMs === 0) return;
      await delay(clock, waitMs, signal);
    }
  }

  /** The message, or undefined when it is dropped (I1). */
  #read(wire: Parameters<typeof nodeMessageFromWire>[0]): NodeMessage | undefined {
    const { node } = this.#options;
    try {
      const message = nodeMessageFromWire(wire);
      checkNode(message.kind === "diff" ? message.diff.node : message.node, node);
      if (message.kind === "diff") this.#counters.diffs += 1;
      return message;
    } catch (error) {
      this.#counters.dropped += 1;
      this.#logDropped(messageOf(error));
      return undefined;
    }
  }

  #logDropped(reason: string): void {
    const { node, log, clock } = this.#options;
    const suppressed = this.#dropLog.pass(clock.monotonicMs());
    if (suppressed === undefined) return;
    const { dropped } = this.#counters;
    log.warn("Dropped a message of a node", {
      ...{ node, reason, dropped },
      ...(suppressed > 0 && { suppressed }),
    });
  }
}
