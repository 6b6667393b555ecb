// Flow-control arithmetic (RFC 9113 section 5.2): numbers in, numbers out.
// I1  A peer never has more credit than `size`: available + unread + unreturned = size, or less while it shrinks.
// I2  Credit goes back only for consumed bytes, in steps of half a window, so WINDOW_UPDATE stays rare.

/** The largest flow-control window (RFC 9113 section 6.9.1). */
export const MAX_WINDOW = 0x7fffffff;

/** A send window after WINDOW_UPDATE or a change of SETTINGS, or null if it would pass 2^31-1. It may be negative. */
export function grownWindow(available: number, increment: number): number | null {
  const next = available + increment;
  return next > MAX_WINDOW ? null : next;
}

/** What the peer may still send to one stream or to the whole connection. */
export class ReceiveWindow {
  size: number;
  available: number;
  #unreturned = 0;

  constructor(size: number) {
    this.size = size;
    this.available = size;
  }

  /** Bytes that arrived and the application has not taken yet. */
  get unread(): number {
    return this.size - this.available - this.#unreturned;
  }

  /** Books `bytes` that arrived; false if the peer overran the window. */
  receive(bytes: number): boolean {
    if (bytes > this.available) return false;
    this.available -= bytes;
    return true;
  }

  /** Books `bytes` that the application took. The result is the increment to send now, 0 for none. */
  consume(bytes: number): number {
    this.#unreturned += bytes;
    if (this.#unreturned * 2 < this.size || this.#unreturned === 0) return 0;
    const increment = this.#unreturned;
    this.#unreturned = 0;
    this.available += increment;
    return increment;
  }

  /** Sets a larger size. The result is the increment to send now, 0 when it does not grow. */
  grow(size: number): number {
    const increment = Math.min(size, MAX_WINDOW) - this.size;
    if (increment <= 0) return 0;
    this.size += increment;
    this.available += increment;
    return increment;
  }
}
