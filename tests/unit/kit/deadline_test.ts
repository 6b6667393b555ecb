import { deepEqual, equal, rejects } from "node:assert/strict";
import { Deadline, within } from "../../../src/kit/deadline.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { ListenedSignal } from "../../support/listened_signal.ts";

Deno.test("Deadline aborts after its time, and says that this was the reason", async () => {
  const clock = new VirtualClock();
  const outer = new ListenedSignal();
  using deadline = new Deadline(clock, 100, outer.signal);
  await clock.advance(99);
  equal(deadline.signal.aborted, false);
  await clock.advance(1);
  deepEqual([deadline.signal.aborted, deadline.hasPassed], [true, true]);
  deepEqual([clock.pendingCount, outer.listeners], [0, 0]);
});

Deno.test("Deadline aborts with the signal around it, at once where that has aborted", () => {
  const clock = new VirtualClock();
  const outer = new ListenedSignal();
  using first = new Deadline(clock, 100, outer.signal);
  outer.abort();
  using second = new Deadline(clock, 100, outer.signal);
  for (const deadline of [first, second]) {
    deepEqual([deadline.signal.aborted, deadline.hasPassed], [true, false]);
  }
  deepEqual([clock.pendingCount, outer.listeners], [0, 0]);
});

Deno.test("Deadline that is disposed of in time leaves neither a timer nor a listener", () => {
  const clock = new VirtualClock();
  const outer = new ListenedSignal();
  {
    using deadline = new Deadline(clock, 100, outer.signal);
    deepEqual([clock.pendingCount, outer.listeners], [1, 1]);
    equal(deadline.signal.aborted, false);
  }
  deepEqual([clock.pendingCount, outer.listeners], [0, 0]);
});

Deno.test("Deadline.race() gives what the work comes to, or nothing when it takes too long", async () => {
  const clock = new VirtualClock();
  using deadline = new Deadline(clock, 100);
  equal(await deadline.race(Promise.resolve(7)), 7);
  await rejects(deadline.race(Promise.reject(new Error("broken"))), /broken/);
  const late = deadline.race(new Promise(() => {}));
  await clock.advance(100);
  equal(await late, undefined);
  equal(await deadline.race(new Promise(() => {})), undefined);
});

Deno.test("within() says whether the work is done in time, rejects as it does, and leaves no timer", async () => {
  const clock = new VirtualClock();
  equal(await within(clock, 100, Promise.resolve()), true);
  await rejects(within(clock, 100, Promise.reject(new Error("broken"))), /broken/);
  await clock.settle();
  equal(clock.pendingCount, 0);
  const late = within(clock, 100, new Promise(() => {}));
  await clock.advance(100);
  equal(await late, false);
  equal(clock.pendingCount, 0);
});
