/** A follower with a manager without effects, and the deliveries of a watch. */
import {
  writeEvent,
  writeRecovery,
  writeSchema,
  writeSpec,
  writeStatus,
} from "../../../../src/etcd/share/documents.ts";
import { Follower } from "../../../../src/etcd/share/follower.ts";
import { revisionOf } from "../../../../src/etcd/watch/events.ts";
import type { WatchChange } from "../../../../src/etcd/watcher.ts";
import type { Committed } from "../../../../src/manager/serve/api.ts";
import type { Lineage } from "../../../../src/state/lineage.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { eventOf } from "../../../support/domain.ts";
import { entryOf, KEYS, managerOf, type QuietManager } from "./parts.ts";

export interface FollowerWorld extends QuietManager {
  readonly follower: Follower;
  readonly leaders: readonly string[];
  readonly synced: readonly boolean[];
  readonly steps: readonly Committed[];
  /** Revisions up to which everything is known. */
  readonly delivered: readonly bigint[];
  /** How often it asked for another list. */
  relists(): number;
  /** Changes of a live stream, in one turn. */
  deliver(...changes: readonly WatchChange[]): Promise<void>;
  /** A complete list. */
  list(...changes: readonly WatchChange[]): void;
}

export const RING = { sequence: 1, revision: 1n };

export function followerWorld(
  records: readonly ServiceRecord[] = [],
  options: { readonly lineage?: Lineage } & Pick<ConstructorParameters<typeof Follower>[0], "readMissed"> =
    {},
): FollowerWorld {
  const { lineage = [], ...more } = options;
  const parts = managerOf({ records, lineage });
  const leaders: string[] = [];
  const synced: boolean[] = [];
  const steps: Committed[] = [];
  const delivered: bigint[] = [];
  let relists = 0;
  parts.manager.onCommitted((step) => steps.push(step));
  const follower = new Follower({
    onBroken: (error) => {
      throw error;
    },
    ...more,
    keys: KEYS,
    log: parts.log,
    manager: parts.manager,
    onLeader: (instance) => leaders.push(instance),
    onSynced: (isSynced) => synced.push(isSynced),
    onDelivered: (revision) => delivered.push(revision),
    onRelist: () => void (relists += 1),
  });
  const deliver = async (...changes: readonly WatchChange[]): Promise<void> => {
    for (const change of changes) follower.onChange(change);
    follower.onProgress(changes.reduce((newest, change) => {
      const revision = revisionOf(change);
      return revision > newest ? revision : newest;
    }, 0n));
    await parts.clock.settle();
  };
  const list = (...changes: readonly WatchChange[]): void => {
    for (const change of changes) follower.onChange(change);
    follower.onSynced(100n, { clusterId: "c", origin: "list", isReset: false });
  };
  return { ...parts, follower, leaders, synced, steps, delivered, relists: () => relists, deliver, list };
}

export function put(
  key: string,
  value: string,
  revision: bigint,
  origin: "live" | "list" = "live",
): WatchChange {
  return { kind: "put", entry: entryOf(key, value, revision), origin, isReset: false };
}

export function gone(key: string, revision: bigint): WatchChange {
  return { kind: "delete", key, revision };
}

/** The keys that one transaction of the leader writes for a service. */
export function written(
  record: ServiceRecord,
  atRevision: bigint,
  origin: "live" | "list" = "live",
): WatchChange[] {
  const { id } = record.service.metadata;
  const recovery = writeRecovery(record);
  return [
    put(KEYS.spec(id), writeSpec(record), atRevision, origin),
    put(KEYS.status(id), writeStatus(record, RING, false), atRevision, origin),
    ...(recovery === undefined ? [] : [put(KEYS.recovery(id), recovery, atRevision, origin)]),
  ];
}

export function eventPut(id: ResourceId, revision: bigint, atRevision: bigint): WatchChange {
  return put(
    KEYS.event(id, Number(revision)),
    writeEvent(eventOf({ resourceId: id, revision })),
    atRevision,
  );
}

export const SHARED: WatchChange = put(KEYS.schema, writeSchema({ term: 2n, revision: 3n }), 3n, "list");
