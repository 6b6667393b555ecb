/** State Managers that share an etcd and a car, and the lease that they could not be quicker than. */
import { newClient } from "../../../src/etcd/client.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { RealEtcd } from "../../../tests/support/etcd/real_etcd.ts";
import { etcdAt, Instance } from "../../../tests/support/instances/instance.ts";
import { SILENT } from "../../../tests/support/silent_log.ts";
import type { Vehicle } from "../../../tests/support/vehicle/vehicle.ts";
import { wallMs } from "./figures.ts";

export const NODE = "front";

export interface Scene {
  /** With one node, `NODE`. */
  readonly vehicle: Vehicle;
  readonly etcd: RealEtcd;
  readonly ttlMs: number;
}

/** One of several; its state outlives its process. */
export function newInstance(name: string, { vehicle, etcd, ttlMs }: Scene): Instance {
  return new Instance({
    instance: name,
    ...vehicle.settings(),
    node: { heartbeat: "200ms", unreachable_after: "700ms", lost_after: "10s" },
    ...etcdAt(etcd.endpoints),
    ha: { enabled: true, lease_ttl: `${ttlMs}ms` },
    log: { level: "warn", format: "json" },
  });
}

/** In step with whoever leads. */
export async function isFollowing(one: Instance, leader: Instance): Promise<boolean> {
  const [mine, its] = await Promise.all([one.client.status(), leader.client.status()]);
  return mine.role === "standby" && !mine.isStale && mine.revision === its.revision;
}

/** How long etcd keeps a lease that nobody renews, as its watchers see it. */
export async function leaseEnd({ etcd, ttlMs }: Scene): Promise<{ readonly ended: Promise<number> }> {
  const client = newClient({
    ...{ endpoints: etcd.endpoints, callTimeoutMs: 10_000, log: SILENT, clock: new SystemClock() },
  });
  const key = "/bench/lease";
  const lease = await client.leaseGrant(ttlMs / 1_000);
  if (lease.kind === "failed") throw new Error(lease.failure.message);
  const put = await client.txn({
    ...{ compare: [], otherwise: [] },
    then: [{ kind: "put", key, value: "", lease: lease.value.id }],
  });
  if (put.kind === "failed") throw new Error(put.failure.message);
  const { promise, resolve } = Promise.withResolvers<number>();
  const watch = client.openWatch({ prefix: key, startRevision: put.revision + 1n }, {
    onResponse: ({ events }) => {
      if (events.some(({ kind }) => kind === "delete")) resolve(wallMs());
    },
    onEnd: () => {},
  });
  const ended = promise.finally(async () => {
    watch.cancel();
    await client[Symbol.asyncDispose]();
  });
  return { ended };
}
