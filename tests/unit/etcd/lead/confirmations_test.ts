import { deepEqual, equal } from "node:assert/strict";
import { Confirmations } from "../../../../src/etcd/lead/confirmations.ts";

function world() {
  let waits = 0;
  const confirmations = new Confirmations(() => void waits++);
  const answers: [string, boolean][] = [];
  const wait = (name: string, revision: bigint, options: { cursor?: bigint; signal?: AbortSignal } = {}) => {
    const { cursor = 0n, signal = new AbortController().signal } = options;
    void confirmations.wait(revision, { cursor, signal }).then((isConfirmed) =>
      answers.push([name, isConfirmed])
    );
  };
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { confirmations, answers, wait, settle, waits: () => waits };
}

Deno.test("what is there already is confirmed at once, and nobody is hurried", async () => {
  const { confirmations, answers, wait, settle, waits } = world();
  wait("a", 5n, { cursor: 5n });
  await settle();
  deepEqual(answers, [["a", true]]);
  equal(waits(), 0);
  equal(confirmations.isAwaited, false);
});

Deno.test("each waits for its own revision", async () => {
  const { confirmations, answers, wait, settle, waits } = world();
  wait("a", 5n);
  wait("b", 7n);
  equal(waits(), 2);
  equal(confirmations.isAwaited, true);
  confirmations.reach(4n);
  await settle();
  deepEqual(answers, []);
  confirmations.reach(5n);
  confirmations.reach(6n);
  await settle();
  deepEqual(answers, [["a", true]]);
  confirmations.reach(9n);
  await settle();
  deepEqual(answers, [["a", true], ["b", true]]);
  equal(confirmations.isAwaited, false);
});

Deno.test("all are refused at once; who comes later waits again", async () => {
  const { confirmations, answers, wait, settle } = world();
  wait("a", 5n);
  wait("b", 7n);
  confirmations.refuse();
  wait("c", 7n);
  await settle();
  deepEqual(answers, [["a", false], ["b", false]]);
  confirmations.reach(7n);
  await settle();
  deepEqual(answers.at(-1), ["c", true]);
});

Deno.test("a signal ends its own wait only, also one that has aborted before; nothing is left behind", async () => {
  const { confirmations, answers, wait, settle, waits } = world();
  const abort = new AbortController();
  wait("a", 5n, { signal: abort.signal });
  wait("b", 5n);
  abort.abort();
  wait("c", 5n, { signal: abort.signal });
  await settle();
  deepEqual(answers.toSorted(), [["a", false], ["c", false]]);
  equal(waits(), 2);
  confirmations.reach(5n);
  await settle();
  deepEqual(answers.at(-1), ["b", true]);
  equal(confirmations.isAwaited, false);
});
