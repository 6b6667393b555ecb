/** How the calls of a manager are put into words: the same words when it is recorded and when it is replayed. */
import type { ResourceState } from "../ports/node_agent.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** What a call is, apart from how it is made. */
export interface CallWords {
  readonly what: string;
  readonly service?: ResourceId;
  readonly sent?: unknown;
}

export function followWords(node: string): CallWords {
  return { what: `follow node ${node}` };
}

export function lookWords(node: string, id: ResourceId): CallWords {
  return { what: `look at ${id} on ${node}`, service: id };
}

export function tellWords(node: string, id: ResourceId, state: ResourceState): CallWords {
  const how = state.isRemoved ? "removed" : `generation ${state.generation}`;
  return { what: `tell ${node} of ${id}: ${how}, revision ${state.revision}`, service: id, sent: state };
}

/** `by` = which call of the controller. */
export function actionWords(by: string, action: PlannedAction): CallWords {
  const { id, resourceId, step, node } = action;
  return { what: `${by}: ${step.kind} ${resourceId} on ${node}, ${id}`, service: resourceId, sent: action };
}

export function permissionWords(revision: bigint): CallWords {
  return { what: `may act at revision ${revision}` };
}

export const FLUSH_WORDS: CallWords = { what: "flush the journal" };
