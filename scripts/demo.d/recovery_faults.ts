/** What recovery must not do too much of: crash loops, flapping, a controller that is away, a dependency that does not come up. */
import { findCondition, type ServiceCondition } from "../../src/state/model.ts";
import type { SeenEvent } from "../../tests/support/instances/follower.ts";
import { signalProcess } from "../../tests/support/vehicle/process_table.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { service, strategies } from "./fleet.ts";
import { type Fault, untilKnownGood } from "./scenario.ts";
import type { Moment, World } from "./world.ts";

const AWAY_MS = 2_500;
const LOOPER = "diag/updater";
const FLAPPER = "diag/recorder";
const UNSTABLE = "cabin/climate";
/** What breaks while the controller is away. */
const WAITING = ["vehicle/gateway", "diag/logger"] as const;
const CAUSE = "aux/power";
const DEPENDENTS = ["aux/fan", "aux/pump", "aux/lamp"] as const;
const ONE_TRY = strategies({
  maxRetryCount: 1,
  backoffDelayMs: 50,
  escalationThreshold: 1,
  actions: ["Restart", "Notify"],
}, "StartFailure");

function isFailure({ event }: SeenEvent): boolean {
  return event.eventType === "Fail";
}

export const CRASH_LOOP: Fault = {
  name: "crash-loop",
  title: `kill -9 ${LOOPER} each time it is up, until it is made anew`,
  resources: [LOOPER],
  inject: async (world) => {
    const since = world.now();
    await killWheneverUp(
      world,
      LOOPER,
      () => world.executionsSince(since, LOOPER).some(({ kind }) => kind === "RECOVERY_RECREATE"),
    );
  },
  detects: isFailure,
  limitMs: 60_000,
  // Three restarts, then it is made anew.
  starts: 4,
};

export const FLAPPING: Fault = {
  name: "flapping",
  title: `kill -9 ${FLAPPER} each time it is up, until it is suppressed`,
  resources: [FLAPPER],
  inject: (world) => killWheneverUp(world, FLAPPER, () => stability(world)?.status === "False"),
  detects: isFailure,
  limitMs: 60_000,
  findViolations: (world, since) => [
    ...countAlerts(world, since, { reason: "ServiceDamped", resource: FLAPPER }),
    ...findActionsWhileSuppressed(world, since),
    ...(stability(world)?.status === "True" ? [] : [`${FLAPPER} is not said to be stable again`]),
  ],
  describe: (world, since) => {
    const [fromMs, toMs] = suppressedTime(world, since);
    const times = world.executionsSince(since, FLAPPER).length;
    return `down ${times} times, then suppressed for ${((toMs - fromMs) / 1_000).toFixed(1)} s`;
  },
};

export const UNSTABLE_VERSION: Fault = {
  name: "unstable-version",
  title: `roll out ${UNSTABLE} 1.2.0-unstable, which crashes when it is up`,
  resources: [UNSTABLE],
  prepare: (world) => untilKnownGood(world, UNSTABLE),
  inject: async (world) => {
    const { version } = world.fleet.wanted(UNSTABLE);
    const since = world.now();
    await world.apply(UNSTABLE, { version: "1.2.0-unstable" }, "demo: a version that does not stay up");
    await until(
      () => world.executionsSince(since, UNSTABLE).some(({ kind }) => kind === "RECOVERY_ROLLBACK_VERSION"),
      { what: `${UNSTABLE} is rolled back`, timeoutMs: 60_000, pollMs: 20 },
    );
    world.fleet.expect(UNSTABLE, { version });
  },
  detects: isFailure,
  limitMs: 60_000,
  repair: (world) => world.apply(UNSTABLE, { version: "1.2.1" }, "demo: the version is mended"),
};

export const CONTROLLER_AWAY: Fault = {
  name: "controller-away",
  title: `kill the ActionController for ${AWAY_MS / 1_000} s, and kill -9 two services meanwhile`,
  resources: WAITING,
  inject: async ({ vehicle }) => {
    await vehicle.killController();
    for (const resource of WAITING) vehicle.signal({ resource }, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    await vehicle.startController();
  },
  detects: isFailure,
  limitMs: 60_000,
  starts: WAITING.length,
  findViolations: (world, since) => [
    ...countAlerts(world, since, { reason: "ControllerUnreachable", resource: "" }),
    ...WAITING.flatMap((resource) => {
      const attempts = world.eventsSince(since, resource).filter(({ event }) =>
        event.eventType === "RecoveryAttempted" && event.metadata["result"] !== "succeeded"
      ).length;
      return attempts === 1 ? [] : [`${resource}: ${attempts} attempts are counted, one was needed`];
    }),
  ],
  describe: () => "one alert, one attempt each: what waited for the controller is not counted against them",
};

export const DEPENDENCY: Fault = {
  name: "dependency",
  title: `start ${DEPENDENTS.length} services whose dependency ${CAUSE} cannot be started`,
  resources: [CAUSE, ...DEPENDENTS],
  inject: async (world) => {
    const since = world.now();
    const cause = service(CAUSE, "B", { nodes: ["front"], version: "1.0.0-crash", recovery: ONE_TRY });
    await world.add(cause, "demo: it cannot be started");
    for (const resource of DEPENDENTS) {
      await world.add(service(resource, "QM", { nodes: ["front"], dependsOn: [CAUSE] }), "demo: a dependent");
    }
    await until(() => world.alertsSince(since).length > 0, { what: "an alert is raised", pollMs: 20 });
    const areKnown = () => DEPENDENTS.every((resource) => world.status(resource) !== undefined);
    await until(areKnown, { what: "the dependents are known", pollMs: 20 });
    for (const resource of DEPENDENTS) {
      const status = world.status(resource);
      if (status?.state !== "Pending") {
        throw new Error(`${resource} is ${status?.state} although ${CAUSE} is down`);
      }
    }
    await world.apply(CAUSE, { version: "1.0.1" }, "demo: it is mended");
  },
  detects: isFailure,
  limitMs: 60_000,
  findViolations: (world, since) => [
    ...countAlerts(world, since, { reason: "RecoveryExhausted", resource: CAUSE }),
    ...DEPENDENTS.filter((resource) => world.eventsSince(since, resource).some(isFailure))
      .map((resource) => `${resource} failed, and only what it depends on had`),
  ],
  describe: () => `one alert, for ${CAUSE}; ${DEPENDENTS.length} dependents were blocked, none failed`,
  repair: (world) => world.remove([...DEPENDENTS, CAUSE], "demo: not needed any more"),
};

/** Ends the process each time the service has been said to run anew, until that is enough. */
async function killWheneverUp(world: World, resource: string, isEnough: () => boolean): Promise<void> {
  let killedSinceMs = 0;
  await until(() => {
    if (isEnough()) return true;
    const status = world.status(resource);
    if (status?.state !== "Running" || status.stateSinceMs === killedSinceMs) return false;
    const process = world.vehicle.workloads().find((one) => one.resource === resource);
    if (process !== undefined && signalProcess(process, "SIGKILL")) killedSinceMs = status.stateSinceMs;
    return false;
  }, { what: `${resource} has crashed often enough`, timeoutMs: 60_000 });
}

function stability(world: World): ServiceCondition | undefined {
  const status = world.status(FLAPPER);
  return status && findCondition(status, "Stable");
}

/** Wall times between which the service was suppressed; 0 = that was never said. */
function suppressedTime(world: World, since: Moment): readonly [number, number] {
  const changes = world.eventsSince(since, FLAPPER).filter(({ event }) =>
    event.metadata["condition"] === "Stable"
  );
  return [changes[0]?.event.timestampMs ?? 0, changes[1]?.event.timestampMs ?? 0];
}

function findActionsWhileSuppressed(world: World, since: Moment): string[] {
  const [fromMs, toMs] = suppressedTime(world, since);
  return world.executionsSince(since, FLAPPER).filter(({ atMs }) => atMs > fromMs && atMs < toMs)
    .map(({ kind }) => `${kind} was done to ${FLAPPER} although it is suppressed`);
}

/** Exactly one alert of this kind, and no other one about these services. */
function countAlerts(
  world: World,
  since: Moment,
  { reason, resource }: { readonly reason: string; readonly resource: string },
): string[] {
  const alerts = world.alertsSince(since).map((alert) => {
    const { namespace = "", name = "" } = alert.resourceId ?? {};
    return `${alert.reason}${alert.resourceId === null ? "" : ` ${namespace}/${name}`}`;
  });
  const wanted = `${reason}${resource === "" ? "" : ` ${resource}`}`;
  return alerts.length === 1 && alerts[0] === wanted
    ? []
    : [`the alerts are [${alerts.join(", ")}], and only ${wanted} was due`];
}
