/** `journal export` and `journal import` on real journals. */
import assert from "node:assert/strict";
import { statfsSync } from "node:fs";
import { JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { missingTmpfs, Tmpfs } from "../../support/tmpfs.ts";
import { LIDAR, openSound, RADAR, revisionsOf, step } from "../journal/support.ts";
import { testPrograms } from "../../support/program/under_test.ts";
import { Place } from "./journal_place.ts";

testPrograms(
  "journal export, import and export again give the same bytes, and the daemon opens the journal",
  async (program) => {
    using place = new Place(program);
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
    assert.match(
      occupied.stderr,
      /There is a journal already: it has 2 services\n +--replace moves it aside/,
    );
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
  },
);

testPrograms(
  "an imported journal is like one of the daemon: its pages are small, and no revision is assigned twice",
  async (program) => {
    using from = new Place(program);
    {
      await using journal = openSound(from.path);
      journal.commit({ ...step(LIDAR, 1n), reserved: 50_001n });
    }
    const file = from.file("x.jsonl");
    assert.equal((await from.run("export", "--file", file)).exitCode, 0);
    using to = new Place(program);
    assert.equal((await to.run("import", "--file", file)).exitCode, 0);
    // https://www.sqlite.org/fileformat.html: the size of a page.
    const pageBytes = (path: string) => new DataView(Deno.readFileSync(path).buffer).getUint16(16);
    assert.equal(pageBytes(to.path), pageBytes(from.path));
    await using journal = openSound(to.path);
    assert.equal(journal.load().reserved, 50_001n);
  },
);

testPrograms("journal import makes the journal where there is none, or an empty one", async (program) => {
  using from = new Place(program);
  await from.write();
  const file = from.file("x.jsonl");
  await from.run("export", "--file", file);
  using fresh = new Place(program);
  assert.equal((await fresh.run("import", "--file", file)).exitCode, 0);
  assert.deepEqual(fresh.names(), [JOURNAL_FILE, "lock"]);
  using empty = new Place(program);
  await openSound(empty.path)[Symbol.asyncDispose]();
  assert.equal((await empty.run("import", "--file", file)).exitCode, 0);
  assert.match((await empty.run("verify")).stdout, /^sound: 1 service, 32 events/);
});

testPrograms(
  "journal import refuses a file with an error in it, names the line, and changes nothing",
  async (program) => {
    using place = new Place(program);
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
      [lines.slice(0, -1), /the end line is missing: the file is truncated/],
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
      [
        lines.with(0, header.replace('"revision":"61"', '"revision":"5"')),
        /line 2: revision is not at most 5/,
      ],
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
  },
);

testPrograms("an import that runs out of space leaves the journal unchanged", async (program) => {
  using place = new Place(program);
  await place.write();
  const file = place.file("x.jsonl");
  await place.run("export", "--file", file);
  using small = new Place(program);
  using _tmpfs = new Tmpfs(small.stateDir, "512k");
  await small.write(10n);
  const before = (await small.run("export")).stdout;
  const filler = fill(small.stateDir);
  const { exitCode, stderr } = await small.run("import", "--file", file, "--replace");
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /full|No space/);
  // To read it SQLite needs room for two small files.
  Deno.removeSync(filler);
  assert.equal((await small.run("export")).stdout, before);
}, { missing: missingTmpfs() });

/** Leaves room for a page or two; returns the file that takes the rest. */
function fill(directory: string): string {
  const { bavail, bsize } = statfsSync(directory);
  const filler = `${directory}/filler`;
  Deno.writeFileSync(filler, new Uint8Array(bavail * bsize - 12_288));
  return filler;
}
