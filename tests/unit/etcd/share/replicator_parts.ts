/** A replicator alone: a manager without effects, and etcd in memory. */
import { deepEqual, equal } from "node:assert/strict";
import {
  readEvent,
  readSchema,
  readStatus,
  writeLeader,
  writeSchema,
} from "../../../../src/etcd/share/documents.ts";
import type { EtcdFailure, EtcdKv, TxnRequest } from "../../../../src/etcd/client/kv.ts";
import { mergeService } from "../../../../src/etcd/share/merge.ts";
import { Replicator } from "../../../../src/etcd/share/replicator.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { type ModelClient, ModelEtcd } from "../../../support/etcd/model.ts";
import { guardOf, KEYS, managerOf, type QuietManager } from "./parts.ts";

export interface ReplicatorOptions {
  readonly lingerMs?: number;
  readonly quietMs?: number;
  readonly capacityEvents?: number;
  /** A failure instead of a transaction. */
  readonly refuse?: (request: TxnRequest) => EtcdFailure | undefined;
}

export interface ReplicatorWorld extends QuietManager {
  readonly etcd: ModelEtcd;
  readonly client: ModelClient;
  /** Transactions that write, as they were sent. */
  readonly requests: readonly TxnRequest[];
  /** Calls of the listener. */
  readonly calls: readonly string[];
  readonly replicator: Replicator;
  /** Begins a leader term on an etcd that holds all local records. */
  begin(): void;
  apply(id: ResourceId, version?: string, config?: Readonly<Record<string, string>>): Promise<void>;
  /** All local records are in etcd, with the newest ring of each service. */
  check(): void;
}

/** Commits go to the replicator; time advances by the virtual clock alone. */
export function replicatorWorld(
  { lingerMs = 0, quietMs = 0, capacityEvents = 64, refuse }: ReplicatorOptions = {},
): ReplicatorWorld {
  const parts = managerOf();
  const { manager, clock, log } = parts;
  const etcd = new ModelEtcd({ clock, callTimeoutMs: 500 });
  etcd.delayMs = 1;
  const client = etcd.client();
  const requests: TxnRequest[] = [];
  const kv: EtcdKv = {
    range: (request, options) => client.range(request, options),
    txn: (request, options) => {
      if (request.then.some(({ kind }) => kind !== "range")) requests.push(request);
      const failure = refuse?.(request);
      return failure === undefined
        ? client.txn(request, options)
        : Promise.resolve({ kind: "failed", failure });
    },
    leaseGrant: (ttlSeconds, options) => client.leaseGrant(ttlSeconds, options),
    leaseKeepAlive: (id, options) => client.leaseKeepAlive(id, options),
    leaseRevoke: (id, options) => client.leaseRevoke(id, options),
    openWatch: (request, listener) => client.openWatch(request, listener),
  };
  const calls: string[] = [];
  const replicator: Replicator = new Replicator({
    etcd: { kv, keys: KEYS, clock, log, random01: () => 0.5 },
    settings: { linger: { lingerMs, quietMs }, ringSize: 4, capacityEvents, maxServices: 1_000 },
    source: {
      revision: () => manager.revision(),
      record: (id) => manager.record(id),
      events: (query) => manager.readHistory(query).events,
    },
    listener: {
      onDeposed: () => {
        calls.push("deposed");
        replicator.pause();
      },
      onConflict: (shared) => {
        calls.push(`conflict ${shared.id}`);
        const merged = mergeService(shared, { record: (id) => manager.record(id), hasEnded: () => true });
        replicator.correct(merged.id, merged.replica);
      },
      onFailure: ({ kind }) => void calls.push(kind),
      onSuccess: () => {},
      onUnshareable: (id) => void calls.push(`unshareable ${id}`),
    },
  });
  manager.onCommitted((step) => replicator.note(step));
  const begin = () => {
    const revision = etcd.write(
      { kind: "put", key: KEYS.leader, value: writeLeader({ instance: "one", term: 1n }) },
      { kind: "put", key: KEYS.schema, value: writeSchema({ term: 1n, revision: manager.revision() }) },
    );
    const leaderTerm = { term: 1n, previousTerm: 0n, guard: guardOf(revision), revision };
    replicator.begin(leaderTerm, { cursor: manager.revision(), replicas: new Map(), toWrite: [] });
  };
  const apply = async (
    resourceId: ResourceId,
    version = "1",
    config: Readonly<Record<string, string>> = {},
  ) => {
    const spec = { ...DEFAULT_SPEC, version, config };
    await manager.updateState({ resourceId, spec, labels: {}, expectedGeneration: 0n, reason: "" });
  };
  const check = () => {
    for (const { service } of manager.records()) {
      const [entry] = etcd.entries(KEYS.status(service.metadata.id));
      deepEqual(readStatus(entry?.value ?? "").metadata, service.metadata);
      const ring = etcd.entries(KEYS.events(service.metadata.id)).map(({ value }) =>
        readEvent(value).revision
      );
      const all = parts.store.events.filter(({ resourceId }) => resourceId === service.metadata.id);
      deepEqual(ring.toSorted(), all.slice(-4).map(({ revision }) => revision).toSorted());
    }
    equal(readSchema(etcd.entries(KEYS.schema)[0]?.value ?? "").revision, manager.revision());
  };
  return { ...parts, etcd, client, requests, calls, replicator, begin, apply, check };
}
