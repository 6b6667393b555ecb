/** What holds once all faults are over and everything had its time: all as wanted, and everybody of the same mind. */
import { readEvent, readStatus } from "../../../../src/etcd/share/documents.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import { SHARED_SETTINGS, type World } from "../world.ts";

/** Why the service is not as wanted; undefined = it is. */
export function shortcomingOf(world: World, { service, plan }: ServiceRecord): string | undefined {
  const { spec, status, metadata } = service;
  if (status.state !== "Running") return `is ${status.state}: ${status.lastReason}`;
  if (plan !== undefined) return "has a plan under way";
  for (const node of world.nodes.values()) {
    const wanted = node.node === status.node ? spec.replicas : 0;
    const count = node.count(metadata.id);
    if (count !== wanted) return `has ${count} replicas on ${node.node}, not ${wanted}`;
  }
  const version = world.nodes.get(status.node)?.versionOf(metadata.id);
  if (spec.replicas > 0 && version !== (status.override?.version ?? spec.version)) {
    return `runs version ${version}, not ${spec.version}`;
  }
  return undefined;
}

/** Every service is as its last spec wants it. */
export function allIsAsWanted(report: Report, world: World): Invariant {
  return {
    name: "all-is-as-wanted",
    settled() {
      const run = world.leader;
      if (run === undefined) return report("nobody leads");
      for (const id of world.ids) {
        const record = run.manager.record(id);
        if (record === undefined) report(`${id} does not exist`);
        else {
          const shortcoming = shortcomingOf(world, record);
          if (shortcoming !== undefined) report(`${id} ${shortcoming}`);
        }
      }
    },
  };
}

/** Memory is the journal, is etcd, is what the others know. */
export function allAgree(report: Report, world: World): Invariant {
  return {
    name: "all-agree",
    settled() {
      const run = world.leader;
      if (run === undefined) return;
      for (const record of run.manager.records()) {
        const { id, revision } = record.service.metadata;
        if (run.disk.records.get(id) !== record) report(`${id}: the journal is not memory`);
        if (world.mode !== "alone") agreesWithEtcd(report, world, record);
        for (const { name, run: other } of world.instances) {
          const known = other?.manager.record(id)?.service.metadata.revision;
          if (known !== revision) report(`${id}: ${name} knows ${known}, not ${revision}`);
        }
      }
      const { size } = run.disk.records;
      const known = [...run.manager.records()].length;
      if (size !== known) report(`the journal has ${size} services, memory ${known}`);
      if (world.mode !== "alone") ringsAreWhole(report, world, run);
    },
  };
}

/** One service in etcd is what the leader knows. */
export function agreesWithEtcd(
  report: Report,
  { etcd, keys }: Pick<World, "etcd" | "keys">,
  { service, term, recovery, plan }: ServiceRecord,
): void {
  const { id, revision } = service.metadata;
  const entry = etcd.entry(keys.status(id));
  const status = entry === undefined ? undefined : readStatus(entry.value);
  if (status?.metadata.revision !== revision || status.term !== term) {
    report(`${id}: etcd has ${status?.term}/${status?.metadata.revision}, memory ${term}/${revision}`);
  }
  const hasRecovery = etcd.entry(keys.recovery(id)) !== undefined;
  if (hasRecovery !== (recovery !== undefined || plan !== undefined)) {
    report(`${id}: the recovery record in etcd is not that in memory`);
  }
}

/** The newest events of each service are in etcd. */
function ringsAreWhole(report: Report, { etcd, keys }: World, run: Run): void {
  const told = etcd.entries(keys.services).filter(({ key }) => key.endsWith("/status"));
  const services = [...run.manager.records()].length;
  if (told.length !== services) report(`etcd has ${told.length} services, memory ${services}`);
  for (const { service } of run.manager.records()) {
    const { id } = service.metadata;
    const all = run.disk.readEvents({ resourceId: id, afterRevision: 0n, limit: 100_000, which: "oldest" });
    const newest = all.events.slice(
      -SHARED_SETTINGS.ringSize / 2,
    );
    const ring = new Set(etcd.entries(keys.events(id)).map(({ value }) => readEvent(value).revision));
    const missing = newest.filter(({ revision }) => !ring.has(revision));
    if (missing.length > 0) {
      report(`${id}: etcd lacks ${missing.length} of the newest ${newest.length} events`);
    }
  }
}
