/**
 * gRPC communication with a NodeAgent and receipt of state differences (seed `grpc/client/node_agent.rs`).
 *
 * One client a node; nothing is shared between two of them.
 *
 * I1: a diff that reaches anybody is valid and speaks for this node; any other is dropped, counted and logged at most once a
 *     second.
 * I2: a stream that is silent for three heartbeat intervals is dead: it is torn down and opened again.
 * I3: messages are read as fast as they are taken and at most `maxDiffsPerSecond`: a node that floods is slowed by flow
 *     control, and costs this process neither memory nor more than a bounded part of its time.
 * I4: a listener hears `onConnected` before anything else of a stream and `onDisconnected` once after it.
 */
import { messageOf, StateManagerError } from "../../errors.ts";
import type { Clock, Log, NodeAgentPort, NodeListener, Random, ResourceState } from "../../ports.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { CallError, callErrorOf } from "../status.ts";
import { diffFromWire } from "../wire/diff.ts";
import { NODE_AGENT } from "../wire/methods.ts";
import { resourceIdToWire } from "../wire/names.ts";
import {
  diffSubscriptionToWire,
  type NodeMessage,
  nodeMessageFromWire,
  type ResourceFilter,
  resourceUpdateToWire,
} from "../wire/node_agent.ts";
import { type ChannelOptions, PeerChannel } from "./channel.ts";
import { Backoff, Pace, pause, QuietLog, Watchdog } from "./waiting.ts";

export { type DiffPriority, getDiffPriority, isCriticalDiff, type StateDiff } from "../../state/diff.ts";
export type { ResourceFilter };

declare const subscriptionIdBrand: unique symbol;
/** Names one subscription of one client. */
export type SubscriptionId = number & { readonly [subscriptionIdBrand]: true };

/** Called with each diff, in the order of the node; must not throw. */
export type StateDiffCallback = (diff: StateDiff) => void;

export interface NodeAgentOptions extends ChannelOptions {
  /** Name of the node, as in its diffs. */
  readonly node: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Leader epoch that goes with every call. */
  readonly term: () => bigint;
  /** How often the node is to say that it is alive, milliseconds, 100 to 60,000. Default 1,000. */
  readonly heartbeatIntervalMs?: number;
  /** Deadline of a unary call, milliseconds. Default 5,000. */
  readonly deadlineMs?: number;
  /** Most messages taken from the node in a second, beyond a burst of twice as many. Default 5,000. */
  readonly maxDiffsPerSecond?: number;
}

/** What happened on this client so far. */
export interface NodeAgentCounters {
  readonly diffs: number;
  /** Messages that were dropped because they were not valid or spoke for another node. */
  readonly dropped: number;
  readonly streams: number;
  /** Streams that were torn down for silence. */
  readonly silences: number;
}

const ALL: ResourceFilter = { namespaces: [], resourceIds: [] };
const SILENT_INTERVALS = 3;
const RECONNECT = { baseMs: 100, capMs: 2_000 };
/** A stream that lasted this long was a good one: the next retry is immediate again. */
const GOOD_STREAM_MS = 1_000;

/** Connect to NodeAgent gRPC service. Returns at once; the connection is made with the first call. */
export function connect(address: string, options: NodeAgentOptions): NodeAgentClient {
  return new NodeAgentClient(address, options);
}

/** One NodeAgent. */
export class NodeAgentClient implements NodeAgentPort, AsyncDisposable {
  readonly node: string;
  readonly address: string;
  readonly #options: NodeAgentOptions;
  readonly #heartbeatIntervalMs: number;
  readonly #deadlineMs: number;
  readonly #channel: PeerChannel;
  readonly #quiet: QuietLog;
  readonly #closing = new AbortController();
  readonly #subscriptions = new Map<SubscriptionId, { end: AbortController; done: Promise<void> }>();
  readonly #counters = { diffs: 0, dropped: 0, streams: 0, silences: 0 };
  #nextSubscription = 1;

  constructor(address: string, options: NodeAgentOptions) {
    this.node = options.node;
    this.address = address;
    this.#options = options;
    this.#heartbeatIntervalMs = Math.min(Math.max(options.heartbeatIntervalMs ?? 1_000, 100), 60_000);
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    this.#channel = new PeerChannel(address, options);
    this.#quiet = new QuietLog(options.log, options.clock);
  }

  counters(): NodeAgentCounters {
    return { ...this.#counters };
  }

  /** Request state diff from NodeAgent: one look, now. Rejects with a CallError. */
  async getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    const what = `Cannot get the diff of ${resourceId} from node ${this.node}`;
    const request = { resourceId: resourceIdToWire(resourceId) };
    const outcome = await this.#channel.unary(NODE_AGENT.GetStateDiff, request, {
      what,
      deadlineMs: this.#deadlineMs,
      signal,
    });
    if (outcome.kind === "failed") throw outcome.error;
    try {
      const diff = diffFromWire(outcome.value.diff, "diff");
      this.#checkNode(diff.node, "diff.node");
      if (diff.resourceId === resourceId) return diff;
      throw new Error(`the node answered for ${diff.resourceId}`);
    } catch (error) {
      throw callErrorOf(error, what);
    }
  }

  /** Send updated state to NodeAgent. Resolves to false when the node had a newer one; rejects with a CallError. */
  async updateResourceState(
    resourceId: ResourceId,
    state: ResourceState,
    signal: AbortSignal,
  ): Promise<boolean> {
    const update = resourceUpdateToWire({ resourceId, state, term: this.#options.term() });
    const outcome = await this.#channel.unary(NODE_AGENT.UpdateResourceState, update, {
      what: `Cannot update ${resourceId} on node ${this.node}`,
      deadlineMs: this.#deadlineMs,
      signal,
    });
    if (outcome.kind === "failed") throw outcome.error;
    return outcome.value.accepted;
  }

  /**
   * Subscribe to state diff events from NodeAgent: one stream, from its snapshot to its end. A slow reader slows the node.
   * Ends when the node ends it or the signal aborts; throws a CallError when it fails.
   */
  async *subscribeStateDiffs(
    filter: ResourceFilter = ALL,
    signal: AbortSignal = this.#closing.signal,
  ): AsyncGenerator<StateDiff, void, undefined> {
    try {
      for await (const message of this.#messages(filter, signal)) {
        if (message.kind === "diff") yield message.diff;
      }
    } catch (error) {
      if (error instanceof CallError && error.kind === "cancelled") return;
      throw error;
    }
  }

  /** Subscribe to state differences from NodeAgent, over reconnects, until `unsubscribe` or `close`. */
  subscribeToStateDiffs(callback: StateDiffCallback, filter: ResourceFilter = ALL): SubscriptionId {
    const id = this.#nextSubscription++ as SubscriptionId;
    const end = new AbortController();
    const listener: NodeListener = {
      onConnected() {},
      onDiff: (_node, diff) => callback(diff),
      onSnapshotEnd() {},
      onHeard() {},
      onDisconnected() {},
    };
    this.#subscriptions.set(id, { end, done: this.#follow(listener, filter, end.signal) });
    return id;
  }

  /** Resolves when the callback will not be called again; an unknown id does nothing. */
  async unsubscribe(id: SubscriptionId): Promise<void> {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    this.#subscriptions.delete(id);
    subscription.end.abort();
    await subscription.done;
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    return this.#follow(listener, ALL, signal);
  }

  /** Ends every call and subscription. A second close does nothing. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#channel.close();
    await Promise.all([...this.#subscriptions.keys()].map((id) => this.unsubscribe(id)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #follow(listener: NodeListener, filter: ResourceFilter, signal: AbortSignal): Promise<void> {
    const { clock, random, log } = this.#options;
    const ended = AbortSignal.any([this.#closing.signal, signal]);
    const backoff = new Backoff(random, RECONNECT);
    let isAway = false;
    while (!ended.aborted) {
      const startedAtMs = clock.monotonicMs();
      const { wasConnected, reason } = await this.#followOnce(listener, filter, ended);
      if (ended.aborted) return;
      // Once an outage, however long it lasts.
      if (wasConnected || !isAway) {
        log.warn("Stream of a node ended", { node: this.node, address: this.address, reason });
      }
      isAway = true;
      if (clock.monotonicMs() - startedAtMs >= GOOD_STREAM_MS) backoff.reset();
      await pause(clock, backoff.next(), ended);
    }
  }

  /** One stream, and why it ended. */
  async #followOnce(
    listener: NodeListener,
    filter: ResourceFilter,
    signal: AbortSignal,
  ): Promise<{ readonly wasConnected: boolean; readonly reason: string }> {
    let wasConnected = false;
    let reason = "the node ended the stream";
    try {
      for await (const message of this.#messages(filter, signal)) {
        if (!wasConnected) {
          wasConnected = true;
          listener.onConnected(this.node);
        }
        this.#tell(listener, message);
      }
    } catch (error) {
      reason = messageOf(error);
    }
    if (wasConnected) listener.onDisconnected(this.node, reason);
    return { wasConnected, reason };
  }

  #tell(listener: NodeListener, message: NodeMessage): void {
    listener.onHeard(this.node);
    if (message.kind === "diff") listener.onDiff(this.node, message.diff);
    else if (message.kind === "snapshot-end") listener.onSnapshotEnd(this.node);
  }

  /** The valid messages of one stream (I1, I2, I3). Throws a CallError when the stream fails. */
  async *#messages(
    filter: ResourceFilter,
    signal: AbortSignal,
  ): AsyncGenerator<NodeMessage, void, undefined> {
    const { clock, term, maxDiffsPerSecond = 5_000 } = this.#options;
    const what = `Cannot follow node ${this.node}`;
    const silence = new AbortController();
    const limitMs = SILENT_INTERVALS * this.#heartbeatIntervalMs;
    const watchdog = new Watchdog(clock, limitMs, () => silence.abort());
    const pace = new Pace(clock, { perSecond: maxDiffsPerSecond, burst: 2 * maxDiffsPerSecond });
    const ended = AbortSignal.any([this.#closing.signal, signal]);
    const request = diffSubscriptionToWire({
      filter,
      heartbeatIntervalMs: this.#heartbeatIntervalMs,
      term: term(),
    });
    this.#counters.streams += 1;
    try {
      const stream = this.#channel.stream(NODE_AGENT.SubscribeStateDiffs, request, {
        what,
        signal: AbortSignal.any([ended, silence.signal]),
      });
      for await (const wire of stream) {
        const message = this.#read(wire);
        // While we are not reading, the silence is ours and not the node's.
        watchdog.hold();
        if (message !== undefined) yield message;
        await pause(clock, pace.take(), ended);
        watchdog.heard();
      }
    } catch (error) {
      if (!silence.signal.aborted || ended.aborted) throw error;
      this.#counters.silences += 1;
      const text = `${what}: silent for more than ${limitMs} ms`;
      throw new CallError(text, { kind: "unreachable", code: callErrorOf(error, what).code, cause: error });
    } finally {
      watchdog.stop();
    }
  }

  /** The message, or undefined when it is dropped (I1). */
  #read(wire: Parameters<typeof nodeMessageFromWire>[0]): NodeMessage | undefined {
    try {
      const message = nodeMessageFromWire(wire);
      this.#checkNode(message.kind === "diff" ? message.diff.node : message.node, "node");
      if (message.kind === "diff") this.#counters.diffs += 1;
      return message;
    } catch (error) {
      this.#counters.dropped += 1;
      const { dropped } = this.#counters;
      this.#quiet.warn("Dropped a message of a node", { node: this.node, reason: messageOf(error), dropped });
      return undefined;
    }
  }

  #checkNode(node: string, field: string): void {
    if (node === this.node) return;
    throw new StateManagerError({
      kind: "invalid",
      field,
      problem: `speaks for ${node}`,
      accepted: this.node,
    });
  }
}
