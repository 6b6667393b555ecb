/**
 * The messages of a call between grpc-js and its handler: as bytes, so that the handler decodes and encodes them with the account of the call.
 *
 * I1  Bytes that cannot be decoded are answered with INVALID_ARGUMENT, a message that takes more than there is room for with
 *     RESOURCE_EXHAUSTED; the fields are booked as they are decoded, so that a message that is nothing but fields stops early.
 * I2  An answer is booked before it is written.
 * I3  A message that several streams are sent is encoded once: they hold the same bytes, and each of them books them.
 */
import type { ServiceDefinition } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { invalid, messageOf } from "../../../kit/errors.ts";
import { requestDecoder } from "../../definitions.ts";
import { type CallAccount, noRoom } from "./door_call.ts";
import { FIELD_BYTES, FIELDS_AT_ONCE, RAW_FACTOR, TEXT_FACTOR } from "../../../kit/client_shares.ts";

/** What is booked through it, so that it can be given back at once. */
export class Lot implements CallAccount {
  readonly #account: CallAccount;
  #bytes = 0;

  constructor(account: CallAccount) {
    this.#account = account;
  }

  take(bytes: number): boolean {
    if (!this.#account.take(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
    this.#account.give(bytes);
  }

  giveAll(): void {
    this.give(this.#bytes);
  }
}

/** A request as it came. */
export class Undecoded {
  readonly #path: string;
  readonly #bytes: Uint8Array;
  readonly #serialize: (value: object) => Buffer;

  constructor(options: {
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly serialize: (value: object) => Buffer;
  }) {
    this.#path = options.path;
    this.#bytes = options.bytes;
    this.#serialize = options.serialize;
  }

  /** Throws a StateManagerError of kind "invalid" or "limit" (I1). What it takes stays booked until the call is over. */
  decode(account: CallAccount, limitBytes: number): object {
    // The pieces in which it came are gone; its texts are to come.
    if (!account.take(this.#bytes.length * (TEXT_FACTOR - RAW_FACTOR + 1))) throw noRoom(limitBytes);
    const full: { error?: Error } = {};
    try {
      return requestDecoder(this.#path)(this.#bytes, {
        fieldsAtOnce: FIELDS_AT_ONCE,
        onFields: () => {
          if (account.take(FIELDS_AT_ONCE * FIELD_BYTES)) return;
          full.error = noRoom(limitBytes);
          throw full.error;
        },
      });
    } catch (error) {
      if (error === full.error) throw error;
      throw invalid(
        "request",
        `cannot be decoded (${messageOf(error)})`,
        "the message of the .proto file",
      );
    }
  }

  /** The answer in bytes, booked (I2). Throws a StateManagerError of kind "limit". */
  encode(
    value: object,
    account: CallAccount,
    { limitBytes, onRefused }: { readonly limitBytes: number; readonly onRefused?: (bytes: number) => void },
  ): Encoded {
    const bytes = value instanceof Encoded ? value.bytes : this.#serialize(value);
    if (!account.take(bytes.length)) {
      onRefused?.(bytes.length);
      throw noRoom(limitBytes);
    }
    return new Encoded(bytes);
  }
}

/** An answer in bytes. */
export class Encoded {
  constructor(readonly bytes: Buffer) {}
}

/** An answer whose bytes are made already, for the handler to hand on as any other. */
export function inBytes<Response>(bytes: Buffer): Response {
  return new Encoded(bytes) as Response;
}

/** I3: remembers what became of a value for as long as the value is held. */
function once(serialize: (value: object) => Buffer): (value: object) => Buffer {
  const known = new WeakMap<object, Buffer>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const bytes = serialize(value);
    known.set(value, bytes);
    return bytes;
  };
}

/** The definition with requests that come as `Undecoded` and answers that go as `Encoded`. */
export function withRawMessages(definition: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => {
      const serialize = method.responseStream ? once(method.responseSerialize) : method.responseSerialize;
      return [name, {
        ...method,
        requestDeserialize: (bytes: Buffer) => new Undecoded({ path: method.path, bytes, serialize }),
        responseSerialize: (value: object) => value instanceof Encoded ? value.bytes : serialize(value),
      }];
    }),
  );
}

/** The request in the form that the handler's type says: the definition was made of the same .proto file. */
export function decoded<Request>(undecoded: unknown, account: CallAccount, clientBytes: number): Request {
  return (undecoded as Undecoded).decode(account, clientBytes) as Request;
}

/** The bytes of an answer, booked. grpc-js hands them to the definition's serializer, which knows them. */
export function encoded<Response>(
  undecoded: unknown,
  answer: Response,
  { account, clientBytes, onRefused }: {
    readonly account: CallAccount;
    readonly clientBytes: number;
    /** The answer has so many bytes, and no room. */
    readonly onRefused?: (bytes: number) => void;
  },
): Response {
  return (undecoded as Undecoded).encode(answer as object, account, {
    limitBytes: clientBytes,
    ...(onRefused && { onRefused }),
  }) as Response;
}
