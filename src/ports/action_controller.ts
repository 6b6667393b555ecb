/** The ActionController. */
import type { ActionResult, LifecycleAction } from "../state/action.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** The ActionController. Never rejects: every failure is a result. */
export interface ActionControllerPort {
  /** One step of a plan: scale, version, configuration, placement. */
  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult>;
  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult>;
  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult>;
  /** Whether the last call was answered. */
  isReachable(): boolean;
}
