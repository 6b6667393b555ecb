/**
 * Time from the operating system. The only file that reads it; everything else uses the port `Clock`.
 *
 * Whether wall time is synchronised cannot be asked of the kernel without native calls (adjtimex), so the answer is the file that
 * systemd-timesyncd creates once it has set the clock. Without the file wall time counts as not synchronised, as in a car without a
 * network.
 *
 * I1: after a time in which the process did not run, or was busy, what has arrived meanwhile is read before any timer fires: the
 *     runtime does it the other way round, and every timer that guards against the silence of a peer would find one.
 */
import type { Clock, Timer } from "../../ports/clock.ts";

/** Exists when wall time was set from a time source since the machine started. */
export const SYNCHRONISED_FILE = "/run/systemd/timesync/synchronized";

/** How long one answer of `isWallSynchronised` is cached, milliseconds. */
const SYNCHRONISED_CACHE_MS = 10_000;
/** Longest delay that the runtime's timers take, milliseconds (2^31 - 1, 24.8 days); longer ones are cut to it. */
const MAX_DELAY_MS = 2_147_483_647;

/** A timer that fires so much later than it should was kept from it: the process did not run, or was busy. */
const LATE_FROM_MS = 25;
/** Time to read what has arrived. */
const READ_FIRST_MS = 5;

export interface SystemClockOptions {
  /** Replaces SYNCHRONISED_FILE. */
  readonly synchronisedFile?: string;
}

/** The real time. Timers hold the process awake until they fire or are cancelled. */
export class SystemClock implements Clock {
  readonly #synchronisedFile: string;
  #isSynchronised = false;
  #checkedAtMs = -Infinity;

  constructor(options: SystemClockOptions = {}) {
    this.#synchronisedFile = options.synchronisedFile ?? SYNCHRONISED_FILE;
  }

  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  /** Checks the file at most every 10 s, because this is called for every event. */
  isWallSynchronised(): boolean {
    const nowMs = this.monotonicMs();
    if (nowMs - this.#checkedAtMs >= SYNCHRONISED_CACHE_MS) {
      this.#checkedAtMs = nowMs;
      this.#isSynchronised = exists(this.#synchronisedFile);
    }
    return this.#isSynchronised;
  }

  /** A negative delay counts as 0. I1. */
  schedule(delayMs: number, callback: () => void): Timer {
    const delay = Math.min(Math.max(delayMs, 0), MAX_DELAY_MS);
    const lateAtMs = this.monotonicMs() + delay + LATE_FROM_MS;
    let handle = setTimeout(() => {
      if (this.monotonicMs() < lateAtMs) callback();
      else handle = setTimeout(callback, READ_FIRST_MS);
    }, delay);
    return { cancel: () => clearTimeout(handle) };
  }
}

/** A file that may not be read counts as missing. */
function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
