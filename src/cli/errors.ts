/** How a command can fail: what is told to the user, what the user can do, and the exit code. */
import { ClientError } from "../client/errors.ts";

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
  /** The change was refused: a conflict, a limit, not possible now, needed by what runs, or this user may not. */
  refused: 5,
  /** `doctor` found a problem, `diff` a difference, a peer breaks a rule, a journal is damaged, or a replay decided otherwise. */
  unsound: 6,
} as const;
export type ExitReason = keyof typeof EXIT_CODES;

/** A failure of a command, with more reasons than a client has. */
export class CliError extends ClientError<Exclude<ExitReason, "ok">> {
  override readonly name = "CliError";
}

/** Any failure that is told to the user as it is: of the command, or of the client that it uses. */
export type UserError = ClientError<Exclude<ExitReason, "ok">>;

export function isUserError(error: unknown): error is UserError {
  return error instanceof ClientError;
}

/** A mistake in what the user wrote. */
export function usage(message: string, hint?: string): CliError {
  return new CliError("usage", message, hint === undefined ? {} : { hint });
}
