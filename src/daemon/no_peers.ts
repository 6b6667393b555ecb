/** Substitutes for peers that the configuration does not name. */
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionResult } from "../state/action.ts";
import type { MonitoringPort } from "../ports/monitoring.ts";

/** Behaves like a controller that is permanently unreachable: changes stay pending, and every plan gives the reason. */
export const NO_ACTION_CONTROLLER: ActionControllerPort = {
  executeAction: refuse,
  requestRecovery: refuse,
  requestLifecycleAction: refuse,
  isReachable: () => false,
};

function refuse(): Promise<ActionResult> {
  return Promise.resolve({ kind: "unreachable", message: "action_controller.address is not set" });
}

export const NO_MONITORING_SERVER: MonitoringPort = { queueAlert: () => {}, queueMetrics: () => {} };
