import assert from "node:assert/strict";
import { WorkQueue, type WorkQueueOptions } from "../../../../src/manager/core/queue.ts";

function queueOf(options: Partial<WorkQueueOptions> = {}): WorkQueue<string> {
  return new WorkQueue({ capacity: 100, agingMs: 1_000, ...options });
}

function drain(queue: WorkQueue<string>, nowMs: number): string {
  const keys: string[] = [];
  for (let key = queue.take(nowMs); key !== undefined; key = queue.take(nowMs)) keys.push(key);
  return keys.join(" ");
}

Deno.test("take() gives levels in order, and FIFO within a level", () => {
  const queue = queueOf();
  for (const [key, priority] of [["c", 2], ["a", 0], ["d", 2], ["b", 0]] as const) {
    queue.add(key, { priority, nowMs: 0 });
  }
  assert.equal(drain(queue, 0), "a b c d");
});

Deno.test("a priority is taken as its level", () => {
  const queue = queueOf();
  queue.add("qm", { priority: { isCritical: false, criticality: "QM", diffRank: 3 }, nowMs: 0 });
  queue.add("d", { priority: { isCritical: false, criticality: "D", diffRank: 3 }, nowMs: 0 });
  queue.add("critical", { priority: { isCritical: true, criticality: "QM", diffRank: 0 }, nowMs: 0 });
  assert.equal(drain(queue, 0), "critical d qm");
});

Deno.test("an entry that has waited k * agingMs stands before fresh ones k levels above it", () => {
  const overtakes = (nowMs: number) => {
    const queue = queueOf();
    queue.add("old", { priority: 3, nowMs: 0 });
    queue.add("fresh", { priority: 1, nowMs });
    return queue.take(nowMs) === "old";
  };
  assert.deepEqual([overtakes(1_999), overtakes(2_000), overtakes(2_001)], [false, true, true]);
});

Deno.test("a time in which the process did not run makes nothing older: what became due meanwhile stands where it would have stood", () => {
  const queue = queueOf();
  queue.add("waiting", { priority: 3, nowMs: 0 });
  queue.add("due meanwhile", { priority: 5, nowMs: 0, delayMs: 2_000 });
  queue.add("due later", { priority: 0, nowMs: 0, delayMs: 90_000 });
  queue.add("urgent", { priority: 1, nowMs: 61_000 });
  queue.paused(60_000, 61_000);
  assert.equal(drain(queue, 61_000), "urgent waiting due meanwhile");
  assert.equal(queue.nextDueMs(61_000), 90_000);
});

Deno.test("what had waited before a pause of the process keeps its age", () => {
  const queue = queueOf();
  queue.add("old", { priority: 3, nowMs: 0 });
  queue.add("fresh", { priority: 1, nowMs: 62_000 });
  queue.paused(60_000, 62_000);
  assert.equal(drain(queue, 62_000), "old fresh");
});

Deno.test("without aging the levels are strict", () => {
  const queue = queueOf({ agingMs: Infinity });
  queue.add("old", { priority: 3, nowMs: 0 });
  queue.add("later", { priority: 1, nowMs: 900_000 });
  queue.add("first", { priority: 1, nowMs: 900_000 });
  queue.add("early", { priority: 1, nowMs: 900_000, delayMs: 1 });
  assert.equal(drain(queue, 1_000_000), "later first early old");
});

Deno.test("adding a waiting key keeps the more urgent level", () => {
  const queue = queueOf();
  queue.add("a", { priority: 5, nowMs: 0 });
  queue.add("b", { priority: 3, nowMs: 0 });
  assert.equal(queue.add("a", { priority: 1, nowMs: 0 }), "merged");
  assert.equal(queue.add("b", { priority: 9, nowMs: 0 }), "merged");
  assert.equal(drain(queue, 0), "a b");
  assert.equal(queue.gauges().mergedTotal, 2);
});

Deno.test("a backoff is not shortened by a later wish for a delay, and ends with an add without one", () => {
  const queue = queueOf();
  queue.add("a", { priority: 0, nowMs: 0, delayMs: 100 });
  assert.equal(queue.take(99), undefined);
  assert.equal(queue.nextDueMs(99), 100);
  queue.add("a", { priority: 0, nowMs: 99, delayMs: 500 });
  assert.equal(queue.nextDueMs(99), 100);
  assert.equal(queue.gauges().delayed, 1);
  queue.add("a", { priority: 0, nowMs: 99 });
  assert.equal(queue.nextDueMs(99), 99);
  assert.equal(queue.take(99), "a");
});

Deno.test("a delayed entry ages from the time it is due", () => {
  const queue = queueOf();
  queue.add("delayed", { priority: 1, nowMs: 0, delayMs: 5_000 });
  queue.add("fresh", { priority: 0, nowMs: 5_500 });
  assert.equal(drain(queue, 5_500), "fresh delayed");
});

Deno.test("a key that is added while it is active is given again after done()", () => {
  const queue = queueOf();
  queue.add("a", { priority: 0, nowMs: 0 });
  assert.equal(queue.take(0), "a");
  assert.equal(queue.add("a", { priority: 0, nowMs: 1 }), "queued");
  assert.equal(queue.add("a", { priority: 0, nowMs: 1 }), "merged");
  assert.equal(queue.take(1), undefined);
  assert.deepEqual([queue.size, queue.activeCount], [1, 1]);
  assert.equal(queue.done("a", 2), true);
  assert.equal(queue.take(2), "a");
  assert.equal(queue.done("a", 3), false);
  assert.equal(queue.done("a", 3), false);
});

Deno.test("forget() takes a key out, waiting or to be given again", () => {
  const queue = queueOf();
  queue.add("a", { priority: 0, nowMs: 0 });
  queue.add("b", { priority: 0, nowMs: 0, delayMs: 10 });
  assert.equal(queue.forget("b"), true);
  assert.equal(queue.forget("b"), false);
  queue.take(0);
  queue.add("a", { priority: 0, nowMs: 0 });
  assert.equal(queue.forget("a"), true);
  assert.equal(queue.forget("a"), false);
  assert.equal(queue.done("a", 0), false);
  assert.equal(queue.nextDueMs(0), undefined);
});

Deno.test("a full queue refuses new keys, and never one that it knows", () => {
  const queue = queueOf({ capacity: 2 });
  queue.add("a", { priority: 0, nowMs: 0 });
  queue.add("b", { priority: 1, nowMs: 0 });
  assert.equal(queue.add("c", { priority: 0, nowMs: 0 }), "full");
  queue.take(0);
  assert.equal(queue.add("c", { priority: 0, nowMs: 0 }), "full", "an active key keeps its place");
  assert.equal(queue.add("a", { priority: 0, nowMs: 0 }), "queued");
  assert.equal(queue.gauges().refusedTotal, 2);
  queue.forget("b");
  assert.equal(queue.add("c", { priority: 0, nowMs: 0 }), "queued");
});

Deno.test("lanes: a busy node does not hold up another", () => {
  const queue = queueOf({ maxActivePerLane: 1 });
  queue.add("a1", { priority: 0, nowMs: 0, lane: "a" });
  queue.add("a2", { priority: 0, nowMs: 0, lane: "a" });
  queue.add("b1", { priority: 9, nowMs: 0, lane: "b" });
  assert.equal(drain(queue, 0), "a1 b1");
  assert.equal(queue.nextDueMs(0), undefined, "only done() can change anything");
  queue.done("a1", 0);
  assert.equal(drain(queue, 0), "a2");
});

Deno.test("lanes: a merged key moves to the newer lane; an active one counts in that in which it was taken", () => {
  const queue = queueOf({ maxActivePerLane: 1 });
  queue.add("x", { priority: 0, nowMs: 0, lane: "a" });
  queue.add("x", { priority: 0, nowMs: 0, lane: "b" });
  queue.add("a1", { priority: 0, nowMs: 0, lane: "a" });
  assert.equal(drain(queue, 0), "x a1");
  queue.add("x", { priority: 0, nowMs: 0 });
  queue.add("b1", { priority: 0, nowMs: 0, lane: "b" });
  assert.equal(queue.take(0), undefined);
  queue.done("x", 0);
  assert.equal(drain(queue, 0), "x", "without a lane it keeps the one it had");
});

Deno.test("maxActive is the limit overall", () => {
  const queue = queueOf({ maxActive: 2 });
  for (const key of ["a", "b", "c"]) queue.add(key, { priority: 0, nowMs: 0, lane: key });
  assert.equal(drain(queue, 0), "a b");
  assert.equal(queue.nextDueMs(0), undefined);
  queue.done("b", 0);
  assert.equal(drain(queue, 0), "c");
});

Deno.test("take() passes over what may not run, and leaves it in its place", () => {
  const queue = queueOf();
  for (const [index, key] of ["a", "b", "c", "d", "e"].entries()) {
    queue.add(key, { priority: index, nowMs: 0 });
  }
  assert.equal(queue.take(0, (key) => key > "c"), "d");
  assert.equal(queue.take(0, () => false), undefined);
  assert.equal(drain(queue, 0), "a b c e");
});

Deno.test("a clock that goes back changes nothing", () => {
  const queue = queueOf();
  queue.add("a", { priority: 0, nowMs: 100 });
  assert.equal(queue.nextDueMs(50), 100);
  assert.equal(queue.take(50), "a");
});

Deno.test("10,000 keys with a flood of merges stay at one entry each, and come in order", () => {
  const count = 10_000;
  const queue = queueOf({ capacity: count });
  for (let round = 0; round < 10; round++) {
    for (let at = 0; at < count; at++) queue.add(`k${at}`, { priority: at % 40, nowMs: round });
  }
  assert.equal(queue.size, count);
  let last = -1;
  for (let given = 0; given < count; given++) {
    const key = queue.take(10);
    assert.ok(key !== undefined);
    const level = Number(key.slice(1)) % 40;
    assert.ok(level >= last);
    last = level;
  }
  assert.equal(queue.size, 0);
});

Deno.test("work that was given and could not begin keeps its place, however often it asks", () => {
  const queue = queueOf({ maxActive: 1 });
  queue.add("a", { priority: 3, nowMs: 0 });
  queue.add("qm", { priority: 4, nowMs: 0, delayMs: 500 });
  for (let nowMs = 0; nowMs < 5_000; nowMs += 100) {
    assert.equal(queue.take(nowMs), "a", `at ${nowMs} ms`);
    queue.add("a", { priority: 3, nowMs, delayMs: 100, keepsPlace: true });
    queue.done("a", nowMs);
  }
  assert.equal(queue.take(4_999), "qm", "and holds nobody back while it is not due");
});

Deno.test("a pause of the process makes what keeps its place no older", () => {
  const queue = queueOf({ maxActive: 1 });
  queue.add("qm", { priority: 4, nowMs: 0 });
  assert.equal(queue.take(0), "qm");
  queue.add("qm", { priority: 4, nowMs: 0, delayMs: 10, keepsPlace: true });
  queue.paused(60_000, 60_000);
  queue.done("qm", 60_000);
  queue.add("a", { priority: 3, nowMs: 60_000 });
  assert.equal(queue.take(60_020), "a");
});
