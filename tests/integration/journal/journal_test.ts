import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { JOURNAL_FILE, JournalError } from "../../../src/journal/journal.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { TempDir } from "../../support/temp_dir.ts";
import {
  eventOf,
  LIDAR,
  openSound,
  query,
  RADAR,
  recordingLog,
  recordOf,
  removal,
  revisionsOf,
  step,
} from "./support.ts";

const range = (from: bigint, to: bigint): bigint[] =>
  Array.from({ length: Number(to - from) + 1 }, (_unused, index) => from + BigInt(index));

Deno.test("a new journal is empty, at revision 0", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE));
  assert.deepEqual(journal.load(), { revision: 0n, term: 1n, reserved: 0n, records: [] });
  assert.deepEqual(journal.readEvents(query()), { events: [], evictedRevision: 0n });
});

Deno.test("committed data is loaded after the journal was closed and opened again", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  {
    await using journal = openSound(path);
    journal.commit(step(LIDAR, 1n));
    journal.commit({
      term: 1n,
      revision: 3n,
      records: [recordOf(LIDAR, 3n), recordOf(RADAR, 3n)],
      removed: [],
      events: [eventOf(LIDAR, 2n), eventOf(RADAR, 3n)],
    });
  }
  await using journal = openSound(path);
  assert.deepEqual(journal.load(), {
    revision: 3n,
    term: 1n,
    reserved: 0n,
    records: [recordOf(LIDAR, 3n), recordOf(RADAR, 3n)],
  });
  assert.deepEqual(journal.readEvents(query()), {
    events: [eventOf(LIDAR, 1n), eventOf(LIDAR, 2n), eventOf(RADAR, 3n)],
    evictedRevision: 0n,
  });
});

Deno.test("revisions beyond 2^53 are kept exactly", async () => {
  using dir = new TempDir();
  const revision = 9_007_199_254_740_993n;
  {
    await using journal = openSound(dir.file(JOURNAL_FILE));
    journal.commit(step(LIDAR, revision));
  }
  await using journal = openSound(dir.file(JOURNAL_FILE));
  assert.equal(journal.load().revision, revision);
  assert.deepEqual(revisionsOf(journal, { afterRevision: revision - 1n }), [revision]);
  assert.deepEqual(revisionsOf(journal, { afterRevision: revision }), []);
});

Deno.test("readEvents() filters by service, range and type, and limits from either end", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE));
  for (const revision of range(1n, 10n)) {
    const eventType = revision % 5n === 0n ? "Fail" : "StatusObserved";
    journal.commit(step(revision % 2n === 0n ? LIDAR : RADAR, revision, { eventType }));
  }
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), [2n, 4n, 6n, 8n, 10n]);
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR, afterRevision: 2n, upToRevision: 8n }), [
    4n,
    6n,
    8n,
  ]);
  assert.deepEqual(revisionsOf(journal, { afterRevision: 3n, upToRevision: 6n }), [4n, 5n, 6n]);
  assert.deepEqual(revisionsOf(journal, { eventTypes: ["Fail"] }), [5n, 10n]);
  assert.deepEqual(revisionsOf(journal, { eventTypes: ["Fail", "StatusObserved"], limit: 2 }), [1n, 2n]);
  assert.deepEqual(revisionsOf(journal, { resourceId: RADAR, eventTypes: ["Fail"] }), [5n]);
  assert.deepEqual(revisionsOf(journal, { eventTypes: [] }), []);
  assert.deepEqual(revisionsOf(journal, { limit: 3 }), [1n, 2n, 3n]);
  assert.deepEqual(revisionsOf(journal, { limit: 3, which: "newest" }), [8n, 9n, 10n]);
  assert.deepEqual(revisionsOf(journal, { resourceId: RADAR, limit: 2, which: "newest" }), [7n, 9n]);
  assert.deepEqual(revisionsOf(journal, { resourceId: parseResourceId("vehicle/nobody") }), []);
});

Deno.test("a ring keeps the newest events of its service and reports the newest evicted revision", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE), { ringSize: 8 });
  journal.commit(step(RADAR, 1n));
  for (const revision of range(2n, 9n)) journal.commit(step(LIDAR, revision));
  assert.deepEqual(journal.readEvents(query({ resourceId: LIDAR })).evictedRevision, 0n);
  journal.commit(step(LIDAR, 10n));
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), range(3n, 10n));
  assert.equal(journal.readEvents(query({ resourceId: LIDAR })).evictedRevision, 2n);
  assert.equal(journal.readEvents(query({ resourceId: RADAR })).evictedRevision, 0n);
  assert.equal(journal.readEvents(query()).evictedRevision, 2n);
  assert.deepEqual(revisionsOf(journal), [1n, ...range(3n, 10n)]);
});

Deno.test("a batch larger than the ring keeps its newest events", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE), { ringSize: 8 });
  const events = range(1n, 20n).map((revision) => eventOf(LIDAR, revision));
  journal.commit({ revision: 20n, term: 1n, records: [recordOf(LIDAR, 20n)], removed: [], events });
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), range(13n, 20n));
  assert.equal(journal.readEvents(query({ resourceId: LIDAR })).evictedRevision, 12n);
});

for (
  const [ringSize, kept, evicted] of [[8, range(13n, 20n), 12n], [16, range(5n, 20n), 4n], [
    64,
    range(5n, 20n),
    4n,
  ]] as const
) {
  Deno.test(`a ring of 16 continues as one of ${ringSize} after a restart`, async () => {
    using dir = new TempDir();
    const path = dir.file(JOURNAL_FILE);
    {
      await using journal = openSound(path, { ringSize: 16 });
      for (const revision of range(1n, 20n)) journal.commit(step(LIDAR, revision));
      journal.commit(step(RADAR, 21n));
    }
    await using journal = openSound(path, { ringSize });
    assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), kept);
    assert.equal(journal.readEvents(query({ resourceId: LIDAR })).evictedRevision, evicted);
    assert.deepEqual(revisionsOf(journal, { resourceId: RADAR }), [21n]);
    for (const revision of range(22n, 40n)) journal.commit(step(LIDAR, revision));
    const all = [...kept, ...range(22n, 40n)];
    assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), all.slice(-ringSize));
    assert.equal(
      journal.readEvents(query({ resourceId: LIDAR })).evictedRevision,
      all.length > ringSize ? all.at(-ringSize - 1) : evicted,
    );
  });
}

Deno.test("a service that ended is not loaded, but its history stays", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  {
    await using journal = openSound(path);
    journal.commit(step(LIDAR, 1n));
    journal.commit(removal(LIDAR, 2n));
  }
  await using journal = openSound(path);
  assert.deepEqual(journal.load(), { revision: 2n, term: 1n, reserved: 0n, records: [] });
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), [1n, 2n]);
  journal.commit(step(LIDAR, 3n));
  assert.deepEqual(journal.load().records, [recordOf(LIDAR, 3n)]);
  assert.deepEqual(revisionsOf(journal, { resourceId: LIDAR }), [1n, 2n, 3n]);
});

Deno.test("the history of services that ended is kept for the newest of them only", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  const options = { removedServices: 2 };
  const ids = ["a", "b", "c", "d"].map((name) => parseResourceId(`vehicle/${name}`));
  {
    await using journal = openSound(path, options);
    for (const [index, id] of ids.entries()) journal.commit(step(id, BigInt(index + 1)));
    for (const [index, id] of ids.entries()) journal.commit(removal(id, BigInt(index + 5)));
  }
  await using journal = openSound(path, options);
  const kept = ids.map((resourceId) => revisionsOf(journal, { resourceId }));
  assert.deepEqual(kept, [[], [], [3n, 7n], [4n, 8n]]);
  const evicted = ids.map((resourceId) => journal.readEvents(query({ resourceId })).evictedRevision);
  assert.deepEqual(evicted, [6n, 6n, 0n, 0n]);
  assert.equal(journal.readEvents(query()).evictedRevision, 6n);
  assert.equal(journal.load().revision, 8n);
});

Deno.test("the newest revision survives when even the last service is forgotten", async () => {
  using dir = new TempDir();
  const options = { removedServices: 0 };
  {
    await using journal = openSound(dir.file(JOURNAL_FILE), options);
    journal.commit(step(LIDAR, 1n));
    journal.commit(removal(LIDAR, 2n));
  }
  await using journal = openSound(dir.file(JOURNAL_FILE), options);
  assert.deepEqual(journal.load(), { revision: 2n, term: 1n, reserved: 0n, records: [] });
  assert.deepEqual(journal.readEvents(query()), { events: [], evictedRevision: 2n });
  journal.commit(step(LIDAR, 3n));
  assert.equal(
    journal.readEvents(query({ resourceId: LIDAR })).evictedRevision,
    2n,
    "it may have been this one",
  );
});

for (
  const [what, batch] of [
    ["an event that is not newer", step(LIDAR, 5n)],
    ["events out of order", {
      ...step(LIDAR, 8n),
      events: [eventOf(LIDAR, 8n), eventOf(LIDAR, 7n)],
      revision: 7n,
    }],
    ["a revision that is older than the last event", { ...step(LIDAR, 8n), revision: 7n }],
    ["an older revision without events", { ...step(LIDAR, 4n), events: [] }],
  ] as const
) {
  Deno.test(`commit() refuses ${what}, and nothing changes`, async () => {
    using dir = new TempDir();
    await using journal = openSound(dir.file(JOURNAL_FILE));
    journal.commit(step(LIDAR, 5n));
    assert.throws(
      () => journal.commit(batch),
      (error) => error instanceof JournalError && error.kind === "order",
    );
    assert.deepEqual(journal.load(), {
      revision: 5n,
      term: 1n,
      reserved: 0n,
      records: [recordOf(LIDAR, 5n)],
    });
    assert.deepEqual(revisionsOf(journal), [5n]);
  });
}

Deno.test("commit() changes nothing when the batch cannot be stored", async () => {
  using dir = new TempDir();
  await using journal = openSound(dir.file(JOURNAL_FILE));
  journal.commit(step(LIDAR, 1n));
  const tooLarge = 2n ** 63n; // Does not fit into an SQLite integer.
  assert.throws(() =>
    journal.commit({
      term: 1n,
      revision: tooLarge,
      records: [recordOf(RADAR, 2n)],
      removed: [],
      events: [eventOf(RADAR, 2n), eventOf(RADAR, tooLarge)],
    }), JournalError);
  assert.deepEqual(journal.load(), {
    revision: 1n,
    term: 1n,
    reserved: 0n,
    records: [recordOf(LIDAR, 1n)],
  });
  journal.commit(step(RADAR, 2n));
  assert.deepEqual(revisionsOf(journal), [1n, 2n]);
});

Deno.test("an unreadable record or event is left out and reported, and the rest is loaded", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  {
    await using journal = openSound(path);
    journal.commit(step(LIDAR, 1n));
    journal.commit(step(RADAR, 2n));
  }
  const db = new DatabaseSync(path);
  db.exec(`UPDATE services SET record = '{"v":9}' WHERE resource = 'vehicle/lidar'`);
  db.exec("UPDATE events SET event = 'x' WHERE revision = 1");
  db.close();
  const log = recordingLog();
  await using journal = openSound(path, { log });
  assert.deepEqual(journal.load(), {
    revision: 2n,
    term: 1n,
    reserved: 0n,
    records: [recordOf(RADAR, 2n)],
  });
  assert.deepEqual(revisionsOf(journal), [2n]);
  assert.deepEqual(log.lines.map(({ level, message }) => [level, message]), [
    ["error", "Stored service left out"],
    ["error", "Stored event left out"],
  ]);
  assert.equal(log.lines[0]?.fields["resource"], "vehicle/lidar");
  assert.equal(journal.stats().damaged, 2);
});

Deno.test("closing twice does nothing, and a closed journal refuses calls", async () => {
  using dir = new TempDir();
  const journal = openSound(dir.file(JOURNAL_FILE));
  journal.commit(step(LIDAR, 1n));
  await Promise.all([journal[Symbol.asyncDispose](), journal[Symbol.asyncDispose]()]);
  await journal[Symbol.asyncDispose]();
  const isClosed = (error: unknown) => error instanceof JournalError && error.kind === "closed";
  assert.throws(() => journal.commit(step(LIDAR, 2n)), isClosed);
  assert.throws(() => journal.load(), isClosed);
  await assert.rejects(journal.flush(), isClosed);
  await journal.maintain();
  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), [JOURNAL_FILE]);
});
