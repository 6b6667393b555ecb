/**
 * kill -9 of a process until its successor is up, by the State Manager and by a plain supervisor, in turn on the same machine.
 *
 * Up is the same for both: the new process has written its first heartbeat. The State Manager says `Running` only when the node has
 * seen that as well, which a plain supervisor never looks at; that time is told beside it.
 */
import { readProcess, scanWorkloads, signalProcess } from "../../../tests/support/vehicle/process_table.ts";
import { statOf } from "../../../tests/support/vehicle/store.ts";
import { Child } from "../../../tests/support/http2/tools.ts";
import { type Car, startCar } from "../../../tests/support/instances/car.ts";
import { parseResourceId, splitResourceId } from "../../../src/state/resource_id.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { pause, rounded } from "./figures.ts";
import { startServices, untilReady } from "./running.ts";
import { plainHeartbeat, plainResource } from "./plain_supervisor.ts";
import type { Workspace } from "../../workspace.d/workspace.ts";

const SUPERVISOR = new URL("plain_supervisor.ts", import.meta.url).pathname;
const NODE = "front";
/** Longer than the second after which a version is known as good. */
const KNOWN_GOOD_MS = 2_000;
const REST_MS = 80;
/** No multiple of the NodeAgent's 20 ms: the kills meet its looks at every phase. */
const PHASE_MS = 7;

export interface Restarts {
  /** Milliseconds from the kill to the first heartbeat, a value per kill. */
  readonly ours: readonly number[];
  readonly plain: readonly number[];
  /** To `Running` at a subscriber of the State Manager. */
  readonly oursRunning: readonly number[];
}

/** Each kill hits a service that was not killed before: every restart is a first attempt, as a plain supervisor's always are. */
export async function measureRestarts(workspace: Workspace, kills: number): Promise<Restarts> {
  const resources = Array.from({ length: kills }, (_, index) => `bench/s${index}`);
  await using car = await startCar({ dir: workspace.makeDir("car"), nodes: [NODE] });
  await startServices(car, resources, NODE);
  const dir = workspace.makeDir("plain");
  await using supervisor = new Child(Deno.execPath(), [
    ...["run", "--quiet", "-A", SUPERVISOR, "--dir", dir, "--services", String(kills), workspace.mark],
  ]);
  await supervisor.firstLine;
  await until(() => scanWorkloads(dir).length === kills, { what: "the plain supervisor's services run" });
  await pause(KNOWN_GOOD_MS);
  const ours: number[] = [];
  const plain: number[] = [];
  const oursRunning: number[] = [];
  for (const [index, resource] of resources.entries()) {
    await pause(REST_MS + index * PHASE_MS % 20);
    const { heartbeatMs, runningMs } = await killOurs(car, resource);
    ours.push(heartbeatMs);
    oursRunning.push(runningMs);
    await pause(REST_MS);
    plain.push(await killPlain(dir, index));
  }
  const executed = car.vehicle.executions().length;
  if (executed !== 2 * kills) {
    throw new Error(`${2 * kills} actions were needed, ${executed} were carried out`);
  }
  return { ours, plain, oursRunning };
}

async function killOurs(
  car: Car,
  resource: string,
): Promise<{ readonly heartbeatMs: number; readonly runningMs: number }> {
  const { vehicle, follower } = car;
  const id = splitResourceId(parseResourceId(resource));
  const store = vehicle.store(NODE);
  const [old] = store.records(id);
  // Found beforehand: a search through /proc takes longer than what is measured.
  const process = old === undefined ? undefined : readProcess(old.pid);
  if (old === undefined || process === undefined) throw new Error(`${resource} does not run`);
  const since = follower.events.length;
  const startedMs = performance.now();
  if (!signalProcess(process, "SIGKILL")) throw new Error(`${resource} ended before it could be killed`);
  await until(() => {
    const [record] = store.records(id);
    return record !== undefined && record.instance !== old.instance &&
      statOf(`${store.instanceDir(id, record.instance)}/heartbeat`) !== undefined;
  }, { what: `${resource} is up again`, pollMs: 1 });
  const heartbeatMs = rounded(performance.now() - startedMs);
  const { arrivedMs } = await untilReady(car, resource, since);
  return { heartbeatMs, runningMs: rounded(arrivedMs - startedMs) };
}

async function killPlain(dir: string, index: number): Promise<number> {
  const process = scanWorkloads(dir).find(({ resource }) => resource === plainResource(index));
  if (process === undefined) throw new Error(`${plainResource(index)} does not run`);
  const startedMs = performance.now();
  if (!signalProcess(process, "SIGKILL")) {
    throw new Error(`${process.resource} ended before it could be killed`);
  }
  await until(() => statOf(plainHeartbeat(dir, index, 1)) !== undefined, {
    what: `${process.resource} is up again`,
    pollMs: 1,
  });
  return rounded(performance.now() - startedMs);
}
