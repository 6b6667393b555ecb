/**
 * The output of a container as docker's API sends it: frames of a stream number and bytes (docker calls it the multiplexed stream), in
 * which each line begins with its time.
 *
 * I1: it holds less than one line of each of the two streams, and less than the head of one frame.
 */
import { LineSplitter } from "../logs/line_splitter.ts";
import type { WrittenLine } from "../logs/source.ts";

const HEAD_BYTES = 8;
/** stdin, stdout, stderr; podman tells its own errors as 3. */
const MAX_STREAM = 3;

export class LogFrames {
  readonly #head = new Uint8Array(HEAD_BYTES);
  readonly #splitters = Array.from({ length: MAX_STREAM + 1 }, () => new LineSplitter());
  readonly #times = Array.from({ length: MAX_STREAM + 1 }, () => 0);
  #headBytes = 0;
  /** Of the frame that is being read. */
  #left = 0;
  #stream = 0;

  /** The lines that end in these bytes. Throws an Error where they are no frames. */
  push(chunk: Uint8Array): readonly WrittenLine[] {
    const lines: WrittenLine[] = [];
    let from = 0;
    while (from < chunk.length) {
      if (this.#left === 0) {
        from += this.#readHead(chunk.subarray(from));
        continue;
      }
      const taken = chunk.subarray(from, from + this.#left);
      this.#read(this.#splitters[this.#stream]?.push(taken) ?? [], this.#stream, lines);
      this.#left -= taken.length;
      from += taken.length;
    }
    return lines;
  }

  /** What was written without an end. */
  finish(): readonly WrittenLine[] {
    const lines: WrittenLine[] = [];
    this.#splitters.forEach((splitter, stream) => this.#read(splitter.finish(), stream, lines));
    return lines;
  }

  #readHead(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, HEAD_BYTES - this.#headBytes);
    this.#head.set(taken, this.#headBytes);
    this.#headBytes += taken.length;
    if (this.#headBytes === HEAD_BYTES) {
      this.#headBytes = 0;
      this.#stream = this.#head[0] ?? 0;
      this.#left = new DataView(this.#head.buffer).getUint32(4);
      if (this.#stream > MAX_STREAM) throw new Error("the container runtime sends no frames of output");
    }
    return taken.length;
  }

  #read(texts: readonly string[], stream: number, lines: WrittenLine[]): void {
    for (const line of texts) {
      const { atMs, text } = timedLine(line);
      // The second part of a long line has the time of the first.
      if (atMs > 0) this.#times[stream] = atMs;
      lines.push({ atMs: this.#times[stream] ?? 0, text });
    }
  }
}

function timedLine(line: string): WrittenLine {
  const blank = line.indexOf(" ");
  const time = blank === -1 ? line : line.slice(0, blank);
  const atMs = /^\d{4}-\d\d-\d\dT/.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(atMs)) return { atMs: 0, text: line };
  return { atMs, text: blank === -1 ? "" : line.slice(blank + 1) };
}
