/**
 * The journal as people look at it: what the commands ask and the journal answers. The layer of the commands does not know
 * SQLite: `main.ts` brings the two together.
 *
 * Nothing here throws for what is on the disk, except where it says so.
 */
import type { StateEvent } from "../state/events.ts";

/** Why a journal cannot be looked at. */
export type UnusableJournal =
  | { readonly kind: "absent" }
  /** A program with a newer schema wrote it. */
  | { readonly kind: "newer"; readonly message: string }
  | { readonly kind: "corrupt"; readonly message: string }
  /** Not allowed, or the disk failed: nothing is said about the file itself. */
  | { readonly kind: "unreadable"; readonly message: string };

/** `more` = there is more of the same that is not listed. */
export type JournalFindingKind = "page" | "service" | "event" | "order" | "more";

/** One thing that is wrong in a journal. */
export interface JournalFinding {
  readonly kind: JournalFindingKind;
  readonly problem: string;
}

/** What a journal holds that could be read. */
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
  /** Revision and term of the newest commit. */
  readonly revision: bigint;
  readonly term: bigint;
  /** The newest events, oldest first. */
  readonly newest: readonly StateEvent[];
  /** Rows that cannot be used. */
  readonly damagedRows: number;
  /** What is wrong, a line each; their number is bounded. */
  readonly findings: readonly JournalFinding[];
}

/** How closely to look. */
export interface InspectOptions {
  /** Newest events to read, at most. Default 10. */
  readonly newest?: number;
  /**
   * `short`: every service and the newest events; `rows`: every row; `all`: every row, every page and every index.
   */
  readonly depth: "short" | "rows" | "all";
}

/** A file that was moved aside from the place of the journal. */
export interface AsideFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Wall time, milliseconds; 0 = not known. */
  readonly modifiedAtMs: number;
}

/** What was written. */
export interface ExportedJournal {
  readonly kind: "exported";
  readonly services: number;
  readonly events: number;
  /** Rows, and pages, that could not be read and are not in it, a line each, at most 50. */
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
    /** Where the journal that was there is now. */
    readonly movedTo?: string;
  }
  /** Nothing was written. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] }
  /** There is a journal with something in it, or one that cannot be read; nothing was written. */
  | { readonly kind: "occupied"; readonly message: string };

/** What can be done with the file of a journal. Reading is safe beside a running daemon. */
export interface JournalTools {
  /** Name of the file in the state directory. */
  readonly fileName: string;
  inspect(path: string, options: InspectOptions): JournalSummary | UnusableJournal;
  /** Throws when the directory cannot be read. */
  asideFiles(path: string): readonly AsideFile[];
  /** Throws what `write` throws. */
  exportTo(path: string, write: (text: string) => void): ExportOutcome;
  /** Whole or not at all. Throws when the file cannot be written. */
  exportToFile(path: string, file: string): ExportOutcome;
  /** Needs the instance lock. Throws when a file cannot be read or written; the journal is then as it was. */
  import(path: string, options: ImportOptions): ImportOutcome;
}
