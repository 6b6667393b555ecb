/** Statuses of failures, and errors of peers. */
import { Metadata, type ServiceError, status as Status } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { NEVER_HEARD } from "../../../src/state/fence.ts";
import { type Failure, invalid, StateManagerError } from "../../../src/kit/errors.ts";
import {
  CallError,
  callErrorOf,
  replyOfError,
  replyOfFailure,
  STATUS_OF_FAILURE,
  type StatusReply,
  violationsOf,
} from "../../../src/grpc/status.ts";

/** The reply as the peer's grpc-js hands it to the caller. */
function received({ code, details, metadata = new Metadata() }: StatusReply): ServiceError {
  return Object.assign(new Error(`${code}: ${details}`), { code, details, metadata });
}

const FAILURES: readonly (readonly [Failure, Status])[] = [
  [{ kind: "invalid", field: "spec.replicas", problem: "bad", accepted: "good" }, Status.INVALID_ARGUMENT],
  [{ kind: "not-found", what: "a/b" }, Status.NOT_FOUND],
  [{ kind: "illegal-transition", what: "a/b", reason: "no" }, Status.FAILED_PRECONDITION],
  [{ kind: "not-possible", what: "a/b on node front", reason: "no" }, Status.FAILED_PRECONDITION],
  [{ kind: "stale-term", what: "node a", term: 3n, highest: 7n, heardMsAgo: 12 }, Status.FAILED_PRECONDITION],
  [{ kind: "stale", what: "a/b", got: 1n, current: 2n }, Status.ABORTED],
  [{ kind: "limit", what: "services", limit: 3, setting: "limits.services" }, Status.RESOURCE_EXHAUSTED],
  [{ kind: "not-ready", why: "starting" }, Status.UNAVAILABLE],
  [{ kind: "cancelled", why: "closing" }, Status.CANCELLED],
];

Deno.test("every kind of failure has its status and its message", () => {
  assert.deepEqual(FAILURES.map(([{ kind }]) => kind).sort(), Object.keys(STATUS_OF_FAILURE).sort());
  for (const [failure, code] of FAILURES) {
    const reply = replyOfFailure(failure);
    assert.equal(reply.code, code);
    assert.equal(reply.details, new StateManagerError(failure).message);
    assert.equal(reply.metadata !== undefined, failure.kind === "invalid" || failure.kind === "stale-term");
  }
});

Deno.test("the field of an invalid request is read back from the details", () => {
  const { reply } = replyOfError(invalid("spec.replicas", "1001 is out of range", "0 to 1000"));
  const error = callErrorOf(received(reply), "Cannot update a/b");
  assert.equal(error.message, "Cannot update a/b: spec.replicas: 1001 is out of range; accepted: 0 to 1000");
  assert.equal(error.kind, "rejected");
  assert.deepEqual(error.violations, [{
    field: "spec.replicas",
    description: "1001 is out of range; accepted: 0 to 1000",
  }]);
});

Deno.test("a stale term is read back from the details: the highest term, and when its holder was heard", () => {
  const told = (heardMsAgo: number) => {
    const failure: Failure = { kind: "stale-term", what: "node a", term: 3n, highest: 7n, heardMsAgo };
    return callErrorOf(received(replyOfFailure(failure)), "Cannot follow node a").staleTerm;
  };
  assert.deepEqual(told(12.4), { highest: 7n, heardMsAgo: 12 });
  assert.deepEqual(told(Infinity), { highest: 7n, heardMsAgo: NEVER_HEARD });
});

Deno.test("a refusal of a term without details is known by its sentence, and any other one is not taken for it", () => {
  const of = (code: Status, details: string) => callErrorOf(received({ code, details }), "x").staleTerm;
  const { FAILED_PRECONDITION, INVALID_ARGUMENT } = Status;
  assert.deepEqual(of(FAILED_PRECONDITION, "term 3 is stale, 7 has been seen: another State Manager leads"), {
    highest: 7n,
  });
  assert.deepEqual(of(FAILED_PRECONDITION, "stale leader term"), {});
  assert.deepEqual(of(FAILED_PRECONDITION, `term 3 is stale, ${"9".repeat(20)} has been seen`), {});
  assert.equal(of(FAILED_PRECONDITION, "the service is terminating"), undefined);
  assert.equal(of(INVALID_ARGUMENT, "term 3 is stale, 7 has been seen"), undefined);
  const garbage = new Metadata();
  garbage.set("grpc-status-details-bin", Buffer.from([1, 2, 3, 255]));
  const error = received({ code: FAILED_PRECONDITION, details: "busy", metadata: garbage });
  assert.equal(callErrorOf(error, "x").staleTerm, undefined);
});

Deno.test("a trailer stays small whatever the message", () => {
  const reply = replyOfFailure({
    kind: "invalid",
    field: "ä".repeat(9_000),
    problem: "x".repeat(9_000),
    accepted: "y",
  });
  const [bytes] = reply.metadata?.get("grpc-status-details-bin") ?? [];
  assert.ok(bytes instanceof Uint8Array && bytes.length < 8_000);
  assert.ok(reply.details.length < 2_100);
});

Deno.test("an error that is no StateManagerError reveals nothing to the peer", () => {
  const { reply, isExpected } = replyOfError(new Error("the password is 1234"));
  assert.deepEqual(reply, { code: Status.INTERNAL, details: "internal error" });
  assert.equal(isExpected, false);
});

Deno.test("invalid details are left out", () => {
  const metadata = new Metadata();
  assert.deepEqual(violationsOf(undefined), []);
  assert.deepEqual(violationsOf(metadata), []);
  metadata.set("grpc-status-details-bin", Buffer.from([0xff, 0xff, 0xff]));
  assert.deepEqual(violationsOf(metadata), []);
});

Deno.test("fields that the peer's text does not name are added to it", () => {
  const { reply } = replyOfError(invalid("spec.replicas", "bad", "good"));
  const error = callErrorOf(received({ ...reply, details: "invalid request" }), "Cannot apply");
  assert.equal(error.message, "Cannot apply: invalid request; spec.replicas: bad; accepted: good");
});

Deno.test("any rejection of a call becomes a CallError, with its cause", () => {
  const kinds: readonly (readonly [Status, string])[] = [
    [Status.UNAVAILABLE, "unreachable"],
    [Status.DEADLINE_EXCEEDED, "timed-out"],
    [Status.CANCELLED, "cancelled"],
    [Status.UNIMPLEMENTED, "rejected"],
    [Status.FAILED_PRECONDITION, "rejected"],
    [Status.UNKNOWN, "failed"],
    [Status.PERMISSION_DENIED, "failed"],
  ];
  for (const [code, kind] of kinds) {
    assert.equal(callErrorOf(received({ code, details: "" }), "x").kind, kind);
  }
  assert.equal(callErrorOf(received({ code: Status.ABORTED, details: "" }), "x").message, "x: ABORTED");
  const bug = new TypeError("oops");
  const wrapped = callErrorOf(bug, "Cannot read");
  assert.deepEqual([wrapped.kind, wrapped.message, wrapped.cause], ["failed", "Cannot read: oops", bug]);
  const nonsense = callErrorOf(invalid("diff.node", "is empty", "a name"), "Cannot read");
  assert.match(nonsense.message, /the peer's answer is invalid: diff\.node: is empty/);
  assert.ok(callErrorOf(nonsense, "other") === nonsense);
  assert.ok(nonsense instanceof CallError);
});
