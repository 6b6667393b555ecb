/**
 * The journal as the commands see it. The layer of the commands does not know SQLite: `main.ts` brings the two together.
 *
 * Nothing here throws for what is on the disk, except where it says so.
 */
import type { StateEvent } from "../state/events.ts";

/** Why a journal cannot be looked at. */
export type UnusableJournal =
  | { readonly kind: "absent" }
  /** Written by a newer program. */
  | { readonly kind: "newer"; readonly message: string }
  | { readonly kind: "corrupt"; readonly message: string }
  /** Not allowed, or the disk failed. */
  | { readonly kind: "unreadable"; readonly message: string };

export type JournalFindingKind = "page" | "service" | "event" | "order" | "more";

/** One thing that is wrong in a journal. */
export interface JournalFinding {
  readonly kind: JournalFindingKind;
  readonly problem: string;
}

/** A journal that could be read. */
export interface JournalSummary {
  readonly kind: "read";
  readonly schemaVersion: number;
  readonly ringSize: number;
  readonly fileBytes: number;
  readonly logBytes: number;
  readonly services: number;
  readonly removedServices: number;
  readonly events: number;
  readonly revision: bigint;
  readonly term: bigint;
  readonly newestEventMs?: number;
  readonly newest: readonly StateEvent[];
  readonly damagedRows: number;
  readonly findings: readonly JournalFinding[];
}

/** A file that was moved aside. */
export interface AsideFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export type ExportOutcome =
  | {
    readonly kind: "exported";
    readonly services: number;
    readonly events: number;
    readonly leftOut: readonly string[];
    readonly leftOutCount: number;
  }
  | UnusableJournal;

export type ImportOutcome =
  | {
    readonly kind: "imported";
    readonly services: number;
    readonly removedServices: number;
    readonly events: number;
    readonly revision: bigint;
    readonly movedTo?: string;
  }
  | { readonly kind: "invalid"; readonly problems: readonly string[] }
  | { readonly kind: "occupied"; readonly message: string };

/** What can be done with the file of a journal. Reading is safe beside a running daemon. */
export interface JournalTools {
  /** Name of the file in the state directory. */
  readonly fileName: string;
  inspect(
    path: string,
    options: { readonly depth: "short" | "rows" | "all"; readonly newest?: number },
  ): JournalSummary | UnusableJournal;
  /** Throws when the directory cannot be read. */
  asideFiles(path: string): readonly AsideFile[];
  /** Throws what `write` throws. */
  exportTo(path: string, write: (text: string) => void): ExportOutcome;
  /** Whole or not at all. Throws when the file cannot be written. */
  exportToFile(path: string, file: string): ExportOutcome;
  /** Needs the instance lock. Throws when a file cannot be read or written; the journal is then as it was. */
  import(
    path: string,
    options: { readonly file: string; readonly isReplacing: boolean },
  ): ImportOutcome;
}

/** The state directory that the configuration names, or why it cannot be known. */
export type StateDirOutcome =
  | { readonly kind: "known"; readonly stateDir: string }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** What the commands for the journal need of the machine. */
export interface JournalDeps {
  readonly tools: JournalTools;
  stateDirOf(
    configPath: string | undefined,
    env: Readonly<Record<string, string | undefined>>,
  ): StateDirOutcome;
  /** Runs `work` with the instance lock held; the answer says who has it where that cannot be. */
  withLock<T>(stateDir: string, work: () => T):
    | { readonly kind: "done"; readonly value: T }
    | { readonly kind: "held" | "failed"; readonly message: string };
}
