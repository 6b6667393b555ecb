/** `journal inspect` and `journal verify` on real journals. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { JOURNAL_TOOLS } from "../../../src/journal/tools.ts";
import { acquireInstanceLock } from "../../../src/platform/process/lock.ts";
import { assertWhole, LIDAR, openSound, step } from "../journal/support.ts";
import { testPrograms } from "../../support/program/under_test.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { openFilled, Place } from "./journal_place.ts";

testPrograms("journal inspect prints the content as text and as JSON", async (program) => {
  using place = new Place(program);
  await place.write();
  const { exitCode, stdout, stderr } = await place.run("inspect");
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.match(stdout, /^Journal: {3}\/.*journal\.db\nSchema: {4}version 1\nSize: .* KiB, log 0 B\n/);
  assert.match(stdout, /\nServices: {2}1, and the history of 1 that ended\nEvents: {4}32, at most 16 per/);
  assert.match(stdout, /\nRevision: {2}61, term 1\nDamage: {4}none\nSet aside: nothing\n\nNewest commits:\n/);
  assert.match(stdout, /\n +61 .* vehicle\/radar .* Terminated .*\n$/);
  const value = JSON.parse((await place.run("inspect", "-o", "json")).stdout);
  assert.deepEqual([value.state, value.revision, value.events, value.damagedRows], ["readable", "61", 32, 0]);
  assert.equal(value.newest.at(-1).revision, "61");
  assert.deepEqual(place.names(), [JOURNAL_FILE], "a look leaves nothing behind");
});

testPrograms(
  "journal inspect, verify and export work beside a running daemon and see its newest commit",
  async (program) => {
    using place = new Place(program);
    await using running = place.open();
    const lock = acquireInstanceLock(place.stateDir);
    assert.ok(lock.kind === "locked");
    using _lock = lock.lock;
    assert.match((await place.run("inspect")).stdout, /Revision: {2}61,/);
    assert.equal((await place.run("verify")).stdout, "sound: 1 service, 32 events, revision 61\n");
    assert.equal((await place.run("export")).stdout.split("\n").length, 1 + 2 + 32 + 1 + 1);
    running.commit(step(LIDAR, 62n));
    await running.maintain();
    assert.match((await place.run("verify")).stdout, /revision 62\n/);
    assertWhole(running);
    const refused = await place.run("import", "--file", place.file("x"), "--replace");
    assert.equal(refused.exitCode, 5);
    assert.match(refused.stderr, /in use by process \d+; .*\n.*systemctl stop statemanager/);
  },
);

Deno.test("a damaged page is found whichever it is, and hides nothing else", async () => {
  using dir = new TempDir();
  const path = dir.file("state", JOURNAL_FILE);
  await openFilled(path, 400n)[Symbol.asyncDispose]();
  const bytes = Deno.readFileSync(path);
  for (let page = 1; page < bytes.length / 4_096; page += 1) {
    Deno.writeFileSync(path, bytes.slice().fill(0xa5, page * 4_096, page * 4_096 + 200));
    const found = JOURNAL_TOOLS.inspect(path, { depth: "all", newest: 0 });
    if (found.kind === "read") assert.notDeepEqual(found.findings, [], `page ${page}`);
    else assert.equal(found.kind, "corrupt", `page ${page}`);
    assert.notEqual(JOURNAL_TOOLS.inspect(path, { depth: "rows", newest: 10 }).kind, "unreadable");
  }
});

testPrograms(
  "journal verify finds a damaged page, and export writes nothing where one is",
  async (program) => {
    using place = new Place(program);
    await place.write(400n);
    const bytes = Deno.readFileSync(place.path);
    for (const page of [1, Math.floor(bytes.length / 4_096) - 1]) {
      Deno.writeFileSync(place.path, bytes.slice().fill(0xa5, page * 4_096, page * 4_096 + 200));
      const { exitCode, stdout, stderr } = await place.run("verify");
      assert.equal(exitCode, 6, `page ${page}`);
      assert.match(stdout + stderr, /damaged/, `page ${page}`);
      assert.equal((await place.run("inspect")).exitCode === 1, false, `page ${page}`);
    }
    const file = place.file("x.jsonl");
    Deno.writeFileSync(place.path, bytes.fill(0xa5, 3 * 4_096));
    const exported = await place.run("export", "--file", file);
    assert.equal(exported.exitCode, 6);
    assert.throws(() => Deno.statSync(file), Deno.errors.NotFound);
  },
);

testPrograms(
  "journal verify and export report unreadable rows; import accepts the rest",
  async (program) => {
    using place = new Place(program);
    await place.write();
    place.sql("UPDATE events SET event = '{}' WHERE revision = 50");
    place.sql("UPDATE services SET record = replace(record, '\"replicas\":1', '\"replicas\":true')");
    const { exitCode, stdout } = await place.run("verify");
    assert.equal(exitCode, 6);
    assert.match(stdout, /^damaged: service vehicle\/lidar: service\.spec\.replicas is not a whole number\n/);
    assert.match(stdout, /damaged: event 50: v is not 1\n/);
    assert.match(stdout, /apply its manifest again/);
    assert.match(
      (await place.run("inspect")).stdout,
      /Damage: {4}2 rows; statemanagerd journal verify says more\n/,
    );
    const file = place.file("x.jsonl");
    const exported = await place.run("export", "--file", file);
    assert.equal(exported.exitCode, 6);
    assert.match(
      exported.stderr,
      /left out: service vehicle\/lidar, with its events: .*\nleft out|What is damaged is not in/,
    );
    assert.equal((await place.run("import", "--file", file, "--replace")).exitCode, 0);
    assert.match((await place.run("verify")).stdout, /^sound: 0 services, 16 events/);
  },
);

testPrograms(
  "journal verify finds events out of order, events without a service, and missing events",
  async (program) => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["UPDATE events SET id = id + 5000 WHERE revision = 50", /event 50 is not in its place/],
      ["UPDATE events SET id = 65536 * 9 WHERE revision = 50", /event 50: it belongs to no service/],
      ["DELETE FROM events WHERE revision = 50", /its ring has 15 events and not 16/],
      ["UPDATE events SET type = 'Fail' WHERE revision = 50", /event 50: its row describes another event/],
      [
        "UPDATE services SET revision = 40 WHERE id = 1",
        /event 41 is not between|its record is newer than its row/,
      ],
    ];
    for (const [statement, message] of cases) {
      using place = new Place(program);
      await place.write();
      place.sql(statement);
      const { exitCode, stdout } = await place.run("verify");
      assert.equal(exitCode, 6, statement);
      assert.match(stdout, message);
    }
  },
);

testPrograms(
  "every command reports a journal of a newer version as such, and does not change it",
  async (program) => {
    using place = new Place(program);
    await place.write();
    place.sql("UPDATE meta SET value = '2' WHERE key = 'schema'");
    const before = Deno.readFileSync(place.path);
    for (const command of ["inspect", "verify", "export"]) {
      const { exitCode, stderr } = await place.run(command);
      assert.equal(exitCode, 6, command);
      assert.match(
        stderr,
        /A newer version wrote .*: schema version 2; .*\n.*Export it with the newer version/,
      );
    }
    Deno.writeTextFileSync(place.file("x"), "");
    assert.equal((await place.run("import", "--file", place.file("x"))).exitCode, 5);
    assert.deepEqual(Deno.readFileSync(place.path), before);
  },
);

testPrograms("a truncated file, or one of another kind, is reported as damaged", async (program) => {
  using place = new Place(program);
  await place.write();
  const whole = Deno.readFileSync(place.path);
  for (const content of [whole.slice(0, 9_000), new TextEncoder().encode("hello ".repeat(2_000))]) {
    Deno.writeFileSync(place.path, content);
    const { exitCode, stdout, stderr } = await place.run("verify");
    assert.equal(exitCode, 6);
    assert.match(stdout + stderr, /damaged/);
  }
});

testPrograms(
  "a file that was set aside can be inspected by its path, and is listed beside the journal",
  async (program) => {
    using place = new Place(program);
    await place.write();
    place.sql("UPDATE meta SET value = '2' WHERE key = 'schema'");
    const outcome = openJournal(place.path);
    await outcome.journal[Symbol.asyncDispose]();
    assert.ok(outcome.kind === "quarantined");
    assert.match((await place.run("inspect", outcome.movedTo)).stderr, /A newer version wrote/);
    assert.match((await place.run("inspect")).stdout, /Set aside: journal\.db\.newer-1, /);
  },
);

testPrograms("a missing journal is a failure, not damage", async (program) => {
  using place = new Place(program);
  for (const command of ["inspect", "verify", "export"]) {
    const { exitCode, stderr } = await place.run(command);
    assert.equal(exitCode, 1, command);
    assert.match(stderr, /There is no journal at /);
  }
});

testPrograms(
  "files that SQLite leaves beside a journal that was only read do not disturb the next start",
  async (program) => {
    using place = new Place(program);
    await place.write();
    // As when the runtime does not accept a file URL.
    const reader = new DatabaseSync(place.path, { readOnly: true });
    reader.prepare("SELECT * FROM meta").all();
    reader.close();
    assert.ok(place.names().includes(`${JOURNAL_FILE}-wal`));
    assert.equal((await place.run("verify")).stdout, "sound: 1 service, 32 events, revision 61\n");
    const next = openSound(place.path, { ringSize: 16 });
    next.commit(step(LIDAR, 62n));
    await next[Symbol.asyncDispose]();
    assert.deepEqual(place.names(), [JOURNAL_FILE]);
    assert.match((await place.run("verify")).stdout, /revision 62\n/);
  },
);
