/**
 * The documents in etcd, as readable JSON: `{"v":1,...}` as in the journal (docs/protocol.md).
 *
 * I1: a service has three keys: the desired state (`spec`, any component may write it), the observed state (`status`), and recovery
 *     counters with the plan under way (`recovery`, only while there is something to keep). `status` carries (term, revision) of all.
 * I2: `status` holds the position in the service's ring of events, so that the next leader knows the next slot without reading the ring.
 * I3: while `spec` holds a document that is not in force (refused, or not processed yet), `status` carries the spec in force.
 */
import type { PlanRecord } from "../../state/plan.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { decode, encode } from "../../records/codec.ts";
import {
  array,
  integer,
  number,
  object,
  optional,
  revision64,
  string,
  term64,
} from "../../records/decoder.ts";
import { metadata, planRecord, recoveryRecord, spec, status } from "../../records/shapes.ts";
import { writeSpecDocument } from "../../records/spec_document.ts";
import type { RecoveryRecord } from "../../state/issue.ts";
import type { ServiceSpec, ServiceState } from "../../state/model.ts";

/** The position in the ring of a service. */
export interface RingPosition {
  /** Events written so far; the next slot is this number modulo the size of the ring. */
  readonly sequence: number;
  /** Revision of the newest one; 0 = none. */
  readonly revision: bigint;
}

export interface StatusDocument {
  readonly term: bigint;
  readonly metadata: ServiceState["metadata"];
  readonly status: ServiceState["status"];
  readonly ring: RingPosition;
  /** I3. */
  readonly spec?: ServiceSpec;
}

export interface RecoveryDocument {
  readonly recovery?: RecoveryRecord;
  readonly plan?: PlanRecord;
}

/** An event has the same form as in the journal. */
export { decodeEvent as readEvent, encodeEvent as writeEvent } from "../../records/codec.ts";

/** The begins of the terms, oldest first. */
export { decodeLineage as readTerms, encodeLineage as writeTerms } from "../../records/codec.ts";

/** Rings of services that ended were deleted; none of them had an event after this revision. */
export interface ForgottenDocument {
  readonly revision: bigint;
}

/** The current leader. */
export interface LeaderDocument {
  readonly instance: string;
  readonly term: bigint;
}

/** The replication cursor: everything up to `revision` is in etcd completely. */
export interface SchemaDocument {
  readonly term: bigint;
  readonly revision: bigint;
}

export interface NodeDocument {
  readonly address: string;
}

/** An instance that registered itself. */
export interface InstanceDocument {
  readonly addresses: readonly string[];
  readonly version: string;
  /** Wall time. */
  readonly startedAtMs: number;
}

export function writeSpec({ service, term }: ServiceRecord): string {
  const { generation, revision, labels } = service.metadata;
  return writeSpecDocument({ spec: service.spec, labels }, { generation, term, revision });
}

export function writeStatus(record: ServiceRecord, ring: RingPosition, isSpecElsewhere: boolean): string {
  const { service, term } = record;
  const { metadata, status, spec } = service;
  return encode({ term, ring, metadata, status, ...(isSpecElsewhere ? { spec } : {}) });
}

/** Undefined = there is nothing to keep. */
export function writeRecovery({ recovery, plan }: ServiceRecord): string | undefined {
  if (recovery === undefined && plan === undefined) return undefined;
  return encode({ recovery, plan });
}

export function writeLeader(leader: LeaderDocument): string {
  return encode(leader);
}

export function writeInstance({ addresses, version, startedAtMs }: InstanceDocument): string {
  return encode({ addresses, version, startedAtMs });
}

export function writeSchema(schema: SchemaDocument): string {
  return encode(schema);
}

export function writeForgotten(forgotten: ForgottenDocument): string {
  return encode(forgotten);
}

const statusDocument = object<StatusDocument>({
  term: term64,
  metadata,
  status,
  ring: object<RingPosition>({ sequence: integer, revision: revision64 }),
  spec: optional(spec),
});
const recoveryDocument = object<RecoveryDocument>({
  recovery: optional(recoveryRecord),
  plan: optional(planRecord),
});
const leaderDocument = object<LeaderDocument>({ instance: string, term: term64 });
const schemaDocument = object<SchemaDocument>({ term: term64, revision: revision64 });
const forgottenDocument = object<ForgottenDocument>({ revision: revision64 });
const nodeDocument = object<NodeDocument>({ address: string });
const instanceDocument = object<InstanceDocument>({
  addresses: array(string),
  version: string,
  startedAtMs: number,
});

/** Each of these throws a DecodeError. */
export const readStatus = (json: string): StatusDocument => decode(json, statusDocument);
export const readRecovery = (json: string): RecoveryDocument => decode(json, recoveryDocument);
export const readLeader = (json: string): LeaderDocument => decode(json, leaderDocument);
export const readSchema = (json: string): SchemaDocument => decode(json, schemaDocument);
export const readForgotten = (json: string): ForgottenDocument => decode(json, forgottenDocument);
export const readInstance = (json: string): InstanceDocument => decode(json, instanceDocument);
export const readNode = (json: string): NodeDocument => decode(json, nodeDocument);

/** The parsed value, or the error. */
export function attempt<T>(read: (json: string) => T, json: string): T | Error {
  try {
    return read(json);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The parsed value of an entry; undefined = the entry does not exist or cannot be read. */
export function readable<T>(
  read: (json: string) => T,
  entry: { readonly value: string } | undefined,
): T | undefined {
  const value = entry === undefined ? undefined : attempt(read, entry.value);
  return value instanceof Error ? undefined : value;
}
