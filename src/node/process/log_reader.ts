/**
 * Reads the file that the processes of a replica write to, which `log_file.ts` keeps within its size: when it has grown it is copied to
 * `.1` and emptied.
 *
 * I1: of what was written before, at most `TAIL_BYTES` of each of the two files are read.
 * I2: a file that is emptied while it is followed is read from its begin again; what came between two looks and the emptying is lost, as
 *     it is for the file itself.
 */
import { delay, type Scheduler } from "../../kit/delay.ts";
import { LineSplitter } from "../logs/line_splitter.ts";
import type { LogReading, LogSource, WrittenLine } from "../logs/source.ts";

const TAIL_BYTES = 1024 * 1024;
const BLOCK_BYTES = 64 * 1024;
const LOOK_MS = 200;
const NEWLINE = 10;

/** Whether something was ever written there. */
export function hasLog(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The newest lines, and with `isFollowed` those that come. */
export async function* readLogFile(
  path: string,
  { tailLines, isFollowed }: Pick<LogReading, "tailLines" | "isFollowed">,
  { timers, signal }: { readonly timers: Scheduler; readonly signal: AbortSignal },
): LogSource {
  const splitter = new LineSplitter();
  const end = await tailOf(path, tailLines);
  const older = end.lines < tailLines && end.isWhole
    ? await tailOf(`${path}.1`, tailLines - end.lines)
    : undefined;
  if (older !== undefined) yield* linesOf(older.bytes, splitter);
  yield* linesOf(end.bytes, splitter);
  let offset = end.size;
  while (isFollowed && !signal.aborted) {
    const block = await readBlock(path, offset);
    // I2
    offset = block.from + block.bytes.length;
    yield* linesOf(block.bytes, splitter);
    if (block.bytes.length === 0) await delay(timers, LOOK_MS, signal);
  }
  const rest = splitter.finish();
  if (rest.length > 0) yield rest.map(written);
}

/** A process does not say when it wrote a line. */
function written(text: string): WrittenLine {
  return { atMs: 0, text };
}

function* linesOf(bytes: Uint8Array, splitter: LineSplitter): Generator<readonly WrittenLine[]> {
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
    const lines = splitter.push(bytes.subarray(from, from + BLOCK_BYTES));
    if (lines.length > 0) yield lines.map(written);
  }
}

interface Tail {
  readonly bytes: Uint8Array;
  readonly lines: number;
  /** Of the file when it was read. */
  readonly size: number;
  /** Nothing of the file was left out. */
  readonly isWhole: boolean;
}

/** The newest lines of a file, one that has no end yet among them. */
async function tailOf(path: string, lines: number): Promise<Tail> {
  using file = await opened(path);
  if (file === undefined) return { bytes: new Uint8Array(0), lines: 0, size: 0, isWhole: true };
  const { size } = await file.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  await file.seek(from, Deno.SeekMode.Start);
  const bytes = await filled(file, size - from);
  const tail = lastLines(bytes, lines, from > 0);
  return { ...tail, size: from + bytes.length, isWhole: from === 0 && tail.bytes.length === bytes.length };
}

/** `isCut` = the first line has lost its begin, and is left out. */
function lastLines(
  bytes: Uint8Array,
  wanted: number,
  isCut: boolean,
): { readonly bytes: Uint8Array; readonly lines: number } {
  let lines = 0;
  // What ends the newest line begins none.
  let before = bytes.length - 1;
  while (lines < wanted) {
    const end = before <= 0 ? -1 : bytes.lastIndexOf(NEWLINE, before - 1);
    if (end === -1) {
      const isLeftOut = isCut || bytes.length === 0;
      return isLeftOut ? { bytes: bytes.subarray(before + 1), lines } : { bytes, lines: lines + 1 };
    }
    lines += 1;
    before = end;
  }
  return { bytes: bytes.subarray(before + 1), lines };
}

/** What stands behind the offset; behind the begin where the file has become shorter. */
async function readBlock(
  path: string,
  offset: number,
): Promise<{ readonly from: number; readonly bytes: Uint8Array }> {
  using file = await opened(path);
  if (file === undefined) return { from: 0, bytes: new Uint8Array(0) };
  const { size } = await file.stat();
  const from = size < offset ? 0 : offset;
  await file.seek(from, Deno.SeekMode.Start);
  return { from, bytes: await filled(file, Math.min(size - from, BLOCK_BYTES)) };
}

async function opened(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** As many bytes as there are, up to the size. */
async function filled(file: Deno.FsFile, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return bytes.subarray(0, length);
}
