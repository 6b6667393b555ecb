/** What happens beside etcd: to the network, to the daemons, to the vehicle, and by others who write to etcd. */
import { SUBJECTS } from "./services.ts";
import type { Dice, Fault, Lane } from "./fault.ts";
import type { Seat, World } from "./world.ts";
import type { TcpProxy } from "../../tests/support/etcd/tcp_proxy.ts";
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
      const seat = dice.pick(world.parts.seats);
      const isWhole = dice.next() < 0.5;
      const member = dice.below(seat.proxies.length);
      const proxies = seat.proxies.filter((_, index) => isWhole || index === member);
      const ms = dice.between(200, 8_000);
      tell(`${seat.instance.name} to ${isWhole ? "all members" : `member ${member}`} for ${ms} ms`);
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
async function pickSeat(world: World, dice: Dice): Promise<Seat> {
  const [isLeader, other] = [dice.next() < 0.7, dice.pick(world.parts.seats)];
  return isLeader ? await world.leader() ?? other : other;
}

const killed: Fault = {
  name: "daemon-kill",
  async run(world, dice, tell) {
    const { instance } = await pickSeat(world, dice);
    const ms = dice.between(0, 4_000);
    tell(`${instance.name}, gone for ${ms} ms`);
    await instance.end("SIGKILL");
    await world.rest(ms);
    await instance.start();
  },
};

const stopped: Fault = {
  name: "daemon-restart",
  async run(world, dice, tell) {
    const { instance } = await pickSeat(world, dice);
    tell(instance.name);
    const code = await instance.end("SIGTERM");
    if (code !== 0) world.parts.story.violation(`${instance.name} exited with ${code} after SIGTERM`);
    await instance.start();
  },
};

const paused: Fault = {
  name: "daemon-pause",
  async run(world, dice, tell) {
    const { instance } = await pickSeat(world, dice);
    const ms = dice.between(200, 9_000);
    tell(`${instance.name} for ${ms} ms`);
    instance.pause();
    await world.rest(ms);
    instance.resume();
  },
};

const journalFails: Fault = {
  name: "journal-fails",
  async run(world, dice, tell) {
    const { instance } = await pickSeat(world, dice);
    const ms = dice.between(200, 4_000);
    if (!instance.limitFiles(true)) return;
    tell(`${instance.name} for ${ms} ms`);
    await world.rest(ms);
    instance.limitFiles(false);
    if (!instance.isRunning) await instance.start();
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
      const processes = world.parts.vehicle.workloads();
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
    await world.parts.vehicle.killController();
    await world.rest(ms);
    await world.parts.vehicle.startController();
  },
};

const agentKilled: Fault = {
  name: "agent-kill",
  async run(world, dice, tell) {
    const { vehicle } = world.parts;
    const node = dice.pick(vehicle.nodes);
    const ms = dice.between(0, 3_000);
    tell(`${node} for ${ms} ms`);
    await vehicle.killNodeAgent(node);
    await world.rest(ms);
    await vehicle.startNodeAgent(node);
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
      if (value === undefined) await world.parts.client.delete(target);
      else await world.parts.client.put(target, value);
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
