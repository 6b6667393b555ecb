/** Waiting, in virtual time. */
import assert from "node:assert/strict";
import { Backoff, Pace, pause, QuietLog, Watchdog } from "../../../src/grpc/client/waiting.ts";
import type { LogFields } from "../../../src/ports/log.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";

Deno.test("pause() ends after its time, with its signal, or at once", async () => {
  const clock = new VirtualClock();
  const end = new AbortController();
  const ended: string[] = [];
  const watch = (name: string, promise: Promise<void>) => void promise.then(() => ended.push(name));
  watch("nothing", pause(clock, 0, end.signal));
  watch("time", pause(clock, 100, end.signal));
  watch("signal", pause(clock, 1_000, end.signal));
  await clock.advance(100);
  assert.deepEqual(ended, ["nothing", "time"]);
  end.abort();
  await clock.settle();
  assert.deepEqual(ended, ["nothing", "time", "signal"]);
  await pause(clock, 1_000, end.signal);
});

Deno.test("Backoff: the first retry is immediate, then full jitter up to the cap, and reset begins again", () => {
  const backoff = new Backoff({ next: () => 0.5 }, { baseMs: 100, capMs: 1_000 });
  assert.deepEqual(Array.from({ length: 6 }, () => backoff.next()), [0, 100, 200, 400, 500, 500]);
  backoff.reset();
  assert.equal(backoff.next(), 0);
});

Deno.test("Watchdog barks once after silence, not before, and not while nobody listens", async () => {
  const clock = new VirtualClock();
  let barks = 0;
  const dog = new Watchdog(clock, 300, () => barks += 1);
  await clock.advance(200);
  dog.heard();
  await clock.advance(299);
  assert.equal(barks, 0);
  dog.hold();
  await clock.advance(5_000);
  assert.equal(barks, 0);
  dog.heard();
  await clock.advance(700);
  assert.equal(barks, 1);
  await clock.advance(5_000);
  assert.equal(barks, 1);
  new Watchdog(clock, 300, () => barks += 1).stop();
  await clock.advance(5_000);
  assert.equal(barks, 1);
});

Deno.test("Pace lets a burst through and then as many as it may in a second", async () => {
  const clock = new VirtualClock();
  const pace = new Pace(clock, { perSecond: 100, burst: 10 });
  for (let n = 0; n < 10; n += 1) assert.equal(pace.take(), 0);
  assert.equal(pace.take(), 10);
  assert.equal(pace.take(), 20);
  await clock.advance(20);
  assert.equal(pace.take(), 10);
  await clock.advance(60_000);
  for (let n = 0; n < 10; n += 1) assert.equal(pace.take(), 0);
  assert.ok(pace.take() > 0);
});

Deno.test("QuietLog writes at most one line a second and says how many it left out", async () => {
  const clock = new VirtualClock();
  const lines: LogFields[] = [];
  const ignore = () => {};
  const log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (_: string, fields: LogFields = {}) => void lines.push(fields),
  };
  const quiet = new QuietLog(log, clock);
  for (let n = 0; n < 1_000; n += 1) quiet.warn("Dropped", { n });
  await clock.advance(1_000);
  quiet.warn("Dropped", { n: 1_000 });
  await clock.advance(1_000);
  quiet.warn("Dropped", { n: 1_001 });
  assert.deepEqual(lines, [{ n: 0 }, { n: 1_000, suppressed: 999 }, { n: 1_001 }]);
});
