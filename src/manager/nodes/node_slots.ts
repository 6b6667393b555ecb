/**
 * All nodes that are known: one slot each, which begins when the node is added and ends when it is removed or replaced.
 *
 * I1: under one name there is at most one slot that lives.
 * I2: all nodes are judged in the same turn: a service never moves from a node that is lost to another one that is lost as well.
 * I3: after `stop` no slot is under way, the ones that were removed or replaced before included.
 */
import type { Timer } from "../../ports/clock.ts";
import type { NodeAgentPort } from "../../ports/node_agent.ts";
import type { NodeView } from "../../reconciliation/decide/decision.ts";
import type { NodeCandidate } from "../../reconciliation/decide/placement.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type NodeCheckpoint, NodeSlot, type ObservableNode, type SlotDeps } from "./node_slot.ts";

const MIN_TICK_MS = 50;

export class NodeSlots {
  readonly #deps: SlotDeps;
  readonly #slots = new Map<string, NodeSlot>();
  /** Slots that have ended, until they are done. */
  readonly #ending = new Set<Promise<void>>();
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(deps: SlotDeps) {
    this.#deps = deps;
  }

  /** Follows these nodes, and those that are added later, until `stop`. Once. `known` is what was known of some of them before. */
  start(agents: readonly NodeAgentPort[], known: readonly NodeCheckpoint[] = []): void {
    for (const agent of agents) this.#slots.set(agent.node, new NodeSlot(agent, this.#deps));
    for (const checkpoint of known) this.#slots.get(checkpoint.node)?.restore(checkpoint);
    for (const slot of this.#slots.values()) slot.start();
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    for (const slot of this.#slots.values()) this.#end(slot);
    await Promise.all(this.#ending);
  }

  /** The nodes that do not answer: their silence goes on counting. One that does is heard again at once. */
  checkpoint(): readonly NodeCheckpoint[] {
    return [...this.#slots.values()].flatMap((slot) => slot.checkpoint() ?? []);
  }

  /** One more node, or one that listens elsewhere now: that is no reason to count it as lost. */
  add(agent: NodeAgentPort): void {
    if (this.#isStopped) return;
    const old = this.#slots.get(agent.node);
    if (old !== undefined) this.#end(old);
    const slot = new NodeSlot(agent, this.#deps, old?.unsent);
    this.#slots.set(agent.node, slot);
    slot.start();
  }

  /** The node is not followed any longer and counts as lost; an unknown one changes nothing. */
  remove(node: string): void {
    const slot = this.#slots.get(node);
    if (slot === undefined) return;
    this.#slots.delete(node);
    this.#end(slot);
    this.#deps.log.info("Node removed", { node });
    this.#deps.events.onJudged(node);
  }

  /** The node as it is known now. What it answers after it was removed or replaced is not taken for an answer. */
  agent(node: string): ObservableNode | undefined {
    return this.#slots.get(node);
  }

  names(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** What is known of one node; one that is not known counts as lost. */
  view(node: string): NodeView {
    return this.#slots.get(node)?.view ?? { name: node, isReachable: false, isLost: true };
  }

  isConnected(node: string): boolean {
    return this.#slots.get(node)?.isConnected ?? false;
  }

  /** Milliseconds since the node last reported; 0 for one that is not known. */
  silentMs(node: string): number {
    return this.#slots.get(node)?.silentMs ?? 0;
  }

  /** All nodes, as a placement sees them. */
  candidates(load: (node: string) => number): readonly NodeCandidate[] {
    return [...this.#slots.values()].map(({ view }) => ({ ...view, load: load(view.name) }));
  }

  /** The desired state of the service on this node may have changed: it is sent. A node that is not known is sent nothing. */
  push(node: string, id: ResourceId): void {
    this.#slots.get(node)?.push(id);
  }

  /** The node seems to lack the desired state of the service: it is sent, unless it was refused a moment ago. */
  remind(node: string, id: ResourceId): void {
    this.#slots.get(node)?.remind(id);
  }

  /** Our term is another one: nodes that refused the one before are asked again. */
  termBegan(): void {
    for (const slot of this.#slots.values()) slot.termBegan();
  }

  /** Why the node does not take the desired state of the service; undefined = it does, as far as is known. */
  refusal(node: string, id: ResourceId): string | undefined {
    return this.#slots.get(node)?.refusal(id);
  }

  /** By Prometheus name. Calls count from when each node was added. */
  counters(): Record<string, number> {
    const refusals = [...this.#slots.values()].map((slot) => slot.refusals);
    const total = (of: "calls" | "services") => refusals.reduce((sum, refusal) => sum + refusal[of], 0);
    return {
      statemanager_desired_state_failures_total: total("calls"),
      statemanager_desired_state_refused: total("services"),
    };
  }

  /** Desired state that waits or is on its way to any node, in entries. */
  get outboxSize(): number {
    let size = 0;
    for (const slot of this.#slots.values()) size += slot.outboxSize;
    return size;
  }

  /** This process did not run for a while: that is no silence of a node. */
  resumed(pausedMs: number): void {
    for (const slot of this.#slots.values()) slot.resumed(pausedMs);
  }

  #end(slot: NodeSlot): void {
    const done = slot[Symbol.asyncDispose]();
    this.#ending.add(done);
    void done.then(() => this.#ending.delete(done));
  }

  /** I2. */
  #tick(): void {
    const { clock, settings, pause } = this.#deps;
    const everyMs = Math.max(MIN_TICK_MS, Math.min(settings.unreachableAfterMs, settings.lostAfterMs) / 4);
    try {
      pause.check();
      for (const slot of this.#slots.values()) slot.judge();
    } finally {
      // A judgement may have ended it all.
      if (!this.#isStopped) this.#timer = clock.schedule(everyMs, () => this.#tick());
      pause.expect(everyMs);
    }
  }
}
