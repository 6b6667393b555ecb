/**
 * Lines from the bytes of an output, as they come.
 *
 * I1: it holds less than one line; one that is longer than `MAX_LINE_BYTES` comes as several.
 */
import { MAX_LINE_BYTES } from "../../ports/workload_logs.ts";

const NEWLINE = 10;
const RETURN = 13;

export class LineSplitter {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder();
  #rest = new Uint8Array(0);

  constructor(maxBytes: number = MAX_LINE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in these bytes. */
  push(chunk: Uint8Array): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#take(chunk.subarray(from, end), lines);
      this.#end(lines);
      from = end + 1;
    }
    this.#take(chunk.subarray(from), lines);
    return lines;
  }

  /** What was written without an end; nothing = all of it ended. */
  finish(): readonly string[] {
    const lines: string[] = [];
    if (this.#rest.length > 0) this.#end(lines);
    return lines;
  }

  /** I1. */
  #take(bytes: Uint8Array, lines: string[]): void {
    let left = bytes;
    while (this.#rest.length + left.length > this.#maxBytes) {
      const room = this.#maxBytes - this.#rest.length;
      this.#rest = joined(this.#rest, left.subarray(0, room));
      left = left.subarray(room);
      this.#end(lines);
    }
    if (left.length > 0) this.#rest = joined(this.#rest, left);
  }

  #end(lines: string[]): void {
    const { length } = this.#rest;
    const bytes = this.#rest[length - 1] === RETURN ? this.#rest.subarray(0, length - 1) : this.#rest;
    lines.push(this.#decoder.decode(bytes));
    this.#rest = new Uint8Array(0);
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
