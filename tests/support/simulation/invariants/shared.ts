/** What etcd must see: one writer at a time, and a history that only goes on. */
import { readEvent, readLeader, readSchema } from "../../../../src/etcd/share/documents.ts";
import type { Keys } from "../../../../src/etcd/share/keys.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { ModelEtcd, Revision } from "../../etcd/model.ts";
import type { Invariant } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

/** Nobody acts once somebody with a higher term has, and no two in one term. */
export function oneActsInATerm(report: Report, isExcused: () => boolean): Invariant {
  const holders = new Map<bigint, string>();
  let highest = 0n;
  return {
    name: "one-acts-in-a-term",
    sent(run) {
      const term = run.manager.term();
      if (term < highest && !isExcused()) report(`${run.instance} acted in term ${term} after ${highest}`);
      if (term > highest) highest = term;
      const holder = holders.get(term) ?? run.instance;
      if (holder !== run.instance) report(`${holder} and ${run.instance} acted in term ${term}`);
      holders.set(term, holder);
    },
  };
}

/** Of each service, etcd is told every event once, and in order. */
export function etcdHearsInOrder(
  report: Report,
  { etcd, keys }: { readonly etcd: ModelEtcd; readonly keys: Keys },
): Invariant {
  const told = new Map<ResourceId, bigint>();
  let cluster = etcd.clusterId;
  etcd.onRevision(({ events }) => {
    if (etcd.clusterId !== cluster) told.clear();
    cluster = etcd.clusterId;
    for (const event of events) {
      if (event.kind !== "put") continue;
      const key = keys.parse(event.entry.key);
      if (key?.kind !== "event") continue;
      const { revision } = readEvent(event.entry.value);
      const last = told.get(key.id) ?? 0n;
      if (revision <= last) report(`${key.id}: event ${revision} came after ${last}`);
      told.set(key.id, revision);
    }
  });
  return { name: "etcd-hears-in-order" };
}

/** Whoever writes holds the key of the leader, in the term that it writes; and the order never goes back. */
export function onlyTheLeaderWrites(
  report: Report,
  { etcd, keys, readStatus }: Pick<World, "etcd" | "keys" | "readStatus">,
): Invariant {
  const order = new Map<ResourceId, { readonly term: bigint; readonly revision: bigint }>();
  let cluster = etcd.clusterId;
  const check = ({ events }: Revision) => {
    if (etcd.clusterId !== cluster) order.clear();
    cluster = etcd.clusterId;
    for (const event of events) {
      const parsed = keys.parse(event.kind === "put" ? event.entry.key : event.key);
      if (event.kind !== "put" || event.entry.value === "{}") {
        // Somebody took it away: what is known elsewhere may be older.
        if (parsed?.kind === "status") order.delete(parsed.id);
        continue;
      }
      const { value } = event.entry;
      if (parsed?.kind === "schema") checkTerm(readSchema(value).term, events.length);
      if (parsed?.kind !== "status") continue;
      const { term, metadata } = readStatus(value);
      const last = order.get(parsed.id);
      const isBack = last !== undefined &&
        (term < last.term || (term === last.term && metadata.revision < last.revision));
      if (isBack) report(`${parsed.id} went back to ${term}/${metadata.revision}`);
      order.set(parsed.id, { term, revision: metadata.revision });
    }
  };
  const checkTerm = (term: bigint, writes: number) => {
    const [leader] = etcd.entries(keys.leader);
    const holder = leader === undefined ? undefined : readLeader(leader.value).term;
    if (holder !== term && writes > 0) report(`term ${term} writes, term ${holder} leads`);
  };
  etcd.onRevision(check);
  return { name: "only-the-leader-writes" };
}
