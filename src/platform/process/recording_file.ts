/**
 * The file of one segment of a recording: lines, written in the background, bounded in size.
 *
 * I1: `write` never waits for the disk and never throws; nothing is synced.
 * I2: the file never exceeds `limitBytes`, and at most `waitingBytes` are queued in memory.
 * I3: a segment has no gap: after the first dropped line all further lines are dropped; the end line contains their number.
 */
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";
import { type AsyncSink, type SyncSink, WaitingLines, writeAll, writeAllSync } from "../log/waiting_lines.ts";

/** Bytes that may be queued for the disk. */
export const WAITING_BYTES = 4_194_304;
const CHUNK_BYTES = 262_144;
/** Reserved for the end line. */
const END_BYTES = 256;

/** Why further lines are dropped. */
export type RecordingEnd = "full" | "dropped";
/** Why it was closed although it had room. */
export type RecordingClose = "stopped" | "continued";

/** What the file system gives of an open file. */
export type WritableFile = AsyncSink & SyncSink & Pick<Deno.FsFile, "close">;

export interface RecordingFileOptions {
  readonly limitBytes: number;
  readonly log: Log;
  /** The last line. */
  readonly endLine: (reason: RecordingEnd | RecordingClose, missing: number) => string;
  /** Default WAITING_BYTES. */
  readonly waitingBytes?: number;
}

export class RecordingFile {
  readonly #file: WritableFile;
  readonly #options: RecordingFileOptions;
  readonly #waitingLimit: number;
  readonly #encoder = new TextEncoder();
  readonly #waiting = new WaitingLines();
  #sizeBytes = 0;
  #writtenBytes = 0;
  #missing = 0;
  #end: RecordingEnd | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;
  /** Whether the background writer has started. */
  #hasBegun = false;

  constructor(file: WritableFile, options: RecordingFileOptions) {
    this.#file = file;
    this.#options = options;
    this.#waitingLimit = options.waitingBytes ?? WAITING_BYTES;
  }

  /** Including the queued lines and the end line. */
  get sizeBytes(): number {
    return this.#sizeBytes + END_BYTES;
  }

  /** Lines that were dropped. */
  get missing(): number {
    return this.#missing;
  }

  /** Not set = the segment continues. */
  get end(): RecordingEnd | undefined {
    return this.#end;
  }

  write(line: string): void {
    if (this.#end !== undefined || this.#isClosed) {
      this.#missing += 1;
      return;
    }
    const bytes = this.#encoder.encode(`${line}\n`);
    if (this.sizeBytes + bytes.length > this.#options.limitBytes) this.#endBy("full", 1);
    else if (!this.#hasRoom(bytes.length)) this.#endBy("dropped", 1);
    else {
      this.#waiting.push(bytes);
      this.#sizeBytes += bytes.length;
      this.#running ??= this.#run();
    }
  }

  /** Bytes that are queued for the disk. */
  get waitingBytes(): number {
    return this.#waiting.bytes;
  }

  /** Writes the queued lines and the end line. A second close does nothing. */
  async close(reason: RecordingClose): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#running;
    const line = this.#options.endLine(this.#end ?? reason, this.#missing);
    try {
      await writeAll(this.#file, this.#encoder.encode(`${line}\n`));
    } catch (error) {
      this.#options.log.warn("Cannot end the recording", { error: messageOf(error) });
    }
    this.#file.close();
  }

  /** The initial state may exceed the queue; until the background writer has started, it is written synchronously. */
  #hasRoom(length: number): boolean {
    if (this.#waiting.bytes + length <= this.#waitingLimit) return true;
    if (this.#hasBegun) return false;
    try {
      for (const bytes of this.#waiting) {
        writeAllSync(this.#file, bytes);
        this.#writtenBytes += bytes.length;
      }
    } catch {
      // The next write fails as well, and is reported.
      return false;
    }
    this.#waiting.clear();
    return true;
  }

  async #run(): Promise<void> {
    // Lines of the same turn go out together.
    await null;
    this.#hasBegun = true;
    while (this.#waiting.count > 0) {
      const { bytes, lines } = this.#waiting.take(CHUNK_BYTES);
      try {
        await writeAll(this.#file, bytes);
        this.#writtenBytes += bytes.length;
      } catch (error) {
        const left = lines + this.#waiting.count;
        this.#waiting.clear();
        // What was not written takes no room in the ring.
        this.#sizeBytes = this.#writtenBytes;
        this.#endBy("dropped", left, error);
      }
    }
    this.#running = undefined;
  }

  #endBy(reason: RecordingEnd, missing: number, error?: unknown): void {
    this.#missing += missing;
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#options.log.warn("The recording pauses until the manager is at rest", {
      reason,
      sizeBytes: this.#sizeBytes,
      ...(error === undefined ? {} : { error: messageOf(error) }),
    });
  }
}
