/** Pods of podman: several containers that are one instance. Loaded by a node whose `node.drivers` has `pod`, and by no other. */
import { containerName, LABEL } from "../labels.ts";
import type { Scheme } from "../scheme.ts";
import { stopContainers } from "../stop.ts";
import { checkPod, startPod } from "./start.ts";

export const PODS: Scheme = {
  kind: "pod",
  marker: LABEL.pod,
  start: startPod,
  stop: (containers, mode, parts) =>
    stopContainers(containers, mode, {
      ...parts,
      removal: ([first]) => `/libpod/pods/${first === undefined ? "" : containerName(first.seen.labels)}`,
    }),
  check: checkPod,
};
