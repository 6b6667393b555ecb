/** Power on: a node comes up with a State Manager that has just started, and two hundred of its services do not run. */
import { until } from "../../tests/support/vehicle/waiting.ts";
import { service, STORM_NODE, type WantedService } from "./fleet.ts";
import type { Fault } from "./scenario.ts";
import type { Moment, World } from "./world.ts";

const COUNT = 200;
const CRITICALITIES = ["D", "C", "B", "A", "QM"] as const;
/** In turn, so that neither names nor the order of creation give the right order away. */
const SERVICES: readonly WantedService[] = Array.from(
  { length: COUNT },
  (_, index) =>
    service(
      `storm/s${String(index).padStart(3, "0")}`,
      CRITICALITIES[(index * 3) % CRITICALITIES.length] ?? "QM",
      { nodes: [STORM_NODE] },
    ),
);
const RESOURCES = SERVICES.map(({ resource }) => resource);
const CRITICALITY_OF: ReadonlyMap<string, string> = new Map(
  SERVICES.map(({ resource, spec }) => [resource, spec.criticality]),
);

export const STORM: Fault = {
  name: "storm",
  title: `power on: the State Manager and a node with ${COUNT} services that do not run`,
  resources: RESOURCES,
  prepare: async (world) => {
    await world.vehicle.takeNodeAway(STORM_NODE);
    await Promise.all(SERVICES.map((wanted) => world.add(wanted, "demo: the storm")));
    await until(() => RESOURCES.every((resource) => world.follower.services.has(resource)), {
      what: `${COUNT} services are known`,
      timeoutMs: 60_000,
    });
    await world.manager.end("SIGKILL");
  },
  inject: async ({ manager, vehicle }) => {
    await Promise.all([manager.start(), vehicle.giveNodeBack(STORM_NODE)]);
  },
  detects: ({ event }) => event.eventType === "Start",
  limitMs: 90_000,
  starts: COUNT,
  findViolations: (world, since) => {
    const medians = startsByCriticality(world, since).map(({ place }) => place);
    return medians.every((place, index) => index === 0 || place > (medians[index - 1] ?? 0))
      ? []
      : [`storm: services were not started by criticality: median places ${medians.join(", ")}`];
  },
  describe: (world, since) =>
    "all started, after the first one: " +
    startsByCriticality(world, since).map(({ criticality, lastMs }) =>
      `${criticality} ${(lastMs / 1_000).toFixed(1)} s`
    ).join(", "),
};

interface Starts {
  readonly criticality: string;
  /** Where its starts stand in the order of all: the one in the middle. */
  readonly place: number;
  /** From the very first start to its last one. */
  readonly lastMs: number;
}

function startsByCriticality(world: World, since: Moment): Starts[] {
  const starts = world.executionsSince(since).filter(({ resource }) => CRITICALITY_OF.has(resource));
  const firstMs = starts[0]?.atMs ?? 0;
  return CRITICALITIES.map((criticality) => {
    const own = starts.flatMap(({ resource, atMs }, place) =>
      CRITICALITY_OF.get(resource) === criticality ? [{ place, atMs }] : []
    );
    return {
      criticality,
      place: own[own.length >> 1]?.place ?? 0,
      lastMs: (own.at(-1)?.atMs ?? firstMs) - firstMs,
    };
  });
}
