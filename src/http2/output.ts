// The bytes that wait for the socket, in one buffer, and the writers of all frames but header blocks' contents.
// I1  What `take()` handed out is not touched again until `recycle()` gives it back.
// I2  DATA of one stream written in a row becomes one frame: its header is patched as long as nothing followed it.
import { Flag, FrameType } from "./frames.ts";

const FIRST_BYTES = 1_024;
const KEEP_BYTES = 65_536;
const EMPTY = new Uint8Array(0);

/** An append-only buffer of frames. */
export class OutputBuffer {
  #bytes: Uint8Array = EMPTY;
  #length = 0;
  #spare: Uint8Array | null = null;
  #nextBytes = FIRST_BYTES;
  /** The DATA frame at the very end, if the last frame is one: its place and its stream. */
  #dataAt = -1;
  #dataStream = 0;

  /** Bytes waiting. */
  get length(): number {
    return this.#length;
  }

  /** Hands over everything written so far. */
  take(): Uint8Array {
    const view = this.#bytes.subarray(0, this.#length);
    this.#nextBytes = Math.max(FIRST_BYTES, Math.min(KEEP_BYTES, this.#bytes.length));
    this.#bytes = EMPTY;
    this.#length = 0;
    this.#dataAt = -1;
    return view;
  }

  /** Gives back memory that `take()` handed out. */
  recycle(backing: ArrayBufferLike): void {
    const size = backing.byteLength;
    if (size >= FIRST_BYTES && size <= KEEP_BYTES && this.#spare === null) {
      this.#spare = new Uint8Array(backing);
    }
  }

  /** Appends raw bytes. */
  bytes(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.#reserve(count);
    const target = this.#bytes;
    let at = this.#length;
    if (count > 48) target.set(source.subarray(start, end), at);
    else for (let i = start; i < end; i++) target[at++] = source[i] ?? 0;
    this.#length += count;
  }

  /** Appends a frame header; the caller appends `length` bytes of payload after it. */
  frameHeader(length: number, type: number, flags: number, streamId: number): void {
    this.#reserve(9 + length);
    const b = this.#bytes, at = this.#length;
    b[at] = length >> 16;
    b[at + 1] = length >> 8;
    b[at + 2] = length;
    b[at + 3] = type;
    b[at + 4] = flags;
    b[at + 5] = streamId >> 24;
    b[at + 6] = streamId >> 16;
    b[at + 7] = streamId >> 8;
    b[at + 8] = streamId;
    this.#length = at + 9;
    this.#dataAt = -1;
  }

  /** Appends DATA, lengthening the last frame where it is of the same stream and stays within `maxFrameBytes` (I2). */
  data(
    streamId: number,
    source: Uint8Array,
    range: { start: number; end: number },
    maxFrameBytes: number,
  ): void {
    const count = range.end - range.start;
    const dataAt = this.#dataAt;
    if (dataAt >= 0 && this.#dataStream === streamId) {
      const total = this.#length - dataAt - 9 + count;
      if (total <= maxFrameBytes) {
        const b = this.#bytes;
        b[dataAt] = total >> 16;
        b[dataAt + 1] = total >> 8;
        b[dataAt + 2] = total;
        this.bytes(source, range.start, range.end);
        return;
      }
    }
    this.frameHeader(count, FrameType.DATA, 0, streamId);
    this.#dataAt = this.#length - 9;
    this.#dataStream = streamId;
    this.bytes(source, range.start, range.end);
  }

  /** Ends a stream: END_STREAM on its DATA if that is still the last frame, else an empty DATA frame. */
  endStream(streamId: number): void {
    if (this.#dataAt >= 0 && this.#dataStream === streamId) {
      this.#bytes[this.#dataAt + 4] = Flag.END_STREAM;
      this.#dataAt = -1;
    } else this.frameHeader(0, FrameType.DATA, Flag.END_STREAM, streamId);
  }

  /** Appends a big-endian 32-bit number. */
  u32(value: number): void {
    this.#reserve(4);
    const b = this.#bytes, at = this.#length;
    b[at] = value >> 24;
    b[at + 1] = value >> 16;
    b[at + 2] = value >> 8;
    b[at + 3] = value;
    this.#length = at + 4;
  }

  /** Appends one entry of SETTINGS. */
  setting(id: number, value: number): void {
    this.#reserve(6);
    this.#bytes[this.#length++] = id >> 8;
    this.#bytes[this.#length++] = id;
    this.u32(value);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    let size = Math.max(this.#nextBytes, this.#bytes.length * 2);
    while (size < needed) size *= 2;
    const spare = this.#spare;
    if (this.#length === 0 && spare !== null && spare.length >= needed) {
      this.#bytes = spare;
      this.#spare = null;
      return;
    }
    const larger = new Uint8Array(size);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
