import { deepEqual, equal } from "node:assert/strict";
import { simulate } from "../support/engine/simulation.ts";

const SEEDS = Number(Deno.env.get("SIMULATION_SEEDS") ?? 60);
const FIRST_SEED = Number(Deno.env.get("SIMULATION_FROM") ?? 1);

Deno.test(`whatever goes wrong, the manager ends where it is wanted (seeds ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1})`, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const { violations, faults } = await simulate(seed);
    deepEqual(violations, [], `SIMULATION_FROM=${seed} SIMULATION_SEEDS=1 repeats it\n${faults.join("\n")}`);
  }
});

Deno.test("the same seed gives the same run", async () => {
  equal((await simulate(4)).digest, (await simulate(4)).digest);
});
