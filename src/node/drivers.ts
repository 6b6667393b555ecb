/** Opens the drivers that the configuration names. Each is loaded only where it is used. */
import { assertNever } from "../kit/errors.ts";
import type { NodeDriver } from "../platform/config/settings_node.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Driver, type DriverResult, succeeded } from "./driver.ts";

export interface DriversOptions {
  /** Directory of the node's state. */
  readonly root: string;
  /** Name of the node. */
  readonly node: string;
  /** Socket of podman or docker. */
  readonly containerSocket: string;
  /** Socket of the bus that systemd is on. */
  readonly unitBus: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The drivers in the order of their names. Throws an Error that says why one of them cannot work here at all. */
export async function openDrivers(
  names: readonly NodeDriver[],
  options: DriversOptions,
): Promise<readonly Driver[]> {
  const drivers: Driver[] = [];
  try {
    for (const name of new Set(names)) {
      const opened = await open(name, options);
      if (!opened.ok) throw new Error(opened.failure.message);
      drivers.push(opened.value);
    }
    return drivers;
  } catch (error) {
    await Promise.all(drivers.map((driver) => driver[Symbol.asyncDispose]()));
    throw error;
  }
}

async function open(name: NodeDriver, options: DriversOptions): Promise<DriverResult<Driver>> {
  switch (name) {
    case "process":
      return (await import("./process/process_driver.ts")).ProcessDriver.open(options);
    case "container": {
      const { ContainerDriver } = await import("./container/container_driver.ts");
      return succeeded(new ContainerDriver({ ...options, socket: options.containerSocket }));
    }
    case "pod": {
      const { ContainerDriver } = await import("./container/container_driver.ts");
      const { PODS } = await import("./container/pod/scheme.ts");
      return succeeded(new ContainerDriver({ ...options, socket: options.containerSocket }, PODS));
    }
    case "unit": {
      const { UnitDriver } = await import("./unit/unit_driver.ts");
      return succeeded(new UnitDriver({ ...options, socket: options.unitBus }));
    }
    default:
      return assertNever(name);
  }
}
