/**
 * Random kills of workloads and of the program with the node in it, from a seed: in the end every workload runs as wanted, in one copy.
 *
 *     NODE_CHAOS_SEEDS=20 scripts/test tests/e2e/node_chaos_test.ts     more of them
 */
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { Ecu } from "../support/node/ecu.ts";

const SEEDS = Number(Deno.env.get("NODE_CHAOS_SEEDS") ?? "1");
const FIRST = Number(Deno.env.get("NODE_CHAOS_FIRST") ?? "1");
const STEPS = 12;
const SERVICES = ["vehicle/a", "vehicle/b", "vehicle/c"] as const;
const REPLICAS = 2;

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
  Deno.test(`seed ${seed}: whatever is killed, every workload ends up as wanted, in one copy`, async () => {
    const random = randomFrom(seed);
    // Names that no other test has: processes are found by them.
    const unique = crypto.randomUUID().slice(0, 8);
    const services = SERVICES.map((name) => `${name}-${unique}`);
    await using ecu = new Ecu({
      flapping: { suppress_from: 1_000 },
    });
    for (const service of services) {
      ecu.define(
        service,
        "runtime: { process: { command: [/bin/sleep, '1000'], log: none, health: { settle: 20ms } } }",
      );
    }
    await ecu.manager.start();
    for (const service of services) await ecu.manager.apply(service, { replicas: REPLICAS });
    for (let step = 0; step < STEPS; step += 1) {
      const service = services[Math.floor(random() * services.length)] ?? "";
      const pids = ecu.pids(service);
      const pid = pids[Math.floor(random() * pids.length)];
      const dice = random();
      if (dice < 0.25) {
        await ecu.manager.end(random() < 0.5 ? "SIGKILL" : "SIGTERM");
        if (pid !== undefined && random() < 0.5) kill(pid, "SIGKILL");
        await ecu.manager.start();
      } else if (dice < 0.4) {
        await ecu.manager.apply(service, { replicas: REPLICAS, config: { step: `${step}` } });
      } else if (pid !== undefined) kill(pid, dice < 0.9 ? "SIGKILL" : "SIGSTOP");
      for (const one of services) {
        assert.ok(ecu.pids(one).length <= REPLICAS, `seed ${seed}, step ${step}: too many copies of ${one}`);
      }
      await new Promise((resolve) => setTimeout(resolve, random() * 150));
    }
    await ecu.manager.untilRunning(...services);
    await eventually(
      `seed ${seed}: one copy of each replica`,
      () => services.every((service) => ecu.pids(service).length === REPLICAS),
    );
  });
}

/** It may have ended already. */
function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
