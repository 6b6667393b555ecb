/** A NodeAgent as a recorded manager sees it: what it tells and answers comes in turns. */
import type { NodeAgentPort, NodeListener, ResourceState } from "../ports/node_agent.ts";
import type { StateDiff } from "../state/diff.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { followWords, lookWords, tellWords } from "./calls.ts";
import type { Turns } from "./turns.ts";

export class RecordingAgent implements NodeAgentPort {
  readonly #agent: NodeAgentPort;
  readonly #turns: Turns;

  constructor(agent: NodeAgentPort, turns: Turns) {
    this.#agent = agent;
    this.#turns = turns;
  }

  get node(): string {
    return this.#agent.node;
  }

  get address(): string {
    return this.#agent.address;
  }

  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    return this.#turns.call({
      ...lookWords(this.node, resourceId),
      make: () => this.#agent.getStateDiff(resourceId, signal),
      answerOf: (diff) => ({ kind: "diff", diff }),
    });
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    return this.#turns.call({
      ...followWords(this.node),
      make: (call) => this.#agent.follow(this.#listener(listener, call), signal),
      answerOf: () => ({ kind: "nothing" }),
    });
  }

  updateResourceState(resourceId: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean> {
    return this.#turns.call({
      ...tellWords(this.node, resourceId, state),
      make: () => this.#agent.updateResourceState(resourceId, state, signal),
      answerOf: (flag) => ({ kind: "flag", flag }),
    });
  }

  #listener(listener: NodeListener, call: number): NodeListener {
    const turns = this.#turns;
    return {
      onConnected: (node) => turns.later({ kind: "connected", call }, () => listener.onConnected(node)),
      onDiff: (node, diff) => turns.later({ kind: "diff", call, diff }, () => listener.onDiff(node, diff)),
      onSnapshotEnd: (node) => turns.later({ kind: "snapshotEnd", call }, () => listener.onSnapshotEnd(node)),
      onHeard: (node) => turns.later({ kind: "heard", call }, () => listener.onHeard(node)),
      onDisconnected: (node, reason) =>
        turns.later({ kind: "disconnected", call, reason }, () => listener.onDisconnected(node, reason)),
    };
  }
}
