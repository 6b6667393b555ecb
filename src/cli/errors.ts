/** How a command can fail: what is told to the user, what the user can do, and the exit code. */

/** Exit codes, documented in docs/cli.md. */
export const EXIT_CODES = {
  /** Done. */
  ok: 0,
  /** Something else went wrong. */
  failed: 1,
  /** The command line, a manifest or a configuration is not valid; nothing was done. */
  usage: 2,
  /** The State Manager does not answer. */
  unreachable: 3,
  /** There is no such service. */
  notFound: 4,
  /** The State Manager refused the change: a conflict, a limit, or not possible now. */
  refused: 5,
  /** `doctor` found a problem, a journal is damaged, or a replay decided otherwise. */
  unsound: 6,
} as const;
export type ExitReason = keyof typeof EXIT_CODES;

/** A failure that is told to the user as it is. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly reason: Exclude<ExitReason, "ok">;
  /** What to do next, a sentence. */
  readonly hint: string | undefined;

  constructor(
    reason: Exclude<ExitReason, "ok">,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.reason = reason;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return EXIT_CODES[this.reason];
  }
}

/** A mistake in what the user wrote. */
export function usage(message: string, hint?: string): CliError {
  return new CliError("usage", message, hint === undefined ? {} : { hint });
}
