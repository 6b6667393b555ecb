/**
 * The calls of each service with the types of their messages: combines the untyped definitions of `definitions.ts` with the types
 * that were generated from the same .proto files. No other file combines the two.
 */
import {
  ACTION_CONTROLLER_SERVICE,
  HEALTH_SERVICE,
  MONITORING_SERVER_SERVICE,
  NODE_AGENT_SERVICE,
  STATE_MANAGER_SERVICE,
} from "../definitions.ts";
import type { HealthDefinition } from "../gen/grpc/health/v1/Health.ts";
import type { ActionControllerDefinition } from "../gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { MonitoringServerDefinition } from "../gen/piccolo/monitoringserver/v1/MonitoringServer.ts";
import type { NodeAgentDefinition } from "../gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { StateManagerDefinition } from "../gen/piccolo/statemanager/v1/StateManager.ts";

/** One call: its path, and the codecs of its messages. */
export interface Method<Request, Response> {
  readonly path: string;
  requestSerialize(value: Request): Uint8Array;
  responseDeserialize(bytes: Uint8Array): Response;
}

export const STATE_MANAGER = STATE_MANAGER_SERVICE as unknown as StateManagerDefinition;
export const NODE_AGENT = NODE_AGENT_SERVICE as unknown as NodeAgentDefinition;
export const ACTION_CONTROLLER = ACTION_CONTROLLER_SERVICE as unknown as ActionControllerDefinition;
export const MONITORING_SERVER = MONITORING_SERVER_SERVICE as unknown as MonitoringServerDefinition;
export const HEALTH = HEALTH_SERVICE as unknown as HealthDefinition;
