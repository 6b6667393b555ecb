/**
 * Errors of the journal's files, classified by what an operator can do about them.
 *
 * `node:sqlite` does not expose SQLite's result codes; its messages are constant text per code, so the messages are matched. An
 * unknown message counts as "io": the journal then guarantees nothing.
 */
import { messageOf } from "../kit/errors.ts";

export const JOURNAL_ERROR_KINDS = [
  /** No space left; nothing was changed, and the same commit may succeed later. */
  "full",
  /** The file system or the file cannot be written. */
  "readonly",
  /** The disk failed, or did not confirm a write. */
  "io",
  /** The content differs from what was written; the next start moves the file aside. */
  "corrupt",
  /** Another process holds the database. */
  "locked",
  /** Used after it was closed. */
  "closed",
  /** The caller broke the order of revisions: a bug. */
  "order",
] as const;
export type JournalErrorKind = typeof JOURNAL_ERROR_KINDS[number];

/** An operation of the journal failed, and changed nothing. */
export class JournalError extends Error {
  override readonly name = "JournalError";

  constructor(readonly kind: JournalErrorKind, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
  }

  /** Classifies anything thrown by SQLite or the file system; `what` names the operation. */
  static from(error: unknown, what: string): JournalError {
    if (error instanceof JournalError) return error;
    const kind = classify(error);
    return new JournalError(kind, `Cannot ${what}: ${messageOf(error)}${ADVICE[kind]}`, { cause: error });
  }
}

const ADVICE: Readonly<Record<JournalErrorKind, string>> = {
  full: "; free some space, the journal resumes by itself",
  readonly: "; make the state directory writable",
  io: "; check the disk",
  corrupt: "; the next start moves the file aside and begins an empty one",
  locked: "; no other program may have the journal open for writing",
  closed: "",
  order: "",
};

const MESSAGES: readonly (readonly [RegExp, JournalErrorKind])[] = [
  [/disk is full|no space left|quota exceeded|os error (28|122)\b/i, "full"],
  [/readonly database|read-only|os error 30\b/i, "readonly"],
  [/malformed|not a database|malformed database schema|CONSTRAINT|constraint failed/i, "corrupt"],
  [/is locked|is busy/i, "locked"],
  [/is not open|has been finalized/i, "closed"],
];

function classify(error: unknown): JournalErrorKind {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return "readonly";
  }
  const message = messageOf(error);
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? "io";
}
