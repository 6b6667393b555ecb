/** The audit trail in the journal: a chain that shows every change, carried by export and import. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { AUDIT_CAPACITY, AuditChain } from "../../../src/journal/audit_chain.ts";
import { exportJournalToFile } from "../../../src/journal/export.ts";
import { importJournal } from "../../../src/journal/import.ts";
import { inspectJournal } from "../../../src/journal/inspect.ts";
import { openJournal } from "../../../src/journal/journal.ts";
import type { AuditEntry } from "../../../src/ports/audit.ts";
import { TempDir } from "../../support/temp_dir.ts";

function entry(subject: string): AuditEntry {
  return {
    ...{
      atMs: 1_700_000_000_000,
      role: "operator",
      origin: "unix:/run/a.sock",
      method: "UpdateState",
      subject,
    },
    ...{ outcome: "granted", status: "OK" },
  };
}

/** A journal with so many entries, closed. */
async function journalWith(path: string, entries: number): Promise<void> {
  await using journal = openJournal(path).journal;
  for (let n = 1; n <= entries; n++) journal.append(entry(`vehicle/s${n}\u202e`));
}

function verified(path: string): { readonly entries: number; readonly problems: readonly string[] } {
  const found = inspectJournal(path, { depth: "rows" });
  if (found.kind !== "read") throw new Error(found.kind);
  return {
    entries: found.auditEntries,
    problems: found.findings.map(({ kind, problem }) => `${kind}: ${problem}`),
  };
}

function edit(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

Deno.test("the chain goes on where the last run ended, and is whole", async () => {
  using dir = new TempDir();
  const path = dir.file("journal.db");
  await journalWith(path, 30);
  await journalWith(path, 30);
  deepEqual(verified(path), { entries: 60, problems: [] });
});

Deno.test("a journal that nobody changed anything through has no trail, and one is no trail that is broken", async () => {
  using dir = new TempDir();
  await journalWith(dir.file("journal.db"), 0);
  deepEqual(verified(dir.file("journal.db")), { entries: 0, problems: [] });
});

const TAMPERED: Readonly<Record<string, string>> = {
  "an entry that was changed":
    "UPDATE audit SET entry = replace(entry, 'operator', 'observer') WHERE sequence = 7",
  "an entry that was taken out": "DELETE FROM audit WHERE sequence = 7",
  "the first entry that was taken out": "DELETE FROM audit WHERE sequence = 1",
  "two entries that changed places":
    "UPDATE audit SET entry = CASE sequence WHEN 7 THEN (SELECT entry FROM audit WHERE sequence = 8) ELSE (SELECT entry FROM audit WHERE sequence = 7) END WHERE sequence IN (7, 8)",
  "a hash that was changed":
    "UPDATE audit SET hash = replace(hash, substr(hash, 1, 8), '00000000') WHERE sequence = 7",
};

for (const [name, sql] of Object.entries(TAMPERED)) {
  Deno.test(`${name} is found`, async () => {
    using dir = new TempDir();
    const path = dir.file("journal.db");
    await journalWith(path, 20);
    edit(path, sql);
    const { problems } = verified(path);
    equal(problems.length, 1);
    match(problems[0] ?? "", /^audit: audit entry [2-9]: /);
  });
}

Deno.test("an export carries the trail, the import proves it, and a second export is the same bytes", async () => {
  using dir = new TempDir();
  await journalWith(dir.file("journal.db"), 20);
  equal(exportJournalToFile(dir.file("journal.db"), dir.file("one.jsonl")).kind, "exported");
  equal(
    importJournal(dir.file("other.db"), { file: dir.file("one.jsonl"), isReplacing: false }).kind,
    "imported",
  );
  deepEqual(verified(dir.file("other.db")), { entries: 20, problems: [] });
  exportJournalToFile(dir.file("other.db"), dir.file("two.jsonl"));
  equal(Deno.readTextFileSync(dir.file("one.jsonl")), Deno.readTextFileSync(dir.file("two.jsonl")));
  ok(Deno.readTextFileSync(dir.file("one.jsonl")).includes("vehicle/s7\\u202e"));
});

Deno.test("a trail that was changed stays so through an export and an import", async () => {
  using dir = new TempDir();
  await journalWith(dir.file("journal.db"), 20);
  edit(dir.file("journal.db"), "UPDATE audit SET entry = replace(entry, 's7', 's8') WHERE sequence = 7");
  exportJournalToFile(dir.file("journal.db"), dir.file("one.jsonl"));
  importJournal(dir.file("other.db"), { file: dir.file("one.jsonl"), isReplacing: false });
  match(verified(dir.file("other.db")).problems.join(), /audit entry 7: it or the one before it was changed/);
});

Deno.test("the trail keeps its newest entries, and is proved from the hash before the oldest of them", async () => {
  using dir = new TempDir();
  const path = dir.file("journal.db");
  await journalWith(path, 1);
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF");
  const chain = new AuditChain(db);
  for (let n = 0; n < AUDIT_CAPACITY + 200; n++) chain.append(entry("a/b"));
  db.close();
  const { entries, problems } = verified(path);
  ok(entries >= AUDIT_CAPACITY && entries < AUDIT_CAPACITY + 100, `${entries}`);
  deepEqual(problems, []);
  await journalWith(path, 1);
  deepEqual(verified(path).problems, []);
});
