import { equal, ok } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";

Deno.test("a node that lies, repeats and reorders costs one entry a service and starves nobody", async () => {
  await using rig = new Rig();
  rig.start();
  const ids = [];
  for (let index = 0; index < 50; index++) {
    ids.push(await rig.apply(`vehicle/s${index}`, { nodes: ["front"] }));
  }
  const calm = await rig.apply("vehicle/calm", { nodes: ["rear"], criticality: "QM" });
  await rig.clock.advance(5_000);
  equal(rig.state(calm), "Running");
  const front = rig.node("front");
  const before = rig.store.commits;
  for (let round = 0; round < 2_000; round++) {
    const id = ids[round % ids.length];
    if (id === undefined) throw new Error("unreachable");
    const observation = front.observe(id);
    // An older number, another node's name, and the same look twice.
    rig.manager.handleStateDiff({ ...observation, sequence: 0n });
    rig.manager.handleStateDiff(observation);
    rig.manager.handleStateDiff(observation);
    if (round === 1_000) rig.node("rear").hurt(calm, "crashed");
    if (round % 100 === 0) await rig.clock.advance(1);
  }
  await rig.untilState(calm, "Running");
  ok(rig.manager.status().queueLength <= ids.length + 1);
  ok(rig.store.commits - before < 100, `${rig.store.commits - before} commits for looks that change nothing`);
  for (const id of ids) equal(rig.state(id), "Running");
});

Deno.test("reports of services that nobody knows cost no memory and one alert a minute", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  for (let index = 0; index < 1_000; index++) {
    const observation = rig.node("front").observe(id);
    const resourceId = `fake/s${index}` as typeof id;
    rig.manager.handleStateDiff({ ...observation, resourceId, observedGeneration: 0n });
  }
  equal(rig.alerts.filter((alert) => alert.reason === "UnknownWorkload").length, 1);
  equal(rig.manager.status().services, 1);
  equal(rig.manager.status().queueLength, 1, "only the known one, until it is known good");
});
