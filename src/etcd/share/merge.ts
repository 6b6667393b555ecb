/**
 * What is here against what is in etcd, service by service: which of the two is in force, and what somebody else wants. Pure.
 *
 * I1: order is (term, revision); the higher one is in force.
 * I2: a spec that was written after the status beside it was written by somebody else, and is a wish; so is a spec that is missing
 *     beside a status. Where the status is missing, a spec that a State Manager wrote is nobody's wish; where both are missing etcd
 *     lost the service, and it is written again.
 * I3: a service that ended here does not come back because etcd has not heard of its end.
 * I4: nothing that cannot be read ends anything: it counts as not there, and is overwritten by what is known here.
 * I5: a spec that was accepted was promised. Where the status beside it is lost, its stamp tells when that was: if nobody here has
 *     heard of it, it is in force, with what is known here of the rest.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { readSpecDocument, readStamp, type SpecDocument } from "../../records/spec_document.ts";
import { DEFAULT_SPEC, newServiceState, type ServiceSpec } from "../../state/model.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import { attempt, readable, readRecovery, readStatus, type StatusDocument } from "./documents.ts";
import type { SharedService } from "./listing.ts";
import { NO_REPLICA, type Replica } from "./replica.ts";

/** What somebody else wants of a service. */
export type Wish =
  | { readonly kind: "change"; readonly document: SpecDocument; readonly isNewGeneration?: boolean }
  | { readonly kind: "delete"; readonly isNewGeneration?: boolean }
  /** It cannot be read; a sentence for people. */
  | { readonly kind: "refused"; readonly problem: string };

export interface Merged {
  readonly id: ResourceId;
  /** What etcd holds, as the basis of the next write. */
  readonly replica: Replica;
  /** Set = etcd's record is in force and is to be taken over. */
  readonly take?: ServiceRecord;
  /** Etcd does not hold what is in force. */
  readonly isToWrite: boolean;
  readonly wish?: Wish;
}

export interface MergeContext {
  readonly record: (id: ResourceId) => ServiceRecord | undefined;
  /** Whether the service ended here, after what etcd knows of it. */
  readonly hasEnded: (id: ResourceId, revision: bigint) => boolean;
}

/** Compares one service. */
export function mergeService(shared: SharedService, { record, hasEnded }: MergeContext): Merged {
  const { id } = shared;
  const local = record(id);
  const known = readable(readStatus, shared.status);
  const told = known === undefined ? undefined : specInForce(shared, known);
  const inForce = told ?? (known === undefined ? undefined : specOfGeneration(known, local));
  const remote = known === undefined ? undefined : recordOf(shared, known, inForce);
  // A spec that was written over is written again, so that everybody has the same one.
  const isWhole = told !== undefined;
  const replica = replicaOf(shared, known);
  const wish = local !== undefined && shared.status === undefined && isOwnSpec(shared)
    ? undefined
    : wishOf(shared, known);
  const beside = wish === undefined ? {} : { wish };
  if (remote === undefined) {
    const promised = promisedBy(shared, local);
    const isNews = promised !== undefined &&
      (local === undefined
        ? !hasEnded(id, promised.service.metadata.revision)
        : newer(local, promised) === "remote");
    if (isNews) return { id, replica, take: promised, isToWrite: true, ...beside };
    if (local === undefined && wish?.kind !== "change" && wish?.kind !== "refused") {
      return { id, replica, isToWrite: true };
    }
    return { id, replica, isToWrite: local !== undefined, ...beside };
  }
  const held = { ...replica, ...(isWhole ? { written: remote } : {}) };
  const taken = { id, replica: held, take: remote, isToWrite: !isWhole, ...beside };
  // What was in force stands nowhere: the nodes may have been told something else under the same generation.
  const isGuessed = inForce === undefined && wish !== undefined && wish.kind !== "refused";
  const takeRemote = isGuessed ? { ...taken, wish: { ...wish, isNewGeneration: true } } : taken;
  if (local === undefined) {
    if (hasEnded(id, remote.service.metadata.revision)) return { id, replica, isToWrite: true };
    return takeRemote;
  }
  switch (order(local, remote)) {
    case "local":
      return { id, replica: held, isToWrite: true, ...beside };
    case "remote":
      return takeRemote;
    case "same":
      return {
        id,
        replica: isWhole ? { ...replica, written: local } : held,
        isToWrite: !isWhole,
        ...beside,
      };
  }
}

/** Of what should be the same, etcd has the one that everybody else has. */
function order(local: ServiceRecord, remote: ServiceRecord): ReturnType<typeof newer> {
  const found = newer(local, remote);
  return found === "same" && !isSameValue(local.service.spec, remote.service.spec) ? "remote" : found;
}

/** I1. */
export function newer(local: ServiceRecord, remote: ServiceRecord): "local" | "remote" | "same" {
  if (local.term !== remote.term) return local.term > remote.term ? "local" : "remote";
  const [here, there] = [local.service.metadata.revision, remote.service.metadata.revision];
  return here === there ? "same" : here > there ? "local" : "remote";
}

/**
 * The spec in force: as etcd tells it or, where somebody else wrote over it, as it is known here of the same generation; undefined = it
 * stands nowhere.
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
  return local?.service.metadata.generation === metadata.generation ? local.service.spec : undefined;
}

/** The whole record of a service, put together from its keys; `inForce` = its `knownSpec`. */
export function recordOf(
  shared: SharedService,
  known: StatusDocument,
  inForce: ServiceSpec | undefined,
): ServiceRecord {
  const { metadata, status, term } = known;
  const { recovery, plan } = readable(readRecovery, shared.recovery) ?? {};
  return {
    service: { metadata, spec: inForce ?? inForceWithout(shared), status },
    term,
    ...(recovery === undefined ? {} : { recovery }),
    // A plan is made for a spec, and ends with it.
    ...(plan === undefined || inForce === undefined ? {} : { plan }),
  };
}

/** The spec in force was overwritten: the wish in its place is the best that is known; without one the service is to end. */
function inForceWithout({ spec }: SharedService): ServiceSpec {
  return readable(readSpecDocument, spec)?.spec ?? { ...DEFAULT_SPEC, state: "Terminating" };
}

/** As etcd tells it; undefined = somebody else wrote over it, and nobody put it right yet. */
function specInForce(shared: SharedService, known: StatusDocument): ServiceSpec | undefined {
  return known.spec ?? (isForeign(shared) ? undefined : readable(readSpecDocument, shared.spec)?.spec);
}

/** I2. */
function isForeign({ spec, status }: SharedService): boolean {
  return spec !== undefined && (status === undefined || spec.modRevision > status.modRevision);
}

function isOwnSpec({ spec }: SharedService): boolean {
  return readable(readStamp, spec) !== undefined;
}

/** I5. */
function promisedBy(shared: SharedService, local: ServiceRecord | undefined): ServiceRecord | undefined {
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

function wishOf(shared: SharedService, known: StatusDocument | undefined): Wish | undefined {
  if (shared.spec === undefined) return known === undefined ? undefined : { kind: "delete" };
  const isLeftRefused = known?.spec !== undefined;
  if (!isForeign(shared) && !isLeftRefused) return undefined;
  return readWish(shared.spec.value);
}

/** A spec that somebody else wrote. */
export function readWish(text: string): Wish {
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

/** Whether the wish is what is in force already. */
export function isFulfilled(document: SpecDocument, record: ServiceRecord | undefined): boolean {
  if (record === undefined) return false;
  const { spec, metadata } = record.service;
  return isSameValue(spec, document.spec) && isSameValue(metadata.labels, document.labels);
}
