/** The services of Pullpiri as @grpc/grpc-js requires them, with the types of their messages, from the generated codecs. */
import type { ServiceDefinition } from "@grpc/grpc-js";
import { definitionOfService } from "../grpc/definitions.ts";
import { SERVICES } from "./gen/codecs.ts";
import type { ActionControllerConnectionDefinition } from "./gen/actioncontroller/ActionControllerConnection.ts";
import type { NodeAgentConnectionDefinition } from "./gen/nodeagent/NodeAgentConnection.ts";
import type { PolicyManagerConnectionDefinition } from "./gen/policymanager/PolicyManagerConnection.ts";
import type { RocksDbServiceDefinition } from "./gen/rocksdbservice/RocksDbService.ts";
import type { FaultServiceDefinition } from "./gen/schedinfo/v1/FaultService.ts";
import type { StateManagerConnectionDefinition } from "./gen/statemanager/StateManagerConnection.ts";

function service(fullName: string): ServiceDefinition {
  return definitionOfService(SERVICES, fullName);
}

export const STATE_MANAGER_CONNECTION = service(
  "statemanager.StateManagerConnection",
) as unknown as StateManagerConnectionDefinition;
export const FAULT_SERVICE = service("schedinfo.v1.FaultService") as unknown as FaultServiceDefinition;
export const ACTION_CONTROLLER_CONNECTION = service(
  "actioncontroller.ActionControllerConnection",
) as unknown as ActionControllerConnectionDefinition;
export const NODE_AGENT_CONNECTION = service(
  "nodeagent.NodeAgentConnection",
) as unknown as NodeAgentConnectionDefinition;
export const POLICY_MANAGER_CONNECTION = service(
  "policymanager.PolicyManagerConnection",
) as unknown as PolicyManagerConnectionDefinition;
export const ROCKSDB_SERVICE = service(
  "rocksdbservice.RocksDbService",
) as unknown as RocksDbServiceDefinition;
