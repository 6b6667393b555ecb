/** The failures of a client call, with a message and a hint for the user. */

/** `unreachable` may resolve itself; `usage` is a mistake of the caller. */
export type ClientErrorReason = "failed" | "usage" | "unreachable" | "notFound" | "refused";

/** A failure whose message can be shown to the user. */
export class ClientError<Reason extends string = ClientErrorReason> extends Error {
  override readonly name: string = "ClientError";
  readonly reason: Reason;
  /** What the user can do, in a sentence. */
  readonly hint: string | undefined;

  constructor(
    reason: Reason,
    message: string,
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.reason = reason;
    this.hint = options.hint;
  }
}
