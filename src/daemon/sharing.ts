/**
 * Sharing the state, as part of the daemon: with whom, if with anybody. What etcd needs is loaded where there is an
 * etcd.
 */
import type { StateManager } from "../manager.ts";
import type { ActionGate } from "../ports.ts";
import type { EtcdSharingOptions } from "./etcd_sharing.ts";

export interface Sharing extends AsyncDisposable {
  /** Resolves when the manager acts, or stands by. */
  start(): Promise<void>;
  /** No new work from now on; what is committed is written to etcd, as far as there is time. */
  stop(graceMs: number): Promise<void>;
  counters(): Readonly<Record<string, number>>;
}

/** As the configuration says. */
export async function openSharing(options: EtcdSharingOptions): Promise<Sharing> {
  if (options.config.etcd.endpoints.length === 0) return noSharing(options.manager);
  const { EtcdSharing } = await import("./etcd_sharing.ts");
  return new EtcdSharing(options);
}

/** Without etcd there is nothing to share, and nothing to wait for. */
function noSharing(manager: StateManager): Sharing {
  return {
    start: () => Promise.resolve(manager.startReconciliation()),
    stop: (graceMs) => manager.stopReconciliation(graceMs),
    counters: () => ({}),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
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
