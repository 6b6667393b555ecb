/** What an ActionController is asked for, and how that ended. */
import type { TermRefusal } from "./fence.ts";

/** How an action ended, as far as the controller knows. Done is not yet seen to work. */
export type ActionResult =
  | { readonly kind: "done"; readonly wasRepeated: boolean; readonly message: string }
  /** Tried and failed. */
  | { readonly kind: "failed"; readonly message: string }
  /** Refused, so not done; trying again will not help. */
  | { readonly kind: "rejected"; readonly message: string }
  /** The controller is unreachable: not the service's fault. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** No answer within the deadline. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "timed-out"; readonly message: string }
  /** The controller answered, but not how the action ended. It may have happened; it is repeated under the same id. */
  | { readonly kind: "unknown"; readonly message: string }
  /** It did not leave: this instance may not act, or the action is no longer needed. */
  | { readonly kind: "withheld"; readonly message: string }
  /** The controller has seen a higher term and did nothing: it is asked for under the same id once the term is above that. */
  | { readonly kind: "fenced"; readonly refusal: TermRefusal; readonly message: string };

/** An action that may have happened or, unless it left, will be asked for later: nothing is known that its id could be given up for. */
export type UndecidedResult = Extract<
  ActionResult,
  { readonly kind: "unreachable" | "timed-out" | "unknown" | "withheld" | "fenced" }
>;

export function isUndecided(result: ActionResult): result is UndecidedResult {
  switch (result.kind) {
    case "unreachable":
    case "timed-out":
    case "unknown":
    case "withheld":
    case "fenced":
      return true;
    case "done":
    case "failed":
    case "rejected":
      return false;
  }
}

export type LifecycleAction = "Start" | "Stop" | "Restart";
