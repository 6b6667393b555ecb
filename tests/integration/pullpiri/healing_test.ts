/**
 * The acceptance checks of the healing, against the reference stack under a virtual clock. The number of each is that of the list of
 * checks; what upstream needs is said beside what is allowed.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { type Applied, PullpiriRig, type PullpiriRigOptions } from "../../support/pullpiri/rig.ts";

const ONE: Applied = { scenario: "pps", packageName: "ppp", models: [{ name: "ppm", node: "ZONE1" }] };
const TWO_NODES: PullpiriRigOptions = { hosts: ["ZONE1", "ZONE2"] };
const ON_BOTH: Applied = {
  ...ONE,
  policy: { name: "polx", nodes: ["ZONE1", "ZONE2"] },
};
const IMAGE_2: Applied = {
  ...ONE,
  models: [{ name: "ppm", node: "ZONE1", images: ["localhost/ppwork:2"] }],
};

async function launched(applied: Applied = ONE, options: PullpiriRigOptions = {}): Promise<PullpiriRig> {
  const rig = new PullpiriRig(options);
  rig.start();
  await rig.clock.advance(2_000);
  await rig.apply(applied);
  const ids = applied.models.map(({ name }) => `${applied.packageName}/${name}`);
  await rig.clock.until(() => ids.every((id) => rig.state(id) === "Running"), 5_000, "all models Running");
  await rig.clock.advance(2_000);
  return rig;
}

/** Until it runs again, after something was done to it. */
function runsAgain(
  rig: PullpiriRig,
  limitMs: number,
  { host = "ZONE1", name = "ppm_c1" } = {},
): Promise<number> {
  return rig.took(() => rig.node(host).isRunning(name), limitMs, `${name} runs on ${host}`);
}

Deno.test("4: an applied package is Running on its node, and its keys are right, within 2.5 s", async () => {
  await using rig = new PullpiriRig();
  rig.start();
  await rig.clock.advance(2_000);
  await rig.apply(ONE);
  await rig.took(
    () =>
      rig.key("/model/ppm/state") === "Running" &&
      rig.key("/package/ppp/state") === "PACKAGE_STATE_RUNNING" &&
      rig.key("/scenario/pps/state") === "SCENARIO_STATE_COMPLETED" && rig.state("ppp/ppm") === "Running",
    2_500,
    "keys and state",
  );
  equal(rig.service("ppp/ppm")?.status.node, "zone1");
  equal(rig.controller.offloads.length, 0);
});

Deno.test("5: the first crash is left to the agent: running within 2.5 s, one healer, one crash counted", async () => {
  await using rig = await launched();
  const node = rig.node("ZONE1");
  node.kill("ppm_c1");
  await runsAgain(rig, 2_500);
  await rig.clock.advance(10_000);
  equal(node.healed.length + rig.controller.offloads.length, 1);
  equal(rig.service("ppp/ppm")?.status.restarts, 1);
  equal(rig.state("ppp/ppm"), "Running");
});

Deno.test("5: a restart of the agent between two lists, which no list shows as an exit, counts as a crash", async () => {
  await using rig = await launched();
  const node = rig.node("ZONE1");
  const tellsLate = node.list().map(({ id }) => id);
  // The agent looks, heals and tells in one round, so its list never says exited.
  node.kill("ppm_c1");
  await rig.clock.until(() => node.healed.length === 1, 2_500, "the agent healed it");
  await rig.clock.advance(10_000);
  deepEqual(node.list().map(({ id }) => id), tellsLate);
  equal(rig.service("ppp/ppm")?.status.restarts, 1);
  equal(rig.controller.offloads.length, 0);
});

Deno.test("6: a crash while the agent backs off is healed within 4 s (upstream 20 to 160 s)", async () => {
  await using rig = await launched();
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 2_500);
  await rig.clock.advance(5_000);
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 4_000);
});

Deno.test("7: a crash 305 s after a restart is healed within 4 s (upstream never)", async () => {
  await using rig = await launched();
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 2_500);
  await rig.clock.advance(305_000);
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 4_000);
});

Deno.test("8: the second container of a model is healed within 5 s (upstream never)", async () => {
  const models = [{ name: "mcm", node: "ZONE1", images: ["localhost/ppwork:1", "localhost/ppwork:1"] }];
  await using rig = await launched({ scenario: "mcs", packageName: "mcp", models });
  rig.node("ZONE1").kill("mcm_c2");
  await runsAgain(rig, 5_000, { name: "mcm_c2" });
  await rig.clock.until(() => rig.state("mcp/mcm") === "Running", 3_000, "Running");
});

Deno.test("9: a crash after the agent was restarted is healed within 5 s (upstream never)", async () => {
  await using rig = await launched();
  rig.node("ZONE1").start();
  await rig.clock.advance(4_000);
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 5_000);
});

Deno.test("10: after a replay a crash is healed within 5 s, and what a terminate scenario stops runs again (upstream never)", async () => {
  await using rig = await launched();
  await rig.apply({ scenario: "ppt", packageName: "ppp", action: "terminate", models: [] });
  await rig.clock.until(() => rig.state("ppp/ppm") === "none", 10_000, "terminated");
  await rig.apply(ONE);
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "launched again");
  await rig.clock.advance(3_000);
  rig.replay();
  await rig.clock.until(() => !rig.node("ZONE1").isRunning("ppm_c1"), 3_000, "stopped by the replay");
  await runsAgain(rig, 5_000);
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 3_000, "Running");
  await rig.clock.advance(15_000);
  ok(rig.node("ZONE1").isRunning("ppm_c1"));
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 5_000);
});

Deno.test("11: an engine that is away for 3 s, ten times, leads to no action and changes no key", async () => {
  await using rig = await launched();
  const writes = rig.store.writes.length;
  for (let time = 0; time < 10; time += 1) {
    rig.node("ZONE1").isPodmanAway = true;
    await rig.clock.advance(3_000);
    rig.node("ZONE1").isPodmanAway = false;
    await rig.clock.advance(7_000);
  }
  deepEqual(rig.controller.offloads, []);
  equal(rig.store.writes.length, writes);
});

Deno.test("12: a crash while the State Manager is away is healed within 3 s of its start, though nobody tells it", async () => {
  await using rig = await launched();
  rig.node("ZONE1").start(); // The agent heals nothing any more.
  await rig.clock.advance(2_000);
  await rig.kill();
  rig.node("ZONE1").kill("ppm_c1");
  await rig.clock.advance(30_000);
  rig.start();
  await runsAgain(rig, 3_000);
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "Running");
});

Deno.test("13: models of a dead node run on the other one within 6 s, and there is one copy within 5 s of its return (upstream never)", async () => {
  const models = ["m1", "m2", "m3"].map((name) => ({ name, node: "ZONE1" }));
  await using rig = await launched({ ...ON_BOTH, models }, TWO_NODES);
  rig.node("ZONE1").stopAgent();
  const names = models.map(({ name }) => `${name}_c1`);
  await rig.took(
    () => names.every((name) => rig.node("ZONE2").isRunning(name)),
    6_000,
    "all on the other node",
  );
  await rig.clock.until(
    () => names.every((_, at) => rig.state(`ppp/m${at + 1}`) === "Running"),
    5_000,
    "Running",
  );
  await rig.clock.advance(20_000);
  rig.node("ZONE1").start();
  await rig.took(() => names.every((name) => !rig.node("ZONE1").isRunning(name)), 5_000, "one copy each");
  await rig.clock.advance(20_000);
  ok(names.every((name) => rig.node("ZONE2").isRunning(name) && !rig.node("ZONE1").isRunning(name)));
  ok(rig.controller.most.inAll <= 2 && rig.controller.most.ofOne <= 1);
});

Deno.test("14: a policy that is always over its threshold moves a model twice in 10 min (upstream 20 times)", async () => {
  await using rig = await launched(ON_BOTH, TWO_NODES);
  const answers: boolean[] = [];
  void rig.keepOffloading(ON_BOTH, answers);
  await rig.clock.advance(600_000);
  const moves = rig.controller.offloads.filter(({ sourceNode, targetNode }) => sourceNode !== targetNode);
  ok(moves.length >= 1 && moves.length <= 2, `${moves.length} moves`);
  equal(answers.filter((isAccepted) => isAccepted).length, moves.length);
  const running = ["ZONE1", "ZONE2"].filter((host) => rig.node(host).isRunning("ppm_c1"));
  equal(running.length, 1);
});

Deno.test("15: a crash loop is retried with jitter and never silently; a good image heals it within 10 s", async () => {
  await using rig = await launched();
  const node = rig.node("ZONE1");
  node.crashWith = ({ image }) => image.endsWith(":1") ? 3 : undefined;
  node.kill("ppm_c1", 3);
  await rig.clock.advance(600_000);
  equal(rig.key("/model/ppm/state"), "Dead");
  ok(["PACKAGE_STATE_ERROR", "PACKAGE_STATE_DEGRADED"].includes(rig.key("/package/ppp/state") ?? ""));
  ok(rig.alerts.length > 0);
  const times = node.started.map(({ atMs }) => atMs);
  const gaps = times.slice(1).map((atMs, index) => Math.round(atMs - (times[index] ?? 0)));
  ok(times.length >= 5 && times.length <= 60, `${times.length} starts`);
  ok(new Set(gaps).size > 3, gaps.join());
  await rig.apply(IMAGE_2);
  await rig.took(
    () =>
      node.isRunning("ppm_c1") && node.imageOf("ppm_c1") === "localhost/ppwork:2" &&
      rig.state("ppp/ppm") === "Running" && rig.key("/model/ppm/state") === "Running",
    10_000,
    "healthy again",
  );
});

Deno.test("16: an end with code 0 under OnFailure is no fault: not restarted, and Exited", async () => {
  await using rig = await launched();
  rig.node("ZONE1").kill("ppm_c1", 0);
  await rig.clock.until(() => rig.key("/model/ppm/state") === "Exited", 3_000, "Exited");
  await rig.clock.advance(120_000);
  equal(rig.node("ZONE1").isRunning("ppm_c1"), false);
  deepEqual(rig.controller.offloads, []);
  equal(rig.service("ppp/ppm")?.status.restarts, 0);
  equal(rig.key("/model/ppm/state"), "Exited");
  equal(rig.key("/package/ppp/state"), "PACKAGE_STATE_EXITED");
});

Deno.test("17: another image that is applied runs within 3 s (upstream: nothing happens, and nothing is healed any more)", async () => {
  await using rig = await launched();
  await rig.clock.advance(20_000);
  await rig.apply(IMAGE_2);
  const node = rig.node("ZONE1");
  await rig.took(
    () => node.isRunning("ppm_c1") && node.imageOf("ppm_c1") === "localhost/ppwork:2",
    3_000,
    "the new image runs",
  );
  await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 5_000, "Running");
  await rig.clock.advance(15_000);
  equal(rig.controller.offloads.length, 1);
});

Deno.test("17: what is applied again without a change goes on running, and is healed as before (upstream never)", async () => {
  await using rig = await launched();
  await rig.clock.advance(20_000);
  await rig.apply(ONE);
  await rig.clock.advance(5_000);
  deepEqual(rig.controller.offloads, []);
  rig.node("ZONE1").kill("ppm_c1");
  await runsAgain(rig, 5_000);
});

Deno.test("18: a scenario with a condition is WAITING, SATISFIED and COMPLETED, and begins anew when it is applied again", async () => {
  await using rig = new PullpiriRig();
  rig.start();
  await rig.clock.advance(2_000);
  const applied = { ...ONE, scenario: "conds", hasCondition: true };
  const words: string[] = [];
  const word = () => rig.key("/scenario/conds/state")?.replace("SCENARIO_STATE_", "");
  const reaches = async (expected: string) => {
    await rig.clock.until(() => word() === expected, 3_000, expected);
    words.push(expected);
  };
  for (let time = 0; time < 2; time += 1) {
    await rig.apply(applied);
    await reaches("WAITING");
    await rig.clock.advance(3_000);
    if (time === 0) equal(rig.state("ppp/ppm"), "none");
    rig.satisfy("conds");
    if (time === 0) {
      await rig.clock.until(() => rig.state("ppp/ppm") === "Running", 4_000, "Running");
      await reaches("COMPLETED");
    }
    await rig.clock.advance(5_000);
  }
  deepEqual(words, ["WAITING", "COMPLETED", "WAITING"]);
  ok(rig.store.writes.some(({ value }) => value === "SCENARIO_STATE_SATISFIED"));
  equal(
    word(),
    "SATISFIED",
    "the second launch fails upstream, since the model runs already: nobody says completed",
  );
});
