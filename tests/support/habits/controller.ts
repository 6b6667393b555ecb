/** An ActionController with bad habits: what it does, and what it answers. */
import { status } from "@grpc/grpc-js";
import { resultOfError } from "../../../src/grpc/action_fate.ts";
import { callErrorOf } from "../../../src/grpc/status.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { ControllerHabit, Habits } from "./habits.ts";

/** Every status but OK. */
export const STATUS_NAMES = [
  ...["CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND"] as const,
  ...["ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION"] as const,
  ...["ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"] as const,
  "UNAUTHENTICATED",
] as const satisfies readonly (keyof typeof status)[];
export type StatusName = typeof STATUS_NAMES[number];

export interface BadController {
  readonly habits: Pick<Habits<ControllerHabit>, "has">;
  /** What "answer-status" answers with. */
  readonly status: StatusName;
  readonly random01: () => number;
  /** Whether it is asked to stop something. */
  readonly isStop: boolean;
  /** Does what it is asked for. */
  readonly act: () => Promise<ActionResult>;
}

/** After one of these nothing was done; every other one leaves that open. */
const NOT_DONE: ReadonlySet<StatusName> = new Set([
  ...["INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "FAILED_PRECONDITION"] as const,
  ...["OUT_OF_RANGE", "UNIMPLEMENTED", "UNAUTHENTICATED"] as const,
]);

/** What "refuse-stop" says. */
export const STOP_REFUSED = "nothing is stopped here";

/** Whether a controller that answers with it may have acted. */
export function isOpen(name: StatusName): boolean {
  return !NOT_DONE.has(name);
}

/** What comes of an action that such a controller is asked for, as the State Manager's client reads it. */
export async function answered(
  { habits, status: name, random01, isStop, act }: BadController,
): Promise<ActionResult> {
  if (isStop && habits.has("refuse-stop")) return { kind: "rejected", message: STOP_REFUSED };
  if (habits.has("answer-status")) {
    if (isOpen(name) && random01() < 0.5) await act();
    return readStatus(name);
  }
  const result = await act();
  if (habits.has("done-but-failed") && result.kind === "done") {
    return { kind: "failed", message: "the runtime said nothing" };
  }
  return result;
}

/** As the client of the State Manager reads it. */
function readStatus(name: StatusName): ActionResult {
  const error = Object.assign(new Error(name), { code: status[name], details: "a bad habit" });
  return resultOfError(callErrorOf(error, "Cannot execute the action"), 1n);
}
