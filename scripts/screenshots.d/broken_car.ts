/** What the pictures show: the demo's car, in which a sensor fails and two services wait for it. */
import type { Instance } from "../../tests/support/instances/instance.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { service, SERVICES, strategies } from "../demo.d/fleet.ts";

/** Given up at once, so that the picture is of a car at rest. */
const GIVEN_UP = {
  maxRetryCount: 1,
  backoffDelayMs: 1,
  escalationThreshold: 1,
  actions: ["Isolate", "Notify"] as const,
};
/** Its program dies at its start. */
export const FAILING = "sensor/thermal";
const BROKEN = [
  service(FAILING, "C", {
    version: "1.0.0-crash",
    dependsOn: ["vehicle/gateway"],
    recovery: strategies(GIVEN_UP, "Crash", "CrashLoop", "StartFailure", "StuckTransition", "VersionFault"),
  }),
  service("drive/night-vision", "C", { dependsOn: [FAILING, "sensor/camera"] }),
  service("cabin/night-display", "QM", { dependsOn: ["drive/night-vision", "cabin/hmi"] }),
];

/** With the page, and with time enough for a slow computer: an overrun of a budget is another alert. */
export const CAR_SETTINGS = {
  http: { listen: ["127.0.0.1:0"] },
  reaction_budget: { critical: "1m", qm: "10m" },
};

/** Starts the services, and then the one that fails; resolves when it was given up. */
export async function breakCar(manager: Instance): Promise<void> {
  for (const { resource, spec } of SERVICES) await manager.apply(resource, spec, "demo: the car");
  await manager.untilRunning(...SERVICES.map(({ resource }) => resource));
  for (const { resource, spec } of BROKEN) await manager.apply(resource, spec, "demo: night vision");
  await until(async () => (await manager.find(FAILING))?.status.isolation !== undefined, {
    what: `${FAILING} is isolated`,
  });
}
