import { deepEqual, equal } from "node:assert/strict";
import { Watchdog } from "../../../src/kit/watchdog.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";

function watched(limitMs: number | (() => number)) {
  const clock = new VirtualClock();
  const silences: number[] = [];
  const dog = new Watchdog(clock, { limitMs, onSilence: () => void silences.push(clock.monotonicMs()) });
  return { clock, silences, dog };
}

Deno.test("Watchdog calls back after each silence, not before, and not while nobody listens", async () => {
  const { clock, silences, dog } = watched(300);
  await clock.advance(200);
  dog.heard();
  await clock.advance(299);
  dog.hold();
  await clock.advance(5_000);
  deepEqual(silences, []);
  dog.heard();
  await clock.advance(700);
  deepEqual(silences, [5_799, 6_099]);
  dog.stop();
  await clock.advance(5_000);
  equal(silences.length, 2);
  equal(clock.pendingCount, 0);
});

Deno.test("Watchdog has one timer however often it hears something, and none once it is stopped", async () => {
  const { clock, dog } = watched(300);
  for (let sign = 0; sign < 100; sign++) {
    await clock.advance(7);
    dog.heard();
    equal(clock.pendingCount, 1);
  }
  dog.stop();
  dog.heard();
  equal(clock.pendingCount, 0);
});

Deno.test("Watchdog takes a limit that became shorter at the next sign of life, a longer one at once", async () => {
  let limitMs = 1_000;
  const { clock, silences, dog } = watched(() => limitMs);
  await clock.advance(100);
  limitMs = 50;
  dog.heard();
  await clock.advance(50);
  deepEqual(silences, [150]);
  limitMs = 500;
  await clock.advance(499);
  deepEqual(silences, [150]);
  await clock.advance(1);
  deepEqual(silences, [150, 650]);
  dog.stop();
});

Deno.test("Watchdog that is stopped by what it calls is over", async () => {
  const clock = new VirtualClock();
  let dog: Watchdog | undefined = undefined;
  dog = new Watchdog(clock, { limitMs: 10, onSilence: () => dog?.stop() });
  await clock.advance(100);
  equal(clock.pendingCount, 0);
});

Deno.test("Watchdog finds an end of the time that is left, wherever in time it begins", async () => {
  for (let start = 1; start <= 2_000; start++) {
    const clock = new VirtualClock();
    await clock.advance(start / 7);
    let silences = 0;
    const dog = new Watchdog(clock, { limitMs: 1_000 / 3, onSilence: () => void silences++ });
    await clock.advance(start / 13);
    dog.heard();
    await clock.advance(400);
    equal(silences, 1, `heard at ${start / 7 + start / 13}`);
    dog.stop();
  }
});
