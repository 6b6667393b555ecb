/**
 * Merges the local record of a service with its keys in etcd: which of the two is in force, and which desired change another component
 * made. Pure.
 *
 * I1: order is (term, revision); the higher one is in force. What was discarded with its lead is in force nowhere.
 * I2: a spec with a newer revision than its status was written by another component, and is a desired change; a missing spec beside a
 *     status is the desired change to end the service. Where the status is missing, a spec that a State Manager wrote is no desired
 *     change; where both are missing etcd lost the service, and it is written again.
 * I3: a service that ended locally does not come back because its end was not replicated.
 * I4: a document that cannot be read ends no service: it counts as missing, and is overwritten with the local record.
 * I5: an accepted spec stays accepted. Where its status is lost, the stamp in the spec tells when it was accepted: if it is newer than
 *     the local record, it is in force, with the local status and metadata.
 * I6: a generation stands for one spec. Where the spec in force was overwritten and nobody knows it any more, a substitute is in force
 *     as a generation of its own, and ends no service; the desired change in the place of the spec is the next one.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { readSpecDocument, readStamp, type SpecDocument } from "../../records/spec_document.ts";
import { newServiceState, type ServiceSpec, type ServiceState } from "../../state/model.ts";
import { isDiscarded, type Lineage } from "../../state/lineage.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import { attempt, readable, readRecovery, readStatus, type StatusDocument } from "./documents.ts";
import type { SharedService } from "./listing.ts";
import { NO_REPLICA, type Replica } from "./replica.ts";
import { substituteSpec } from "./substitute_spec.ts";

/** A desired change that another component wrote to etcd. */
export type DesiredChange =
  | { readonly kind: "change"; readonly document: SpecDocument }
  | { readonly kind: "delete" }
  /** The document cannot be read; a sentence for an operator. */
  | { readonly kind: "refused"; readonly problem: string };

export interface Merged {
  readonly id: ResourceId;
  /** What etcd holds, as the basis of the next write. */
  readonly replica: Replica;
  /** Set = etcd's record is in force and has to be taken over. */
  readonly take?: ServiceRecord;
  /** The spec of `take` is a substitute (I6). */
  readonly isSubstitute?: boolean;
  /** Etcd does not hold the record in force. */
  readonly isToWrite: boolean;
  readonly desiredChange?: DesiredChange;
}

export interface MergeContext {
  readonly record: (id: ResourceId) => ServiceRecord | undefined;
  /** Whether the service ended locally after this revision. */
  readonly hasEnded: (id: ResourceId, revision: bigint) => boolean;
  /** The history that etcd holds. Default: not known. */
  readonly lineage?: Lineage;
}

/** Merges one service. */
export function mergeService(
  shared: SharedService,
  { record, hasEnded, lineage = [] }: MergeContext,
): Merged {
  const { id } = shared;
  const local = record(id);
  const ofHistory = sharedRecord(local, lineage);
  const known = readable(readStatus, shared.status);
  const stored = known === undefined ? undefined : specInForce(shared, known);
  const inForce = stored ?? (known === undefined ? undefined : specOfGeneration(known, ofHistory));
  const remote = known === undefined
    ? undefined
    : inForce === undefined
    ? substituteRecord(shared, known, ofHistory)
    : recordOf(shared, known, inForce);
  // A spec that another component overwrote is written again, so that all instances hold the same one.
  const isWhole = stored !== undefined && shared.earlierSpec === undefined;
  const replica = replicaOf(shared, known);
  const desiredChange = local !== undefined && shared.status === undefined && isOwnSpec(shared)
    ? undefined
    : desiredChangeOf(shared, known);
  const beside = desiredChange === undefined ? {} : { desiredChange };
  if (remote === undefined) {
    const accepted = acceptedRecord(shared, local);
    const isNewer = accepted !== undefined &&
      (local === undefined
        ? !hasEnded(id, accepted.service.metadata.revision)
        : ofHistory === undefined || newer(local, accepted) === "remote");
    if (isNewer) return { id, replica, take: accepted, isToWrite: true, ...beside };
    if (local === undefined && desiredChange?.kind !== "change" && desiredChange?.kind !== "refused") {
      return { id, replica, isToWrite: true };
    }
    return { id, replica, isToWrite: local !== undefined, ...beside };
  }
  const held = { ...replica, ...(isWhole ? { written: remote } : {}) };
  const isSubstitute = inForce === undefined;
  const takeRemote = {
    ...{ id, replica: held, take: remote, isToWrite: !isWhole, ...beside },
    ...(isSubstitute ? { isSubstitute } : {}),
  };
  if (local === undefined) {
    if (hasEnded(id, remote.service.metadata.revision)) return { id, replica, isToWrite: true };
    return takeRemote;
  }
  switch (ofHistory === undefined ? "remote" : order(local, remote)) {
    case "local":
      return { id, replica: held, isToWrite: true, ...beside };
    case "remote":
      return takeRemote;
    case "same": {
      const isKept = isWhole && hasRecovery(local) === (shared.recovery !== undefined);
      return {
        id,
        replica: isKept ? { ...replica, written: local } : held,
        isToWrite: !isKept,
        ...beside,
      };
    }
  }
}

/** With equal (term, revision) but different specs, etcd's record is the one that the other instances hold. */
function order(local: ServiceRecord, remote: ServiceRecord): ReturnType<typeof newer> {
  const found = newer(local, remote);
  return found === "same" && !isSameValue(local.service.spec, remote.service.spec) ? "remote" : found;
}

/** The local record, unless it was discarded with its lead: then its generation stands for another spec. */
export function sharedRecord(local: ServiceRecord | undefined, lineage: Lineage): ServiceRecord | undefined {
  return local !== undefined && isDiscarded(lineage, local.service.metadata.revision) ? undefined : local;
}

function hasRecovery({ recovery, plan }: ServiceRecord): boolean {
  return recovery !== undefined || plan !== undefined;
}

/** I1. */
export function newer(local: ServiceRecord, remote: ServiceRecord): "local" | "remote" | "same" {
  if (local.term !== remote.term) return local.term > remote.term ? "local" : "remote";
  const [here, there] = [local.service.metadata.revision, remote.service.metadata.revision];
  return here === there ? "same" : here > there ? "local" : "remote";
}

/**
 * The spec in force: from etcd or, where another component overwrote it, from the local record of the same generation (its
 * `sharedRecord`); undefined = it is stored nowhere.
 */
export function knownSpec(
  shared: SharedService,
  known: StatusDocument,
  local?: ServiceRecord,
): ServiceSpec | undefined {
  return specInForce(shared, known) ?? specOfGeneration(known, local);
}

function specOfGeneration(
  { metadata }: StatusDocument,
  local: ServiceRecord | undefined,
): ServiceSpec | undefined {
  return local !== undefined && isSameGeneration(local.service.metadata, metadata)
    ? local.service.spec
    : undefined;
}

/** Of the same service: one that ended and was made again begins with the same generations. */
export function isSameGeneration(a: ServiceState["metadata"], b: ServiceState["metadata"]): boolean {
  return a.generation === b.generation && a.createdAtMs === b.createdAtMs;
}

/** Whether etcd has a service whose spec in force neither it nor the local record tells. */
export function isSpecLost(
  shared: SharedService,
  { record, lineage = [] }: Pick<MergeContext, "record" | "lineage">,
): boolean {
  const known = readable(readStatus, shared.status);
  return known !== undefined &&
    knownSpec(shared, known, sharedRecord(record(shared.id), lineage)) === undefined;
}

/** The complete record of a service, assembled from its keys; `inForce` = its `knownSpec`. */
export function recordOf(
  shared: SharedService,
  known: StatusDocument,
  inForce: ServiceSpec,
): ServiceRecord {
  const { metadata, status, term } = known;
  const { recovery, plan } = readable(readRecovery, shared.recovery) ?? {};
  return {
    service: { metadata, spec: inForce, status },
    term,
    ...(recovery === undefined ? {} : { recovery }),
    ...(plan === undefined ? {} : { plan }),
  };
}

/** I6. */
function substituteRecord(
  shared: SharedService,
  known: StatusDocument,
  local: ServiceRecord | undefined,
): ServiceRecord {
  const spec = substituteSpec(known.status, local?.service.spec);
  // A plan is made for a spec, and ends with it.
  const { plan: _plan, service, ...record } = recordOf(shared, known, spec);
  const { metadata } = service;
  return {
    ...record,
    service: { ...service, metadata: { ...metadata, generation: metadata.generation + 1n } },
  };
}

/** The spec in force as etcd holds it; undefined = another component overwrote it, and no leader has processed that yet. */
function specInForce(shared: SharedService, known: StatusDocument): ServiceSpec | undefined {
  if (known.spec !== undefined) return known.spec;
  const held = isForeign(shared) || shared.spec === undefined ? shared.earlierSpec : shared.spec;
  return readable(readSpecDocument, held)?.spec;
}

/** I2. */
function isForeign({ spec, status }: SharedService): boolean {
  return spec !== undefined && (status === undefined || spec.modRevision > status.modRevision);
}

function isOwnSpec({ spec }: SharedService): boolean {
  return readable(readStamp, spec) !== undefined;
}

/** I5. */
function acceptedRecord(shared: SharedService, local: ServiceRecord | undefined): ServiceRecord | undefined {
  const stamp = readable(readStamp, shared.spec);
  const document = readable(readSpecDocument, shared.spec);
  if (stamp === undefined || document === undefined) return undefined;
  const { name, namespace } = splitResourceId(shared.id);
  const known = local?.service ?? newServiceState(name, namespace);
  const { generation, revision, term } = stamp;
  const metadata = { ...known.metadata, generation, revision, labels: document.labels };
  const service = { metadata, spec: document.spec, status: known.status };
  return { service, term, ...readable(readRecovery, shared.recovery) };
}

function desiredChangeOf(
  shared: SharedService,
  known: StatusDocument | undefined,
): DesiredChange | undefined {
  if (shared.spec === undefined) return known === undefined ? undefined : { kind: "delete" };
  const isLeftRefused = known?.spec !== undefined;
  if (!isForeign(shared) && !isLeftRefused) return undefined;
  return readDesiredChange(shared.spec.value);
}

/** The desired change of a spec that another component wrote. */
export function readDesiredChange(text: string): DesiredChange {
  const document = attempt(readSpecDocument, text);
  return document instanceof Error
    ? { kind: "refused", problem: document.message }
    : { kind: "change", document };
}

function replicaOf(shared: SharedService, known: StatusDocument | undefined): Replica {
  return {
    ...NO_REPLICA,
    specMod: shared.spec?.modRevision ?? 0n,
    statusMod: shared.status?.modRevision ?? 0n,
    recoveryMod: shared.recovery?.modRevision ?? 0n,
    ring: known?.ring ?? NO_REPLICA.ring,
    specKey: isForeign(shared) || shared.spec === undefined
      ? "outdated"
      : known?.spec !== undefined
      ? "refused"
      : "in-force",
  };
}

/** Whether the desired change is in force already. */
export function isInForce(document: SpecDocument, record: ServiceRecord | undefined): boolean {
  if (record === undefined) return false;
  const { spec, metadata } = record.service;
  return isSameValue(spec, document.spec) && isSameValue(metadata.labels, document.labels);
}
