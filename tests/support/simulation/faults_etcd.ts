/** What etcd does, and what others do to it. */
import type { ETCD_KINDS, SimEvent } from "./model.ts";
import type { World } from "./world.ts";

export type EtcdFault = typeof ETCD_KINDS[number];

/** What somebody else writes over a recovery record: it stays there until the service's next change that writes the record. */
export const FOREIGN_RECOVERY = "not JSON";

export function beginEtcdFault(world: World, kind: EtcdFault, event: SimEvent): (() => void) | undefined {
  const { etcd, keys } = world;
  if (world.mode === "alone") return undefined;
  const id = world.id(event.service);
  const client = world.instance(event.instance).run?.client;
  switch (kind) {
    case "etcd-down":
      etcd.down();
      return () => etcd.up();
    case "etcd-full":
      etcd.noSpace(true, { lateWrites: Math.floor(event.value * 4) });
      return () => etcd.noSpace(false);
    case "compaction":
      if (etcd.revision > etcd.compactRevision) etcd.compact();
      return undefined;
    case "leader-lost":
      world.leaderLostAtMs = world.clock.monotonicMs();
      return overwrite(world, keys.leader, undefined);
    case "partition":
      if (client === undefined) return undefined;
      etcd.partition(client);
      return () => {
        if (world.instances.some((instance) => instance.run?.client === client)) etcd.heal(client);
      };
    case "etcd-answers-lost":
      etcd.loseAnswers(1 + Math.floor(event.value * 3));
      return () => etcd.loseAnswers(0);
    case "etcd-reset":
      // Among several, etcd is what they agree on: losing it and its newest writer at once is beyond what is promised.
      if (world.mode === "shared") etcd.reset();
      return undefined;
    case "watches-broken":
      return void etcd.breakWatches();
    case "watches-silent":
      return void etcd.silenceWatches();
    case "etcd-slow":
      etcd.delayMs = 1 + event.value * 120;
      return () => void (etcd.delayMs = 1);
    case "wish":
      if (id === undefined) return undefined;
      world.version += 1;
      return overwrite(
        world,
        keys.spec(id),
        JSON.stringify({ spec: { version: `v${world.version}`, replicas: 1 + Math.floor(event.value * 2) } }),
      );
    case "bad-wish":
      return id && overwrite(world, keys.spec(id), JSON.stringify({ spec: { version: "", meteor: true } }));
    case "status-overwritten":
      return id && overwrite(world, keys.status(id), "{}");
    case "status-deleted":
      return id && overwrite(world, keys.status(id), undefined);
    case "recovery-overwritten":
      return id && overwrite(world, keys.recovery(id), FOREIGN_RECOVERY);
  }
}

function overwrite({ etcd }: World, key: string, value: string | undefined): undefined {
  try {
    if (value !== undefined) etcd.put(key, value);
    else etcd.delete(key);
  } catch {
    // Etcd is full.
  }
}
