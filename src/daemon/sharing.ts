/** Opens the sharing of the state that the configuration asks for. The code for etcd is loaded only when etcd is configured. */
import type { Manager } from "../manager.ts";
import type { Sharing, SharingOptions } from "./sharing_parts.ts";

/** Sharing through etcd, or none when no endpoint is configured. */
export async function openSharing(options: SharingOptions): Promise<Sharing> {
  if (options.config.etcd.endpoints.length === 0) return noSharing(options.manager);
  const { EtcdSharing } = await import("./etcd_sharing.ts");
  return new EtcdSharing(options);
}

/** Without etcd the manager starts at once. */
function noSharing(manager: Manager): Sharing {
  return {
    start: () => Promise.resolve(manager.startReconciliation()),
    stop: (graceMs) => manager.stopReconciliation(graceMs),
    counters: () => ({}),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
