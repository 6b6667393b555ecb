/** A pause on the Clock port. */
import type { Clock } from "../../ports/clock.ts";

/** Resolves after `delayMs` (with 0, in a later turn) or as soon as the signal aborts; leaves no timer. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      timer.cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = clock.schedule(delayMs, end);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
