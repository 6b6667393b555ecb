import { deepEqual, equal } from "node:assert/strict";
import { Turns } from "../../../../src/grpc/server/door/turns.ts";

/** Time and turns that stand still until they are moved. */
class Loop {
  nowMs = 0;
  readonly #next: (() => void)[] = [];
  readonly clock = {
    monotonicMs: () => this.nowMs,
    schedule: (_delayMs: number, callback: () => void) => {
      this.#next.push(callback);
      return { cancel: () => {} };
    },
  };

  async turn(): Promise<void> {
    for (const callback of this.#next.splice(0)) callback();
    for (let n = 0; n < 10; n++) await Promise.resolve();
  }
}

Deno.test("calls of a connection that keeps the loop busy go on one in a turn, in their order", async () => {
  const loop = new Loop();
  const turns = new Turns(loop.clock);
  const done: number[] = [];
  const call = async (name: number) => {
    for (let wait = turns.wait; wait !== undefined; wait = turns.wait) await wait;
    turns.work(() => {
      loop.nowMs += 40;
      done.push(name);
    });
  };
  const calls = [1, 2, 3].map(call);
  deepEqual(done, [1]);
  await loop.turn();
  deepEqual(done, [1, 2]);
  await loop.turn();
  await Promise.all(calls);
  deepEqual(done, [1, 2, 3]);
});

Deno.test("calls that take no time wait for nothing", () => {
  const loop = new Loop();
  const turns = new Turns(loop.clock);
  for (let n = 0; n < 100; n++) turns.work(() => (loop.nowMs += 0.01));
  equal(turns.wait, undefined);
});
