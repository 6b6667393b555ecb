/**
 * Writes lines to a stream that may be slow: a stalled log reader must not block the daemon.
 *
 * I1  `write` never waits and never throws.
 * I2  At most `capacityBytes` are queued; further lines are dropped and counted, and the count is written once there is room.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { type AsyncSink, type SyncSink, WaitingLines, writeAll, writeAllSync } from "./waiting_lines.ts";

/** The destination of the bytes: `Deno.stderr` or a substitute. */
export type ByteSink = AsyncSink & SyncSink;

export interface LineWriterOptions {
  /** Bytes that may be queued. Default 1 MiB. */
  readonly capacityBytes?: number;
  /** The line that reports dropped ones; without the line break. */
  readonly describeDropped: (lines: number) => string;
}

const DEFAULT_CAPACITY_BYTES = 1_048_576;
/** Largest piece passed to the sink at once: a pipe holds 64 KiB. */
const CHUNK_BYTES = 65_536;

/** Writes lines in order, in the background. */
export class LineWriter implements Buffered {
  readonly #sink: ByteSink;
  readonly #capacityBytes: number;
  readonly #describeDropped: (lines: number) => string;
  readonly #encoder = new TextEncoder();
  readonly #waiting = new WaitingLines();
  #dropped = 0;
  #droppedTotal = 0;
  /** Bytes that the sink has not taken yet of the piece that it was given. */
  #writing = 0;
  #running: Promise<void> | undefined;

  constructor(sink: ByteSink, options: LineWriterOptions) {
    this.#sink = sink;
    this.#capacityBytes = options.capacityBytes ?? DEFAULT_CAPACITY_BYTES;
    this.#describeDropped = options.describeDropped;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "log_lines",
      unit: "bytes",
      capacity: this.#capacityBytes,
      overflow: "drop-newest",
      used: this.#waiting.bytes + this.#writing,
      overflows: this.#droppedTotal,
    }];
  }

  /** Lines dropped so far. */
  get droppedLines(): number {
    return this.#droppedTotal;
  }

  write(line: string): void {
    const bytes = this.#encoder.encode(`${line}\n`);
    if (this.#waiting.bytes + this.#writing + bytes.length > this.#capacityBytes) {
      this.#dropped += 1;
      this.#droppedTotal += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#running ??= this.#run();
  }

  /** Resolves when everything written so far was taken or dropped. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Writes the queued lines synchronously; for the last moment of the process. */
  finishSync(): void {
    this.#noteDropped();
    try {
      writeAllSync(this.#sink, this.#waiting.take(Infinity).bytes);
    } catch {
      // The reader is gone (EPIPE), so the failure cannot be logged.
    }
  }

  async #run(): Promise<void> {
    // Lines of the same turn go out together.
    await Promise.resolve();
    while (this.#waiting.count > 0) {
      const { bytes } = this.#waiting.take(CHUNK_BYTES);
      this.#writing = bytes.length;
      try {
        await writeAll(this.#sink, bytes);
      } catch {
        // The reader is gone (EPIPE), so the dropped lines cannot be reported.
        this.#dropped = 0;
      }
      this.#writing = 0;
      this.#noteDropped();
    }
    this.#running = undefined;
  }

  #noteDropped(): void {
    if (this.#dropped === 0) return;
    const line = this.#describeDropped(this.#dropped);
    this.#dropped = 0;
    this.#waiting.push(this.#encoder.encode(`${line}\n`));
  }
}
