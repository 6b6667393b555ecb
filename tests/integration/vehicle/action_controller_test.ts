import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { isAlive } from "../../support/vehicle/process_table.ts";
import "../../support/http2/settled.ts";
import { Vehicle } from "../../support/vehicle/vehicle.ts";
import { Follower, GOOD, Hand, hasReason, isWell, refusalOf, RESOURCE } from "./support.ts";

Deno.test("a repeated action id is answered with the earlier outcome and starts nothing", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  const order = { node: "front", id: "plan-1/a" };
  const [first, joined] = await Promise.all([
    hand.lifecycle("RESTART", order),
    hand.lifecycle("RESTART", order),
  ]);
  const later = await hand.lifecycle("RESTART", order);
  assert.deepEqual([first.wasRepeated, joined.wasRepeated, later.wasRepeated], [false, true, true]);
  assert.deepEqual([first.outcome, joined.outcome, later.outcome], Array(3).fill("ACTION_OUTCOME_DONE"));
  assert.deepEqual(vehicle.executions().map(({ actionId, started }) => [actionId, started.length]), [[
    "plan-1/a",
    1,
  ]]);
  const misused = await hand.lifecycle("STOP", order);
  assert.equal(misused.outcome, "ACTION_OUTCOME_REJECTED");
  assert.equal(vehicle.workloads().length, 1);
});

Deno.test("outcomes and terms survive kill -9 of the controller, and so do the workloads", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  await hand.lifecycle("START", { node: "front", id: "once", term: 5 });
  const before = vehicle.find({ resource: RESOURCE });
  await vehicle.killController();
  await vehicle.startController();
  using later = new Hand(vehicle);
  const repeated = await later.lifecycle("START", { node: "front", id: "once", term: 5 });
  assert.deepEqual([repeated.outcome, repeated.wasRepeated], ["ACTION_OUTCOME_DONE", true]);
  const stale = await refusalOf(later.lifecycle("STOP", { node: "front", term: 4 }));
  assert.equal(stale.code, status.FAILED_PRECONDITION);
  assert.deepEqual(vehicle.find({ resource: RESOURCE }), before);
  await later.lifecycle("STOP", { node: "front", term: 5 });
  assert.equal(isAlive(before), false);
});

Deno.test("an action that the controller died in is answered FAILED and not begun again", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"], graceMs: 60_000 });
  using hand = new Hand(vehicle);
  await using follower = new Follower(hand.agent("front"));
  const desired = { ...GOOD, config: { mode: "stubborn" } };
  await hand.want("front", desired);
  await hand.lifecycle("START", { node: "front", desired });
  const well = await follower.waitFor("well", isWell);
  const before = vehicle.find({ resource: RESOURCE });
  const cutOff = refusalOf(hand.lifecycle("RESTART", { node: "front", id: "cut-off" }));
  await follower.waitFor("the restart is under way", hasReason("STARTING"), { after: well });
  await vehicle.killController();
  assert.equal((await cutOff).code, status.UNAVAILABLE);
  await vehicle.startController();
  using later = new Hand(vehicle);
  const answer = await later.lifecycle("RESTART", { node: "front", id: "cut-off" });
  assert.deepEqual([answer.outcome, answer.wasRepeated], ["ACTION_OUTCOME_FAILED", true]);
  assert.deepEqual(vehicle.find({ resource: RESOURCE }), before);
});

Deno.test("a process that the controller started and died before recording is ended by its successor", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  await hand.lifecycle("START", { node: "front" });
  const orphan = vehicle.find({ resource: RESOURCE });
  await vehicle.killController();
  vehicle.store("front").writeRecords({ namespace: "vehicle", name: "lidar" }, []);
  await vehicle.startController();
  assert.equal(isAlive(orphan), false);
});

Deno.test("relocation starts on the new node and stops on the old one", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
  using hand = new Hand(vehicle);
  await using front = new Follower(hand.agent("front"));
  await using rear = new Follower(hand.agent("rear"));
  await hand.want("front", GOOD);
  await hand.lifecycle("START", { node: "front" });
  await front.waitFor("well on front", isWell);
  await hand.doNotWant("front");
  await hand.want("rear", GOOD);
  const answer = await hand.execute("RELOCATE", { node: "rear", fromNode: "front" });
  assert.equal(answer.outcome, "ACTION_OUTCOME_DONE");
  await rear.waitFor("well on rear", isWell);
  await front.waitFor("gone from front", (diff) => isWell(diff) && diff.actual?.replicas === 0);
  assert.deepEqual(vehicle.workloads().map(({ node }) => node), ["rear"]);
});

Deno.test("a node that is away fails actions on it, but not a relocation from it; it comes back empty", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
  using hand = new Hand(vehicle);
  await hand.lifecycle("START", { node: "front" });
  await vehicle.takeNodeAway("front");
  assert.deepEqual(vehicle.workloads(), []);
  const failed = await hand.lifecycle("START", { node: "front" });
  assert.equal(failed.outcome, "ACTION_OUTCOME_FAILED");
  const moved = await hand.recover("RELOCATE", { node: "rear", fromNode: "front" });
  assert.equal(moved.outcome, "ACTION_OUTCOME_DONE");
  await vehicle.giveNodeBack("front");
  using later = new Hand(vehicle);
  const diff = await later.look("front");
  assert.deepEqual([isWell(diff), diff.actual?.replicas], [true, 0]);
  assert.deepEqual(vehicle.workloads().map(({ node }) => node), ["rear"]);
});

Deno.test("a node that was only cut off comes back with its processes", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  await hand.lifecycle("START", { node: "front" });
  await vehicle.takeNodeAway("front", "network");
  assert.equal(vehicle.workloads().length, 1);
  await vehicle.giveNodeBack("front", "network");
  using later = new Hand(vehicle);
  const stray = await later.look("front");
  assert.deepEqual(stray.existenceDiff, { desiredExists: false, actualExists: true });
});

Deno.test("recovery by restart leaves the replicas alone that work", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  const desired = { ...GOOD, replicas: 3 };
  await using follower = new Follower(hand.agent("front"));
  await hand.want("front", desired);
  await hand.lifecycle("START", { node: "front", desired });
  const well = await follower.waitFor("well", isWell);
  const kept = [0, 2].map((replica) => vehicle.find({ resource: RESOURCE, replica }).pid);
  vehicle.signal({ resource: RESOURCE, replica: 1 }, "SIGKILL");
  const crash = await follower.waitFor("crash", (diff) => diff.statusDiff !== null, { after: well });
  assert.equal(crash.statusDiff?.actualState, "SERVICE_STATE_TYPE_DEGRADED");
  await hand.recover("RESTART", { node: "front", desired });
  await follower.waitFor("well again", isWell, { after: crash });
  assert.deepEqual([0, 2].map((replica) => vehicle.find({ resource: RESOURCE, replica }).pid), kept);
});

Deno.test("scale down, recreate and isolate leave exactly what was asked for", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  const replicas = () => vehicle.workloads().map(({ replica }) => replica).sort();
  await hand.lifecycle("START", { node: "front", desired: { ...GOOD, replicas: 3 } });
  assert.deepEqual(replicas(), [0, 1, 2]);
  await hand.execute("SCALE", { node: "front", desired: GOOD });
  assert.deepEqual(replicas(), [0]);
  await hand.execute("RECREATE", { node: "front", desired: { ...GOOD, replicas: 2, version: "1.2.0" } });
  assert.deepEqual(vehicle.workloads().map(({ version }) => version), ["1.2.0", "1.2.0"]);
  await hand.recover("ISOLATE", { node: "front" });
  assert.deepEqual(replicas(), []);
  const notified = await hand.recover("NOTIFY", { node: "front" });
  assert.equal(notified.outcome, "ACTION_OUTCOME_REJECTED");
});

Deno.test("bad orders are refused with the field, and do nothing", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  using hand = new Hand(vehicle);
  const refused = async (call: Promise<unknown>, field: RegExp) => {
    const { code, details } = await refusalOf(call);
    assert.equal(code, status.INVALID_ARGUMENT);
    assert.match(details, field);
  };
  await refused(hand.lifecycle("START", { node: "front", id: "no spaces" }), /^context\.action_id: /);
  await refused(hand.lifecycle("START", { node: "..", id: "a" }), /^context\.node: /);
  await refused(
    hand.lifecycle("START", { node: "front", resource: "vehicle/UP" }),
    /^context\.resource_id\.name: /,
  );
  await refused(
    hand.execute("SCALE", { node: "front", desired: { ...GOOD, replicas: 1_001 } }),
    /^desired\.replicas: /,
  );
  await refused(hand.execute("RELOCATE", { node: "front" }), /^from_node: /);
  const unknown = await hand.lifecycle("START", { node: "middle" });
  assert.equal(unknown.outcome, "ACTION_OUTCOME_REJECTED");
  assert.deepEqual(vehicle.workloads(), []);
});
