/**
 * The enums of the ActionController's protocol, and which of its three calls carries a step of a plan.
 *
 * I1: each step of a plan has exactly one of the three calls (`ROUTES`); none is left out.
 */
import type { LifecycleAction } from "../../state/action.ts";
import type { ActionKind } from "../../state/plan.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { ActionKind__Output as WireActionKind } from "../gen/piccolo/actioncontroller/v1/ActionKind.ts";
import type { ActionOutcome__Output as WireActionOutcome } from "../gen/piccolo/actioncontroller/v1/ActionOutcome.ts";
import type { LifecycleAction__Output as WireLifecycleAction } from "../gen/piccolo/actioncontroller/v1/LifecycleAction.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";

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

/** The outcome of an action as the controller reports it. */
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
