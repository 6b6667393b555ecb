/** In which order services come up that need one another: only what was seen since the start counts. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Rig } from "../../../support/engine/rig.ts";
import { findCondition, type ServiceDependency } from "../../../../src/state/model.ts";
import { parseResourceId } from "../../../../src/state/resource_id.ts";

const BASE = parseResourceId("vehicle/base");
const MIDDLE = parseResourceId("vehicle/middle");
const TOP = parseResourceId("vehicle/top");

function needs(resourceId: ServiceDependency["resourceId"]): readonly ServiceDependency[] {
  return [{ resourceId, condition: "Running" }];
}

/** The first in the journal is the last to come up, and each is on the node after that of what it needs. */
async function applyChain(rig: Rig): Promise<void> {
  await rig.apply(TOP, { nodes: ["roof"], dependencies: needs(MIDDLE) });
  await rig.apply(MIDDLE, { nodes: ["rear"], dependencies: needs(BASE) });
  await rig.apply(BASE, { nodes: ["front"] });
}

const NODES = ["front", "rear", "roof"] as const;

/** Everything loses its power; the nodes come up after the State Manager, what needs others before what it needs. */
async function cutPower(rig: Rig, nodes: readonly string[] = NODES): Promise<number> {
  const done = rig.controller.executed.length;
  for (const node of nodes) rig.node(node).setUp(false);
  await rig.crashAndRestart();
  for (const node of nodes.toReversed()) {
    await rig.clock.advance(400);
    rig.node(node).setUp(true);
  }
  return done;
}

function startedSince(rig: Rig, done: number): readonly string[] {
  return rig.controller.executed.slice(done).map(({ resourceId, kind }) => `${kind} ${resourceId}`);
}

const IN_ORDER = [`Start ${BASE}`, `Start ${MIDDLE}`, `Start ${TOP}`];

Deno.test("after a power cut a chain comes up in order, whatever the journal says of its members", async () => {
  await using rig = new Rig({ nodes: NODES });
  rig.start();
  await applyChain(rig);
  await rig.untilState(TOP, "Running");
  const done = await cutPower(rig);
  await rig.untilState(TOP, "Running");
  await rig.clock.until(() => startedSince(rig, done).length >= 3, 20_000);
  deepEqual(startedSince(rig, done), IN_ORDER);
  equal(rig.service(TOP).status.restarts, 0);
});

Deno.test("after a power cut while a chain starts, it comes up in order: a plan of before has the guards of a new one", async () => {
  for (const isAcknowledged of [false, true]) {
    await using rig = new Rig({ nodes: NODES });
    rig.start();
    // The second one is about to start, or has been started and is not healthy yet.
    if (isAcknowledged) rig.node("rear").startMs = 1_000;
    await applyChain(rig);
    await rig.untilState(BASE, "Running");
    rig.controller.isAway = !isAcknowledged;
    await rig.clock.until(() => rig.state(MIDDLE) === "Initializing", 5_000);
    await rig.clock.advance(300);
    const done = await cutPower(rig);
    rig.controller.isAway = false;
    await rig.untilState(TOP, "Running");
    deepEqual(startedSince(rig, done), IN_ORDER, String(isAcknowledged));
    equal(rig.service(MIDDLE).status.restarts, 0);
  }
});

Deno.test("a plan of before goes on at once where the State Manager alone was away", async () => {
  await using rig = new Rig({ nodes: NODES });
  rig.start();
  await applyChain(rig);
  await rig.untilState(TOP, "Running");
  rig.controller.isAway = true;
  rig.node("rear").hurt(MIDDLE, "frozen");
  await rig.clock.advance(300);
  const done = rig.controller.executed.length;
  await rig.crashAndRestart();
  rig.controller.isAway = false;
  await rig.clock.until(() => startedSince(rig, done).length > 0, 5_000);
  deepEqual(startedSince(rig, done), [`Restart ${MIDDLE}`]);
  await rig.untilState(TOP, "Running");
});

Deno.test("a service that had ended is not restarted before what it needs is up again", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.apply(BASE, { nodes: ["front"] });
  await rig.apply(TOP, { nodes: ["rear"], dependencies: needs(BASE) });
  await rig.untilState(TOP, "Running");
  rig.controller.isAway = true;
  rig.node("rear").hurt(TOP, "crashed");
  rig.node("front").startMs = 1_500;
  const done = await cutPower(rig, ["front"]);
  rig.controller.isAway = false;
  await rig.clock.until(() => startedSince(rig, done).length > 0, 10_000);
  await rig.clock.advance(1_000);
  deepEqual(startedSince(rig, done), [`Start ${BASE}`]);
  equal(findCondition(rig.service(TOP).status, "Progressing")?.status, "False");
  await rig.untilState(TOP, "Running");
  const [base, top] = rig.controller.executed.slice(done);
  ok(base !== undefined && top !== undefined && top.atMs - base.atMs >= 1_500);
});

Deno.test("a new spec brings up what is not there only when what it needs is up, whatever it was failed for", async () => {
  for (const hasRun of [false, true]) {
    await using rig = new Rig({ nodes: NODES });
    rig.start();
    if (hasRun) {
      await rig.apply(BASE, { nodes: ["front"] });
      await rig.untilState(BASE, "Running");
    } else await rig.apply(BASE, { nodes: ["front"], state: "Pending" });
    await rig.apply(TOP, { nodes: ["roof"], dependencies: needs(BASE) });
    if (hasRun) await rig.untilState(TOP, "Running");
    else await rig.clock.advance(1_000);
    await rig.manager.triggerRecovery(TOP, { kind: "isolate", reason: "test" });
    if (hasRun) await rig.apply(BASE, { nodes: ["front"], state: "Pending" });
    await rig.clock.until(() => rig.node("front").count(BASE) + rig.node("roof").count(TOP) === 0, 5_000);
    await rig.apply(TOP, { nodes: ["roof"], dependencies: needs(BASE), version: "v2" });
    await rig.clock.advance(3_000);
    equal(rig.node("roof").count(TOP), 0);
    equal(findCondition(rig.service(TOP).status, "Progressing")?.reason, "WaitingForDependency");
    const done = rig.controller.executed.length;
    await rig.apply(BASE, { nodes: ["front"] });
    await rig.untilState(TOP, "Running");
    deepEqual(startedSince(rig, done), [`Start ${BASE}`, `Start ${TOP}`]);
  }
});
