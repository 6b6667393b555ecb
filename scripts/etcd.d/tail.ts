/** The last words of a process: what it wrote is read to the end so that it never blocks, and only the end of it is kept. */

/** Owns the stream it is given; `done` settles when the stream has ended. */
export class Tail {
  readonly done: Promise<void>;
  #text = "";
  readonly #capacityChars: number;

  constructor(stream: ReadableStream<Uint8Array>, capacityChars = 16_384) {
    this.#capacityChars = capacityChars;
    this.done = this.#read(stream);
  }

  /** What was kept. */
  get text(): string {
    return this.#text.trimEnd();
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      this.#text = (this.#text + decoder.decode(bytes, { stream: true })).slice(-this.#capacityChars);
    }
  }
}
