/** The programs of the vehicle have bad habits when they are told to, and none when they are not. */
import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import "../../support/http2/settled.ts";
import { ODD_REPLICAS } from "../../support/habits/habits.ts";
import { until } from "../../support/vehicle/waiting.ts";
import { Vehicle } from "../../support/vehicle/vehicle.ts";
import { Follower, GOOD, Hand, isWell, refusalOf, RESOURCE } from "./support.ts";

Deno.test("a NodeAgent refuses, ignores and distorts what it is told to", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  vehicle.setNodeHabits("front", ["refuse-desired"]);
  await until(async () => !(await hand.want("front", GOOD)).accepted, {
    what: "the desired state is refused",
  });
  vehicle.setNodeHabits("front", ["ignore-desired"]);
  await until(async () => (await hand.want("front", GOOD)).accepted, {
    what: "the desired state is accepted",
  });
  assert.equal(Number((await hand.look("front")).observedGeneration), 0);
  vehicle.setNodeHabits("front", []);
  await until(async () => {
    await hand.want("front", GOOD);
    return Number((await hand.look("front")).observedGeneration) > 0;
  }, { what: "the desired state is heeded" });
  await using follower = new Follower(hand.agent("front"));
  await hand.lifecycle("START", { node: "front" });
  await follower.waitFor("well", isWell);

  vehicle.setNodeHabits("front", ["keep-difference", "report-odd-numbers"]);
  const odd = async () => {
    const { versionDiff, actual } = await hand.look("front");
    return versionDiff !== null && actual?.availableReplicas === ODD_REPLICAS;
  };
  await until(odd, { what: "the observation is distorted" });
  vehicle.setNodeHabits("front", ["answer-nothing"]);
  await until(
    async () => (await refusalOf(hand.look("front")).catch(() => undefined))?.code === status.INTERNAL,
    {
      what: "there is no answer",
    },
  );
  vehicle.setNodeHabits("front", []);
  // The NodeAgent learns of its habits a moment later.
  const isWellAgain = async () => await hand.look("front").then(isWell, () => false);
  await until(isWellAgain, { what: "all is well again" });
});

Deno.test("an ActionController answers with a status, or FAILED for what it did", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  vehicle.setControllerHabits(["answer-status"], "UNIMPLEMENTED");
  const first = await refusalOf(hand.lifecycle("START", { node: "front", id: "refused" }));
  assert.equal(first.code, status.UNIMPLEMENTED);
  assert.equal(vehicle.workloads().length, 0);
  vehicle.setControllerHabits(["done-but-failed"]);
  await until(async () => {
    const answer = await hand.lifecycle("START", { node: "front", id: "done" }).catch(() => undefined);
    return answer?.outcome === "ACTION_OUTCOME_FAILED";
  }, { what: "what is done is answered FAILED" });
  assert.equal(vehicle.find({ resource: RESOURCE }).node, "front");
});
