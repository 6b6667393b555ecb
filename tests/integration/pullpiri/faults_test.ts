/** The acceptance checks with peers that are away, slow or dead, against the reference stack under a virtual clock. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { type Applied, PullpiriRig, type PullpiriRigOptions } from "../../support/pullpiri/rig.ts";

const ONE: Applied = { scenario: "pps", packageName: "ppp", models: [{ name: "ppm", node: "ZONE1" }] };
const ON_BOTH: Applied = { ...ONE, policy: { name: "polx", nodes: ["ZONE1", "ZONE2"] } };

async function launched(applied: Applied = ONE, options: PullpiriRigOptions = {}): Promise<PullpiriRig> {
  const rig = new PullpiriRig(options);
  rig.start();
  await rig.clock.advance(2_000);
  await rig.apply(applied);
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "Running");
  await rig.clock.advance(2_000);
  return rig;
}

const AWAY = [
  ["away", (rig: PullpiriRig, isOn: boolean) => Object.assign(rig.store, { isAway: isOn })],
  ["slow", (rig: PullpiriRig, isOn: boolean) => Object.assign(rig.store, { slowMs: isOn ? 5_000 : 0 })],
] as const;

for (const [how, set] of AWAY) {
  Deno.test(`19: while the store is ${how} for 60 s peers are answered, and keys are caught up within 5 s after it`, async () => {
    await using rig = await launched();
    set(rig, true);
    await rig.clock.advance(20_000);
    rig.node("ZONE1").kill("ppm_c1", 0);
    // Nothing is waited for: the answer is there in the same turn.
    const answer = rig.pullpiri.stateChange({
      ...{ resourceType: "RESOURCE_TYPE_SCENARIO", resourceName: "other", transitionId: "t", source: "test" },
      ...{ currentState: "idle", targetState: "waiting", timestampNs: "1" },
    });
    equal(answer.errorCode, "ERROR_CODE_SUCCESS");
    await rig.clock.advance(40_000);
    equal(rig.key("/model/ppm/state"), "Running");
    set(rig, false);
    await rig.took(
      () =>
        rig.key("/model/ppm/state") === "Exited" &&
        rig.key("/scenario/other/state") === "SCENARIO_STATE_WAITING",
      5_000,
      "keys caught up",
    );
  });
}

const CONTROLLER = [
  ["away", (rig: PullpiriRig, isOn: boolean) => Object.assign(rig.controller, { isAway: isOn })],
  [
    "slow by 5 s",
    (rig: PullpiriRig, isOn: boolean) => Object.assign(rig.controller, { slowMs: isOn ? 5_000 : 0 }),
  ],
] as const;

for (const [how, set] of CONTROLLER) {
  Deno.test(`19: what the controller could not do while it was ${how} is done within 5 s after it`, async () => {
    await using rig = await launched();
    rig.node("ZONE1").start(); // Its agent heals nothing any more.
    await rig.clock.advance(3_000);
    set(rig, true);
    rig.node("ZONE1").kill("ppm_c1");
    await rig.clock.advance(60_000);
    set(rig, false);
    await rig.took(
      () => rig.node("ZONE1").isRunning("ppm_c1") && rig.state("ppp/ppm") === "Running",
      5_000,
      "healed",
    );
    await rig.clock.advance(30_000);
    ok(rig.controller.most.ofOne <= 1, "never two calls for one model");
    ok(rig.node("ZONE1").isRunning("ppm_c1"));
  });
}

for (const step of ["asked", "stopped", "started"] as const) {
  Deno.test(`22: killed while an OffloadModel is ${step}: one copy on the node's name, and it ends as desired`, async () => {
    await using rig = await launched(ON_BOTH, { hosts: ["ZONE1", "ZONE2"] });
    rig.node("ZONE1").start();
    await rig.clock.advance(3_000);
    let isReached = false;
    rig.controller.onStep = (reached) => isReached ||= reached === step;
    rig.node("ZONE1").kill("ppm_c1");
    await rig.clock.until(() => isReached, 6_000, step);
    rig.controller.onStep = () => {};
    await rig.kill();
    await rig.clock.advance(5_000);
    rig.start();
    await rig.took(
      () => rig.node("ZONE1").isRunning("ppm_c1") && rig.state("ppp/ppm") === "Running",
      10_000,
      "runs where it is to",
    );
    await rig.clock.advance(30_000);
    const copies = ["ZONE1", "ZONE2"].flatMap((host) => rig.node(host).list().map(() => host));
    deepEqual(copies, ["ZONE1"]);
  });

  Deno.test(`22: killed while an offload to another node is ${step}: one copy in the end`, async () => {
    await using rig = await launched(ON_BOTH, { hosts: ["ZONE1", "ZONE2"] });
    let isReached = false;
    rig.controller.onStep = (reached) => isReached ||= reached === step;
    const answer = await rig.pullpiri.offload({
      ...{
        scenarioName: "pps",
        packageName: "ppp",
        modelName: "ppm",
        sourceNode: "ZONE1",
        targetNode: "ZONE2",
      },
      ...{ policyName: "polx", reason: "Memory" },
    });
    ok(answer.isAccepted);
    await rig.clock.until(() => isReached, 6_000, step);
    rig.controller.onStep = () => {};
    await rig.kill();
    await rig.clock.advance(5_000);
    rig.start();
    await rig.clock.advance(20_000);
    equal(rig.state("ppp/ppm"), "Running");
    const copies = ["ZONE1", "ZONE2"].flatMap((host) => rig.node(host).list().map(() => host));
    equal(copies.length, 1, copies.join());
    equal(rig.service("ppp/ppm")?.status.node, copies[0]?.toLowerCase());
  });
}

Deno.test("a deadline that was missed is reported on and has the model restarted on that node", async () => {
  await using rig = await launched({ ...ONE, schedule: "w1" });
  rig.pullpiri.fault({
    workloadId: "w1",
    nodeId: "ZONE1",
    taskName: "steer",
    isDeadlineMiss: true,
    misses: 3,
  });
  await rig.clock.until(() => rig.controller.offloads.length === 1, 2_000, "restarted");
  deepEqual(rig.faults.map(({ taskName }) => taskName), ["steer"]);
  ok(rig.alerts.some(({ message }) => message.includes("missed its deadline")));
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "Running");
  await rig.clock.advance(10_000);
  equal(rig.controller.offloads.length, 1);
});

Deno.test("a scenario that is deleted keeps its package running, or stops it where that is configured", async () => {
  await using kept = await launched();
  kept.delete("pps");
  await kept.clock.advance(30_000);
  ok(kept.node("ZONE1").isRunning("ppm_c1"));
  await using stopped = await launched(ONE, { settings: { withdraw: "stop" } });
  stopped.delete("pps");
  await stopped.clock.until(() => !stopped.node("ZONE1").isRunning("ppm_c1"), 15_000, "stopped");
  await stopped.clock.until(() => stopped.state("ppp/ppm") === "none", 15_000, "ended");
  await stopped.clock.until(() => stopped.key("/model/ppm/state") === "Exited", 1_000, "Exited");
});

Deno.test("a store that lost everything stops nothing", async () => {
  await using rig = await launched(ONE, { settings: { withdraw: "stop" } });
  rig.store.values.clear();
  await rig.clock.advance(60_000);
  ok(rig.node("ZONE1").isRunning("ppm_c1"));
  deepEqual(rig.controller.offloads, []);
});

Deno.test("what ran when the State Manager took the place of another one is taken over as it is", async () => {
  await using rig = await launched();
  await rig.kill();
  rig.memory = undefined;
  rig.journal = new PullpiriRig().journal;
  rig.start();
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "Running");
  await rig.clock.advance(30_000);
  deepEqual(rig.controller.offloads, []);
  ok(rig.node("ZONE1").isRunning("ppm_c1"));
});
