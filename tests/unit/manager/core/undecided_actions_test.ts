/** Actions of which the controller does not tell how they ended. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { ActionResult } from "../../../../src/state/action.ts";
import { Rig } from "../../../support/engine/rig.ts";

const INTERNAL: ActionResult = { kind: "unknown", message: "13 INTERNAL: oops" };

Deno.test("an action that is answered INTERNAL after it happened is repeated under its id, and is not done again", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  rig.controller.garbleAnswers = 4;
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start"]);
  equal(rig.service(id).status.restarts, 0);
  deepEqual(rig.alerts, []);
});

Deno.test("an action whose end the controller never tells is asked for in bounded rounds; then what the node reports decides", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const asked: string[] = [];
  rig.controller.garbleAnswers = Infinity;
  rig.controller.onAsked = ({ id }) => void asked.push(id);
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running", 60_000);
  deepEqual(rig.actions(id), ["Start"]);
  equal(new Set(asked).size, 1);
  ok(asked.length <= 9, `asked ${asked.length} times`);
  const said = rig.store.events.map(({ metadata }) => metadata["reason"] ?? "");
  match(said.join("\n"), /It is not known how Start on front ended \(13 INTERNAL: oops\)/);
  deepEqual(rig.alerts.map(({ reason }) => reason), []);
});

Deno.test("an action that never happens and is never told of is counted, escalates and ends with one alert", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  rig.controller.refusal = () => INTERNAL;
  const id = await rig.apply("vehicle/lidar");
  await rig.clock.advance(3_600_000);
  equal(rig.state(id), "Failed");
  deepEqual(rig.actions(id), []);
  deepEqual(rig.alerts.map(({ reason }) => reason), ["RecoveryExhausted"]);
  ok((rig.store.records.get(id)?.recovery?.failureCount ?? 0) >= 4);
});

Deno.test("an action that alone is never answered does not make the controller unreachable, and does not wait for ever", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const stuck = await rig.apply("vehicle/stuck");
  const well = await rig.apply("vehicle/well");
  for (const id of [stuck, well]) await rig.untilState(id, "Running");
  rig.controller.hangs = ({ resourceId }) => resourceId === stuck;
  rig.node("front").hurt(stuck, "crashed");
  for (let time = 0; time < 60; time++) {
    await rig.clock.advance(2_000);
    await rig.apply("vehicle/well", { replicas: 1 + time % 2 });
  }
  deepEqual(rig.alerts.filter(({ reason }) => reason === "ControllerUnreachable"), []);
  ok((rig.store.records.get(stuck)?.recovery?.failureCount ?? 0) > 1, "it is counted");
});

Deno.test("an action that is never answered holds up no other service, however long it was the only one", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const stuck = await rig.apply("vehicle/stuck");
  const well = await rig.apply("vehicle/well");
  for (const id of [stuck, well]) await rig.untilState(id, "Running");
  rig.controller.hangs = ({ resourceId }) => resourceId === stuck;
  rig.node("front").hurt(stuck, "crashed");
  await rig.clock.advance(120_000);
  equal(rig.alerts.filter(({ reason }) => reason === "ControllerUnreachable").length, 1);
  rig.node("front").hurt(well, "crashed");
  await rig.untilState(well, "Running", 15_000);
});

Deno.test("an instance that may not act says nothing of the controller", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.controller.withholds = true;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(30_000);
  deepEqual(rig.alerts.filter(({ reason }) => reason === "ControllerUnreachable"), []);
  equal(rig.service(id).status.restarts, 1);
  rig.controller.withholds = false;
  await rig.untilState(id, "Running");
  deepEqual(rig.actions(id), ["Start", "Restart"]);
});

Deno.test("a manager that stops while an action is under way says nothing of the controller", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.controller.hangs = () => true;
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(500);
  await rig.crashAndRestart();
  deepEqual(rig.alerts.map(({ reason }) => reason), []);
});
