/** What a pause of the State Manager itself (SIGSTOP, a machine that slept) leads to: nothing that others would have to answer for. */
import { deepEqual, equal } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";

/** Longer than any time limit of the rig. */
const LONG_MS = 60_000;

/** A node that is heard rarely: what is overdue after a pause is judged before its next heartbeat arrives. */
async function quietRig(): Promise<Rig> {
  const rig = new Rig();
  for (const node of rig.nodes.values()) node.heartbeatMs = 900;
  rig.start();
  await rig.clock.advance(0);
  return rig;
}

function movesOf(rig: Rig, id: ResourceId): readonly string[] {
  return rig.store.events.filter(({ resourceId, eventType }) =>
    resourceId === id && eventType !== "StatusObserved"
  )
    .map(({ eventType }) => eventType);
}

Deno.test("after a pause of its own no node is lost and no service is moved or recovered", async () => {
  await using rig = await quietRig();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front", "rear"] });
  await rig.untilState(id, "Running");
  await rig.clock.advance(5_000);
  const [moves, actions] = [movesOf(rig, id), rig.actions(id)];
  for (let pause = 0; pause < 3; pause++) {
    rig.clock.pauseProcess(LONG_MS);
    await rig.clock.advance(10_000);
  }
  deepEqual(movesOf(rig, id), moves);
  deepEqual(rig.actions(id), actions);
  deepEqual(rig.alerts, []);
  equal(rig.service(id).status.node, "front");
});

Deno.test("a node that is really silent is lost its whole time after the pause", async () => {
  await using rig = await quietRig();
  await rig.clock.advance(1_000);
  rig.node("front").setUp(false);
  rig.clock.pauseProcess(LONG_MS);
  await rig.clock.advance(2_500);
  deepEqual(rig.alerts, []);
  await rig.clock.advance(1_000);
  deepEqual(rig.alerts.map(({ reason }) => reason), ["NodeLost"]);
});

Deno.test("a plan that was being verified, and a recovery with a deadline, get their whole time after the pause", async () => {
  await using rig = await quietRig();
  const id = await rig.apply("vehicle/lidar", { recoveryDeadline: { afterMs: 4_000, fallback: "Isolate" } });
  await rig.untilState(id, "Running");
  await rig.clock.advance(5_000);
  const node = rig.node(rig.service(id).status.node);
  // It comes up only after the pause.
  node.startMs = LONG_MS + 1_500;
  node.hurt(id, "crashed");
  await rig.clock.until(() => rig.actions(id).at(-1) === "Restart", 5_000);
  await rig.clock.advance(500);
  rig.clock.pauseProcess(LONG_MS);
  await rig.untilState(id, "Running", 5_000);
  equal(rig.actions(id).filter((kind) => kind === "Restart").length, 1);
  equal(rig.alerts.some(({ reason }) => reason === "ServiceIsolated"), false);
});

Deno.test("a machine that slept: the clock stood still, and a node has its whole time to come back", async () => {
  await using rig = await quietRig();
  await rig.clock.advance(1_000);
  rig.node("front").setUp(false);
  await rig.clock.advance(2_500);
  rig.clock.jumpWall(LONG_MS);
  await rig.clock.advance(2_500);
  rig.node("front").setUp(true);
  await rig.clock.advance(2_000);
  deepEqual(rig.alerts, []);
});
