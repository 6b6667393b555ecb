import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { NodeSlot } from "../../../../src/manager/nodes/node_slot.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { HandAgent } from "../../../support/engine/hand_agent.ts";
import { SlotWorld } from "../../../support/engine/slot_world.ts";

const LIDAR = idOf("vehicle/lidar");

function frontDiff(sequence: bigint, resourceId: ResourceId = LIDAR) {
  return diffOf({ node: "front", resourceId, sequence });
}

/** A slot that is begun. */
function begin(
  world: SlotWorld,
  agent = new HandAgent(),
): { readonly slot: NodeSlot; readonly agent: HandAgent } {
  const slot = new NodeSlot(agent, world.deps);
  slot.start();
  return { slot, agent };
}

function sent(agent: HandAgent): readonly string[] {
  return agent.updates.map(({ id }) => id);
}

Deno.test("a new stream is reported before anything is sent; then all desired state of the node goes out, each time", async () => {
  const world = new SlotWorld();
  for (const name of ["a/x", "a/y"]) world.assign(name, "front");
  world.assign("a/z", "rear");
  const { slot, agent } = begin(world);
  world.onHeard = (what) => {
    if (what === "connected front") deepEqual(sent(agent), []);
  };
  agent.stream.onConnected("front");
  deepEqual(world.takeHeard(), ["connected front", "judged front"]);
  deepEqual(sent(agent), ["a/x", "a/y"]);
  for (const update of agent.updates.splice(0)) update.answer(true);
  await world.clock.settle();
  equal(slot.outboxSize, 0);
  world.onHeard = () => {};
  agent.stream.onDisconnected("front", "cut");
  agent.stream.onConnected("front");
  deepEqual(sent(agent), ["a/x", "a/y"]);
  for (const update of agent.updates) update.answer(true);
  await slot[Symbol.asyncDispose]();
});

Deno.test("only the latest desired state is sent, and it is read when it is sent", async () => {
  const world = new SlotWorld();
  const { slot, agent } = begin(world);
  agent.stream.onConnected("front");
  world.assign("vehicle/lidar", "front", 1n);
  slot.push(LIDAR);
  for (const generation of [2n, 3n, 4n]) {
    world.assign("vehicle/lidar", "front", generation);
    slot.push(LIDAR);
  }
  deepEqual(agent.updates.map(({ state }) => state.generation), [1n]);
  agent.updates[0]?.answer(true);
  await world.clock.settle();
  deepEqual(agent.updates.map(({ state }) => state.generation), [1n, 4n]);
  // What moved away is to be removed.
  world.assign("vehicle/lidar", "rear", 4n);
  slot.push(LIDAR);
  agent.updates[1]?.fail("no answer");
  await world.clock.advance(500);
  deepEqual(agent.updates.map(({ state }) => state.isRemoved), [false, false, true]);
  await slot[Symbol.asyncDispose]();
});

Deno.test("each change of liveness is reported once, with what it is then", async () => {
  const world = new SlotWorld();
  const { slot, agent } = begin(world);
  slot.judge();
  deepEqual(world.takeHeard(), []);
  equal(slot.isConnected, false);
  agent.stream.onConnected("front");
  agent.stream.onHeard("front");
  slot.judge();
  deepEqual(world.takeHeard(), ["connected front", "judged front"]);
  deepEqual(slot.view, { name: "front", isReachable: true, isLost: false });
  await world.clock.advance(1_000);
  equal(slot.silentMs, 1_000);
  for (let time = 0; time < 3; time++) slot.judge();
  deepEqual(world.takeHeard(), ["judged front"]);
  deepEqual(slot.view, { name: "front", isReachable: false, isLost: false });
  await world.clock.advance(2_000);
  slot.judge();
  deepEqual(slot.view, { name: "front", isReachable: false, isLost: true });
  // Anything that is heard over the open stream makes it reachable at once.
  agent.stream.onSnapshotEnd("front");
  deepEqual(slot.view, { name: "front", isReachable: true, isLost: false });
  agent.stream.onDisconnected("front", "cut");
  agent.stream.onDisconnected("front", "cut again");
  deepEqual(slot.view, { name: "front", isReachable: false, isLost: false });
  deepEqual(world.takeHeard(), ["judged front", "judged front", "judged front"]);
  deepEqual(
    world.log.lines.filter(({ message }) => message === "Node judged").map(({ fields }) =>
      fields["liveness"]
    ),
    ["reachable", "silent", "lost", "reachable", "silent"],
  );
  equal(world.log.at("warn").length, 1);
  await slot[Symbol.asyncDispose]();
});

Deno.test("a node whose follow breaks is silent at once and followed again; a series of failures is one line in the log", async () => {
  const world = new SlotWorld();
  const { slot, agent } = begin(world);
  for (let failure = 0; failure < 3; failure++) {
    agent.follows.at(-1)?.fail("no channel");
    await world.clock.advance(2_000);
  }
  const warnings = () => world.log.at("warn").map(({ fields }) => fields["error"] ?? fields["reason"]);
  deepEqual(warnings(), ["no channel"]);
  agent.stream.onConnected("front");
  equal(slot.view.isReachable, true);
  await world.clock.advance(10_000);
  agent.stream.onHeard("front");
  agent.follows.at(-1)?.fail("broke off");
  await world.clock.settle();
  deepEqual([slot.isConnected, slot.view.isReachable], [false, false]);
  await world.clock.advance(500);
  agent.stream.onConnected("front");
  deepEqual([slot.isConnected, slot.view.isReachable], [true, true]);
  deepEqual(warnings(), ["no channel", "broke off"]);
  equal(agent.follows.length, 5);
  await slot[Symbol.asyncDispose]();
});

Deno.test("a node that a resync finds behind the generation of a service is sent its desired state again", async () => {
  const world = new SlotWorld({ resyncMs: 1_000 });
  const { slot, agent } = begin(world);
  world.assign("vehicle/lidar", "front", 3n);
  agent.stream.onConnected("front");
  agent.updates[0]?.answer(true);
  await world.clock.advance(1_000);
  deepEqual(agent.observations.map(({ id }) => id), [LIDAR]);
  agent.observations[0]?.answer({ ...frontDiff(1n), observedGeneration: 3n });
  await world.clock.advance(999);
  deepEqual(sent(agent), [LIDAR]);
  await world.clock.advance(1);
  agent.stream.onHeard("front");
  agent.observations[1]?.answer({ ...frontDiff(2n), observedGeneration: 2n });
  await world.clock.settle();
  deepEqual(sent(agent), [LIDAR, LIDAR]);
  deepEqual(world.heard.filter((what) => what.startsWith("diff")), [
    "diff vehicle/lidar 1",
    "diff vehicle/lidar 2",
  ]);
  await slot[Symbol.asyncDispose]();
});

Deno.test("a slot that has ended reports nothing, whatever its agent still says or answers, and is done when all calls are", async () => {
  const world = new SlotWorld({ resyncMs: 1_000 });
  for (const name of ["a/x", "a/y", "a/z"]) world.assign(name, "front");
  const agent = new HandAgent();
  agent.heedsAborts = false;
  const { slot } = begin(world, agent);
  agent.stream.onConnected("front");
  await world.clock.advance(500);
  agent.stream.onHeard("front");
  await world.clock.advance(500);
  equal(agent.observations.length, 1);
  equal(agent.updates.length, 3);
  world.takeHeard();
  const lines = world.log.lines.length;

  let isDone = false;
  void slot.done.then(() => isDone = true);
  void slot[Symbol.asyncDispose]();
  const { stream } = agent;
  stream.onDiff("front", frontDiff(1n));
  stream.onSnapshotEnd("front");
  stream.onHeard("front");
  stream.onDisconnected("front", "cut");
  stream.onConnected("front");
  slot.push(LIDAR);
  slot.judge();
  await world.clock.advance(10_000);
  equal(isDone, false);
  agent.updates[0]?.answer(true);
  agent.updates[1]?.answer(false);
  agent.updates[2]?.fail("no answer");
  await world.clock.settle();
  equal(isDone, false);
  agent.observations[0]?.answer(frontDiff(2n));
  await world.clock.advance(60_000);
  equal(isDone, true);
  await slot[Symbol.asyncDispose]();

  deepEqual(world.takeHeard(), []);
  equal(world.log.lines.length, lines);
  deepEqual([agent.follows.length, agent.observations.length, agent.updates.length], [1, 1, 3]);
  for (const { signal } of [...agent.follows, ...agent.observations, ...agent.updates]) {
    equal(signal.aborted, true);
  }
});

Deno.test("an observation that was asked of a slot ends with it, and its answer comes too late", async () => {
  const world = new SlotWorld();
  const { slot, agent } = begin(world);
  agent.heedsAborts = false;
  const { signal } = new AbortController();
  const asked = slot.getStateDiff(LIDAR, signal);
  agent.observations[0]?.answer(frontDiff(1n));
  equal((await asked).sequence, 1n);

  const late = rejects(slot.getStateDiff(LIDAR, signal), /front was removed or registered again/);
  let isDone = false;
  void slot[Symbol.asyncDispose]().then(() => isDone = true);
  await world.clock.settle();
  deepEqual([agent.observations[1]?.signal.aborted, isDone], [true, false]);
  agent.observations[1]?.answer(frontDiff(2n));
  await late;
  await slot.done;
});

Deno.test("an observation ends with the signal of whoever asked for it, and the slot goes on", async () => {
  const world = new SlotWorld();
  const { slot, agent } = begin(world);
  const asking = new AbortController();
  const asked = rejects(slot.getStateDiff(LIDAR, asking.signal), /aborted/);
  asking.abort();
  await asked;
  equal(agent.follows[0]?.signal.aborted, false);
  await slot[Symbol.asyncDispose]();
});

Deno.test("a slot begins once", async () => {
  const world = new SlotWorld({ resyncMs: 1_000 });
  world.assign("vehicle/lidar", "front");
  const { slot, agent } = begin(world);
  throws(() => slot.start(), /once/);
  agent.stream.onConnected("front");
  await world.clock.advance(999);
  agent.stream.onHeard("front");
  await world.clock.advance(1);
  deepEqual([agent.follows.length, agent.observations.length], [1, 1]);
  await slot[Symbol.asyncDispose]();
});

Deno.test("a slot that is ended before it has begun is done", async () => {
  const world = new SlotWorld();
  const agent = new HandAgent();
  await using slot = new NodeSlot(agent, world.deps);
  await slot[Symbol.asyncDispose]();
  await slot.done;
  slot.start();
  equal(agent.follows.length, 0);
});
