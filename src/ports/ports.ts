/** Everything outside that a manager uses. */
import type { ActionControllerPort } from "./action_controller.ts";
import type { Clock } from "./clock.ts";
import type { ActionGate } from "./gate.ts";
import type { Log } from "./log.ts";
import type { MonitoringPort } from "./monitoring.ts";
import type { NodeAgentPort } from "./node_agent.ts";
import type { IdSource, Random } from "./random.ts";
import type { StorePort } from "./store.ts";

export interface Ports {
  readonly store: StorePort;
  readonly agents: readonly NodeAgentPort[];
  readonly controller: ActionControllerPort;
  readonly monitoring: MonitoringPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly log: Log;
  /** Set where several instances share one etcd. */
  readonly gate?: ActionGate;
}
