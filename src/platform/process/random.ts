/** Randomness from the runtime, for jitter only. Ids and secrets never come from here. */
import type { Random } from "../../ports/random.ts";

export class SystemRandom implements Random {
  /** Uniform in [0, 1). */
  next(): number {
    return Math.random();
  }
}
