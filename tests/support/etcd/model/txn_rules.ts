/**
 * What etcd checks of a transaction before and while it decides which branch to take; without state.
 */
import {
  type Compare,
  type KeyValue,
  MAX_TXN_OPERATIONS,
  type Operation,
  type TxnRequest,
} from "../../../../src/etcd/client/kv.ts";

/** `--max-request-bytes`, etcd's default. */
const MAX_REQUEST_BYTES = 1.5 * 1024 * 1024;

export type StoreFailureKind =
  | "compacted"
  | "future-revision"
  | "lease-not-found"
  | "no-space"
  | "too-large"
  | "invalid";

export interface StoreFailure {
  readonly kind: "failed";
  readonly failure: StoreFailureKind;
  readonly message: string;
}

export type StoreOutcome<T> = { readonly kind: "ok"; readonly value: T } | StoreFailure;

export function ok<T>(value: T): StoreOutcome<T> {
  return { kind: "ok", value };
}

export function failed(failure: StoreFailureKind, message: string): StoreFailure {
  return { kind: "failed", failure, message };
}

export const NO_SPACE = failed("no-space", "mvcc: database space exceeded");

/** Whether the condition is true of that entry; none = the key does not exist. */
export function holds(compare: Compare, entry: KeyValue | undefined): boolean {
  if (compare.target === "value") {
    // etcd: the value of a key that does not exist compares as false, whatever is asked.
    return entry !== undefined && isAsAsked(compare.result, order(entry.value, compare.value));
  }
  const actual = {
    mod: entry?.modRevision,
    create: entry?.createRevision,
    version: entry?.version,
    lease: entry?.lease,
  }[compare.target] ?? 0n;
  return isAsAsked(compare.result, order(actual, compare.value));
}

function order<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isAsAsked(result: Compare["result"], sign: number): boolean {
  return { equal: sign === 0, greater: sign > 0, less: sign < 0, "not-equal": sign !== 0 }[result];
}

/** What etcd refuses before it looks at the store. */
export function checkTxn(request: TxnRequest): StoreOutcome<never> | undefined {
  const { compare, then, otherwise } = request;
  if ([compare, then, otherwise].some(({ length }) => length > MAX_TXN_OPERATIONS)) {
    return failed("too-large", "too many operations in txn request");
  }
  const all = [...then, ...otherwise];
  if (compare.some(({ key }) => key === "") || all.some((one) => one.key === "" && !isWhole(one))) {
    return failed("invalid", "key is not provided");
  }
  for (const branch of [then, otherwise]) {
    const puts = branch.flatMap((one) => one.kind === "put" ? [one.key] : []);
    const isOverlapped = branch.some((one) =>
      one.kind === "delete" && puts.some((key) => one.isPrefix ? key.startsWith(one.key) : key === one.key)
    );
    if (new Set(puts).size < puts.length || isOverlapped) {
      return failed("invalid", "duplicate key given in txn request");
    }
  }
  const sizeBytes = all.reduce(
    (sum, one) => sum + one.key.length + (one.kind === "put" ? one.value.length : 0),
    0,
  );
  return sizeBytes > MAX_REQUEST_BYTES ? failed("too-large", "request is too large") : undefined;
}

/** A prefix that is empty: all keys. */
function isWhole(operation: Operation): boolean {
  return operation.kind !== "put" && operation.isPrefix;
}
