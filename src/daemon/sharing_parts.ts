/** The interface between the daemon and the sharing of the state. */
import type { Manager } from "../manager.ts";
import type { Config } from "../platform/config/config.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { Clock } from "../ports/clock.ts";
import type { InstanceList } from "../ports/instances.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { RegisteredNodes } from "./registered_nodes.ts";

export interface Sharing extends AsyncDisposable {
  /** Resolves when the manager reconciles, or is a standby. */
  start(): Promise<void>;
  /** Ends reconciliation; committed changes are replicated to etcd as far as the grace time allows. */
  stop(graceMs: number): Promise<void>;
  counters(): Readonly<Record<string, number>>;
  /** Leads with this term, or a higher one, from now on; resolves to it once it is kept. Throws a StateManagerError when it cannot be now. */
  adoptTerm(term: bigint, signal: AbortSignal): Promise<bigint>;
  /** Where this instance listens is known: the others may be told. */
  register(addresses: readonly string[]): void;
  /** Answers from memory. */
  instances(): InstanceList;
}

export interface SharingOptions {
  readonly config: Config;
  readonly manager: Manager;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly nodes: RegisteredNodes;
  readonly gate: LateGate;
}

/** The action gate of one of several instances; closed until `set` connects it. */
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
