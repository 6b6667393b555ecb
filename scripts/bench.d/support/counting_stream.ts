/** A stream of gRPC messages on a connection of its own that counts them and decodes nothing. */
import { Client, type ClientReadableStream, credentials, Metadata } from "@grpc/grpc-js";

export interface CountingOptions {
  readonly address: string;
  readonly path: string;
  readonly request: Uint8Array;
  readonly onMessage: (message: Uint8Array) => void;
}

const bytes = (value: Uint8Array) => Buffer.from(value);

export class CountingStream implements Disposable {
  readonly #client: Client;
  readonly #stream: ClientReadableStream<Uint8Array>;
  /** Resolves with the first message or the headers. */
  readonly opened: Promise<void>;

  constructor({ address, path, request, onMessage }: CountingOptions) {
    this.#client = new Client(address, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
      "grpc.max_receive_message_length": -1,
    });
    this.#stream = this.#client.makeServerStreamRequest(
      path,
      bytes,
      (value: Uint8Array) => value,
      request,
      new Metadata(),
    );
    this.opened = new Promise((resolve, reject) => {
      this.#stream.once("metadata", () => resolve());
      this.#stream.once("error", reject);
    });
    // The end of the bench is no error.
    this.#stream.on("error", () => {});
    this.#stream.on("data", onMessage);
  }

  [Symbol.dispose](): void {
    this.#stream.cancel();
    this.#client.close();
  }
}

/** The fields of a message with their place, as far as they are numbers or of known length. */
export function* fieldsOf(
  message: Uint8Array,
): Generator<
  { readonly field: number; readonly value: bigint; /** Where the next one begins. */ readonly end: number }
> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = message[at++] ?? 0;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const kind = key & 7;
    const value = kind === 1 || kind === 5 ? 0n : varint();
    if (kind === 2) at += Number(value);
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    yield { field: key >> 3, value, end: at };
  }
}
