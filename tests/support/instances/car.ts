/** A vehicle with its State Manager and a subscriber that has followed it from the beginning. */
import { Vehicle } from "../vehicle/vehicle.ts";
import { until } from "../vehicle/waiting.ts";
import { Follower } from "./follower.ts";
import type { Settings } from "../program.ts";
import { IMPATIENT, Instance } from "./instance.ts";

export interface Car extends AsyncDisposable {
  readonly vehicle: Vehicle;
  readonly manager: Instance;
  readonly follower: Follower;
}

/** In an empty folder, where everything stays afterwards. */
export async function startCar(
  { dir, nodes, settings = {}, signal }: {
    readonly dir: string;
    readonly nodes: readonly string[];
    /** More sections of its configuration. */
    readonly settings?: Settings;
    readonly signal?: AbortSignal;
  },
): Promise<Car> {
  await using stack = new AsyncDisposableStack();
  const vehicle = stack.use(await Vehicle.start({ nodes, dir }));
  const manager = stack.use(
    new Instance({
      ...vehicle.settings(),
      ...IMPATIENT,
      recovery: { ...IMPATIENT.recovery, start_burst: 20, start_rate: 50 },
      // What waits longer than this counts as one level more urgent: on a slow computer a start of all services takes several seconds, and
      // the order of criticalities is what is looked at.
      reconcile: { aging: "1m" },
      flapping: { suppress_from: 4.5, reuse_below: 2.2, half_life: "3s", max_damped: "10s" },
      ...settings,
    }, { deadlineMs: 60_000, dir: `${dir}/manager`, logPath: vehicle.logPath("statemanagerd") }),
  );
  await manager.start();
  const follower = stack.use(new Follower(manager));
  const what = "the subscription has begun";
  await until(() => follower.isInStep, { what, ...(signal === undefined ? {} : { signal }) });
  const all = stack.move();
  return { vehicle, manager, follower, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
