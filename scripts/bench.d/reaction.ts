/**
 * From kill -9 of a service to the action on the wire, with the node idle: real processes, a real NodeAgent, the real daemon.
 *
 * ours   from just before the kill to the moment at which the ActionController has received the action (its audit, 1 ms)
 * floor  from the same kill to the NodeAgent's own diff on the wire, as a second subscriber sees it in the same run: the
 *        NodeAgent looks at its processes every 20 ms. What is above it is the State Manager's share: diff in, action out
 *
 * Each kill hits a service that was not killed before and has run long enough to be known as good, so every action is the
 * first attempt of a new recovery. Between two kills the car rests until it is idle.
 *
 * With --slow-disk the time from diff to action is measured twice, in alternating blocks of kills: with every fsync and fdatasync
 * of the daemon held back by 200 ms (slow), and with the daemon traced in the same way but nothing held back (plain). In both a
 * client changes the labels of a service all the time, each change of which is answered only when it is on the disk: there is
 * always a call to wait for.
 */
import { connect } from "../../src/grpc/client/node_agent.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { SystemRandom } from "../../src/platform/process/random.ts";
import type { NodeListener } from "../../src/ports/node_agent.ts";
import { isFault } from "../../src/state/diff.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";
import { resourceId } from "../../src/state/resource_id.ts";
import { SILENT } from "../../tests/support/silent_log.ts";
import { type Car, startCar } from "../../tests/support/instances/car.ts";
import type { Instance } from "../../tests/support/instances/instance.ts";
import { SlowDisk } from "../../tests/support/slow_disk.ts";
import { signalProcess } from "../../tests/support/vehicle/process_table.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { readOptions, wholeOption } from "../options.ts";
import { startServices, untilReady } from "./support/running.ts";
import { median, pause, percentile, rounded, spread, wallMs } from "./support/figures.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench reaction [--kills N] [--slow-disk]
  --kills N    kill -9 of so many services, one after the other: 1 to 200, 20 by default;
               with --slow-disk 20 to 200, 80 by default
  --slow-disk  each fsync and fdatasync of the daemon takes 200 ms longer, in half of the kills; needs strace
Last line: median and worst time from the kill to the action at the ActionController, in ms; floor = to the NodeAgent's diff.
Returns 0 only when the worst is within the budget of criticality A to D (100 ms). With --slow-disk: median and 99th percentile
from the diff to the action, floor = without the delay, and met when the delay makes no difference beyond noise; returns 0.`;

const options = readOptions(HELP, {
  kills: { type: "string" },
  "slow-disk": { type: "boolean", default: false },
});
const IS_SLOW = options["slow-disk"];
const KILLS = IS_SLOW
  ? wholeOption(options.kills ?? "80", { name: "kills", min: 20, max: 200 })
  : wholeOption(options.kills ?? "20", { name: "kills", min: 1, max: 200 });
/** Budget of criticality A to D. */
const TARGET_MS = 100;
/** Longer than the second after which a version is known as good. */
const KNOWN_GOOD_MS = 2_000;
const REST_MS = 300;
/** No multiple of the NodeAgent's 20 ms: the kills meet its looks at every phase. */
const PHASE_MS = 7;
/** Kills between two changes of the disk, and what it is then slower by. */
const BLOCK = 5;
const SLOW_MS = 200;
const NODE = "front";
const RESOURCES = Array.from({ length: KILLS }, (_, index) => `bench/s${index}`);

interface Kill {
  readonly diffMs: number;
  readonly actionMs: number;
  readonly recoveredMs: number;
}

/** Notes when the first fault of each service came by. */
function watchNode(car: Car, seen: Map<string, number>): AsyncDisposable {
  const client = connect(car.vehicle.nodeAddress(NODE), {
    ...{ node: NODE, clock: new SystemClock(), random: new SystemRandom(), log: SILENT, term: () => 1n },
  });
  const end = new AbortController();
  const listener: NodeListener = {
    ...{
      onConnected: () => {},
      onSnapshotEnd: () => {},
      onHeard: () => {},
      onDisconnected: () => {},
      onFenced: () => {},
    },
    onDiff: (_node, diff) => {
      if (diff.statusDiff === undefined || !isFault(diff.statusDiff.reason)) return;
      if (!seen.has(diff.resourceId)) seen.set(diff.resourceId, wallMs());
    },
  };
  const done = client.follow(listener, end.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await done;
      await client[Symbol.asyncDispose]();
    },
  };
}

async function kill(car: Car, resource: string, seen: Map<string, number>): Promise<Kill> {
  const { vehicle, follower } = car;
  const before = vehicle.executions().length;
  const events = follower.events.length;
  // Found beforehand: a search through /proc takes longer than what is measured.
  const process = vehicle.find({ resource });
  const startedAtMs = wallMs();
  if (!signalProcess(process, "SIGKILL")) throw new Error(`${resource} ended before it could be killed`);
  const diffAtMs = await until(() => seen.get(resource), { what: `a diff of ${resource}`, pollMs: 2 });
  const action = await until(
    () => vehicle.executions().slice(before).find((execution) => execution.resource === resource),
    { what: `an action for ${resource}`, pollMs: 5 },
  );
  await untilReady(car, resource, events);
  const recoveredMs = wallMs() - startedAtMs;
  // The audit cuts its time to whole milliseconds, on average half of one too early.
  const actionMs = Math.max(0, action.atMs + 0.5 - startedAtMs);
  return { diffMs: rounded(diffAtMs - startedAtMs), actionMs: rounded(actionMs), recoveredMs };
}

async function measure(workspace: Workspace): Promise<boolean> {
  await using car = await startCar({ dir: workspace.makeDir("car"), nodes: [NODE] });
  await startServices(car, RESOURCES, NODE);
  const seen = new Map<string, number>();
  await using _watch = watchNode(car, seen);
  await pause(KNOWN_GOOD_MS);
  const kills: Kill[] = [];
  for (const [index, resource] of RESOURCES.entries()) {
    await pause(REST_MS + index * PHASE_MS % 20);
    const result = await kill(car, resource, seen);
    kills.push(result);
    console.error(
      `${resource}: diff after ${result.diffMs} ms, action after ${result.actionMs} ms, ` +
        `well again after ${result.recoveredMs.toFixed(0)} ms`,
    );
  }
  const executed = car.vehicle.executions().length;
  if (executed !== 2 * KILLS) {
    throw new Error(`${2 * KILLS} actions were needed, ${executed} were carried out`);
  }
  return report(kills);
}

/** Changes what is wanted of one service, without an effect on it, for as long as it is left to; each change waits for the disk. */
async function keepWriting({ client }: Instance, signal: AbortSignal): Promise<number> {
  const spec = { ...DEFAULT_SPEC, version: "1.0.0", state: "Pending", nodes: [NODE] } as const;
  let changes = 0;
  for (; !signal.aborted; changes++) {
    const labels = { change: String(changes) };
    const change = { labels, expectedGeneration: 0n, reason: "bench" };
    await client.updateState({ ...change, resourceId: resourceId("bench", "written"), spec });
    await pause(5);
  }
  return changes;
}

async function measureSlowDisk(workspace: Workspace): Promise<void> {
  await using car = await startCar({ dir: workspace.makeDir("car"), nodes: [NODE] });
  await startServices(car, RESOURCES, NODE);
  const seen = new Map<string, number>();
  await using _watch = watchNode(car, seen);
  const writing = new AbortController();
  const written = keepWriting(car.manager, writing.signal);
  await pause(KNOWN_GOOD_MS);
  const blocks = { slow: new Array<readonly number[]>(), plain: new Array<readonly number[]>() };
  const calls = { slow: 0, plain: 0 };
  for (let first = 0; first + BLOCK <= RESOURCES.length; first += BLOCK) {
    const kind = first / BLOCK % 2 === 0 ? "slow" : "plain";
    const delayMs = kind === "slow" ? SLOW_MS : 0;
    await using disk = await SlowDisk.attach(car.manager.pid, {
      delayMs,
      logPath: `${workspace.dir}/strace`,
    });
    const shares: number[] = [];
    for (const [index, resource] of RESOURCES.slice(first, first + BLOCK).entries()) {
      await pause(REST_MS + index * PHASE_MS % 20);
      const { diffMs, actionMs } = await kill(car, resource, seen);
      shares.push(rounded(actionMs - diffMs));
    }
    calls[kind] += disk.calls;
    blocks[kind].push(shares);
    console.error(`${kind.padEnd(5)} ${disk.calls} calls; from diff to action: ${shares.join(", ")} ms`);
  }
  writing.abort();
  console.error(`${await written} changes were stored meanwhile`);
  reportSlowDisk(blocks, calls);
}

type Sides<T> = Readonly<Record<"slow" | "plain", T>>;

/** No difference beyond noise: the slow side lies no further from the plain one than the blocks of one side lie apart. */
function reportSlowDisk(blocks: Sides<readonly (readonly number[])[]>, calls: Sides<number>): void {
  const figures = (["p50", "worst"] as const).map((name) => {
    const of = (side: readonly (readonly number[])[]) =>
      side.map((shares) => name === "p50" ? median(shares) : Math.max(...shares));
    const [slow, plain] = [of(blocks.slow), of(blocks.plain)];
    const noise = Math.max(spread(slow), spread(plain));
    const ratio = median(slow) / median(plain);
    return [name, { ratio: rounded(ratio, 2), noise: rounded(noise, 2), met: ratio <= 1 + noise }] as const;
  });
  const met = figures.every(([, figure]) => figure.met);
  const side = (name: "slow" | "plain") => {
    const all = blocks[name].flat();
    const [p50, p99] = [rounded(median(all)), percentile(all, 0.99)];
    console.error(`${name.padEnd(5)} p50 ${p50} ms, p99 ${p99} ms of ${all.length}; ${calls[name]} calls`);
    return { p50, p99, kills: all.length, calls: calls[name] };
  };
  const [slow, plain] = [side("slow"), side("plain")];
  console.error(`no difference beyond noise: ${met ? "met" : "missed"}`);
  console.log(JSON.stringify({
    ...{ name: "reaction_slow_disk", unit: "ms", ours: slow.p50, floor: plain.p50 },
    ...{ ratio: rounded(slow.p50 / plain.p50, 2), delayMs: SLOW_MS, met },
    ...{ slow, plain, blocks: Object.fromEntries(figures) },
  }));
}

function report(kills: readonly Kill[]): boolean {
  const actions = kills.map((entry) => entry.actionMs);
  const diffs = kills.map((entry) => entry.diffMs);
  const recovered = kills.map((entry) => entry.recoveredMs);
  const worst = Math.max(...actions);
  const met = worst <= TARGET_MS;
  console.log(JSON.stringify({
    name: "reaction",
    unit: "ms",
    ours: rounded(median(actions)),
    worst,
    floor: rounded(median(diffs)),
    floorWorst: Math.max(...diffs),
    ratio: rounded(median(actions) / median(diffs), 2),
    spread: [Math.min(...actions), worst],
    managerShareMedian: rounded(median(kills.map(({ actionMs, diffMs }) => actionMs - diffMs))),
    recoveredMedian: Math.round(median(recovered)),
    recoveredWorst: Math.round(Math.max(...recovered)),
    kills: kills.length,
    target: TARGET_MS,
    met,
  }));
  return met;
}

using workspace = new Workspace("reaction");
if (IS_SLOW) await measureSlowDisk(workspace);
else Deno.exitCode = await measure(workspace) ? 0 : 1;
