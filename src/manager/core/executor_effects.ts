/** What the executor does to the world: which call of the ActionController an action is, and how to wait. */
import { delay } from "../../kit/delay.ts";
import type { ActionControllerPort } from "../../ports/action_controller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorEffects } from "../../reconciliation/executor.ts";
import type { LifecycleAction } from "../../state/action.ts";
import type { ActionKind } from "../../state/plan.ts";

const LIFECYCLE_OF: Readonly<Partial<Record<ActionKind, LifecycleAction>>> = {
  Start: "Start",
  Stop: "Stop",
  Restart: "Restart",
};

export function executorEffects(
  controller: ActionControllerPort,
  clock: Clock,
  random01: () => number,
): ExecutorEffects {
  return {
    send(action, signal) {
      const { resourceId, recovery } = action;
      if (recovery !== undefined) return controller.requestRecovery(resourceId, recovery, { action, signal });
      const lifecycle = LIFECYCLE_OF[action.step.kind];
      return lifecycle === undefined
        ? controller.executeAction(action, signal)
        : controller.requestLifecycleAction(resourceId, lifecycle, { action, signal });
    },
    pause: (delayMs, signal) => delay(clock, delayMs, signal),
    random01,
  };
}
