/** What stands in for a peer that the configuration does not name. */
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionResult } from "../state/action.ts";
import type { MonitoringPort } from "../ports/monitoring.ts";

/** Like a controller that is away, for good: what is wanted waits, and every plan tells why. */
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
