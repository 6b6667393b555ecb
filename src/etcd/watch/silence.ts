/** The watchdogs of a stream: a silent stream is first probed, then abandoned. */
import { Watchdog } from "../../kit/watchdog.ts";
import type { Clock } from "../../ports/clock.ts";

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
  readonly #giveUp: Watchdog;
  readonly #ask: Watchdog;
  #hasHeard = false;

  constructor(clock: Clock, options: SilenceOptions) {
    // Where both are due in the same millisecond, the stream is abandoned: that timer was set first.
    this.#giveUp = new Watchdog(clock, {
      limitMs: () => this.#hasHeard ? GIVE_UP_AFTER_MS : STAND_WITHIN_MS,
      onSilence: (silentMs) => {
        this.stop();
        options.onGiveUp(silentMs);
      },
    });
    this.#ask = new Watchdog(clock, {
      limitMs: () => options.isCatchingUp() ? ASK_BEHIND_AFTER_MS : ASK_AFTER_MS,
      // A stream on which nothing ever arrived is not probed: the server confirms it in time, or it is abandoned.
      onSilence: () => {
        if (this.#hasHeard) options.onAsk();
      },
    });
  }

  heard(): void {
    this.#hasHeard = true;
    this.#giveUp.heard();
    this.#ask.heard();
  }

  stop(): void {
    this.#giveUp.stop();
    this.#ask.stop();
  }
}
