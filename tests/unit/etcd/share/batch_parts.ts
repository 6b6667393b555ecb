/** Inputs of planBatch() in its tests. */
import type { BatchContext, Unit } from "../../../../src/etcd/share/batch.ts";
import type { Compare, Operation } from "../../../../src/etcd/client/kv.ts";
import { NO_REPLICA, type Replica } from "../../../../src/etcd/share/replica.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { eventOf } from "../../../support/domain.ts";
import { guardOf, KEYS } from "./parts.ts";

export const GUARD: Compare = guardOf(3n);

export function contextOf(
  records: readonly ServiceRecord[],
  replicas: readonly (readonly [ResourceId, Replica])[] = [],
  parts: Partial<BatchContext> = {},
): BatchContext {
  const byId = new Map(records.map((record) => [record.service.metadata.id, record]));
  const replicaById = new Map(replicas);
  return {
    keys: KEYS,
    guard: GUARD,
    term: 2n,
    ringSize: 4,
    skippedUpTo: 0n,
    maxSize: 1_000_000,
    maxOperations: 128,
    cursorAfter: () => undefined,
    record: (id) => byId.get(id),
    replica: (id) => replicaById.get(id),
    ...parts,
  };
}

export function eventsOf(id: ResourceId, from: number, count: number): Unit[] {
  return Array.from({ length: count }, (_, index): Unit => ({
    id,
    event: eventOf({ resourceId: id, revision: BigInt(from + index) }),
  }));
}

/** The content of etcd after this record was written. */
export function writtenReplica(record: ServiceRecord, parts: Partial<Replica> = {}): Replica {
  return {
    ...NO_REPLICA,
    specMod: 10n,
    statusMod: 11n,
    ring: { sequence: 1, revision: 1n },
    written: record,
    specKey: "in-force",
    ...parts,
  };
}

export function valueAt(operations: readonly Operation[], key: string): string {
  const found = operations.find((operation) => operation.key === key);
  if (found?.kind !== "put") throw new Error(`${key} is not put`);
  return found.value;
}
