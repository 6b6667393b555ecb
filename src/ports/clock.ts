/** Time as the manager needs it. */
import type { MonotonicClock, Timer } from "../kit/delay.ts";

export type { Timer };

/** Time. Durations and order use the monotonic clock only; wall time is for display. */
export interface Clock extends MonotonicClock {
  /** Milliseconds since 1970; may jump. */
  wallMs(): number;
  /** Whether wall time is known to be synchronised. */
  isWallSynchronised(): boolean;
}
