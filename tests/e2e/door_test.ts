/** The attacks that have killed the State Manager or made it keep hundreds of MiB, on the real program, one after another. */
import { ok } from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { type AttackName, ATTACKS } from "../support/http2/attacks.ts";
import { Instance } from "../support/instances/instance.ts";

/** The unit's MemoryHigh: above it the kernel throttles the daemon. */
const MOST_MIB = 320;
/** Takes that the budget has refused. */
const HELD_BACK = 'statemanager_buffer_overflows_total{buffer="client_bytes"}';
const UNCOUNTED: readonly AttackName[] = ["30 calls of 4 KB gzip that inflate to 4 MB"];

function highWaterMib(pid: number): number {
  const [, kib] = /VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`)) ?? [];
  return Number(kib) / 1_024;
}

Deno.test("no client makes the daemon hold more than its budget, or keeps another one from it", async () => {
  await using instance = new Instance({}, { deadlineMs: 30_000 });
  const address = await instance.start();
  const config = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`key${n}`, "x".repeat(4_000)]));
  for (let n = 0; n < 60; n++) await instance.apply(`vehicle/s${n}`, { config });
  const { pid } = instance;
  for (const [name, begin] of Object.entries(ATTACKS)) {
    const before = (await instance.client.status()).counters[HELD_BACK] ?? 0;
    await using attack = await begin(address);
    await eventually(`${name}: calls to be refused`, async () => {
      const { counters } = await instance.client.status();
      return UNCOUNTED.some((uncounted) => uncounted === name)
        ? attack.calls.every(({ log }) => log.length > 0)
        : (counters[HELD_BACK] ?? 0) > before;
    });
    await instance.apply("vehicle/lidar");
    const mib = highWaterMib(pid);
    ok(mib < MOST_MIB, `${name}: ${mib.toFixed(0)} MiB`);
  }
  ok(instance.isRunning && instance.pid === pid);
});
