/** How a call of the client can fail: what a person should know, and what can be done about it. */

/** `unreachable` may go away by itself; `usage` is a mistake of the caller. */
export type ClientErrorReason = "failed" | "usage" | "unreachable" | "notFound" | "refused";

/** A failure whose message is fit for people as it is. */
export class ClientError<Reason extends string = ClientErrorReason> extends Error {
  override readonly name: string = "ClientError";
  readonly reason: Reason;
  /** What to do next, a sentence. */
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
