/**
 * What etcd keeps, with all its old revisions: the model's storage, without time, network or leases.
 *
 * I1: one transaction that changes anything is one revision, whatever it changes; one that changes nothing is none.
 * I2: a revision can be read from the compacted one up to the newest; history for watches reaches as far back.
 * I3: keys are ordered as strings; they are ASCII, so that this is etcd's order of bytes.
 */
import {
  type KeyEvent,
  type KeyRange,
  type KeyValue,
  type Operation,
  type OperationAnswer,
  type RangeAnswer,
  type RangeRequest,
  type TxnAnswer,
  type TxnRequest,
} from "../../../../src/etcd/client/kv.ts";
import { checkTxn, failed, holds, NO_SPACE, ok, type StoreOutcome } from "./txn_rules.ts";

/** All changes of one revision, in the order in which they were made. */
export interface Revision {
  readonly revision: bigint;
  readonly events: readonly KeyEvent[];
}

/** A key as of one revision; no entry = deleted then. */
interface Version {
  readonly revision: bigint;
  readonly entry: KeyValue | undefined;
}

/** A copy that later writes do not touch. */
export interface StoreSnapshot {
  readonly revision: bigint;
  readonly compactRevision: bigint;
  readonly versions: ReadonlyMap<string, readonly Version[]>;
  readonly history: readonly Revision[];
}

export interface StoreOptions {
  readonly hasLease: (id: bigint) => boolean;
  /** Called once for each new revision, after it stands. */
  readonly onRevision: (revision: Revision) => void;
}

export class Store {
  readonly #options: StoreOptions;
  #revision = 1n;
  #compactRevision = 0n;
  #versions = new Map<string, readonly Version[]>();
  #history: Revision[] = [];
  #sorted: readonly string[] | undefined;
  /** Writes are refused (NOSPACE alarm). */
  isFull = false;
  /** So many are done all the same, and answered as refused: those that etcd let in before it knew that it is full. */
  lateWrites = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  get revision(): bigint {
    return this.#revision;
  }

  /** 0 = nothing was compacted. */
  get compactRevision(): bigint {
    return this.#compactRevision;
  }

  range(request: RangeRequest): StoreOutcome<RangeAnswer> {
    const at = request.revision ?? this.#revision;
    if (request.key === "" && !request.isPrefix) return failed("invalid", "key is not provided");
    if (at > this.#revision) return failed("future-revision", "required revision is a future revision");
    if (at < this.#compactRevision) return failed("compacted", "required revision has been compacted");
    const keys = this.#matching(request, request.fromKey ?? "");
    const found = keys.flatMap((key) => this.#entryAt(key, at) ?? []);
    const limit = request.limit ?? 0;
    const entries = limit > 0 ? found.slice(0, limit) : found;
    return ok({
      entries: request.isKeysOnly === true ? entries.map((entry) => ({ ...entry, value: "" })) : entries,
      hasMore: entries.length < found.length,
    });
  }

  txn(request: TxnRequest): StoreOutcome<TxnAnswer> {
    const wrong = checkTxn(request);
    if (wrong !== undefined) return wrong;
    const operations = [...request.then, ...request.otherwise];
    const isOverQuota = this.isFull && operations.some(({ kind }) => kind === "put");
    if (isOverQuota && this.lateWrites === 0) return NO_SPACE;
    const hasSucceeded = request.compare.every((compare) => holds(compare, this.#newest(compare.key)));
    const branch = hasSucceeded ? request.then : request.otherwise;
    for (const operation of branch) {
      const lease = operation.kind === "put" ? operation.lease ?? 0n : 0n;
      if (lease !== 0n && !this.#options.hasLease(lease)) {
        return failed("lease-not-found", "requested lease not found");
      }
    }
    const events: KeyEvent[] = [];
    const answers = branch.map((operation) => this.#apply(operation, events));
    if (events.length > 0) this.#commit(events);
    if (!isOverQuota) return ok({ hasSucceeded, answers });
    this.lateWrites -= 1;
    return NO_SPACE;
  }

  /** In one revision, however many there are: what the end of a lease does. */
  deleteAll(keys: readonly string[]): void {
    const events: KeyEvent[] = [];
    for (const key of keys) this.#apply({ kind: "delete", key, isPrefix: false }, events);
    if (events.length > 0) this.#commit(events);
  }

  compact(revision: bigint): StoreOutcome<null> {
    if (revision <= this.#compactRevision) return failed("compacted", "required revision has been compacted");
    if (revision > this.#revision) return failed("future-revision", "required revision is a future revision");
    this.#compactRevision = revision;
    this.#history = this.#history.filter((one) => one.revision >= revision);
    for (const [key, versions] of this.#versions) {
      const newest = versions.findLastIndex((version) => version.revision <= revision);
      const isGone = newest >= 0 && versions[newest]?.entry === undefined;
      const kept = versions.slice(Math.max(0, isGone ? newest + 1 : newest));
      if (kept.length > 0) this.#versions.set(key, kept);
      else this.#versions.delete(key);
    }
    this.#sorted = undefined;
    return ok(null);
  }

  /** Entries now, in order of key. */
  entries(prefix: string): readonly KeyValue[] {
    const keys = this.#matching({ key: prefix, isPrefix: true }, "");
    return keys.flatMap((key) => this.#entryAt(key, this.#revision) ?? []);
  }

  /** Revisions from that one on; those before the compacted one are not there. */
  since(revision: bigint): readonly Revision[] {
    return this.#history.filter((one) => one.revision >= revision);
  }

  snapshot(): StoreSnapshot {
    return {
      revision: this.#revision,
      compactRevision: this.#compactRevision,
      versions: new Map(this.#versions),
      history: [...this.#history],
    };
  }

  /** Becomes that snapshot; without one, as new. */
  restore(snapshot?: StoreSnapshot): void {
    this.#revision = snapshot?.revision ?? 1n;
    this.#compactRevision = snapshot?.compactRevision ?? 0n;
    this.#versions = new Map(snapshot?.versions);
    this.#history = [...snapshot?.history ?? []];
    this.#sorted = undefined;
  }

  #apply(operation: Operation, events: KeyEvent[]): OperationAnswer {
    const revision = this.#revision + 1n;
    switch (operation.kind) {
      case "put": {
        const old = this.#newest(operation.key);
        const entry = {
          key: operation.key,
          value: operation.value,
          createRevision: old?.createRevision ?? revision,
          modRevision: revision,
          version: (old?.version ?? 0n) + 1n,
          lease: operation.lease ?? 0n,
        };
        this.#push(operation.key, { revision, entry });
        events.push({ kind: "put", entry });
        return { kind: "put" };
      }
      case "delete": {
        const keys = this.#matching(operation, "").filter((key) => this.#newest(key) !== undefined);
        for (const key of keys) {
          this.#push(key, { revision, entry: undefined });
          events.push({ kind: "delete", key, revision });
        }
        return { kind: "delete", deleted: keys.length };
      }
      case "range": {
        const found = this.#matching(operation, "").flatMap((key) => this.#newest(key) ?? []);
        const limit = operation.limit ?? 0;
        return { kind: "range", entries: limit > 0 ? found.slice(0, limit) : found };
      }
    }
  }

  /** Keeps I1. */
  #commit(events: readonly KeyEvent[]): void {
    this.#revision += 1n;
    const revision = { revision: this.#revision, events };
    this.#history.push(revision);
    this.#options.onRevision(revision);
  }

  #matching(range: KeyRange, fromKey: string): readonly string[] {
    if (!range.isPrefix) return this.#versions.has(range.key) ? [range.key] : [];
    this.#sorted ??= [...this.#versions.keys()].sort();
    const first = firstFrom(this.#sorted, fromKey > range.key ? fromKey : range.key);
    let end = first;
    while (this.#sorted[end]?.startsWith(range.key) === true) end += 1;
    return this.#sorted.slice(first, end);
  }

  #push(key: string, version: Version): void {
    const versions = this.#versions.get(key);
    if (versions === undefined) this.#sorted = undefined;
    this.#versions.set(key, [...versions ?? [], version]);
  }

  /** Within a transaction: with what it has written so far. */
  #newest(key: string): KeyValue | undefined {
    return this.#versions.get(key)?.at(-1)?.entry;
  }

  #entryAt(key: string, revision: bigint): KeyValue | undefined {
    return this.#versions.get(key)?.findLast((version) => version.revision <= revision)?.entry;
  }
}

/** Index of the first of the sorted keys that is not before this one. */
function firstFrom(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
