/**
 * One manager, and three of which one leads, on an etcd that fails in every way, seed by seed. `SIMULATION_SEEDS=1000` runs more,
 * `SIMULATION_FROM=77` begins elsewhere.
 */
import assert from "node:assert/strict";
import { simulateShared } from "../support/engine/shared_simulation.ts";

const SEEDS = Number(Deno.env.get("SIMULATION_SEEDS") ?? "40");
const FROM = Number(Deno.env.get("SIMULATION_FROM") ?? "1");

for (const instances of [["one"], ["a", "b", "c"]]) {
  Deno.test(`whatever etcd does, ${instances.length} instance(s) end in agreement with it`, async () => {
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const { violations, faults } = await simulateShared(seed, instances);
      assert.deepEqual(
        violations,
        [],
        `seed ${seed}, ${instances.length} instance(s):\n${violations.join("\n")}\n${faults.join("\n")}`,
      );
    }
  });
}

Deno.test("the same seed gives the same run", async () => {
  const run = () => simulateShared(FROM, ["a", "b", "c"]);
  const [first, second] = [await run(), await run()];
  assert.deepEqual(first, second);
});
