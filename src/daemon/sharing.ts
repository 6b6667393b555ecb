/** Opens the sharing of the state that the configuration asks for. The code for etcd is loaded only when etcd is configured. */
import { Standing } from "./standing.ts";
import type { Sharing, SharingOptions } from "./sharing_parts.ts";
import { TermFile } from "./term_file.ts";

/** Sharing through etcd, or none when no endpoint is configured. */
export async function openSharing(options: SharingOptions): Promise<Sharing> {
  if (options.config.etcd.endpoints.length === 0) return noSharing(options);
  const { EtcdSharing } = await import("./etcd_sharing.ts");
  return new EtcdSharing(options);
}

/** Without etcd the manager starts at once. Its term is the one that it had before, also without its journal. */
function noSharing({ config, manager, clock, log }: SharingOptions): Sharing {
  const file = new TermFile(config.stateDir, log);
  const standing = new Standing(config.instance, { isAlone: true, clock });
  return {
    start: () => {
      const term = file.read();
      if (term > 0n) manager.beginTerm(term);
      return Promise.resolve(manager.startReconciliation());
    },
    stop: (graceMs) => manager.stopReconciliation(graceMs),
    counters: () => ({}),
    adoptTerm: (term) => {
      file.write(term);
      manager.beginTerm(term);
      return Promise.resolve(manager.term());
    },
    register: (addresses) => standing.setPlace(addresses),
    instances: () => standing.list(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
