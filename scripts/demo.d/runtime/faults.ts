/** What is broken on a runtime, in order. Every fault is real. */
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { isTrouble, keepingOthers, onlyOne, type RuntimeFault } from "./fault.ts";
import { PODMAN_FAULTS } from "./podman_faults.ts";
import type { Play, RuntimeName } from "./stage.ts";
import { SYSTEMD_FAULTS } from "./systemd_faults.ts";
import { CAMERA, GATEWAY, HMI, LIDAR, LOGGER, MISSING_VERSION } from "./wanted.ts";

/** A version or a configuration is known as good once it has run for this long: half as long again as it is configured. */
const KNOWN_GOOD_MS = 1_500;

async function untilKnownGood(play: Play, resource: string): Promise<void> {
  await until(() => {
    const status = play.status(resource);
    return status?.state === "Running" && Date.now() - status.stateSinceMs > KNOWN_GOOD_MS;
  }, { what: `${resource} has run for ${KNOWN_GOOD_MS} ms` });
}

/** Until recovery holds a part of the spec back. */
async function untilHeldBack(play: Play, resource: string): Promise<void> {
  await until(() => play.status(resource)?.override !== undefined, {
    what: `a part of the spec of ${resource} is held back`,
  });
}

/** Ends its process each time it has been said to run anew, until it is made anew. */
async function killUntilRecreated(play: Play): Promise<void> {
  const since = play.now();
  let killedSinceMs = 0;
  await until(() => {
    const isRecreated = play.eventsSince(since, LOGGER).some(({ event: { eventType, metadata } }) =>
      eventType === "RecoveryAttempted" && metadata["action"] === "Recreate"
    );
    if (isRecreated) return true;
    const status = play.status(LOGGER);
    const [instance] = play.stage.instances(LOGGER);
    if (status?.state !== "Running" || status.stateSinceMs === killedSinceMs || instance === undefined) {
      return false;
    }
    killedSinceMs = status.stateSinceMs;
    Deno.kill(instance.pid, "SIGKILL");
    return false;
  }, { what: `${LOGGER} is made anew`, timeoutMs: 120_000 });
}

/** Applies a version that cannot run, and waits until the one before is in force again. */
async function rollOut(play: Play, resource: string, version: string): Promise<void> {
  const { version: good } = play.wanted.spec(resource);
  await play.apply(resource, { version }, "demo: a version that does not run");
  play.wanted.expect(resource, { version: good });
  await untilHeldBack(play, resource);
}

const WORKLOAD_FAULTS: readonly RuntimeFault[] = [
  {
    name: "crash",
    title: `kill -9 a main process of ${LIDAR}`,
    resource: LIDAR,
    detects: isTrouble,
    inject: (play) => play.kill(LIDAR),
    findViolations: (play, since) => onlyOne(play, since, LIDAR),
  },
  {
    name: "oom",
    title: `${CAMERA} takes memory without end`,
    resource: CAMERA,
    detects: isTrouble,
    inject: (play) => play.kill(CAMERA, "SIGUSR1"),
    findViolations: async (play, since) => {
      if (play.stage.unexplained["oom"] !== undefined) return [];
      const events = await play.historySince(since, CAMERA);
      const said = events.some(({ metadata }) => metadata["issue"] === "ResourceExhausted");
      return said ? [] : [`${CAMERA} ran out of memory, and ResourceExhausted was not said`];
    },
  },
  {
    name: "freeze",
    title: `freeze a main process of ${LIDAR} (SIGSTOP)`,
    resource: LIDAR,
    detects: isTrouble,
    inject: (play) => play.kill(LIDAR, "SIGSTOP"),
  },
  {
    name: "crash-loop",
    title: `kill -9 ${LOGGER} each time it is up, until it is made anew`,
    resource: LOGGER,
    detects: isTrouble,
    inject: killUntilRecreated,
  },
  {
    name: "bad-version",
    title: `roll out ${GATEWAY} ${MISSING_VERSION}, of which there is nothing`,
    resource: GATEWAY,
    prepare: (play) => untilKnownGood(play, GATEWAY),
    inject: async (play) => {
      const { pid } = play.instance(GATEWAY);
      await rollOut(play, GATEWAY, MISSING_VERSION);
      if (play.instance(GATEWAY).pid !== pid) {
        throw new Error(`${GATEWAY} was ended for a version that cannot be started`);
      }
    },
    detects: () => true,
    repair: (play) => play.apply(GATEWAY, { version: "2" }, "demo: a version that there is"),
  },
  {
    name: "crash-on-start",
    title: `roll out ${LOGGER} 3-crash, which ends as soon as it is started`,
    resource: LOGGER,
    detects: isTrouble,
    prepare: (play) => untilKnownGood(play, LOGGER),
    inject: (play) => rollOut(play, LOGGER, "3-crash"),
    repair: (play) => play.apply(LOGGER, { version: "2" }, "demo: a version that runs"),
  },
  {
    name: "bad-config",
    title: `give ${HMI} a configuration that it refuses`,
    resource: HMI,
    detects: isTrouble,
    prepare: (play) => untilKnownGood(play, HMI),
    inject: async (play) => {
      const mode = play.wanted.spec(HMI).config["mode"] ?? "";
      await play.apply(HMI, { config: { mode: "invalid" } }, "demo: a bad configuration");
      play.wanted.expect(HMI, { mode });
      await untilHeldBack(play, HMI);
    },
    repair: (play) => play.apply(HMI, { config: { mode: "light" } }, "demo: the configuration is mended"),
  },
];

const NODE_FAULTS: readonly RuntimeFault[] = [
  {
    name: "node-kill",
    title: `kill -9 the State Manager with its node and a main process of ${LIDAR}, and start it`,
    resource: LIDAR,
    detects: () => true,
    inject: async (play) => {
      await keepingOthers(play, LIDAR, async () => {
        await play.manager.end("SIGKILL");
        play.kill(LIDAR);
        await play.manager.start();
      });
    },
    findViolations: (play, since) => onlyOne(play, since, LIDAR),
  },
  {
    name: "reboot",
    title: "cut the power of the ECU: every process ends, and it boots",
    resource: GATEWAY,
    inject: (play) => play.stage.reboot(),
    detects: () => true,
  },
];

const OWN_FAULTS: Readonly<Record<RuntimeName, readonly RuntimeFault[]>> = {
  podman: PODMAN_FAULTS,
  systemd: SYSTEMD_FAULTS,
};

export function faultsOf(runtime: RuntimeName): readonly RuntimeFault[] {
  return [...WORKLOAD_FAULTS, ...OWN_FAULTS[runtime], ...NODE_FAULTS];
}
