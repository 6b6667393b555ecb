/**
 * The life of a slot: what is begun in it ends with it.
 *
 * I1: after its end nothing is begun any more.
 * I2: `done` resolves once the life has ended and all of its work has.
 * I3: work that throws or rejects ends with that, reported once; it ends neither the life nor other work.
 */
export class SlotLife implements AsyncDisposable {
  readonly #abort = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #done = Promise.withResolvers<void>();
  readonly #onError: (error: unknown) => void;

  /** `onError` gets what work of this life throws (I3): a bug. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Aborts at the end. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Begins work now, unless the life is over. It ends by itself, or soon after `signal` aborts. */
  run(begin: () => Promise<void>): void {
    if (this.isOver) return;
    const work: Promise<void> = this.#safely(begin).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  /** I3. */
  async #safely(begin: () => Promise<void>): Promise<void> {
    try {
      await begin();
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Ends it, and resolves with `done`. Idempotent. */
  [Symbol.asyncDispose](): Promise<void> {
    if (!this.isOver) {
      this.#abort.abort();
      void Promise.allSettled(this.#work).then(() => this.#done.resolve());
    }
    return this.done;
  }
}
