/** How many may read logs at once: each holds what reads on its behalf open, a file, a connection or a program. */
import { status as Status } from "@grpc/grpc-js";
import { StatusAnswer } from "../status.ts";

export class LogReaders {
  readonly #capacity: number;
  #readers = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The same stream, while there is a place for one more. Throws a StatusAnswer where there is none. */
  async *admit<T>(stream: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
    if (this.#readers >= this.#capacity) {
      throw new StatusAnswer(Status.RESOURCE_EXHAUSTED, `at most ${this.#capacity} readers of logs at once`);
    }
    this.#readers += 1;
    try {
      yield* stream;
    } finally {
      this.#readers -= 1;
    }
  }
}
