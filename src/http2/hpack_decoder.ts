// HPACK decoding (RFC 7541): a header block in, fields out.
// I1  A list over the limits is still decoded to its end, because the dynamic table is shared by all streams; its
//     fields are dropped and `isOversized` is set. I2  The table never outgrows the size that we announced to the peer.
import { HeaderField } from "./header_field.ts";
import { DynamicTable, STATIC_FIELDS } from "./hpack_table.ts";
import { huffmanDecode } from "./huffman.ts";

/** Limits of a decoder, see limits.ts. */
export interface DecoderLimits {
  readonly headerTableBytes: number;
  readonly maxHeaderListBytes: number;
  readonly maxHeaderFields: number;
}

const STATIC_COUNT = STATIC_FIELDS.length;
/** Scratch for Huffman output; nothing in it outlives one string. */
let scratch: Uint8Array = new Uint8Array(1_024);

/** Decodes the header blocks of one direction of one connection, in order. */
export class HpackDecoder {
  /** The last list broke a limit: `fields` is incomplete and the stream must be refused. */
  isOversized = false;

  readonly #limits: DecoderLimits;
  readonly #table: DynamicTable;
  #bytes: Uint8Array = scratch;
  #at = 0;
  #end = 0;
  #failure: string | null = null;

  constructor(limits: DecoderLimits) {
    this.#limits = limits;
    this.#table = new DynamicTable(limits.headerTableBytes);
  }

  /** Bytes in the dynamic table. */
  get tableBytes(): number {
    return this.#table.sizeBytes;
  }

  /** Decodes one complete block into `fields`. The result is null, or why the connection must end (COMPRESSION_ERROR). */
  decode(bytes: Uint8Array, range: { start: number; end: number }, fields: HeaderField[]): string | null {
    this.#bytes = bytes;
    this.#at = range.start;
    this.#end = range.end;
    this.#failure = null;
    this.isOversized = false;
    let listBytes = 0, isFirst = true;
    while (this.#at < this.#end) {
      const byte = bytes[this.#at] ?? 0;
      if ((byte & 0xe0) === 0x20) {
        if (!isFirst) return "a table size update after the first field";
        this.#resize();
        if (this.#failure !== null) return this.#failure;
        continue;
      }
      isFirst = false;
      const field = byte >= 0x80 ? this.#indexed() : this.#literal(byte);
      if (field === null) return this.#failure ?? "truncated";
      listBytes += field.sizeBytes;
      if (listBytes > this.#limits.maxHeaderListBytes || fields.length >= this.#limits.maxHeaderFields) {
        this.isOversized = true;
      } else fields.push(field);
    }
    return null;
  }

  #resize(): void {
    const size = this.#integer(5);
    if (size > this.#limits.headerTableBytes) this.#failure ??= `table size ${size} is more than allowed`;
    else if (this.#failure === null) this.#table.resize(size);
  }

  #indexed(): HeaderField | null {
    const index = this.#integer(7);
    return this.#failure === null ? this.#lookUp(index) : null;
  }

  #literal(byte: number): HeaderField | null {
    const isIndexing = (byte & 0xc0) === 0x40;
    const index = this.#integer(isIndexing ? 6 : 4);
    const name = index === 0 ? this.#string() : this.#lookUp(index)?.name;
    const value = this.#string();
    if (this.#failure !== null || name === undefined) return null;
    const field = new HeaderField(name, value);
    if (isIndexing) this.#table.add(field);
    return field;
  }

  #lookUp(index: number): HeaderField | null {
    const field = index <= STATIC_COUNT ? STATIC_FIELDS[index - 1] : this.#table.at(index - STATIC_COUNT - 1);
    if (field === undefined) this.#failure ??= `index ${index} does not exist`;
    return field ?? null;
  }

  /** An integer with a prefix of `bits` bits (section 5.1); at most four further bytes. */
  #integer(bits: number): number {
    const mask = (1 << bits) - 1;
    let value = (this.#bytes[this.#at++] ?? 0) & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (this.#at >= this.#end) break;
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
    this.#failure ??= "an integer is truncated or too large";
    return 0;
  }

  #string(): string {
    if (this.#at >= this.#end) {
      this.#failure ??= "a string is missing";
      return "";
    }
    const isHuffman = ((this.#bytes[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const start = this.#at, end = start + length;
    if (end > this.#end) this.#failure ??= "a string is truncated";
    if (this.#failure !== null) return "";
    this.#at = end;
    if (!isHuffman) return latin1(this.#bytes, start, end);
    if (scratch.length < length * 2) scratch = new Uint8Array(length * 2);
    const decoded = huffmanDecode(this.#bytes, { start, end }, scratch);
    if (decoded < 0) {
      this.#failure ??= "a Huffman code is not valid";
      return "";
    }
    return latin1(scratch, 0, decoded);
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) {
    let text = "";
    for (let at = start; at < end; at += 4_096) {
      text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4_096)));
    }
    return text;
  }
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}
