import assert from "node:assert/strict";
import { join } from "node:path";
import { TERM_FILE, TermFile } from "../../../src/daemon/term_file.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

Deno.test("TermFile stores the newest term, and reads 0 without a file or a number in it", () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  const file = new TermFile(dir.path, log);
  assert.equal(file.read(), 0n);
  file.write(7n);
  file.write(8n);
  assert.equal(new TermFile(dir.path, log).read(), 8n);
  assert.deepEqual(log.lines, []);
  // A term begins at a revision that is a multiple of it: a larger one leaves no revisions.
  for (const text of ["seven", "", "10000000000001", "99999999999999999999"]) {
    Deno.writeTextFileSync(join(dir.path, TERM_FILE), `${text}\n`);
    assert.equal(file.read(), 0n);
  }
  assert.deepEqual([...new Set(log.at("warn").map(({ message }) => message))], [
    "The newest term cannot be read from its file",
  ]);
});

Deno.test("TermFile logs a warning when it cannot write", () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  new TermFile(join(dir.path, "absent"), log).write(1n);
  assert.deepEqual(log.lines.map(({ message }) => message), ["Cannot store the newest term"]);
});
