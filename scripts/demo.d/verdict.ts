/** The reckoning at the end: real processes, what was done twice, and what the subscriber missed. Empty = nothing to say. */
import { isAlive } from "../../tests/support/vehicle/process_table.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import type { Witness } from "./reality.ts";
import type { World } from "./world.ts";

const QUIET_MS = 300;
const QUIET_LIMIT_MS = 30_000;

/** What was only observed; it may wait for a moment before it is stored: `OBSERVED` of src/manager/core/commit_urgency.ts, on the wire. */
const MAY_GO: ReadonlySet<string> = new Set([
  "EVENT_TYPE_STATUS_OBSERVED",
  "EVENT_TYPE_CONDITION_CHANGED",
  "EVENT_TYPE_ACTION_EXECUTED",
  "EVENT_TYPE_READY",
  "EVENT_TYPE_DEGRADE",
  "EVENT_TYPE_FAIL",
  "EVENT_TYPE_RECOVERY_ATTEMPTED",
]);

/** Both sides are asked at rest: while events come, neither would be wrong to know more than the other. */
export async function findViolations(
  world: World,
  witness: Witness,
  signal: AbortSignal,
): Promise<string[]> {
  let violations: string[] = [];
  await until(async () => {
    const { cursor } = world.follower;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    if (world.follower.cursor !== cursor) return false;
    violations = await compare(world, witness);
    // What the State Manager knew before the subscriber did has arrived by then.
    if (violations.length > 0) await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return world.follower.cursor === cursor;
  }, { what: "nothing changes any more", timeoutMs: QUIET_LIMIT_MS, signal });
  return violations;
}

/** Asks the State Manager anew, not the subscriber's memory: both must say the same. */
async function compare(world: World, witness: Witness): Promise<string[]> {
  const violations = [...witness.violations, ...world.follower.violations];
  violations.push(...world.faults(world.fleet.resources), ...findStrays(world), ...findDoubles(world));
  violations.push(...await findLostEvents(world));
  const { services } = await world.manager.query();
  for (const { metadata, status } of services) {
    const resource = `${metadata?.id?.namespace}/${metadata?.id?.name}`;
    const known = world.follower.services.get(resource);
    if (known?.metadata?.revision !== metadata?.revision) {
      violations.push(
        `${resource}: the subscriber knows revision ${known?.metadata?.revision}, it is ${metadata?.revision}`,
      );
    }
    if (status?.overrideReason) violations.push(`${resource}: still held back: ${status.overrideReason}`);
  }
  if (services.length !== world.fleet.resources.length) {
    violations.push(
      `the State Manager has ${services.length} services, ${world.fleet.resources.length} are wanted`,
    );
  }
  return violations;
}

function findStrays({ vehicle, fleet }: World): string[] {
  return vehicle.workloads().filter(({ resource }) => !fleet.resources.includes(resource))
    .map(({ resource, pid }) => `${resource}: process ${pid} runs and nobody wants it`);
}

/** By the ActionController's audit: an id carried out twice, or a replica started while its last process still lived. */
function findDoubles({ vehicle }: World): string[] {
  const violations: string[] = [];
  const ids = new Set<string>();
  const newest = new Map<string, { pid: number; startTicks: string }>();
  for (const { actionId, started } of vehicle.executions()) {
    if (ids.has(actionId)) violations.push(`action ${actionId} was carried out twice`);
    ids.add(actionId);
    for (const process of started) {
      const key = `${process.resource} replica ${process.replica} on ${process.node}`;
      const last = newest.get(key);
      if (last !== undefined && isAlive(last)) {
        violations.push(`${key} was started again, and ${last.pid} still lives`);
      }
      newest.set(key, process);
    }
  }
  return violations;
}

/** Everything in the histories that is newer than the first event the subscriber saw must have reached it. */
async function findLostEvents({ manager, follower, fleet }: World): Promise<string[]> {
  const violations: string[] = [];
  const first = BigInt(follower.events[0]?.event.revision ?? "0");
  for (const resource of fleet.resources) {
    const { events, evictedRevision } = await manager.history(resource);
    if (evictedRevision > 0n) {
      violations.push(`${resource}: history was overwritten up to revision ${evictedRevision}`);
    }
    const lost = events.filter(({ revision }) => BigInt(revision) >= first && !follower.hasSeen(revision));
    for (const { revision, eventType } of lost) {
      violations.push(`${resource}: event ${eventType} of revision ${revision} never reached the subscriber`);
    }
    const known = new Set(events.map(({ revision }) => revision));
    // What was only observed may go with a State Manager that is killed: it is observed again.
    const gone = follower.events.filter(({ event, resource: of }) =>
      of === resource && !known.has(event.revision) && !MAY_GO.has(event.eventType)
    );
    for (const { event } of gone) {
      violations.push(
        `${resource}: event ${event.eventType} of revision ${event.revision} is not in its history`,
      );
    }
  }
  return violations;
}
