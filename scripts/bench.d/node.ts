/**
 * What a node is worth as a supervisor, and what it costs.
 *
 * containers  kill -9 of a main process until the next one runs: by a node, by `podman run --restart=always`, and by a bare
 *             `podman start` of the same container, in turn
 * processes   the same of plain processes, beside a systemd unit with Restart=always and RestartSec=0
 * idle        memory and processor of a node that only watches: embedded with containers, served with processes
 */
import { missingBoot } from "../../tests/support/packaging/root_image.ts";
import { missingPodman } from "../../tests/support/podman/podman.ts";
import { readOptions, wholeOption } from "../options.ts";
import { Workspace } from "../workspace.d/workspace.ts";
import { median, percentile, rounded } from "./support/figures.ts";
import { costOfEmbedded, costOfServed } from "./support/node_idle.ts";
import { measureContainers, measureProcesses } from "./support/node_restarts.ts";

const HELP = `usage: scripts/bench node [--kills N] [--workloads N] [--seconds N]
  --kills N      of each contestant: 1 to 200, 20 by default
  --workloads N  of the idle nodes: 1 to 200, 50 by default
  --seconds N    for which they are watched: 5 to 600, 30 by default
Last line: median and 99th percentile in ms of each, and the cost of an idle node. Targets: a container at most 1.15 of the bare
start and ahead of podman's own supervision; a process ahead of systemd; an idle node with 50 containers at most 0.5 % of a core.
What this machine does not have is skipped, and the line says so. As root, with podman. Returns 0 when it ran, met or not.`;

const options = readOptions(HELP, {
  kills: { type: "string", default: "20" },
  workloads: { type: "string", default: "50" },
  seconds: { type: "string", default: "30" },
});
const KILLS = wholeOption(options.kills, { name: "kills", min: 1, max: 200 });
const WORKLOADS = wholeOption(options.workloads, { name: "workloads", min: 1, max: 200 });
const SECONDS = wholeOption(options.seconds, { name: "seconds", min: 5, max: 600 });
const TARGET_RATIO = 1.15;
const TARGET_CPU_PERCENT = 0.5;

function summary(name: string, values: readonly number[]) {
  const figures = {
    median: rounded(median(values)),
    p99: rounded(percentile(values, 0.99)),
    worst: rounded(Math.max(...values)),
    count: values.length,
  };
  const { median: middle, p99, worst, count } = figures;
  console.error(`${name.padEnd(40)} median ${middle} ms, p99 ${p99} ms, worst ${worst} ms of ${count}`);
  return figures;
}

async function containers() {
  const { node, podman, bare } = await measureContainers(KILLS);
  const figures = {
    node: summary("container, node", node),
    podman: summary("container, podman --restart=always", podman),
    bare: summary("container, bare podman start", bare),
  };
  const ratio = rounded(median(node) / median(bare), 2);
  const isAhead = median(node) < median(podman);
  console.error(`target: at most ${TARGET_RATIO} of the bare start: ${ratio}; ahead of podman: ${isAhead}`);
  return {
    ...figures,
    ratio,
    target: TARGET_RATIO,
    isAheadOfPodman: isAhead,
    met: ratio <= TARGET_RATIO && isAhead,
  };
}

async function processes(missing: string | undefined) {
  const { node, systemd } = await measureProcesses(KILLS, { missing });
  const ours = summary("process, node", node);
  if (systemd === undefined) return { node: ours, skipped: missing };
  const theirs = summary("process, systemd Restart=always", systemd);
  return { node: ours, systemd: theirs, met: ours.median < theirs.median };
}

async function idle() {
  const embedded = await costOfEmbedded(WORKLOADS, SECONDS);
  console.error(`embedded, ${WORKLOADS} containers: ${JSON.stringify(embedded)}`);
  const served = await costOfServed(WORKLOADS, SECONDS);
  console.error(`served, ${WORKLOADS} processes: ${JSON.stringify(served)}`);
  const met = embedded.cpuPercent <= TARGET_CPU_PERCENT && served.cpuPercent <= TARGET_CPU_PERCENT;
  return { workloads: WORKLOADS, embedded, served, targetCpuPercent: TARGET_CPU_PERCENT, met };
}

const missing = missingPodman();
if (missing !== undefined) {
  console.error(`scripts/bench node: ${missing}`);
  Deno.exit(1);
}
const workspace = new Workspace("node");
try {
  const result = {
    name: "node",
    unit: "ms",
    containers: await containers(),
    processes: await processes(missingBoot()),
    idle: await idle(),
    // A unit that runs a container needs podman inside of a booted machine.
    skipped: ["a systemd unit that runs the container: no machine here has both systemd and podman"],
  };
  console.log(JSON.stringify(result));
} finally {
  workspace[Symbol.dispose]();
}
Deno.exit(0);
