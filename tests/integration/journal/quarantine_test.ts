import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { JOURNAL_FILE, openJournal, type OpenOutcome } from "../../../src/journal/journal.ts";
import { KEPT_QUARANTINES } from "../../../src/journal/quarantine.ts";
import { PAGE_BYTES } from "../../../src/journal/schema.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { LIDAR, openSound, query, RADAR, recordingLog, recordOf, revisionsOf, step } from "./support.ts";

const COMMITS = 200n;

/** A journal with enough in it to have pages of every kind; closed, or left behind with its log as after a crash. */
async function writeJournal(dir: TempDir, options: { readonly isClosed: boolean }): Promise<string> {
  const path = dir.file(JOURNAL_FILE);
  const journal = openSound(path, { ringSize: 64 });
  for (let revision = 1n; revision <= COMMITS; revision += 1n) {
    journal.commit(step(revision % 2n === 0n ? LIDAR : RADAR, revision));
    if (revision === COMMITS / 2n) await journal.maintain();
  }
  if (options.isClosed) {
    await journal[Symbol.asyncDispose]();
    return path;
  }
  const crashed = dir.file("crashed", JOURNAL_FILE);
  Deno.mkdirSync(dir.file("crashed"));
  for (const part of ["", "-wal"]) Deno.copyFileSync(path + part, crashed + part);
  await journal[Symbol.asyncDispose]();
  return crashed;
}

/** The outcome as a word, with the journal checked to work and closed. */
async function use(outcome: OpenOutcome): Promise<OpenOutcome["kind"]> {
  await using journal = outcome.journal;
  const { revision } = journal.load();
  journal.commit(step(LIDAR, revision + 1n));
  await journal.flush();
  assert.deepEqual(revisionsOf(journal, { afterRevision: revision }), [revision + 1n]);
  return outcome.kind;
}

function namesIn(directory: string): readonly string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}

for (
  const [what, content] of [
    ["garbage", "\u0001\u0002 not a database ".repeat(4_000)],
    ["text", "hello"],
    ["a header and nothing else", "SQLite format 3\0"],
  ] as const
) {
  Deno.test(`openJournal() moves ${what} aside and starts empty`, async () => {
    using dir = new TempDir();
    const path = dir.file(JOURNAL_FILE);
    Deno.writeTextFileSync(path, content);
    const log = recordingLog();
    const outcome = openJournal(path, { log });
    assert.equal(outcome.kind, "quarantined");
    assert.ok(outcome.kind === "quarantined" && outcome.reason === "corrupt");
    assert.deepEqual(outcome.journal.load(), {
      revision: 0n,
      term: 1n,
      reserved: 0n,
      records: [],
    });
    assert.equal(await use(outcome), "quarantined");
    assert.equal(Deno.readTextFileSync(outcome.movedTo), content, "what was found is kept as it was");
    assert.deepEqual(namesIn(dir.path), [JOURNAL_FILE, `${JOURNAL_FILE}.corrupt-1`]);
    assert.deepEqual(log.lines.map(({ level, message }) => [level, message]), [
      ["error", "Journal moved aside, starting with an empty one"],
    ]);
  });
}

// A file that ends too early is found out wherever it ends: in the header, in a page, between pages.
for (const share of [0.001, 0.02, 0.1, 0.33, 0.5, 0.75, 0.9, 0.99, 0.9999]) {
  Deno.test(`openJournal() survives a database truncated to ${share} of its length`, async () => {
    using dir = new TempDir();
    const path = await writeJournal(dir, { isClosed: true });
    Deno.truncateSync(path, Math.floor(Deno.statSync(path).size * share));
    assert.equal(await use(openJournal(path)), "quarantined");
  });
}

Deno.test("openJournal() detects a single missing byte at the end", async () => {
  using dir = new TempDir();
  const path = await writeJournal(dir, { isClosed: true });
  Deno.truncateSync(path, Deno.statSync(path).size - 1);
  assert.equal(await use(openJournal(path)), "quarantined");
});

Deno.test("openJournal() finds a damaged page in the middle of the database", async () => {
  using dir = new TempDir();
  const path = await writeJournal(dir, { isClosed: true });
  const bytes = Deno.readFileSync(path);
  const pages = bytes.length / PAGE_BYTES;
  for (let page = 2; page < pages; page += 1) {
    const damaged = bytes.slice().fill(0xa5, page * PAGE_BYTES, page * PAGE_BYTES + 200);
    Deno.writeFileSync(path, damaged);
    const outcome = openJournal(path);
    assert.equal(outcome.kind, "quarantined", `page ${page} of ${pages}`);
    await outcome.journal[Symbol.asyncDispose]();
    Deno.removeSync(path);
  }
});

// The log is the part that a power cut tears: what is torn off is lost, what came before is whole.
for (const share of [0, 0.0005, 0.01, 0.3, 0.5, 0.8, 0.99, 0.9999]) {
  Deno.test(`openJournal() uses the complete part of a log truncated to ${share} of its length`, async () => {
    using dir = new TempDir();
    const path = await writeJournal(dir, { isClosed: false });
    Deno.truncateSync(`${path}-wal`, Math.floor(Deno.statSync(`${path}-wal`).size * share));
    const outcome = openJournal(path, { ringSize: 64 });
    assert.equal(outcome.kind, "opened");
    const { revision, records } = outcome.journal.load();
    assert.ok(revision >= COMMITS / 2n && revision < COMMITS, `${revision}`);
    // Each state has the event that explains it.
    for (const { service } of records) {
      const { id } = service.metadata;
      const newest = revisionsOf(outcome.journal, { resourceId: id, which: "newest", limit: 1 });
      assert.deepEqual(newest, [service.metadata.revision]);
    }
    assert.equal(await use(outcome), "opened");
  });
}

Deno.test("openJournal() moves a log whose database is gone aside instead of losing it", async () => {
  for (const what of ["missing", "empty"]) {
    using dir = new TempDir();
    const path = await writeJournal(dir, { isClosed: false });
    if (what === "missing") Deno.removeSync(path);
    else Deno.truncateSync(path, 0);
    const logBytes = Deno.statSync(`${path}-wal`).size;
    const outcome = openJournal(path);
    assert.ok(outcome.kind === "quarantined");
    assert.equal(Deno.statSync(`${outcome.movedTo}-wal`).size, logBytes);
    assert.equal(await use(outcome), "quarantined");
  }
});

Deno.test("openJournal() does not change a journal of a newer version", async () => {
  using dir = new TempDir();
  const path = await writeJournal(dir, { isClosed: true });
  const db = new DatabaseSync(path);
  db.exec("UPDATE meta SET value = '2' WHERE key = 'schema'");
  db.close();
  const before = Deno.readFileSync(path);
  const outcome = openJournal(path);
  assert.ok(outcome.kind === "quarantined");
  assert.equal(outcome.reason, "newer");
  assert.equal(outcome.message, "the journal has schema version 2, this program knows up to 1");
  assert.equal(outcome.movedTo, `${path}.newer-1`);
  assert.equal(await use(outcome), "quarantined");
  assert.deepEqual(Deno.readFileSync(outcome.movedTo), before);
});

Deno.test("openJournal() does not write into the database of another program", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE songs (title TEXT)");
  db.close();
  const before = Deno.readFileSync(path);
  const outcome = openJournal(path);
  assert.ok(outcome.kind === "quarantined");
  assert.equal(await use(outcome), "quarantined");
  assert.deepEqual(Deno.readFileSync(outcome.movedTo), before);
});

Deno.test("openJournal() keeps the newest files that were moved aside, and no more", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  for (let count = 1; count <= KEPT_QUARANTINES + 2; count += 1) {
    Deno.writeTextFileSync(path, `garbage number ${count} `.repeat(500));
    await openJournal(path).journal[Symbol.asyncDispose]();
  }
  assert.deepEqual(namesIn(dir.path), [
    JOURNAL_FILE,
    ...[3, 4, 5].map((number) => `${JOURNAL_FILE}.corrupt-${number}`),
  ]);
});

Deno.test("damage found while running makes the next start check every page", async () => {
  using dir = new TempDir();
  const path = await writeJournal(dir, { isClosed: true });
  const { journal } = openJournal(path, { ringSize: 64 });
  // Behind the back of SQLite, in every page but the first two, so that whatever it reads next is damaged.
  const bytes = Deno.readFileSync(path);
  using file = Deno.openSync(path, { write: true });
  file.seekSync(2 * PAGE_BYTES, Deno.SeekMode.Start);
  file.writeSync(bytes.slice(2 * PAGE_BYTES).fill(0xa5));
  assert.throws(() => {
    for (let revision = COMMITS + 1n; revision < COMMITS + 500n; revision += 1n) {
      journal.commit(step(LIDAR, revision));
      journal.readEvents(query());
    }
  }, { name: "JournalError", kind: "corrupt" });
  assert.ok(namesIn(dir.path).includes(`${JOURNAL_FILE}.suspect`));
  await journal[Symbol.asyncDispose]().catch(() => undefined);
  assert.equal(await use(openJournal(path)), "quarantined");
  assert.ok(!namesIn(dir.path).includes(`${JOURNAL_FILE}.suspect`));
});

Deno.test("openJournal() continues in memory without a usable directory, and flush() fails with the reason", async () => {
  using dir = new TempDir();
  Deno.writeTextFileSync(dir.file("file"), "");
  const log = recordingLog();
  const outcome = openJournal(dir.file("file", "below", JOURNAL_FILE), { log });
  assert.equal(outcome.kind, "volatile");
  await using journal = outcome.journal;
  assert.equal(journal.isPersistent, false);
  journal.commit(step(LIDAR, 1n));
  assert.deepEqual(journal.load(), {
    revision: 1n,
    term: 1n,
    reserved: 0n,
    records: [recordOf(LIDAR, 1n)],
  });
  await assert.rejects(journal.flush(), { name: "JournalError" });
  await journal.maintain();
  assert.deepEqual(log.lines.map(({ level }) => level), ["error"]);
});
