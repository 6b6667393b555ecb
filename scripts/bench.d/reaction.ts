/**
 * From kill -9 of a service to the action on the wire, with the node idle: real processes, a real NodeAgent, the real daemon.
 *
 * The floor is the NodeAgent's own time from the kill to its diff on the wire, taken by a second subscriber in the same run: what
 * is above it is the State Manager's share.
 */
import { parseArgs } from "node:util";
import { connect } from "../../src/grpc/client/node_agent.ts";
import type { NodeListener } from "../../src/ports.ts";
import { isFault } from "../../src/state/diff.ts";
import { SystemClock } from "../../src/platform/clock.ts";
import { SystemRandom } from "../../src/platform/random.ts";
import { settle } from "../demo.d/scenario.ts";
import { type Car, median, plainService, rounded, startCar } from "./support/car.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";

const HELP = `usage: scripts/bench reaction [--kills N]
  --kills N   kill -9 of so many services, one after the other, 20 by default
Last line: median and worst time from the kill to the action at the ActionController, in ms; floor = to the diff of the NodeAgent.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    kills: { type: "string", default: "20" },
  },
});
if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
const KILLS = Number(options.kills);
/** Budget of criticality A to D (design). */
const TARGET_MS = 100;
const SERVICES = Array.from({ length: KILLS }, (_, index) => plainService(`bench/s${index}`, "front"));
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Kill {
  readonly diffMs: number;
  readonly actionMs: number;
  readonly recoveredMs: number;
}

/** When the first diff with a fault of each service came by. */
function watchNode(car: Car, seen: Map<string, number>): AsyncDisposable {
  const client = connect(car.vehicle.nodeAddress("front"), {
    ...{ node: "front", clock: new SystemClock(), random: new SystemRandom(), log: SILENT, term: () => 1n },
  });
  const end = new AbortController();
  const listener: NodeListener = {
    ...{ onConnected: () => {}, onSnapshotEnd: () => {}, onHeard: () => {}, onDisconnected: () => {} },
    onDiff: (_node, diff) => {
      if (diff.statusDiff === undefined || !isFault(diff.statusDiff.reason)) return;
      if (!seen.has(diff.resourceId)) seen.set(diff.resourceId, Date.now());
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
  const before = car.vehicle.executions().length;
  const startedAtMs = Date.now();
  car.vehicle.signal({ resource }, "SIGKILL");
  const action = await until(() => car.vehicle.executions()[before], { what: `an action for ${resource}` });
  await settle(car.world, new AbortController().signal);
  const diffMs = (seen.get(resource) ?? NaN) - startedAtMs;
  return { diffMs, actionMs: action.atMs - startedAtMs, recoveredMs: Date.now() - startedAtMs };
}

await using car = await startCar({ nodes: ["front"], services: SERVICES });
const seen = new Map<string, number>();
await using _watch = watchNode(car, seen);
const kills: Kill[] = [];
for (const { resource } of SERVICES) {
  const result = await kill(car, resource, seen);
  kills.push(result);
  console.error(
    `${resource}: diff after ${result.diffMs} ms, action after ${result.actionMs} ms, well after ${result.recoveredMs} ms`,
  );
}
const actions = kills.map((entry) => entry.actionMs);
const diffs = kills.map((entry) => entry.diffMs);
const worst = Math.max(...actions);
console.log(JSON.stringify({
  name: "reaction",
  unit: "ms",
  ours: median(actions),
  floor: median(diffs),
  ratio: rounded(median(actions) / median(diffs)),
  spread: [Math.min(...actions), worst],
  worst,
  floorWorst: Math.max(...diffs),
  recoveredMedian: median(kills.map((entry) => entry.recoveredMs)),
  recoveredWorst: Math.max(...kills.map((entry) => entry.recoveredMs)),
  target: TARGET_MS,
  met: worst <= TARGET_MS,
}));
