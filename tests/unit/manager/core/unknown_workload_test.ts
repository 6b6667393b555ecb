import { deepEqual, equal } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import { idOf } from "../../../support/domain.ts";

const ID = idOf("vehicle/lidar");
const DESIRED = { replicas: 1, version: "v1", config: {} };

Deno.test("a workload that nobody knows is left alone and told; once it is wanted it is taken as it is, not made a second time", async () => {
  await using rig = new Rig();
  rig.node("rear").fill(ID, DESIRED);
  rig.start();
  await rig.clock.advance(5_000);
  equal(rig.node("rear").count(ID), 1);
  deepEqual(rig.alerts.map(({ reason }) => reason), ["UnknownWorkload"]);
  await rig.apply("vehicle/lidar");
  await rig.untilState(ID, "Running");
  equal(rig.service(ID).status.node, "rear");
  deepEqual(rig.actions(ID), []);
  equal(rig.node("front").count(ID), 0);
});

Deno.test("it is taken over with another version than the one that is wanted: that is put right there", async () => {
  await using rig = new Rig();
  rig.node("rear").fill(ID, DESIRED);
  rig.start();
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.until(() => rig.node("rear").versionOf(ID) === "v2", 20_000);
  await rig.untilState(ID, "Running");
  equal(rig.node("front").count(ID), 0);
});

Deno.test("where it may not run it is placed elsewhere first, then stopped", async () => {
  await using rig = new Rig();
  rig.node("rear").fill(ID, DESIRED);
  rig.start();
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.clock.until(() => rig.node("rear").count(ID) === 0 && rig.state(ID) === "Running", 60_000);
  equal(rig.service(ID).status.node, "front");
  equal(rig.node("front").count(ID), 1);
});

Deno.test("where it runs on two nodes it is taken over on one of them and stopped on the other", async () => {
  await using rig = new Rig();
  for (const node of ["front", "rear"]) rig.node(node).fill(ID, DESIRED);
  rig.start();
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar");
  const copies = () => rig.node("front").count(ID) + rig.node("rear").count(ID);
  await rig.clock.until(() => copies() === 1 && rig.state(ID) === "Running", 20_000);
  equal(rig.node(rig.service(ID).status.node).count(ID), 1);
});

Deno.test("one that was seen and has ended since is forgotten: nothing is taken over", async () => {
  await using rig = new Rig();
  rig.node("rear").fill(ID, DESIRED);
  rig.start();
  await rig.clock.advance(1_000);
  rig.node("rear").stop(ID);
  rig.node("rear").report(ID);
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(ID, "Running");
  deepEqual(rig.actions(ID), ["Start"]);
});

Deno.test("what was remembered of an earlier stream of its node does not hide what the node says in the next one", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const node = rig.node("front");
  node.fill(ID, DESIRED);
  for (let report = 0; report < 50; report++) node.report(ID);
  await rig.clock.advance(1_000);
  node.stop(ID);
  node.restartAgent();
  await rig.clock.advance(1_000);
  await rig.apply("vehicle/lidar");
  await rig.untilState(ID, "Running", 10_000);
  equal(node.count(ID), 1);
});

Deno.test("a workload that nobody knows is alerted once for as long as it runs, and others with the next one", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const node = rig.node("front");
  const run = (name: string) => {
    node.fill(idOf(name), DESIRED);
    node.report(idOf(name));
  };
  for (const name of ["own/a", "own/b", "own/c"]) run(name);
  for (let second = 0; second < 600; second++) {
    await rig.clock.advance(1_000);
    for (const name of ["own/a", "own/b", "own/c"]) node.report(idOf(name));
    if (second === 300) node.reconnect();
  }
  deepEqual(rig.alerts.map(({ resourceId, message }) => [resourceId, message]), [
    [undefined, "Node front runs own/a, which has no spec here; it is not touched"],
  ]);
  run("own/d");
  equal(
    rig.alerts[1]?.message,
    "Node front runs own/d, which has no spec here; it is not touched (and 2 others before)",
  );
  node.stop(idOf("own/a"));
  node.report(idOf("own/a"));
  await rig.clock.advance(60_000);
  run("own/a");
  equal(rig.alerts.length, 3, "it came back");
});
