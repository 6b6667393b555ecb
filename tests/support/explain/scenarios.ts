/** What can happen to a service, played on the whole manager in memory: what `explain` is tested and documented with. */
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { Rig } from "../engine/rig.ts";

export interface Scenario {
  readonly title: string;
  /** What happens, for the reader. */
  readonly about: string;
  /** Episodes that are told. */
  readonly last: number;
  /** Plays it; answers the service that is asked about. */
  readonly play: (rig: Rig) => Promise<ResourceId>;
}

/** As a person does it. */
async function apply(
  rig: Rig,
  spec: Parameters<Rig["apply"]>[1],
  name = "vehicle/lidar",
): Promise<ResourceId> {
  return await rig.apply(name, spec, { reason: "statemanagerd apply" });
}

async function running(rig: Rig, name?: string): Promise<ResourceId> {
  const id = await apply(rig, {}, name);
  await rig.untilState(id, "Running");
  return id;
}

/** Well for so long that nothing from before counts any more. */
async function runningLong(rig: Rig): Promise<ResourceId> {
  const id = await running(rig);
  await rig.clock.advance(40_000);
  return id;
}

function home(rig: Rig, id: ResourceId) {
  return rig.node(rig.service(id).status.node);
}

async function crash(rig: Rig, id: ResourceId): Promise<void> {
  await rig.untilState(id, "Running", 60_000);
  home(rig, id).hurt(id, "crashed");
  await rig.clock.advance(300);
}

const GENTLE = {
  maxRetryCount: 100,
  backoffDelayMs: 1,
  escalationThreshold: 100,
  actions: ["Restart", "Notify"],
} as const;

/** However often it goes down, it is restarted: what stays is flapping. */
export const NO_ESCALATION = { recovery: { Crash: GENTLE, CrashLoop: GENTLE } };

export const SCENARIOS: readonly Scenario[] = [
  {
    title: "A new service",
    about: "It is applied, placed and started.",
    last: 1,
    play: (rig) => running(rig),
  },
  {
    title: "A crash",
    about: "Its process ends with an error, once.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      await crash(rig, id);
      await rig.untilState(id, "Running");
      return id;
    },
  },
  {
    title: "A crash loop",
    about: "It crashes again and again; from the fourth time on, that is something else than a crash.",
    last: 3,
    play: async (rig) => {
      const id = await running(rig);
      for (let count = 0; count < 5; count++) await crash(rig, id);
      await rig.untilState(id, "Running", 60_000);
      return id;
    },
  },
  {
    title: "A bad version",
    about: "A new version does not start; the last one that ran well comes back.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      await apply(rig, { version: "v2-crash" }, id);
      await rig.untilState(id, "Running", 60_000);
      return id;
    },
  },
  {
    title: "A bad configuration",
    about: "A new configuration is rejected by the service; the last one that it ran well with comes back.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      await apply(rig, { config: { mode: "invalid" } }, id);
      await rig.untilState(id, "Running", 60_000);
      return id;
    },
  },
  {
    title: "A frozen service",
    about: "Its process lives and does not answer.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      home(rig, id).hurt(id, "frozen");
      await rig.clock.advance(100);
      await rig.untilState(id, "Running");
      return id;
    },
  },
  {
    title: "A lost node",
    about: "The node that it runs on is gone.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      const node = home(rig, id);
      node.setUp(false);
      await rig.clock.until(() => rig.service(id).status.node !== node.node, 20_000);
      await rig.untilState(id, "Running");
      return id;
    },
  },
  {
    title: "A dependency that fails",
    about: "Its dependency is down, and the service crashes too: the cause is recovered first.",
    last: 1,
    play: async (rig) => {
      const can = await running(rig, "vehicle/can");
      const dependencies = [{ resourceId: can, condition: "Running" as const }];
      const id = await rig.apply("vehicle/lidar", { ...DEFAULT_SPEC, version: "v1", dependencies });
      await rig.untilState(id, "Running");
      await rig.clock.advance(40_000);
      rig.controller.refusal = (action) =>
        action.resourceId === can ? { kind: "failed", message: "no memory" } : undefined;
      home(rig, can).hurt(can, "crashed");
      await rig.clock.until(() => rig.state(can) === "Failed", 5_000);
      home(rig, id).hurt(id, "crashed");
      await rig.clock.advance(3_000);
      rig.controller.refusal = undefined;
      await rig.untilState(can, "Running", 60_000);
      await rig.untilState(id, "Running", 60_000);
      return id;
    },
  },
  {
    title: "Flapping",
    about: "The service comes up and goes down too often: it is suppressed for a while.",
    last: 2,
    play: async (rig) => {
      const id = await apply(rig, NO_ESCALATION);
      const isDamped = () =>
        rig.service(id).status.conditions.some(({ type, status }) => type === "Stable" && status === "False");
      for (let count = 0; count < 12 && !isDamped(); count++) await crash(rig, id);
      await rig.untilState(id, "Running", 180_000);
      return id;
    },
  },
  {
    title: "An operator isolates it",
    about: "The service is isolated for a reason, and released before its isolation expires.",
    last: 2,
    play: async (rig) => {
      const id = await runningLong(rig);
      const reason = "sensor is exchanged";
      await rig.manager.triggerRecovery(id, { kind: "isolate", reason, ttlMs: 7_200_000 });
      await rig.clock.advance(60_000);
      await rig.manager.triggerRecovery(id, { kind: "release", reason: "sensor is new" });
      await rig.untilState(id, "Running");
      return id;
    },
  },
  {
    title: "An operator has it recovered",
    about: "Nothing is wrong that could be seen; it is made anew because somebody asks for it.",
    last: 1,
    play: async (rig) => {
      const id = await runningLong(rig);
      await rig.manager.triggerRecovery(id, { kind: "recover", action: "Recreate", reason: "it looks odd" });
      await rig.untilState(id, "Running");
      return id;
    },
  },
  {
    title: "Recovery does not help in time",
    about: "It does not start, and its spec says how long recovery may go on and what is done then.",
    last: 1,
    play: async (rig) => {
      const recoveryDeadline = { afterMs: 2_000, fallback: "Isolate" as const };
      const id = await apply(rig, { version: "v1-crash", recoveryDeadline });
      await rig.clock.advance(20_000);
      return id;
    },
  },
  {
    title: "Recovery is exhausted",
    about: "It does not start, and there is nothing to go back to.",
    last: 1,
    play: async (rig) => {
      const recovery = {
        StartFailure: { ...GENTLE, maxRetryCount: 1, escalationThreshold: 1 },
      };
      const id = await apply(rig, { version: "v1-crash", recovery });
      await rig.clock.advance(20_000);
      return id;
    },
  },
];

/** Plays it, and gives the manager that knows of it, with the service that is asked about. */
export async function playScenario(
  scenario: Scenario,
): Promise<{ readonly rig: Rig; readonly id: ResourceId }> {
  const rig = new Rig();
  rig.start();
  return { rig, id: await scenario.play(rig) };
}
