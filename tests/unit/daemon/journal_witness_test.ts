/** What of a journal was lost is reported, and nothing else is. */
import { deepEqual, equal, match } from "node:assert/strict";
import { JournalWitness } from "../../../src/daemon/journal_witness.ts";
import { importJournal } from "../../../src/journal/import.ts";
import { exportJournalToFile } from "../../../src/journal/export.ts";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { markPath, readMark } from "../../../src/journal/mark.ts";
import type { AlertDraft } from "../../../src/state/alert.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { LIDAR, RADAR, step } from "../../integration/journal/support.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** One run of the daemon, as far as the journal sees it. */
async function run(path: string, options: { readonly commits?: number; readonly isKilled?: boolean } = {}) {
  const { commits = 0, isKilled = false } = options;
  const log = new MemoryLog();
  const clock = new VirtualClock();
  const alerts: AlertDraft[] = [];
  const opened = openJournal(path, { log });
  const { journal } = opened;
  const stored = journal.load();
  const known = new Set<unknown>(stored.records.map(({ service }) => service.metadata.id));
  const witness = new JournalWitness({
    ...{ path, opened, clock, log, specs: "Specs have to be applied again" },
    manager: {
      records: () => known,
      onCommitted: () => () => {},
      alert: (draft) => void alerts.push(draft),
    },
  });
  await witness.note();
  for (let commit = 1n; commit <= BigInt(commits); commit++) {
    const id = commit % 2n === 0n ? RADAR : LIDAR;
    journal.commit(step(id, stored.revision + commit));
    known.add(id);
  }
  // A run that is killed noted what it holds at some time before.
  if (!isKilled) await witness[Symbol.asyncDispose]();
  await journal[Symbol.asyncDispose]();
  return { alerts, errors: log.at("error").map(({ message }) => message) };
}

Deno.test("neither a first start nor the start after a clean end, a kill or a power cut is a loss", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  for (const isKilled of [false, true, true, false]) {
    deepEqual(await run(path, { commits: 5, isKilled }), { alerts: [], errors: [] });
  }
  equal(readMark(path)?.revision, 20n);
});

const LOSSES: Readonly<Record<string, (path: string) => void>> = {
  "removed": (path) => Deno.removeSync(path),
  "emptied": (path) => Deno.truncateSync(path),
  "replaced by an empty one": (path) => Deno.copyFileSync(`${path}.early`, path),
};

for (const [how, lose] of Object.entries(LOSSES)) {
  Deno.test(`a journal that was ${how} is reported once, and remembered until as many services are known again`, async () => {
    using dir = new TempDir();
    const path = dir.file(JOURNAL_FILE);
    await run(path);
    Deno.copyFileSync(path, `${path}.early`);
    await run(path, { commits: 4 });
    lose(path);
    const { alerts, errors } = await run(path);
    deepEqual(errors, ["The journal was lost"]);
    deepEqual(alerts.map(({ severity, reason }) => `${severity} ${reason}`), ["Critical JournalFailed"]);
    match(
      alerts[0]?.message ?? "",
      /The journal is empty, but it held 2 services and revision 4: .*applied again/,
    );
    equal(readMark(path)?.loss?.services, 2);
    deepEqual((await run(path, { commits: 1 })).alerts, [], "it is not lost again");
    equal(readMark(path)?.loss?.services, 2);
    await run(path, { commits: 2 });
    await run(path);
    equal(readMark(path)?.loss, undefined);
  });
}

Deno.test("a journal that is full of zeros is moved aside, which is reported as well", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  await run(path, { commits: 4 });
  Deno.writeFileSync(path, new Uint8Array(Deno.statSync(path).size));
  const { alerts } = await run(path);
  deepEqual(alerts.map(({ severity, reason }) => `${severity} ${reason}`), ["Critical JournalFailed"]);
  equal(readMark(path)?.loss?.services, 2);
});

Deno.test("a journal that is replaced by an older copy is reported", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  await run(path, { commits: 2 });
  Deno.copyFileSync(path, `${path}.old`);
  await run(path, { commits: 2 });
  Deno.copyFileSync(`${path}.old`, path);
  const { alerts } = await run(path);
  match(alerts[0]?.message ?? "", /ends at revision 2, but it held 2 services and revision 4/);
});

Deno.test("an import is no loss, and neither is a mark that cannot be read", async () => {
  using dir = new TempDir();
  const path = dir.file(JOURNAL_FILE);
  await run(path, { commits: 2 });
  const file = dir.file("export.jsonl");
  equal(exportJournalToFile(path, file).kind, "exported");
  await run(path, { commits: 2 });
  equal(importJournal(path, { file, isReplacing: true }).kind, "imported");
  deepEqual((await run(path)).alerts, []);
  for (const text of ["", "nothing", "[1]", '{"v":1,"revision":"x","services":1}']) {
    Deno.writeTextFileSync(markPath(path), text);
    deepEqual(await run(path), { alerts: [], errors: [] });
  }
});
