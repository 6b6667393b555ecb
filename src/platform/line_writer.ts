/**
 * Lines to a stream that may be slow: a log reader that stands still must not hold the daemon up.
 *
 * I1  `write` never waits and never throws.
 * I2  At most `capacityBytes` wait; what does not fit is dropped, counted, and the count is written once there is room.
 */

/** Where the bytes go: `Deno.stderr` or a stand-in. */
export interface ByteSink {
  /** Resolves to the number of bytes taken, at least 1. */
  write(bytes: Uint8Array): Promise<number>;
  writeSync(bytes: Uint8Array): number;
}

export interface LineWriterOptions {
  /** Bytes that may wait. Default 1 MiB. */
  readonly capacityBytes?: number;
  /** The line that tells of dropped ones; without the line break. */
  readonly describeDropped: (lines: number) => string;
}

const DEFAULT_CAPACITY_BYTES = 1_048_576;
/** Largest piece given to the sink at once: a pipe takes 64 KiB. */
const CHUNK_BYTES = 65_536;

/** Writes lines in order, in the background. */
export class LineWriter {
  readonly #sink: ByteSink;
  readonly #capacityBytes: number;
  readonly #describeDropped: (lines: number) => string;
  readonly #encoder = new TextEncoder();
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #droppedTotal = 0;
  #running: Promise<void> | undefined;

  constructor(sink: ByteSink, options: LineWriterOptions) {
    this.#sink = sink;
    this.#capacityBytes = options.capacityBytes ?? DEFAULT_CAPACITY_BYTES;
    this.#describeDropped = options.describeDropped;
  }

  /** Lines dropped so far. */
  get droppedLines(): number {
    return this.#droppedTotal;
  }

  write(line: string): void {
    const bytes = this.#encoder.encode(`${line}\n`);
    if (this.#waitingBytes + bytes.length > this.#capacityBytes) {
      this.#dropped += 1;
      this.#droppedTotal += 1;
      return;
    }
    this.#push(bytes);
    this.#running ??= this.#run();
  }

  /** Resolves when everything written so far was taken or dropped. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Hands over what is left without going through the event loop; for the last moment of the process. */
  finishSync(): void {
    this.#noteDropped();
    const bytes = this.#take(Infinity);
    for (let offset = 0; offset < bytes.length;) {
      try {
        offset += this.#sink.writeSync(bytes.subarray(offset));
      } catch {
        return;
      }
    }
  }

  async #run(): Promise<void> {
    // Lines of the same turn go out together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const bytes = this.#take(CHUNK_BYTES);
      try {
        for (let offset = 0; offset < bytes.length;) offset += await this.#sink.write(bytes.subarray(offset));
      } catch {
        // The reader is gone (EPIPE). There is nobody left to tell.
        this.#dropped = 0;
      }
      this.#noteDropped();
    }
    this.#running = undefined;
  }

  #noteDropped(): void {
    if (this.#dropped === 0) return;
    const line = this.#describeDropped(this.#dropped);
    this.#dropped = 0;
    this.#push(this.#encoder.encode(`${line}\n`));
  }

  #push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  /** Takes whole lines up to about `maxBytes`, at least one. */
  #take(maxBytes: number): Uint8Array {
    let count = 0;
    let length = 0;
    for (const line of this.#waiting) {
      if (count > 0 && length + line.length > maxBytes) break;
      count += 1;
      length += line.length;
    }
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const line of this.#waiting.splice(0, count)) {
      bytes.set(line, offset);
      offset += line.length;
    }
    this.#waitingBytes -= length;
    return bytes;
  }
}
