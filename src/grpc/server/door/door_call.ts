/**
 * One call of a client as the door sees it: the bytes that are held for it, and how long it has made the server wait.
 *
 * I1  What a call took is given back when it is over, all of it.
 * I2  A handler finds its call by a header that no client can set: the door overwrites it.
 */
import type { Metadata } from "@grpc/grpc-js";
import type { Turns } from "./turns.ts";
import type { ByteBudget } from "../../../kit/byte_budget.ts";
import type { Caller } from "../../../ports/caller.ts";
import { StateManagerError } from "../../../kit/errors.ts";
import { MAX_CLIENT_BYTES_SETTING } from "../../../kit/client_shares.ts";

/** The header that carries the number of a call to its handler (I2). */
export const CALL_HEADER = "piccolo-call";

/** Where bytes of a call are booked. */
export interface CallAccount {
  /** False when there is no room. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** What a call waits for, and since when; a monotonic time in milliseconds. */
export interface Waiting {
  readonly for: "request" | "handler" | "reader";
  readonly sinceMs: number;
}

export class DoorCall implements CallAccount {
  readonly id: string;
  readonly path: string;
  readonly caller: Caller;
  readonly turns: Turns;
  waiting: Waiting;
  readonly #account: ByteBudget;
  readonly #abort: () => void;
  readonly #refusedAnswers: Map<string, number>;
  #bytes = 0;
  #isClosed = false;

  constructor(
    options: {
      readonly id: string;
      readonly path: string;
      readonly caller: Caller;
      /** Of the connection. */
      readonly turns: Turns;
      readonly account: ByteBudget;
      readonly nowMs: number;
      /** Of the connection: by method, the size of the last answer that had no room. */
      readonly refusedAnswers: Map<string, number>;
      /** Resets the call. */
      readonly abort: () => void;
    },
  ) {
    this.id = options.id;
    this.path = options.path;
    this.caller = options.caller;
    this.turns = options.turns;
    this.#account = options.account;
    this.#abort = options.abort;
    this.#refusedAnswers = options.refusedAnswers;
    this.waiting = { for: "request", sinceMs: options.nowMs };
  }

  /** Whether an answer like the last one of this method that had no room would have none again: it need not be made. */
  get isFutile(): boolean {
    const bytes = this.#refusedAnswers.get(this.path);
    return bytes !== undefined && !this.#account.hasRoom(bytes);
  }

  /** An answer had no room. */
  noteRefusedAnswer(bytes: number): void {
    this.#refusedAnswers.set(this.path, bytes);
  }

  take(bytes: number): boolean {
    if (this.#isClosed || !this.#account.take(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  give(bytes: number): void {
    if (this.#isClosed) return;
    this.#bytes -= bytes;
    this.#account.give(bytes);
  }

  /** Resets the call: its peer has made the server wait for too long. */
  abort(): void {
    this.#abort();
  }

  /** The call is over (I1). */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#account.give(this.#bytes);
    this.#bytes = 0;
  }
}

/** What a call without a door books to: nothing limits it. */
const UNLIMITED: CallAccount = { take: () => true, give: () => {} };

/** The calls that are open, by the number in their header. */
export class DoorCalls {
  readonly #calls = new Map<string, DoorCall>();
  #next = 0;

  open(options: Omit<ConstructorParameters<typeof DoorCall>[0], "id">): DoorCall {
    const call = new DoorCall({ ...options, id: String(this.#next++) });
    this.#calls.set(call.id, call);
    return call;
  }

  /** Ends the call's account. */
  close(call: DoorCall): void {
    this.#calls.delete(call.id);
    call.close();
  }

  /** The call that a handler serves; undefined when it is over. */
  of(metadata: Metadata): DoorCall | undefined {
    const [id] = metadata.get(CALL_HEADER);
    return typeof id === "string" ? this.#calls.get(id) : undefined;
  }

  accountOf(metadata: Metadata): CallAccount {
    return this.of(metadata) ?? UNLIMITED;
  }

  /** Resets the calls that have waited for too long for what their peer has to do. */
  sweep(nowMs: number, limits: { readonly requestMs: number; readonly readerMs: number }): void {
    for (const call of [...this.#calls.values()]) {
      const waitedMs = nowMs - call.waiting.sinceMs;
      const isLate = call.waiting.for === "request" && waitedMs > limits.requestMs ||
        call.waiting.for === "reader" && waitedMs > limits.readerMs;
      if (isLate) call.abort();
    }
  }
}

/** The refusal of what does not fit. */
export function noRoom(limitBytes: number): StateManagerError {
  return new StateManagerError({
    kind: "limit",
    what: "bytes that are held for clients",
    limit: limitBytes,
    setting: MAX_CLIENT_BYTES_SETTING,
  });
}
