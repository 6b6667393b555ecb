/**
 * Converts between the plain values of `kv.ts` and the messages of etcd's protocol as etcd3 has them: bytes are Buffers, 64-bit
 * numbers are decimal text. Keys and values are UTF-8 text.
 */
import { Buffer } from "node:buffer";
import { assertNever } from "../../kit/errors.ts";
import type {
  Compare,
  KeyEvent,
  KeyRange,
  KeyValue,
  Operation,
  OperationAnswer,
  RangeAnswer,
  RangeRequest,
  TxnAnswer,
  TxnRequest,
  WatchRequest,
  WatchResponse,
} from "./kv.ts";
import type {
  ICompare,
  IEvent,
  IKeyValue,
  IRangeRequest,
  IRangeResponse,
  IRequestOp,
  IResponseOp,
  ITxnRequest,
  ITxnResponse,
  IWatchRequest,
  IWatchResponse,
} from "./library.ts";

/** As `range_end`: to the end of all keys; as `key` and `range_end`: all keys. */
const ZERO = Buffer.from([0]);

const RESULTS = {
  equal: "Equal",
  greater: "Greater",
  less: "Less",
  "not-equal": "NotEqual",
} as const satisfies Record<Compare["result"], ICompare["result"]>;

/** The first key after all that begin with `prefix`: its last byte below 0xff is incremented, and what follows is dropped. */
export function prefixEnd(prefix: string): Buffer {
  const bytes = Buffer.from(prefix);
  for (let index = bytes.length - 1; index >= 0; index--) {
    const byte = bytes[index];
    if (byte !== undefined && byte < 0xff) {
      const end = Buffer.from(bytes.subarray(0, index + 1));
      end[index] = byte + 1;
      return end;
    }
  }
  return ZERO;
}

function boundsOf(range: KeyRange, fromKey?: string): { readonly key: Buffer; readonly range_end?: Buffer } {
  if (!range.isPrefix) return { key: Buffer.from(range.key) };
  const start = fromKey ?? range.key;
  return { key: start === "" ? ZERO : Buffer.from(start), range_end: prefixEnd(range.key) };
}

export function rangeToWire(request: RangeRequest): IRangeRequest {
  return {
    ...boundsOf(request, request.fromKey),
    revision: String(request.revision ?? 0n),
    limit: String(request.limit ?? 0),
    keys_only: request.isKeysOnly ?? false,
  };
}

export function rangeFromWire(response: IRangeResponse): RangeAnswer {
  return { entries: response.kvs.map(entryFromWire), hasMore: response.more };
}

export function txnToWire(request: TxnRequest): ITxnRequest {
  return {
    compare: request.compare.map(compareToWire),
    success: request.then.map(operationToWire),
    failure: request.otherwise.map(operationToWire),
  };
}

export function txnFromWire(response: ITxnResponse): TxnAnswer {
  return { hasSucceeded: response.succeeded, answers: response.responses.map(answerFromWire) };
}

function compareToWire(compare: Compare): ICompare {
  const head = { key: Buffer.from(compare.key), result: RESULTS[compare.result] };
  switch (compare.target) {
    case "mod":
      return { ...head, target: "Mod", mod_revision: String(compare.value) };
    case "create":
      return { ...head, target: "Create", create_revision: String(compare.value) };
    case "version":
      return { ...head, target: "Version", version: String(compare.value) };
    case "lease":
      return { ...head, target: "Lease", lease: String(compare.value) };
    case "value":
      return { ...head, target: "Value", value: Buffer.from(compare.value) };
    default:
      return assertNever(compare);
  }
}

function operationToWire(operation: Operation): IRequestOp {
  switch (operation.kind) {
    case "put":
      return {
        request_put: {
          key: Buffer.from(operation.key),
          value: Buffer.from(operation.value),
          lease: String(operation.lease ?? 0n),
        },
      };
    case "delete":
      return { request_delete_range: boundsOf(operation) };
    case "range":
      return { request_range: { ...boundsOf(operation), limit: String(operation.limit ?? 0) } };
    default:
      return assertNever(operation);
  }
}

/** The types of etcd3 declare all members as present; on the wire exactly one is. */
function answerFromWire(response: Partial<IResponseOp>): OperationAnswer {
  if (response.response_range !== undefined) {
    return { kind: "range", entries: response.response_range.kvs.map(entryFromWire) };
  }
  if (response.response_delete_range !== undefined) {
    return { kind: "delete", deleted: Number(response.response_delete_range.deleted) };
  }
  return { kind: "put" };
}

function entryFromWire(entry: IKeyValue): KeyValue {
  return {
    key: entry.key.toString(),
    value: entry.value.toString(),
    createRevision: BigInt(entry.create_revision),
    modRevision: BigInt(entry.mod_revision),
    version: BigInt(entry.version),
    lease: BigInt(entry.lease),
  };
}

export function watchToWire(request: WatchRequest): IWatchRequest {
  return {
    create_request: {
      ...boundsOf({ key: request.prefix, isPrefix: true }),
      start_revision: String(request.startRevision),
      progress_notify: true,
      fragment: true,
    },
  };
}

/** A watch that is refused arrives as created and canceled in one response. */
export function watchFromWire(response: IWatchResponse): WatchResponse {
  return {
    kind: response.canceled ? "canceled" : response.created ? "created" : "events",
    revision: BigInt(response.header.revision),
    clusterId: response.header.cluster_id,
    events: response.events.map(eventFromWire),
    isFragment: response.fragment,
    compactRevision: BigInt(response.compact_revision),
    reason: response.cancel_reason,
  };
}

function eventFromWire(event: IEvent): KeyEvent {
  if (event.type === "Delete") {
    return { kind: "delete", key: event.kv.key.toString(), revision: BigInt(event.kv.mod_revision) };
  }
  return { kind: "put", entry: entryFromWire(event.kv) };
}
