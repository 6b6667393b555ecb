/**
 * Traffic of many agents of Pullpiri, in the form of recorded lists: how fast the State Manager answers, what it holds, and whether the
 * last state of every model arrives.
 *
 * Each agent sends its full list once a second over a connection of its own, with one container changed: an end with code 0, or a start.
 * At the end the keys in the store have to say what the last list of each agent said. An agent of upstream sends at most one list a
 * round of 1.02 s, which is one change where one container changes at a time. All of them are behind one address; with `--burst` all
 * lists of a round come at once.
 */
import { ALL_SERVICES } from "../../src/manager/serve/api.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import type { ContainerInfo } from "../../src/pullpiri/words.ts";
import { Instance } from "../../tests/support/instances/instance.ts";
import { storeArtifacts } from "../../tests/support/pullpiri/applied.ts";
import { WireStack } from "../../tests/support/pullpiri/wire.ts";
import { readOptions, wholeOption } from "../options.ts";
import { percentile, rounded } from "./support/figures.ts";

const HELP = `usage: scripts/bench pullpiri [--agents N] [--containers N] [--seconds N] [--burst]
  --agents N      agents that send lists: 1 to 60, 20 by default
  --containers N  containers of each: 1 to 200, 50 by default
  --seconds N     how long: 5 to 3600, 600 by default
  --burst         all agents send at the same moment
Last line: answers in ms (median, 99th percentile, slowest), changes of states per second beside what an agent of upstream can send, memory of
the State Manager in MiB, and models whose last state is not in the store. Returns 0 only when the 99th percentile is below 50 ms and
none is missing.`;
const options = readOptions(HELP, {
  agents: { type: "string" },
  containers: { type: "string" },
  seconds: { type: "string" },
  burst: { type: "boolean", default: false },
});
const AGENTS = wholeOption(options.agents ?? "20", { name: "agents", min: 1, max: 60 });
const CONTAINERS = wholeOption(options.containers ?? "50", { name: "containers", min: 1, max: 200 });
const SECONDS = wholeOption(options.seconds ?? "600", { name: "seconds", min: 5, max: 3_600 });
const P99_MS = 50;
/** A round of the agent of upstream. */
const ROUND_S = 1.02;
const CATCH_UP_MS = 10_000;
const TAKEN_OVER_MS = 120_000;

const hosts = Array.from({ length: AGENTS }, (_, index) => `ZONE${index + 1}`);
const nameOf = (agent: number, container: number) => `m${agent}x${container}`;

/** One container, with what stands in a recorded list besides. */
function containerOf(
  agent: number,
  index: number,
  { isUp, round }: { readonly isUp: boolean; readonly round: number },
): ContainerInfo {
  const model = nameOf(agent, index);
  const stamp = (s: number) => new Date(1_795_968_000_000 + s * 1_000).toISOString().replace("Z", "123456Z");
  return {
    id: `${agent}`.padStart(8, "a") + `${index}`.padStart(56, "0"),
    names: [`${model}_c1`],
    image: "localhost/ppwork:1",
    state: {
      ...{ Status: isUp ? "running" : "exited", Running: `${isUp}`, Paused: "false", Restarting: "false" },
      ...{
        OOMKilled: "false",
        Dead: "false",
        Error: "",
        ExitCode: "0",
        Pid: isUp ? `${10_000 + round}` : "0",
      },
      StartedAt: stamp(isUp ? round : round - 1),
      FinishedAt: isUp ? "0001-01-01T00:00:00Z" : stamp(round),
    },
    config: {
      Hostname: `ZONE${agent + 1}`,
      Image: "localhost/ppwork:1",
      User: "",
      WorkingDir: "/",
      Tty: "true",
    },
    annotation: {
      "io.container.manager": "libpod",
      "io.kubernetes.cri-o.TTY": "true",
      "io.kubernetes.cri-o.Created": stamp(0),
      "io.podman.annotations.autoremove": "FALSE",
      "io.podman.annotations.privileged": "FALSE",
      "org.opencontainers.image.stopSignal": "15",
      "io.pullpiri.annotations.scenario": `s${agent}`,
      "io.pullpiri.annotations.package": `p${agent}`,
      "io.pullpiri.annotations.policy": "",
      "io.pullpiri.annotations.model": model,
    },
  };
}

await using stack = await WireStack.start({ hosts });
// The agents of the stack answer heartbeats; what they tell comes from here.
for (const agent of hosts.keys()) {
  storeArtifacts(stack.store.values, {
    scenario: `s${agent}`,
    packageName: `p${agent}`,
    models: Array.from(
      { length: CONTAINERS },
      (_, index) => ({ name: nameOf(agent, index), node: `ZONE${agent + 1}` }),
    ),
  });
  stack.store.values.set(`/scenario/s${agent}/state`, "SCENARIO_STATE_COMPLETED");
}
const lists = hosts.map((_, agent) =>
  Array.from({ length: CONTAINERS }, (__, index) => containerOf(agent, index, { isUp: true, round: 0 }))
);
const store = (agent: number) => {
  for (const container of lists[agent] ?? []) {
    stack.store.values.set(`/pullpiri/metrics/containers/${container.id}`, JSON.stringify(container));
  }
};
for (const agent of hosts.keys()) store(agent);
for (const node of stack.nodes.values()) node.answersOnly = true;

const { promise: listening, resolve: listen } = Promise.withResolvers<void>();
await using instance = new Instance({
  node: { unreachable_after: "2s", lost_after: "3s" },
  limits: { nodes: 64 },
  pullpiri: stack.settings,
  log: { format: "json" },
}, {
  onLine: (line) => {
    if (!line.includes("Listening for Pullpiri")) return;
    stack.begin(JSON.parse(line).address);
    listen();
  },
});
await instance.start();
await listening;
const total = AGENTS * CONTAINERS;
console.error(`${AGENTS} agents x ${CONTAINERS} containers, ${SECONDS} s`);
const startedAtMs = performance.now();
/** How many of them run; 0 while nobody answers. */
async function running(): Promise<number> {
  try {
    let count = 0;
    for (let after: { after?: ResourceId } = {};;) {
      const page = await instance.client.queryServices({ ...ALL_SERVICES, states: ["Running"] }, {
        limit: 200,
        ...after,
      });
      count += page.services.length;
      if (page.nextAfter === undefined) return count;
      after = { after: page.nextAfter };
    }
  } catch {
    return 0;
  }
}
while (await running() < total && performance.now() - startedAtMs < TAKEN_OVER_MS) {
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const takenOverMs = Math.round(performance.now() - startedAtMs);
console.error(`taken over after ${takenOverMs} ms; process ${instance.pid}`);

const tookMs: number[] = [];
let failed = 0;
let highestRssMiB = 0;

async function push(agent: number): Promise<void> {
  const sentAtMs = performance.now();
  try {
    await stack.push(`ZONE${agent + 1}`, lists[agent] ?? []);
    tookMs.push(performance.now() - sentAtMs);
  } catch (error) {
    failed += 1;
    console.error(`ZONE${agent + 1}: ${error}`);
  }
}

/** An agent: one list a second, each with one container changed. */
async function run(agent: number, untilMs: number): Promise<void> {
  if (!options.burst) await new Promise((resolve) => setTimeout(resolve, (agent / AGENTS) * 1_000));
  for (let round = 1; performance.now() < untilMs; round += 1) {
    const list = lists[agent] ?? [];
    const index = round % CONTAINERS;
    const isUp = list[index]?.state["Status"] !== "running";
    list[index] = containerOf(agent, index, { isUp, round });
    store(agent);
    const dueMs = performance.now() + 1_000;
    await push(agent);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
  }
}

const rss = () =>
  Number(/VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${instance.pid}/status`))?.[1] ?? 0) / 1_024;
/** Processor time of the State Manager, seconds. */
const cpuS = () => {
  const [user = 0, system = 0] =
    Deno.readTextFileSync(`/proc/${instance.pid}/stat`).split(") ")[1]?.split(" ").slice(11, 13).map(
      Number,
    ) ?? [];
  return (user + system) / 100;
};
const cpuBeforeS = cpuS();
const watch = setInterval(() => highestRssMiB = Math.max(highestRssMiB, rss()), 1_000);
const beganAtMs = performance.now();
const untilMs = beganAtMs + SECONDS * 1_000;
await Promise.all(hosts.map((_, agent) => run(agent, untilMs)));
const lastedS = (performance.now() - beganAtMs) / 1_000;
clearInterval(watch);
const cpuMsPerList = (cpuS() - cpuBeforeS) * 1_000 / Math.max(1, tookMs.length);

/** Models of which the store does not say what the last list said. */
function missing(): number {
  return lists.flat().filter((container) => {
    const word = container.state["Status"] === "running" ? "Running" : "Exited";
    const key = `/model/${container.annotation["io.pullpiri.annotations.model"]}/state`;
    return stack.store.values.get(key) !== word;
  }).length;
}

const caughtUpBy = performance.now() + CATCH_UP_MS;
while (missing() > 0 && performance.now() < caughtUpBy) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const p99Ms = percentile(tookMs, 0.99);
const result = {
  bench: "pullpiri",
  ...{ agents: AGENTS, containers: CONTAINERS, seconds: SECONDS, lists: tookMs.length, failed },
  takenOverMs,
  answerMs: {
    median: rounded(percentile(tookMs, 0.5)),
    p99: rounded(p99Ms),
    slowest: rounded(Math.max(...tookMs)),
  },
  // Each list has one changed state.
  changesPerSecond: {
    taken: rounded(tookMs.length / lastedS, 2),
    ofOneUpstreamAgent: rounded(1 / ROUND_S, 2),
  },
  upstreamListsPerSecond: rounded(AGENTS / ROUND_S),
  cpuMsPerList: rounded(cpuMsPerList),
  rssMiB: { highest: Math.round(highestRssMiB), last: Math.round(rss()) },
  missing: missing(),
  offloads: stack.controller.offloads.length,
};
console.log(JSON.stringify(result));
Deno.exitCode = p99Ms < P99_MS && result.missing === 0 && failed === 0 ? 0 : 1;
