import { deepEqual, equal } from "node:assert/strict";
import { delay, every } from "../../../src/kit/delay.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { ListenedSignal } from "../../support/listened_signal.ts";

/** Resolves in the name of the wait that ended. */
function watch(ended: string[], name: string, wait: Promise<void>): void {
  void wait.then(() => ended.push(name));
}

Deno.test("delay() ends after its time, or with its signal, and 0 takes a turn of its own", async () => {
  const clock = new VirtualClock();
  const over = new AbortController();
  const ended: string[] = [];
  watch(ended, "nothing", delay(clock, 0, over.signal));
  watch(ended, "time", delay(clock, 100));
  watch(ended, "signal", delay(clock, 1_000, over.signal));
  await clock.settle();
  deepEqual(ended, []);
  await clock.advance(100);
  deepEqual(ended, ["nothing", "time"]);
  over.abort();
  await clock.settle();
  deepEqual(ended, ["nothing", "time", "signal"]);
  await delay(clock, 1_000, over.signal);
});

Deno.test("delay() leaves neither a timer nor a listener, however it ends", async () => {
  const clock = new VirtualClock();
  const over = new ListenedSignal();
  const wait = delay(clock, 100, over.signal);
  deepEqual([clock.pendingCount, over.listeners], [1, 1]);
  await clock.advance(100);
  await wait;
  deepEqual([clock.pendingCount, over.listeners], [0, 0]);

  const many = Array.from({ length: 1_000 }, () => delay(clock, 60_000, over.signal));
  deepEqual([clock.pendingCount, over.listeners], [1_000, 1_000]);
  over.abort();
  await Promise.all(many);
  deepEqual([clock.pendingCount, over.listeners], [0, 0]);

  await delay(clock, 60_000, over.signal);
  deepEqual([clock.pendingCount, over.listeners], [0, 0]);
});

Deno.test("every() calls back at a steady pace until it is cancelled, also from within", async () => {
  const clock = new VirtualClock();
  const atMs: number[] = [];
  const onError = (error: unknown) => {
    throw error;
  };
  const beat = every(clock, 10, { call: () => void atMs.push(clock.monotonicMs()), onError });
  const once = every(clock, 10, { call: () => once.cancel(), onError });
  await clock.advance(35);
  deepEqual(atMs, [10, 20, 30]);
  beat.cancel();
  equal(clock.pendingCount, 0);
});

Deno.test("every() goes on after a call that throws or rejects, and reports each", async () => {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  let calls = 0;
  const beat = every(clock, 10, {
    call: () => {
      calls += 1;
      if (calls === 1) throw new Error("thrown");
      return calls === 2 ? Promise.reject(new Error("rejected")) : undefined;
    },
    onError: (error) => void errors.push(error),
  });
  await clock.advance(35);
  deepEqual([calls, errors], [3, [new Error("thrown"), new Error("rejected")]]);
  beat.cancel();
});
