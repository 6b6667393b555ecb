/**
 * The whole manager in its simulated world, seed by seed: `SIMULATION_SEEDS=20000` runs more, `SIMULATION_FROM=77` begins elsewhere.
 * See docs/simulation.md.
 */
import assert from "node:assert/strict";
import { generate } from "../support/simulation/generate.ts";
import { readSchedule } from "../support/simulation/read_schedule.ts";
import { simulate } from "../support/simulation/simulate.ts";

const SEEDS = Number(Deno.env.get("SIMULATION_SEEDS") ?? "200");
const FROM = Number(Deno.env.get("SIMULATION_FROM") ?? "1");
async function pass(seed: number): Promise<void> {
  const { violations } = await simulate(generate(seed));
  assert.deepEqual(violations, [], `scripts/simulate --from ${seed} --seeds 1 repeats and shortens it`);
}

Deno.test(`whatever goes wrong, every invariant holds (seeds ${FROM} to ${FROM + SEEDS - 1})`, async () => {
  for (let seed = FROM; seed < FROM + SEEDS; seed++) await pass(seed);
});

for (const { name } of Deno.readDirSync(new URL("schedules", import.meta.url))) {
  Deno.test(`what failed once does not fail again: ${name}`, async () => {
    const schedule = readSchedule(Deno.readTextFileSync(new URL(`schedules/${name}`, import.meta.url)));
    assert.deepEqual((await simulate(schedule)).violations, []);
  });
}

for (const mode of ["alone", "shared", "ha"] as const) {
  Deno.test(`a schedule is run the same way twice (${mode})`, async () => {
    const schedule = generate(FROM, { mode });
    assert.deepEqual(await simulate(schedule), await simulate(schedule));
    const other = await simulate(generate(FROM + 1, { mode }));
    assert.notEqual(other.digest, (await simulate(schedule)).digest);
  });
}
