/**
 * The file of a recording: lines, written in the background, bounded in size. The recording of the previous run is kept beside it.
 *
 * I1: `write` never waits for the disk and never throws; nothing is synced.
 * I2: both files together never exceed `sizeBytes`, and at most `WAITING_BYTES` are queued in memory.
 * I3: a recording has no gap: after the first dropped line all further lines are dropped; the end line contains their number.
 */
import { join } from "node:path";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";
import { WaitingLines, writeAll, writeAllSync } from "../log/waiting_lines.ts";

export const RECORDING_FILE = "recording.jsonl";
export const PREVIOUS_RECORDING_FILE = "recording.previous.jsonl";

/** Bytes that may be queued for the disk. */
export const WAITING_BYTES = 4_194_304;
const CHUNK_BYTES = 262_144;
/** Reserved for the end line. */
const END_BYTES = 256;

export type RecordingEnd = "stopped" | "full" | "dropped";

export interface RecordingFileOptions {
  readonly stateDir: string;
  /** Of this file and the previous one together. */
  readonly sizeBytes: number;
  readonly log: Log;
  /** The last line. */
  readonly endLine: (reason: RecordingEnd, missing: number) => string;
  /** Default WAITING_BYTES. */
  readonly waitingBytes?: number;
}

/** Creates the file; the one of the previous run is kept beside it. Throws what the file system throws. */
export function openRecordingFile(options: RecordingFileOptions): RecordingFile {
  const path = join(options.stateDir, RECORDING_FILE);
  try {
    Deno.renameSync(path, join(options.stateDir, PREVIOUS_RECORDING_FILE));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return new RecordingFile(Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }), options);
}

export class RecordingFile implements Buffered, AsyncDisposable {
  readonly #file: Deno.FsFile;
  readonly #options: RecordingFileOptions;
  readonly #limitBytes: number;
  readonly #waitingLimit: number;
  readonly #encoder = new TextEncoder();
  readonly #waiting = new WaitingLines();
  /** Size of this file, including the queued lines. */
  #sizeBytes = 0;
  #missing = 0;
  #end: Exclude<RecordingEnd, "stopped"> | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;
  /** Whether the background writer has started. */
  #hasBegun = false;

  constructor(file: Deno.FsFile, options: RecordingFileOptions) {
    this.#file = file;
    this.#options = options;
    this.#limitBytes = Math.floor(options.sizeBytes / 2) - END_BYTES;
    this.#waitingLimit = options.waitingBytes ?? WAITING_BYTES;
  }

  /** Lines that were dropped. */
  get missing(): number {
    return this.#missing;
  }

  /** Why further lines are dropped; not set = the recording continues. */
  get end(): Exclude<RecordingEnd, "stopped"> | undefined {
    return this.#end;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "recording_lines",
      unit: "bytes",
      capacity: this.#waitingLimit,
      overflow: "end",
      used: this.#waiting.bytes,
      overflows: this.#end === "dropped" ? 1 : 0,
    }];
  }

  write(line: string): void {
    if (this.#end !== undefined || this.#isClosed) {
      this.#missing += 1;
      return;
    }
    const bytes = this.#encoder.encode(`${line}\n`);
    if (this.#sizeBytes + bytes.length > this.#limitBytes) this.#endBy("full", 1);
    else if (!this.#hasRoom(bytes.length)) this.#endBy("dropped", 1);
    else {
      this.#waiting.push(bytes);
      this.#sizeBytes += bytes.length;
      this.#running ??= this.#run();
    }
  }

  /** The initial state from the journal may exceed the queue; before the engine runs, it is written synchronously. */
  #hasRoom(length: number): boolean {
    if (this.#waiting.bytes + length <= this.#waitingLimit) return true;
    if (this.#hasBegun) return false;
    try {
      for (const bytes of this.#waiting) writeAllSync(this.#file, bytes);
    } catch {
      // The next write fails as well, and is reported.
      return false;
    }
    this.#waiting.clear();
    return true;
  }

  /** Writes the queued lines and the end line. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#running;
    const reason = this.#end ?? "stopped";
    try {
      await writeAll(this.#file, this.#encoder.encode(`${this.#options.endLine(reason, this.#missing)}\n`));
    } catch (error) {
      this.#options.log.warn("Cannot end the recording", { error: messageOf(error) });
    }
    this.#file.close();
  }

  async #run(): Promise<void> {
    // Lines of the same turn go out together.
    await null;
    this.#hasBegun = true;
    while (this.#waiting.count > 0) {
      const { bytes, lines } = this.#waiting.take(CHUNK_BYTES);
      try {
        await writeAll(this.#file, bytes);
      } catch (error) {
        const left = lines + this.#waiting.count;
        this.#waiting.clear();
        this.#endBy("dropped", left, error);
      }
    }
    this.#running = undefined;
  }

  #endBy(reason: "full" | "dropped", missing: number, error?: unknown): void {
    this.#missing += missing;
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#options.log.warn("The recording has ended", {
      reason,
      sizeBytes: this.#sizeBytes,
      ...(error === undefined ? {} : { error: messageOf(error) }),
    });
  }
}
