/** Time as the manager needs it. */
import type { Scheduler, Timer } from "../kit/delay.ts";

export type { Timer };

/** Time. Durations and order use the monotonic clock only; wall time is for display. */
export interface Clock extends Scheduler {
  /** Milliseconds since some fixed point; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since 1970; may jump. */
  wallMs(): number;
  /** Whether wall time is known to be synchronised. */
  isWallSynchronised(): boolean;
}
