import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { eventually } from "../../support/eventually.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { assertWhole, LIDAR, openSound, step } from "./support.ts";

Deno.test("maintain() empties the log when nothing is committed meanwhile", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE));
  for (let revision = 1n; revision <= 50n; revision += 1n) journal.commit(step(LIDAR, revision));
  assert.ok(journal.stats().logBytes > 0);
  await journal.maintain();
  const { logBytes, checkpoints, forcedCheckpoints, unflushedCommits } = journal.stats();
  assert.deepEqual([logBytes, checkpoints, forcedCheckpoints, unflushedCommits], [0, 1, 0, 0]);
  assert.equal(Deno.statSync(dir.file(`${JOURNAL_FILE}-wal`)).size, 0);
});

Deno.test("the size of the log triggers a checkpoint", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE), { checkpointBytes: 262_144 });
  for (let revision = 1n; journal.stats().logBytes < 1_000_000; revision += 1n) {
    journal.commit(step(LIDAR, revision));
  }
  await eventually("the log is emptied", () => journal.stats().logBytes === 0);
  assert.equal(journal.stats().checkpoints, 1);
});

Deno.test("the log stays within its limit although commits never pause", async () => {
  using dir = new TempDir();
  const logLimitBytes = 1_048_576;
  await using journal = openSound(dir.file(JOURNAL_FILE), { checkpointBytes: 262_144, logLimitBytes });
  let revision = 0n;
  while (journal.stats().forcedCheckpoints < 2) {
    assert.ok(revision < 100_000n, "the limit was never enforced");
    for (let count = 0; count < 20; count += 1) journal.commit(step(LIDAR, revision += 1n));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(journal.stats().logBytes < logLimitBytes);
  assertWhole(journal);
});

Deno.test("a reader of another program delays the emptying of the log, and nothing else", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE));
  journal.commit(step(LIDAR, 1n));
  const reader = new DatabaseSync(dir.file(JOURNAL_FILE), { readOnly: true });
  reader.exec("BEGIN");
  assert.equal(reader.prepare("SELECT count(*) AS n FROM events").get()?.["n"], 1);
  journal.commit(step(LIDAR, 2n));
  await journal.maintain();
  assert.ok(journal.stats().logBytes > 0);
  for (let revision = 3n; revision <= 20n; revision += 1n) journal.commit(step(LIDAR, revision));
  await journal.flush();
  assert.equal(reader.prepare("SELECT count(*) AS n FROM events").get()?.["n"], 1, "its view is its own");
  reader.exec("COMMIT");
  reader.close();
  await journal.maintain();
  assert.equal(journal.stats().logBytes, 0);
  assertWhole(journal);
});
