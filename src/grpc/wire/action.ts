/**
 * What passes between the manager and the ActionController: `piccolo.actioncontroller.v1`.
 *
 * I1: each step of a plan has exactly one of the three calls (`ROUTES`); none is left out.
 */
import type { LifecycleAction } from "../../ports.ts";
import type { ActionKind, DesiredWorkload, PlannedAction } from "../../reconciliation/plan.ts";
import type { RecoveryAction } from "../../recovery/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { parseResourceId } from "../../state/resource_id.ts";
import type { ActionContext as WireActionContext } from "../gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionContext__Output } from "../gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionExecutionRequest } from "../gen/piccolo/actioncontroller/v1/ActionExecutionRequest.ts";
import type { ActionExecutionRequest__Output } from "../gen/piccolo/actioncontroller/v1/ActionExecutionRequest.ts";
import type { ActionKind__Output as WireActionKind } from "../gen/piccolo/actioncontroller/v1/ActionKind.ts";
import type { ActionOutcome__Output as WireActionOutcome } from "../gen/piccolo/actioncontroller/v1/ActionOutcome.ts";
import type { ActionResponse } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { ActionResponse__Output } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { DesiredWorkload as WireDesiredWorkload } from "../gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { DesiredWorkload__Output } from "../gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { LifecycleAction__Output as WireLifecycleAction } from "../gen/piccolo/actioncontroller/v1/LifecycleAction.ts";
import type { LifecycleActionRequest } from "../gen/piccolo/actioncontroller/v1/LifecycleActionRequest.ts";
import type { LifecycleActionRequest__Output } from "../gen/piccolo/actioncontroller/v1/LifecycleActionRequest.ts";
import type { RecoveryRequest } from "../gen/piccolo/actioncontroller/v1/RecoveryRequest.ts";
import type { RecoveryRequest__Output } from "../gen/piccolo/actioncontroller/v1/RecoveryRequest.ts";
import { bigInteger, integer, list, required, text, textMap, truncateBytes } from "./checks.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import { RECOVERY_ACTION } from "./enums.ts";
import * as limits from "./limits.ts";
import { MAX_RESOURCE_ID_LENGTH, nodeFromWire, optionalNodeFromWire } from "./names.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";

/** The steps that ExecuteAction carries. */
export type ExecutedKind = "Scale" | "UpdateVersion" | "ApplyConfig" | "Recreate" | "Relocate";

/** Which call carries a step. */
export type ActionRoute =
  | { readonly call: "execute"; readonly kind: ExecutedKind }
  | { readonly call: "lifecycle"; readonly action: LifecycleAction }
  | { readonly call: "recovery"; readonly action: RecoveryAction };

export const ROUTES: Readonly<Record<ActionKind, ActionRoute>> = {
  Start: { call: "lifecycle", action: "Start" },
  Stop: { call: "lifecycle", action: "Stop" },
  Restart: { call: "lifecycle", action: "Restart" },
  Recreate: { call: "execute", kind: "Recreate" },
  Scale: { call: "execute", kind: "Scale" },
  UpdateVersion: { call: "execute", kind: "UpdateVersion" },
  ApplyConfig: { call: "execute", kind: "ApplyConfig" },
  Relocate: { call: "execute", kind: "Relocate" },
  RollbackVersion: { call: "recovery", action: "RollbackVersion" },
  ResetConfig: { call: "recovery", action: "ResetConfig" },
  Isolate: { call: "recovery", action: "Isolate" },
};

export const EXECUTED_KIND: EnumCodec<ExecutedKind, WireActionKind> = enumCodec<ExecutedKind, WireActionKind>(
  {
    Scale: "ACTION_KIND_SCALE",
    UpdateVersion: "ACTION_KIND_UPDATE_VERSION",
    ApplyConfig: "ACTION_KIND_APPLY_CONFIG",
    Recreate: "ACTION_KIND_RECREATE",
    Relocate: "ACTION_KIND_RELOCATE",
  },
  {
    ACTION_KIND_UNSPECIFIED: undefined,
    ACTION_KIND_SCALE: "Scale",
    ACTION_KIND_UPDATE_VERSION: "UpdateVersion",
    ACTION_KIND_APPLY_CONFIG: "ApplyConfig",
    ACTION_KIND_RECREATE: "Recreate",
    ACTION_KIND_RELOCATE: "Relocate",
  },
);

export const LIFECYCLE_ACTION: EnumCodec<LifecycleAction, WireLifecycleAction> = enumCodec<
  LifecycleAction,
  WireLifecycleAction
>(
  {
    Start: "LIFECYCLE_ACTION_START",
    Stop: "LIFECYCLE_ACTION_STOP",
    Restart: "LIFECYCLE_ACTION_RESTART",
  },
  {
    LIFECYCLE_ACTION_UNSPECIFIED: undefined,
    LIFECYCLE_ACTION_START: "Start",
    LIFECYCLE_ACTION_STOP: "Stop",
    LIFECYCLE_ACTION_RESTART: "Restart",
  },
);

/** How the controller says that an action ended. */
export type ActionOutcome = "Done" | "Failed" | "Rejected";

export const ACTION_OUTCOME: EnumCodec<ActionOutcome, WireActionOutcome> = enumCodec<
  ActionOutcome,
  WireActionOutcome
>(
  {
    Done: "ACTION_OUTCOME_DONE",
    Failed: "ACTION_OUTCOME_FAILED",
    Rejected: "ACTION_OUTCOME_REJECTED",
  },
  {
    ACTION_OUTCOME_UNSPECIFIED: undefined,
    ACTION_OUTCOME_DONE: "Done",
    ACTION_OUTCOME_FAILED: "Failed",
    ACTION_OUTCOME_REJECTED: "Rejected",
  },
);

/** What every action says of itself. */
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
  /** Not set: the request did not say. */
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
    term: bigInteger(context.term, "context.term"),
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

/** What happened matters more than how well it is described: a message that is too long is cut, not refused. */
export function answerFromWire(wire: ActionResponse__Output): ActionAnswer {
  return {
    actionId: text(wire.actionId, "action_id", limits.ACTION_ID),
    outcome: ACTION_OUTCOME.fromWire(wire.outcome, "outcome"),
    message: truncateBytes(wire.message, limits.MAX_MESSAGE_BYTES),
    wasRepeated: wire.wasRepeated,
  };
}
