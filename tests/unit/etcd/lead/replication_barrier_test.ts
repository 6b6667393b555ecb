import { deepEqual, equal } from "node:assert/strict";
import { MAX_WAITERS, ReplicationBarrier } from "../../../../src/etcd/lead/replication_barrier.ts";

function world() {
  let waits = 0;
  const barrier = new ReplicationBarrier(() => void waits++);
  const answers: [string, boolean][] = [];
  const wait = (name: string, revision: bigint, options: { cursor?: bigint; signal?: AbortSignal } = {}) => {
    const { cursor = 0n, signal = new AbortController().signal } = options;
    void barrier.wait(revision, { cursor, signal }).then((isReplicated) =>
      answers.push([name, isReplicated])
    );
  };
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { barrier, answers, wait, settle, waits: () => waits };
}

Deno.test("a revision that is replicated already resolves at once, and no write is scheduled", async () => {
  const { barrier, answers, wait, settle, waits } = world();
  wait("a", 5n, { cursor: 5n });
  await settle();
  deepEqual(answers, [["a", true]]);
  equal(waits(), 0);
  equal(barrier.hasWaiters, false);
});

Deno.test("each waiter waits for its own revision", async () => {
  const { barrier, answers, wait, settle, waits } = world();
  wait("a", 5n);
  wait("b", 7n);
  equal(waits(), 2);
  equal(barrier.hasWaiters, true);
  barrier.advanceTo(4n);
  await settle();
  deepEqual(answers, []);
  barrier.advanceTo(5n);
  barrier.advanceTo(6n);
  await settle();
  deepEqual(answers, [["a", true]]);
  barrier.advanceTo(9n);
  await settle();
  deepEqual(answers, [["a", true], ["b", true]]);
  equal(barrier.hasWaiters, false);
});

Deno.test("rejectAll() ends all waiters; a later one waits again", async () => {
  const { barrier, answers, wait, settle } = world();
  wait("a", 5n);
  wait("b", 7n);
  barrier.rejectAll();
  wait("c", 7n);
  await settle();
  deepEqual(answers, [["a", false], ["b", false]]);
  barrier.advanceTo(7n);
  await settle();
  deepEqual(answers.at(-1), ["c", true]);
});

Deno.test("a signal ends its own wait only, even one that was aborted before; no listener is left behind", async () => {
  const { barrier, answers, wait, settle, waits } = world();
  const abort = new AbortController();
  wait("a", 5n, { signal: abort.signal });
  wait("b", 5n);
  abort.abort();
  wait("c", 5n, { signal: abort.signal });
  await settle();
  deepEqual(answers.toSorted(), [["a", false], ["c", false]]);
  equal(waits(), 2);
  barrier.advanceTo(5n);
  await settle();
  deepEqual(answers.at(-1), ["b", true]);
  equal(barrier.hasWaiters, false);
});

Deno.test("a waiter beyond the limit gets false at once, and is counted", async () => {
  const { barrier, answers, wait, settle, waits } = world();
  for (let index = 0; index < MAX_WAITERS; index++) wait("within", 5n);
  wait("more", 5n);
  await settle();
  deepEqual(answers, [["more", false]]);
  equal(waits(), MAX_WAITERS);
  const level = { name: "replication_barrier", unit: "entries", capacity: MAX_WAITERS, overflow: "refuse" };
  deepEqual(barrier.buffers(), [{ ...level, used: MAX_WAITERS, overflows: 1 }]);
  barrier.advanceTo(5n);
  await settle();
  equal(answers.filter(([, isReplicated]) => isReplicated).length, MAX_WAITERS);
  deepEqual(barrier.buffers(), [{ ...level, used: 0, overflows: 1 }]);
});
