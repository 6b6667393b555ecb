/**
 * The spec of a service whose spec in force was overwritten in etcd by somebody else, and is known nowhere any more: made of what is
 * known to have worked. Pure.
 */
import { DEFAULT_SPEC, type ServiceSpec, type ServiceStatus } from "../../state/model.ts";

/** Phases of a service that is meant to run. */
const UP: ReadonlySet<ServiceStatus["state"]> = new Set(["Initializing", "Running", "Degraded", "Failed"]);

/**
 * The older spec where there is one. Else what runs goes on with the version and configuration that it was last seen healthy with, on
 * the node where it is; what does not run, or was never seen healthy, is on hold until it gets a spec.
 */
export function substituteSpec(status: ServiceStatus, older: ServiceSpec | undefined): ServiceSpec {
  if (older !== undefined) return older;
  const { lastKnownGood, replicas, node, state } = status;
  if (lastKnownGood === undefined || !UP.has(state)) return { ...DEFAULT_SPEC, state: "Pending" };
  const { version, config } = lastKnownGood;
  return {
    ...DEFAULT_SPEC,
    version,
    config,
    replicas: Math.max(1, replicas),
    nodes: node === "" ? [] : [node],
  };
}
