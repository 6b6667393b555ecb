/**
 * The life of a slot: what is begun in it ends with it.
 *
 * I1: after its end nothing is begun any more.
 * I2: `done` resolves once the life has ended and all of its work has.
 */
export class SlotLife implements AsyncDisposable {
  readonly #abort = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #done = Promise.withResolvers<void>();

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

  /** Begins work now, unless the life is over. It ends by itself, or soon after `signal` aborts, and must not reject. */
  run(begin: () => Promise<void>): void {
    if (this.isOver) return;
    const work = begin();
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
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
