/**
 * The watchdog of a stream: a silent stream is first probed, then abandoned.
 *
 * I1: one timer at a time, which checks the time when it fires, however often something arrives.
 */
import type { Clock, Timer } from "../../ports/clock.ts";

/** A stream is probed after this much silence; sooner while it has to catch up. Milliseconds. */
const ASK_AFTER_MS = 15_000;
const ASK_BEHIND_AFTER_MS = 1_000;
/** A stream is abandoned after this much silence; one on which nothing ever arrived, sooner. */
const GIVE_UP_AFTER_MS = 20_000;
const STAND_WITHIN_MS = 5_000;

export interface SilenceOptions {
  readonly isCatchingUp: () => boolean;
  /** Requests a progress notification. */
  readonly onAsk: () => void;
  /** Once; the last call. */
  readonly onGiveUp: (silentMs: number) => void;
}

export class Silence {
  readonly #clock: Clock;
  readonly #options: SilenceOptions;
  #heardAtMs: number;
  #askedAtMs: number;
  #hasHeard = false;
  #timer: Timer;

  constructor(clock: Clock, options: SilenceOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#heardAtMs = this.#askedAtMs = clock.monotonicMs();
    this.#timer = clock.schedule(ASK_BEHIND_AFTER_MS, this.#look);
  }

  heard(): void {
    this.#hasHeard = true;
    this.#heardAtMs = this.#askedAtMs = this.#clock.monotonicMs();
  }

  stop(): void {
    this.#timer.cancel();
  }

  readonly #look = (): void => {
    const nowMs = this.#clock.monotonicMs();
    const giveUpMs = this.#heardAtMs + (this.#hasHeard ? GIVE_UP_AFTER_MS : STAND_WITHIN_MS);
    if (nowMs >= giveUpMs) return this.#options.onGiveUp(nowMs - this.#heardAtMs);
    const askAfterMs = this.#options.isCatchingUp() ? ASK_BEHIND_AFTER_MS : ASK_AFTER_MS;
    if (this.#hasHeard && nowMs >= this.#askedAtMs + askAfterMs) {
      this.#askedAtMs = nowMs;
      this.#options.onAsk();
    }
    const nextMs = this.#hasHeard ? Math.min(giveUpMs, this.#askedAtMs + askAfterMs) : giveUpMs;
    this.#timer = this.#clock.schedule(nextMs - nowMs, this.#look);
  };
}
