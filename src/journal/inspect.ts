/** Summarises a journal's content and checks its integrity, for operators; the daemon itself does not use it. */
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../kit/errors.ts";
import type { InspectOptions, JournalSummary, UnusableJournal } from "../ports/journal_tools.ts";
import { JournalError } from "./journal_error.ts";
import type { StateEvent } from "../state/event_model.ts";
import { sizeOf } from "./quarantine.ts";
import { anchorOf, auditRows, verifyChain } from "./audit_chain.ts";
import { readJournal } from "./reading.ts";
import { newestEventRows, readPosition, serviceRows } from "./rows.ts";
import { Findings, pageProblems, verifyRows } from "./verify.ts";

/** Inspects the journal at `path`; reads only, also while a daemon runs. Never throws because of the file's content. */
export function inspectJournal(path: string, options: InspectOptions): JournalSummary | UnusableJournal {
  const sizes = () => ({ fileBytes: sizeOf(path) ?? 0, logBytes: sizeOf(`${path}-wal`) ?? 0 });
  return readJournal(path, (db) => ({ kind: "read", ...summary(db, options), ...sizes() }));
}

function summary(
  db: DatabaseSync,
  { depth, newest: count = 10 }: InspectOptions,
): Omit<JournalSummary, "kind" | "fileBytes" | "logBytes"> {
  const findings = new Findings();
  // Damaged pages make every row suspect; the counts then cover only the rows that could be read.
  for (const problem of pageProblems(db, depth === "all")) findings.add({ kind: "page", problem });
  const arePagesSound = findings.list().length === 0;
  if (arePagesSound) guarded(findings, () => verifyRows(db, depth, findings));
  const newest: StateEvent[] = [];
  let services = 0;
  let removedServices = 0;
  guarded(findings, () => {
    for (const row of serviceRows(db)) {
      if (row.removed > 0n) removedServices += 1;
      else services += 1;
    }
    for (const { event } of newestEventRows(db, count)) if (event !== undefined) newest.push(event);
  });
  const audit = guarded(findings, () => verifyChain(auditRows(db), anchorOf(db)));
  if (audit?.problem !== undefined) findings.add({ kind: "audit", problem: audit.problem });
  const { forgotten: _forgotten, ...position } = readPosition(db);
  return {
    ...position,
    services,
    removedServices,
    events: guarded(findings, () => Number(db.prepare("SELECT count(*) AS n FROM events").get()?.["n"])) ?? 0,
    newest,
    auditEntries: audit?.entries ?? 0,
    damagedRows: findings.damagedRows,
    findings: findings.list(),
  };
}

/** Runs `work`; a page that cannot be read becomes a finding, and the result is then undefined. */
function guarded<T>(findings: Findings, work: () => T): T | undefined {
  try {
    return work();
  } catch (cause) {
    const error = JournalError.from(cause, "read the journal");
    if (error.kind !== "corrupt") throw cause;
    findings.add({ kind: "page", problem: messageOf(cause) });
    return undefined;
  }
}
