/** What differs between a container as an instance and a pod as one. */
import type { Workload } from "../definition/workload.ts";
import type {
  DriverFailure,
  DriverResult,
  Instance,
  InstanceEnd,
  StartRequest,
  StopMode,
} from "../driver.ts";
import type { Engine } from "./engine.ts";
import { LABEL, type Marker } from "./labels.ts";
import { checkWorkload, startContainer, type StartParts } from "./start.ts";
import { stopContainers, type StopParts } from "./stop.ts";
import type { Tracked } from "./tracked.ts";

export interface Scheme {
  readonly kind: "container" | "pod";
  /** The label that its containers have, and those of other schemes have not. */
  readonly marker: Marker;
  start(request: StartRequest, parts: StartParts): Promise<DriverResult<Instance>>;
  /** `containers`: all that are known of the instance, at least one. */
  stop(
    containers: readonly Tracked[],
    mode: StopMode,
    parts: StopParts,
  ): Promise<DriverResult<InstanceEnd | undefined>>;
  check(
    workload: Workload,
    parts: { readonly engine: Engine; readonly signal: AbortSignal },
  ): Promise<DriverFailure | undefined>;
}

/** One container, one instance. */
export const CONTAINERS: Scheme = {
  kind: "container",
  marker: LABEL.instance,
  start: startContainer,
  stop: (containers, mode, parts) =>
    stopContainers(containers, mode, {
      ...parts,
      removal: ([{ containerId } = { containerId: "" }]) => `/containers/${containerId}`,
    }),
  check: checkWorkload,
};
