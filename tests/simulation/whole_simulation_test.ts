/**
 * The whole manager in its simulated world, seed by seed: `SIMULATION_SEEDS=20000` runs more, `SIMULATION_FROM=77` begins elsewhere.
 * See docs/simulation.md.
 */
import assert from "node:assert/strict";
import { generate } from "../support/simulation/generate.ts";
import { simulate } from "../support/simulation/simulate.ts";

const SEEDS = Number(Deno.env.get("SIMULATION_SEEDS") ?? "200");
const FROM = Number(Deno.env.get("SIMULATION_FROM") ?? "1");
/** Seeds that found a bug; each stays. */
const ONCE_FAILED = [
  // A plan that waited for the controller went on although its service had been isolated meanwhile.
  ...[105, 282],
  // A plan that failed while its service was wanted again, but still on its way out.
  461,
  // What an operator had asked for was taken for a crash that goes on.
  478,
  // Two that led: the key of one had been taken away. A node that had been told something older was waited for without end.
  ...[687, 879],
  // An action was repeated after its service had been isolated; a plan that failed in Failed asked for Degrade.
  ...[1013, 1043],
];

async function pass(seed: number): Promise<void> {
  const { violations } = await simulate(generate(seed));
  assert.deepEqual(violations, [], `scripts/simulate --from ${seed} --seeds 1 repeats and shortens it`);
}

Deno.test(`whatever goes wrong, every invariant holds (seeds ${FROM} to ${FROM + SEEDS - 1})`, async () => {
  for (let seed = FROM; seed < FROM + SEEDS; seed++) await pass(seed);
});

Deno.test("what failed once does not fail again", async () => {
  for (const seed of ONCE_FAILED) await pass(seed);
});

for (const mode of ["alone", "shared", "ha"] as const) {
  Deno.test(`a schedule is run the same way twice (${mode})`, async () => {
    const schedule = generate(FROM, { mode });
    assert.deepEqual(await simulate(schedule), await simulate(schedule));
    const other = await simulate(generate(FROM + 1, { mode }));
    assert.notEqual(other.digest, (await simulate(schedule)).digest);
  });
}
