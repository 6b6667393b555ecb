/** Memory, etcd, journal and vehicle beside each other. Each function answers what differs, a line each; empty = nothing. */
import { isSameValue } from "../../src/kit/same_value.ts";
import { attempt, readEvent, readStatus } from "../../src/etcd/share/documents.ts";
import { listState, type SharedService } from "../../src/etcd/share/listing.ts";
import { knownSpec, recordOf } from "../../src/etcd/share/merge.ts";
import { readJournal } from "../../src/journal/reading.ts";
import { serviceRows } from "../../src/journal/rows.ts";
import { decodeRecord } from "../../src/records/codec.ts";
import { readSpecDocument } from "../../src/records/spec_document.ts";
import type { ServiceState } from "../../src/state/model.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import type { Member } from "../../tests/support/instances/group.ts";
import { journalOf } from "./instance.ts";
import type { Wanted } from "./services.ts";
import type { World } from "./world.ts";

type SharedServices = ReadonlyMap<ResourceId, SharedService>;

export async function sharedServices({ group, keys }: World): Promise<SharedServices> {
  const services = new Map<ResourceId, SharedService>();
  const listed = await listState(
    { kv: group.client, keys, call: {} },
    (service) => services.set(service.id, service),
  );
  if (listed.kind === "failed") throw new Error(listed.failure.message);
  return services;
}

export function memoryAgainstEtcd(services: readonly ServiceState[], shared: SharedServices): string[] {
  const known = new Set(services.map(({ metadata }) => metadata.id));
  const extra = [...shared.keys()].filter((id) => !known.has(id)).map((id) => `${id}: is in etcd only`);
  return [
    ...extra,
    ...services.flatMap((service) => againstDocuments(service, shared.get(service.metadata.id))),
  ];
}

function againstDocuments(
  { metadata, spec, status }: ServiceState,
  shared: SharedService | undefined,
): string[] {
  const { id } = metadata;
  if (shared?.status === undefined) return [`${id}: has no status in etcd`];
  if (shared.spec === undefined) return [`${id}: has no spec in etcd`];
  const known = attempt(readStatus, shared.status.value);
  if (known instanceof Error) return [`${id}: its status in etcd cannot be read: ${known.message}`];
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ["revision", metadata.revision, known.metadata.revision],
    ["generation", metadata.generation, known.metadata.generation],
    ["state", status.state, known.status.state],
    ["version held back", status.override?.version, known.status.override?.version],
    ["replicas", status.availableReplicas, known.status.availableReplicas],
    ["node", status.node, known.status.node],
  ];
  const differing = facts.filter(([, here, there]) => here !== there)
    .map(([name, here, there]) => `${id}: ${name} is ${here} in memory and ${there} in etcd`);
  const document = attempt(readSpecDocument, shared.spec.value);
  const inForce = known.spec ?? (document instanceof Error ? undefined : document.spec);
  if (!isSameValue(inForce, spec)) differing.push(`${id}: the spec in etcd is not the one in memory`);
  return differing;
}

/** Of an instance that has ended; one that followed, and ended before the one that led, may not have heard of the last changes. */
export function journalAgainstEtcd(
  member: Member,
  { shared, mayBeOlder }: { readonly shared: SharedServices; readonly mayBeOlder: boolean },
): string[] {
  const { name } = member;
  const rows = readJournal(journalOf(member), (db) => [...serviceRows(db)]);
  if (!Array.isArray(rows)) return [`the journal of ${name} is ${rows.kind}`];
  const records = new Map(
    rows.flatMap(({ record }) => record === undefined ? [] : [decodeRecord(record)])
      .map((record) => [record.service.metadata.id, record]),
  );
  const ids = new Set([...records.keys(), ...shared.keys()]);
  return [...ids].flatMap((id) => {
    const found = shared.get(id);
    const status = found?.status === undefined ? undefined : attempt(readStatus, found.status.value);
    if (found === undefined || status === undefined || status instanceof Error) {
      return [`${id}: is in the journal of ${name} and not in etcd`];
    }
    const record = records.get(id);
    if (record === undefined) return [`${id}: is in etcd and not in the journal of ${name}`];
    const spec = knownSpec(found, status);
    if (spec === undefined) return [`${id}: etcd does not have the spec that is in force`];
    const other = recordOf(found, status, spec);
    const isOlder = record.service.metadata.revision < other.service.metadata.revision;
    if (isSameValue(record, other) || (mayBeOlder && isOlder)) return [];
    const at = (one: typeof other) => `(${one.term}, ${one.service.metadata.revision})`;
    return [`${id}: the journal of ${name} has ${at(record)}, etcd ${at(other)}`];
  });
}

/** What is said to run, and what the processes show. */
export function againstWanted(
  wanted: readonly Wanted[],
  { services, world }: { readonly services: readonly ServiceState[]; readonly world: World },
): string[] {
  const processes = world.group.vehicle.workloads();
  return wanted.flatMap(({ id, version, replicas }) => {
    const service = services.find(({ metadata }) => metadata.id === id);
    if (service === undefined) return [`${id}: is not known`];
    const { spec, status, metadata } = service;
    if (spec.version !== version) return [`${id}: ${spec.version} is wanted, not ${version}`];
    if (status.state !== "Running" || status.observedGeneration !== metadata.generation) {
      return [`${id}: is ${status.state} (${status.lastReason})`];
    }
    const own = processes.filter(({ resource }) => resource === id);
    const right = own.filter((process) => process.version === version && !process.isStopped);
    if (own.length === replicas && right.length === replicas) return [];
    return [`${id}: ${own.length} processes live, ${right.length} of them as wanted, which are ${replicas}`];
  });
}

/** Revisions of the ring of a service in etcd, in order. */
export async function ringOf({ group, keys }: World, id: ResourceId): Promise<readonly bigint[]> {
  const ring = await group.client.getPrefix(keys.events(id));
  return [...ring.values()].map((json) => readEvent(json).revision).sort((a, b) => a < b ? -1 : 1);
}
