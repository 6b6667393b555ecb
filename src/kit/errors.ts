/**
 * The expected failures of requests and effects.
 *
 * They are values of one union, created where the cause is known and mapped once, at the edge (`grpc/status.ts`), to the status
 * that the peer receives. Anything else that is thrown is a bug or a cancellation.
 */

/** A failure, with what the reader needs to correct it. */
export type Failure =
  /** A field has a value that is not accepted; `accepted` names the range or form. */
  | { readonly kind: "invalid"; readonly field: string; readonly problem: string; readonly accepted: string }
  | { readonly kind: "not-found"; readonly what: string }
  /** The change is not allowed in the state that the resource is in. */
  | { readonly kind: "illegal-transition"; readonly what: string; readonly reason: string }
  /** It cannot be answered now or here: nothing was changed. */
  | { readonly kind: "not-possible"; readonly what: string; readonly reason: string }
  /** The caller's term is over: a higher one has been seen. */
  | {
    readonly kind: "stale-term";
    readonly what: string;
    readonly term: bigint;
    readonly highest: bigint;
    /** How long ago whoever has the highest term was heard, milliseconds; 0 = it is connected, Infinity = never. */
    readonly heardMsAgo: number;
  }
  /** The caller worked from an older generation than the current one. */
  | { readonly kind: "stale"; readonly what: string; readonly got: bigint; readonly current: bigint }
  /** A configured limit is reached. */
  | { readonly kind: "limit"; readonly what: string; readonly limit: number; readonly setting: string }
  | { readonly kind: "not-ready"; readonly why: string }
  | { readonly kind: "cancelled"; readonly why: string };

/** A thrown failure. `failure` is for programs, `message` for display. */
export class StateManagerError extends Error {
  override readonly name = "StateManagerError";
  readonly failure: Failure;

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(describeFailure(failure), options);
    this.failure = failure;
  }
}

/** The failure as a sentence, with what to do when the reader can do something. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case "invalid":
      return `${failure.field}: ${failure.problem}; accepted: ${failure.accepted}`;
    case "not-found":
      return `${failure.what} does not exist`;
    case "illegal-transition":
      return `Cannot change ${failure.what}: ${failure.reason}`;
    case "not-possible":
      return `${failure.what}: ${failure.reason}`;
    case "stale-term":
      return `${failure.what}: term ${failure.term} is stale, ${failure.highest} has been seen: another State Manager leads`;
    case "stale":
      return `Cannot change ${failure.what}: generation ${failure.got} is stale, current is ${failure.current}; ` +
        "read it again and repeat the change";
    case "limit":
      return `Too many ${failure.what}: the limit is ${failure.limit} (setting ${failure.setting})`;
    case "not-ready":
      return `Not ready: ${failure.why}`;
    case "cancelled":
      return `Cancelled: ${failure.why}`;
    default:
      return assertNever(failure);
  }
}

/** For the default branch of a switch over a union: does not compile while a member is missing. */
export function assertNever(value: never): never {
  throw new Error(`Not a member of the union: ${JSON.stringify(value)}`);
}

/** Shorthand for the most frequent failure. */
export function invalid(field: string, problem: string, accepted: string): StateManagerError {
  return new StateManagerError({ kind: "invalid", field, problem, accepted });
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
