/**
 * The next transaction to etcd: as many changes as fit, in order. Pure.
 *
 * I1: a service's state and the events that explain it go in one transaction; where a service has more events than fit, the state
 *     goes with the first of them and the rest follows in the next transaction.
 * I2: the transaction is guarded by the leader key, and by the revision of spec and status of every service that is written or
 *     deleted, so that no status is written beside a spec that was not processed; no other component writes the remaining keys.
 * I3: no key twice, at most 128 operations and compares, and a bounded size.
 * I4: an unchanged value is not written again.
 * I5: what was committed together is written together, where one transaction can hold it: whoever takes over has all of it or nothing.
 * I6: an event that is never written is announced: up to its revision, others do not have everything.
 */
import { isSameValue } from "../../kit/same_value.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import {
  writeEvent,
  writeForgotten,
  writeRecovery,
  writeSchema,
  writeSpec,
  writeStatus,
} from "./documents.ts";
import type { Keys } from "./keys.ts";
import {
  type Compare,
  MAX_TXN_OPERATIONS,
  type Operation,
  readKey,
  type TxnRequest,
  unchanged,
} from "../client/kv.ts";
import { isThere, NO_REPLICA, type Replica } from "./replica.ts";

/** One event of a service; without an event only its state has to be written. */
export interface Unit {
  readonly id: ResourceId;
  readonly event?: StateEvent;
  /** Units of one commit of several services have the same number (I5). */
  readonly group?: bigint;
}

export interface BatchContext {
  readonly keys: Keys;
  readonly guard: Compare;
  readonly term: bigint;
  readonly ringSize: number;
  /** Upper bound of the size, characters. */
  readonly maxSize: number;
  /** Upper bound of the operations, at most 128. */
  readonly maxOperations: number;
  /** Events up to here are not written, as far as that is not in etcd yet; 0 = none. */
  readonly skippedUpTo: bigint;
  /** The replication cursor once the first `taken` units are written; undefined = it does not change. */
  readonly cursorAfter: (taken: number) => bigint | undefined;
  readonly record: (id: ResourceId) => ServiceRecord | undefined;
  readonly replica: (id: ResourceId) => Replica | undefined;
}

/** One service in the transaction. */
interface Draft {
  readonly id: ResourceId;
  readonly record: ServiceRecord | undefined;
  readonly replica: Replica;
  readonly due: Due;
  readonly events: StateEvent[];
}

/** What has to be written of a service besides its status; everything for a service that ended. */
interface Due {
  readonly isSpecDue: boolean;
  readonly isRecoveryDue: boolean;
  /** Upper bounds for its state, without its events. */
  readonly operations: number;
  readonly compares: number;
}

export interface Batch {
  readonly request: TxnRequest;
  /** How many of the given units the transaction covers, from the first on. */
  readonly taken: number;
  readonly ids: readonly ResourceId[];
  readonly cursor: bigint | undefined;
  /** Up to here it says that events are left out; 0 = it leaves out none. */
  readonly skipped: bigint;
  /** What etcd holds after the transaction, given its revision. */
  readonly replicas: (revision: bigint) => ReadonlyMap<ResourceId, Replica>;
}

/** The key of the replication cursor (`meta/schema`), and that of the events that are left out (`meta/skipped`). */
const FIXED = 2;
/** The leader guard and the schema guard (replicator.ts I4). */
const FIXED_COMPARES = 2;
/** Size estimate of a state as JSON without its configuration, for the bound only. */
const STATE_SIZE = 3_000;

/** Undefined = there is nothing to write. Covers at least one unit, however large it is. */
export function planBatch(units: readonly Unit[], context: BatchContext): Batch | undefined {
  const batch = planGreedily(units, context);
  if (batch === undefined) return undefined;
  // I5
  const cut = units[batch.taken]?.group;
  if (cut === undefined) return batch;
  const first = units.findIndex(({ group }) => group === cut);
  return first === 0 || first >= batch.taken ? batch : planGreedily(units.slice(0, first), context);
}

function planGreedily(units: readonly Unit[], context: BatchContext): Batch | undefined {
  const drafts = new Map<ResourceId, Draft>();
  let operations = FIXED;
  let compares = FIXED_COMPARES;
  let size = 0;
  let taken = 0;
  for (const { id, event } of units) {
    const known = drafts.get(id);
    const draft = known ?? newDraft(id, context);
    const isKnownEvent = event !== undefined && event.revision <= draft.replica.ring.revision;
    const unitSize = (known === undefined ? sizeOf(draft.record) : 0) + (event === undefined ? 0 : 600);
    const more = (known === undefined ? draft.due.operations : 0) + (event === undefined ? 0 : 1);
    const moreCompares = known === undefined ? draft.due.compares : 0;
    const isFull = operations + more > context.maxOperations || size + unitSize > context.maxSize ||
      compares + moreCompares > MAX_TXN_OPERATIONS;
    if (isFull && taken > 0) break;
    taken += 1;
    if (event !== undefined && !isKnownEvent) draft.events.push(event);
    drafts.set(id, draft);
    operations += more;
    compares += moreCompares;
    size += unitSize;
  }
  if (taken === 0) return undefined;
  return assemble([...drafts.values()], {
    context,
    taken,
    cursor: context.cursorAfter(taken),
  });
}

function newDraft(id: ResourceId, context: BatchContext): Draft {
  const record = context.record(id);
  const replica = context.replica(id) ?? NO_REPLICA;
  return { id, record, replica, due: dueOf(record, replica), events: [] };
}

/** Counts the operations exactly: most changes are of a status alone, and then twice as many services fit. */
function dueOf(record: ServiceRecord | undefined, replica: Replica): Due {
  if (record === undefined) return { isSpecDue: true, isRecoveryDue: true, operations: 3, compares: 2 };
  const { written } = replica;
  const isSpecDue = replica.specKey === "outdated" ||
    (written === undefined ? replica.specKey !== "refused" : !isSameDesiredState(written, record));
  // A plan that was read without the spec that it was made for is no part of what was written, but its key is there.
  const isKeyWrong =
    (replica.recoveryMod !== 0n) !== (record.recovery !== undefined || record.plan !== undefined);
  const isRecoveryDue = written === undefined || written.recovery !== record.recovery ||
    written.plan !== record.plan || isKeyWrong;
  const operations = 1 + (isSpecDue ? 1 : 0) + (isRecoveryDue ? 1 : 0);
  return { isSpecDue, isRecoveryDue, operations, compares: 2 };
}

function sizeOf(record: ServiceRecord | undefined): number {
  if (record === undefined) return 0;
  const { config } = record.service.spec;
  let size = STATE_SIZE;
  for (const key in config) {
    if (Object.hasOwn(config, key)) size += 3 * (key.length + (config[key] ?? "").length);
  }
  return size;
}

function assemble(
  drafts: readonly Draft[],
  { context, taken, cursor }: {
    readonly context: BatchContext;
    readonly taken: number;
    readonly cursor: bigint | undefined;
  },
): Batch {
  const { keys, guard, term } = context;
  const compare: Compare[] = [guard];
  const then: Operation[] = [];
  if (cursor !== undefined) {
    then.push({ kind: "put", key: keys.schema, value: writeSchema({ term, revision: cursor }) });
  }
  const skipped = skippedIn(drafts, context);
  // Who follows has to know that these do not come any more (I6).
  if (skipped > 0n) {
    then.push({ kind: "put", key: keys.skipped, value: writeForgotten({ revision: skipped }) });
  }
  const written = drafts.map((draft) => {
    const step = draft.record === undefined ? removal(draft, context) : update(draft, draft.record, context);
    compare.push(...step.compare);
    then.push(...step.operations, ...eventPuts(draft, context));
    return [draft.id, step.replica] as const;
  });
  const ids = drafts.map(({ id }) => id);
  return {
    // On a conflict: whether this instance is still the leader.
    request: { compare, then, otherwise: [readKey(keys.leader)] },
    taken,
    ids,
    ...{ cursor, skipped },
    replicas: (revision) => new Map(written.map(([id, replica]) => [id, replica(revision)])),
  };
}

interface Step {
  readonly compare: readonly Compare[];
  readonly operations: readonly Operation[];
  readonly replica: (revision: bigint) => Replica;
}

function update({ id, replica, due, events }: Draft, record: ServiceRecord, { keys }: BatchContext): Step {
  const ring = ringAfter(replica, events);
  const { isSpecDue, isRecoveryDue } = due;
  const isStatusDue = replica.written !== record || events.length > 0 || replica.statusMod === 0n;
  const operations: Operation[] = [];
  const compare: Compare[] = [];
  if (isSpecDue) operations.push({ kind: "put", key: keys.spec(id), value: writeSpec(record) });
  if (isSpecDue || isStatusDue) compare.push(unchanged(keys.spec(id), replica.specMod));
  if (isStatusDue) {
    const isSpecElsewhere = replica.specKey === "refused" && !isSpecDue;
    operations.push({ kind: "put", key: keys.status(id), value: writeStatus(record, ring, isSpecElsewhere) });
    compare.push(unchanged(keys.status(id), replica.statusMod));
  }
  const recovery = isRecoveryDue ? writeRecovery(record) : undefined;
  // A status that is not known may be of an own write that etcd refused and did all the same, with a plan that is over since.
  const mayHaveRecovery = replica.recoveryMod !== 0n ||
    (replica.written === undefined && replica.statusMod !== 0n);
  const isRecoveryGone = isRecoveryDue && recovery === undefined && mayHaveRecovery;
  if (recovery !== undefined) operations.push({ kind: "put", key: keys.recovery(id), value: recovery });
  if (isRecoveryGone) operations.push({ kind: "delete", key: keys.recovery(id), isPrefix: false });
  return {
    compare,
    operations,
    replica: (revision) => ({
      specMod: isSpecDue ? revision : replica.specMod,
      statusMod: isStatusDue ? revision : replica.statusMod,
      recoveryMod: recovery !== undefined ? revision : isRecoveryGone ? 0n : replica.recoveryMod,
      ring,
      written: record,
      specKey: isSpecDue ? "in-force" : replica.specKey,
    }),
  };
}

/**
 * Deletes the keys of a service that ended; its events stay until their ring is deleted. Keys that exist come first, because the
 * first key is read to find out whether a transaction with a lost answer was applied.
 */
function removal({ id, replica, events }: Draft, { keys }: BatchContext): Step {
  const gone: Replica = { ...NO_REPLICA, ring: ringAfter(replica, events) };
  const { specMod, statusMod, recoveryMod, specKey } = replica;
  if (!isThere(replica)) return { compare: [], operations: [], replica: () => gone };
  // A refused spec of a service that never existed: it stays for its author to see.
  if (specKey === "refused" && statusMod === 0n && recoveryMod === 0n) {
    return { compare: [], operations: [], replica: () => ({ ...gone, specMod, specKey }) };
  }
  const all = [
    { key: keys.spec(id), isThere: specMod !== 0n },
    { key: keys.status(id), isThere: statusMod !== 0n },
    { key: keys.recovery(id), isThere: recoveryMod !== 0n },
  ];
  return {
    compare: [unchanged(keys.spec(id), specMod), unchanged(keys.status(id), statusMod)],
    operations: [...all.filter((one) => one.isThere), ...all.filter((one) => !one.isThere)]
      .map(({ key }): Operation => ({ kind: "delete", key, isPrefix: false })),
    replica: () => gone,
  };
}

/** Where a ring wraps around within one transaction, the events that would be overwritten are left out (I3). */
function eventPuts({ id, replica, events }: Draft, { keys, ringSize }: BatchContext): readonly Operation[] {
  const first = Math.max(0, events.length - ringSize);
  return events.slice(first).map((event, index): Operation => ({
    kind: "put",
    key: keys.event(id, (replica.ring.sequence + first + index) % ringSize),
    value: writeEvent(event),
  }));
}

/** I6. */
function skippedIn(drafts: readonly Draft[], { ringSize, skippedUpTo }: BatchContext): bigint {
  return drafts.reduce((newest, { events }) => {
    const last = events[events.length - ringSize - 1]?.revision ?? 0n;
    return last > newest ? last : newest;
  }, skippedUpTo);
}

function ringAfter({ ring }: Replica, events: readonly StateEvent[]): Replica["ring"] {
  const newest = events.at(-1);
  return newest === undefined ? ring : { sequence: ring.sequence + events.length, revision: newest.revision };
}

/** A new generation is always written with its spec, even when an external spec reads the same: a follower reads both together. */
function isSameDesiredState(a: ServiceRecord, b: ServiceRecord): boolean {
  const [one, other] = [a.service, b.service];
  return one.metadata.generation === other.metadata.generation && isSameValue(one.spec, other.spec) &&
    isSameValue(one.metadata.labels, other.metadata.labels);
}
