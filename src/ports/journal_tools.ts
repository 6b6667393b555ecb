/**
 * The operator's tools for the journal file: the commands ask, the journal answers. The layer of the commands does not know SQLite;
 * `main.ts` connects the two.
 *
 * No call throws because of the files' content, except where it says so.
 */
import type { StateEvent } from "../state/events.ts";

/** Name of the file in the state directory. */
export const JOURNAL_FILE = "journal.db";

/** Why a journal cannot be read. */
export type UnusableJournal =
  | { readonly kind: "absent" }
  /** A program with a newer schema wrote it. */
  | { readonly kind: "newer"; readonly message: string }
  | { readonly kind: "corrupt"; readonly message: string }
  /** No permission, or the disk failed: the state of the file itself is unknown. */
  | { readonly kind: "unreadable"; readonly message: string };

/** `more` = further findings are not listed. */
export type JournalFindingKind = "page" | "service" | "event" | "order" | "audit" | "more";

/** One problem in a journal. */
export interface JournalFinding {
  readonly kind: JournalFindingKind;
  readonly problem: string;
}

/** The readable content of a journal, in numbers. */
export interface JournalSummary {
  readonly kind: "read";
  readonly schemaVersion: number;
  /** Events kept per service. */
  readonly ringSize: number;
  readonly fileBytes: number;
  readonly logBytes: number;
  readonly services: number;
  /** Services that ended and whose history is kept. */
  readonly removedServices: number;
  readonly events: number;
  /** Entries of the audit trail; its chain is proved each time. */
  readonly auditEntries: number;
  /** Revision and term of the newest commit. */
  readonly revision: bigint;
  readonly term: bigint;
  /** The newest events, oldest first. */
  readonly newest: readonly StateEvent[];
  /** Rows that cannot be used. */
  readonly damagedRows: number;
  /** The problems, one line each; their number is bounded. */
  readonly findings: readonly JournalFinding[];
}

/** How thoroughly to inspect. */
export interface InspectOptions {
  /** Newest events to read, at most. Default 10. */
  readonly newest?: number;
  /**
   * `short`: every service and the newest events; `rows`: every row; `all`: every row, every page and every index.
   */
  readonly depth: "short" | "rows" | "all";
}

/** What the journal held durably at some time, kept in a file beside it. */
export interface JournalMark {
  readonly revision: bigint;
  readonly services: number;
  /** Set until as many services are known again. */
  readonly loss?: JournalLoss;
}

/** What was in the journal once is not in it any more. */
export interface JournalLoss {
  /** When it was noticed; wall time, milliseconds. */
  readonly atMs: number;
  /** Services that were known before. */
  readonly services: number;
  /** A sentence, without the full stop. */
  readonly what: string;
}

/** What is missing in a journal that holds this, by its mark; undefined = nothing, or nothing is known. */
export function lossOf(
  mark: JournalMark | undefined,
  found: Pick<JournalMark, "revision" | "services">,
  atMs: number,
): JournalLoss | undefined {
  if (mark === undefined || found.revision >= mark.revision) return undefined;
  const { services } = mark;
  const held = found.revision === 0n ? "is empty" : `ends at revision ${found.revision}`;
  const what =
    `The journal ${held}, but it held ${services} service${services === 1 ? "" : "s"} and revision ` +
    `${mark.revision}: its file was lost, emptied or replaced by an older one`;
  return { atMs, services, what };
}

/** An earlier journal file that was moved aside. */
export interface AsideFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Wall time, milliseconds; 0 = not known. */
  readonly modifiedAtMs: number;
}

/** The content of an export. */
export interface ExportedJournal {
  readonly kind: "exported";
  readonly services: number;
  readonly events: number;
  /** Rows and pages that could not be read and were left out, one line each, at most 50. */
  readonly leftOut: readonly string[];
  readonly leftOutCount: number;
}

export type ExportOutcome = ExportedJournal | UnusableJournal;

export interface ImportOptions {
  readonly file: string;
  readonly isReplacing: boolean;
}

export type ImportOutcome =
  | {
    readonly kind: "imported";
    readonly services: number;
    readonly removedServices: number;
    readonly events: number;
    /** Revision of the newest commit. */
    readonly revision: bigint;
    /** New path of the journal that was replaced. */
    readonly movedTo?: string;
  }
  /** Nothing was written. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] }
  /** A journal with services exists, or one that cannot be read; nothing was written. */
  | { readonly kind: "occupied"; readonly message: string };

/** Operations on a journal file. Reading is safe while a daemon runs. */
export interface JournalTools {
  inspect(path: string, options: InspectOptions): JournalSummary | UnusableJournal;
  /** Undefined = there is none, or it cannot be read. */
  mark(path: string): JournalMark | undefined;
  /** Throws when the directory cannot be read. */
  asideFiles(path: string): readonly AsideFile[];
  /** Throws what `write` throws. */
  exportTo(path: string, write: (text: string) => void): ExportOutcome;
  /** Writes the complete file or none. Throws when the file cannot be written. */
  exportToFile(path: string, file: string): ExportOutcome;
  /** Needs the instance lock. Throws when a file cannot be read or written; the journal is then unchanged. */
  import(path: string, options: ImportOptions): ImportOutcome;
}

/** The files that an export is written to: the one that was asked for, last, takes the place of the other. */
export function partsOfExport(file: string): readonly [temporary: string, file: string] {
  return [`${file}.new`, file];
}
