/** A NodeAgent that answers only when it is made to, in any order; with it a test stops the time inside a call. */
import type { NodeAgentPort, NodeListener, ResourceState } from "../../../src/ports/node_agent.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

/** A call that waits. What was settled once stays so. */
export interface Held<T> {
  readonly signal: AbortSignal;
  answer(value: T): void;
  fail(message: string): void;
}

export type HeldFollow = Held<void> & { readonly listener: NodeListener };
export type HeldObservation = Held<StateDiff> & { readonly id: ResourceId };
export type HeldUpdate = Held<boolean> & { readonly id: ResourceId; readonly state: ResourceState };

export class HandAgent implements NodeAgentPort {
  readonly node: string;
  readonly address: string;
  /** Every call so far, the oldest first. */
  readonly follows: HeldFollow[] = [];
  readonly observations: HeldObservation[] = [];
  readonly updates: HeldUpdate[] = [];
  /** Whether a call other than `follow` rejects as soon as it is aborted; else it ends when it is made to. */
  heedsAborts = true;

  constructor(node = "front", address = "hand") {
    this.node = node;
    this.address = address;
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    const { promise, held } = this.#hold<void>(signal, (call) => call.answer());
    this.follows.push({ ...held, listener });
    return promise;
  }

  getStateDiff(id: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    const { promise, held } = this.#hold<StateDiff>(signal);
    this.observations.push({ ...held, id });
    return promise;
  }

  updateResourceState(id: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean> {
    const { promise, held } = this.#hold<boolean>(signal);
    this.updates.push({ ...held, id, state });
    return promise;
  }

  /** The listener of the newest stream. */
  get stream(): NodeListener {
    const newest = this.follows.at(-1);
    if (newest === undefined) throw new Error(`${this.node} is not followed`);
    return newest.listener;
  }

  #hold<T>(
    signal: AbortSignal,
    onAbort: (held: Held<T>) => void = (held) => {
      if (this.heedsAborts) held.fail("aborted");
    },
  ): { readonly promise: Promise<T>; readonly held: Held<T> } {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const held = { signal, answer: resolve, fail: (message: string) => reject(new Error(message)) };
    signal.addEventListener("abort", () => onAbort(held), { once: true });
    return { promise, held };
  }
}
