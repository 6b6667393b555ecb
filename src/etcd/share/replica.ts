/** The known content of etcd for each service: new writes are compared with it, so that unchanged values are not written again. */
import type { ServiceRecord } from "../../state/record.ts";
import type { RingPosition } from "./documents.ts";

export interface Replica {
  /** Etcd's revision of each key; 0 = it does not exist. */
  readonly specMod: bigint;
  readonly statusMod: bigint;
  readonly recoveryMod: bigint;
  readonly ring: RingPosition;
  /** The record that etcd holds; not set = etcd holds something else, or it is not known. */
  readonly written: ServiceRecord | undefined;
  /**
   * What the spec key holds: the spec in force; a spec that was refused, which stays there for its author to see; or a document that
   * has to be overwritten.
   */
  readonly specKey: "in-force" | "refused" | "outdated";
}

export const NO_REPLICA: Replica = {
  specMod: 0n,
  statusMod: 0n,
  recoveryMod: 0n,
  ring: { sequence: 0, revision: 0n },
  written: undefined,
  specKey: "outdated",
};

/** Whether any of its keys exists. */
export function isThere({ specMod, statusMod, recoveryMod }: Replica): boolean {
  return specMod !== 0n || statusMod !== 0n || recoveryMod !== 0n;
}
