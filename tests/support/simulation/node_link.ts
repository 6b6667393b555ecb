/**
 * The way between one node and one run of a manager: messages are lost, late, doubled, out of order, or nothing gets through.
 *
 * I1: what a stream carried does not arrive after that stream has ended: it ran over a connection.
 * I2: a call is answered or rejects within `CALL_MS`.
 * I3: a node that gets no answer to its pings cuts the stream, and only that of the run which does not answer.
 */
import { delay } from "../../../src/kit/delay.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { NodeAgentPort, NodeListener, ResourceState } from "../../../src/ports/node_agent.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { FakeNode } from "../engine/fake_node.ts";
import { AGAIN_MS, distorted, Habits, LATE_MS, type NodeHabit } from "../habits/habits.ts";
import type { Life } from "./life.ts";

const CALL_MS = 800;

/** What is wrong with the way to a node, for all who talk to it; each figure counts the faults at work. */
export class Network {
  drop = 0;
  duplicate = 0;
  reorder = 0;
  blackhole = 0;
  delayMs = 0;
  /** So many of the next looks count wrong. */
  lies = 0;
  readonly habits = new Habits<NodeHabit>();

  get isGood(): boolean {
    const { drop, duplicate, reorder, blackhole, delayMs, lies, habits } = this;
    return habits.isGood && drop + duplicate + reorder + blackhole + delayMs + lies === 0;
  }
}

export interface LinkOptions {
  readonly node: FakeNode;
  readonly network: Network;
  readonly clock: Clock;
  readonly life: Life;
  readonly random01: () => number;
  /** A look has reached the manager. */
  readonly onArrived: (diff: StateDiff, epoch: number) => void;
  /** The manager sends the desired state of the service. */
  readonly onAsked: (id: ResourceId) => void;
}

export class NodeLink implements NodeAgentPort {
  readonly address = "memory";
  readonly #options: LinkOptions;
  #stream = 0;
  /** Whoever follows the node over this link; twice, as the node knows it and as it is. */
  #follower: { readonly carrier: NodeListener; readonly listener: NodeListener } | undefined;
  /** I3. */
  #cuts = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get node(): string {
    return this.#options.node.node;
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    const { node, network, random01 } = this.#options;
    const carrier: NodeListener = {
      onConnected: (name) => {
        this.#stream += 1;
        this.#carry(0, () => listener.onConnected(name));
      },
      onDiff: (name, diff) => {
        // A stream loses nothing while it lasts; what is lost here is only what a resync asks for again.
        const isAskedAgain = node.desired.get(diff.resourceId)?.isRemoved === false;
        if (network.drop > 0 && random01() < 0.5 && isAskedAgain) return;
        const epoch = node.epoch;
        const told = this.#told(diff);
        const arrive = () => {
          this.#options.onArrived(told, epoch);
          listener.onDiff(name, told);
        };
        const isLate = network.habits.has("report-late");
        const lateMs = isLate ? LATE_MS : network.reorder > 0 ? random01() * 500 : 0;
        this.#carry(lateMs, arrive);
        if (network.habits.has("report-twice")) this.#carry(lateMs + AGAIN_MS, arrive);
        if (network.duplicate > 0 && random01() < 0.5) this.#carry(lateMs + random01() * 200, arrive);
      },
      onSnapshotEnd: (name) => this.#carry(0, () => listener.onSnapshotEnd(name)),
      onHeard: (name) => this.#carry(0, () => listener.onHeard(name)),
      onFenced: (name, refusal) => this.#carry(0, () => listener.onFenced(name, refusal)),
      onDisconnected: (name, reason) => {
        this.#stream += 1;
        this.#carry(0, () => listener.onDisconnected(name, reason));
      },
    };
    this.#follower = { carrier, listener };
    return node.follow(carrier, signal);
  }

  /** I3; the answer lets it connect again. */
  cut(): () => void {
    const { life, node } = this.#options;
    this.#cuts += 1;
    this.#stream += 1;
    life.run(() => {
      if (!life.isDead) this.#follower?.listener.onDisconnected(node.node, "keepalive");
    });
    return () => {
      this.#cuts -= 1;
      if (this.#cuts === 0 && !life.isDead && this.#follower !== undefined) node.join(this.#follower.carrier);
    };
  }

  async getStateDiff(id: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    const { node } = this.#options;
    const epoch = node.epoch;
    await this.#call(signal);
    if (this.#options.network.habits.has("answer-nothing")) throw new Error("13 INTERNAL: no observation");
    const observation = this.#told(await node.getStateDiff(id));
    await this.#call(signal, true);
    if (node.epoch !== epoch || !node.isUp) throw new Error("the node was restarted");
    this.#options.onArrived(observation, epoch);
    return observation;
  }

  async updateResourceState(id: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean> {
    await this.#call(signal);
    if (this.#options.life.isDead) throw new Error("the manager is gone");
    this.#options.onAsked(id);
    const { node, network: { habits } } = this.#options;
    const isLeft = habits.has("refuse-desired") || habits.has("ignore-desired");
    const isTaken = isLeft ? !habits.has("refuse-desired") : await node.updateResourceState(id, state);
    await this.#call(signal, true);
    return isTaken;
  }

  /** What a node with bad habits makes of it, or one that counts wrong once. */
  #told(seen: StateDiff): StateDiff {
    const { network, node } = this.#options;
    const desired = node.desired.get(seen.resourceId);
    const diff = distorted(seen, network.habits, desired?.isRemoved === false);
    if (network.lies === 0 || diff.observedGeneration === 0n) return diff;
    network.lies -= 1;
    const actual = diff.actual.replicas === 0
      ? { ...diff.actual, replicas: 1, availableReplicas: 1 }
      : { ...diff.actual, replicas: 0, availableReplicas: 0 };
    return { ...diff, actual };
  }

  /** One way of a message of the stream. */
  #carry(lateMs: number, arrive: () => void): void {
    const { network, clock, life } = this.#options;
    if (network.blackhole > 0 || this.#cuts > 0 || life.isDead) return;
    const stream = this.#stream;
    const inMs = lateMs + network.delayMs;
    const deliver = () =>
      life.run(() => {
        if (!life.isDead && stream === this.#stream) arrive();
      });
    if (inMs === 0) deliver();
    else clock.schedule(inMs, deliver);
  }

  /** One way of a call. `isAnswer` = what was asked for has happened. */
  async #call(signal: AbortSignal, isAnswer = false): Promise<void> {
    const { network, clock, life, random01 } = this.#options;
    const isLost = network.blackhole > 0 || this.#cuts > 0 || (network.drop > 0 && random01() < 0.25);
    if (isLost || network.delayMs > 0) {
      await delay(clock, isLost ? CALL_MS : network.delayMs, signal);
    }
    if (isAnswer) await life.pass(Promise.resolve());
    if (isLost || signal.aborted) throw new Error("no answer");
  }
}
