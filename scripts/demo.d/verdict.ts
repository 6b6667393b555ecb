/** The reckoning at the end: real processes, what was done twice, and what the subscriber missed. Empty = nothing to say. */
import type { EventType } from "../../src/state/event_model.ts";
import { isAlive } from "../../tests/support/vehicle/process_table.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { LastingViolations } from "./lasting.ts";
import type { Witness } from "./reality.ts";
import type { World } from "./world.ts";

const QUIET_MS = 300;
/** Several times what the slowest of them, a heartbeat, may be late. */
const LASTS_MS = 10_000;
const QUIET_LIMIT_MS = 60_000;
/** In the message when that never comes. */
const SHOWN = 8;

/** What was only observed; it may wait for a moment before it is stored: `OBSERVED` of src/manager/core/commit_urgency.ts. */
const MAY_GO: ReadonlySet<EventType> = new Set([
  ...["StatusObserved", "ConditionChanged", "ActionExecuted", "Ready", "Degrade", "Fail"] as const,
  "RecoveryAttempted",
]);

/**
 * Both sides are asked until they agree: while events come, neither is wrong to know more than the other, and a process that a busy
 * computer holds up for a moment is not a dead one. What stays wrong although nothing happens any more is a violation.
 */
export async function findViolations(
  world: World,
  witness: Witness,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lasting = new LastingViolations(LASTS_MS);
  let violations: readonly string[] = [];
  const describe = () => `${violations.slice(0, SHOWN).join("; ")}; newest events: ${newestEvents(world)}`;
  return await until(async () => {
    const position = world.follower.cursor;
    // What the State Manager knows before the subscriber does has arrived by then.
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    violations = await compare(world, witness);
    return lasting.judge({ violations, position }, performance.now());
  }, { what: "both sides agree, or nothing changes any more", timeoutMs: QUIET_LIMIT_MS, signal, describe });
}

function newestEvents({ follower }: World): string {
  return follower.events.slice(-SHOWN).map((
    { event: { resourceId, eventType, metadata, revision } },
  ) => `${revision} ${resourceId} ${eventType} ${JSON.stringify(metadata)}`).join("; ");
}

/** Asks the State Manager anew, not the subscriber's memory: both must say the same. */
async function compare(world: World, witness: Witness): Promise<string[]> {
  const violations = [...witness.violations, ...world.follower.violations];
  violations.push(...world.faults(world.fleet.resources), ...findStrays(world), ...findDoubles(world));
  violations.push(...await findLostEvents(world));
  const services = await world.manager.services();
  for (const { metadata: { id, revision }, status: { override } } of services) {
    const known = world.follower.services.get(id)?.metadata.revision;
    if (known !== revision) {
      violations.push(`${id}: the subscriber knows revision ${known}, it is ${revision}`);
    }
    if (override !== undefined) violations.push(`${id}: still overridden: ${override.reason}`);
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

/** Everything in the history that is newer than the first event the subscriber saw must have reached it. */
async function findLostEvents({ manager, follower, fleet }: World): Promise<string[]> {
  const violations: string[] = [];
  const [first] = follower.events;
  if (first === undefined) return ["the subscriber saw no event"];
  const newest = { afterRevision: 0n, limit: 1, which: "newest" } as const;
  const { evictedRevision } = await manager.client.readHistory(newest);
  if (evictedRevision > 0n) violations.push(`history was overwritten up to revision ${evictedRevision}`);
  const { revision: since, resourceId: firstOf } = first.event;
  const history = [...await manager.history(firstOf), ...await manager.historyAfter(since)];
  for (const { resourceId, revision, eventType } of history) {
    if (revision < since || follower.hasSeen(revision)) continue;
    violations.push(`${resourceId}: event ${eventType} of revision ${revision} never reached the subscriber`);
  }
  const known = new Set(history.map(({ revision }) => revision));
  const wanted = new Set(fleet.resources);
  for (const { event: { resourceId, revision, eventType } } of follower.events) {
    // What was only observed may go with a State Manager that is killed: it is observed again.
    if (!wanted.has(resourceId) || known.has(revision) || MAY_GO.has(eventType)) continue;
    violations.push(`${resourceId}: event ${eventType} of revision ${revision} is not in its history`);
  }
  return violations;
}
