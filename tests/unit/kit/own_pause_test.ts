import { deepEqual } from "node:assert/strict";
import { every } from "../../../src/kit/delay.ts";
import { OwnPause } from "../../../src/kit/own_pause.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";

const TICK_MS = 100;

function watched() {
  const clock = new VirtualClock();
  const pauses: number[] = [];
  const pause = new OwnPause(clock, 1_000, (pausedMs) => pauses.push(pausedMs));
  pause.expect(TICK_MS);
  every(clock, TICK_MS, {
    call: () => {
      pause.check();
      pause.expect(TICK_MS);
    },
    onError: (error) => {
      throw error;
    },
  });
  return { clock, pause, pauses };
}

Deno.test("a process that runs has no pause, however long it runs", async () => {
  const { clock, pauses } = watched();
  await clock.advance(60_000);
  deepEqual(pauses, []);
});

Deno.test("a process that was stopped notices it once, whoever asks first", async () => {
  const { clock, pause, pauses } = watched();
  await clock.advance(1_050);
  clock.pauseProcess(5_000);
  pause.check();
  deepEqual(pauses, [4_950]);
  await clock.advance(1_000);
  deepEqual(pauses, [4_950]);
});

Deno.test("less than the limit is no pause", async () => {
  const { clock, pauses } = watched();
  await clock.advance(1_050);
  clock.pauseProcess(1_000);
  await clock.advance(1_000);
  deepEqual(pauses, []);
});

Deno.test("a machine that slept is noticed by its wall clock, and a wall clock that is set back is no pause", async () => {
  const { clock, pauses } = watched();
  await clock.advance(1_050);
  clock.jumpWall(30_000);
  await clock.advance(500);
  deepEqual(pauses, [30_000]);
  clock.jumpWall(-60_000);
  await clock.advance(500);
  deepEqual(pauses, [30_000]);
});
