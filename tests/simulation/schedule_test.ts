/** Schedules are plain data: they survive being written down, and can be shortened. */
import assert from "node:assert/strict";
import { generate } from "../support/simulation/generate.ts";
import type { Schedule } from "../support/simulation/model.ts";
import { readSchedule } from "../support/simulation/read_schedule.ts";
import { shrink } from "../support/simulation/shrink.ts";
import { mutate, readMutations } from "../support/simulation/mutations.ts";

Deno.test("a schedule that was printed is read as it was", () => {
  for (const seed of [1, 2, 3]) {
    const schedule = generate(seed);
    assert.deepEqual(readSchedule(JSON.stringify(schedule)), schedule);
  }
});

Deno.test("what is no schedule is refused with the reason", () => {
  assert.throws(() => readSchedule("{}"), /list of events/);
  assert.throws(() => readSchedule('{"seed":1,"mode":"x","services":1,"events":[]}'), /the mode is one of/);
});

Deno.test("shrink() keeps what is needed for the violation and nothing else", async () => {
  const schedule = generate(1, { steps: 60 });
  const [one, other] = [schedule.events[20], schedule.events[47]];
  const run = ({ events }: Schedule) => {
    const has = (event: typeof one) =>
      events.some(({ kind, value }) => kind === event?.kind && value === event.value);
    const violations = has(one) && has(other) ? [{ invariant: "found", atMs: 0, what: "both" }] : [];
    return Promise.resolve({ violations, virtualMs: 0, digest: "" });
  };
  const { schedule: { events }, isCutShort } = await shrink(schedule, "found", { run });
  assert.deepEqual(events.map(({ value }) => value), [one?.value, other?.value]);
  assert.equal(events[0]?.forMs, 0);
  assert.equal(isCutShort, false);
});

Deno.test("shrink() ends when its time is over, says so, and what it has so far still fails", async () => {
  const schedule = generate(1, { steps: 60 });
  const last = schedule.events.at(-1);
  let [runs, nowMs] = [0, 0];
  const run = ({ events }: Schedule) => {
    runs += 1;
    nowMs += 10_000;
    const isFound = events.at(-1)?.value === last?.value;
    const violations = isFound ? [{ invariant: "found", atMs: 0, what: "the last" }] : [];
    return Promise.resolve({ violations, virtualMs: 0, digest: "" });
  };
  const short = await shrink(schedule, "found", { run, maxMs: 30_000, nowMs: () => nowMs });
  assert.deepEqual([runs, short.isCutShort], [3, true]);
  assert.ok(short.schedule.events.length < schedule.events.length);
  assert.equal(short.schedule.events.at(-1)?.value, last?.value);
});

Deno.test("every mutation still applies to the sources", () => {
  const root = new URL("../..", import.meta.url).pathname;
  const mutations = readMutations(`${root}tests/simulation/mutations`);
  assert.ok(mutations.length >= 50, `there are ${mutations.length}`);
  for (const mutation of mutations) {
    const source = Deno.readTextFileSync(`${root}${mutation.file}`);
    assert.notEqual(mutate(source, mutation), source);
  }
});
