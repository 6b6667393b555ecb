/**
 * The ring of a recording: a folder with a file for each segment, of this run and of the runs before it; the newest are kept.
 *
 * I1: all files together never exceed `sizeBytes`: the oldest give way. One segment takes at most half of it, so that there is always
 *     a whole one besides.
 * I2: a segment is due when it is an eighth of the ring, or as long as what it begins with, whichever is more, and well before it is full:
 *     a ring of states in which nothing happens would be of no use.
 * I3: what does not fit as the beginning of a segment ends the recording for good, and the log says so.
 * I4: the next segment waits until the one before the present is written: a disk that does not answer costs two queues.
 */
import { join } from "node:path";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";
import {
  type RecordingClose,
  type RecordingEnd,
  RecordingFile,
  WAITING_BYTES,
  type WritableFile,
} from "./recording_file.ts";

/** In the state directory. */
export const RECORDINGS_FOLDER = "recordings";

const DUE_SHARE = 8;
const MAX_SHARE = 2;
/** Segments that have lines queued for the disk: the present one, and the one before it. */
const MAX_QUEUES = 2;
const DIGITS = 6;
const FILE_NAME = /^(\d{6,})\.jsonl$/;

export interface RecordingRingOptions {
  readonly stateDir: string;
  /** Of all files together. */
  readonly sizeBytes: number;
  readonly log: Log;
  /** The last line of a file. */
  readonly endLine: (reason: RecordingEnd | RecordingClose, missing: number) => string;
  /** Bytes of one segment that wait for the disk. Default: see RecordingFile. */
  readonly waitingBytes?: number;
  /** Creates the file of a segment. Default: in the file system. */
  readonly create?: (path: string) => WritableFile;
}

interface Kept {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Opens the ring, and begins a segment. Throws what the file system throws. */
export function openRecordingRing(options: RecordingRingOptions): RecordingRing {
  const folder = join(options.stateDir, RECORDINGS_FOLDER);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const numbers = [...Deno.readDirSync(folder)].flatMap(({ name }) => FILE_NAME.exec(name)?.[1] ?? []).map(
    Number,
  );
  numbers.sort((a, b) => a - b);
  const kept = numbers.map((number): Kept => {
    const path = pathOf(folder, number);
    return { path, sizeBytes: Deno.statSync(path).size };
  });
  return new RecordingRing(options, { folder, kept, next: (numbers.at(-1) ?? 0) + 1 });
}

export class RecordingRing implements Buffered, AsyncDisposable {
  readonly #options: RecordingRingOptions;
  readonly #folder: string;
  /** Closed, oldest first. */
  readonly #kept: Kept[];
  #keptBytes: number;
  #next: number;
  #path: string;
  #file: RecordingFile;
  /** Of what the segment begins with. */
  #headBytes = 0;
  #isOver = false;
  readonly #closing = new Map<RecordingFile, Promise<void>>();
  /** Earlier segments that ended because the disk did not keep up. */
  #dropped = 0;

  constructor(
    options: RecordingRingOptions,
    found: { readonly folder: string; readonly kept: readonly Kept[]; readonly next: number },
  ) {
    this.#options = options;
    this.#folder = found.folder;
    this.#kept = [...found.kept];
    this.#keptBytes = found.kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#next = found.next;
    [this.#path, this.#file] = this.#open();
  }

  get isSegmentDue(): boolean {
    // I4.
    if (this.#isOver || this.#closing.size > 0) return false;
    const { sizeBytes } = this.#options;
    const spareBytes = sizeBytes / MAX_SHARE - this.#headBytes;
    const dueBytes = Math.min(Math.max(sizeBytes / DUE_SHARE, this.#headBytes), spareBytes / 2);
    return this.#file.end !== undefined || this.#file.sizeBytes - this.#headBytes >= dueBytes;
  }

  buffers(): readonly BufferLevel[] {
    const segments = [...this.#closing.keys(), this.#file];
    return [{
      name: "recording_lines",
      unit: "bytes",
      capacity: MAX_QUEUES * (this.#options.waitingBytes ?? WAITING_BYTES),
      overflow: "end",
      used: segments.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0),
      overflows: this.#dropped + (this.#file.end === "dropped" ? 1 : 0),
    }];
  }

  write(line: string): void {
    if (this.#isOver) return;
    this.#file.write(line);
    this.#makeRoom();
  }

  beginSegment(head: Iterable<string>): boolean {
    this.#close("continued");
    try {
      [this.#path, this.#file] = this.#open();
    } catch (error) {
      return this.#giveUp(messageOf(error));
    }
    for (const line of head) {
      this.write(line);
      if (this.#file.end === undefined) continue;
      this.#close("stopped");
      this.#remove(this.#path);
      return this.#giveUp("the state of the services does not fit into recorder.size");
    }
    this.#headBytes = this.#file.sizeBytes;
    return true;
  }

  /** Writes what waits, and ends the segment. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOver) this.#close("stopped");
    this.#isOver = true;
    await Promise.all(this.#closing.values());
  }

  #open(): [string, RecordingFile] {
    const path = pathOf(this.#folder, this.#next++);
    const { sizeBytes, create = createFile, ...options } = this.#options;
    const file = create(path);
    const limitBytes = Math.floor(sizeBytes / MAX_SHARE);
    return [path, new RecordingFile(file, { ...options, limitBytes })];
  }

  #close(reason: RecordingClose): void {
    const file = this.#file;
    this.#kept.push({ path: this.#path, sizeBytes: file.sizeBytes });
    this.#keptBytes += file.sizeBytes;
    if (file.end === "dropped") this.#dropped += 1;
    this.#closing.set(file, file.close(reason).finally(() => this.#closing.delete(file)));
  }

  /** I1. */
  #makeRoom(): void {
    while (this.#keptBytes + this.#file.sizeBytes > this.#options.sizeBytes) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      this.#keptBytes -= oldest.sizeBytes;
      this.#remove(oldest.path);
    }
  }

  /** I3. */
  #giveUp(reason: string): false {
    this.#options.log.warn("Nothing is recorded any more", { reason });
    this.#isOver = true;
    return false;
  }

  #remove(path: string): void {
    try {
      Deno.removeSync(path);
    } catch (error) {
      this.#options.log.warn("Cannot remove the oldest recording", { path, error: messageOf(error) });
    }
  }
}

function createFile(path: string): WritableFile {
  return Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
}

function pathOf(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(DIGITS, "0")}.jsonl`);
}
