/** The messages between the manager and the ActionController: `piccolo.actioncontroller.v1`. */
import type { LifecycleAction } from "../../state/action.ts";
import type { DesiredWorkload, PlannedAction } from "../../state/plan.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { parseResourceId } from "../../state/resource_id.ts";
import type { ActionContext as WireActionContext } from "../gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionContext__Output } from "../gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionExecutionRequest } from "../gen/piccolo/actioncontroller/v1/ActionExecutionRequest.ts";
import type { ActionExecutionRequest__Output } from "../gen/piccolo/actioncontroller/v1/ActionExecutionRequest.ts";
import type { ActionResponse } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { ActionResponse__Output } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { DesiredWorkload as WireDesiredWorkload } from "../gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { DesiredWorkload__Output } from "../gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { LifecycleActionRequest } from "../gen/piccolo/actioncontroller/v1/LifecycleActionRequest.ts";
import type { LifecycleActionRequest__Output } from "../gen/piccolo/actioncontroller/v1/LifecycleActionRequest.ts";
import type { RecoveryRequest } from "../gen/piccolo/actioncontroller/v1/RecoveryRequest.ts";
import type { RecoveryRequest__Output } from "../gen/piccolo/actioncontroller/v1/RecoveryRequest.ts";
import {
  bigInteger,
  integer,
  list,
  MAX_TERM,
  required,
  text,
  textMap,
  truncateBytes,
} from "../../records/checks.ts";
import {
  ACTION_OUTCOME,
  type ActionOutcome,
  EXECUTED_KIND,
  type ExecutedKind,
  LIFECYCLE_ACTION,
} from "./action_routes.ts";
import { RECOVERY_ACTION } from "./enums.ts";
import * as limits from "./limits.ts";
import { MAX_RESOURCE_ID_LENGTH, nodeFromWire, optionalNodeFromWire } from "./names.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";

/** The context that every action carries. */
export interface ActionContext {
  readonly actionId: string;
  readonly resourceId: ResourceId;
  readonly node: string;
  readonly generation: bigint;
  readonly term: bigint;
  readonly deadlineMs: number;
  readonly causation: readonly string[];
}

interface AnyActionRequest {
  readonly context: ActionContext;
  /** Not set = the request does not contain it. */
  readonly desired?: DesiredWorkload;
}

/** A request as the controller reads it. */
export type ActionRequest =
  | AnyActionRequest & { readonly call: "execute"; readonly kind: ExecutedKind; readonly fromNode: string }
  | AnyActionRequest & { readonly call: "lifecycle"; readonly action: LifecycleAction }
  | AnyActionRequest & {
    readonly call: "recovery";
    readonly action: RecoveryAction;
    readonly fromNode: string;
  };

/** The answer of the controller. */
export interface ActionAnswer {
  readonly actionId: string;
  readonly outcome: ActionOutcome;
  readonly message: string;
  readonly wasRepeated: boolean;
}

function contextToWire(action: PlannedAction, term: bigint): WireActionContext {
  return {
    actionId: action.id,
    resourceId: resourceIdToWire(action.resourceId),
    node: action.node,
    generation: action.generation.toString(),
    term: term.toString(),
    deadlineMs: Math.ceil(action.deadlineMs),
    causation: action.causation.slice(-limits.MAX_CAUSATION),
  };
}

function desiredToWire(desired: DesiredWorkload): WireDesiredWorkload {
  return { replicas: desired.replicas, version: desired.version, config: { ...desired.config } };
}

function fromNodeOf(action: PlannedAction): string {
  return action.step.kind === "Relocate" ? action.step.fromNode : "";
}

export function executionToWire(
  action: PlannedAction,
  kind: ExecutedKind,
  term: bigint,
): ActionExecutionRequest {
  return {
    context: contextToWire(action, term),
    kind: EXECUTED_KIND.toWire(kind),
    desired: desiredToWire(action.desired),
    fromNode: fromNodeOf(action),
  };
}

export function recoveryToWire(
  action: PlannedAction,
  recovery: RecoveryAction,
  options: { readonly containerId: ResourceId; readonly term: bigint },
): RecoveryRequest {
  return {
    context: contextToWire(action, options.term),
    containerId: options.containerId,
    action: RECOVERY_ACTION.toWire(recovery),
    desired: desiredToWire(action.desired),
    fromNode: fromNodeOf(action),
  };
}

export function lifecycleToWire(
  action: PlannedAction,
  lifecycle: LifecycleAction,
  options: { readonly containerId: ResourceId; readonly term: bigint },
): LifecycleActionRequest {
  return {
    context: contextToWire(action, options.term),
    containerId: options.containerId,
    action: LIFECYCLE_ACTION.toWire(lifecycle),
    desired: desiredToWire(action.desired),
  };
}

function contextFromWire(wire: ActionContext__Output | null): ActionContext {
  const context = required(wire, "context");
  return {
    actionId: text(context.actionId, "context.action_id", limits.ACTION_ID),
    resourceId: resourceIdFromWire(context.resourceId, "context.resource_id"),
    node: nodeFromWire(context.node, "context.node"),
    generation: bigInteger(context.generation, "context.generation"),
    term: bigInteger(context.term, "context.term", { max: MAX_TERM }),
    deadlineMs: integer(context.deadlineMs, "context.deadline_ms", limits.DEADLINE_MS),
    causation: list(context.causation, "context.causation", {
      max: limits.MAX_CAUSATION,
      element: (id, path) => text(id, path, limits.WORD),
    }),
  };
}

function anyFromWire(
  wire: { readonly context: ActionContext__Output | null; readonly desired: DesiredWorkload__Output | null },
): AnyActionRequest {
  const { desired } = wire;
  return {
    context: contextFromWire(wire.context),
    ...(desired !== null && {
      desired: {
        replicas: integer(desired.replicas, "desired.replicas", limits.REPLICAS),
        version: text(desired.version, "desired.version", limits.VERSION_OR_UNKNOWN),
        config: textMap(desired.config, "desired.config", limits.CONFIG),
      },
    }),
  };
}

/** The container that a request names; it has to be the resource of its context. */
function checkContainer(containerId: string): void {
  const id = text(containerId, "container_id", { minCharacters: 1, maxCharacters: MAX_RESOURCE_ID_LENGTH });
  parseResourceId(id, "container_id");
}

export function executionFromWire(wire: ActionExecutionRequest__Output): ActionRequest {
  return {
    call: "execute",
    ...anyFromWire(wire),
    kind: EXECUTED_KIND.fromWire(wire.kind, "kind"),
    fromNode: optionalNodeFromWire(wire.fromNode, "from_node"),
  };
}

export function recoveryFromWire(wire: RecoveryRequest__Output): ActionRequest {
  checkContainer(wire.containerId);
  return {
    call: "recovery",
    ...anyFromWire(wire),
    action: RECOVERY_ACTION.fromWire(wire.action, "action"),
    fromNode: optionalNodeFromWire(wire.fromNode, "from_node"),
  };
}

export function lifecycleFromWire(wire: LifecycleActionRequest__Output): ActionRequest {
  checkContainer(wire.containerId);
  return {
    call: "lifecycle",
    ...anyFromWire(wire),
    action: LIFECYCLE_ACTION.fromWire(wire.action, "action"),
  };
}

export function answerToWire(answer: ActionAnswer): ActionResponse {
  return {
    actionId: answer.actionId,
    outcome: ACTION_OUTCOME.toWire(answer.outcome),
    message: truncateBytes(answer.message, limits.MAX_MESSAGE_BYTES),
    wasRepeated: answer.wasRepeated,
  };
}

/** The outcome matters more than its description: a message that is too long is truncated, not refused. */
export function answerFromWire(wire: ActionResponse__Output): ActionAnswer {
  return {
    actionId: text(wire.actionId, "action_id", limits.ACTION_ID),
    outcome: ACTION_OUTCOME.fromWire(wire.outcome, "outcome"),
    message: truncateBytes(wire.message, limits.MAX_MESSAGE_BYTES),
    wasRepeated: wire.wasRepeated,
  };
}
