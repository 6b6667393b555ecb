/** What the demo breaks, in order. Every fault is real: signals to processes, versions that crash, nodes that go. */
import type { SeenEvent } from "../../tests/support/instances/follower.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { CONTROLLER_AWAY, CRASH_LOOP, DEPENDENCY, FLAPPING, UNSTABLE_VERSION } from "./recovery_faults.ts";
import { type Fault, untilKnownGood } from "./scenario.ts";
import { STORM } from "./storm.ts";
import type { World } from "./world.ts";

const RELOCATABLE = ["sensor/radar", "cabin/hmi", "cabin/climate"];
const BOUND_TO_REAR = ["diag/logger", "diag/recorder"];

function isTrouble({ event }: SeenEvent): boolean {
  return event.eventType === "Fail" || event.eventType === "Degrade";
}

function isChange({ event }: SeenEvent): boolean {
  return event.eventType === "Update" || event.eventType === "PlanCreated";
}

function isNodeNews(seen: SeenEvent): boolean {
  return isTrouble(seen) || seen.event.eventType === "ConditionChanged";
}

export const FAULTS: readonly Fault[] = [
  {
    name: "crash",
    title: "kill -9 sensor/lidar",
    resources: ["sensor/lidar"],
    inject: ({ vehicle }) => void vehicle.signal({ resource: "sensor/lidar" }, "SIGKILL"),
    detects: isTrouble,
    limitMs: 15_000,
    starts: 1,
  },
  {
    name: "freeze",
    title: "freeze one of two cameras (SIGSTOP)",
    resources: ["sensor/camera"],
    inject: ({ vehicle }) => void vehicle.signal({ resource: "sensor/camera", replica: 1 }, "SIGSTOP"),
    detects: isTrouble,
    limitMs: 15_000,
    starts: 1,
  },
  CRASH_LOOP,
  FLAPPING,
  {
    name: "crash-on-start",
    title: "roll out drive/fusion 2.0.0-crash, which dies on start",
    resources: ["drive/fusion"],
    prepare: (world) => untilKnownGood(world, "drive/fusion"),
    inject: async (world) => {
      const { version } = world.fleet.wanted("drive/fusion");
      await world.apply("drive/fusion", { version: "2.0.0-crash" }, "demo: a version that crashes on start");
      world.fleet.expect("drive/fusion", { version });
    },
    detects: isTrouble,
    limitMs: 60_000,
    repair: (world) => world.apply("drive/fusion", { version: "2.0.1" }, "demo: the version is mended"),
  },
  UNSTABLE_VERSION,
  {
    name: "bad-config",
    title: "give cabin/hmi a configuration that it refuses",
    resources: ["cabin/hmi"],
    prepare: (world) => untilKnownGood(world, "cabin/hmi"),
    inject: async (world) => {
      const { config } = world.fleet.wanted("cabin/hmi");
      await world.apply("cabin/hmi", { config: { ...config, mode: "invalid" } }, "demo: a bad configuration");
      world.fleet.expect("cabin/hmi", { config });
    },
    detects: isTrouble,
    limitMs: 60_000,
    repair: (world) =>
      world.apply("cabin/hmi", { config: { theme: "light" } }, "demo: the configuration is mended"),
  },
  {
    name: "scale-up",
    title: "scale sensor/camera from 2 to 4",
    resources: ["sensor/camera"],
    inject: (world) => world.apply("sensor/camera", { replicas: 4 }, "demo: scale up"),
    detects: isChange,
    limitMs: 15_000,
    starts: 2,
  },
  {
    name: "scale-down",
    title: "scale sensor/camera from 4 to 2",
    resources: ["sensor/camera"],
    inject: (world) => world.apply("sensor/camera", { replicas: 2 }, "demo: scale down"),
    detects: isChange,
    limitMs: 15_000,
    starts: 0,
  },
  {
    name: "rollout",
    title: "roll out sensor/radar 1.1.0",
    resources: ["sensor/radar"],
    inject: (world) => world.apply("sensor/radar", { version: "1.1.0" }, "demo: a good new version"),
    detects: isChange,
    limitMs: 15_000,
    starts: 1,
  },
  {
    name: "node-away",
    title: "take node rear away: power off, its agent and every process on it die",
    resources: [...RELOCATABLE, ...BOUND_TO_REAR],
    inject: async ({ vehicle, fleet }) => {
      await vehicle.takeNodeAway("rear");
      for (const resource of BOUND_TO_REAR) fleet.expect(resource, { isOut: true });
    },
    detects: isNodeNews,
    limitMs: 60_000,
  },
  {
    name: "node-back",
    title: "give node rear back, empty",
    resources: BOUND_TO_REAR,
    inject: async ({ vehicle, fleet }) => {
      for (const resource of BOUND_TO_REAR) fleet.expect(resource, {});
      await vehicle.giveNodeBack("rear");
    },
    detects: () => true,
    limitMs: 60_000,
    starts: 2,
  },
  CONTROLLER_AWAY,
  DEPENDENCY,
  {
    name: "manager-kill",
    title: "kill -9 drive/planner, and the State Manager in the middle of its recovery",
    resources: ["drive/planner"],
    inject: killManagerAmidRecovery,
    detects: isTrouble,
    limitMs: 60_000,
    starts: 1,
  },
  STORM,
];

/**
 * The planner takes more than a second to come up, and is held meanwhile: the manager dies after its action went out, before it can be
 * verified, however long that takes on a busy computer.
 */
async function killManagerAmidRecovery(world: World): Promise<void> {
  const { vehicle, manager } = world;
  const before = vehicle.executions().length;
  vehicle.signal({ resource: "drive/planner" }, "SIGKILL");
  await until(
    () =>
      vehicle.executions().slice(before).some(({ resource, started }) =>
        resource === "drive/planner" && started.length > 0
      ),
    { what: "the recovery of drive/planner is under way", pollMs: 2 },
  );
  vehicle.signal({ resource: "drive/planner" }, "SIGSTOP");
  await manager.end("SIGKILL");
  vehicle.signal({ resource: "drive/planner" }, "SIGCONT");
  if (world.status("drive/planner")?.state === "Running") {
    throw new Error("drive/planner was said to run before the State Manager could be killed");
  }
  await manager.start();
}
