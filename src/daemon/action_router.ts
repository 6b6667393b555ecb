/**
 * Which ActionController an action goes to: the node in this program, the one that the configuration names, or the one that the node
 * itself serves beside its NodeAgent.
 *
 * I1  A service that moves between nodes with controllers of their own is started on the one, then stopped on the other, under ids that
 *     follow from the action's: asked for again, nothing is done twice.
 */
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionResult, LifecycleAction } from "../state/action.ts";
import { assertNever } from "../kit/errors.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { NO_ACTION_CONTROLLER } from "./no_peers.ts";

export interface ActionRoutes {
  /** The node in this program. */
  readonly own?: { readonly node: string; readonly controller: ActionControllerPort };
  /** The ActionController of the configuration: for every node but the own one. */
  readonly configured?: ActionControllerPort;
  /** The controller that a node serves itself; undefined = the node is not known. Not asked where one is configured. */
  readonly ofNode: (node: string) => ActionControllerPort | undefined;
}

export class ActionRouter implements ActionControllerPort {
  readonly #routes: ActionRoutes;
  #last: ActionControllerPort | undefined;

  constructor(routes: ActionRoutes) {
    this.#routes = routes;
  }

  async executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    const controller = this.#pick(action.node);
    const result = await controller.executeAction(action, signal);
    const { step } = action;
    if (step.kind !== "Relocate" || result.kind !== "done" || step.fromNode === action.node) return result;
    const from = this.#find(step.fromNode);
    return from === controller ? result : await leave(from, { action, from: step.fromNode, result, signal });
  }

  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return this.#pick(options.action.node).requestRecovery(containerId, recovery, options);
  }

  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return this.#pick(options.action.node).requestLifecycleAction(containerId, lifecycle, options);
  }

  /** That of the last action; before the first, that of the configured one. Nothing speaks against those that were never asked. */
  isReachable(): boolean {
    return (this.#last ?? this.#routes.configured)?.isReachable() ?? true;
  }

  #pick(node: string): ActionControllerPort {
    this.#last = this.#find(node);
    return this.#last;
  }

  #find(node: string): ActionControllerPort {
    const { own, configured, ofNode } = this.#routes;
    if (own?.node === node) return own.controller;
    return configured ?? ofNode(node) ?? NO_ACTION_CONTROLLER;
  }
}

/** I1. Where it cannot be stopped now, the State Manager finds the second copy and stops it. */
async function leave(
  controller: ActionControllerPort,
  { action, from, result, signal }: {
    readonly action: PlannedAction;
    readonly from: string;
    readonly result: ActionResult & { readonly kind: "done" };
    readonly signal: AbortSignal;
  },
): Promise<ActionResult> {
  const stop: PlannedAction = { ...action, id: `${action.id}/leave`, node: from, step: { kind: "Stop" } };
  const left = await controller.requestLifecycleAction(action.resourceId, "Stop", { action: stop, signal });
  return { ...result, message: `${result.message}; ${describeLeave(left, from)}` };
}

function describeLeave(left: ActionResult, from: string): string {
  switch (left.kind) {
    case "done":
      return `${left.message} on ${from}`;
    case "failed":
    case "rejected":
    case "unreachable":
    case "timed-out":
    case "unknown":
    case "withheld":
    case "fenced":
      return `not stopped on ${from}: ${left.message}`;
    default:
      return assertNever(left);
  }
}
