import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { openRecordingRing, RECORDINGS_FOLDER } from "../../../src/platform/process/recording_ring.ts";
import { nextTask } from "../../../src/platform/process/next_task.ts";
import { readRecording, type Recording } from "../../../src/recorder/reading.ts";
import { lineText } from "../../../src/recorder/recording.ts";
import { replay } from "../../../src/recorder/replay.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { RecordedRig } from "../../support/recorder/recorded_rig.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** Segments that go on from a checkpoint. */
function continued(rig: RecordedRig): Recording[] {
  return [...rig.recordings.keys()].map((segment) => rig.recording(segment))
    .filter(({ origin }) => origin.kind === "checkpoint");
}

async function replaysAll(rig: RecordedRig): Promise<void> {
  for (const segment of rig.recordings.keys()) {
    const { difference, midTurns } = await rig.replay(segment);
    deepEqual(difference, undefined, `segment ${segment}`);
    equal(midTurns, 0, `segment ${segment}`);
  }
}

Deno.test("an incident at the end of a long run is in the ring, and is decided again", async () => {
  using dir = new TempDir();
  const sizeBytes = 120_000;
  {
    await using ring = openRecordingRing({
      ...{ stateDir: dir.path, sizeBytes, log: new MemoryLog() },
      endLine: (reason, missing) => lineText({ kind: "end", reason, missing }),
    });
    await using rig = new RecordedRig({ sink: ring });
    rig.start();
    const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
    const radar = await rig.apply("vehicle/radar", { replicas: 2 });
    await rig.untilState(lidar, "Running");
    await rig.untilState(radar, "Running");
    await rig.clock.advance(600_000);
    rig.node("front").hurt(lidar, "crashed");
    await rig.clock.advance(200);
    await rig.untilState(lidar, "Running");
    await rig.clock.advance(1_000);
  }
  const names = [...Deno.readDirSync(dir.file(RECORDINGS_FOLDER))].map(({ name }) => name).sort();
  ok(names.length > 2 && !names.includes("000001.jsonl"), `the start is forgotten: ${names.join(", ")}`);
  const texts = names.map((name) => Deno.readTextFileSync(dir.file(RECORDINGS_FOLDER, name)));
  ok(texts.reduce((sum, text) => sum + text.length, 0) <= sizeBytes);
  for (const [index, text] of texts.entries()) {
    const recording = readRecording(text);
    equal(recording.end, index === texts.length - 1 ? "stopped" : "continued");
    const { difference, midTurns, inputs } = await replay(recording, { drained: nextTask });
    deepEqual(difference, undefined, `file ${names[index]}`);
    equal(midTurns, 0);
    ok(inputs > 10);
  }
  // Which file of the ring holds it depends on how fast the disk takes what is written.
  const incident = /"reason":"Crashed".*\n(.*\n)*.*"eventType":"RecoveryAttempted"/;
  ok(texts.some((text) => incident.test(text)), "the ring holds the incident");
});

Deno.test("another segment begins only when the manager rests: not while an action is under way", async () => {
  await using rig = new RecordedRig({ segmentLines: 1, settings: { actionDeadlineMs: 200_000 } });
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(lidar, "Running");
  await rig.clock.advance(15_000);
  const before = rig.recordings.length;
  ok(before > 1);
  rig.controller.latencyMs = 60_000;
  rig.node("front").hurt(lidar, "crashed");
  await rig.clock.advance(55_000);
  ok(rig.recordings.length <= before + 1);
  const during = rig.recordings.length;
  await rig.clock.advance(30_000);
  ok(rig.recordings.length > during, "it goes on when the action has ended");
  await replaysAll(rig);
});

Deno.test("another segment waits until the journal can be written", async () => {
  await using rig = new RecordedRig({ segmentLines: 1 });
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(lidar, "Running");
  rig.store.failure = new Error("no space");
  rig.node("front").hurt(lidar, "crashed");
  await rig.clock.advance(500);
  const before = rig.recordings.length;
  await rig.clock.advance(60_000);
  equal(rig.recordings.length, before);
  rig.store.failure = undefined;
  await rig.clock.advance(60_000);
  ok(rig.recordings.length > before);
  await replaysAll(rig);
});

Deno.test("what waits for the journal is stored before another segment begins", async () => {
  const writes = { budgetBytesPerDay: 2_000, baseMs: 500, maxMs: 60_000 };
  await using rig = new RecordedRig({ segmentLines: 30, settings: { writes } });
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(lidar, "Running");
  for (let round = 0; round < 12; round++) {
    if (rig.node("front").count(lidar) > 0) rig.node("front").hurt(lidar, "crashed");
    await rig.clock.advance(7_000);
  }
  ok(continued(rig).length > 2);
  await replaysAll(rig);
});

Deno.test("an isolation ends when it was to end, however many segments begin meanwhile", async () => {
  await using rig = new RecordedRig({ segmentLines: 1 });
  rig.start();
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(lidar, "Running");
  const atMs = rig.clock.monotonicMs();
  await rig.manager.triggerRecovery(lidar, { kind: "isolate", reason: "test", ttlMs: 100_000 });
  const before = rig.recordings.length;
  await rig.clock.advance(atMs + 99_500 - rig.clock.monotonicMs());
  equal(rig.find(lidar)?.status.isolation?.ttlMs, 100_000);
  ok(rig.recordings.length - before >= 5, `${rig.recordings.length - before} segments`);
  await rig.clock.advance(1_500);
  equal(rig.find(lidar)?.status.isolation, undefined);
  await rig.untilState(lidar, "Running");
  await replaysAll(rig);
});

Deno.test("a phase that lasts too long is found when it would have been", async () => {
  await using rig = new RecordedRig({ segmentLines: 1, settings: { initializingMs: 60_000 } });
  rig.start();
  for (const node of rig.nodes.values()) node.startMs = 1_000_000;
  const lidar = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(lidar, "Initializing");
  const before = rig.recordings.length;
  await rig.clock.advance(58_000);
  ok(rig.recordings.length - before >= 3);
  equal(rig.find(lidar)?.status.restarts, 0);
  await rig.clock.advance(10_000);
  equal(rig.find(lidar)?.status.restarts, 1);
  ok(rig.recordings.flat().some((line) => line.includes("StuckTransition")));
  await replaysAll(rig);
});

Deno.test("a node that is silent stays so, and is lost when it would have been", async () => {
  await using rig = new RecordedRig({
    segmentLines: 1,
    settings: { unreachableAfterMs: 5_000, lostAfterMs: 60_000 },
  });
  rig.start();
  const lidar = await rig.apply("vehicle/lidar");
  await rig.untilState(lidar, "Running");
  const home = rig.find(lidar)?.status.node ?? "";
  rig.node(home).setUp(false);
  const before = rig.recordings.length;
  await rig.clock.advance(55_000);
  ok(rig.recordings.length - before >= 3);
  equal(rig.find(lidar)?.status.node, home);
  await rig.clock.advance(20_000);
  ok(rig.find(lidar)?.status.node !== home, "it was placed elsewhere in time");
  await replaysAll(rig);
});

Deno.test("a segment knows that the instance stands by, and which nodes registered themselves", async () => {
  await using rig = new RecordedRig({ segmentLines: 1 });
  rig.start();
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.clock.advance(10);
  rig.manager.unregisterNode("rear");
  await rig.clock.advance(10);
  rig.manager.setLeadership({ role: "standby", isStale: false, leader: "other" });
  await rig.clock.advance(10);
  const standing = rig.manager.standBy();
  await rig.clock.advance(30_000);
  await standing;
  const record = [...rig.manager.records()][0];
  ok(record !== undefined);
  for (let round = 0; round < 5; round++) {
    await rig.clock.advance(10);
    const place = { revision: rig.manager.revision(), term: rig.manager.term(), removed: [], events: [] };
    rig.manager.adopt({ ...place, records: [record] });
    await rig.clock.advance(11_000);
    await rejects(rig.apply("vehicle/radar"), /on standby; instance other leads/);
    await rig.clock.advance(100);
  }
  const last = continued(rig).at(-1);
  ok(last?.origin.kind === "checkpoint");
  equal(last.origin.checkpoint.engine, undefined);
  deepEqual(last.header.nodes.map(({ node }) => node), ["front"]);
  await replaysAll(rig);
});
