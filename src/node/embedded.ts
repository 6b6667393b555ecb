/**
 * A node inside the daemon: the ports of the manager over a `Node`, without gRPC between.
 *
 * I1  The manager sees the same as over gRPC: a snapshot with each following, then changes in order, and a sign of life at every interval.
 * I2  An action that takes longer than its deadline is answered as timed out and goes on; asked for again it is the same one.
 */
import { delay, every, untilAborted } from "../kit/delay.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { Clock } from "../ports/clock.ts";
import type { NodeAgentPort, NodeListener, ResourceState } from "../ports/node_agent.ts";
import type { ActionResult, LifecycleAction } from "../state/action.ts";
import type { StateDiff } from "../state/diff.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { resultOfAnswer } from "./answers.ts";
import type { Node } from "./node.ts";
import type { Verb } from "./state/shapes.ts";
import { LIFECYCLE_VERBS, RECOVERY_VERBS, STEP_VERBS } from "./verbs.ts";

export interface EmbeddedOptions {
  readonly clock: Clock;
  /** Leader term of the manager. */
  readonly term: () => bigint;
  /** Time between two signs of life, milliseconds. */
  readonly heartbeatMs: number;
}

/** Both ports of a node that runs in this process. */
export function embed(node: Node, options: EmbeddedOptions): EmbeddedNode {
  return {
    node: node.name,
    agent: new EmbeddedNodeAgent(node, options),
    controller: new EmbeddedActionController(node, options),
  };
}

export interface EmbeddedNode {
  readonly node: string;
  readonly agent: NodeAgentPort;
  readonly controller: ActionControllerPort;
}

/** The NodeAgent of a node that runs in this process. */
export class EmbeddedNodeAgent implements NodeAgentPort {
  readonly node: string;
  readonly address = "embedded";
  readonly #node: Node;
  readonly #options: EmbeddedOptions;

  constructor(node: Node, options: EmbeddedOptions) {
    this.node = node.name;
    this.#node = node;
    this.#options = options;
  }

  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    return this.#node.getStateDiff(resourceId, signal);
  }

  /** I1. */
  async follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    raiseTerm(this.#node, this.#options.term());
    const waiting: StateDiff[] = [];
    let isLive = false;
    const deliver = (diff: StateDiff) => {
      listener.onHeard(this.node);
      listener.onDiff(this.node, diff);
    };
    const { snapshot, leave } = this.#node.subscribe((diff) =>
      void (isLive ? deliver(diff) : waiting.push(diff))
    );
    listener.onConnected(this.node);
    [...snapshot, ...waiting].forEach(deliver);
    isLive = true;
    listener.onSnapshotEnd(this.node);
    const beat = every(this.#options.clock, this.#options.heartbeatMs, {
      call: () => listener.onHeard(this.node),
      onError: () => {},
    });
    await untilAborted(signal);
    beat.cancel();
    leave();
    listener.onDisconnected(this.node, "the manager ended the stream");
  }

  async updateResourceState(
    resourceId: ResourceId,
    state: ResourceState,
    _signal: AbortSignal,
  ): Promise<boolean> {
    raiseTerm(this.#node, this.#options.term());
    // A turn of its own, as a call has one: the observation that follows is not part of the caller's step.
    await Promise.resolve();
    return this.#node.updateResourceState(resourceId, state);
  }
}

/** The ActionController of a node that runs in this process. */
export class EmbeddedActionController implements ActionControllerPort {
  readonly #node: Node;
  readonly #options: EmbeddedOptions;

  constructor(node: Node, options: EmbeddedOptions) {
    this.#node = node;
    this.#options = options;
  }

  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    return this.#act(action, STEP_VERBS[action.step.kind], signal);
  }

  requestRecovery(
    _containerId: ResourceId,
    recovery: RecoveryAction,
    { action, signal }: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return this.#act(action, RECOVERY_VERBS[recovery], signal);
  }

  requestLifecycleAction(
    _containerId: ResourceId,
    lifecycle: LifecycleAction,
    { action, signal }: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return this.#act(action, LIFECYCLE_VERBS[lifecycle], signal);
  }

  isReachable(): boolean {
    return true;
  }

  async #act(action: PlannedAction, verb: Verb | undefined, signal: AbortSignal): Promise<ActionResult> {
    if (verb === undefined) return { kind: "rejected", message: "It asks for nothing that a node can do" };
    const term = raiseTerm(this.#node, this.#options.term());
    const { id: actionId, resourceId, node, desired, deadlineMs, step } = action;
    const fromNode = step.kind === "Relocate" ? step.fromNode : "";
    const request = {
      actionId,
      verb,
      resourceId,
      node,
      fromNode,
      desired,
      term,
      deadlineMs: Math.ceil(deadlineMs),
    };
    // I2
    const over = new AbortController();
    const late = delay(this.#options.clock, deadlineMs, AbortSignal.any([signal, over.signal]));
    const answer = this.#node.act(request).then(resultOfAnswer);
    const result = await Promise.race([answer, late.then(() => timedOut(deadlineMs))]);
    over.abort();
    return result;
  }
}

/**
 * A node that is embedded has only this manager: one that lost its journal, and begins with a lower term, is not another one. The term
 * in force.
 */
function raiseTerm(node: Node, term: bigint): bigint {
  const inForce = term > node.term ? term : node.term;
  node.passTerm(inForce);
  return inForce;
}

function timedOut(deadlineMs: number): ActionResult {
  return { kind: "timed-out", message: `no answer within ${Math.ceil(deadlineMs)} ms` };
}
