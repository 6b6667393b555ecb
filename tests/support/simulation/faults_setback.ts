/** What goes wrong in several ways at once: each alone is an entry of its own, and rarely meets the others. */
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { FakeNode } from "../engine/fake_node.ts";
import { startUnwanted } from "./faults_habits.ts";
import type { SETBACK_KINDS, SimEvent } from "./model.ts";
import type { World } from "./world.ts";

export type Setback = typeof SETBACK_KINDS[number];
type End = (() => void) | undefined;

/** A node cuts a stream that is not read when it got no answer for so long. */
const KEEPALIVE_MS = 1_500;
/** A stream that was cut is opened again within this. */
const RECONNECT_MS = 800;
/** After a blackout: the first node is back, when all of them are given up. */
const FIRST_BACK_MS = 7_000;
const STEP_MS = 1_200;
/** Observations of a NodeAgent that has run for a while. */
const OBSERVATIONS = 300;

export function beginSetback(world: World, kind: Setback, event: SimEvent): End {
  switch (kind) {
    case "long-pause":
      return longPause(world, event);
    case "blackout":
      return blackout(world, event);
    case "leftover":
      return leftover(world, event);
    case "crash-again":
      return crashAgain(world, event);
    case "stuck-copy":
      return stuckCopy(world, event);
  }
}

/** Again and again until it ends; I1 of faults.ts holds for whatever `act` does. */
function every(world: World, everyMs: number, act: () => void): () => void {
  let hasEnded = false;
  const turn = (): void => {
    if (hasEnded) return;
    act();
    world.clock.schedule(everyMs, turn);
  };
  turn();
  return () => void (hasEnded = true);
}

/** Where the service is assigned, if it is up. */
function homeOf(world: World, id: ResourceId): FakeNode | undefined {
  const node = world.nodes.get(world.service(id)?.status.node ?? "");
  return node?.isUp === true ? node : undefined;
}

/** The process is stopped; meanwhile everything on a node dies, and half of the time nodes end the streams that nobody reads. */
function longPause(world: World, { instance, node, value, forMs }: SimEvent): End {
  const run = world.instance(instance).run;
  if (run === undefined) return undefined;
  const { life, links } = run;
  life.pause();
  let hasEnded = false;
  const later = (afterMs: number, act: () => void) =>
    world.clock.schedule(afterMs, () => {
      if (!hasEnded && !life.isDead) act();
    });
  const joins: (() => void)[] = [];
  if (value < 0.5) {
    later(KEEPALIVE_MS, () => void joins.push(...[...links.values()].map((link) => link.cut())));
  }
  const hit = world.node(node);
  later(forMs * 0.8, () => {
    for (const id of hit.workloads.keys()) if (hit.count(id) > 0) hit.hurt(id, "crashed");
  });
  return () => {
    hasEnded = true;
    life.resume();
    for (const join of joins) world.clock.schedule(world.random01() * RECONNECT_MS, join);
  };
}

/** All nodes lose their power, and come back one after the other. */
function blackout(world: World, { node, value }: SimEvent): End {
  const nodes = [...world.nodes.values()];
  const first = node % nodes.length;
  for (const one of nodes) one.setUp(false);
  [...nodes.slice(first), ...nodes.slice(0, first)].forEach((one, index) => {
    world.clock.schedule(FIRST_BACK_MS + index * (6_000 + value * 10_000), () => one.setUp(true));
  });
  return () => {
    for (const one of nodes) one.setUp(true);
  };
}

/** A service ends, a node runs it nevertheless, its NodeAgent starts again, and somebody wants the service again. */
function leftover(world: World, { service, node: number }: SimEvent): End {
  const id = world.id(service);
  if (id === undefined) return undefined;
  const node = world.node(number);
  const isGone = () => world.leader !== undefined && world.service(id) === undefined;
  const steps: readonly (() => boolean)[] = [
    () => isGone() && [...world.nodes.values()].every((one) => one.isUp && one.count(id) === 0),
    () => {
      node.fill(id, { replicas: 1, version: "v0", config: {} });
      for (let count = 0; count < OBSERVATIONS; count++) node.observe(id);
      node.report(id);
      return true;
    },
    () => {
      node.restartAgent();
      return true;
    },
    () => {
      world.version += 1;
      world.change(id, { version: `v${world.version}`, state: "Running" });
      return true;
    },
  ];
  let next = 0;
  world.delete(id);
  return every(world, STEP_MS, () => {
    if (steps[next]?.() === true) next += 1;
  });
}

/** It crashes as soon as it runs again. */
function crashAgain(world: World, { service, value }: SimEvent): End {
  const id = world.id(service);
  if (id === undefined) return undefined;
  return every(world, 600 + value * 1_400, () => {
    const home = homeOf(world, id);
    if (home !== undefined && home.count(id) > 0) home.hurt(id, "crashed");
  });
}

/** A copy elsewhere cannot be stopped; meanwhile the service goes down where it belongs. */
function stuckCopy(world: World, { service, node }: SimEvent): End {
  const id = world.id(service);
  const home = id === undefined ? undefined : homeOf(world, id);
  if (id === undefined || home === undefined) return undefined;
  const others = [...world.nodes.values()].filter((one) => one !== home && one.isUp);
  const other = others[node % Math.max(1, others.length)];
  if (other === undefined) return undefined;
  const ends = [
    world.controllerHabits.begin("refuse-stop"),
    startUnwanted(world, other, id),
    every(world, 7_000, () => {
      const isUp = home.isUp && home.count(id) > 0;
      if (isUp && other.count(id) > 0) home.hurt(id, "crashed");
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
