/** The table of statuses, cell by cell, and the page that publishes it. */
import { status as Status } from "@grpc/grpc-js";
import { deepEqual, equal, ok } from "node:assert/strict";
import { type ActionFate, FATE_OF_STATUS, resultOfError } from "../../../src/grpc/action_fate.ts";
import { CallError, callErrorOf } from "../../../src/grpc/status.ts";
import { isUndecided } from "../../../src/state/action.ts";

const CELLS: readonly (readonly [Status, ActionFate, string])[] = [
  [Status.OK, "answered", "unknown"],
  [Status.CANCELLED, "may-have-happened", "timed-out"],
  [Status.UNKNOWN, "may-have-happened", "unknown"],
  [Status.INVALID_ARGUMENT, "not-done", "rejected"],
  [Status.DEADLINE_EXCEEDED, "may-have-happened", "timed-out"],
  [Status.NOT_FOUND, "not-done", "rejected"],
  [Status.ALREADY_EXISTS, "may-have-happened", "unknown"],
  [Status.PERMISSION_DENIED, "not-done", "rejected"],
  [Status.RESOURCE_EXHAUSTED, "may-have-happened", "unknown"],
  [Status.FAILED_PRECONDITION, "not-done", "rejected"],
  [Status.ABORTED, "may-have-happened", "unknown"],
  [Status.OUT_OF_RANGE, "not-done", "rejected"],
  [Status.UNIMPLEMENTED, "not-done", "rejected"],
  [Status.INTERNAL, "may-have-happened", "unknown"],
  [Status.UNAVAILABLE, "may-have-happened", "unreachable"],
  [Status.DATA_LOSS, "may-have-happened", "unknown"],
  [Status.UNAUTHENTICATED, "not-done", "rejected"],
];

function errorOf(code: Status): CallError {
  return callErrorOf(Object.assign(new Error("no"), { code, details: "no", metadata: undefined }), "x");
}

Deno.test("each of the 17 statuses says whether the action was done, was not, or may have been", () => {
  const statuses = Object.values(Status).filter((code) => typeof code === "number");
  equal(statuses.length, 17);
  deepEqual(CELLS.map(([code]) => code), statuses);
  for (const [code, fate, kind] of CELLS) {
    equal(FATE_OF_STATUS[code], fate, Status[code]);
    equal(resultOfError(errorOf(code), 1n).kind, kind, Status[code]);
  }
  const unsent = new CallError("x", { kind: "not-sent", code: Status.RESOURCE_EXHAUSTED });
  equal(
    resultOfError(unsent, 1n).kind,
    "withheld",
    "what this side did not send says nothing of the controller",
  );
  const other = new CallError("x", { kind: "failed", code: 99 as Status });
  equal(resultOfError(other, 1n).kind, "unknown");
});

Deno.test("an action that was refused for its term is none that failed, by details or by the sentence", () => {
  for (
    const details of ["term 3 is stale, 7 has been seen: another State Manager leads", "the term is too low"]
  ) {
    const code = Status.FAILED_PRECONDITION;
    const error = callErrorOf(Object.assign(new Error("no"), { code, details, metadata: undefined }), "x");
    const result = resultOfError(error, 3n);
    equal(result.kind, "fenced", details);
    ok(isUndecided(result), "its id is not given up");
    if (result.kind === "fenced") {
      equal(result.refusal.sent, 3n);
      equal(result.refusal.highest, details.includes("7") ? 7n : undefined);
    }
  }
});

Deno.test("docs/protocol.md has each status in the row of what it says of an action", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/protocol.md", import.meta.url));
  const rows: Readonly<Record<Exclude<ActionFate, "answered">, string>> = {
    "not-done": "not done",
    "may-have-happened": "may have happened",
  };
  for (const [code, fate] of CELLS) {
    if (fate === "answered") continue;
    const found = page.split("\n").filter((line) =>
      line.startsWith("| ") && line.includes(` ${rows[fate]}`) &&
      new RegExp(`\\b${Status[code]}\\b`).test(line)
    );
    ok(found.length === 1, `${Status[code]} stands in ${found.length} rows of "${rows[fate]}"`);
  }
});
