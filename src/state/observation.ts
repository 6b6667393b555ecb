/** What an observation of a node changes in a service, and where a reconcile leaves it. */
import type { StateDiff } from "./diff.ts";
import {
  type ConditionUpdate,
  effectiveSpec,
  isServiceAvailable,
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
  | { readonly kind: "waiting"; readonly why: string; readonly untilMs: number }
  /** It does not exist (any more). */
  | { readonly kind: "gone" }
  | { readonly kind: "stopped" };

/** The service with what its node saw last. */
export function observed(service: ServiceState, diff: StateDiff | undefined, nowMs: number): ServiceState {
  if (diff === undefined || diff.node !== service.status.node) return service;
  const { replicas, availableReplicas } = diff.actual;
  const status = { ...service.status, replicas, availableReplicas, lastReconcileTimeMs: nowMs };
  const seen = updateServiceStatus(service, status);
  const isAvailable = isServiceAvailable(seen);
  const condition = {
    type: "Available",
    status: isAvailable ? "True" : "False",
    reason: isAvailable ? "EnoughReplicas" : "TooFewReplicas",
    message: `${availableReplicas} of ${effectiveSpec(service).replicas} replicas answer`,
  } as const;
  return updateServiceStatus(seen, withCondition(status, condition, nowMs));
}

/** The service on a node that answers. */
export function placedOn(service: ServiceState, node: string, nowMs: number): ServiceState {
  return updateServiceStatus(service, withCondition({ ...service.status, node }, reachable(node), nowMs));
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
