import { deepEqual, equal, ok } from "node:assert/strict";
import { brokenRun } from "../support/recorder/broken_run.ts";

const SEEDS = Number(Deno.env.get("REPLAY_SEEDS") ?? 25);
const FIRST_SEED = Number(Deno.env.get("REPLAY_FROM") ?? 1);

Deno.test(`whatever goes wrong, a replay decides what was recorded (seeds ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1})`, async () => {
  let commits = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const rig = await brokenRun(seed);
    for (const run of rig.recordings.keys()) {
      const result = await rig.replay(run);
      const hint = `REPLAY_FROM=${seed} REPLAY_SEEDS=1 repeats it (recording ${run})`;
      deepEqual(result.difference, undefined, hint);
      equal(result.midTurns, 0, hint);
      commits += result.commits;
    }
  }
  ok(commits > 50 * SEEDS, `only ${commits} commits`);
});

Deno.test(
  `whatever goes wrong, a replay of each segment alone decides what was recorded (seeds ${FIRST_SEED} to ${
    FIRST_SEED + SEEDS - 1
  })`,
  async () => {
    let checkpoints = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const rig = await brokenRun(seed, 40);
      for (const segment of rig.recordings.keys()) {
        const { difference, midTurns } = await rig.replay(segment);
        const hint = `REPLAY_FROM=${seed} REPLAY_SEEDS=1 repeats it (segment ${segment})`;
        deepEqual(difference, undefined, hint);
        equal(midTurns, 0, hint);
        if (rig.recording(segment).origin.kind === "checkpoint") checkpoints += 1;
      }
    }
    ok(checkpoints > SEEDS, `only ${checkpoints} checkpoints`);
  },
);

Deno.test("the same seed gives the same recording, byte for byte", async () => {
  const [one, two] = [await brokenRun(3), await brokenRun(3)];
  deepEqual(one.recordings, two.recordings);
});
