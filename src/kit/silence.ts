/**
 * How long something has been silent, as far as somebody listened.
 *
 * I1: the time between two looks counts for half of the limit at most. Whoever looks several times within the limit loses nothing by it;
 *     whoever did not run for a while (it was stopped, the machine stood still) has not heard what was said meanwhile, and what is
 *     watched stood still as well, perhaps. Either has half of the limit to be heard again.
 */
export class Silence {
  readonly #limitMs: number;
  #lookedAtMs: number;
  #silentMs = 0;

  constructor(limitMs: number, nowMs: number) {
    this.#limitMs = limitMs;
    this.#lookedAtMs = nowMs;
  }

  get isTooLong(): boolean {
    return this.#silentMs > this.#limitMs;
  }

  /** One look: whether something was heard since the one before. */
  note(nowMs: number, wasHeard: boolean): void {
    const gapMs = Math.min(nowMs - this.#lookedAtMs, this.#limitMs / 2);
    this.#lookedAtMs = nowMs;
    this.#silentMs = wasHeard ? 0 : this.#silentMs + gapMs;
  }
}
