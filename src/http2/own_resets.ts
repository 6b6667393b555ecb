// The streams that we reset, to distinguish their late frames from invalid ones. Their number is bounded; once one was forgotten,
// any stream may be among them.
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

  /** The peer closed the stream as well: no frame of it may follow. */
  remove(streamId: number): void {
    this.#ids.delete(streamId);
  }

  /** Whether the stream is, or may be, among them. */
  mayHave(streamId: number): boolean {
    return this.#hasForgotten || this.#ids.has(streamId);
  }
}
