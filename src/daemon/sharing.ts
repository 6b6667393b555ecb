/** Sharing the state, as part of the daemon: with whom, if with anybody. What etcd needs is loaded where there is an etcd. */
import type { StateManager } from "../manager.ts";
import type { Sharing, SharingOptions } from "./sharing_parts.ts";

/** As the configuration says. */
export async function openSharing(options: SharingOptions): Promise<Sharing> {
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
