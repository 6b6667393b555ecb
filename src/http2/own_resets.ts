// The streams that we reset, to tell late frames of theirs from wrong ones. So many are remembered; once one had to be forgotten,
// every stream may be among them.
const REMEMBERED = 1_024;

/** Ids of streams that we reset. */
export class OwnResets {
  readonly #ids = new Set<number>();
  #hasForgotten = false;

  /** Late frames of it are to be ignored from now on. */
  add(streamId: number): void {
    this.#ids.add(streamId);
    if (this.#ids.size <= REMEMBERED) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
    this.#hasForgotten = true;
  }

  /** The peer closed it as well: nothing of it may follow. */
  remove(streamId: number): void {
    this.#ids.delete(streamId);
  }

  /** Whether it is among them, as far as is known. */
  mayHave(streamId: number): boolean {
    return this.#hasForgotten || this.#ids.has(streamId);
  }
}
