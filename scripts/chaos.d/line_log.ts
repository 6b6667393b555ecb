/** The output of a program, kept in a file and looked at line by line. */

const TAIL_LINES = 8;

export class LineLog {
  readonly #path: string;
  readonly #onLine: (line: string) => void;
  readonly #tail: string[] = [];

  constructor(path: string, onLine: (line: string) => void) {
    this.#path = path;
    this.#onLine = onLine;
  }

  /** The last lines. */
  get tail(): string {
    return this.#tail.join("\n");
  }

  /** Resolves at the end of the stream. */
  async take(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      Deno.writeTextFileSync(this.#path, text, { append: true });
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#note(line);
    }
    if (rest !== "") this.#note(rest);
  }

  #note(line: string): void {
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    this.#onLine(line);
  }
}
