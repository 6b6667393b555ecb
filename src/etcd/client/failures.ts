/**
 * Classifies errors of etcd, of gRPC and of the connection: one table from what is on the wire to EtcdFailureKind.
 *
 * Etcd's own messages (api/v3/v3rpc/rpctypes/error.go) are matched first, because etcd uses one status for many conditions; then
 * those of the gRPC library; then the bare status.
 *
 * I1: `mayHaveHappened` is false only for a request that is known to be refused before it was proposed; in doubt it is true.
 */
import { messageOf } from "../../kit/errors.ts";
import type { EtcdFailure, EtcdFailureKind } from "./kv.ts";

/** A failed call as it came from the wire. */
export interface RpcError {
  /** gRPC status. */
  readonly code: number;
  /** The message that came with it. */
  readonly details: string;
}

/** What may help: another endpoint, a new authentication token, or nothing that the client can do. */
export type Remedy = "other-endpoint" | "new-token" | "none";

export interface Problem {
  readonly failure: EtcdFailure;
  readonly remedy: Remedy;
}

/** How an attempt ended. */
export type Reply<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "failed"; readonly problem: Problem };

/** A call to etcd failed. Thrown by the calls that answer with a plain value. */
export class EtcdError extends Error {
  override readonly name = "EtcdError";
  readonly failure: EtcdFailure;

  constructor(failure: EtcdFailure, options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.failure = failure;
  }
}

interface Row {
  readonly kind: EtcdFailureKind;
  readonly mayHaveHappened: boolean;
  readonly remedy: Remedy;
}

const REFUSED: Omit<Row, "kind"> = { mayHaveHappened: false, remedy: "none" };
const ELSEWHERE: Row = { kind: "unavailable", mayHaveHappened: false, remedy: "other-endpoint" };
const LOST: Row = { kind: "unavailable", mayHaveHappened: true, remedy: "other-endpoint" };
const TOKEN: Row = { kind: "denied", mayHaveHappened: false, remedy: "new-token" };
const DENIED: Row = { kind: "denied", ...REFUSED };
const TOO_LARGE: Row = { kind: "too-large", ...REFUSED };
const INVALID: Row = { kind: "invalid", ...REFUSED };
const UNCLEAR: Row = { kind: "internal", mayHaveHappened: true, remedy: "none" };

/** The first pattern that matches the message decides. */
const SENTENCES: readonly (readonly [RegExp, Row])[] = [
  // Etcd answers so to writes that it refuses, and also to the write it did apply that made it full (apply.go, quotaApplierV3).
  [/database space exceeded/, { kind: "no-space", mayHaveHappened: true, remedy: "none" }],
  [/required revision has been compacted/, { kind: "compacted", ...REFUSED }],
  [/required revision is a future revision/, { kind: "future-revision", ...REFUSED }],
  [/requested lease not found|lease not found/, { kind: "lease-not-found", ...REFUSED }],
  [/etcdserver: request is too large|too many operations in txn/, TOO_LARGE],
  // The server could not receive the request, or this side did not send it.
  [/grpc: received message larger than max|Attempted to send message with a size larger/, TOO_LARGE],
  // This side could not receive the answer.
  [/Received message larger than max/, { kind: "too-large", mayHaveHappened: true, remedy: "none" }],
  [/invalid auth token|revision of auth store is old|user name is empty/, TOKEN],
  [/authentication failed|authentication is not enabled|permission denied|permission not given/, DENIED],
  [/user name not found|auth: /, DENIED],
  [/etcdserver: (?:too many requests|no leader|not leader|not capable|rpc not supported)/, ELSEWHERE],
  [/etcdserver: (?:request timed out|leader changed|server stopped|unhealthy cluster)/, LOST],
  [/etcdserver: corrupt cluster/, { ...UNCLEAR, remedy: "other-endpoint" }],
  [/context canceled|context deadline exceeded/, LOST],
  // No connection was established because one side does not accept the other's certificate.
  [
    /No connection established.*(?:certificate|self.signed|alert|handshake|altname|UnknownIssuer|SSL)/i,
    { ...DENIED, remedy: "other-endpoint" },
  ],
  [/No connection established|Name resolution failed|Channel closed before call started/, ELSEWHERE],
  [/Stream refused by server|Failed to start HTTP\/2 stream/, ELSEWHERE],
  [/Received RST_STREAM|Connection dropped/, LOST],
];

/** By number: https://grpc.io/docs/guides/status-codes/. A code that is not listed is UNCLEAR. */
const CODES: ReadonlyMap<number, Row> = new Map([
  // Cancelled, but not by this side: the server is going away.
  [1, LOST],
  [3, INVALID],
  [4, { kind: "timed-out", mayHaveHappened: true, remedy: "other-endpoint" }],
  [5, INVALID],
  [6, INVALID],
  [7, DENIED],
  [8, LOST],
  [9, INVALID],
  [11, INVALID],
  [12, INVALID],
  [14, LOST],
  [16, TOKEN],
]);

/** `what` begins the message: "Cannot read etcd at 127.0.0.1:2379". */
export function problemOf(error: RpcError, what: string): Problem {
  const row = SENTENCES.find(([pattern]) => pattern.test(error.details))?.[1] ?? CODES.get(error.code) ??
    UNCLEAR;
  const { kind, mayHaveHappened, remedy } = row;
  return { failure: { kind, message: `${what}: ${error.details}`, mayHaveHappened }, remedy };
}

/** Ended by the caller, or by the end of the client. */
export function cancelled(what: string, mayHaveHappened: boolean): Problem {
  return { failure: { kind: "cancelled", message: `${what}: cancelled`, mayHaveHappened }, remedy: "none" };
}

/** The time ran out before anything was sent. */
export function notInTime(what: string, missing: string): Problem {
  return {
    failure: { kind: "timed-out", message: `${what}: ${missing}`, mayHaveHappened: false },
    remedy: "other-endpoint",
  };
}

/** An answer that violates etcd's protocol. */
export function notUnderstood(error: unknown, what: string): Problem {
  const message = `${what}: the answer is not understood: ${messageOf(error)}`;
  return { failure: { kind: "internal", message, mayHaveHappened: true }, remedy: "none" };
}

export function failed(problem: Problem): { readonly kind: "failed"; readonly problem: Problem } {
  return { kind: "failed", problem };
}

/** The same problem for a call that changes nothing, or for a step before the call. */
export function withoutEffect(problem: Problem): Problem {
  return { ...problem, failure: { ...problem.failure, mayHaveHappened: false } };
}
