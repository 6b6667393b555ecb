/**
 * One run of one manager, as far as the outside can hold it or end it: what reaches it goes through here.
 *
 * I1: nothing reaches a run that is paused; it all comes at once, in order, when it goes on, as after SIGSTOP and SIGCONT: first what
 *     has arrived, then the timers that are due (src/platform/process/clock.ts, I1).
 * I2: nothing that a dead run does has an effect outside. It goes on inside until it notices, which is of no importance.
 */
import type { Clock, Timer } from "../../../src/ports/clock.ts";

export class Life {
  #isDead = false;
  #pauses = 0;
  readonly #held: (() => void)[] = [];
  readonly #heldTimers: (() => void)[] = [];

  get isDead(): boolean {
    return this.#isDead;
  }

  get isPaused(): boolean {
    return this.#pauses > 0;
  }

  /** I1. */
  run(callback: () => void): void {
    if (this.#pauses > 0) this.#held.push(callback);
    else callback();
  }

  /** I1. */
  fire(callback: () => void): void {
    if (this.#pauses > 0) this.#heldTimers.push(callback);
    else callback();
  }

  /** The value, when it may be seen. */
  async pass<T>(value: Promise<T>): Promise<T> {
    const known = await value;
    if (this.#pauses > 0) await new Promise<void>((resolve) => this.#held.push(resolve));
    return known;
  }

  pause(): void {
    this.#pauses += 1;
  }

  resume(): void {
    this.#pauses = Math.max(0, this.#pauses - 1);
    if (this.#pauses === 0) this.#letGo();
  }

  kill(): void {
    this.#isDead = true;
    this.#pauses = 0;
    this.#letGo();
  }

  #letGo(): void {
    for (const callback of [...this.#held.splice(0), ...this.#heldTimers.splice(0)]) callback();
  }
}

/** The clock as a run sees it: it goes on while the run is paused, but calls nobody. */
export class LifeClock implements Clock {
  readonly #clock: Clock;
  readonly #life: Life;

  constructor(clock: Clock, life: Life) {
    this.#clock = clock;
    this.#life = life;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  isWallSynchronised(): boolean {
    return this.#clock.isWallSynchronised();
  }

  schedule(delayMs: number, callback: () => void): Timer {
    let isCancelled = false;
    const timer = this.#clock.schedule(delayMs, () =>
      this.#life.fire(() => {
        if (!isCancelled) callback();
      }));
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }
}
