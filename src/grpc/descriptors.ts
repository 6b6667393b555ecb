/**
 * The gRPC services of this project as @grpc/grpc-js wants them, from the descriptors embedded in the program.
 *
 * I1: 64-bit integers come as decimal strings and are accepted as such: no value passes through a lossy number.
 * I2: an enum value that this version does not know comes as its number, so that `wire.ts` can refuse it by name.
 */
import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import descriptors from "./gen/descriptors.json" with { type: "json" };

const definitions = fromJSON(descriptors as Parameters<typeof fromJSON>[0], {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
});

function service(fullName: string): ServiceDefinition {
  const definition = definitions[fullName];
  if (definition === undefined || "format" in definition) {
    throw new Error(`${fullName} is not in the descriptors`);
  }
  return definition as ServiceDefinition;
}

export const STATE_MANAGER_SERVICE: ServiceDefinition = service("piccolo.statemanager.v1.StateManager");
export const NODE_AGENT_SERVICE: ServiceDefinition = service("piccolo.nodeagent.v1.NodeAgent");
export const ACTION_CONTROLLER_SERVICE: ServiceDefinition = service(
  "piccolo.actioncontroller.v1.ActionController",
);
export const MONITORING_SERVER_SERVICE: ServiceDefinition = service(
  "piccolo.monitoringserver.v1.MonitoringServer",
);
export const REFLECTION_SERVICE: ServiceDefinition = service("grpc.reflection.v1.ServerReflection");
export const HEALTH_SERVICE: ServiceDefinition = service("grpc.health.v1.Health");
