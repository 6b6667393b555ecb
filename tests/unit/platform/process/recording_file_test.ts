import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import {
  openRecordingFile,
  PREVIOUS_RECORDING_FILE,
  RECORDING_FILE,
  RecordingFile,
} from "../../../../src/platform/process/recording_file.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { TempDir } from "../../../support/temp_dir.ts";

const endLine = (reason: string, missing: number) => `end ${reason} ${missing}`;

function optionsFor(stateDir: string, sizeBytes = 1_000_000) {
  return { stateDir, sizeBytes, log: new MemoryLog(), endLine };
}

Deno.test("RecordingFile keeps this run and the previous one", async () => {
  using dir = new TempDir();
  for (const run of ["one", "two", "three"]) {
    await using file = openRecordingFile(optionsFor(dir.path));
    file.write(run);
    file.write(`${run}, more`);
  }
  const read = (name: string) => Deno.readTextFileSync(join(dir.path, name));
  equal(read(RECORDING_FILE), "three\nthree, more\nend stopped 0\n");
  equal(read(PREVIOUS_RECORDING_FILE), "two\ntwo, more\nend stopped 0\n");
  deepEqual([...Deno.readDirSync(dir.path)].length, 2);
});

Deno.test("RecordingFile ends at half of its size, and drops and counts further lines", async () => {
  using dir = new TempDir();
  const options = optionsFor(dir.path, 4_000);
  {
    await using file = openRecordingFile(options);
    for (let line = 0; line < 100; line++) file.write(`${line}`.padEnd(99, "."));
    file.write("short");
    equal(file.end, "full");
    equal(file.missing, 84);
  }
  const lines = Deno.readTextFileSync(join(dir.path, RECORDING_FILE)).split("\n");
  equal(lines.length, 17 + 2);
  equal(lines[17], "end full 84");
  ok(Deno.statSync(join(dir.path, RECORDING_FILE)).size <= 2_000);
  deepEqual(options.log.lines.map(({ message }) => message), ["The recording has ended"]);
});

Deno.test("RecordingFile ends when its queue overflows, and never throws for a disk that fails", async () => {
  using dir = new TempDir();
  {
    await using file = openRecordingFile({ ...optionsFor(dir.path), waitingBytes: 100 });
    file.write("header");
    await Promise.resolve();
    for (let line = 0; line < 10; line++) file.write("x".repeat(29));
    equal(file.end, "dropped");
    equal(file.missing, 7);
  }
  equal(Deno.readTextFileSync(join(dir.path, RECORDING_FILE)).split("\n").at(-2), "end dropped 7");

  const options = optionsFor(dir.path);
  const full = Deno.openSync("/dev/full", { write: true });
  {
    await using file = new RecordingFile(full, options);
    file.write("lost");
  }
  equal(options.log.lines.length, 2);
});

Deno.test("RecordingFile accepts everything at the start, in order", async () => {
  using dir = new TempDir();
  const lines = Array.from({ length: 50 }, (_, line) => `${line}`.padEnd(40, "."));
  {
    await using file = openRecordingFile({ ...optionsFor(dir.path), waitingBytes: 100 });
    for (const line of lines) file.write(line);
    equal(file.end, undefined);
  }
  const read = Deno.readTextFileSync(join(dir.path, RECORDING_FILE)).split("\n");
  deepEqual(read, [...lines, "end stopped 0", ""]);
});
