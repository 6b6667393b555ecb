/** The commands for the file of the journal, on real journals. */
import assert from "node:assert/strict";
import { statfsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { programDeps } from "../../../src/cli/program.ts";
import type { Journal } from "../../../src/journal/journal.ts";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { JOURNAL_TOOLS } from "../../../src/journal/tools.ts";
import { acquireInstanceLock } from "../../../src/platform/lock.ts";
import { type CliRun, runInTest } from "../../support/cli.ts";
import { testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { missingTmpfs, Tmpfs } from "../../support/tmpfs.ts";
import { assertWhole, LIDAR, openSound, RADAR, removal, revisionsOf, step } from "../journal/support.ts";

const { journal } = programDeps({
  journal: JOURNAL_TOOLS,
  etcd: { look: () => Promise.reject(new Error("This test has no etcd")) },
});

/** A state directory with its configuration. */
class Place implements Disposable {
  readonly #dir = new TempDir();
  readonly stateDir = this.#dir.file("state");
  readonly path = this.#dir.file("state", JOURNAL_FILE);
  readonly #config = this.#dir.write("config.yaml", `state_dir: ${this.stateDir}\n`);

  file(name: string): string {
    return this.#dir.file(name);
  }

  run(...words: readonly string[]): Promise<CliRun> {
    return runInTest(["journal", ...words, "--config", this.#config], { journal });
  }

  /** Two services, one of which ended, with rings that have gone round; closed unless somebody goes on with it. */
  open(commits = 60n): Journal {
    const opened = openSound(this.path, { ringSize: 16 });
    for (let revision = 1n; revision <= commits; revision += 1n) {
      opened.commit(step(revision % 3n === 0n ? RADAR : LIDAR, revision));
    }
    opened.commit(removal(RADAR, commits + 1n));
    return opened;
  }

  async write(commits = 60n): Promise<void> {
    await this.open(commits)[Symbol.asyncDispose]();
  }

  names(): readonly string[] {
    return [...Deno.readDirSync(this.stateDir)].map(({ name }) => name).sort();
  }

  sql(statement: string): void {
    const db = new DatabaseSync(this.path);
    db.exec(statement);
    db.close();
  }

  [Symbol.dispose](): void {
    this.#dir[Symbol.dispose]();
  }
}

Deno.test("journal inspect says what is there, for people and for programs", async () => {
  using place = new Place();
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

Deno.test("journal inspect, verify and export work beside a running daemon and see its newest commit", async () => {
  using place = new Place();
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
});

Deno.test("journal export, import and export again are the same bytes, and the daemon takes the journal up", async () => {
  using place = new Place();
  await place.write();
  const first = place.file("first.jsonl");
  const second = place.file("second.jsonl");
  const exported = await place.run("export", "--file", first);
  assert.deepEqual([exported.exitCode, exported.stdout, exported.stderr], [
    0,
    "",
    "exported: 2 services, 32 events\n",
  ]);
  const occupied = await place.run("import", "--file", first);
  assert.equal(occupied.exitCode, 5);
  assert.match(occupied.stderr, /There is a journal already: it has 2 services\n +--replace moves it aside/);
  const imported = await place.run("import", "--file", first, "--replace");
  assert.deepEqual([imported.exitCode, imported.stderr], [0, ""]);
  assert.match(
    imported.stdout,
    /^imported: 1 service, 32 events, ended 1, revision 61\nthe old .*\.replaced-1\n$/,
  );
  await place.run("export", "--file", second);
  assert.equal(Deno.readTextFileSync(second), Deno.readTextFileSync(first));
  assert.equal((await place.run("verify")).exitCode, 0);
  assert.deepEqual(place.names(), [JOURNAL_FILE, `${JOURNAL_FILE}.replaced-1`, "lock"]);

  // Also after the daemon has gone on with it, with rings of another size.
  await using running = openSound(place.path, { ringSize: 8 });
  const kept = revisionsOf(running, { resourceId: RADAR });
  assert.deepEqual([kept.length, kept.at(-1)], [8, 61n]);
  running.commit(step(LIDAR, 62n));
  assert.equal(running.load().revision, 62n);
  assert.equal((await place.run("verify")).exitCode, 0);
});

Deno.test("journal import makes the journal where there is none, or an empty one", async () => {
  using from = new Place();
  await from.write();
  const file = from.file("x.jsonl");
  await from.run("export", "--file", file);
  using fresh = new Place();
  assert.equal((await fresh.run("import", "--file", file)).exitCode, 0);
  assert.deepEqual(fresh.names(), [JOURNAL_FILE, "lock"]);
  using empty = new Place();
  await openSound(empty.path)[Symbol.asyncDispose]();
  assert.equal((await empty.run("import", "--file", file)).exitCode, 0);
  assert.match((await empty.run("verify")).stdout, /^sound: 1 service, 32 events/);
});

Deno.test("journal import refuses a file with an error in it, names the line, and changes nothing", async () => {
  using place = new Place();
  await place.write();
  const { stdout } = await place.run("export");
  const before = Deno.readFileSync(place.path);
  const lines = stdout.trimEnd().split("\n");
  const [header = "", service = ""] = lines;
  const event = lines[3] ?? "";
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /the file is empty/],
    [["{}"], /line 1: the value is not the header of an exported journal/],
    [[header.replace('"version":1', '"version":2'), service], /line 1: version is not 1, .* it is 2/],
    [lines.slice(0, -1), /the end is missing: the file was cut off/],
    [lines.toSpliced(5, 1), /line \d+: the value is not a true count/],
    [lines.toSpliced(2, 1, service), /line 3: resource is not given once/],
    [lines.toSpliced(4, 0, event), /line 5: event\.revision is not above that of the event before it/],
    [lines.toSpliced(4, 1, "nonsense", "more"), /line 5: it is not JSON\n.*line 6: it is not JSON/],
    [lines.toSpliced(1, 1), /event\.resourceId is not a service of this file/],
    [[...lines, event], /is not allowed after the end line/],
    [
      lines.with(1, service.replace('"replicas":1', '"replicas":"x"')),
      /line 2: service\.spec\.replicas is not a whole/,
    ],
    [lines.with(0, header.replace('"revision":"61"', '"revision":"5"')), /line 2: revision is not at most 5/],
  ];
  for (const [content, message] of cases) {
    const file = place.file("wrong.jsonl");
    Deno.writeTextFileSync(file, content.map((line) => `${line}\n`).join(""));
    const { exitCode, stderr } = await place.run("import", "--file", file, "--replace");
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
    assert.match(stderr, /Nothing was imported\.\n$/);
    assert.deepEqual(Deno.readFileSync(place.path), before);
    assert.deepEqual(place.names(), [JOURNAL_FILE, "lock"]);
  }
  const missing = await place.run("import", "--file", place.file("not there"), "--replace");
  assert.equal(missing.exitCode, 1);
  assert.match(missing.stderr, /Cannot import .*not there: /);
});

Deno.test("journal verify finds a damaged page, and export writes nothing where one is", async () => {
  using place = new Place();
  await place.write(400n);
  const bytes = Deno.readFileSync(place.path);
  for (let page = 1; page < bytes.length / 4_096; page += 1) {
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
});

Deno.test("journal verify and export tell of rows that cannot be read; import takes the rest", async () => {
  using place = new Place();
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
});

Deno.test("journal verify finds events out of order, of nobody, and too few", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["UPDATE events SET id = id + 5000 WHERE revision = 50", /event 50 is not in its place/],
    ["UPDATE events SET id = 65536 * 9 WHERE revision = 50", /event 50: it belongs to no service/],
    ["DELETE FROM events WHERE revision = 50", /its ring has 15 events and not 16/],
    ["UPDATE events SET type = 'Fail' WHERE revision = 50", /event 50: its row tells of another event/],
    [
      "UPDATE services SET revision = 40 WHERE id = 1",
      /event 41 is not between|its record is newer than its row/,
    ],
  ];
  for (const [statement, message] of cases) {
    using place = new Place();
    await place.write();
    place.sql(statement);
    const { exitCode, stdout } = await place.run("verify");
    assert.equal(exitCode, 6, statement);
    assert.match(stdout, message);
  }
});

Deno.test("a journal of a newer version is told as such, by every command, and is not touched", async () => {
  using place = new Place();
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
});

Deno.test("a file that was cut off, or is something else, is told as damaged", async () => {
  using place = new Place();
  await place.write();
  const whole = Deno.readFileSync(place.path);
  for (const content of [whole.slice(0, 9_000), new TextEncoder().encode("hello ".repeat(2_000))]) {
    Deno.writeFileSync(place.path, content);
    const { exitCode, stdout, stderr } = await place.run("verify");
    assert.equal(exitCode, 6);
    assert.match(stdout + stderr, /damaged/);
  }
});

Deno.test("a file that was set aside can be inspected by its path, and is listed beside the journal", async () => {
  using place = new Place();
  await place.write();
  place.sql("UPDATE meta SET value = '2' WHERE key = 'schema'");
  const outcome = openJournal(place.path);
  await outcome.journal[Symbol.asyncDispose]();
  assert.ok(outcome.kind === "quarantined");
  assert.match((await place.run("inspect", outcome.movedTo)).stderr, /A newer version wrote/);
  assert.match((await place.run("inspect")).stdout, /Set aside: journal\.db\.newer-1, /);
});

Deno.test("a journal that is not there is a failure, not damage", async () => {
  using place = new Place();
  for (const command of ["inspect", "verify", "export"]) {
    const { exitCode, stderr } = await place.run(command);
    assert.equal(exitCode, 1, command);
    assert.match(stderr, /There is no journal at /);
  }
});

testIf("an import that runs out of space leaves the journal as it was", missingTmpfs(), async () => {
  using place = new Place();
  await place.write();
  const file = place.file("x.jsonl");
  await place.run("export", "--file", file);
  using small = new Place();
  using _tmpfs = new Tmpfs(small.stateDir, "512k");
  await small.write(10n);
  const before = (await small.run("export")).stdout;
  fill(small.stateDir);
  const { exitCode, stderr } = await small.run("import", "--file", file, "--replace");
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /full|No space/);
  assert.equal((await small.run("export")).stdout, before);
});

/** Leaves room for a page or two. */
function fill(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  Deno.writeFileSync(`${directory}/filler`, new Uint8Array(bavail * bsize - 12_288));
}

Deno.test("what SQLite leaves beside a journal that was only read does not disturb the next start", async () => {
  using place = new Place();
  await place.write();
  // As where the runtime does not take the address of a file.
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
});
