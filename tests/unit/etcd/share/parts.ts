/** Common parts of the tests of src/etcd/share: records, a manager in memory without effects, and keys as etcd holds them. */
import { Keys } from "../../../../src/etcd/share/keys.ts";
import type { Compare, KeyValue, Operation } from "../../../../src/etcd/client/kv.ts";
import { StateManager } from "../../../../src/manager.ts";
import type { Lineage } from "../../../../src/state/lineage.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { StateAlert } from "../../../../src/state/alert.ts";
import { type ServiceSpec, type ServiceState, type ServiceStatus } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { SETTINGS } from "../../../support/engine/rig.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

export const KEYS = new Keys();
export const LIDAR: ResourceId = idOf("vehicle/lidar");
export const RADAR: ResourceId = idOf("vehicle/radar");

export interface RecordParts {
  readonly id?: string;
  readonly term?: bigint;
  readonly revision?: bigint;
  readonly generation?: bigint;
  readonly spec?: Partial<ServiceSpec>;
  readonly status?: Partial<ServiceStatus>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A record of term 1 and revision 1. */
export function recordOf(parts: RecordParts = {}): ServiceRecord {
  const plain = serviceOf(parts);
  const metadata = {
    ...plain.metadata,
    revision: parts.revision ?? 1n,
    ...(parts.labels === undefined ? {} : { labels: parts.labels }),
  };
  const service: ServiceState = { ...plain, metadata };
  return { service, term: parts.term ?? 1n };
}

/** A key as etcd holds it after its newest put at `modRevision`. */
export function entryOf(key: string, value: string, modRevision = 5n): KeyValue {
  return { key, value, createRevision: 1n, modRevision, version: 2n, lease: 0n };
}

export function guardOf(modRevision: bigint): Compare {
  return { key: KEYS.leader, target: "mod", result: "equal", value: modRevision };
}

/** Keys that the operations write or delete, in order. */
export function touched(operations: readonly Operation[]): readonly string[] {
  return operations.map(({ key }) => key);
}

export interface QuietManager {
  readonly manager: StateManager;
  readonly store: MemoryStore;
  readonly log: MemoryLog;
  readonly alerts: readonly StateAlert[];
  readonly clock: VirtualClock;
}

/** A manager without effects: its records show what was shared with it. */
export function managerOf(
  options: {
    readonly clock?: VirtualClock;
    readonly records?: readonly ServiceRecord[];
    readonly lineage?: Lineage;
  } = {},
): QuietManager {
  const clock = options.clock ?? new VirtualClock();
  const store = new MemoryStore();
  const log = new MemoryLog();
  const alerts: StateAlert[] = [];
  let id = 0;
  store.lineage = options.lineage ?? [];
  for (const record of options.records ?? []) {
    store.records.set(record.service.metadata.id, record);
    const { revision } = record.service.metadata;
    if (revision > store.revision) store.revision = revision;
    if (record.term > store.term) store.term = record.term;
  }
  const manager = new StateManager({
    store,
    agents: [],
    controller: {
      executeAction: () => Promise.resolve({ kind: "unreachable", message: "none" }),
      requestRecovery: () => Promise.resolve({ kind: "unreachable", message: "none" }),
      requestLifecycleAction: () => Promise.resolve({ kind: "unreachable", message: "none" }),
      isReachable: () => false,
    },
    monitoring: { queueAlert: (alert) => void alerts.push(alert), queueMetrics: () => {} },
    clock,
    random: { next: () => 0.5 },
    ids: { next: () => `id-${++id}` },
    log,
    settings: SETTINGS,
  });
  manager.initialize();
  return { manager, store, log, alerts, clock };
}
