import { deepEqual, equal, ok } from "node:assert/strict";
import { Reminders } from "../../../../src/manager/nodes/reminders.ts";
import { idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

const LIDAR = idOf("vehicle/lidar");

function world() {
  const clock = new VirtualClock();
  const sent: number[] = [];
  const reminders = new Reminders(clock, () => void sent.push(clock.monotonicMs()));
  return { clock, sent, reminders };
}

Deno.test("a node that goes on reporting that it lacks a desired state is sent it less and less often", async () => {
  const { clock, sent, reminders } = world();
  for (let count = 0; count < 600; count += 1) {
    reminders.remind(LIDAR);
    await clock.advance(100);
  }
  deepEqual(sent.slice(0, 6), [0, 500, 1_500, 3_500, 7_500, 15_500]);
  ok(sent.length < 12, `${sent.length} times in a minute`);
});

Deno.test("a reminder that comes alone passes at once, however many there were before", async () => {
  const { clock, sent, reminders } = world();
  for (let count = 0; count < 5; count += 1) {
    reminders.remind(LIDAR);
    await clock.advance(60_000);
  }
  equal(sent.length, 5);
});

Deno.test("another desired state begins anew, and after the end nothing is sent", async () => {
  const { clock, sent, reminders } = world();
  reminders.remind(LIDAR);
  reminders.remind(LIDAR);
  reminders.forget(LIDAR);
  reminders.remind(LIDAR);
  deepEqual(sent, [0, 0]);
  reminders.remind(LIDAR);
  reminders.end();
  reminders.remind(LIDAR);
  await clock.advance(60_000);
  deepEqual(sent, [0, 0]);
});

Deno.test("names without end cost a bounded number of entries: the oldest passes at once again", () => {
  const { sent, reminders } = world();
  for (let index = 0; index <= 10_000; index += 1) reminders.remind(idOf(`vehicle/s${index}`));
  equal(sent.length, 10_001);
  reminders.remind(idOf("vehicle/s1"));
  equal(sent.length, 10_001);
  reminders.remind(idOf("vehicle/s0"));
  equal(sent.length, 10_002);
});
