/** The calls of a manager as text: the same text when it is recorded and when it is replayed. */
import type { ResourceState } from "../ports/node_agent.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** What a call is, apart from how it is made. */
export interface CallText {
  /** For people; equal calls have equal texts. */
  readonly what: string;
  readonly service?: ResourceId;
  /** Everything that is sent. */
  readonly sent?: unknown;
}

export function followText(node: string): CallText {
  return { what: `follow node ${node}` };
}

export function observeText(node: string, id: ResourceId): CallText {
  return { what: `observe ${id} on ${node}`, service: id };
}

export function updateText(node: string, id: ResourceId, state: ResourceState): CallText {
  const how = state.isRemoved ? "removed" : `generation ${state.generation}`;
  return { what: `update ${id} on ${node}: ${how}, revision ${state.revision}`, service: id, sent: state };
}

/** `by` = which call of the controller. */
export function actionText(by: string, action: PlannedAction): CallText {
  const { id, resourceId, step, node } = action;
  return { what: `${by}: ${step.kind} ${resourceId} on ${node}, ${id}`, service: resourceId, sent: action };
}

export function gateText(revision: bigint): CallText {
  return { what: `may act at revision ${revision}` };
}

export const FLUSH_TEXT: CallText = { what: "flush the journal" };
