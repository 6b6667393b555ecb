/** What etcd is known to hold of each service: the other side of every comparison, so that nothing is written that is there already. */
import type { ServiceRecord } from "../../state/record.ts";
import type { RingPosition } from "./documents.ts";

export interface Replica {
  /** etcd's revision of each key; 0 = it does not exist. */
  readonly specMod: bigint;
  readonly statusMod: bigint;
  readonly recoveryMod: bigint;
  readonly ring: RingPosition;
  /** The record that is there; not set = something else, or nothing that is known. */
  readonly written: ServiceRecord | undefined;
  /**
   * What stands in the key of the spec: the one in force; something that was looked at and refused, which is left there for its
   * author to see; or something that is to be overwritten.
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
