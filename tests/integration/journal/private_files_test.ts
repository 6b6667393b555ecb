/** What the daemon keeps is private whatever the umask, and no symbolic link leads it to another file. */
import { deepEqual, equal, match, throws } from "node:assert/strict";
import { exportJournalToFile } from "../../../src/journal/export.ts";
import { openJournal } from "../../../src/journal/journal.ts";
import { writeMark } from "../../../src/journal/mark.ts";
import { openFresh } from "../../../src/journal/quarantine.ts";
import { acquireInstanceLock } from "../../../src/platform/process/lock.ts";
import { TempDir } from "../../support/temp_dir.ts";

function modeOf(path: string): string {
  return ((Deno.statSync(path).mode ?? 0) & 0o777).toString(8);
}

async function withUmask<T>(mask: number, work: () => T | Promise<T>): Promise<T> {
  const before = Deno.umask(mask);
  try {
    return await work();
  } finally {
    Deno.umask(before);
  }
}

Deno.test("journal, log, mark, lock and export are private under a umask that would leave them open", async () => {
  await withUmask(0, async () => {
    using dir = new TempDir();
    const state = dir.file("state");
    const lock = acquireInstanceLock(state);
    if (lock.kind !== "locked") throw new Error(lock.message);
    using _lock = lock.lock;
    const path = `${state}/journal.db`;
    await using journal = openJournal(path).journal;
    writeMark(path, { revision: 1n, services: 1 });
    exportJournalToFile(path, dir.file("out.jsonl"));
    equal(journal.isPersistent, true);
    const files = [...Deno.readDirSync(state)].map(({ name }) => `${name} ${modeOf(`${state}/${name}`)}`);
    deepEqual(files.filter((file) => !file.endsWith(" 600")), []);
    deepEqual([modeOf(state), modeOf(dir.file("out.jsonl"))], ["700", "600"]);
  });
});

Deno.test("a journal that others could read is private after the next start", async () => {
  using dir = new TempDir();
  const path = dir.file("journal.db");
  await openJournal(path).journal[Symbol.asyncDispose]();
  Deno.chmodSync(path, 0o644);
  await using _journal = openJournal(path).journal;
  deepEqual([modeOf(path), modeOf(`${path}-wal`)], ["600", "600"]);
});

Deno.test("what is written anew replaces a symbolic link and does not follow it", async () => {
  using dir = new TempDir();
  const victim = dir.write("victim", "untouched");
  const path = dir.file("journal.db");
  await openJournal(path).journal[Symbol.asyncDispose]();
  Deno.symlinkSync(victim, `${path}.mark.new`);
  Deno.symlinkSync(victim, dir.file("out.jsonl.new"));
  Deno.symlinkSync(victim, dir.file("fresh"));
  exportJournalToFile(path, dir.file("out.jsonl"));
  openFresh(dir.file("fresh")).close();
  equal(Deno.readTextFileSync(victim), "untouched");
  equal(Deno.lstatSync(dir.file("fresh")).isSymlink, false);
});

Deno.test("a lock that is a symbolic link is refused, and what it leads to is not touched", () => {
  using dir = new TempDir();
  const victim = dir.write("victim", "untouched");
  Deno.mkdirSync(dir.file("state"), { mode: 0o700 });
  Deno.symlinkSync(victim, dir.file("state/lock"));
  const outcome = acquireInstanceLock(dir.file("state"));
  match(outcome.kind === "failed" ? outcome.message : outcome.kind, /symbolic link/);
  equal(Deno.readTextFileSync(victim), "untouched");
});

Deno.test("a state directory that others can read is closed to them, one that they can write to is refused", () => {
  using dir = new TempDir();
  const state = dir.file("state");
  Deno.mkdirSync(state);
  Deno.chmodSync(state, 0o755);
  const outcome = acquireInstanceLock(state);
  if (outcome.kind !== "locked") throw new Error(outcome.message);
  outcome.lock[Symbol.dispose]();
  equal(modeOf(state), "700");
  Deno.chmodSync(state, 0o777);
  const refused = acquireInstanceLock(state);
  match(
    refused.kind === "failed" ? refused.message : refused.kind,
    /others may write to it \(mode 777\); chmod 0700/,
  );
  equal(modeOf(state), "777");
});

Deno.test("a directory of others is not closed to them because it was named by mistake", () => {
  using dir = new TempDir();
  dir.write("theirs", "");
  Deno.chmodSync(dir.path, 0o755);
  const outcome = acquireInstanceLock(dir.path);
  if (outcome.kind === "locked") outcome.lock[Symbol.dispose]();
  equal(modeOf(dir.path), "755");
  throws(() => openFresh(`${dir.path}/none/file`), Deno.errors.NotFound);
});
