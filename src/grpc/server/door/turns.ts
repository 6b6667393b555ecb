/**
 * The turns of one connection: when its calls have kept the event loop busy for a while, its next ones wait for a later turn, so that the
 * calls of other connections come in between.
 *
 * I1  A connection works for at most `BUSY_MS` and one call more in a turn of the event loop.
 */
import type { Clock } from "../../../ports/clock.ts";

const BUSY_MS = 5;

export class Turns {
  readonly #clock: Pick<Clock, "monotonicMs" | "schedule">;
  #busyMs = 0;
  #nextTurn: Promise<void> | undefined;

  constructor(clock: Pick<Clock, "monotonicMs" | "schedule">) {
    this.#clock = clock;
  }

  /** Undefined = go on at once; else wait for it, and ask again. */
  get wait(): Promise<void> | undefined {
    return this.#busyMs < BUSY_MS ? undefined : this.#turn();
  }

  /** Does a piece of work, and counts its time. */
  work<T>(piece: () => T): T {
    const startMs = this.#clock.monotonicMs();
    try {
      return piece();
    } finally {
      this.#busyMs += this.#clock.monotonicMs() - startMs;
      // Without anybody who waits the next turn begins anew all the same.
      if (this.#busyMs >= BUSY_MS) void this.#turn();
    }
  }

  #turn(): Promise<void> {
    this.#nextTurn ??= new Promise((resolve) => {
      this.#clock.schedule(0, () => {
        this.#busyMs = 0;
        this.#nextTurn = undefined;
        resolve();
      });
    });
    return this.#nextTurn;
  }
}
