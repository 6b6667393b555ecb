/** The answer of a node to an action, as the manager takes it. */
import type { ActionResult } from "../state/action.ts";
import type { ActionAnswer } from "./actor.ts";

/** A runtime that does not answer counts as a controller that cannot be reached: it costs the service no attempt. */
export function resultOfAnswer(answer: ActionAnswer): ActionResult {
  switch (answer.kind) {
    case "done":
      return { kind: "done", wasRepeated: answer.wasRepeated, message: answer.message };
    case "failed":
    case "rejected":
    case "unknown":
      return { kind: answer.kind, message: answer.message };
    case "unavailable":
      return { kind: "unreachable", message: answer.message };
  }
}
