/** The last words of a process: what it wrote is read to the end so that it never blocks, and only the end of it is kept. */

export interface TailOptions {
  /** How much of it is kept. Default 16,384. */
  readonly capacityChars?: number;
  /** Called with each part of it, as it comes. */
  readonly onText?: (text: string) => void;
}

/** Owns the stream it is given; `done` settles when the stream has ended. */
export class Tail {
  readonly done: Promise<void>;
  #text = "";

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>, options: TailOptions = {}) {
    this.done = this.#read(stream, options);
  }

  /** What was kept. */
  get text(): string {
    return this.#text;
  }

  async #read(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    { capacityChars = 16_384, onText = () => {} }: TailOptions,
  ): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#text = (this.#text + text).slice(-capacityChars);
      onText(text);
    }
  }
}
