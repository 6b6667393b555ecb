// HPACK encoding (RFC 7541): flat lists [name, value, name, value, ...] in, header blocks out.
// I1  A value enters the dynamic table only when its name showed the same value twice in a row: what changes with
//     every call (time-outs, trace ids) does not push out what repeats.
// I2  Secrets are sent as "never indexed" (section 7.1.3).
// I3  A block made without touching the table may be sent again byte for byte while the table stays as it is.
import { HeaderField } from "./header_field.ts";
import { DynamicTable, STATIC_FIELDS } from "./hpack_table.ts";
import { huffmanEncode, huffmanLength } from "./huffman.ts";

const SECRET: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie"]);
const VOLATILE: ReadonlySet<string> = new Set(["grpc-timeout", "grpc-message", "content-length", "date"]);
/** Worth a place in the table at first sight: the same for every call of a connection. */
const STABLE: ReadonlySet<string> = new Set([
  ":authority",
  ":path",
  ":scheme",
  ":status",
  "content-type",
  "te",
  "user-agent",
  "grpc-accept-encoding",
  "grpc-encoding",
  "accept-encoding",
]);
const MAX_REMEMBERED_NAMES = 64;
const CACHED_BLOCKS = 4;

interface CachedBlock {
  readonly fields: readonly string[];
  readonly bytes: Uint8Array;
  readonly epoch: number;
}

interface StaticName {
  readonly index: number;
  readonly values: Map<string, number>;
}

const STATIC_NAMES: ReadonlyMap<string, StaticName> = staticNames();

function staticNames(): Map<string, StaticName> {
  const names = new Map<string, StaticName>();
  STATIC_FIELDS.forEach((field, i) => {
    const known = names.get(field.name);
    if (known === undefined) names.set(field.name, { index: i + 1, values: new Map([[field.value, i + 1]]) });
    else known.values.set(field.value, i + 1);
  });
  return names;
}

/** Encodes the header blocks of one direction of one connection, in order. */
export class HpackEncoder {
  /** The last block: `bytes` from 0 to `length`. Valid until the next call. */
  bytes: Uint8Array = new Uint8Array(512);
  length = 0;

  readonly #table: DynamicTable;
  readonly #maxTableBytes: number;
  /** Name to value to the number of the addition, counted from 1. */
  readonly #places = new Map<string, Map<string, number>>();
  readonly #lastValues = new Map<string, string>();
  readonly #cache: CachedBlock[] = [];
  #cacheNext = 0;
  #additions = 0;
  #epoch = 0;
  /** Smallest and last capacity since the last block, to be announced before the next one (section 4.2). */
  #resizeMin = -1;

  constructor(maxTableBytes: number) {
    this.#maxTableBytes = maxTableBytes;
    this.#table = new DynamicTable(Math.min(4_096, maxTableBytes), (entry) => this.#forget(entry));
    if (maxTableBytes < 4_096) this.#resizeMin = maxTableBytes;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE; we use at most our own maximum of it. */
  setPeerTableSize(sizeBytes: number): void {
    const capacity = Math.min(sizeBytes, this.#maxTableBytes);
    if (capacity === this.#table.capacityBytes) return;
    this.#resizeMin = this.#resizeMin < 0 ? capacity : Math.min(this.#resizeMin, capacity);
    this.#table.resize(capacity);
    this.#epoch++;
  }

  /** Encodes one list into {@link bytes}. */
  encode(fields: readonly string[]): void {
    if (this.#resizeMin < 0 && this.#fromCache(fields)) return;
    this.length = 0;
    const epochBefore = this.#epoch;
    if (this.#resizeMin >= 0) this.#announceSize();
    for (let i = 0; i < fields.length; i += 2) this.#field(fields[i] ?? "", fields[i + 1] ?? "");
    if (this.#epoch === epochBefore && this.length <= 512) this.#remember(fields);
  }

  #fromCache(fields: readonly string[]): boolean {
    for (const block of this.#cache) {
      if (block.epoch !== this.#epoch || block.fields.length !== fields.length) continue;
      let i = 0;
      while (i < fields.length && block.fields[i] === fields[i]) i++;
      if (i < fields.length) continue;
      this.bytes.set(block.bytes);
      this.length = block.bytes.length;
      return true;
    }
    return false;
  }

  #remember(fields: readonly string[]): void {
    for (let i = 0; i < fields.length; i += 2) {
      const name = fields[i] ?? "";
      if (VOLATILE.has(name) || SECRET.has(name)) return;
    }
    this.#cache[this.#cacheNext] = { fields, bytes: this.bytes.slice(0, this.length), epoch: this.#epoch };
    this.#cacheNext = (this.#cacheNext + 1) % CACHED_BLOCKS;
  }

  #announceSize(): void {
    const last = this.#table.capacityBytes;
    if (this.#resizeMin < last) this.#integer(0x20, 5, this.#resizeMin);
    this.#integer(0x20, 5, last);
    this.#resizeMin = -1;
    this.#epoch++;
  }

  #field(name: string, value: string): void {
    const fixed = STATIC_NAMES.get(name);
    const fixedIndex = fixed?.values.get(value);
    if (fixedIndex !== undefined) return this.#integer(0x80, 7, fixedIndex);
    const values = this.#places.get(name);
    const place = values?.get(value);
    if (place !== undefined) return this.#integer(0x80, 7, this.#indexOf(place));
    const nameIndex = fixed?.index ?? this.#anyIndex(values);
    if (SECRET.has(name)) return this.#literal(0x10, { bits: 4, nameIndex, name, value });
    if (!this.#isWorthIndexing(name, value)) return this.#literal(0x00, { bits: 4, nameIndex, name, value });
    this.#literal(0x40, { bits: 6, nameIndex, name, value });
    this.#add(name, value);
  }

  #isWorthIndexing(name: string, value: string): boolean {
    if (VOLATILE.has(name) || name.length + value.length + 32 > this.#table.capacityBytes >> 2) return false;
    if (STABLE.has(name)) return true;
    const isRepeated = this.#lastValues.get(name) === value;
    if (!isRepeated) {
      if (this.#lastValues.size >= MAX_REMEMBERED_NAMES) this.#lastValues.clear();
      this.#lastValues.set(name, value);
      // The block differs next time, when this value is indexed: it must not be cached (I3).
      this.#epoch++;
    }
    return isRepeated;
  }

  #indexOf(place: number): number {
    return STATIC_FIELDS.length + 1 + this.#additions - place;
  }

  #anyIndex(values: Map<string, number> | undefined): number {
    if (values === undefined) return 0;
    for (const place of values.values()) return this.#indexOf(place);
    return 0;
  }

  #add(name: string, value: string): void {
    this.#epoch++;
    if (!this.#table.add(new HeaderField(name, value))) return;
    this.#additions++;
    const values = this.#places.get(name);
    if (values === undefined) this.#places.set(name, new Map([[value, this.#additions]]));
    else values.set(value, this.#additions);
  }

  #forget(entry: HeaderField): void {
    this.#epoch++;
    const values = this.#places.get(entry.name);
    values?.delete(entry.value);
    if (values?.size === 0) this.#places.delete(entry.name);
  }

  #literal(pattern: number, field: { bits: number; nameIndex: number; name: string; value: string }): void {
    this.#integer(pattern, field.bits, field.nameIndex);
    if (field.nameIndex === 0) this.#string(field.name);
    this.#string(field.value);
  }

  #integer(pattern: number, bits: number, value: number): void {
    this.#reserve(6);
    const mask = (1 << bits) - 1;
    if (value < mask) {
      this.bytes[this.length++] = pattern | value;
      return;
    }
    this.bytes[this.length++] = pattern | mask;
    let rest = value - mask;
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.length++] = rest & 0x7f | 0x80;
    this.bytes[this.length++] = rest;
  }

  #string(text: string): void {
    const encoded = huffmanLength(text);
    if (encoded < text.length) {
      this.#integer(0x80, 7, encoded);
      this.#reserve(encoded);
      this.length = huffmanEncode(text, this.bytes, this.length);
      return;
    }
    this.#integer(0x00, 7, text.length);
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
