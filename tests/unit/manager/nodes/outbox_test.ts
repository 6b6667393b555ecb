import { deepEqual, equal } from "node:assert/strict";
import { Outbox, type SendResult } from "../../../../src/manager/nodes/outbox.ts";
import { SlotLife } from "../../../../src/manager/nodes/slot_life.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

const IDS = ["a/a", "a/b", "a/c", "a/d", "a/e", "a/f"].map(idOf);
const [A, B, C, D, E] = ["a/a", "a/b", "a/c", "a/d", "a/e"].map(idOf) as [
  ResourceId,
  ResourceId,
  ResourceId,
  ResourceId,
  ResourceId,
];

class Bench {
  readonly clock = new VirtualClock();
  readonly life = new SlotLife((error) => {
    throw error;
  });
  readonly sent: ResourceId[] = [];
  /** Calls that are not answered yet, by service. */
  readonly held = new Map<ResourceId, (result: SendResult) => void>();
  readonly reported: string[] = [];
  isOpen = true;
  readonly outbox: Outbox;

  constructor(unsent: readonly ResourceId[] = []) {
    this.outbox = new Outbox({
      life: this.life,
      clock: this.clock,
      onReported: (id, why) => void this.reported.push(`${id} ${why ?? "taken"}`),
      isOpen: () => this.isOpen,
      send: (id) => {
        this.sent.push(id);
        return new Promise((resolve) => this.held.set(id, resolve));
      },
    }, unsent);
  }

  async answer(id: ResourceId, isTaken: boolean): Promise<void> {
    this.held.get(id)?.(isTaken ? { kind: "taken" } : { kind: "not-taken", why: "no" });
    this.held.delete(id);
    await this.clock.settle();
  }
}

Deno.test("four entries are on their way at a time; one that is answered makes room for the next", async () => {
  const bench = new Bench();
  for (const id of IDS) bench.outbox.push(id);
  deepEqual(bench.sent, [A, B, C, D]);
  equal(bench.outbox.size, 6);
  await bench.answer(C, true);
  deepEqual(bench.sent, [A, B, C, D, E]);
  equal(bench.outbox.size, 5);
});

Deno.test("of one service one call is on its way, and at most one more entry waits", async () => {
  const bench = new Bench();
  for (let time = 0; time < 3; time++) bench.outbox.push(A);
  deepEqual(bench.sent, [A]);
  equal(bench.outbox.size, 2);
  deepEqual(bench.outbox.unsent, [A, A]);
  await bench.answer(A, true);
  deepEqual(bench.sent, [A, A]);
  await bench.answer(A, true);
  equal(bench.outbox.size, 0);
});

Deno.test("an entry that was not taken waits for half a second, and longer each time; the others go on", async () => {
  const bench = new Bench();
  for (const id of [A, B]) bench.outbox.push(id);
  await bench.answer(A, false);
  bench.outbox.push(C);
  deepEqual(bench.sent, [A, B, C]);
  deepEqual(bench.outbox.unsent, [B, C, A]);
  for (const id of [B, C]) await bench.answer(id, true);
  await bench.clock.advance(499);
  deepEqual(bench.sent, [A, B, C]);
  for (const restMs of [1, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const { length } = bench.sent;
    await bench.clock.advance(restMs - 1);
    equal(bench.sent.length, length);
    await bench.clock.advance(1);
    deepEqual(bench.sent.slice(length), [A]);
    await bench.answer(A, false);
  }
});

Deno.test("a new desired state ends the backoff, a node that lacks the state does not", async () => {
  const bench = new Bench();
  bench.outbox.push(A);
  await bench.answer(A, false);
  bench.outbox.remind(A);
  deepEqual(bench.sent, [A]);
  equal(bench.outbox.size, 1);
  bench.outbox.push(A);
  deepEqual(bench.sent, [A, A]);
  await bench.answer(A, false);
  await bench.clock.advance(500);
  deepEqual(bench.sent, [A, A, A], "the series of failures began anew");
  await bench.answer(A, true);
  bench.outbox.remind(A);
  deepEqual(bench.sent, [A, A, A, A]);
});

Deno.test("what a node never takes is reported once, until it is taken or something else is desired", async () => {
  const bench = new Bench();
  const fail = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await bench.answer(A, false);
      await bench.clock.advance(30_000);
    }
  };
  bench.outbox.push(A);
  await fail(2);
  deepEqual([bench.reported, bench.outbox.refusal(A), bench.outbox.refused], [[], undefined, 0]);
  await fail(20);
  deepEqual([bench.reported, bench.outbox.refusal(A), bench.outbox.refused], [[`${A} no`], "no", 1]);
  equal(bench.outbox.failures, 22);
  await bench.answer(A, false);
  const before = bench.sent.length;
  bench.outbox.renew(A);
  equal(bench.sent.length, before + 1, "a new stream is sent it at once");
  await fail(5);
  deepEqual(bench.reported, [`${A} no`], "and goes on with the series");
  await bench.answer(A, true);
  deepEqual([bench.reported, bench.outbox.refused], [[`${A} no`, `${A} taken`], 0]);
  bench.outbox.push(A);
  await fail(3);
  equal(bench.reported.length, 3, "something else is desired");
});

Deno.test("what was pushed while its call was on its way is sent without a backoff", async () => {
  const bench = new Bench();
  bench.outbox.push(A);
  bench.outbox.push(A);
  await bench.answer(A, false);
  deepEqual(bench.sent, [A, A]);
  await bench.answer(A, true);
  equal(bench.outbox.size, 0);
});

Deno.test("while the node cannot be reached entries wait, each once, and all of them go when it can", () => {
  const bench = new Bench([A, B]);
  bench.isOpen = false;
  for (const id of [B, C, A]) bench.outbox.push(id);
  deepEqual(bench.sent, []);
  equal(bench.outbox.size, 3);
  bench.isOpen = true;
  bench.outbox.flush();
  deepEqual(bench.sent, [A, B, C]);
});

Deno.test("after the end of the life nothing is sent, and no timer is left", async () => {
  const bench = new Bench();
  for (const id of IDS) bench.outbox.push(id);
  await bench.answer(A, false);
  const ended = bench.life[Symbol.asyncDispose]();
  for (const id of [B, C, E]) await bench.answer(id, true);
  await bench.answer(D, false);
  // Every call is answered and the backoff is over.
  await ended;
  bench.outbox.push(A);
  bench.outbox.flush();
  await bench.clock.advance(10_000);
  deepEqual(bench.sent, [A, B, C, D, E]);
  equal(bench.clock.pendingCount, 0);
});
