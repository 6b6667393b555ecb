/**
 * Looks at every service now and then without a cause: a diff that was lost, or a node that counts wrong, is found out.
 *
 * One service at a time on each node, spread over the interval with jitter, so that it is never a burst.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { NodeLoad } from "./node_load.ts";
import type { Nodes } from "./nodes.ts";

export class Resync {
  readonly #nodes: Nodes;
  readonly #load: NodeLoad;
  readonly #clock: Clock;
  readonly #random01: () => number;
  readonly #everyMs: number;
  readonly #onDiff: (diff: StateDiff) => void;
  readonly #abort = new AbortController();
  readonly #timers = new Map<string, Timer>();
  readonly #rounds = new Map<string, Promise<void>>();

  constructor(options: {
    readonly nodes: Nodes;
    readonly load: NodeLoad;
    readonly clock: Clock;
    readonly random01: () => number;
    /** Mean time between two rounds; 0 = never. */
    readonly everyMs: number;
    readonly onDiff: (diff: StateDiff) => void;
  }) {
    this.#nodes = options.nodes;
    this.#load = options.load;
    this.#clock = options.clock;
    this.#random01 = options.random01;
    this.#everyMs = options.everyMs;
    this.#onDiff = options.onDiff;
  }

  start(): void {
    for (const node of this.#nodes.names()) this.add(node);
  }

  add(node: string): void {
    if (this.#everyMs > 0 && !this.#abort.signal.aborted) this.#schedule(node);
  }

  remove(node: string): void {
    this.#timers.get(node)?.cancel();
    this.#timers.delete(node);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const timer of this.#timers.values()) timer.cancel();
    await Promise.allSettled(this.#rounds.values());
  }

  #schedule(node: string): void {
    const delayMs = this.#everyMs * (0.5 + this.#random01());
    const timer = this.#clock.schedule(delayMs, () => {
      this.#rounds.set(
        node,
        this.#round(node).then(() => {
          if (!this.#abort.signal.aborted && this.#timers.has(node)) this.#schedule(node);
        }),
      );
    });
    this.#timers.set(node, timer);
  }

  /** Never rejects: a node that does not answer is noticed elsewhere, and the next round tries again. */
  async #round(node: string): Promise<void> {
    for (const id of [...this.#load.servicesOn(node)]) {
      if (this.#abort.signal.aborted || !this.#nodes.isConnected(node)) return;
      try {
        const diff = await this.#nodes.agent(node)?.getStateDiff(id, this.#abort.signal);
        if (diff !== undefined) this.#onDiff(diff);
      } catch {
        return;
      }
    }
  }
}
