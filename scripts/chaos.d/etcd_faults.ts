/** What happens to etcd itself. */
import type { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { SlowDisk } from "../../tests/support/slow_disk.ts";
import type { Dice } from "./dice.ts";
import type { Fault, Lane } from "./fault.ts";
import type { World } from "./world.ts";

const FILLER_KEY = "/chaos/filler";
const FILLER = "x".repeat(1024 * 1024);

function membersOf(world: World): number[] {
  return Array.from({ length: world.options.members }, (_, member) => member);
}

/** One member, or most of them: then etcd as a whole is gone. */
function some(world: World, dice: Dice): number[] {
  const all = membersOf(world);
  const first = dice.pick(all);
  if (all.length === 1 || dice.next() < 0.6) return [first];
  return [first, (first + 1) % all.length];
}

async function launchAgain(etcd: RealEtcd, members: readonly number[]): Promise<void> {
  for (const member of members) etcd.launch(member);
  await Promise.all(members.map((member) => etcd.healthy(member)));
}

const killed: Fault = {
  name: "etcd-kill",
  async run(world, dice, tell) {
    const { etcd } = world.group;
    const members = some(world, dice);
    const ms = dice.between(100, 4_000);
    tell(`member ${members.join(" and ")} for ${ms} ms`);
    await Promise.all(members.map((member) => etcd.kill(member)));
    await world.rest(ms);
    await launchAgain(etcd, members);
  },
};

const paused: Fault = {
  name: "etcd-pause",
  async run(world, dice, tell) {
    const { etcd } = world.group;
    const members = some(world, dice);
    const ms = dice.between(200, 8_000);
    tell(`member ${members.join(" and ")} for ${ms} ms`);
    for (const member of members) etcd.pause(member);
    await world.rest(ms);
    for (const member of members) etcd.resume(member);
    await Promise.all(members.map((member) => etcd.healthy(member)));
  },
};

const rolled: Fault = {
  name: "etcd-rolling-restart",
  async run(world, dice, tell) {
    const { etcd } = world.group;
    const ms = dice.between(50, 800);
    tell(`${ms} ms between`);
    for (const member of membersOf(world)) {
      await etcd.stop(member);
      await launchAgain(etcd, [member]);
      await world.rest(ms);
    }
  },
};

const compacted: Fault = {
  name: "compaction",
  async run(world, _dice, tell) {
    tell("all history");
    await world.group.etcd.compact();
  },
};

const defragmented: Fault = {
  name: "defragmentation",
  async run(world, _dice, tell) {
    tell("every member");
    await world.group.etcd.defrag();
  },
};

const slowDisk: Fault = {
  name: "slow-fsync",
  canRun: (world) => world.canSlowDisk,
  async run(world, dice, tell) {
    const { etcd } = world.group;
    const delayMs = dice.between(20, 400);
    const ms = dice.between(1_000, 6_000);
    const members = some(world, dice);
    tell(`${delayMs} ms at member ${members.join(" and ")} for ${ms} ms`);
    await using stack = new AsyncDisposableStack();
    for (const member of members) stack.use(await SlowDisk.attach(etcd.pid(member), { delayMs }));
    await world.rest(ms);
  },
};

const full: Fault = {
  name: "no-space",
  async run(world, dice, tell) {
    const ms = dice.between(500, 5_000);
    tell(`for ${ms} ms`);
    const { client } = world.group;
    const put = { kind: "put", key: FILLER_KEY, value: FILLER } as const;
    for (let puts = 0; puts < 300; puts++) {
      const outcome = await client.txn({ compare: [], then: [put], otherwise: [] }, { deadlineMs: 10_000 });
      if (outcome.kind === "failed" && outcome.failure.kind === "no-space") break;
    }
    await world.rest(ms);
    await makeSpace(world);
  },
};

export async function makeSpace(world: World): Promise<void> {
  await world.group.etcd.clearNoSpace(FILLER_KEY);
}

const wiped: Fault = {
  name: "member-loss",
  canRun: ({ options }) => options.members === 3 || options.isLossy,
  async run(world, dice, tell) {
    const member = dice.pick(membersOf(world));
    tell(`member ${member} loses its data`);
    await world.group.etcd.wipe(member);
  },
};

const restored: Fault = {
  name: "restore",
  canRun: ({ options }) => options.isLossy,
  async run(world, dice, tell) {
    const { etcd } = world.group;
    const path = await etcd.snapshotSave();
    const ms = dice.between(500, 6_000);
    await world.rest(ms);
    tell(`a backup of ${ms} ms ago`);
    await etcd.snapshotRestore(path);
  },
};

export const ETCD_LANE: Lane = {
  name: "etcd",
  restMs: { min: 500, max: 4_000 },
  faults: [
    killed,
    killed,
    paused,
    rolled,
    compacted,
    compacted,
    defragmented,
    slowDisk,
    full,
    wiped,
    restored,
  ],
};
