/** What sharing the state is to the daemon, whoever it is shared with. */
import type { StateManager } from "../manager.ts";
import type { Config } from "../platform/config/config.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { RegisteredNodes } from "./registered_nodes.ts";

export interface Sharing extends AsyncDisposable {
  /** Resolves when the manager acts, or stands by. */
  start(): Promise<void>;
  /** No new work from now on; what is committed is written to etcd, as far as there is time. */
  stop(graceMs: number): Promise<void>;
  counters(): Readonly<Record<string, number>>;
}

export interface SharingOptions {
  readonly config: Config;
  readonly manager: StateManager;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly nodes: RegisteredNodes;
  readonly gate: LateGate;
}

/** The gate of an instance among several, before there is anything behind it. */
export class LateGate implements ActionGate {
  #gate: ActionGate | undefined;

  set(gate: ActionGate): void {
    this.#gate = gate;
  }

  isLeading(): boolean {
    return this.#gate?.isLeading() ?? false;
  }

  mayAct(revision: bigint, signal: AbortSignal): Promise<boolean> {
    return this.#gate?.mayAct(revision, signal) ?? Promise.resolve(false);
  }
}
