import { deepEqual, equal, ok } from "node:assert/strict";
import { RecordingFile, type WritableFile } from "../../../../src/platform/process/recording_file.ts";
import { openRecordingRing, RECORDINGS_FOLDER } from "../../../../src/platform/process/recording_ring.ts";
import { eventually } from "../../../support/eventually.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { TempDir } from "../../../support/temp_dir.ts";

const endLine = (reason: string, missing: number) => `end ${reason} ${missing}`;

function optionsFor(stateDir: string, sizeBytes = 1_000_000) {
  return { stateDir, sizeBytes, log: new MemoryLog(), endLine };
}

/** Name and text of each file, oldest first. */
function filesIn(dir: TempDir): [string, string][] {
  const names = [...Deno.readDirSync(dir.file(RECORDINGS_FOLDER))].map(({ name }) => name).sort();
  return names.map((name) => [name, Deno.readTextFileSync(dir.file(RECORDINGS_FOLDER, name))]);
}

function sizeOf(dir: TempDir): number {
  return filesIn(dir).reduce((sum, [, text]) => sum + text.length, 0);
}

/** Files whose end can be waited for. */
class Files {
  #open = 0;

  readonly create = (path: string): WritableFile => {
    const file = Deno.openSync(path, { write: true, createNew: true });
    this.#open += 1;
    return {
      write: (bytes) => file.write(bytes),
      writeSync: (bytes) => file.writeSync(bytes),
      close: () => {
        file.close();
        this.#open -= 1;
      },
    };
  };

  async olderAreClosed(): Promise<void> {
    await eventually("only the present file is open", () => this.#open === 1, { intervalMs: 1 });
  }
}

/** A line of 100 bytes, its end included. */
const line = (number: number) => `${number}`.padEnd(99, ".");

Deno.test("RecordingRing keeps the segments of this run and of those before it, one file each", async () => {
  using dir = new TempDir();
  for (const run of ["one", "two"]) {
    await using ring = openRecordingRing(optionsFor(dir.path));
    ring.write(run);
    equal(ring.beginSegment([`${run}, head`]), true);
    ring.write(`${run}, more`);
  }
  deepEqual(filesIn(dir), [
    ["000001.jsonl", "one\nend continued 0\n"],
    ["000002.jsonl", "one, head\none, more\nend stopped 0\n"],
    ["000003.jsonl", "two\nend continued 0\n"],
    ["000004.jsonl", "two, head\ntwo, more\nend stopped 0\n"],
  ]);
});

Deno.test("RecordingRing forgets the oldest and keeps the newest, within its size", async () => {
  using dir = new TempDir();
  const sizeBytes = 10_000;
  {
    const files = new Files();
    await using ring = openRecordingRing({ ...optionsFor(dir.path, sizeBytes), create: files.create });
    for (let number = 0; number < 1_000; number++) {
      ring.write(line(number));
      if (ring.isSegmentDue) {
        ring.beginSegment(["head"]);
        await files.olderAreClosed();
      }
      if (number % 100 === 0) ok(sizeOf(dir) <= sizeBytes);
    }
  }
  ok(sizeOf(dir) <= sizeBytes && sizeOf(dir) > sizeBytes / 2, `${sizeOf(dir)} bytes`);
  const numbers = filesIn(dir).flatMap(([, text]) =>
    [...text.matchAll(/^(\d+)\./gm)].map(([, found]) => Number(found))
  );
  equal(numbers.at(-1), 999);
  deepEqual(numbers, Array.from({ length: numbers.length }, (_, index) => 1_000 - numbers.length + index));
});

Deno.test("RecordingRing: a segment is due at an eighth of the ring, or at the length of what it begins with, and before it is full", async () => {
  using dir = new TempDir();
  const files = new Files();
  await using ring = openRecordingRing({ ...optionsFor(dir.path, 16_000), create: files.create });
  const linesUntilDue = () => {
    let lines = 0;
    for (; !ring.isSegmentDue; lines++) ring.write(line(lines));
    return lines;
  };
  const first = linesUntilDue();
  ok(first >= 17 && first <= 20, `${first} lines`);
  ring.beginSegment(Array.from({ length: 22 }, (_, number) => line(number)));
  await files.olderAreClosed();
  const second = linesUntilDue();
  ok(second >= 22 && second <= 25, `${second} lines`);
  ring.beginSegment(Array.from({ length: 60 }, (_, number) => line(number)));
  await files.olderAreClosed();
  const third = linesUntilDue();
  ok(third >= 7 && third <= 10, `${third} lines`);
});

Deno.test("RecordingRing: a segment takes at most half of the ring, the next one is due then, and what is missing is counted", async () => {
  using dir = new TempDir();
  const options = optionsFor(dir.path, 4_000);
  {
    await using ring = openRecordingRing(options);
    for (let number = 0; number < 100; number++) ring.write(line(number));
    ring.write("short");
    equal(ring.isSegmentDue, true);
    ring.beginSegment(["head"]);
    equal(ring.isSegmentDue, false);
    ring.write("newest");
  }
  const [[, first = ""] = [], [, second] = []] = filesIn(dir);
  const lines = first.split("\n");
  equal(lines.length, 17 + 2);
  equal(lines[17], "end full 84");
  equal(second, "head\nnewest\nend stopped 0\n");
  deepEqual(options.log.lines.map(({ message }) => message), [
    "The recording pauses until the manager is at rest",
  ]);
});

Deno.test("RecordingRing: while the disk does not answer, no third segment begins", async () => {
  using dir = new TempDir();
  const disk = Promise.withResolvers<void>();
  const create = () => ({
    write: (bytes: Uint8Array) => disk.promise.then(() => bytes.length),
    writeSync: (bytes: Uint8Array) => bytes.length,
    close: () => {},
  });
  await using ring = openRecordingRing({ ...optionsFor(dir.path, 10_000), waitingBytes: 1_000, create });
  for (let number = 0; number < 100; number++) {
    ring.write(line(number));
    if (number % 10 === 0) await Promise.resolve();
  }
  ok(ring.isSegmentDue);
  ring.beginSegment(["head"]);
  for (let number = 0; number < 100; number++) {
    ring.write(line(number));
    if (number % 10 === 0) await Promise.resolve();
    equal(ring.isSegmentDue, false);
  }
  disk.resolve();
  await eventually("the first segment is written", () => ring.isSegmentDue);
});

Deno.test("RecordingRing ends for good, and says so, where what a segment begins with does not fit", async () => {
  using dir = new TempDir();
  const options = optionsFor(dir.path, 4_000);
  {
    await using ring = openRecordingRing(options);
    ring.write("first");
    equal(ring.beginSegment(Array.from({ length: 30 }, (_, number) => line(number))), false);
    ring.write("lost");
    equal(ring.isSegmentDue, false);
  }
  deepEqual(filesIn(dir), [["000001.jsonl", "first\nend continued 0\n"]]);
  ok(
    options.log.lines.some(({ message, fields }) =>
      message === "Nothing is recorded any more" &&
      /does not fit into recorder\.size/.test(String(fields["reason"]))
    ),
  );
});

Deno.test("RecordingFile ends where more waits than may wait, and never throws for a disk that fails", async () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  const path = dir.file("slow");
  const slow = new RecordingFile(Deno.openSync(path, { write: true, createNew: true }), {
    ...{ log, endLine, limitBytes: 10_000, waitingBytes: 100 },
  });
  slow.write("header");
  await Promise.resolve();
  for (let number = 0; number < 10; number++) slow.write("x".repeat(29));
  equal(slow.end, "dropped");
  equal(slow.missing, 7);
  await slow.close("stopped");
  equal(Deno.readTextFileSync(path).split("\n").at(-2), "end dropped 7");

  const full = new RecordingFile(Deno.openSync("/dev/full", { write: true }), {
    log,
    endLine,
    limitBytes: 10_000,
  });
  full.write("lost".repeat(1_000));
  await full.close("stopped");
  equal(full.end, "dropped");
  ok(full.sizeBytes < 1_000, "what is not there takes no room");
});

Deno.test("RecordingFile takes all that a segment begins with, in order, however much may wait", async () => {
  using dir = new TempDir();
  const lines = Array.from({ length: 50 }, (_, number) => `${number}`.padEnd(40, "."));
  {
    await using ring = openRecordingRing({ ...optionsFor(dir.path), waitingBytes: 100 });
    for (const text of lines) ring.write(text);
    ring.beginSegment(lines);
  }
  deepEqual(filesIn(dir).map(([, text]) => text.split("\n")), [
    [...lines, "end continued 0", ""],
    [...lines, "end stopped 0", ""],
  ]);
});
