/** Time, ids and random numbers of a recorded manager. */
import type { Clock, Timer } from "../ports/clock.ts";
import type { IdSource, Random } from "../ports/random.ts";
import type { Turns } from "./turns.ts";

/** Time that stands still within a turn; timers that fire in turns. */
export class RecordingClock implements Clock {
  readonly #clock: Clock;
  readonly #turns: Turns;
  #timers = 0;

  constructor(clock: Clock, turns: Turns) {
    this.#clock = clock;
    this.#turns = turns;
  }

  monotonicMs(): number {
    return this.#turns.moment.nowMs;
  }

  wallMs(): number {
    return this.#turns.moment.wallMs;
  }

  isWallSynchronised(): boolean {
    return this.#turns.moment.isSynchronised;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const timer = ++this.#timers;
    let isCancelled = false;
    const inner = this.#clock.schedule(
      delayMs,
      () => this.#turns.later({ kind: "timer", timer, delayMs }, callback, () => isCancelled),
    );
    return {
      cancel: () => {
        isCancelled = true;
        inner.cancel();
      },
    };
  }
}

export class RecordingIds implements IdSource {
  readonly #ids: IdSource;
  readonly #turns: Turns;

  constructor(ids: IdSource, turns: Turns) {
    this.#ids = ids;
    this.#turns = turns;
  }

  next(): string {
    const id = this.#ids.next();
    this.#turns.note({ kind: "id", id });
    return id;
  }
}

export class RecordingRandom implements Random {
  readonly #random: Random;
  readonly #turns: Turns;

  constructor(random: Random, turns: Turns) {
    this.#random = random;
    this.#turns = turns;
  }

  next(): number {
    const random = this.#random.next();
    this.#turns.note({ kind: "random", random });
    return random;
  }
}
