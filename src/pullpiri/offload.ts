/**
 * OffloadModel: which call an action is, and what its answer means. Pure.
 *
 * A source that nobody has makes it a start, such a target a stop, and the same node twice makes the model anew.
 */
import type { ActionStep } from "../state/plan.ts";
import type { ActionResult } from "../state/action.ts";

/** The name of no node. */
export const NOWHERE = "-";

/** From where to where. */
export interface Route {
  readonly source: string;
  readonly target: string;
}

/** How a call ended, without the transport. */
export type OffloadOutcome =
  | { readonly kind: "answered"; readonly isSuccess: boolean; readonly message: string }
  /** The controller gave the request up in the middle: an agent that it needs is not there. */
  | { readonly kind: "broken-off"; readonly message: string }
  | { readonly kind: "unreachable"; readonly message: string }
  | { readonly kind: "timed-out"; readonly message: string }
  | { readonly kind: "cancelled"; readonly message: string }
  /** The controller does not know the call, or refuses the request. */
  | { readonly kind: "refused"; readonly message: string };

/** The call for a step at a node; undefined = Pullpiri cannot do that. `isReachable` = whether the agent of a node answers. */
export function routeOf(
  step: ActionStep,
  node: string,
  isReachable: (node: string) => boolean,
): Route | undefined {
  switch (step.kind) {
    case "Start":
      return { source: NOWHERE, target: node };
    case "Stop":
    case "Isolate":
      return { source: node, target: NOWHERE };
    case "Restart":
    case "Recreate":
    case "UpdateVersion":
    case "ApplyConfig":
    case "RollbackVersion":
    case "ResetConfig":
      return { source: node, target: node };
    case "Relocate":
      // A source whose agent is dead would break the call off.
      return { source: isReachable(step.fromNode) ? step.fromNode : NOWHERE, target: step.toNode };
    case "Scale":
      if (step.toReplicas === 0) return { source: node, target: NOWHERE };
      return step.toReplicas === 1
        ? { source: step.fromReplicas === 0 ? NOWHERE : node, target: node }
        : undefined;
  }
}

const NAME_TAKEN = "Failed to get container ID";

/** Whether the call failed because containers of that name are there already. */
export function isNameTaken(outcome: OffloadOutcome): boolean {
  return outcome.kind === "answered" && !outcome.isSuccess && outcome.message.includes(NAME_TAKEN);
}

/** What the manager is told. */
export function resultOf(outcome: OffloadOutcome, { target }: Route): ActionResult {
  const { message } = outcome;
  switch (outcome.kind) {
    case "answered":
      if (outcome.isSuccess) return { kind: "done", wasRepeated: false, message };
      // The target of a stop is never found: what counts is what is seen next.
      return target === NOWHERE && message.includes("not found")
        ? { kind: "done", wasRepeated: false, message }
        : { kind: "failed", message };
    case "broken-off":
    case "cancelled":
      return { kind: "unknown", message };
    case "unreachable":
      return { kind: "unreachable", message };
    case "timed-out":
      return { kind: "timed-out", message };
    case "refused":
      return { kind: "rejected", message };
  }
}
