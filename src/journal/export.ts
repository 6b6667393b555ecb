/** Exports a journal as text (`transfer_format.ts`), also while a daemon has it open. */
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type ExportedJournal, type ExportOutcome, partsOfExport } from "../ports/journal_tools.ts";
import { anchorOf, auditRows } from "./audit_chain.ts";
import { openFresh, removeIfThere, syncDirectory } from "./quarantine.ts";
import { readJournal } from "./reading.ts";
import { eventRows, problemOfService, readPosition, serviceRows } from "./rows.ts";
import { pageProblems } from "./verify.ts";
import { formatLine } from "./transfer_format.ts";

const MAX_LEFT_OUT = 50;
/** Lines are passed on in pieces of about this size, characters. */
const PIECE = 65_536;

/**
 * Passes the journal at `path` to `write`, piece by piece. When the outcome is not "exported", the text written so far is incomplete
 * (it has no end line). Throws what `write` throws.
 */
export function exportJournal(path: string, write: (text: string) => void): ExportOutcome {
  let failure: { readonly cause: unknown } | undefined;
  const outcome = readJournal(path, (db) =>
    exportRows(db, (text) => {
      try {
        write(text);
      } catch (cause) {
        failure = { cause };
        throw cause;
      }
    }));
  if (failure !== undefined) throw failure.cause;
  return outcome;
}

/** Exports into `file`, which is afterwards complete and durable, or unchanged. Throws what the file system throws. */
export function exportJournalToFile(path: string, file: string): ExportOutcome {
  const [temporary] = partsOfExport(file);
  const encoder = new TextEncoder();
  try {
    using output = openFresh(temporary);
    const outcome = exportJournal(path, (text) => {
      let bytes = encoder.encode(text);
      while (bytes.length > 0) bytes = bytes.subarray(output.writeSync(bytes));
    });
    if (outcome.kind === "exported") {
      output.syncSync();
      Deno.renameSync(temporary, file);
      syncDirectory(dirname(file));
    }
    return outcome;
  } finally {
    removeIfThere(temporary);
  }
}

function exportRows(db: DatabaseSync, write: (text: string) => void): ExportedJournal {
  const leftOut: string[] = [];
  let leftOutCount = 0;
  const leave = (what: string): void => {
    leftOutCount += 1;
    if (leftOut.length < MAX_LEFT_OUT) leftOut.push(what);
  };
  for (const problem of pageProblems(db, false)) leave(`whatever is on a damaged page: ${problem}`);
  let piece = "";
  const put = (text: string): void => {
    piece += text;
    if (piece.length < PIECE) return;
    write(piece);
    piece = "";
  };

  put(formatLine({ kind: "header", header: readPosition(db) }));
  const rings = new Map<
    number,
    { readonly resource: string; readonly revision: bigint }
  >();
  for (const row of serviceRows(db)) {
    const problem = problemOfService(row);
    if (problem !== undefined) {
      leave(`service ${row.resource}, with its events: ${problem}`);
      continue;
    }
    rings.set(row.id, row);
    put(formatLine({ kind: "service", service: row }));
  }
  let events = 0;
  let last = 0n;
  for (const { service, revision, event, json, problem } of eventRows(db)) {
    const ring = rings.get(service);
    if (ring === undefined) continue;
    const isInOrder = revision > last && revision <= ring.revision;
    if (event === undefined || problem !== undefined || event.resourceId !== ring.resource || !isInOrder) {
      leave(`event ${revision} of ${ring.resource}: ${problem ?? "it is out of order"}`);
      continue;
    }
    last = revision;
    events += 1;
    put(
      formatLine({
        kind: "event",
        event: { resource: ring.resource, revision, type: event.eventType, json },
      }),
    );
  }
  for (const [index, row] of [...auditRows(db)].entries()) {
    if (index === 0) put(formatLine({ kind: "audit-anchor", hash: anchorOf(db) }));
    if (isJson(row.entry)) put(formatLine({ kind: "audit", row }));
    else leave(`audit entry ${row.sequence}: it is not JSON`);
  }
  put(formatLine({ kind: "end", services: rings.size, events }));
  write(piece);
  return { kind: "exported", services: rings.size, events, leftOut, leftOutCount };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
