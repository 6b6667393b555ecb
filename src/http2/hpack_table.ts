// The tables of HPACK (RFC 7541 section 2.3): the static one, and the dynamic one as a ring.
// I1  The dynamic table's size never passes its capacity; an entry larger than the capacity empties it (section 4.4).
import { HeaderField } from "./header_field.ts";

// Appendix A, in order; index 1 is the first.
const STATIC: readonly (readonly [string, string])[] = [
  [":authority", ""],
  [":method", "GET"],
  [":method", "POST"],
  [":path", "/"],
  [":path", "/index.html"],
  [":scheme", "http"],
  [":scheme", "https"],
  [":status", "200"],
  [":status", "204"],
  [":status", "206"],
  [":status", "304"],
  [":status", "400"],
  [":status", "404"],
  [":status", "500"],
  ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"],
  ["accept-language", ""],
  ["accept-ranges", ""],
  ["accept", ""],
  ["access-control-allow-origin", ""],
  ["age", ""],
  ["allow", ""],
  ["authorization", ""],
  ["cache-control", ""],
  ["content-disposition", ""],
  ["content-encoding", ""],
  ["content-language", ""],
  ["content-length", ""],
  ["content-location", ""],
  ["content-range", ""],
  ["content-type", ""],
  ["cookie", ""],
  ["date", ""],
  ["etag", ""],
  ["expect", ""],
  ["expires", ""],
  ["from", ""],
  ["host", ""],
  ["if-match", ""],
  ["if-modified-since", ""],
  ["if-none-match", ""],
  ["if-range", ""],
  ["if-unmodified-since", ""],
  ["last-modified", ""],
  ["link", ""],
  ["location", ""],
  ["max-forwards", ""],
  ["proxy-authenticate", ""],
  ["proxy-authorization", ""],
  ["range", ""],
  ["referer", ""],
  ["refresh", ""],
  ["retry-after", ""],
  ["server", ""],
  ["set-cookie", ""],
  ["strict-transport-security", ""],
  ["transfer-encoding", ""],
  ["user-agent", ""],
  ["vary", ""],
  ["via", ""],
  ["www-authenticate", ""],
];

/** The static table; entry 0 stands for index 1. */
export const STATIC_FIELDS: readonly HeaderField[] = STATIC.map(([name, value]) =>
  new HeaderField(name, value)
);

/** What a dynamic table holds, oldest first, with the size accounting of section 4. */
export class DynamicTable {
  #entries: (HeaderField | undefined)[] = new Array(16);
  #oldest = 0;
  #count = 0;
  #sizeBytes = 0;
  #capacityBytes: number;
  readonly #onEvict: (entry: HeaderField) => void;

  constructor(capacityBytes: number, onEvict: (entry: HeaderField) => void = () => {}) {
    this.#capacityBytes = capacityBytes;
    this.#onEvict = onEvict;
  }

  get count(): number {
    return this.#count;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get capacityBytes(): number {
    return this.#capacityBytes;
  }

  /** The entry that was added `age` additions ago, 0 being the newest. */
  at(age: number): HeaderField | undefined {
    if (age < 0 || age >= this.#count) return undefined;
    return this.#entries[(this.#oldest + this.#count - 1 - age) & (this.#entries.length - 1)];
  }

  /** Adds an entry; false if it is larger than the whole table, which is empty then. */
  add(entry: HeaderField): boolean {
    const size = entry.sizeBytes;
    this.#evictTo(this.#capacityBytes - size);
    if (size > this.#capacityBytes) return false;
    if (this.#count === this.#entries.length) this.#grow();
    this.#entries[(this.#oldest + this.#count) & (this.#entries.length - 1)] = entry;
    this.#count++;
    this.#sizeBytes += size;
    return true;
  }

  /** Changes the capacity, dropping the oldest entries where needed. */
  resize(capacityBytes: number): void {
    this.#capacityBytes = capacityBytes;
    this.#evictTo(capacityBytes);
  }

  #evictTo(limitBytes: number): void {
    while (this.#count > 0 && this.#sizeBytes > limitBytes) {
      const entry = this.#entries[this.#oldest];
      this.#entries[this.#oldest] = undefined;
      this.#oldest = (this.#oldest + 1) & (this.#entries.length - 1);
      this.#count--;
      if (entry === undefined) continue;
      this.#sizeBytes -= entry.sizeBytes;
      this.#onEvict(entry);
    }
  }

  #grow(): void {
    const larger = new Array<HeaderField | undefined>(this.#entries.length * 2);
    for (let i = 0; i < this.#count; i++) {
      larger[i] = this.#entries[(this.#oldest + i) & (this.#entries.length - 1)];
    }
    this.#entries = larger;
    this.#oldest = 0;
  }
}
