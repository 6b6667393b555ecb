/**
 * The end: faults are over, everything comes to rest, and is compared. What must hold is in the help of scripts/chaos.
 *
 * First what the chaos left behind is judged; only then every service is changed once more, which must lead to what is wanted
 * whatever recovery had given up before.
 */
import { readOutcomes } from "../../tests/support/vehicle/outcomes.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import type { Changes } from "./changes.ts";
import { leaderOf, type Member } from "../../tests/support/instances/group.ts";
import { againstWanted, journalAgainstEtcd, memoryAgainstEtcd, ringOf, sharedServices } from "./compare.ts";
import { end } from "./instance.ts";
import { type Load, reasonOf } from "./load.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import { SUBJECTS, type Wanted } from "./services.ts";
import type { World } from "./world.ts";

const CATCH_UP_MS = 90_000;
/** All backoffs at their cap, and a lease that has to end. */
const SETTLE_MS = 240_000;
const RING_SIZE = 32;
/** Until what was recorded last is in the ring. */
const RING_MS = 5_000;

export async function judge(
  world: World,
  { changes, load }: { changes: Changes; load: Load },
): Promise<void> {
  const { story } = world;
  story.say("the faults are over; waiting until memory and etcd agree");
  const leader = await settle(world, { what: "memory and etcd agree", timeoutMs: CATCH_UP_MS, wanted: [] });
  if (leader === undefined) return;
  await checkChanges(world, { changes, leader });
  const wanted = await changeEverything(load);
  story.say("every service was changed once more; waiting until they run as wanted");
  const last = await settle(world, { what: "everything is as wanted", timeoutMs: SETTLE_MS, wanted });
  if (last === undefined) return;
  await world.clients?.settled(await last.manager.services());
  world.clients?.end();
  await checkHistories(world, last);
  await endAll(world, last);
  const shared = await sharedServices(world);
  for (const member of world.group.members) {
    for (const difference of journalAgainstEtcd(member, { shared, mayBeOlder: member !== last })) {
      story.violation(difference);
    }
  }
  checkActions(world);
}

/** Waits until nothing differs, twice in a row; what differs in the end is a violation. Answers who leads. */
async function settle(
  world: World,
  { what, timeoutMs, wanted }: { what: string; timeoutMs: number; wanted: readonly Wanted[] },
): Promise<Member | undefined> {
  let differing: readonly string[] = [];
  let quiet = 0;
  try {
    return await until(async () => {
      differing = ["nobody leads"];
      const leader = await leaderOf(world.group.members);
      if (leader === undefined) return false;
      try {
        differing = await differences(world, { leader, wanted });
      } catch (error) {
        differing = [error instanceof Error ? error.message : String(error)];
      }
      quiet = differing.length === 0 ? quiet + 1 : 0;
      return quiet >= 2 && leader;
    }, { what, timeoutMs, pollMs: 300 });
  } catch {
    for (const difference of differing) world.story.violation(`not until ${what}: ${difference}`);
    return undefined;
  }
}

async function differences(
  world: World,
  { leader, wanted }: { leader: Member; wanted: readonly Wanted[] },
): Promise<readonly string[]> {
  const services = await leader.manager.services();
  const found = memoryAgainstEtcd(services, await sharedServices(world));
  found.push(...againstWanted(wanted, { services, world }));
  for (const { name, manager } of world.group.members) {
    if (manager === leader.manager) continue;
    const other = new Map(
      (await manager.services()).map(({ metadata }) => [metadata.id, metadata.revision]),
    );
    for (const { metadata: { id, revision } } of services) {
      if (other.get(id) !== revision) {
        found.push(`${id}: ${name} has ${other.get(id)}, not ${revision}`);
      }
    }
    if (other.size !== services.length) found.push(`${name} knows ${other.size} services`);
  }
  return found;
}

/** Nothing that was acknowledged is lost. */
async function checkChanges(
  world: World,
  { changes, leader }: { changes: Changes; leader: Member },
): Promise<void> {
  const { story, recorder } = world;
  const services = await leader.manager.services();
  for (const { id, owner } of SUBJECTS) {
    const service = services.find(({ metadata }) => metadata.id === id);
    const allowed = changes.allowed(id);
    // With a backup etcd loses what others wrote; of the wild one its enemies are always the last to write.
    const isJudged = owner !== "wild" && allowed.size > 0 && !(world.options.isLossy && owner !== "api");
    if (isJudged && !allowed.has(service?.spec.version ?? "")) {
      story.violation(
        `${id}: ${service?.spec.version} is in force, acknowledged was ${[...allowed].join(" or ")}`,
      );
    }
    const generation = service?.metadata.generation ?? 0n;
    if (owner !== "wild" && generation < changes.generation(id)) {
      story.violation(`${id}: generation ${generation}, acknowledged was ${changes.generation(id)}`);
    }
    const history = await leader.manager.history(id);
    const reasons = new Set(history.map(({ metadata }) => metadata["reason"]));
    for (const { version } of changes.acknowledged("api").filter((change) => change.id === id)) {
      const reason = reasonOf(version);
      if (!reasons.has(reason) && !recorder.hasReason(id, reason)) {
        story.violation(`${id}: nothing tells of ${version}, which was acknowledged`);
      }
    }
  }
}

async function changeEverything(load: Load): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const [index, { id }] of SUBJECTS.entries()) {
    wanted.push(
      await until(async () => {
        const next = load.next(id, 1 + index % 2);
        return (await load.applyByApi(next)).kind === "done" && next;
      }, { what: `a change of ${id} is acknowledged`, timeoutMs: CATCH_UP_MS, pollMs: 200 }),
    );
  }
  return wanted;
}

/** The history rises, and its end is what stands in etcd. */
async function checkHistories(world: World, { manager }: Member): Promise<void> {
  const { story, recorder } = world;
  for (const { id } of SUBJECTS) {
    const history = async () => (await manager.history(id)).map(({ revision }) => revision);
    const revisions = await history();
    revisions.forEach((revision, index) => {
      const before = revisions[index - 1] ?? 0n;
      if (revision <= before) story.violation(`${id}: the history has ${revision} after ${before}`);
    });
    // After a gap the watch does not know what was overwritten meanwhile.
    if (recorder.gaps === 0) {
      await expectRing(world, id, { of: "what etcd was given", read: () => recorder.revisions(id) });
    }
    // An instance among several also remembers what it recorded as a leader and could not tell anybody; and an etcd that was
    // emptied is given the state and the events from then on.
    if (!world.options.isHa && !world.options.isLossy) {
      await expectRing(world, id, { of: "the history", read: history });
    }
  }
}

/** The ring in etcd is the end of these. */
async function expectRing(
  world: World,
  id: ResourceId,
  { of, read }: { of: string; read: () => readonly bigint[] | Promise<readonly bigint[]> },
): Promise<void> {
  let [ring, newest] = ["", ""];
  try {
    // One more event may come between the two looks.
    await until(async () => {
      ring = (await ringOf(world, id)).join();
      newest = (await read()).slice(-RING_SIZE).join();
      return ring === newest;
    }, { what: "the ring is the end", timeoutMs: RING_MS, pollMs: 200 });
  } catch {
    world.story.violation(`${id}: the ring is ${ring}, the end of ${of} ${newest}`);
  }
}

/** Those that follow first, so that nobody takes over in between. */
async function endAll({ story, group }: World, leader: Member): Promise<void> {
  const others = group.members.filter((member) => member !== leader);
  for (const member of [...others, leader]) {
    const code = await end(member, "SIGTERM");
    if (code !== 0) story.violation(`${member.name} exited with ${code} after SIGTERM`);
  }
}

/** By the records of the ActionController. */
function checkActions({ story, group: { vehicle } }: World): void {
  const ids = new Set<string>();
  for (const { actionId } of vehicle.executions()) {
    if (ids.has(actionId)) story.violation(`action ${actionId} was carried out twice`);
    ids.add(actionId);
  }
  let highest = 0n;
  for (const { id, term, result } of readOutcomes(`${vehicle.dir}/outcomes.jsonl`)) {
    if (result !== undefined) continue;
    if (BigInt(term) < highest) story.violation(`action ${id} came in term ${term} after ${highest}`);
    highest = BigInt(term);
  }
}
