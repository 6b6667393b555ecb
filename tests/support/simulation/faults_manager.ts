/** What happens to a manager, its disk and its clocks. */
import type { MANAGER_KINDS, SimEvent } from "./model.ts";
import { SYNC_MS } from "./disk.ts";
import { FAILPOINTS } from "./sim_instance.ts";
import type { World } from "./world.ts";

export type ManagerFault = typeof MANAGER_KINDS[number];

const DAY_MS = 86_400_000;

export function beginManagerFault(
  world: World,
  kind: ManagerFault,
  event: SimEvent,
): (() => void) | undefined {
  const { value } = event;
  const instance = world.instance(event.instance);
  world.hasWallJumped ||= kind.startsWith("wall-");
  switch (kind) {
    case "kill":
      world.end(instance, "kill");
      return undefined;
    case "power-cut":
      return cutPower(world, event);
    case "pause": {
      const life = instance.run?.life;
      life?.pause();
      return () => life?.resume();
    }
    case "kill-at": {
      const point = FAILPOINTS[Math.floor(value * FAILPOINTS.length)] ?? "commit-before";
      instance.arm(point, event.service % 5);
      return () => instance.disarm(point);
    }
    case "no-space":
      instance.disk.full += 1;
      return () => void (instance.disk.full -= 1);
    case "io-error":
      instance.disk.broken += 1;
      return () => void (instance.disk.broken -= 1);
    case "slow-disk":
      instance.disk.syncMs = 1_000 + value * 9_000;
      return () => void (instance.disk.syncMs = SYNC_MS);
    case "sync":
      if (instance.disk.full === 0 && instance.disk.broken === 0) instance.disk.sync();
      return undefined;
    case "wall-seconds":
      world.clock.jumpWall((value - 0.5) * 120_000);
      return undefined;
    case "wall-hours":
      world.clock.jumpWall((value - 0.5) * 10 * DAY_MS);
      return undefined;
    case "wall-1970": {
      const lostMs = world.clock.wallMs() - value * DAY_MS;
      world.clock.isSynchronised = false;
      world.clock.jumpWall(-lostMs);
      return () => {
        world.clock.jumpWall(lostMs);
        world.clock.isSynchronised = true;
      };
    }
  }
}

/** Of this computer alone, of one node with it, or of everything. */
function cutPower(world: World, event: SimEvent): undefined {
  const instance = world.instance(event.instance);
  const isAll = event.value < 0.25;
  const nodes = isAll ? [...world.nodes.values()] : event.value < 0.6 ? [world.node(event.node)] : [];
  for (const one of isAll ? world.instances : [instance]) world.end(one, "power-cut");
  for (const node of nodes) {
    if (!node.isUp) continue;
    node.setUp(false);
    world.clock.schedule(500 + world.random01() * 4_000, () => node.setUp(true));
  }
}
