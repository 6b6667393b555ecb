/** A queue of encoded lines for a slow sink, in order; the owner bounds its size and decides what happens to further lines. */
export class WaitingLines {
  #lines: Uint8Array[] = [];
  #bytes = 0;

  get count(): number {
    return this.#lines.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(line: Uint8Array): void {
    this.#lines.push(line);
    this.#bytes += line.length;
  }

  /** Takes whole lines up to about `maxBytes`, at least one where there is one. */
  take(maxBytes: number): { readonly bytes: Uint8Array; readonly lines: number } {
    let lines = 0;
    let length = 0;
    for (const line of this.#lines) {
      if (lines > 0 && length + line.length > maxBytes) break;
      lines += 1;
      length += line.length;
    }
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const line of this.#lines.splice(0, lines)) {
      bytes.set(line, offset);
      offset += line.length;
    }
    this.#bytes -= length;
    return { bytes, lines };
  }

  clear(): void {
    this.#lines = [];
    this.#bytes = 0;
  }

  [Symbol.iterator](): Iterator<Uint8Array> {
    return this.#lines.values();
  }
}

/** A sink that may accept only a part of the bytes at a time. */
export interface AsyncSink {
  /** Resolves to the number of bytes accepted, at least 1. */
  write(bytes: Uint8Array): Promise<number>;
}

export interface SyncSink {
  writeSync(bytes: Uint8Array): number;
}

export async function writeAll(sink: AsyncSink, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) offset += await sink.write(bytes.subarray(offset));
}

export function writeAllSync(sink: SyncSink, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += sink.writeSync(bytes.subarray(offset));
}
