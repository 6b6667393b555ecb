/** What is broken on podman besides its workloads. */
import { awayFor1s, type RuntimeFault } from "./fault.ts";
import { LIDAR } from "./wanted.ts";

export const PODMAN_FAULTS: readonly RuntimeFault[] = [
  awayFor1s(
    "runtime-kill",
    `kill -9 the runtime and a main process of ${LIDAR}, and start the runtime a second later`,
  ),
];
