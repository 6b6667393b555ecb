// The frame layer (RFC 9113 section 4.1): cutting the byte stream into frames. It knows lengths, not meanings.
// I1  No more than one frame is ever buffered, and none larger than `maxFrameBytes`.
// I2  A frame that lies whole inside one chunk is not copied: `buffer`, `start` and `end` point into the chunk.

/** Frame types (RFC 9113 section 6). */
export const FrameType = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
} as const;

/** Frame flags; ACK and END_STREAM share a bit. */
export const Flag = { ACK: 0x1, END_STREAM: 0x1, END_HEADERS: 0x4, PADDED: 0x8, PRIORITY: 0x20 } as const;

/** What a client sends first (RFC 9113 section 3.4), before its SETTINGS. */
export const CLIENT_PREFACE: Uint8Array = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const HEADER_BYTES = 9;
const EMPTY = new Uint8Array(0);

/** An unsigned big-endian 32-bit number. */
export function readU32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24 | (bytes[at + 1] ?? 0) << 16 | (bytes[at + 2] ?? 0) << 8 |
    (bytes[at + 3] ?? 0)) >>> 0;
}

/** A stream identifier or window increment: 31 bits, the reserved bit dropped. */
export function readU31(bytes: Uint8Array, at: number): number {
  return readU32(bytes, at) & 0x7fffffff;
}

/**
 * Cuts chunks into frames. Give it a chunk with {@link feed}, then call {@link next} until it says "more"; the
 * fields describe the current frame until the following call.
 */
export class FrameReader {
  type = 0;
  flags = 0;
  streamId = 0;
  /** Payload: `buffer` from `start` up to, not including, `end`. */
  buffer: Uint8Array = EMPTY;
  start = 0;
  end = 0;

  readonly #maxFrameBytes: number;
  #chunk: Uint8Array = EMPTY;
  #at = 0;
  /** A frame cut by the end of a chunk: its first bytes, and how many there are. */
  #partial: Uint8Array = EMPTY;
  #partialBytes = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Hands over the next chunk. The previous one must have been used up: `next()` said "more". */
  feed(chunk: Uint8Array, from = 0): void {
    this.#chunk = chunk;
    this.#at = from;
  }

  /** Moves to the next frame: "frame" if there is one, "more" if bytes are missing, "tooLarge" if it breaks the limit. */
  next(): "frame" | "more" | "tooLarge" {
    if (this.#partialBytes > 0) return this.#finishPartial();
    const chunk = this.#chunk, at = this.#at, left = chunk.length - at;
    if (left < HEADER_BYTES) return this.#keep(HEADER_BYTES);
    const length = readLength(chunk, at);
    if (length > this.#maxFrameBytes) return this.#tooLarge(chunk, at);
    if (left < HEADER_BYTES + length) return this.#keep(HEADER_BYTES + length);
    this.#describe(chunk, at, length);
    this.#at = at + HEADER_BYTES + length;
    return "frame";
  }

  #finishPartial(): "frame" | "more" | "tooLarge" {
    if (this.#partialBytes < HEADER_BYTES && !this.#fill(HEADER_BYTES)) return "more";
    const length = readLength(this.#partial, 0);
    if (length > this.#maxFrameBytes) return this.#tooLarge(this.#partial, 0);
    if (!this.#fill(HEADER_BYTES + length)) return "more";
    this.#describe(this.#partial, 0, length);
    // The consumer may keep slices of the payload, so this buffer is never used again.
    this.#partial = EMPTY;
    this.#partialBytes = 0;
    return "frame";
  }

  /** Moves bytes of the chunk into the partial frame until it has `wanted`; false when the chunk ends before. */
  #fill(wanted: number): boolean {
    if (this.#partial.length < wanted) {
      const larger = new Uint8Array(wanted);
      larger.set(this.#partial.subarray(0, this.#partialBytes));
      this.#partial = larger;
    }
    const take = Math.min(wanted - this.#partialBytes, this.#chunk.length - this.#at);
    this.#partial.set(this.#chunk.subarray(this.#at, this.#at + take), this.#partialBytes);
    this.#partialBytes += take;
    this.#at += take;
    return this.#partialBytes === wanted;
  }

  #keep(frameBytes: number): "more" {
    if (this.#at < this.#chunk.length) this.#fill(frameBytes);
    this.#chunk = EMPTY;
    this.#at = 0;
    return "more";
  }

  #tooLarge(bytes: Uint8Array, at: number): "tooLarge" {
    this.#describe(bytes, at, 0);
    return "tooLarge";
  }

  #describe(bytes: Uint8Array, at: number, length: number): void {
    this.type = bytes[at + 3] ?? 0;
    this.flags = bytes[at + 4] ?? 0;
    this.streamId = readU31(bytes, at + 5);
    this.buffer = bytes;
    this.start = at + HEADER_BYTES;
    this.end = this.start + length;
  }
}

function readLength(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) << 16 | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0);
}
