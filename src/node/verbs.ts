/** What the calls and steps of the protocol come down to on a node. */
import type { LifecycleAction } from "../state/action.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { ActionKind } from "../state/plan.ts";
import type { Verb } from "./state/shapes.ts";

/** Undefined = it asks for nothing that a node can do. */
export const RECOVERY_VERBS: Readonly<Record<RecoveryAction, Verb | undefined>> = {
  Restart: "RecoverRestart",
  Recreate: "Recreate",
  Relocate: "Relocate",
  RollbackVersion: "UpdateVersion",
  ResetConfig: "ApplyConfig",
  Notify: undefined,
  Isolate: "Stop",
};

export const STEP_VERBS: Readonly<Record<ActionKind, Verb>> = {
  Start: "Start",
  Stop: "Stop",
  Restart: "Restart",
  Recreate: "Recreate",
  Scale: "Scale",
  UpdateVersion: "UpdateVersion",
  ApplyConfig: "ApplyConfig",
  Relocate: "Relocate",
  RollbackVersion: "UpdateVersion",
  ResetConfig: "ApplyConfig",
  Isolate: "Stop",
};

export const LIFECYCLE_VERBS: Readonly<Record<LifecycleAction, Verb>> = {
  Start: "Start",
  Stop: "Stop",
  Restart: "Restart",
};
