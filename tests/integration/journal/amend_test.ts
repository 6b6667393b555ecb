// What turned out to be otherwise than it is stored: cuts, marks of what is missing, the begins of terms.
import { deepEqual, equal, match } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { exportJournalToFile } from "../../../src/journal/export.ts";
import { importJournal } from "../../../src/journal/import.ts";
import { inspectJournal } from "../../../src/journal/inspect.ts";
import type { Journal } from "../../../src/journal/journal.ts";
import type { Amendment, CommitBatch } from "../../../src/ports/store.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { LIDAR, openSound, query, RADAR, removal, revisionsOf, step } from "./support.ts";

const FILE = "journal.db";
const NOTHING: CommitBatch = { revision: 0n, term: 1n, records: [], removed: [], events: [] };

function opened(path: string): Journal {
  return openSound(path, { ringSize: 4 });
}

function amended(amendment: Amendment, batch: Partial<CommitBatch>): CommitBatch {
  return { ...NOTHING, ...batch, amendment };
}

Deno.test("after a cut the events behind it are gone, and the history goes on from there, also after a restart", async () => {
  using dir = new TempDir();
  {
    await using journal = opened(dir.file(FILE));
    for (const revision of [1n, 2n, 3n, 4n, 5n]) journal.commit(step(LIDAR, revision));
    journal.commit(step(RADAR, 6n));
    journal.commit(amended({ cutTo: 3n }, { revision: 3n }));
    equal(journal.revision, 3n);
    deepEqual(revisionsOf(journal), [2n, 3n]);
    deepEqual(revisionsOf(journal, { resourceId: RADAR }), []);
    // A revision that was discarded may be adopted after all.
    journal.commit(step(LIDAR, 4n));
    journal.commit(step(LIDAR, 100n));
    deepEqual(revisionsOf(journal), [2n, 3n, 4n, 100n]);
  }
  await using again = opened(dir.file(FILE));
  equal(again.revision, 100n);
  deepEqual(revisionsOf(again), [2n, 3n, 4n, 100n]);
  for (const revision of [101n, 102n, 103n, 104n]) again.commit(step(LIDAR, revision));
  deepEqual(revisionsOf(again), [101n, 102n, 103n, 104n]);
});

Deno.test("a cut takes back the end of a service; its record comes with the same batch", async () => {
  using dir = new TempDir();
  await using journal = opened(dir.file(FILE));
  journal.commit(step(LIDAR, 1n));
  journal.commit(removal(LIDAR, 2n));
  const { records } = step(LIDAR, 1n);
  journal.commit(amended({ cutTo: 1n }, { revision: 1n, records }));
  equal(journal.load().records.length, 1);
  deepEqual(revisionsOf(journal), [1n]);
});

Deno.test("what is missing is marked, for one service, for one without a row, and for all", async () => {
  using dir = new TempDir();
  {
    await using journal = opened(dir.file(FILE));
    journal.commit(step(LIDAR, 1n));
    journal.commit(step(RADAR, 9n));
    journal.commit(amended({ lost: [{ resourceId: LIDAR, upTo: 5n }] }, { revision: 9n }));
    const evicted = (resourceId?: typeof LIDAR) =>
      journal.readEvents(query(resourceId === undefined ? {} : { resourceId })).evictedRevision;
    deepEqual([evicted(LIDAR), evicted(RADAR), evicted()], [5n, 0n, 5n]);
    journal.commit(amended({ lost: [{ upTo: 7n }] }, { revision: 9n }));
    deepEqual([evicted(LIDAR), evicted(RADAR), evicted()], [7n, 7n, 7n]);
  }
  await using again = opened(dir.file(FILE));
  equal(again.readEvents(query()).evictedRevision, 7n);
});

Deno.test("the begins of terms are stored, and a batch that is refused amends nothing", async () => {
  using dir = new TempDir();
  const lineage = [{ term: 2n, after: 3n, from: 100n }];
  {
    await using journal = opened(dir.file(FILE));
    journal.commit(step(LIDAR, 3n));
    journal.commit(amended({ lineage }, { revision: 100n, term: 2n }));
    try {
      journal.commit(amended({ cutTo: 2n }, { revision: 1n, term: 2n }));
    } catch {
      // It is out of order.
    }
    deepEqual(revisionsOf(journal), [3n]);
  }
  await using again = opened(dir.file(FILE));
  deepEqual(again.load().lineage, lineage);
  equal(again.revision, 100n);
});

/** What a thorough check finds. */
function problemsOf(path: string): readonly string[] {
  const found = inspectJournal(path, { depth: "all" });
  if (found.kind !== "read") throw new Error(found.kind);
  return found.findings.map(({ problem }) => problem);
}

/** A ring that has gone round, and was cut. */
async function cutJournal(path: string): Promise<void> {
  await using journal = opened(path);
  for (const revision of [1n, 2n, 3n, 4n, 5n, 6n]) journal.commit(step(LIDAR, revision));
  journal.commit(amended({ cutTo: 4n }, { revision: 4n, records: step(LIDAR, 4n).records }));
  for (const revision of [101n, 102n]) journal.commit(step(RADAR, revision));
}

Deno.test("a journal that was cut is sound, before and after it goes on; what is missing in it otherwise is found", async () => {
  using dir = new TempDir();
  const path = dir.file(FILE);
  await cutJournal(path);
  deepEqual(problemsOf(path), []);
  {
    await using journal = opened(path);
    journal.commit(step(LIDAR, 103n));
    deepEqual(revisionsOf(journal, { resourceId: LIDAR }), [3n, 4n, 103n]);
  }
  deepEqual(problemsOf(path), []);
  for (const revision of [4, 103, 102]) {
    using other = new TempDir();
    const damaged = other.file(FILE);
    Deno.copyFileSync(path, damaged);
    const db = new DatabaseSync(damaged);
    db.exec(`DELETE FROM events WHERE revision = ${revision}`);
    db.close();
    match(problemsOf(damaged).join(), /its ring has \d events and not \d/, `without ${revision}`);
  }
});

Deno.test("events before those that are marked as missing are exported and imported", async () => {
  using dir = new TempDir();
  const path = dir.file(FILE);
  {
    await using journal = opened(path);
    for (const revision of [1n, 9n]) journal.commit(step(LIDAR, revision));
    journal.commit(amended({ lost: [{ resourceId: LIDAR, upTo: 5n }] }, { revision: 9n }));
  }
  const file = dir.file("journal.jsonl");
  const exported = exportJournalToFile(path, file);
  deepEqual([exported.kind, exported.kind === "exported" ? exported.leftOut : []], ["exported", []]);
  const imported = importJournal(dir.file("second.db"), { file, isReplacing: false });
  equal(imported.kind, "imported");
  await using journal = opened(dir.file("second.db"));
  deepEqual(revisionsOf(journal), [1n, 9n]);
  equal(journal.readEvents(query()).evictedRevision, 5n);
});
