/**
 * The interface to etcd, with etcd's own semantics and in plain values: the seam between the logic of this folder and a client
 * library. `client.ts` implements it over the network; the tests implement it in memory and hold both to the same behaviour.
 *
 * I1: no call rejects or hangs: every failure is an outcome, and every call ends within its deadline.
 * I2: `revision` of an outcome is etcd's own (the store's), never the manager's.
 */

/** One key as etcd holds it. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Revision of the put that created it, and of the newest put. */
  readonly createRevision: bigint;
  readonly modRevision: bigint;
  /** Puts since it was created; 1 = the first. */
  readonly version: bigint;
  /** Lease that the key is attached to; 0 = none. */
  readonly lease: bigint;
}

export const ETCD_FAILURES = [
  /** No endpoint answers, or the one that did has no leader. */
  "unavailable",
  /** No answer within the deadline. */
  "timed-out",
  /** The database is full (NOSPACE alarm): reads work, writes are refused until space is freed; the write that filled it was done. */
  "no-space",
  /** User, password, certificate or role are not accepted. */
  "denied",
  /** The requested revision was compacted. */
  "compacted",
  /** The requested revision lies in the future: etcd was restored from a backup, or set up anew. */
  "future-revision",
  "lease-not-found",
  /** More operations or bytes than etcd takes at once. */
  "too-large",
  /** The request itself is wrong (a key twice in one transaction, for example): a bug here. */
  "invalid",
  /** Ended by the caller's signal, or the client is closed. */
  "cancelled",
  /** The server failed in a way that none of the other kinds describes. */
  "internal",
] as const;
export type EtcdFailureKind = typeof ETCD_FAILURES[number];

export interface EtcdFailure {
  readonly kind: EtcdFailureKind;
  /** A sentence for an operator, with the endpoint where one is known. */
  readonly message: string;
  /** Whether a write may have happened all the same; the caller must not assume that it did not. */
  readonly mayHaveHappened: boolean;
}

export type EtcdOutcome<T> =
  | {
    readonly kind: "ok";
    readonly value: T;
    /** Revision of the store that the answer is true for. */
    readonly revision: bigint;
    /** Which cluster answered; a different id than before = etcd was set up anew. */
    readonly clusterId: string;
  }
  | { readonly kind: "failed"; readonly failure: EtcdFailure };

export interface CallOptions {
  /** Longest wait for the answer, over all attempts; not set = that of the configuration. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** One key, or with `isPrefix` all that begin with it. */
export interface KeyRange {
  readonly key: string;
  readonly isPrefix: boolean;
}

export interface RangeRequest extends KeyRange {
  /** State of the store as of this revision; not set = now. */
  readonly revision?: bigint;
  /** At most that many, in order of key; not set = all. */
  readonly limit?: number;
  /** Not set = keys and values. */
  readonly isKeysOnly?: boolean;
  /** First key of the page; only with `isPrefix`. */
  readonly fromKey?: string;
}

export interface RangeAnswer {
  /** In order of key. */
  readonly entries: readonly KeyValue[];
  /** More than `limit` matched. */
  readonly hasMore: boolean;
}

/** A condition on one key. A key that does not exist has revisions, version and lease 0. */
export type Compare =
  & { readonly key: string; readonly result: "equal" | "greater" | "less" | "not-equal" }
  & (
    | { readonly target: "mod" | "create" | "version" | "lease"; readonly value: bigint }
    | { readonly target: "value"; readonly value: string }
  );

export type Operation =
  | { readonly kind: "put"; readonly key: string; readonly value: string; readonly lease?: bigint }
  | ({ readonly kind: "delete" } & KeyRange)
  | ({ readonly kind: "range"; readonly limit?: number } & KeyRange);

/** If all of `compare` hold, `then`, else `otherwise`; in one step of the store. */
export interface TxnRequest {
  readonly compare: readonly Compare[];
  readonly then: readonly Operation[];
  readonly otherwise: readonly Operation[];
}

export type OperationAnswer =
  | { readonly kind: "put" }
  | { readonly kind: "delete"; readonly deleted: number }
  | { readonly kind: "range"; readonly entries: readonly KeyValue[] };

export interface TxnAnswer {
  readonly hasSucceeded: boolean;
  /** One for each operation of the branch that was taken. */
  readonly answers: readonly OperationAnswer[];
}

/** One change of one key. */
export type KeyEvent =
  | { readonly kind: "put"; readonly entry: KeyValue }
  /** `revision` is that of the delete. */
  | { readonly kind: "delete"; readonly key: string; readonly revision: bigint };

/** One response of a watch stream, as etcd sends it. */
export interface WatchResponse {
  /**
   * `created`: the watch is established. `events`: changes, or none (a progress notification: nothing changed up to `revision`).
   * `canceled`: the watch is over; `compactRevision` above 0 means that its start revision was compacted.
   */
  readonly kind: "created" | "events" | "canceled";
  /** Of the store, from the header. */
  readonly revision: bigint;
  readonly clusterId: string;
  readonly events: readonly KeyEvent[];
  /** More events of the same revision follow in the next response. */
  readonly isFragment: boolean;
  readonly compactRevision: bigint;
  /** Why it was canceled, for the log. */
  readonly reason: string;
}

/** Called in order; must not throw. `onEnd` comes once, at the end, and nothing after it. */
export interface WatchListener {
  onResponse(response: WatchResponse): void;
  onEnd(failure: EtcdFailure): void;
}

export interface WatchRequest {
  readonly prefix: string;
  /** First revision to deliver; must be above 0. */
  readonly startRevision: bigint;
}

/** An open watch stream. It does not resume by itself: the watcher does that (`watcher.ts`). */
export interface WatchHandle {
  /** Ends it; `onEnd` follows with "cancelled" unless it has come already. Twice does nothing. */
  cancel(): void;
  /** Asks for a progress notification. */
  requestProgress(): void;
}

export interface EtcdKv {
  range(request: RangeRequest, options?: CallOptions): Promise<EtcdOutcome<RangeAnswer>>;
  /** Not repeated once it may have happened. At most 128 of each of `compare`, `then` and `otherwise`. */
  txn(request: TxnRequest, options?: CallOptions): Promise<EtcdOutcome<TxnAnswer>>;
  leaseGrant(
    ttlSeconds: number,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly id: bigint; readonly ttlSeconds: number }>>;
  /** `ttlSeconds` 0 = the lease is gone. */
  leaseKeepAlive(
    id: bigint,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly ttlSeconds: number }>>;
  leaseRevoke(id: bigint, options?: CallOptions): Promise<EtcdOutcome<Record<never, never>>>;
  openWatch(request: WatchRequest, listener: WatchListener): WatchHandle;
}

/** Operations and compares that one transaction may have (etcd's own default, `--max-txn-ops`). */
export const MAX_TXN_OPERATIONS = 128;

/** Holds while the key was last written at that revision; 0n = it does not exist. */
export function unchanged(key: string, modRevision: bigint): Compare {
  return { key, target: "mod", result: "equal", value: modRevision };
}

/** Reads one key. */
export function readKey(key: string): Operation {
  return { kind: "range", key, isPrefix: false };
}

/** The results of `readKey` operations: an entry or none for each. */
export function foundEntries({ answers }: TxnAnswer): readonly (KeyValue | undefined)[] {
  return answers.map((answer) => answer.kind === "range" ? answer.entries[0] : undefined);
}
