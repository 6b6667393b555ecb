/**
 * How long what was observed may wait before it is written, so that the flash lasts (design section 6): the window widens as the bytes
 * written approach the budget of a day. Pure; times are monotonic.
 *
 * I1: the window is never shorter than the base, and never longer than `maxMs`.
 * I2: what was written counts for about an hour: a storm in the morning does not slow the evening down.
 */

export interface WritePaceSettings {
  /** Bytes a day; 0 = no budget. */
  readonly budgetBytesPerDay: number;
  readonly baseMs: number;
  readonly maxMs: number;
}

/** How far it is, as plain data. */
export interface WritePaceState {
  /** Bytes a millisecond, averaged over the memory. */
  readonly rate: number;
  readonly writtenBytes: number;
  readonly atMs: number;
}

/** Times the base that the window is longer where the budget is just met. */
const WIDENING = 119;
const DAY_MS = 86_400_000;
/** Time after which what was written counts about a third. */
const MEMORY_MS = 3_600_000;

export class WritePace {
  readonly #settings: WritePaceSettings;
  /** Bytes a millisecond, averaged over the memory. */
  #rate = 0;
  #writtenBytes = 0;
  #atMs: number;

  constructor(settings: WritePaceSettings, nowMs: number) {
    this.#settings = settings;
    this.#atMs = nowMs;
  }

  /** So much has been written since the start, in all. */
  note(writtenBytes: number, nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#rate *= Math.exp(-elapsedMs / MEMORY_MS);
    this.#rate += Math.max(0, writtenBytes - this.#writtenBytes) / MEMORY_MS;
    this.#writtenBytes = writtenBytes;
    this.#atMs = nowMs;
  }

  get state(): WritePaceState {
    return { rate: this.#rate, writtenBytes: this.#writtenBytes, atMs: this.#atMs };
  }

  /** Goes on from there. */
  restore({ rate, writtenBytes, atMs }: WritePaceState): void {
    this.#rate = rate;
    this.#writtenBytes = writtenBytes;
    this.#atMs = atMs;
  }

  /** What a day at the present rate would write. */
  get bytesPerDay(): number {
    return this.#rate * DAY_MS;
  }

  /** I1: the base up to half of the budget, then longer and longer. */
  get windowMs(): number {
    const { budgetBytesPerDay, baseMs, maxMs } = this.#settings;
    if (budgetBytesPerDay <= 0) return baseMs;
    const excess = Math.max(0, 2 * (this.bytesPerDay / budgetBytesPerDay) - 1);
    return Math.min(maxMs, baseMs * (1 + WIDENING * excess));
  }
}
