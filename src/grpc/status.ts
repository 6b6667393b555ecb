/**
 * Maps failures to gRPC statuses, and a peer's errors to CallErrors.
 *
 * I1: every kind of failure has exactly one gRPC status (`STATUS_OF_FAILURE`).
 * I2: an invalid field is sent twice: in the message for display, and as google.rpc.BadRequest in `grpc-status-details-bin` for
 *     programs.
 * I3: for an error that is not a StateManagerError the peer receives only "internal error".
 * I4: reading a peer's details never throws: details that cannot be decoded are left out.
 * I5: a stale term is refused with google.rpc.ErrorInfo in the same trailer; how it is read is in `stale_term.ts`.
 */
import { Metadata, type ServiceError, status as Status } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { describeFailure, type Failure, messageOf, StateManagerError } from "../kit/errors.ts";
import { messageCodec } from "./definitions.ts";
import {
  decodeStaleTerm,
  encodeStaleTerm,
  ERROR_INFO_URL,
  type StaleTerm,
  staleTermOfText,
} from "./stale_term.ts";
import { truncateBytes } from "../records/checks.ts";

/** The status of each kind of failure. */
export const STATUS_OF_FAILURE: Readonly<Record<Failure["kind"], Status>> = {
  "invalid": Status.INVALID_ARGUMENT,
  "not-found": Status.NOT_FOUND,
  "illegal-transition": Status.FAILED_PRECONDITION,
  "not-possible": Status.FAILED_PRECONDITION,
  "stale-term": Status.FAILED_PRECONDITION,
  "stale": Status.ABORTED,
  "limit": Status.RESOURCE_EXHAUSTED,
  "not-ready": Status.UNAVAILABLE,
  "cancelled": Status.CANCELLED,
};

const DETAILS_KEY = "grpc-status-details-bin";
const BAD_REQUEST_URL = "type.googleapis.com/google.rpc.BadRequest";
/** A trailer must fit into the header limit of peers, usually 8 KB. */
const MAX_MESSAGE_BYTES = 2_048;
const MAX_VIOLATIONS = 64;

const StatusType = messageCodec<{
  readonly details: readonly { readonly type_url: string; readonly value: Uint8Array }[];
}>("google.rpc.Status");
const BadRequestType = messageCodec<{ readonly fieldViolations: readonly FieldViolation[] }>(
  "google.rpc.BadRequest",
);

/** A field that a peer refused. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** The status that grpc-js sends to the peer. */
export interface StatusReply {
  readonly code: Status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** The trailer with one detail. */
function detailMetadata(
  { code, details }: StatusReply,
  detail: { readonly type_url: string; readonly value: Uint8Array },
): Metadata {
  const bytes = StatusType.encode({ code, message: details, details: [detail] }).finish();
  const metadata = new Metadata();
  metadata.set(DETAILS_KEY, Buffer.from(bytes));
  return metadata;
}

/** The status of a request that ended in a failure (I1, I2, I5). */
export function replyOfFailure(failure: Failure): StatusReply {
  const code = STATUS_OF_FAILURE[failure.kind];
  const details = truncateBytes(describeFailure(failure), MAX_MESSAGE_BYTES);
  const detail = detailOf(failure);
  return detail === undefined
    ? { code, details }
    : { code, details, metadata: detailMetadata({ code, details }, detail) };
}

/** I2, I5. */
function detailOf(
  failure: Failure,
): { readonly type_url: string; readonly value: Uint8Array } | undefined {
  if (failure.kind === "stale-term") return { type_url: ERROR_INFO_URL, value: encodeStaleTerm(failure) };
  if (failure.kind !== "invalid") return undefined;
  const violation = {
    field: truncateBytes(failure.field, MAX_MESSAGE_BYTES),
    description: truncateBytes(`${failure.problem}; accepted: ${failure.accepted}`, MAX_MESSAGE_BYTES),
  };
  return {
    type_url: BAD_REQUEST_URL,
    value: BadRequestType.encode({ fieldViolations: [violation] }).finish(),
  };
}

/** Thrown by a handler whose answer is a status of its own: what it says is part of the protocol, and no failure of this program. */
export class StatusAnswer extends Error {
  override readonly name = "StatusAnswer";

  constructor(readonly code: Status, message: string) {
    super(message);
  }
}

/** The status of a request that threw; `isExpected` is false when the error is a bug (I3). */
export function replyOfError(error: unknown): { readonly reply: StatusReply; readonly isExpected: boolean } {
  if (error instanceof StateManagerError) return { reply: replyOfFailure(error.failure), isExpected: true };
  if (error instanceof StatusAnswer) {
    const details = truncateBytes(error.message, MAX_MESSAGE_BYTES);
    return { reply: { code: error.code, details }, isExpected: true };
  }
  return { reply: { code: Status.INTERNAL, details: "internal error" }, isExpected: false };
}

/** What a failed call means for the caller. */
export type CallFailureKind =
  /** The peer is unreachable. The call may have had an effect. */
  | "unreachable"
  /** This side has too many calls under way: the peer was not asked. */
  | "not-sent"
  /** No answer within the deadline. The call may have had an effect. */
  | "timed-out"
  /** Cancelled by this side. The call may have had an effect. */
  | "cancelled"
  /** The peer refused; the same call again will not help. */
  | "rejected"
  /** The peer failed, or its answer is invalid. */
  | "failed";

const KIND_OF_STATUS: Readonly<Record<number, CallFailureKind>> = {
  [Status.UNAVAILABLE]: "unreachable",
  [Status.DEADLINE_EXCEEDED]: "timed-out",
  [Status.CANCELLED]: "cancelled",
  [Status.INVALID_ARGUMENT]: "rejected",
  [Status.FAILED_PRECONDITION]: "rejected",
  [Status.UNIMPLEMENTED]: "rejected",
};

/** A failed call: status and message of the peer, and the fields that it refused. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly kind: CallFailureKind;
  readonly code: Status;
  /** Empty when the peer named none. */
  readonly violations: readonly FieldViolation[];
  /** Set = the peer refused because it has seen a higher term, as far as it says why. */
  readonly staleTerm: StaleTerm | undefined;

  constructor(
    message: string,
    details: {
      readonly kind: CallFailureKind;
      readonly code: Status;
      readonly violations?: readonly FieldViolation[];
      readonly staleTerm?: StaleTerm | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.staleTerm = details.staleTerm;
    this.kind = details.kind;
    this.code = details.code;
    this.violations = details.violations ?? [];
  }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && typeof error.code === "number" && "details" in error;
}

/** The refused fields from the details of a peer's error (I4). */
export function violationsOf(metadata: Metadata | undefined): FieldViolation[] {
  try {
    const found: FieldViolation[] = [];
    for (const detail of detailsOf(metadata)) {
      if (detail.type_url !== BAD_REQUEST_URL) continue;
      const badRequest = BadRequestType.toObject(BadRequestType.decode(detail.value), { defaults: true });
      for (const { field, description } of badRequest.fieldViolations) found.push({ field, description });
    }
    return found.slice(0, MAX_VIOLATIONS);
  } catch {
    return [];
  }
}

function detailsOf(metadata: Metadata | undefined): ReturnType<typeof StatusType.toObject>["details"] {
  const [bytes] = metadata?.get(DETAILS_KEY) ?? [];
  if (!(bytes instanceof Uint8Array)) return [];
  return StatusType.toObject(StatusType.decode(bytes), { defaults: true }).details;
}

/** What a peer says of a stale term (I4, I5); undefined = the error is about something else. */
function staleTermOf({ code, details, metadata }: ServiceError): StaleTerm | undefined {
  if (code !== Status.FAILED_PRECONDITION) return undefined;
  try {
    for (const detail of detailsOf(metadata)) {
      const found = detail.type_url === ERROR_INFO_URL ? decodeStaleTerm(detail.value) : undefined;
      if (found !== undefined) return found;
    }
  } catch {
    // The sentence remains.
  }
  return staleTermOfText(details);
}

function nameOfStatus(code: Status): string {
  return Status[code] ?? `status ${code}`;
}

/** Converts the rejection of a call to a CallError; `what` begins its message: `Cannot update "a/b"`. */
export function callErrorOf(error: unknown, what: string): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof StateManagerError) {
    const text = `${what}: the peer's answer is invalid: ${error.message}`;
    return new CallError(text, { kind: "failed", code: Status.INTERNAL, cause: error });
  }
  if (!isServiceError(error)) {
    return new CallError(`${what}: ${messageOf(error)}`, {
      kind: "failed",
      code: Status.INTERNAL,
      cause: error,
    });
  }
  const violations = violationsOf(error.metadata);
  const text = truncateBytes(error.details, MAX_MESSAGE_BYTES) || nameOfStatus(error.code);
  const named = violations.filter(({ field }) => field !== "" && !text.includes(field))
    .map(({ field, description }) => `; ${field}: ${description}`).join("");
  return new CallError(`${what}: ${text}${truncateBytes(named, MAX_MESSAGE_BYTES)}`, {
    kind: KIND_OF_STATUS[error.code] ?? "failed",
    code: error.code,
    violations,
    staleTerm: staleTermOf(error),
    cause: error,
  });
}
