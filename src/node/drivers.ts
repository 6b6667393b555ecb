/** Opens the drivers that the configuration names. Each is loaded only where it is used. */
import { join } from "node:path";
import { assertNever } from "../kit/errors.ts";
import type { NodeDriver, ProcessUnitsMode } from "../platform/config/settings_node.ts";
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
  /** Whether processes become units of systemd. */
  readonly processUnits: ProcessUnitsMode;
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
      return await openProcesses(options);
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

async function openProcesses(options: DriversOptions): Promise<DriverResult<Driver>> {
  const { ProcessDriver } = await import("./process/process_driver.ts");
  const { mayRunPrograms } = await import("./process/spawn.ts");
  const { processUnits: mode, unitBus: systemBus } = options;
  if (mode === "never" || !mayRunPrograms()) return ProcessDriver.open(options);
  const { openProcessUnits } = await import("./process/transient/units.ts");
  const uid = Deno.uid() ?? 0;
  const buses = { systemBus, userBus: userBusOf(uid) };
  const units = await openProcessUnits({ ...options, mode, ...buses, uid, gid: Deno.gid() ?? 0 });
  return ProcessDriver.open({ ...options, ...(units && { units }) });
}

/** Where the bus of this user's systemd is (file-hierarchy(7)); a service of the system is not told. */
function userBusOf(uid: number): string {
  const directory = Deno.env.get("XDG_RUNTIME_DIR") ?? "";
  return join(directory === "" ? `/run/user/${uid}` : directory, "bus");
}
