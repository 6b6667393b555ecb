/** What happens beside etcd: to the network, to the daemons, to the vehicle, and by others who write to etcd. */
import { SUBJECTS } from "./services.ts";
import type { Dice } from "./dice.ts";
import type { Fault, Lane } from "./fault.ts";
import { end, limitFiles } from "./instance.ts";
import type { World } from "./world.ts";
import { leaderOf, type Member } from "../../tests/support/instances/group.ts";
import type { TcpProxy } from "../../tests/support/etcd/tcp_proxy.ts";
import { STATUS_NAMES } from "../../tests/support/habits/controller.ts";
import { CONTROLLER_HABITS, NODE_HABITS } from "../../tests/support/habits/habits.ts";
import { signalProcess } from "../../tests/support/vehicle/process_table.ts";

type Trouble = readonly [name: string, begin: (proxy: TcpProxy, dice: Dice) => void | Promise<void>];

const TROUBLES: readonly Trouble[] = [
  ["partition", (proxy) => proxy.cut()],
  ["black-hole", (proxy) => proxy.blackhole()],
  ["stall", (proxy) => proxy.stall()],
  ["delay", (proxy, dice) => proxy.delay(dice.between(20, 400))],
];

function networkFault([name, begin]: Trouble): Fault {
  return {
    name,
    async run(world, dice, tell) {
      const target = dice.pick(world.group.members);
      const isWhole = dice.next() < 0.5;
      const member = dice.below(target.proxies.length);
      const proxies = target.proxies.filter((_, index) => isWhole || index === member);
      const ms = dice.between(200, 8_000);
      tell(`${target.name} to ${isWhole ? "all members" : `member ${member}`} for ${ms} ms`);
      for (const proxy of proxies) await begin(proxy, dice);
      await world.rest(ms);
      for (const proxy of proxies) await proxy.heal();
    },
  };
}

export const NETWORK_LANE: Lane = {
  name: "network",
  restMs: { min: 500, max: 5_000 },
  faults: TROUBLES.map(networkFault),
};

/** Mostly the one that leads. */
async function pickMember({ group: { members } }: World, dice: Dice): Promise<Member> {
  const [isLeader, other] = [dice.next() < 0.7, dice.pick(members)];
  return isLeader ? await leaderOf(members) ?? other : other;
}

const killed: Fault = {
  name: "daemon-kill",
  async run(world, dice, tell) {
    const member = await pickMember(world, dice);
    const ms = dice.between(0, 4_000);
    tell(`${member.name}, gone for ${ms} ms`);
    await end(member, "SIGKILL");
    await world.rest(ms);
    await member.manager.start();
  },
};

const stopped: Fault = {
  name: "daemon-restart",
  async run(world, dice, tell) {
    const member = await pickMember(world, dice);
    tell(member.name);
    const code = await end(member, "SIGTERM");
    if (code !== 0) world.story.violation(`${member.name} exited with ${code} after SIGTERM`);
    await member.manager.start();
  },
};

const paused: Fault = {
  name: "daemon-pause",
  async run(world, dice, tell) {
    const member = await pickMember(world, dice);
    const ms = dice.between(200, 9_000);
    tell(`${member.name} for ${ms} ms`);
    member.manager.pause();
    await world.rest(ms);
    member.manager.resume();
  },
};

const journalFails: Fault = {
  name: "journal-fails",
  async run(world, dice, tell) {
    const member = await pickMember(world, dice);
    const ms = dice.between(200, 4_000);
    if (!limitFiles(member, true)) return;
    tell(`${member.name} for ${ms} ms`);
    await world.rest(ms);
    limitFiles(member, false);
    if (!member.manager.isRunning) await member.manager.start();
  },
};

export const DAEMON_LANE: Lane = {
  name: "daemon",
  restMs: { min: 3_000, max: 10_000 },
  faults: [killed, killed, stopped, paused, journalFails],
};

function signalFault(name: string, signal: Deno.Signal): Fault {
  return {
    name,
    run(world, dice, tell) {
      const processes = world.group.vehicle.workloads();
      if (processes.length === 0) return Promise.resolve();
      const process = dice.pick(processes);
      tell(`${process.resource} replica ${process.replica}`);
      // It may have ended in between.
      signalProcess(process, signal);
      return Promise.resolve();
    },
  };
}

const controllerKilled: Fault = {
  name: "controller-kill",
  async run(world, dice, tell) {
    const ms = dice.between(0, 2_000);
    tell(`for ${ms} ms`);
    await world.group.vehicle.killController();
    await world.rest(ms);
    await world.group.vehicle.startController();
  },
};

const agentKilled: Fault = {
  name: "agent-kill",
  async run(world, dice, tell) {
    const { vehicle } = world.group;
    const node = dice.pick(vehicle.nodes);
    const ms = dice.between(0, 3_000);
    tell(`${node} for ${ms} ms`);
    await vehicle.killNodeAgent(node);
    await world.rest(ms);
    await vehicle.startNodeAgent(node);
  },
};

const NODE_HABIT_NAMES = namesOf(NODE_HABITS);
const CONTROLLER_HABIT_NAMES = namesOf(CONTROLLER_HABITS);

function namesOf<Name extends string>(habits: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(habits).filter((name): name is Name => Object.hasOwn(habits, name));
}

const nodeHabit: Fault = {
  name: "node-habit",
  async run(world, dice, tell) {
    const { vehicle } = world.group;
    const [node, habit] = [dice.pick(vehicle.nodes), dice.pick(NODE_HABIT_NAMES)];
    const ms = dice.between(500, 8_000);
    tell(`${node} ${habit} for ${ms} ms`);
    vehicle.setNodeHabits(node, [habit]);
    await world.rest(ms);
    vehicle.setNodeHabits(node, []);
  },
};

const controllerHabit: Fault = {
  name: "controller-habit",
  async run(world, dice, tell) {
    const { vehicle } = world.group;
    const [habit, status] = [dice.pick(CONTROLLER_HABIT_NAMES), dice.pick(STATUS_NAMES)];
    const ms = dice.between(500, 5_000);
    tell(`${habit} for ${ms} ms${habit === "answer-status" ? `: ${status}` : ""}`);
    vehicle.setControllerHabits([habit], status);
    await world.rest(ms);
    vehicle.setControllerHabits([]);
  },
};

export const VEHICLE_LANE: Lane = {
  name: "vehicle",
  restMs: { min: 1_000, max: 5_000 },
  faults: [
    signalFault("crash", "SIGKILL"),
    signalFault("crash", "SIGKILL"),
    signalFault("freeze", "SIGSTOP"),
    controllerKilled,
    agentKilled,
    nodeHabit,
    controllerHabit,
  ],
};

/** Somebody who should not writes to a key of `chaos/wild`. */
function vandal(
  name: string,
  key: (world: World, id: (typeof SUBJECTS)[number]["id"]) => string,
  value: string | undefined,
): Fault {
  return {
    name,
    async run(world, _dice, tell) {
      const subject = SUBJECTS.find(({ owner }) => owner === "wild");
      if (subject === undefined) return;
      tell(subject.id);
      const target = key(world, subject.id);
      const note = () => {
        if (name.startsWith("status-")) world.clients?.destroyed(subject.id);
        else world.clients?.foreign(subject.id);
      };
      note();
      if (value === undefined) await world.group.client.delete(target);
      else await world.group.client.put(target, value);
      note();
    },
  };
}

export const VANDAL_LANE: Lane = {
  name: "vandal",
  restMs: { min: 1_000, max: 8_000 },
  faults: [
    vandal("bad-spec", ({ keys }, id) => keys.spec(id), '{"spec":{"version":"","meteor":true}}'),
    vandal("spec-deleted", ({ keys }, id) => keys.spec(id), undefined),
    vandal("status-overwritten", ({ keys }, id) => keys.status(id), "{}"),
    vandal("status-deleted", ({ keys }, id) => keys.status(id), undefined),
    vandal("recovery-overwritten", ({ keys }, id) => keys.recovery(id), "not JSON"),
  ],
};
