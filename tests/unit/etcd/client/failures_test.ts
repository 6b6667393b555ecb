// The classification of a status and a message from the wire. The messages are those of etcd 3.4 to 3.6 and of grpc-js 1.14.
import assert from "node:assert/strict";
import {
  cancelled,
  EtcdError,
  notInTime,
  notUnderstood,
  problemOf,
  type Remedy,
} from "../../../../src/etcd/client/failures.ts";
import type { EtcdFailureKind } from "../../../../src/etcd/client/kv.ts";

type Row = readonly [
  code: number,
  details: string,
  kind: EtcdFailureKind,
  happened: "no" | "maybe",
  remedy: Remedy,
];

const ROWS: readonly Row[] = [
  [8, "etcdserver: mvcc: database space exceeded", "no-space", "maybe", "none"],
  [11, "etcdserver: mvcc: required revision has been compacted", "compacted", "no", "none"],
  [11, "etcdserver: mvcc: required revision is a future revision", "future-revision", "no", "none"],
  [5, "etcdserver: requested lease not found", "lease-not-found", "no", "none"],
  [3, "etcdserver: request is too large", "too-large", "no", "none"],
  [3, "etcdserver: too many operations in txn request", "too-large", "no", "none"],
  [8, "grpc: received message larger than max (3000020 vs. 2097152)", "too-large", "no", "none"],
  [8, "Attempted to send message with a size larger than 4194304", "too-large", "no", "none"],
  [8, "Received message larger than max (70000000 vs. 67108864)", "too-large", "maybe", "none"],
  [3, "etcdserver: duplicate key given in txn request", "invalid", "no", "none"],
  [3, "etcdserver: key is not provided", "invalid", "no", "none"],
  [11, "etcdserver: too large lease TTL", "invalid", "no", "none"],
  [9, "etcdserver: lease already exists", "invalid", "no", "none"],
  [12, "unknown method Status for service", "invalid", "no", "none"],
  [16, "etcdserver: invalid auth token", "denied", "no", "new-token"],
  [3, "etcdserver: revision of auth store is old", "denied", "no", "new-token"],
  [3, "etcdserver: user name is empty", "denied", "no", "new-token"],
  [3, "etcdserver: authentication failed, invalid user ID or password", "denied", "no", "none"],
  [7, "etcdserver: permission denied", "denied", "no", "none"],
  [9, "etcdserver: authentication is not enabled", "denied", "no", "none"],
  [9, "etcdserver: user name not found", "denied", "no", "none"],
  [14, "etcdserver: no leader", "unavailable", "no", "other-endpoint"],
  [9, "etcdserver: not leader", "unavailable", "no", "other-endpoint"],
  [8, "etcdserver: too many requests", "unavailable", "no", "other-endpoint"],
  [14, "etcdserver: rpc not supported for learner", "unavailable", "no", "other-endpoint"],
  [14, "etcdserver: request timed out", "unavailable", "maybe", "other-endpoint"],
  [
    14,
    "etcdserver: request timed out, possibly due to previous leader failure",
    "unavailable",
    "maybe",
    "other-endpoint",
  ],
  [14, "etcdserver: leader changed", "unavailable", "maybe", "other-endpoint"],
  [14, "etcdserver: server stopped", "unavailable", "maybe", "other-endpoint"],
  [15, "etcdserver: corrupt cluster", "internal", "maybe", "other-endpoint"],
  [2, "context deadline exceeded", "unavailable", "maybe", "other-endpoint"],
  [
    14,
    "No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2379. Resolution note: ",
    "unavailable",
    "no",
    "other-endpoint",
  ],
  [
    14,
    "No connection established. Last error: invalid peer certificate: UnknownIssuer. Resolution note: ",
    "denied",
    "no",
    "other-endpoint",
  ],
  [14, "Name resolution failed for target dns:etcd.invalid:2379", "unavailable", "no", "other-endpoint"],
  [14, "Stream refused by server", "unavailable", "no", "other-endpoint"],
  [14, "Connection dropped", "unavailable", "maybe", "other-endpoint"],
  [13, "Received RST_STREAM with code 2 (Internal server error)", "unavailable", "maybe", "other-endpoint"],
  [1, "the server went away", "unavailable", "maybe", "other-endpoint"],
  [4, "Deadline exceeded after 1.000s,remote_addr=127.0.0.1:2379", "timed-out", "maybe", "other-endpoint"],
  [16, "who are you", "denied", "no", "new-token"],
  [2, "what nobody has seen yet", "internal", "maybe", "none"],
  [99, "not even a status", "internal", "maybe", "none"],
];

for (const [code, details, kind, happened, remedy] of ROWS) {
  Deno.test(`problemOf() takes ${code} "${details}" for ${kind}`, () => {
    const problem = problemOf({ code, details }, "Cannot read etcd at a:1");
    assert.deepEqual(problem, {
      failure: {
        kind,
        message: `Cannot read etcd at a:1: ${details}`,
        mayHaveHappened: happened === "maybe",
      },
      remedy,
    });
  });
}

Deno.test("a cancelled call says whether it may have happened", () => {
  assert.equal(cancelled("Cannot read", true).failure.mayHaveHappened, true);
  assert.equal(cancelled("Cannot read", false).failure.kind, "cancelled");
});

Deno.test("a call that was never sent cannot have happened, and may be retried at another endpoint", () => {
  assert.deepEqual(notInTime("Cannot read", "no connection in time"), {
    failure: {
      kind: "timed-out",
      message: "Cannot read: no connection in time",
      mayHaveHappened: false,
    },
    remedy: "other-endpoint",
  });
});

Deno.test("an answer that violates the protocol may belong to a write that happened", () => {
  const { failure } = notUnderstood(new TypeError("no header"), "Cannot read");
  assert.deepEqual([failure.kind, failure.mayHaveHappened], ["internal", true]);
  assert.match(failure.message, /no header/);
});

Deno.test("an EtcdError carries the failure and its message", () => {
  const { failure } = problemOf({ code: 14, details: "etcdserver: no leader" }, "Cannot read");
  const error = new EtcdError(failure);
  assert.equal(error.failure, failure);
  assert.equal(error.message, "Cannot read: etcdserver: no leader");
});
