/** What an observation of a node changes in a service, and where a reconcile leaves it. */
import { isInSync, type StateDiff } from "./diff.ts";
import {
  type ConditionUpdate,
  effectiveSpec,
  findCondition,
  isServiceAvailable,
  isToRun,
  type ServiceState,
  updateServiceStatus,
  withCondition,
} from "./model.ts";

export const RECONCILIATION_RESULTS = ["settled", "waiting", "gone", "stopped"] as const satisfies readonly (
  ReconciliationResult["kind"]
)[];

/** Where a reconcile left the service (seed `manager.rs`). */
export type ReconciliationResult =
  /** Nothing to do until something changes. */
  | { readonly kind: "settled"; readonly why: string }
  /** Reconciled again at that time (monotonic), or when something changes. */
  | {
    readonly kind: "waiting";
    readonly why: string;
    readonly untilMs: number;
    /** Its work could begin and is paced. */
    readonly isPaced?: boolean;
  }
  /** It does not exist (any more). */
  | { readonly kind: "gone" }
  | { readonly kind: "stopped" };

/**
 * Whether the node seems to have compared with what is desired now: an isolation, its end and a quarantined version change that within one
 * generation. A node that calls a service in sync of which nothing runs, or does not want it, was not heard by that, or did not hear.
 */
export function isComparedWith(service: ServiceState, diff: StateDiff): boolean {
  const isToBeThere = isToRun(service) && effectiveSpec(service).replicas > 0;
  if (!isToBeThere) return true;
  return diff.existenceDiff?.desiredExists !== false && (diff.actual.replicas > 0 || !isInSync(diff));
}

/** The service with what its node saw last. What a lost node saw is not confirmed any more: nothing of it counts as available. */
export function observed(service: ServiceState, diff: StateDiff | undefined, nowMs: number): ServiceState {
  if (diff === undefined || diff.node !== service.status.node || isOnLostNode(service)) return service;
  const { replicas, availableReplicas } = diff.actual;
  const status = { ...service.status, replicas, availableReplicas, lastReconcileTimeMs: nowMs };
  return withAvailability(updateServiceStatus(service, status), nowMs);
}

/** The condition Available says what phase and replicas say: it is set anew whenever one of them changes. */
export function withAvailability(service: ServiceState, nowMs: number): ServiceState {
  const isAvailable = isServiceAvailable(service);
  const { availableReplicas } = service.status;
  const condition = isOnLostNode(service) ? UNCONFIRMED : {
    type: "Available",
    status: isAvailable ? "True" : "False",
    reason: isAvailable ? "EnoughReplicas" : "TooFewReplicas",
    message: `${availableReplicas} of ${effectiveSpec(service).replicas} replicas answer`,
  } as const;
  return updateServiceStatus(service, withCondition(service.status, condition, nowMs));
}

const UNCONFIRMED = {
  type: "Available",
  status: "Unknown",
  reason: "NodeLost",
  message: "Nobody can say whether a replica answers: the node of the service is lost",
} as const satisfies ConditionUpdate;

/** The service with its node judged: what is known of a lost node is not confirmed, and what one reports that is back is. */
export function judged(
  service: ServiceState,
  options: {
    readonly condition: ConditionUpdate;
    readonly diff: StateDiff | undefined;
    readonly nowMs: number;
  },
): ServiceState {
  const { condition, diff, nowMs } = options;
  const known = updateServiceStatus(service, withCondition(service.status, condition, nowMs));
  if (!isOnLostNode(known)) return observed(known, diff, nowMs);
  return withAvailability(updateServiceStatus(known, { ...known.status, availableReplicas: 0 }), nowMs);
}

function isOnLostNode({ status }: ServiceState): boolean {
  return findCondition(status, "Reachable")?.reason === LOST;
}

const LOST = "NodeLost";

/** The service on a node that answers. */
export function placedOn(service: ServiceState, node: string, nowMs: number): ServiceState {
  const { leftNode: before, ...status } = service.status;
  const isLeft = status.node !== "" && status.node !== node && status.state !== "Pending";
  const left = isLeft ? status.node : before;
  const placed = { ...status, node, ...(left === undefined || left === node ? {} : { leftNode: left }) };
  return updateServiceStatus(service, withCondition(placed, reachable(node), nowMs));
}

/** The move was seen to work: nothing is left behind. */
export function arrivedFrom(service: ServiceState, fromNode: string): ServiceState {
  const { leftNode, ...status } = service.status;
  return leftNode === fromNode ? updateServiceStatus(service, status) : service;
}

/** What the node says of its services is confirmed. */
export function reachable(node: string): ConditionUpdate {
  return {
    type: "Reachable",
    status: "True",
    reason: "NodeAnswers",
    message: `Node ${node} answers`,
  } as const;
}

/** What is said of the services of the node is not confirmed. */
export function unreachable(node: string): ConditionUpdate {
  return {
    type: "Reachable",
    status: "Unknown",
    reason: "NodeSilent",
    message: `Node ${node} is silent`,
  } as const;
}

/** The node of the service is given up until it reports again. */
export function lost(node: string): ConditionUpdate {
  return {
    type: "Reachable",
    status: "Unknown",
    reason: LOST,
    message: `Node ${node} is lost`,
  } as const;
}
