/**
 * The frames of gRPC in the bytes of one request, checked before anyone collects them: a flag, a length, and so many bytes.
 *
 * I1  What a message will take is booked when its length is known, before its first byte is kept; it is refused when there is no room.
 * I2  A unary request is exactly one message.
 * I3  Requests are not compressed (docs/adr/0026-byte-budget.md): what a message is inflated to is never a question.
 */
import { status as Status } from "@grpc/grpc-js";
import type { CallAccount } from "./door_call.ts";
import { RAW_FACTOR } from "../../../kit/client_shares.ts";

const PREFIX_BYTES = 5;
/** Messages of a stream that grpc-js may hold for a handler: its queue, and the one that is under way. */
const HELD_MESSAGES = 17;

export interface ScanRules {
  readonly isStream: boolean;
  readonly maxMessageBytes: number;
  /** `grpc-encoding` of the request; empty = none. */
  readonly encoding: string;
}

/** Why a request is refused. */
export interface Refusal {
  readonly code: Status;
  readonly details: string;
}

export class MessageScan {
  readonly #rules: ScanRules;
  readonly #account: CallAccount;
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixBytes = 0;
  #lengthBytes = 0;
  #missingBytes = 0;
  #messages = 0;
  /** What the messages that are still held were charged, of a stream. */
  readonly #charges: number[] = [];

  constructor(rules: ScanRules, account: CallAccount) {
    this.#rules = rules;
    this.#account = account;
  }

  /** Whether a message has begun that is not complete. */
  get isWithin(): boolean {
    return this.#prefixBytes > 0;
  }

  /** Bytes that arrived; null, or why the request is refused. */
  data(buffer: Uint8Array, start: number, end: number): Refusal | null {
    let at = start;
    while (at < end) {
      if (this.#prefixBytes < PREFIX_BYTES) {
        this.#prefix[this.#prefixBytes++] = buffer[at++] ?? 0;
        if (this.#prefixBytes < PREFIX_BYTES) continue;
        const refusal = this.#begin();
        if (refusal !== null) return refusal;
      }
      const count = Math.min(this.#missingBytes, end - at);
      this.#missingBytes -= count;
      at += count;
      if (this.#missingBytes === 0) this.#prefixBytes = 0;
    }
    return null;
  }

  /** The request is complete; null, or why it is refused. */
  end(): Refusal | null {
    if (this.isWithin) {
      const there = this.#prefixBytes < PREFIX_BYTES
        ? "within its prefix"
        : `${this.#missingBytes} bytes too early`;
      return invalid(`the request ends ${there}`);
    }
    if (this.#messages === 0 && !this.#rules.isStream) {
      return { code: Status.UNIMPLEMENTED, details: "The call takes one message, and none was sent" };
    }
    return null;
  }

  #begin(): Refusal | null {
    const flag = this.#prefix[0] ?? 0;
    this.#lengthBytes = new DataView(this.#prefix.buffer).getUint32(1);
    this.#missingBytes = this.#lengthBytes;
    const refusal = this.#flagRefusal(flag);
    if (refusal !== null) return refusal;
    const { isStream, maxMessageBytes } = this.#rules;
    if (this.#lengthBytes > maxMessageBytes) {
      return exhausted(
        `The message has ${this.#lengthBytes} bytes; the most that is accepted is ${maxMessageBytes}`,
      );
    }
    this.#messages += 1;
    if (!isStream && this.#messages > 1) {
      return { code: Status.UNIMPLEMENTED, details: "The call takes one message, and more were sent" };
    }
    return this.#charge();
  }

  /** I3. The first case is as doc/compression.md of gRPC has it, in so many words. */
  #flagRefusal(flag: number): Refusal | null {
    if (flag === 0) return null;
    if (flag !== 1) return invalid(`${flag} is no flag of a message; accepted: 0`);
    const { encoding } = this.#rules;
    return encoding === "" || encoding === "identity"
      ? {
        code: Status.INTERNAL,
        details: "The Compressed-Flag is set, but grpc-encoding names no compression",
      }
      : {
        code: Status.UNIMPLEMENTED,
        details: "Compressed requests are not accepted; grpc-accept-encoding: identity",
      };
  }

  #charge(): Refusal | null {
    const bytes = this.#lengthBytes * RAW_FACTOR;
    if (this.#rules.isStream) {
      this.#charges.push(bytes);
      if (this.#charges.length > HELD_MESSAGES) this.#account.give(this.#charges.shift() ?? 0);
    }
    if (this.#account.take(bytes)) return null;
    if (this.#rules.isStream) this.#charges.pop();
    return exhausted("There is no room for the message now; the limit is the setting memory.clients");
  }
}

function invalid(problem: string): Refusal {
  return { code: Status.INVALID_ARGUMENT, details: `The request is no message of gRPC: ${problem}` };
}

function exhausted(details: string): Refusal {
  return { code: Status.RESOURCE_EXHAUSTED, details };
}
