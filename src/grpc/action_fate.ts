/**
 * What a gRPC status says of the action that was asked for: one table, read by the client of the ActionController and held against
 * docs/protocol.md.
 *
 * I1: every status has a cell. Where a status leaves open whether the controller acted, the action may have happened.
 * I2: only an action that was certainly not done may be asked for under another id.
 * I3: an action that was refused for its term alone is none that failed: nothing is wrong with it.
 */
import { status as Status } from "@grpc/grpc-js";
import type { ActionResult } from "../state/action.ts";
import type { CallError } from "./status.ts";

export type ActionFate =
  /** The answer says how it ended. */
  | "answered"
  /** The controller refused it and did nothing; asking again will not help. */
  | "not-done"
  /** It is repeated under the same id, so that it happens once. */
  | "may-have-happened";

/** I1. */
export const FATE_OF_STATUS: Readonly<Record<Status, ActionFate>> = {
  [Status.OK]: "answered",
  [Status.CANCELLED]: "may-have-happened",
  [Status.UNKNOWN]: "may-have-happened",
  [Status.INVALID_ARGUMENT]: "not-done",
  [Status.DEADLINE_EXCEEDED]: "may-have-happened",
  [Status.NOT_FOUND]: "not-done",
  // What exists already may be what this very action made.
  [Status.ALREADY_EXISTS]: "may-have-happened",
  [Status.PERMISSION_DENIED]: "not-done",
  // Also what a message that is too large, or a stream that was reset, ends with.
  [Status.RESOURCE_EXHAUSTED]: "may-have-happened",
  [Status.FAILED_PRECONDITION]: "not-done",
  [Status.ABORTED]: "may-have-happened",
  [Status.OUT_OF_RANGE]: "not-done",
  [Status.UNIMPLEMENTED]: "not-done",
  [Status.INTERNAL]: "may-have-happened",
  [Status.UNAVAILABLE]: "may-have-happened",
  [Status.DATA_LOSS]: "may-have-happened",
  [Status.UNAUTHENTICATED]: "not-done",
};

/**
 * The result of an action whose call, with this term, failed. An action that this side cancelled counts as not answered in time.
 * I3.
 */
export function resultOfError({ code, kind, message, staleTerm }: CallError, sent: bigint): ActionResult {
  if (kind === "not-sent") return { kind: "withheld", message };
  if (staleTerm !== undefined) return { kind: "fenced", refusal: { ...staleTerm, sent, message }, message };
  // A status that this version does not know leaves everything open.
  const fate: ActionFate = FATE_OF_STATUS[code] ?? "may-have-happened";
  if (fate === "not-done") return { kind: "rejected", message };
  if (kind === "unreachable") return { kind, message };
  if (kind === "timed-out" || kind === "cancelled") return { kind: "timed-out", message };
  return { kind: "unknown", message };
}
