/** A car with the real State Manager, for measures: the demo's parts without its faults. */
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { Vehicle } from "../../../tests/support/vehicle/vehicle.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { Fleet, toSpec, type WantedService } from "../../demo.d/fleet.ts";
import { Follower } from "../../demo.d/follower.ts";
import { settle } from "../../demo.d/scenario.ts";
import { StateManager } from "../../demo.d/state_manager.ts";
import { World } from "../../demo.d/world.ts";

export interface Car extends AsyncDisposable {
  readonly vehicle: Vehicle;
  readonly manager: StateManager;
  readonly world: World;
}

/** Starts it in an empty folder with these services and waits until all of them run. */
export async function startCar(options: {
  readonly dir: string;
  readonly nodes: readonly string[];
  readonly services: readonly WantedService[];
}): Promise<Car> {
  installHttp2();
  await using stack = new AsyncDisposableStack();
  const vehicle = stack.use(await Vehicle.start({ nodes: options.nodes, dir: options.dir }));
  const manager = stack.use(new StateManager(vehicle));
  await manager.start();
  const follower = stack.use(new Follower(manager));
  await until(() => follower.isInStep, { what: "the subscription has begun" });
  const fleet = new Fleet(options.services);
  const world = new World({ vehicle, manager, follower, fleet });
  for (const resource of fleet.resources) {
    await manager.apply(resource, { spec: toSpec(fleet.wanted(resource)), reason: "bench" });
  }
  await settle(world, new AbortController().signal, 60_000);
  const all = stack.move();
  return { vehicle, manager, world, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** A service of one replica on one node, criticality B. */
export function plainService(resource: string, node: string): WantedService {
  return {
    resource,
    replicas: 1,
    version: "1.0.0",
    config: {},
    criticality: "B",
    dependsOn: [],
    nodes: [node],
  };
}
