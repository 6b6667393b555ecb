/**
 * The nodes: which of them answer, since when one is silent, and what is told to them.
 *
 * Owns the streams of the NodeAgents and the judgement reachable / silent / lost; what follows from it for a service is decided
 * elsewhere.
 *
 * I1: a node is reachable while its stream is open and something was heard within `unreachableAfterMs`.
 * I2: a node is lost when nothing was heard for `lostAfterMs`; a node that was never heard counts from the start of the manager.
 * I3: each change of that judgement is told once.
 */
import { every } from "../../kit/delay.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { NodeAgentPort, NodeListener } from "../../ports/node_agent.ts";
import type { NodeCandidate } from "../../reconciliation/decide/placement.ts";
import type { NodeView } from "../../reconciliation/decide/decision.ts";
import type { StateDiff } from "../../state/diff.ts";

export interface NodeSettings {
  readonly unreachableAfterMs: number;
  readonly lostAfterMs: number;
}

/** What the manager hears of the nodes. */
export interface NodeEvents {
  /** The stream is open: a full snapshot follows. */
  onConnected(node: string): void;
  onDiff(diff: StateDiff): void;
  /** Reachable, silent or lost now. */
  onJudged(node: string): void;
}

/** `new` = never heard, and not for long enough to say that it is silent. */
type Liveness = "new" | "reachable" | "silent" | "lost";

interface NodeEntry {
  readonly agent: NodeAgentPort;
  readonly abort: AbortController;
  isConnected: boolean;
  lastHeardMs: number;
  liveness: Liveness;
}

const MIN_JUDGED_EVERY_MS = 50;
const NOBODY: NodeView = { name: "", isReachable: false, isLost: true };

export class Nodes implements NodeListener {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #settings: NodeSettings;
  readonly #events: NodeEvents;
  readonly #entries = new Map<string, NodeEntry>();
  readonly #followers = new Set<Promise<void>>();
  #timer: Timer | undefined;
  #isFollowing = false;

  constructor(options: {
    readonly agents: readonly NodeAgentPort[];
    readonly clock: Clock;
    readonly log: Log;
    readonly settings: NodeSettings;
    readonly events: NodeEvents;
  }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#settings = options.settings;
    this.#events = options.events;
    for (const agent of options.agents) this.add(agent);
  }

  /** Starts to follow every node, until `stop`. */
  start(): void {
    this.#isFollowing = true;
    for (const entry of this.#entries.values()) this.#follow(entry);
    this.#judgeAll();
    const { unreachableAfterMs, lostAfterMs } = this.#settings;
    const everyMs = Math.max(MIN_JUDGED_EVERY_MS, Math.min(unreachableAfterMs, lostAfterMs) / 4);
    this.#timer = every(this.#clock, everyMs, () => this.#judgeAll());
  }

  async stop(): Promise<void> {
    this.#isFollowing = false;
    this.#timer?.cancel();
    for (const { abort } of this.#entries.values()) abort.abort();
    await Promise.allSettled(this.#followers);
  }

  /** One more node, or one that listens elsewhere now: that is no reason to count it as lost. */
  add(agent: NodeAgentPort): void {
    this.#entries.get(agent.node)?.abort.abort();
    const entry: NodeEntry = {
      agent,
      abort: new AbortController(),
      isConnected: false,
      lastHeardMs: this.#clock.monotonicMs(),
      liveness: "new",
    };
    this.#entries.set(agent.node, entry);
    if (this.#isFollowing) this.#follow(entry);
  }

  /** The node is not followed any longer and counts as lost; an unknown one changes nothing. */
  remove(node: string): void {
    const entry = this.#entries.get(node);
    if (entry === undefined) return;
    entry.abort.abort();
    this.#entries.delete(node);
    this.#log.info("Node removed", { node });
    this.#events.onJudged(node);
  }

  agent(node: string): NodeAgentPort | undefined {
    return this.#entries.get(node)?.agent;
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** What is known of one node; a node that is not configured counts as lost. */
  view(node: string): NodeView {
    const entry = this.#entries.get(node);
    if (entry === undefined) return { ...NOBODY, name: node };
    return { name: node, isReachable: entry.liveness === "reachable", isLost: entry.liveness === "lost" };
  }

  isConnected(node: string): boolean {
    return this.#entries.get(node)?.isConnected ?? false;
  }

  silentMs(node: string): number {
    const entry = this.#entries.get(node);
    return entry === undefined ? 0 : this.#clock.monotonicMs() - entry.lastHeardMs;
  }

  /** All nodes, as a placement sees them. */
  candidates(load: (node: string) => number): readonly NodeCandidate[] {
    return this.names().map((name) => ({ ...this.view(name), load: load(name) }));
  }

  onConnected(node: string): void {
    const entry = this.#entries.get(node);
    if (entry === undefined) return;
    this.#log.info("Node connected", { node });
    entry.isConnected = true;
    entry.lastHeardMs = this.#clock.monotonicMs();
    this.#events.onConnected(node);
    this.#judge(node, entry);
  }

  onDiff(node: string, diff: StateDiff): void {
    this.onHeard(node);
    this.#events.onDiff(diff);
  }

  onSnapshotEnd(node: string): void {
    this.onHeard(node);
  }

  onHeard(node: string): void {
    const entry = this.#entries.get(node);
    if (entry === undefined) return;
    entry.lastHeardMs = this.#clock.monotonicMs();
    if (entry.liveness !== "reachable") this.#judge(node, entry);
  }

  onDisconnected(node: string, reason: string): void {
    const entry = this.#entries.get(node);
    if (entry === undefined || !entry.isConnected) return;
    this.#log.warn("Node disconnected", { node, reason });
    entry.isConnected = false;
    this.#judge(node, entry);
  }

  #follow({ agent, abort }: NodeEntry): void {
    // A node that was removed, or replaced under the same name, has nothing more to say.
    const ifCurrent = (act: (node: string) => void) => (node: string) => {
      if (!abort.signal.aborted) act(node);
    };
    const listener: NodeListener = {
      onConnected: ifCurrent((node) => this.onConnected(node)),
      onDiff: (node, diff) => ifCurrent(() => this.onDiff(node, diff))(node),
      onSnapshotEnd: ifCurrent((node) => this.onSnapshotEnd(node)),
      onHeard: ifCurrent((node) => this.onHeard(node)),
      onDisconnected: (node, reason) => ifCurrent(() => this.onDisconnected(node, reason))(node),
    };
    const done = agent.follow(listener, abort.signal);
    this.#followers.add(done);
    void done.catch(() => {}).then(() => this.#followers.delete(done));
  }

  #judge(node: string, entry: NodeEntry): void {
    const silentMs = this.#clock.monotonicMs() - entry.lastHeardMs;
    const liveness = judge(entry, silentMs, this.#settings);
    if (liveness === entry.liveness) return;
    entry.liveness = liveness;
    this.#log.info("Node judged", { node, liveness, silentMs: Math.round(silentMs) });
    this.#events.onJudged(node);
  }

  #judgeAll(): void {
    for (const [node, entry] of this.#entries) this.#judge(node, entry);
  }
}

function judge(entry: NodeEntry, silentMs: number, settings: NodeSettings): Liveness {
  if (silentMs >= settings.lostAfterMs || (entry.liveness === "lost" && !entry.isConnected)) return "lost";
  if (entry.isConnected && silentMs < settings.unreachableAfterMs) return "reachable";
  return entry.liveness === "new" && silentMs < settings.unreachableAfterMs ? "new" : "silent";
}
