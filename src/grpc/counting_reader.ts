/**
 * A reader of protobuf that counts the fields and lengths of a message while it is decoded: what a message takes decoded depends on
 * them far more than on its bytes, of which two make an empty message within another.
 */
import { Buffer } from "node:buffer";
import protobuf from "protobufjs/minimal.js";
import { KnownTexts } from "./known_texts.ts";

/** Of all requests: names, keys of maps, and what a node tells again with every list. */
const TEXTS = new KnownTexts(8_192);

/** What to do about the fields that are counted. */
export interface FieldCount {
  /** Fields and lengths between two calls of `onFields`. */
  readonly fieldsAtOnce: number;
  /** Called before each next lot, the first one excepted; what it throws ends the decoding. */
  readonly onFields: () => void;
}

export class CountingReader extends protobuf.BufferReader {
  readonly #count: FieldCount;
  #left: number;

  constructor(bytes: Uint8Array, count: FieldCount) {
    super(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#count = count;
    this.#left = count.fieldsAtOnce;
  }

  /** Tags and lengths are read by this, and nothing that is repeated without either. */
  override uint32(): number {
    if (this.#left-- === 0) {
      this.#count.onFields();
      this.#left = this.#count.fieldsAtOnce - 1;
    }
    return super.uint32();
  }

  override string(): string {
    const length = this.uint32();
    const start = this.pos;
    const end = Math.min(start + length, this.len);
    this.pos = end;
    return TEXTS.read(this.buf as Buffer, start, end);
  }
}
