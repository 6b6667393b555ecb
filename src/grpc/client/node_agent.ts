/**
 * gRPC communication with a NodeAgent and receipt of state differences (seed `grpc/client/node_agent.rs`).
 *
 * One client per node; clients share nothing. `node_stream.ts` validates a node's messages and limits their rate.
 *
 * I1: a stream that ends is opened again: at once if it had been stable, otherwise with exponential backoff and full jitter.
 * I2: `onConnected` is called before anything else of a stream, and `onDisconnected` once after it.
 * I3: an outage is one line in the log, however long it lasts.
 */
import { status as Status } from "@grpc/grpc-js";
import { Backoff } from "../../kit/backoff.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { NodeAgentPort, NodeListener, ResourceState } from "../../ports/node_agent.ts";
import type { Random } from "../../ports/random.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { TermRefusal } from "../../state/fence.ts";
import { CallError, callErrorOf } from "../status.ts";
import { diffFromWire } from "../wire/diff.ts";
import { NODE_AGENT } from "../wire/methods.ts";
import { resourceIdToWire } from "../wire/names.ts";
import { type NodeMessage, type ResourceFilter, resourceUpdateToWire } from "../wire/node_agent.ts";
import { type ChannelOptions, PeerChannel } from "./channel.ts";
import { checkNode, type NodeAgentCounters, type NodeStreamOptions, NodeStreams } from "./node_stream.ts";

export { type DiffPriority, getDiffPriority, isCriticalDiff, type StateDiff } from "../../state/diff.ts";
export type { NodeAgentCounters, ResourceFilter };

declare const subscriptionIdBrand: unique symbol;
/** Names one subscription of one client. */
export type SubscriptionId = number & { readonly [subscriptionIdBrand]: true };

/** Called with each diff, in the order of the node, and with the begin and end of its streams; must not throw. */
export type StateDiffCallback = NodeListener;

export interface NodeAgentOptions extends Omit<ChannelOptions, "node">, NodeStreamOptions {
  readonly random: Random;
  /** Deadline of a unary call, milliseconds. Default 5,000. */
  readonly deadlineMs?: number;
}

const ALL: ResourceFilter = { namespaces: [], resourceIds: [] };
const RECONNECT = { baseMs: 100, capMs: 500 };
/** A stream that lasted this long was stable: the next retry is immediate again. */
const GOOD_STREAM_MS = 1_000;

interface Subscription {
  readonly callback: StateDiffCallback;
  readonly end: AbortController;
  readonly done: Promise<void>;
}

/** Connect to NodeAgent gRPC service. Returns at once; the connection is made with the first call. */
export function connect(address: string, options: NodeAgentOptions): NodeAgentClient {
  return new NodeAgentClient(address, options);
}

/** One NodeAgent. */
export class NodeAgentClient implements NodeAgentPort, AsyncDisposable {
  readonly node: string;
  readonly address: string;
  readonly #options: NodeAgentOptions;
  readonly #deadlineMs: number;
  readonly #channel: PeerChannel;
  readonly #streams: NodeStreams;
  readonly #closing = new AbortController();
  readonly #subscriptions = new Map<SubscriptionId, Subscription>();
  #nextSubscription = 1;

  constructor(address: string, options: NodeAgentOptions) {
    this.node = options.node;
    this.address = address;
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    this.#channel = new PeerChannel(address, options);
    this.#streams = new NodeStreams(this.#channel, options);
  }

  counters(): NodeAgentCounters {
    return this.#streams.counters();
  }

  /** Request state diff from NodeAgent: one observation. Rejects with a CallError. */
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
      checkNode(diff.node, this.node);
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
    const term = this.#options.term();
    const update = resourceUpdateToWire({ resourceId, state, term });
    const outcome = await this.#channel.unary(NODE_AGENT.UpdateResourceState, update, {
      what: `Cannot update ${resourceId} on node ${this.node}`,
      deadlineMs: this.#deadlineMs,
      signal,
    });
    if (outcome.kind === "answered") return outcome.value.accepted;
    const refusal = refusalOf(outcome.error, term);
    if (refusal !== undefined) {
      for (const { callback } of this.#subscriptions.values()) callback.onFenced(this.node, refusal);
    }
    throw outcome.error;
  }

  /**
   * Subscribe to state diff events from NodeAgent: one stream, from its snapshot until the node ends it, including the end of the
   * snapshot and the heartbeats. A slow reader slows the node. Throws a CallError when it fails or the signal aborts.
   */
  subscribeStateDiffs(
    filter?: ResourceFilter,
    signal?: AbortSignal,
  ): AsyncGenerator<NodeMessage, void, undefined> {
    return this.#streams.open(filter ?? ALL, this.#endedBy(signal));
  }

  /** Subscribe to state differences from NodeAgent, over reconnects, until `unsubscribe` or `close`. */
  subscribeToStateDiffs(callback: StateDiffCallback, filter: ResourceFilter = ALL): SubscriptionId {
    const id = this.#nextSubscription++ as SubscriptionId;
    const end = new AbortController();
    this.#subscriptions.set(id, { callback, end, done: this.#keepStream(callback, filter, end.signal) });
    return id;
  }

  /** Resolves when the callback will not be called again; an unknown id does nothing. */
  async unsubscribe(id: SubscriptionId): Promise<void> {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    subscription.end.abort();
    await subscription.done;
    this.#subscriptions.delete(id);
  }

  async follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    const id = this.subscribeToStateDiffs(listener);
    const ended = this.#endedBy(signal);
    if (!ended.aborted) {
      await new Promise<void>((resolve) => ended.addEventListener("abort", () => resolve(), { once: true }));
    }
    await this.unsubscribe(id);
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

  /** One stream after the other. */
  async #keepStream(
    callback: StateDiffCallback,
    filter: ResourceFilter,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, random, log } = this.#options;
    const ended = this.#endedBy(signal);
    const backoff = new Backoff(() => random.next(), RECONNECT);
    let isAway = false;
    while (!ended.aborted) {
      const startedAtMs = clock.monotonicMs();
      const { wasConnected, reason } = await this.#readStream(callback, filter, ended);
      if (ended.aborted) return;
      // I3
      if (wasConnected || !isAway) {
        log.warn("Stream of a node ended", { node: this.node, address: this.address, reason });
      }
      isAway = true;
      if (clock.monotonicMs() - startedAtMs >= GOOD_STREAM_MS) backoff.reset();
      await delay(clock, backoff.next(), ended);
    }
  }

  /** One stream, and why it ended. */
  async #readStream(
    callback: StateDiffCallback,
    filter: ResourceFilter,
    signal: AbortSignal,
  ): Promise<{ readonly wasConnected: boolean; readonly reason: string }> {
    let wasConnected = false;
    let reason = "the node ended the stream";
    const term = this.#options.term();
    try {
      for await (const message of this.subscribeStateDiffs(filter, signal)) {
        if (!wasConnected) {
          wasConnected = true;
          callback.onConnected(this.node);
        }
        this.#deliver(callback, message);
      }
    } catch (error) {
      reason = messageOf(error);
      const refusal = refusalOf(error, term, { isCertain: true });
      if (refusal !== undefined) callback.onFenced(this.node, refusal);
    }
    if (wasConnected) callback.onDisconnected(this.node, reason);
    return { wasConnected, reason };
  }

  #deliver(callback: StateDiffCallback, message: NodeMessage): void {
    callback.onHeard(this.node);
    if (message.kind === "diff") callback.onDiff(this.node, message.diff);
    else if (message.kind === "snapshot-end") callback.onSnapshotEnd(this.node);
  }

  #endedBy(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal]);
  }
}

/**
 * Undefined = the call failed for another reason than its term. `isCertain`: the call has no other precondition, so that a refusal that does
 * not say why is one for its term.
 */
function refusalOf(
  error: unknown,
  sent: bigint,
  { isCertain = false }: { readonly isCertain?: boolean } = {},
): TermRefusal | undefined {
  if (!(error instanceof CallError)) return undefined;
  const isBare = isCertain && error.code === Status.FAILED_PRECONDITION;
  const staleTerm = error.staleTerm ?? (isBare ? {} : undefined);
  return staleTerm && { ...staleTerm, sent, message: error.message };
}
