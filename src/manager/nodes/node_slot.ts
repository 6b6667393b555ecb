/**
 * One node, from the moment it is known under an address until it is removed or replaced: its stream, its outbox, its resync, and the
 * judgement whether it is there.
 *
 * Which nodes there are is up to `NodeSlots`; what follows from a judgement for a service is decided elsewhere.
 *
 * I1: a slot has one life, and everything it does is work of that life: no loop can be begun twice, and none outlives its node.
 * I2: after that life nothing of the slot is reported any more, whatever its agent still says or answers.
 * I3: each change of its liveness is reported once.
 * I4: a new stream may begin with a node that lost all its state: all of its desired state is sent again.
 * I5: while this process did not run, no node was silent: a pause of its own is noticed before a silence is judged.
 */
import { messageOf } from "../../kit/errors.ts";
import type { OwnPause } from "../../kit/own_pause.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { NodeAgentPort, NodeListener } from "../../ports/node_agent.ts";
import type { NodeView } from "../../reconciliation/decide/decision.ts";
import type { StateDiff } from "../../state/diff.ts";
import { refusalText, type TermRefusal } from "../../state/fence.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { DesiredStates } from "./desired_states.ts";
import { keepFollowing } from "./following.ts";
import { judgeLiveness, type Liveness, type LivenessLimits } from "./liveness.ts";
import { Outbox, type SendResult } from "./outbox.ts";
import { keepResyncing } from "./resync.ts";
import { SlotLife } from "./slot_life.ts";

export interface NodeSettings extends LivenessLimits {
  /** Mean time between two rounds of resync; 0 = never. */
  readonly resyncMs: number;
}

/** What the manager learns of its nodes. */
export interface NodeEvents {
  /** The stream is open: a full snapshot follows. */
  onConnected(node: string): void;
  /** The node reported or answered it. */
  onDiff(diff: StateDiff): void;
  /** Its liveness has changed. */
  onJudged(node: string): void;
  /** The node does not take the desired state of the service, however often it was sent; `why` not set = it does again. */
  onRefused(node: string, id: ResourceId, why: string | undefined): void;
  /** The node refuses the term of this State Manager (`refusal`), or accepts it (not set). False = that is nothing new. */
  onFence(node: string, refusal: TermRefusal | undefined): boolean;
}

export interface SlotDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random01: () => number;
  readonly settings: NodeSettings;
  readonly desired: DesiredStates;
  readonly events: NodeEvents;
  /** I5. It calls `resumed` of all slots. */
  readonly pause: Pick<OwnPause, "check" | "expect">;
}

/** A node as the rest of the manager may use it: it is sent its desired state by its slot alone. */
export type ObservableNode = Pick<NodeAgentPort, "node" | "address" | "getStateDiff">;

/** What is known of a node that does not answer, as plain data. */
export interface NodeCheckpoint {
  readonly node: string;
  readonly liveness: Exclude<Liveness, "reachable">;
  readonly lastHeardMs: number;
}

export class NodeSlot implements ObservableNode, AsyncDisposable {
  readonly #agent: NodeAgentPort;
  readonly #deps: SlotDeps;
  readonly #life = new SlotLife((error) =>
    this.#deps.log.error("Work for a node failed because of a bug", {
      node: this.node,
      error: messageOf(error),
    })
  );
  readonly #outbox: Outbox;
  #isStarted = false;
  #isConnected = false;
  #lastHeardMs: number;
  #liveness: Liveness = "new";
  /** The node refuses our term: what is said of that. */
  #fence: string | undefined;

  /** `unsent` is what the slot that this one replaces could not send. */
  constructor(agent: NodeAgentPort, deps: SlotDeps, unsent: readonly ResourceId[] = []) {
    this.#agent = agent;
    this.#deps = deps;
    this.#lastHeardMs = deps.clock.monotonicMs();
    const isOpen = () => this.#isConnected;
    const { clock, events } = deps;
    const send = (id: ResourceId) => this.#send(id);
    const onReported = (id: ResourceId, why: string | undefined) => events.onRefused(agent.node, id, why);
    this.#outbox = new Outbox({ life: this.#life, clock, isOpen, send, onReported }, unsent);
  }

  /** Follows the node, and resyncs it now and then, until the end. Once. */
  start(): void {
    if (this.#isStarted) throw new Error("start is called once");
    this.#isStarted = true;
    const { clock, random01, settings, desired } = this.#deps;
    const { signal } = this.#life;
    const onBroken = (reason: string, failures: number) => this.#broken(reason, failures);
    this.#life.run(() => keepFollowing(this.#agent, this.#listener(), { clock, random01, signal, onBroken }));
    const node = {
      isReachable: () => this.#liveness === "reachable",
      services: () => desired.servicesOn(this.node),
      observe: (id: ResourceId) => this.#agent.getStateDiff(id, signal),
      take: (diff: StateDiff) => this.#takeAnswer(diff),
      onFailure: (id: ResourceId, error: unknown) => this.#failed("Cannot observe a service", id, error),
    };
    this.#life.run(() => keepResyncing(node, { clock, random01, signal, everyMs: settings.resyncMs }));
  }

  /** Undefined = the node is reachable. */
  checkpoint(): NodeCheckpoint | undefined {
    const liveness = this.#liveness;
    return liveness === "reachable"
      ? undefined
      : { node: this.node, liveness, lastHeardMs: this.#lastHeardMs };
  }

  /** Goes on from there. Before `start`. */
  restore({ liveness, lastHeardMs }: NodeCheckpoint): void {
    this.#liveness = liveness;
    this.#lastHeardMs = lastHeardMs;
  }

  /** Resolves when the slot has ended and nothing of it is under way. */
  get done(): Promise<void> {
    return this.#life.done;
  }

  /** Ends it, at once for everybody who listens to it; resolves with `done`. Idempotent. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#life[Symbol.asyncDispose]();
  }

  get node(): string {
    return this.#agent.node;
  }

  get address(): string {
    return this.#agent.address;
  }

  /** One observation, now. Rejects when the node does not answer, or the slot ends before it does (I2). */
  async getStateDiff(id: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    const life = this.#life.signal;
    const answer = this.#agent.getStateDiff(id, AbortSignal.any([signal, life]));
    this.#life.run(() => answer.then(() => {}, () => {}));
    const diff = await answer;
    if (life.aborted) throw new Error(`Node ${this.node} was removed or registered again`);
    return diff;
  }

  get view(): NodeView {
    return {
      name: this.node,
      isReachable: this.#liveness === "reachable",
      isLost: this.#liveness === "lost",
      ...(this.#fence === undefined ? {} : { fence: this.#fence }),
    };
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get silentMs(): number {
    return this.#deps.clock.monotonicMs() - this.#lastHeardMs;
  }

  /** What the node may not have been sent yet. */
  get unsent(): readonly ResourceId[] {
    return this.#outbox.unsent;
  }

  /** Desired state that waits or is on its way, in entries. */
  get outboxSize(): number {
    return this.#outbox.size;
  }

  /** Why the node does not take the desired state of the service; undefined = it does, or it is too early to say. */
  refusal(id: ResourceId): string | undefined {
    return this.#outbox.refusal(id);
  }

  /** Calls that did not make the node take a desired state, and services whose desired state it does not take. */
  get refusals(): { readonly calls: number; readonly services: number } {
    return { calls: this.#outbox.failures, services: this.#outbox.refused };
  }

  /** The desired state of the service on this node may have changed: it is sent. */
  push(id: ResourceId): void {
    this.#outbox.push(id);
  }

  /** The node seems to lack the desired state of the service: it is sent, unless it was refused a moment ago. */
  remind(id: ResourceId): void {
    this.#outbox.remind(id);
  }

  /** To be called now and then: a silence makes no sound. */
  judge(): void {
    if (this.#life.isOver) return;
    this.#deps.pause.check();
    const { silentMs } = this;
    const isFenced = this.#fence !== undefined;
    const facts = { before: this.#liveness, isConnected: this.#isConnected, isFenced, silentMs };
    const liveness = judgeLiveness(facts, this.#deps.settings);
    if (liveness === this.#liveness) return;
    this.#liveness = liveness;
    this.#deps.log.info("Node judged", { node: this.node, liveness, silentMs: Math.round(silentMs) });
    this.#deps.events.onJudged(this.node);
  }

  /** I5: a short pause is left out of the silence of the node; after a long one the silence counts from now. */
  resumed(pausedMs: number): void {
    const { clock, settings } = this.#deps;
    const nowMs = clock.monotonicMs();
    this.#lastHeardMs = pausedMs < settings.lostAfterMs
      ? Math.min(this.#lastHeardMs + pausedMs, nowMs)
      : nowMs;
  }

  /** I2 holds here by I2 of `following.ts`. */
  #listener(): NodeListener {
    return {
      onConnected: () => this.#connected(),
      onDiff: (_node, diff) => {
        this.#heard();
        this.#deps.events.onDiff(diff);
      },
      onSnapshotEnd: () => this.#heard(),
      onHeard: () => this.#heard(),
      onDisconnected: (_node, reason) => this.#disconnected(reason),
      onFenced: (_node, refusal) => this.#fenced(refusal),
    };
  }

  #connected(): void {
    const { node } = this;
    this.#deps.log.info("Node connected", { node });
    this.#isConnected = true;
    this.#lastHeardMs = this.#deps.clock.monotonicMs();
    this.#accepted();
    this.#deps.events.onConnected(node);
    // I4
    for (const id of this.#deps.desired.servicesOn(node)) this.#outbox.renew(id);
    this.#outbox.flush();
    this.judge();
  }

  /** The node obeys a higher term: it is no silence, and what is desired is not refused for what it is. */
  #fenced(refusal: TermRefusal): void {
    const { node } = this;
    if (!this.#deps.events.onFence(node, refusal)) return;
    const fence = refusalText(nodeName(node), refusal);
    if (fence === this.#fence) return;
    this.#fence = fence;
    this.#deps.events.onJudged(node);
  }

  #accepted(): void {
    this.#deps.events.onFence(this.node, undefined);
    if (this.#fence === undefined) return;
    this.#fence = undefined;
    this.#deps.events.onJudged(this.node);
  }

  /** Our term is another one: what was refused for the one before is sent again. */
  termBegan(): void {
    if (this.#fence === undefined) return;
    for (const id of this.#deps.desired.servicesOn(this.node)) this.#outbox.renew(id);
  }

  #heard(): void {
    this.#lastHeardMs = this.#deps.clock.monotonicMs();
    if (this.#liveness !== "reachable") this.judge();
  }

  #disconnected(reason: string): void {
    if (!this.#isConnected) return;
    this.#deps.log.warn("Node disconnected", { node: this.node, reason });
    this.#isConnected = false;
    this.judge();
  }

  /** One line in the log for a series of failures: that of the connection that is lost, or of the first failure. */
  #broken(reason: string, failures: number): void {
    if (failures === 1 && !this.#isConnected) {
      this.#deps.log.warn("Cannot follow a node; it is tried again", {
        node: this.node,
        error: reason,
      });
    }
    this.#disconnected(reason);
  }

  #takeAnswer(diff: StateDiff): void {
    if (this.#deps.desired.isBehind(diff)) this.#outbox.remind(diff.resourceId);
    this.#deps.events.onDiff(diff);
  }

  async #send(id: ResourceId): Promise<SendResult> {
    const { node } = this;
    try {
      const state = this.#deps.desired.of(node, id);
      const isTaken = await this.#agent.updateResourceState(id, state, this.#life.signal);
      if (!this.#life.isOver) this.#accepted();
      if (isTaken) return { kind: "taken" };
      return { kind: "not-taken", why: `it has a revision above ${state.revision}` };
    } catch (error) {
      this.#failed("Cannot send desired state to a node", id, error);
      return { kind: "not-taken", why: messageOf(error) };
    }
  }

  #failed(message: string, resourceId: ResourceId, error: unknown): void {
    // I2
    if (this.#life.isOver) return;
    this.#deps.log.debug(message, { node: this.node, resourceId, error: messageOf(error) });
  }
}

function nodeName(node: string): string {
  return `Node ${node}`;
}
