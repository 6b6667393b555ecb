import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { nextTask } from "../../../src/platform/process/next_task.ts";
import { readRecording } from "../../../src/recorder/reading.ts";
import { replay } from "../../../src/recorder/replay.ts";
import { RecordedRig } from "../../support/recorder/recorded_rig.ts";

/** A run in which everything goes wrong once; two recordings. */
async function brokenRun(): Promise<RecordedRig> {
  await using rig = new RecordedRig();
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  const radar = await rig.apply("vehicle/radar", { replicas: 2 });
  await rig.untilState(lidar, "Running");
  await rig.untilState(radar, "Running");
  await rig.clock.advance(1_000);
  rig.node("front").hurt(lidar, "crashed");
  await rig.clock.advance(200);
  await rig.untilState(lidar, "Running");
  rig.controller.isAway = true;
  rig.node(rig.find(radar)?.status.node ?? "").hurt(radar, "crashed");
  await rig.clock.advance(3_000);
  rig.controller.isAway = false;
  await rig.apply("vehicle/radar", { replicas: 2, version: "v2-crash" });
  await rig.clock.advance(20_000);
  await rig.manager.triggerRecovery(radar, { kind: "isolate", reason: "test", ttlMs: 2_000 });
  rig.manager.planReconciliation({ kind: "service", resourceId: radar });
  rig.manager.status();
  await rig.clock.advance(5_000);
  rig.node("rear").setUp(false);
  await rig.clock.advance(6_000);
  await rig.crashAndRestart();
  rig.node("rear").setUp(true);
  await rig.clock.advance(5_000);
  rig.node("front").hurt(lidar, "frozen");
  await rig.clock.advance(10_000);
  return rig;
}

Deno.test("replay() of a run with a crash, a bad version, a controller away, a lost node and a restart decides the same", async () => {
  const rig = await brokenRun();
  equal(rig.recordings.length, 2);
  for (const run of [0, 1]) {
    const { difference, inputs, commits, calls, midTurns } = await rig.replay(run);
    deepEqual(difference, undefined);
    equal(midTurns, 0);
    ok(inputs > 100 && commits > 5 && calls > 5, `${inputs} inputs, ${commits} commits, ${calls} calls`);
  }
});

Deno.test("replay() names the input, the service and both decisions where a recorded diff was changed", async () => {
  const rig = await brokenRun();
  const lines = rig.text(0).split("\n");
  const changed = lines.findIndex((line) => line.includes('"reason":"Crashed"'));
  ok(changed > 0);
  lines[changed] = (lines[changed] ?? "").replace('"reason":"Crashed"', '"reason":"Starting"');
  const { difference } = await replay(readRecording(lines.join("\n")), { drained: nextTask });
  equal(difference?.line, changed + 1);
  equal(difference?.service, "vehicle/lidar");
  match(difference?.input ?? "", /diff \d+ of vehicle\/lidar from front/);
  ok((difference?.recorded.length ?? 0) > 0 && (difference?.decided.length ?? 0) > 0);
});

Deno.test("replay() finds where other settings lead elsewhere", async () => {
  const rig = await brokenRun();
  const { difference } = await rig.replay(0, { backoff: { baseMs: 7, capMs: 70 } });
  match(difference?.input ?? "", /timer \d+ of [\d.]+ ms/);
  match(difference?.decided.join() ?? "", /it is set for [\d.]+ ms/);
});

Deno.test("replay() names the service and both decisions where other settings decide otherwise", async () => {
  const rig = await brokenRun();
  const strategies = {
    Crash: { maxRetryCount: 1, backoffDelayMs: 0, escalationThreshold: 1, actions: ["Recreate", "Notify"] },
  } as const;
  const { difference } = await rig.replay(0, { strategies });
  equal(difference?.service, "vehicle/lidar");
  match(difference?.recorded.join() ?? "", /Restart/);
  match(difference?.decided.join() ?? "", /Recreate/);
});

Deno.test("replay() of a recording whose program was killed compares what is there", async () => {
  const rig = await brokenRun();
  const lines = rig.text(0).split("\n").slice(0, -1);
  for (const length of [lines.length - 1, 400, 200, 100]) {
    const cut = readRecording(lines.slice(0, length).map((line) => `${line}\n`).join(""));
    equal(cut.end, "cut");
    deepEqual((await replay(cut, { drained: nextTask })).difference, undefined, `${length} lines`);
  }
});

Deno.test("readRecording() leaves out a last line that is torn, and says so", async () => {
  const rig = await brokenRun();
  const text = rig.text(1);
  const torn = readRecording(text.slice(0, -10));
  equal(torn.end, "torn");
  const { difference, inputs } = await replay(torn, { drained: nextTask });
  deepEqual(difference, undefined);
  ok(inputs > 100);
  // As after a loss of power: the file has its length, and nothing is in its last blocks.
  const blank = text.slice(0, -500).replace(/[^\n]*$/, "") + "\0".repeat(490);
  equal(readRecording(blank).end, "torn");
});

Deno.test("readRecording() refuses a segment that ends before all is there that the run goes on from", async () => {
  await using rig = new RecordedRig({ segmentLines: 1 });
  rig.start();
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.clock.advance(30_000);
  const lines = rig.text(1).split("\n");
  const firstTurn = lines.findIndex((line) => line.startsWith('{"kind":"turn"'));
  ok(firstTurn > 2);
  for (let length = 1; length <= firstTurn; length++) {
    const cut = lines.slice(0, length).map((line) => `${line}\n`).join("");
    throws(
      () => readRecording(cut),
      new RegExp(`line ${length}: ends before all is there`),
      `${length} lines`,
    );
  }
});

Deno.test("readRecording() refuses what is no recording, with the line", async () => {
  const rig = await brokenRun();
  const text = rig.text(0);
  const lines = text.split("\n");
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /^RecordingError: line 1: is not whole/],
    ["PNG", /line 1: is not whole/],
    ["hello\n", /line 1: is not JSON/],
    ['{"kind":"something"}\n', /line 1: is not the header/],
    [text.replace('"version":2', '"version":99'), /line 1: is of version 99/],
    [`${lines[0]}\n`, /line 1: ends before all is there that the run goes on from/],
    [[...lines.slice(0, 5), '{"kind":"timer"}', ...lines.slice(6)].join("\n"), /line 6: timer is not/],
    [[...lines.slice(0, 5), lines[0], ...lines.slice(6)].join("\n"), /line 6: is a second header/],
    [
      `${text}{"kind":"end","reason":"stopped","missing":0}\n${lines[3]}\n`,
      new RegExp(`line ${lines.length + 1}: comes after the end`),
    ],
  ];
  for (const [broken, problem] of cases) {
    throws(() => readRecording(broken), (error) => problem.test(String(error)), String(problem));
  }
});
