/**
 * Breaks one thing, then times how long it takes until it is noticed and until all is well again.
 *
 * detectedMs   from the fault to the arrival, at the subscriber, of the first event that says so
 * recoveredMs  from the fault until the State Manager and the processes themselves are what is expected again
 */
import type { Execution } from "../../tests/support/vehicle/audit.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import type { SeenEvent } from "./follower.ts";
import type { World } from "./world.ts";

const POLL_MS = 20;
const DETECTION_LIMIT_MS = 15_000;

export interface Fault {
  /** For programs: one word with dashes. */
  readonly name: string;
  /** For people: what is done. */
  readonly title: string;
  /** Services that it hits, `namespace/name`. */
  readonly resources: readonly string[];
  /** What has to be so before, not timed. */
  readonly prepare?: (world: World) => Promise<void>;
  /** Does it, and says in the fleet what is expected from then on. */
  readonly inject: (world: World) => Promise<void> | void;
  /** Whether this event says that it was noticed; asked only for events of `resources`. */
  readonly detects: (seen: SeenEvent) => boolean;
  /** Milliseconds until all must be well. */
  readonly limitMs: number;
  /** Processes that have to be started for it, no more and no less; not set = it does not matter. */
  readonly starts?: number;
  /** Afterwards, not timed: what the engineer does about what is held back. */
  readonly repair?: (world: World) => Promise<void>;
}

export interface FaultResult {
  readonly name: string;
  readonly detectedMs: number;
  readonly recoveredMs: number;
  /** `KIND namespace/name@node`, in order of execution. */
  readonly actions: readonly string[];
  readonly violations: readonly string[];
}

export async function runFault(world: World, fault: Fault, signal: AbortSignal): Promise<FaultResult> {
  const { follower } = world;
  await fault.prepare?.(world);
  const seenBefore = follower.events.length;
  const executedBefore = world.vehicle.executions().length;
  const beganMs = performance.now();
  await fault.inject(world);
  const noticed = await until(
    () =>
      follower.events.slice(seenBefore).find((seen) =>
        fault.resources.includes(seen.resource) && fault.detects(seen)
      ),
    { what: `${fault.name} is noticed`, timeoutMs: DETECTION_LIMIT_MS, pollMs: POLL_MS, signal },
  );
  let faults: string[] = [];
  await until(() => {
    faults = world.faults(fault.resources);
    return faults.length === 0;
  }, {
    what: `${fault.name} is recovered`,
    timeoutMs: fault.limitMs,
    pollMs: POLL_MS,
    signal,
    describe: () => faults.join("; "),
  });
  const recoveredMs = Math.round(performance.now() - beganMs);
  const actions = world.executionsSince(executedBefore)
    .map(({ kind, resource, node }) => `${kind} ${resource}@${node}`);
  await fault.repair?.(world);
  await settle(world, signal);
  return {
    name: fault.name,
    detectedMs: Math.round(noticed.arrivedMs - beganMs),
    recoveredMs,
    actions,
    violations: countStarts(fault, world.executionsSince(executedBefore)),
  };
}

/** Until every service is what is expected. */
export async function settle(world: World, signal: AbortSignal, timeoutMs = 30_000): Promise<void> {
  let faults: string[] = [];
  await until(() => {
    faults = world.faults(world.fleet.resources);
    return faults.length === 0;
  }, {
    what: "every service is in its desired state",
    timeoutMs,
    pollMs: 2 * POLL_MS,
    signal,
    describe: () => faults.join("; "),
  });
}

function countStarts(fault: Fault, executions: readonly Execution[]): string[] {
  if (fault.starts === undefined) return [];
  const started = executions.flatMap((execution) => execution.started)
    .filter(({ resource }) => fault.resources.includes(resource));
  if (started.length === fault.starts) return [];
  return [`${fault.name}: ${started.length} processes were started, ${fault.starts} were needed`];
}
