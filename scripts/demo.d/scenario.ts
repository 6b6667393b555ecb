/**
 * Breaks one thing, then times how long it takes until it is noticed and until all is well again.
 *
 * detectedMs   from the fault to the arrival, at the subscriber, of the first event that says so
 * recoveredMs  from the fault until the State Manager and the processes themselves are what is expected again
 */
import type { SeenEvent } from "../../tests/support/instances/follower.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import type { Moment, World } from "./world.ts";

const POLL_MS = 20;
const DETECTION_LIMIT_MS = 15_000;
/** A version or a configuration is known as good once it has run for this long: half as long again as it is configured. */
const KNOWN_GOOD_MS = 1_500;

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
  /** Afterwards: what must not have been, in the time since then. */
  readonly findViolations?: (world: World, since: Moment) => readonly string[];
  /** Afterwards: what else is worth knowing, in a few words. */
  readonly describe?: (world: World, since: Moment) => string;
  /** Afterwards, not timed: what the engineer does about what is overridden. */
  readonly repair?: (world: World) => Promise<void>;
}

export interface FaultResult {
  readonly name: string;
  readonly detectedMs: number;
  readonly recoveredMs: number;
  /** `KIND namespace/name@node`, in order of execution. */
  readonly actions: readonly string[];
  readonly note?: string;
  readonly violations: readonly string[];
}

export async function runFault(world: World, fault: Fault, signal: AbortSignal): Promise<FaultResult> {
  const { follower } = world;
  await fault.prepare?.(world);
  const since = world.now();
  const beganMs = performance.now();
  await fault.inject(world);
  const noticed = await until(
    () =>
      follower.events.slice(since.events).find((seen) =>
        fault.resources.includes(seen.event.resourceId) && fault.detects(seen)
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
  const actions = world.executionsSince(since)
    .map(({ kind, resource, node }) => `${kind} ${resource}@${node}`);
  const violations = fault.findViolations?.(world, since) ?? [];
  const note = fault.describe?.(world, since);
  await fault.repair?.(world);
  await settle(world, signal);
  return {
    name: fault.name,
    detectedMs: Math.round(noticed.arrivedMs - beganMs),
    recoveredMs,
    actions,
    ...(note === undefined ? {} : { note }),
    violations: [...violations, ...countStarts(fault, world, since)],
  };
}

/** Kinds of actions with their number: `RECOVERY_RELOCATE x3`. */
export function countKinds(actions: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const action of actions) {
    const [kind = action] = action.split(" ");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => count === 1 ? kind : `${kind} x${count}`);
}

/** Without a version that has proved itself there is nothing to go back to. */
export async function untilKnownGood(world: World, resource: string): Promise<void> {
  await until(() => {
    const status = world.status(resource);
    return status?.state === "Running" && Date.now() - status.stateSinceMs > KNOWN_GOOD_MS;
  }, { what: `${resource} has run for ${KNOWN_GOOD_MS} ms` });
}

/** Until every service is what is expected. */
export async function settle(world: World, signal: AbortSignal, timeoutMs = 60_000): Promise<void> {
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

function countStarts(fault: Fault, world: World, since: Moment): string[] {
  if (fault.starts === undefined) return [];
  const started = world.executionsSince(since).flatMap((execution) => execution.started)
    .filter(({ resource }) => fault.resources.includes(resource));
  if (started.length === fault.starts) return [];
  return [`${fault.name}: ${started.length} processes were started, ${fault.starts} were needed`];
}
