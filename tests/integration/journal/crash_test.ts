import assert from "node:assert/strict";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { assertWhole } from "./support.ts";

const CHILD = new URL("./crash_child.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

/** Runs the child until it has said at least `lines` lines, then kills it; returns the last revision it said. */
async function commitUntilKilled(path: string, lines: number): Promise<bigint> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", "--config", CONFIG, CHILD, path],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let said = "";
  let count = 0;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    // The last line may be cut by the kill; only whole lines count.
    said = (said + chunk).slice(-200);
    count += chunk.split("\n").length - 1;
    if (count >= lines) {
      try {
        child.kill("SIGKILL");
      } catch {
        // It is dead already; what it said is still coming.
      }
    }
  }
  await child.status;
  const whole = said.slice(0, said.lastIndexOf("\n")).split("\n").at(-1) ?? "";
  return BigInt(whole);
}

Deno.test("after kill -9 in the middle of commits no committed batch is missing, and none is incomplete", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  let before = 0n;
  for (const lines of [1, 500, 3_000, 1_111]) {
    const said = await commitUntilKilled(path, lines);
    const outcome = openJournal(path, { ringSize: 16 });
    assert.equal(outcome.kind, "opened");
    await using journal = outcome.journal;
    const { revision } = journal.load();
    assert.ok(said > before);
    assert.ok(revision >= said, `said ${said}, found ${revision}`);
    assertWhole(journal);
    before = revision;
  }
});
