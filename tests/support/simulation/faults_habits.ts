/** Peers have bad habits for a while: what they are is defined in tests/support/habits. */
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { FakeNode } from "../engine/fake_node.ts";
import { CONTROLLER_HABITS, NODE_HABITS } from "../habits/habits.ts";
import { STATUS_NAMES } from "../habits/controller.ts";
import type { HABIT_KINDS, SimEvent } from "./model.ts";
import type { World } from "./world.ts";

export type HabitKind = typeof HABIT_KINDS[number];

/** A node that starts what nobody wants does so again after so long. */
const AGAIN_MS = 3_000;

export function beginHabit(world: World, kind: HabitKind, event: SimEvent): (() => void) | undefined {
  const node = world.node(event.node);
  if (isKeyOf(NODE_HABITS, kind)) return world.network(node.node).habits.begin(kind);
  if (isKeyOf(CONTROLLER_HABITS, kind)) {
    world.controllerStatus = STATUS_NAMES[Math.floor(event.value * STATUS_NAMES.length)] ?? "INTERNAL";
    return world.controllerHabits.begin(kind);
  }
  const id = world.id(event.service);
  switch (kind) {
    case "start-unwanted":
      return id === undefined ? undefined : startUnwanted(world, node, id);
    case "leave-and-join":
      return leaveAndJoin(world, node);
    case "slow-base":
      return slowBase(world, node, event);
  }
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

/** A copy of a service, wherever that is wanted. */
export function startUnwanted(world: World, node: FakeNode, id: ResourceId): () => void {
  let hasEnded = false;
  const start = (): void => {
    if (hasEnded) return;
    const isLeft = node.isUp && node.count(id) === 0;
    if (isLeft) {
      node.fill(id, { replicas: 1, version: "v0", config: {} });
      node.report(id);
    }
    world.clock.schedule(AGAIN_MS, start);
  };
  start();
  return () => void (hasEnded = true);
}

/** I1 of faults.ts: a node that has left already does not leave again. */
function leaveAndJoin(world: World, node: FakeNode): (() => void) | undefined {
  const { node: name } = node;
  if (world.left.has(name)) return undefined;
  world.left.add(name);
  for (const instance of world.instances) instance.configure(name, false);
  return () => {
    world.left.delete(name);
    for (const instance of world.instances) instance.configure(name, true);
  };
}

/** The power of one node is cut, and what others depend on takes long to come up there. */
function slowBase(world: World, node: FakeNode, { value }: SimEvent): () => void {
  const isBase = (id: ResourceId) =>
    world.ids.some((other) =>
      world.service(other)?.spec.dependencies.some(({ resourceId }) => resourceId === id) === true
    );
  const slow = new Set(world.ids.filter(isBase));
  node.startMsOf = (id) => slow.has(id) ? 500 + value * 4_000 : node.startMs;
  if (node.isUp) {
    node.setUp(false);
    world.clock.schedule(500, () => node.setUp(true));
  }
  return () => void (node.startMsOf = () => node.startMs);
}
