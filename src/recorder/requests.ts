/** Carries out what callers ask a manager to do: the same when it is recorded and when it is replayed. */
import type { StateManager } from "../manager.ts";
import type { NodeAgentPort } from "../ports/node_agent.ts";
import type { ManagerRequest, RecordedNode, RequestDetails, RequestName } from "./recording.ts";

export interface RequestTarget {
  readonly manager: StateManager;
  /** The agent of a node that registers itself. */
  readonly agent: (node: RecordedNode) => NodeAgentPort;
  /** Aborts when the caller waits no longer; no part of the run: what comes of it is the answer of the gate, which is recorded. */
  readonly signal?: AbortSignal;
  /** From the checkpoint of the segment. */
  readonly resume: () => void;
}

/** What the manager answers. */
export type AnswerOf<Name extends RequestName> = ReturnType<StateManager[Name]>;

const REQUESTS: {
  readonly [Name in RequestName]: (
    details: RequestDetails[Name],
    target: RequestTarget,
  ) => AnswerOf<Name>;
} = {
  initialize: (_, { manager }) => manager.initialize(),
  startReconciliation: (_, { manager }) => manager.startReconciliation(),
  standBy: (_, { manager }) => manager.standBy(),
  stopReconciliation: ({ graceMs }, { manager }) => manager.stopReconciliation(graceMs),
  setLeadership: ({ leadership }, { manager }) => manager.setLeadership(leadership),
  handleStateDiff: ({ diff }, { manager }) => manager.handleStateDiff(diff),
  executeReconciliation: ({ diff }, { manager }) => manager.executeReconciliation(diff),
  registerNode: (node, { manager, agent }) => manager.registerNode(agent(node)),
  unregisterNode: ({ node }, { manager }) => manager.unregisterNode(node),
  updateState: ({ change }, { manager, signal }) => manager.updateState(change, signal),
  applyChanges: ({ changes }, { manager, signal }) => manager.applyChanges(changes, signal),
  triggerRecovery: ({ id, request }, { manager, signal }) => manager.triggerRecovery(id, request, signal),
  beginTerm: ({ term, revision }, { manager }) => manager.beginTerm(term, revision),
  adopt: ({ step }, { manager }) => manager.adopt(step),
  takeOver: ({ record, reason }, { manager }) => manager.takeOver(record, reason),
  acceptDesired: ({ change }, { manager }) => manager.acceptDesired(change),
  refuseDesired: ({ id, problem }, { manager }) => manager.refuseDesired(id, problem),
  alert: ({ draft }, { manager }) => manager.alert(draft),
  settle: (_, { manager }) => manager.settle(),
  resume: (_, { resume }) => resume(),
};

export function perform<Name extends RequestName>(
  request: ManagerRequest<Name>,
  target: RequestTarget,
): AnswerOf<Name> {
  return REQUESTS[request.kind](request.details, target);
}
