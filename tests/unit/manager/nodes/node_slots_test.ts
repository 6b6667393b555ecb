import { deepEqual, equal, rejects } from "node:assert/strict";
import { NodeSlots } from "../../../../src/manager/nodes/node_slots.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { HandAgent } from "../../../support/engine/hand_agent.ts";
import { SlotWorld } from "../../../support/engine/slot_world.ts";

/** Both are followed; neither has said anything. */
function begin(world: SlotWorld) {
  const [front, rear] = [new HandAgent("front"), new HandAgent("rear")];
  const slots = new NodeSlots(world.deps);
  slots.start([front, rear]);
  return { slots, front, rear };
}

Deno.test("the nodes keep their order, and what is known of each can be asked by name", async () => {
  const world = new SlotWorld();
  const { slots, front } = begin(world);
  front.stream.onConnected("front");
  slots.add(new HandAgent("roof"));
  // One that listens elsewhere keeps its place.
  slots.add(new HandAgent("front", "elsewhere"));
  deepEqual(slots.names(), ["front", "rear", "roof"]);
  deepEqual(slots.names().map((node) => slots.agent(node)?.address), ["elsewhere", "hand", "hand"]);
  equal(slots.agent("nobody"), undefined);
  deepEqual(slots.view("nobody"), { name: "nobody", isReachable: false, isLost: true });
  equal(slots.isConnected("nobody"), false);
  equal(slots.silentMs("nobody"), 0);
  await world.clock.advance(700);
  equal(slots.silentMs("rear"), 700);
  deepEqual(slots.candidates((name) => name.length), [
    { name: "front", isReachable: false, isLost: false, load: 5 },
    { name: "rear", isReachable: false, isLost: false, load: 4 },
    { name: "roof", isReachable: false, isLost: false, load: 4 },
  ]);
  await slots.stop();
});

Deno.test("a node that is replaced is followed once, is no longer heard under its old address, and gets what it was not sent", async () => {
  const world = new SlotWorld();
  const { slots, front } = begin(world);
  world.assign("a/a", "front");
  front.stream.onConnected("front");
  // It ended, and the node may still run it.
  slots.push("front", idOf("a/gone"));
  front.updates[0]?.answer(true);
  await world.clock.settle();
  equal(front.updates.length, 2);
  world.takeHeard();

  const moved = new HandAgent("front", "elsewhere");
  slots.add(moved);
  equal(front.follows[0]?.signal.aborted, true);
  equal(moved.follows.length, 1);
  front.stream.onConnected("front");
  front.stream.onDiff("front", diffOf({ node: "front" }));
  await world.clock.settle();
  deepEqual(world.takeHeard(), []);
  equal(slots.isConnected("front"), false);
  // a/a was sent, a/gone was on its way.
  equal(slots.outboxSize, 1);
  moved.stream.onConnected("front");
  deepEqual(world.takeHeard(), ["connected front", "judged front"]);
  deepEqual(moved.updates.map(({ id, state }) => `${id} ${state.isRemoved}`), ["a/gone true", "a/a false"]);
  for (const update of moved.updates) update.answer(true);
  await world.clock.settle();
  equal(slots.outboxSize, 0);
  equal(front.updates.length, 2);
  await slots.stop();
});

Deno.test("a node that is removed counts as lost, which is reported once, and is neither heard nor sent anything", async () => {
  const world = new SlotWorld();
  const { slots, front, rear } = begin(world);
  world.assign("a/a", "rear");
  for (const agent of [front, rear]) agent.stream.onConnected(agent.node);
  equal(slots.outboxSize, 1);
  world.takeHeard();
  slots.remove("rear");
  slots.remove("rear");
  slots.remove("nobody");
  deepEqual(world.takeHeard(), ["judged rear"]);
  deepEqual(slots.view("rear"), { name: "rear", isReachable: false, isLost: true });
  deepEqual(slots.names(), ["front"]);
  equal(slots.outboxSize, 0);
  slots.push("rear", idOf("a/a"));
  rear.stream.onDiff("rear", diffOf({ node: "rear" }));
  rear.stream.onDisconnected("rear", "cut");
  await world.clock.advance(500);
  deepEqual(world.takeHeard(), []);
  equal(rear.updates.length, 1);
  await slots.stop();
});

Deno.test("all nodes are judged in one turn, so none is taken for a way out that falls silent at the same time", async () => {
  const world = new SlotWorld();
  const { slots, front, rear } = begin(world);
  for (const agent of [front, rear]) agent.stream.onConnected(agent.node);
  world.takeHeard();
  world.onHeard = (what) => void Promise.resolve().then(() => world.heard.push(`after ${what}`));
  await world.clock.advance(1_000);
  deepEqual(world.takeHeard(), ["judged front", "judged rear", "after judged front", "after judged rear"]);
  await slots.stop();
});

Deno.test("a judgement that fails by a bug does not end the judging", async () => {
  const world = new SlotWorld();
  const { slots, front } = begin(world);
  front.stream.onConnected("front");
  world.onHeard = () => {
    throw new Error("a bug");
  };
  await rejects(() => world.clock.advance(1_000), /a bug/);
  world.onHeard = () => {};
  world.takeHeard();
  await world.clock.advance(3_000);
  deepEqual(world.takeHeard(), ["judged rear", "judged front", "judged rear"]);
  await slots.stop();
});

Deno.test("stop waits for every slot, those that were removed or replaced before included; afterwards no node comes", async () => {
  const world = new SlotWorld();
  const { slots, front, rear } = begin(world);
  for (const agent of [front, rear]) {
    agent.heedsAborts = false;
    world.assign(`a/${agent.node}`, agent.node);
    agent.stream.onConnected(agent.node);
  }
  slots.add(new HandAgent("front", "elsewhere"));
  slots.remove("rear");
  let isStopped = false;
  const stopped = slots.stop().then(() => isStopped = true);
  const late = new HandAgent("roof");
  slots.add(late);
  await world.clock.advance(10_000);
  equal(isStopped, false);
  front.updates[0]?.answer(true);
  await world.clock.settle();
  equal(isStopped, false);
  rear.updates[0]?.fail("no answer");
  await stopped;
  equal(late.follows.length, 0);
  await slots.stop();
});

Deno.test("stop leaves no timer, in the middle of a judgement neither", async () => {
  const world = new SlotWorld({ resyncMs: 1_000 });
  const { slots, front } = begin(world);
  world.assign("a/a", "front");
  front.stream.onConnected("front");
  front.updates[0]?.fail("no answer");
  let stopped: Promise<void> | undefined;
  world.onHeard = () => {
    stopped ??= slots.stop();
  };
  await world.clock.advance(1_000);
  await stopped;
  equal(stopped === undefined, false);
  equal(world.clock.pendingCount, 0);
});
