/** What happens to services and their nodes, and on the way to them. */
import { isInSync } from "../../../src/state/diff.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import type { FakeNode } from "../engine/fake_node.ts";
import type { NODE_KINDS, SimEvent } from "./model.ts";
import type { World } from "./world.ts";

export type NodeFault = typeof NODE_KINDS[number];

/** Most looks of one burst. */
const BURST = 10_000;

export function beginNodeFault(world: World, kind: NodeFault, event: SimEvent): (() => void) | undefined {
  const node = world.node(event.node);
  const network = world.network(node.node);
  switch (kind) {
    case "crash":
      return hurt(world, event, "crashed");
    case "freeze":
      return hurt(world, event, "frozen");
    case "vanish":
      return vanish(world, event);
    case "wreck":
      return wreck(node);
    case "slow-start":
      node.startMs = 200 + event.value * 2_000;
      return () => void (node.startMs = 50);
    case "flap-burst":
      return flapBurst(node, event);
    case "stale-look":
      return staleLook(world, node, event);
    case "node-crash":
      node.setUp(false);
      return () => node.setUp(true);
    case "agent-restart":
      node.restartAgent();
      return undefined;
    case "stream-cut":
      if (node.isUp) node.reconnect();
      return undefined;
    case "deaf":
      node.deafFor += 1 + Math.floor(event.value * 5);
      return () => void (node.deafFor = 0);
    case "lie-once":
      network.lies += 1;
      return () => void (network.lies = 0);
    case "delay":
      network.delayMs += 10 + event.value * 900;
      return () => void (network.delayMs = 0);
    case "drop":
    case "duplicate":
    case "reorder":
      network[kind] += 1;
      return () => void (network[kind] -= 1);
    case "blackhole":
      network.blackhole += 1;
      return () => {
        network.blackhole -= 1;
        // The connection has broken meanwhile; a new one begins with a snapshot.
        if (network.blackhole === 0 && node.isUp) node.reconnect();
      };
  }
}

function hurt(world: World, { service }: SimEvent, how: "crashed" | "frozen"): undefined {
  const id = world.id(service);
  const node = id === undefined ? undefined : [...world.nodes.values()].find((one) => one.count(id) > 0);
  if (id !== undefined) node?.hurt(id, how);
}

function vanish(world: World, { service }: SimEvent): undefined {
  const id = world.id(service);
  if (id === undefined) return;
  for (const node of world.nodes.values()) {
    if (node.count(id) === 0) continue;
    node.stop(id);
    node.report(id);
  }
}

/** Everything on the node dies in the same moment, the least critical first. */
function wreck(node: FakeNode): undefined {
  for (const id of node.workloads.keys()) if (node.count(id) > 0) node.hurt(id, "crashed");
}

/** A flood of looks at services that exist and others that do not, faster than anything can be done about it. */
function flapBurst(node: FakeNode, { value, service }: SimEvent): undefined {
  const count = Math.floor(10 ** (1 + value * Math.log10(BURST / 10)));
  const ids = [...node.workloads.keys()];
  const strangers: ResourceId[] = Array.from(
    { length: 5 },
    (_, index) => parseResourceId(`strange/x${service % 97}-${index}`),
  );
  const all = [...ids, ...strangers];
  for (let index = 0; index < count; index++) {
    const id = all[index % all.length];
    if (id !== undefined) node.report(id);
  }
}

/** An old look comes again. */
function staleLook(world: World, node: FakeNode, { service }: SimEvent): undefined {
  const id = world.id(service);
  const run = world.leader;
  if (id === undefined || run === undefined || run.life.isPaused || !node.isUp) return;
  const observation = node.observe(id);
  const isWell = isInSync(observation) && observation.actual.replicas > 0;
  // Right after a start there is no younger one that it could be told from.
  const hasSeen = run.manager.record(id) !== undefined &&
    run.manager.planReconciliation({ kind: "service", resourceId: id }).seen !== "";
  if (isWell && hasSeen) world.stale = { id, atMs: world.clock.monotonicMs() };
  run.manager.handleStateDiff({
    ...observation,
    ...(isWell ? { existenceDiff: { desiredExists: true, actualExists: false } } : {}),
    actual: { ...observation.actual, replicas: 0, availableReplicas: 0 },
    sequence: 0n,
  });
}
